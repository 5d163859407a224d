"""Several years of one body beside each other: which had more, by how much, what they come to, which met its target.

The plain question is asked of each year by itself, in every way that any plain question is answered; only where every
year has one number of the same measure and unit is anything compared.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from itertools import pairwise
from typing import Any

from answer.figures.changes import PER_CENT
from answer.holdings.directory import HeldUnit, Linked
from answer.language.words import comparable, compiled, lexicon
from answer.projects import over_years
from answer.request import stated
from answer.request.question import PLANNED, Question
from answer.request.reply import MOST_EVIDENCE, Reply, computed
from answer.request.speak import SCALE, grouped, number, rounded, trimmed

Ask = Callable[[str], Reply]
MODES = ("met", "which", "whether", "direction", "more", "series", "total")
PAIRS = frozenset({"whether", "direction", "more"})
"""Modes that set one year against one other."""
WHICH = frozenset({"met", "which"})
"""Modes that ask for a year: one number is no answer to them."""
BEFORE = re.compile("上一?年|去年|前一年")
AGAINST = re.compile(r"(?:[比较]|[与和同跟](?=20\d\d年?度?(?:相比|比较|相较|比)))(20\d\d)年?")
"""The year that another is set against: 比2022年."""
SPENT = frozenset({"", "决算", "执行", "实际值"})
RATES = frozenset({"%", "‰", "百分点", "个百分点"})
DEED = re.compile("^(?P<deed>[\u4e00-\u9fff]{2,4})的(?P<thing>[\u4e00-\u9fff“”\"].+)$")
DONE = re.compile("(?P<thing>.*?)(?P<verb>[\u4e00-\u9fff]{1,2})得$")
VERDICT = re.compile("^(?P<word>完成了|未完成)：")
MOST_YEARS = 6
PAIR = 2
LEAST_SUBJECT = 2
"""Characters of what is compared."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a question sets side by side: the mode, the plain questions for it, the years in the question's order."""

    mode: str
    plain: tuple[str, ...]
    what: str
    years: tuple[int, ...]
    name: str
    entity: str
    parts: dict[str, str]


@dataclass(frozen=True, slots=True)
class Told:
    """What a plain question has for an answer in one year."""

    year: int
    value: Decimal
    unit: str
    entry: dict[str, Any]
    places: tuple[dict[str, Any], ...]

    @property
    def said(self) -> str:
        """The number with its unit, as printed."""
        return f"{grouped(self.value)}{self.unit}"


def wanted(asked: Question, linked: Linked, rest: str) -> Wanted | None:
    """What a question sets side by side, None where it sets no years of one body side by side."""
    units = list(dict.fromkeys(u for m in linked.mentions for u in m.units))
    if len(units) != 1 or linked.everyone or linked.unknown or units[0].within:
        return None
    years = _years(asked, units[0])
    if not 1 < len(years) <= MOST_YEARS or not set(years) <= set(units[0].years):
        return None
    words = lexicon("years")
    text = re.sub(r"\s+", " ", compiled(words["residue"]).sub(" ", rest)).strip(" ，,")
    text = re.sub(r"\s*[，,]\s*|(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])", lambda m: "，" if m[0].strip() else "", text)
    for mode in MODES:
        for pattern in (*words[mode], *words.get(f"{mode}_last", ())):
            if (found := compiled(pattern).search(text)) and (mode not in PAIRS or len(years) == PAIR):
                parts = {k: v for k, v in found.groupdict().items() if v}
                what = _joined(parts.get("before", ""), parts.get("after", ""))
                plain = tuple(dict.fromkeys(_plain(mode, parts, what)))
                name = next((m.text for m in linked.mentions if m.method == "place"), units[0].name)
                subject = what + parts.get("deed", "") + parts.get("tail", "")
                if len(subject) < LEAST_SUBJECT:
                    return None
                return Wanted(mode, plain, what or subject, years, name, units[0].name, parts)
    return None


def _years(asked: Question, unit: HeldUnit) -> tuple[int, ...]:
    if len(asked.years) == 1 and BEFORE.search(asked.text):
        return (asked.years[0], asked.years[0] - 1)
    return asked.years or unit.years


