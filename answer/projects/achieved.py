"""Indicators: targets and results, as evaluation and target tables and the prose print them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from pypinyin import lazy_pinyin
from rapidfuzz import fuzz

from answer.holdings.directory import HeldUnit
from answer.holdings.held import Evidence, printed_at, rows_of, text_of
from answer.holdings.knowledge import Knowledge
from answer.language.words import comparable, garnish, lexicon, neutral
from answer.request import stated
from answer.request.reply import Reply, cite, entry, value_of
from answer.request.speak import SCALE, grouped, number, said, trimmed
from graph.naming.identity import parse_place
from graph.queries import bound

Target = tuple[HeldUnit, int]
MEASURED = re.compile(
    r"(?P<sign>≥|>|≤|<|＞|＜|不低于|不少于|不超过|大于|小于)?(?P<number>\d[\d,]*(?:\.\d+)?)[（(]?(?P<uom>[%％]|[\u4e00-\u9fff/]{0,4})"
)
ASKED_TWICE = re.compile(
    "(?:多少|几).*[，,、；;](?:.*(?:多少|几)|.{0,4}(?:目标|指标|计划)值?(?:呢|是啥|是什么)?$)"
)
NAMED_WHOLE = 0.8
"""Share of an indicator's name that a question without any field must hold."""
UNIT_END = re.compile("(?:人数|数量|个数|次数|户数|面积|数|率)$")
FIELD_WORDS = frozenset({"实际", "总", "指标", "绩效", "绩效指标", "三级指标"})
"""Words that say what kind of name they stand with."""
LEAST_WHOLE = 4
"""Characters of a name that is taken as it stands in the question."""
LEAST_SLIPPED = 5
"""Characters of a name that is looked for with a slip."""
LEAST_NAME = 4
"""Characters of a project's name that is looked for in a question."""
LIKE_ALONE = 0.3
"""The same where no other name holds the question's words."""
LIKE = 0.5
"""Share of an indicator's or project's name that the question must hold."""


@dataclass(frozen=True, slots=True)
class HeldIndicator:
    """An indicator with target and actual as printed, and the places of both."""

    unit: HeldUnit
    year: int
    project: str
    name: str
    target: str
    actual: str
    note: str
    places: tuple[Evidence, ...]
    kinds: tuple[str, ...] = ()
    """What kind it is, from the wider to the narrower (产出指标, 数量指标), as printed."""
    full_mark: str = ""
    score: str = ""
    """What it counts in an evaluation, and what it got."""


def indicators(knowledge: Knowledge, target: Target) -> tuple[HeldIndicator, ...]:
    """All indicators of a unit and year, tables before prose."""
    return knowledge.once(("indicators", target[0].iri, target[1]), lambda: tuple(_indicators(knowledge, target)))


def _indicators(knowledge: Knowledge, target: Target) -> list[HeldIndicator]:
    unit, year = target
    found = []
    for row in rows_of(knowledge.generation, bound("indicators", knowledge.generation.base, unit=unit.iri, year=year)):
        name, wanted, actual = text_of(row, "label"), text_of(row, "target"), text_of(row, "actual")
        printed = text_of(row, "printed")
        quote = printed if actual and actual in printed else wanted or printed or name
        if text_of(row, "actualPlace") == text_of(row, "place") and actual not in quote:
            quote = f"{name} {wanted} {actual}"
        places = [
            printed_at(row, quote, name, "目标值")
        ]
        if text_of(row, "actualPlace"):
            places.append(
                printed_at(row, actual, name, "实际值", place="actualPlace")
            )
        found.append(
            (
                text_of(row, "indicator"),
                HeldIndicator(
                    unit, year, text_of(row, "project"), name, wanted, actual, text_of(row, "note"), tuple(places),
                    tuple(kind for n in ("level1", "level2") if (kind := text_of(row, n))),
                    text_of(row, "weight"), text_of(row, "score"),
                ),
            )
        )
    return [i for _, i in sorted(found, key=lambda p: (len(p[0]), p[0]))]


def fields_of(text: str, kind: str) -> tuple[set[str], str]:
    """The fields a question asks for, and the question without their words, the longest first: 执行率 before 执行."""
    words = [(word, field) for field, words in lexicon("prose")[kind].items() for word in words]
    wants = set()
    for word, field in sorted(words, key=lambda w: (-len(w[0]), w[0])):
        if word in text:
            wants.add(field)
            text = text.replace(word, " ")
    return wants, text