def _joined(before: str, after: str) -> str:
    return re.sub(r"^[\s的，,]+|[\s的，,]+$", "", f"{before.strip(' ，,')}{after.strip(' ，,')}")


def _plain(mode: str, parts: dict[str, str], what: str) -> Iterator[str]:
    """The plain questions that what is named may be asked for by, without unit and year."""
    if mode == "met":
        yield f"{what}达标了吗"
        return
    if mode == "total":
        yield what if re.search("多少|几", what) else f"{what}是多少"
    if done := DONE.match(what):
        yield f"{done['thing']}{done['verb']}了多少"
        yield f"{done['verb']}了多少{done['thing']}"
        return
    deed, tail = parts.get("deed", ""), parts.get("tail", "")
    if deed or (tail and tail not in SCALE and len(tail) > 1):
        yield f"{what}{deed}了多少{tail}" if deed else f"{what}多少{tail}"
    elif tail:
        yield f"{what}是多少{tail}"
    things = [what]
    if of := DEED.match(what):
        yield f"{of['deed']}了多少{of['thing']}"
        things += [f"{of['deed']}{of['thing']}"]
    for thing in things:
        for pattern, counter in lexicon("years")["counting"]:
            if (bare := re.sub(pattern, "", thing)) != thing:
                yield f"{bare}多少{counter}"
        if re.fullmatch(stated.COUNTERS, thing[-1:]):
            yield f"{thing}多少{thing[-1]}"
        yield f"{thing}是多少"
        yield f"{thing}有多少"
        if mode == "which" and parts.get("order", "")[-1:] in "多少":
            yield f"{thing}有几个"
        yield thing


def settled(want: Wanted, reply: Reply) -> bool:
    """Whether an answer already says what each year has."""
    told = {v["year"] for v in reply.values if v["year"]}
    named = bool(reply.values) and all(f"{y}年" in reply.text for y in want.years)
    return reply.status == "answered" and (len(told) > 1 or named)


def tell(out: Reply, want: Wanted, ask: Ask) -> bool:
    """Whether every year tells one number, which are then compared as the question asks."""
    if want.mode == "met":
        return _met(out, want, ask)
    for plain in want.plain:
        told: list[Told] = []
        for year in want.years:
            one = _told(ask(f"{want.name}{year}年{plain}"), year, planned=PLANNED.search(want.what) is not None)
            if one is None:
                break
            told.append(one)
        if len(told) == len(want.years) and _alike(told, want.what):
            return SAID[want.mode](out, want, told)
    return False


def _told(reply: Reply, year: int, *, planned: bool) -> Told | None:
    """The one number that answers a plain question, of what was done where a target stands beside it."""
    if reply.status != "answered" or not reply.values or not reply.evidence:
        return None
    values = reply.values[:1] if reply.values[0]["derived"] else reply.values
    if len(values) > 1:
        values = [v for v in values if v["stage"] == ("目标值" if planned else "实际值")]
    if len({(v["value"], v["unit"]) for v in values}) != 1:
        return None
    if any(v["year"] not in (None, year) for v in values):
        return None
    entry = values[0]
    try:
        value = Decimal(str(entry["value"]))
    except InvalidOperation:
        return None
    places = [e for e in reply.evidence if str(entry["value"]) in str(e["quote"]).replace(",", "")] or reply.evidence
    return Told(year, trimmed(value), entry["unit"], {**entry, "year": year}, tuple(places[:2]))


def _alike(told: Sequence[Told], what: str) -> bool:
    """Whether numbers are of one measure, unit and stage, and told by disclosures of one kind."""
    if len({t.unit for t in told}) != 1:
        return False
    if over_years.counts_other(what, told[0].unit):
        return False
    if told[0].unit in SCALE and not compiled(lexicon("years")["money"]).search(what):
        return False  # things are counted, not paid for: 哪年的项目更多
    if len({"" if t.entry["stage"] in SPENT else t.entry["stage"] for t in told}) != 1:
        return False
    if len({"/预算/" in str(t.places[0]["disclosure"]) for t in told}) != 1:
        return False
    asked = comparable(what)
    names = {comparable(str(t.entry["measure"])) for t in told}
    core = asked
    for pattern, _ in lexicon("years")["counting"]:
        core = re.sub(pattern, "", core)
    # Names that differ in what they list before the thing asked about: 盲人按摩、电商直播等技能培训.
    same = len(core) > LEAST_SUBJECT and all(core in name for name in names)
    return same or all(a in b or b in a or (a in asked and b in asked) for a in names for b in names)