def indicator(
    reply: Reply, knowledge: Knowledge, targets: Sequence[Target], text: str, judge: bool = False, about: str = ""
) -> bool:
    """Target and result of the indicator a question names; with ``judge`` whether the target was met, which must speak
    of what is asked ``about`` (不超预算)."""
    wants, plain = fields_of(text, "indicator")
    if wants and ASKED_TWICE.search(text):
        # 入驻多少家，目标是多少: one of the two is called by no name.
        wants = {"target", "actual"}
    planned, done = lexicon("prose")["asked_twice"]["verbs"]
    if re.search(f"{planned}.*[，,、；;].*{done}", text):
        # 打算发多少份，实际发了多少份
        wants, plain = {"target", "actual"}, re.sub(f"{planned}|{done}", " ", text)
    held = [i for target in targets for i in indicators(knowledge, target)]
    if not wants and not judge and not _named_whole(held, plain) and not NAMED_LAST.search(reply.question):
        return False
    best = _of_named(held, text, closest([(i, i.name, i.project) for i in held], plain)) or _of_named(
        held, text, closest([(i, i.name, i.project) for i in held], plain.replace("项目", " "))
    )
    if not best and (named := NAMED_LAST.search(reply.question)):
        own, plain = fields_of(named["name"], "indicator")
        wants = own or wants
        best = _of_named(held, text, closest([(i, i.name, "") for i in held], plain)) if wants or judge else []
    bare = NAMED_LAST.search(reply.question) is None
    best = [i for i in best if about in i.target and not (bare and _says_more(held, i, plain))]
    if not best:
        return False
    told = {(_measured(i.target), _measured(i.actual)) for i in best}
    if len({i.name for i in best}) > 1 and len(told) > 1:
        return False
    one = max(best, key=lambda i: bool(i.target) + bool(i.actual))
    if HALF.search(text):
        return not judge and _halfway(reply, knowledge, one)
    if judge:
        return _judge(reply, one)
    parts = []
    if (not wants or "target" in wants) and one.target:
        parts.append(f"目标为{one.target}")
        reply.values.extend(_values(one, one.target, "目标值"))
    if (not wants or "actual" in wants) and one.actual:
        parts.append(f"实际为{one.actual}")
        reply.values.extend(_values(one, one.actual, "实际值"))
    if not parts:
        return False
    reply.text = f"{one.unit.name}{one.year}年指标“{one.name}”：{'，'.join(parts)}。"
    reply.status = "answered"
    cite(reply, one.places)
    return True


NAMED_LAST = re.compile(r"[（(](?P<name>[^（）()]{4,24})[）)][？?。\s]*$")
"""What is meant, said in a bracket after the question in other words: 够用几天（储备满足天数实际值）."""
HALF = re.compile("半年|年中")
"""Asks for a target that is to be reached by the middle of the year."""


def _halfway(reply: Reply, knowledge: Knowledge, one: HeldIndicator) -> bool:
    """The target for half of the year, where a column of the indicator's own row is headed so."""
    row = parse_place(one.places[0].place)
    cells = [
        f
        for f in knowledge.books(one.unit, one.year).figures
        if f.kind == "performance"
        and HALF.search(f.column)
        and f.evidence.document == one.places[0].document
        and (place := parse_place(f.evidence.place)).table == row.table
        and (place.row, place.line) == (row.row, row.line)
    ]
    if len(cells) != 1:
        return False
    header = cells[0].column.rsplit("/", 1)[-1]
    reply.text = f"{one.unit.name}{one.year}年指标“{one.name}”：{header}为{said(cells[0])}。"
    reply.values = [value_of(cells[0])]
    reply.status = "answered"
    cite(reply, cells)
    return True


ASKING = "百分之(?:多少|几)|最[长短多少高低]|什么程度"


def _says_more(held: Sequence[HeldIndicator], one: HeldIndicator, text: str) -> bool:
    """Whether a question that says an indicator's name as it stands says a word besides that nothing of its project
    speaks of: 小学部的学生满意率."""
    name, asked = comparable(one.name), comparable(text)
    if name not in asked:
        return False
    own = [i for i in held if i.project == one.project]
    about = "".join(comparable(t) for i in own for t in (i.project, i.name, i.target, i.actual, *i.kinds))
    data = lexicon("prose")
    said = {"项目", *(w for words in data["beside"]["implied"].values() for w in words), *data["beside"]["linking"]}
    nothing = said | FIELD_WORDS | stated.light() | garnish() | neutral()
    rest = asked.replace(name, " ").replace(comparable(one.project) or "\0", " ")
    rest = re.sub(f"{data['indicators']['beside']}|{HALF.pattern}|{ASKING}", " ", rest)
    rest = re.sub("[^\u4e00-\u9fffA-Za-z\\d]", " ", rest)
    words = stated.content(stated.COUNTED.sub(" ", rest))
    return any(w not in f"{about} {one.unit.name}" and w not in nothing for w in words)