def _of(want: Wanted, told: Sequence[Told]) -> str:
    """Whose what is compared: as the question says it, with the name it is printed by where that is another."""
    said = re.sub("(?:得|[是为有]?(?:多少|几)[^，,]{0,4})$", "", want.what)
    printed = {str(t.entry["measure"]).removesuffix("实际值") for t in told}
    name = printed.pop() if len(printed) == 1 else ""
    other = name and not (comparable(name) in comparable(said) or comparable(said) in comparable(name))
    return f"{want.entity}{said}{f'（{name}）' if other else ''}"


def _each(told: Sequence[Told]) -> str:
    return "，".join(f"{t.year}年{t.said}" for t in sorted(told, key=lambda t: t.year))


def _which(out: Reply, want: Wanted, told: Sequence[Told]) -> bool:
    less = re.search(lexicon("years")["less"], want.parts["order"]) is not None
    best = (min if less else max)(t.value for t in told)
    first = [t for t in told if t.value == best]
    if len(first) == len(told):
        verdict = f"{len(told)}年一样"
    else:
        verdict = f"{'、'.join(f'{t.year}年' for t in first)}更{want.parts['order'].removeprefix('最')}"
    out.text = f"{verdict}：{_of(want, told)}{_each(told)}。"
    out.values = [t.entry for t in (*first, *(t for t in told if t not in first))]
    return _cite(out, told)


def _pair(out: Reply, told: Sequence[Told]) -> tuple[Told, Told]:
    """(the year that is asked about, the one it is set against): the later one against the earlier where the question
    does not say."""
    asked = AGAINST.search(out.question)
    base = min(told, key=lambda t: t.year)
    if asked and any(str(t.year) == asked[1] for t in told):
        base = next(t for t in told if str(t.year) == asked[1])
    return next(t for t in told if t is not base), base


def _more(out: Reply, want: Wanted, told: Sequence[Told]) -> bool:
    now, base = _pair(out, told)
    gap = now.value - base.value
    in_per_cent = PER_CENT.search(out.question) is not None
    if in_per_cent and now.unit in RATES and "百分点" not in out.question:
        return False  # so many per cent of a rate, or so many points of it
    unit = "个百分点" if now.unit == "%" else now.unit
    amount = abs(gap) * SCALE[unit] if unit in SCALE else None
    moved = "多" if gap > 0 else "少"
    out.formula = f"{number(now.value)} − {number(base.value)} = {number(trimmed(gap))}"
    tail = f"{now.year}年比{base.year}年{moved}{grouped(trimmed(abs(gap)))}{unit}" if gap else "两年一样"
    out.values = [computed(trimmed(abs(gap)), unit, amount, "相差")]
    if in_per_cent and now.unit not in RATES:
        if not base.value:
            return False
        rate = rounded(gap / base.value * 100, 2)
        tail += f"，{'增长' if gap > 0 else '下降'}{number(abs(rate))}%" if gap else ""
        out.values.append(computed(rate, "%", None, "变化率"))
    down = re.search(lexicon("years")["less"], want.parts.get("way", ""))
    if gap and want.parts.get("way") and (down is not None) != (gap < 0):
        tail += "，多少与问题所说的相反"
    out.text = f"{_of(want, told)}{_each(told)}；{tail}（{out.formula}）。"
    out.values += [now.entry, base.entry]
    return _cite(out, [now, base])


def _whether(out: Reply, want: Wanted, told: Sequence[Told]) -> bool:
    now, base = _pair(out, told)
    down = re.search(lexicon("years")["less"], want.parts["way"]) is not None
    if now.value == base.value:
        verdict = "否，两年一样"
    else:
        verdict = "是" if (now.value < base.value) == down else f"否，{_moved(base, now)}"
    out.text = f"{verdict}：{_of(want, told)}{_each(told)}。"
    out.formula = f"{number(now.value)} {_sign(now.value, base.value)} {number(base.value)}"
    out.values = [now.entry, base.entry]
    return _cite(out, [now, base])