def _named_whole(held: Sequence[HeldIndicator], text: str) -> bool:
    """Whether a question that asks how many speaks of all but all that an indicator's name says; what else it says may
    stand in the project's name or, where it says the indicator's name as it stands, in another of its indicators'."""
    if not stated.HOW_MUCH.search(text):
        return False
    words, asked = stated.content(stated.HOW_MUCH.sub(" ", text)), comparable(text)
    beside: dict[str, str] = {}
    for one in held:
        project = comparable(one.project)
        beside[project] = f"{beside.get(project, project)} {comparable(one.name)}"
    return any(
        sum(len(w) for w in words if w in name) >= NAMED_WHOLE * len(UNIT_END.sub("", name))
        and all(w in name or w in stated.light() or w in (beside[of] if name in asked else of) for w in words)
        for name, of in {(comparable(i.name), comparable(i.project)) for i in held}
    )


def indicator_first(reply: Reply, knowledge: Knowledge, targets: Sequence[Target], text: str, uom: str) -> bool:
    """``indicator`` for a question that says target or result."""
    return indicator(reply, knowledge, targets, text)


def closest(held: Sequence[tuple[Any, str, str]], text: str) -> list[Any]:
    """Those whose name holds every word of the question (its project may hold some), the closest name first."""
    words = [w for w in stated.content(stated.COUNTED.sub(" ", text)) if w not in FIELD_WORDS]
    asked = comparable(text)
    if mistyped := [thing for thing, name, _ in held if _slipped(comparable(name), asked)]:
        return mistyped
    if whole := [(len(comparable(name)), thing) for thing, name, _ in held if comparable(name) in asked]:
        # A name that stands whole in the question is what is asked for.
        longest = max(size for size, _ in whole)
        if longest >= LEAST_WHOLE:
            return [thing for size, thing in whole if size == longest]
    if not words:
        return []
    scored = []
    for thing, name, project in held:
        own, around = comparable(name), comparable(project)
        inside = sum(len(w) for w in words if w in own)
        if inside and all(w in own or w in around for w in words):
            scored.append((inside / len(own), thing))
    top = max((s for s, _ in scored), default=0.0)
    if len({name for thing, name, _ in held if any(thing is t for _, t in scored)}) == 1 and top >= LIKE_ALONE:
        return [thing for _, thing in scored]
    return [thing for score, thing in scored if score >= max(LIKE, top - 0.001)]


def _slipped(name: str, asked: str) -> bool:
    """Whether a question holds a name written with a slip that sounds the same: 检测面积 for 监测面积."""
    if len(name) < LEAST_SLIPPED or name in asked:
        return False
    found = fuzz.partial_ratio_alignment(name, asked, score_cutoff=80)
    return found is not None and lazy_pinyin(asked[found.dest_start : found.dest_end]) == lazy_pinyin(name)


def _measured(text: str) -> tuple[str, str] | None:
    found = MEASURED.search(text)
    return (found["number"].replace(",", ""), found["uom"]) if found else None


DATED = re.compile(r"\d{1,2}月(?:\d|底|末|初|[上中下]旬)|年底|月底")
"""A date, which is no quantity."""


def _values(one: HeldIndicator, text: str, measure: str) -> list[dict[str, Any]]:
    found = _measured(text)
    if not found or (DATED.search(text) and "%" not in found[1]):
        return []
    value, uom = Decimal(found[0]), found[1].replace("％", "%")
    amount = value * SCALE[uom] if uom in SCALE else None
    named = f"{one.name}{measure}"
    return [entry(found[0], uom, named, one.unit.name, one.year, amount=amount, stage=measure)]


DONE = re.compile("(?:指标|目标)?(?:[均全都]部?)?已?(?:按[时期])?(?:完成|达标|达成|实现)(?:目标|预期|指标|任务)*")
UNDONE = re.compile("(?<!无)(?:未|没有?|不)(?:能)?(?:按[时期])?(?:完成|达标|达成|达到|实现)(?!原因)")


def met(one: HeldIndicator) -> bool | None:
    """Whether the result reaches the target: by their numbers or, where these can't be compared, as the document's own
    note or the very same words say; None where nothing tells."""
    if (verdict := reached(one.target, one.actual, one.name)) is not None:
        return verdict
    note = comparable(one.note).strip("。.;；")
    if UNDONE.search(note):
        return False
    same = one.target and comparable(one.target) == comparable(one.actual)
    return True if same or DONE.fullmatch(note) else None


def reached(target: str, result: str, name: str = "") -> bool | None:
    """The same of a target and a result as printed, such as ≥95% and 96.2%; ``name`` tells whether less is better where
    the target has no sign (响应时间)."""
    wanted, got = MEASURED.search(target), MEASURED.search(result)
    if not wanted or not got:
        return None
    goal, actual = Decimal(wanted["number"].replace(",", "")), Decimal(got["number"].replace(",", ""))
    if (wanted["uom"] and got["uom"]) and wanted["uom"] != got["uom"]:
        return None
    most = wanted["sign"] in ("≤", "<", "＜", "不超过", "小于") or (
        not wanted["sign"] and re.search(lexicon("prose")["less_is_better"]["names"], comparable(name)) is not None
    )
    return actual <= goal if most else actual >= goal