def _sign(one: Decimal, other: Decimal) -> str:
    return ">" if one > other else "<" if one < other else "="


def _moved(before: Told, now: Told) -> str:
    """How a number went from one year to another, in words."""
    if now.value == before.value:
        return "没有变化"
    unit = "个百分点" if now.unit == "%" else now.unit
    way = "增加" if now.value > before.value else "减少"
    if now.unit in RATES or now.unit == "分":
        way = "提高" if way == "增加" else "降低"
    return f"{way}{grouped(trimmed(abs(now.value - before.value)))}{unit}"


def _direction(out: Reply, want: Wanted, told: Sequence[Told]) -> bool:
    before, now = sorted(told, key=lambda t: t.year)
    out.text = f"{_of(want, told)}{_each(told)}，{now.year}年比{before.year}年{_moved(before, now)}。"
    out.values = [now.entry, before.entry]
    return _cite(out, [now, before])


def _series(out: Reply, want: Wanted, told: Sequence[Told]) -> bool:
    ordered = sorted(told, key=lambda t: t.year)
    steps = "；".join(f"{b.year}年比{a.year}年{_moved(a, b)}" for a, b in pairwise(ordered))
    out.text = f"{_of(want, told)}：{_each(told)}。{steps}。"
    out.values = [t.entry for t in ordered]
    return _cite(out, ordered)


def _total(out: Reply, want: Wanted, told: Sequence[Told]) -> bool:
    never = compiled(lexicon("years")["never_added"])
    said = [want.what, *(str(t.entry["measure"]) for t in told), *(str(p["quote"]) for t in told for p in t.places)]
    said += [str(p["row"]) for t in told for p in t.places]
    if told[0].unit in (*RATES, "分", "度") or any(never.search(s) for s in said):
        return False
    result = trimmed(sum((t.value for t in told), Decimal(0)))
    unit = told[0].unit
    amount = result * SCALE[unit] if unit in SCALE else None
    out.formula = f"{' + '.join(number(t.value) for t in told)} = {number(result)}"
    out.text = f"{_of(want, told)}{_each(told)}；合计{grouped(result)}{unit}（{out.formula}）。"
    out.values = [computed(result, unit, amount, "合计"), *(t.entry for t in told)]
    return _cite(out, told)


def _met(out: Reply, want: Wanted, ask: Ask) -> bool:
    """Which of the years met the target, or did not; each is said with its target and result."""
    replies = [ask(f"{want.name}{year}年{want.plain[0]}") for year in want.years]
    found = [VERDICT.match(r.text) for r in replies]
    names = {str(v["measure"]) for r in replies for v in r.values if v["stage"] == "实际值"}
    if not all(r.status == "answered" for r in replies) or not all(found) or len(names) != 1:
        return False
    missed = [y for y, f in zip(want.years, found, strict=True) if f is not None and f["word"] == "未完成"]
    asked = missed if "not" in want.parts else [y for y in want.years if y not in missed]
    word = "没有达标" if "not" in want.parts else "达标"
    listed = "、".join(f"{y}年" for y in sorted(asked))
    verdict = f"{listed}{word}" if asked else f"没有{'一年不' if 'not' in want.parts else '一年'}达标"
    out.text = f"{verdict}。" + "".join(r.text for _, r in sorted(zip(want.years, replies, strict=True)))
    out.values = [
        {**v, "year": y} for y, r in zip(want.years, replies, strict=True) for v in r.values if v["stage"] == "实际值"
    ]
    out.evidence = [e for r in replies for e in r.evidence[:3]][:MOST_EVIDENCE]
    out.status, out.reason = "answered", ""
    return True


SAID: dict[str, Callable[[Reply, Wanted, Sequence[Told]], bool]] = {
    "which": _which, "whether": _whether, "direction": _direction, "more": _more, "series": _series, "total": _total,
}  # fmt: skip
"""Mode → what says the answer."""


def _cite(out: Reply, told: Sequence[Told]) -> bool:
    places: list[dict[str, Any]] = []
    for n in range(2):
        places += [t.places[n] for t in told if len(t.places) > n and t.places[n] not in places]
    out.evidence = places[:MOST_EVIDENCE]
    out.status, out.reason, out.suggestions = "answered", "", []
    return True