def told_before(one: HeldIndicator, names: Sequence[str]) -> str:
    """The name an indicator was told by before, where prose tells of it again without target and result and in other
    words (全流程电子化 for 流程电子化); else its own."""
    own = re.sub("[，,]", "", comparable(one.name))
    if own in names or (one.target and one.actual):
        return own
    return next((n for n in names if len(min(n, own, key=len)) >= LEAST_NAME and (n in own or own in n)), own)


def said_of(one: HeldIndicator) -> str:
    """Target and result as printed or, where these are not there, what is noted beside."""
    told = [f"目标{one.target}" if one.target else "", f"实际{one.actual}" if one.actual else ""]
    return "，".join(t for t in told if t) or one.note


def _of_named(held: Sequence[HeldIndicator], text: str, best: list[HeldIndicator]) -> list[HeldIndicator]:
    """The indicators found, those of other projects than the one a question names left out; none where it names none,
    and projects have indicators of that name with different targets or results."""
    asked = comparable(text)
    for name in {comparable(i.name) for i in best}:
        asked = asked.replace(name, " ")
    named = {p for i in held if len(p := comparable(i.project)) >= LEAST_NAME and p in asked}
    longest = max(named, key=len, default="")
    own = [i for i in best if not longest or comparable(i.project) in ("", longest)]
    told = {(i.unit.iri, i.year, p): (i.target, i.actual) for i in own if (p := comparable(i.project))}
    return [] if len({i.name for i in own}) == 1 and len(told) > 1 and len(set(told.values())) > 1 else own


def of_project(held: list[HeldIndicator], text: str) -> list[HeldIndicator]:
    """Only the indicators of the project that a question names; all of them where it names none."""
    asked = comparable(text)
    own = [i for i in held if len(comparable(i.project)) >= LEAST_NAME and comparable(i.project) in asked]
    return own or held


MET = "完成了"
"""How the verdict begins that a target was met."""


def _judge(reply: Reply, one: HeldIndicator) -> bool:
    verdict = met(one)
    if verdict is None:
        return False
    told = [f"目标为{one.target}" if one.target else "", f"实际为{one.actual}" if one.actual else "", one.note]
    reply.text = f"{MET if verdict else '未完成'}：{one.unit.name}{one.year}年指标“{one.name}”" + (
        "，".join(t.strip("。") for t in told if t) + "。"
    )
    reply.values = [*_values(one, one.target, "目标值"), *_values(one, one.actual, "实际值")]
    reply.status = "answered"
    cite(reply, one.places)
    return True


def gap(reply: Reply, knowledge: Knowledge, targets: Sequence[Target], text: str) -> bool:
    """How far the result of the indicator a question names lies from its target, and which way."""
    held = [i for target in targets for i in indicators(knowledge, target)]
    best = closest([(i, i.name, i.project) for i in held], fields_of(text, "indicator")[1])
    best = [i for i in _of_named(held, text, best) if i.actual]
    # The same indicator may be told again in words, without its target.
    best = [i for i in best if _measured(i.target) and _measured(i.actual)]
    measured = {(_measured(i.target), _measured(i.actual)) for i in best}
    if len(measured) != 1:
        return False
    one, (wanted, got) = best[0], next(iter(measured))
    if wanted is None or got is None or (wanted[1] and got[1] and wanted[1] != got[1]):
        return False
    difference = trimmed(Decimal(got[0]) - Decimal(wanted[0]))
    uom = (got[1] or wanted[1]).replace("％", "%")
    shown = "个百分点" if uom == "%" else uom
    way = "超出目标" if difference > 0 else "比目标少" if difference < 0 else "与目标相等"
    size = f"{grouped(abs(difference))}{shown}" if difference else ""
    reply.text = (
        f"{one.unit.name}{one.year}年指标“{one.name}”目标为{one.target}，实际为{one.actual}，{way}{size}。"
    )
    reply.formula = f"{got[0]} − {wanted[0]} = {number(difference)}"
    amount = abs(difference) * SCALE[uom] if uom in SCALE else None
    how_far = number(abs(difference))
    reply.values = [
        entry(how_far, shown, f"{one.name}{way}", one.unit.name, one.year, amount=amount, derived=True),
        *_values(one, one.target, "目标值"), *_values(one, one.actual, "实际值"),
    ]
    reply.status = "answered"
    cite(reply, one.places)
    return True
