"""Two questions in one: what was spent? and why more than the year before? Each is asked by itself, with the units,
the years and, where it names nothing, the subject of the first; only where all of them have an answer is there one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from answer.holdings.directory import Linked
from answer.holdings.knowledge import Knowledge
from answer.language.names import cut
from answer.language.words import lexicon
from answer.request.question import EACH, YEAR, Question, rewritten, without_years
from answer.request.reply import MOST_EVIDENCE, Reply

WITHIN = re.compile("(?P<within>[^，,：:]{2,}?(?:里面?|中|内))[，,：:](?=.)")
"""What all things asked for stand in, said before the first of them: 机关运行经费里，水费多少？电费多少？"""
AND = re.compile("以及|[、和与及]")
"""Stands between things that are asked for together."""
EACH_MUCH = r"(?:各自|分别|各)(?:是|为|有)?(?:多少|几)(?:万元|亿元|元|钱)?$"
SEVERAL_OF = re.compile(rf"^(?P<names>[^，,的]+(?:、|和|与|及)[^，,的]+)的(?P<what>[^，,的]{{2,12}}?){EACH_MUCH}")
"""One thing of several: 基本支出、项目支出的年初预算数各为多少."""
OF_SEVERAL = re.compile(rf"^(?P<of>[^，,、和与及]{{4,}})的(?P<names>[^，,的]+(?:、|和|与|及)[^，,的]+?){EACH_MUCH}")
"""Several things of one: 教师进修的年初预算和决算分别是多少."""
WITHIN_EACH = re.compile(
    "^(?P<what>[^，,]{2,}?)[，,]?(?:在)?(?P<one>[^，,和与、]{3,}?)(?:里面?|中|内)[和、与及](?P<other>[^，,和与、]{3,}?)(?:里面?|中|内)"
    "(?:各自|分别|各)(?:是|为|有)?(?:多少|几)(?:万元|亿元|元|钱)?$"
)
"""One thing in two others: 差旅费，基本支出里和机关运行经费里分别是多少."""
LEAST_NAME = 4
"""Characters of a name that is asked for by itself."""
MOST_PARTS = 4
"""Questions that one may hold."""
WITHOUT_SUBJECT = re.compile("占|完成(?:了)?(?:年初|全年|调整)?预算")
"""Begins a clause about what the clause before it has for an answer: 哪类支出最多，占多大比例."""
WHICH = re.compile("哪|谁|什么")
SHARE = re.compile(
    "(?:所)?占(?:了)?(?P<of>[^，,]*?)的?(?:比|多大|多少|什么|怎样的?)?(?:比例|比重|份额)?(?:是|为|有)?"
    "(?:多少|几成|百分之(?:几|多少))?"
)
"""A clause that asks what share of something the thing before it is."""
MUCH = re.compile("(?:一共|总共|分别|共)*(?:是|为|有|花了?|用了?)?(?:多少|几)(?:万元|亿元|元|钱)?$")
FIRST = "\x02"
"""Stands for what the first of several questions has for an answer."""


def questions(asked: Question, linked: Linked, knowledge: Knowledge, *, clauses: bool = False) -> list[str]:
    """The questions that one holds, each complete; empty where it is one. They end with question marks, or, with
    ``clauses``, are clauses of one sentence that each ask for something."""
    words = lexicon("words")["compound"]
    if each := within_each(asked, linked):
        return each
    pieces = [p.strip(" ,，、:：") for p in re.split(r"[?？]" if not clauses else r"[,，;；、]", asked.text)]
    pieces = [p for p in pieces if p]
    asking = [p for p in pieces if re.search(words["asks"], p)]
    if pieces and re.fullmatch(words["of_both"], pieces[-1]):
        return []  # asks of what stands before it whether it says the same
    if len(pieces) < 2 or len(asking) < 2 or len(pieces) > MOST_PARTS or (clauses and len(asking) < len(pieces)):
        return []
    units = list(dict.fromkeys(u for m in linked.mentions for u in m.units))
    if len(units) != 1 or linked.everyone or not asked.years or linked.unknown:
        return []
    unit = units[0]
    pieces, years = _against_before(pieces, asked.years)
    head = unit.name + "、".join(f"{y}年" for y in years)
    made: list[str] = []
    things: list[str] = []
    subject = within = ""
    for piece in pieces:
        own = knowledge.directory.link(without_years(piece))
        if own.unknown or any(u not in units for m in own.mentions for u in m.units):
            return []
        rest = re.sub(r"\s+", " ", own.rest).strip(" ,，的、:：")
        rest = re.sub(words["links"], "", rest)
        if YEAR.search(piece) and not own.mentions and made:
            return []  # a year of its own: nothing says that the rest is shared
        if made and WITHOUT_SUBJECT.match(rest) and WHICH.search(pieces[0]):
            made.append(f"{head}{FIRST}{rest}")
            continue
        if things and (share := SHARE.fullmatch(rest)):
            # Of what it is a share may be the thing asked for before it: 采购支出多少，其中工程多少，占多大比例.
            of = share["of"] or ("" if len(things) < 2 else things[-2])
            made.append(f"{head}{things[-1]}占{of}的比例是多少" if of else f"{head}{things[-1]}占比是多少")
            continue
        things.append(MUCH.sub("", rest.partition("占")[0]))
        named = _named(rest, knowledge, [(unit, y) for y in years if y in unit.years])
        if named:
            subject = subject or named
        elif subject:
            rest = f"{subject}{rest}"
        elif made:
            return []
        if made and within and within not in rest:
            rest = f"{within}{rest}"
        elif not made and (found := WITHIN.match(rest)):
            within = found["within"]
        made.append(f"{head}{rest}")
    return made


def within_each(asked: Question, linked: Linked) -> list[str]:
    """A question for one thing in two others, as one for each; empty where it is none."""
    rest = linked.rest.strip(" ,，、:：?？")
    units = list(dict.fromkeys(u for m in linked.mentions for u in m.units))
    found = WITHIN_EACH.match(rest)
    if found is None or len(units) != 1 or len(asked.years) != 1:
        return []
    head, tail = f"{units[0].name}{asked.years[0]}年", f"是多少{asked.uom}"
    return [f"{head}{found[whole]}里的{found['what']}{tail}" for whole in ("one", "other")]


def of_first(part: str, replies: Sequence[Reply]) -> str:
    """One of several questions with what the first has for an answer put in; empty where that is not one thing."""
    if FIRST not in part:
        return part
    told = {str(v.get("measure") or "") for v in replies[0].values} if replies[0].status == "answered" else set()
    return part.replace(FIRST, told.pop()) if len(told) == 1 and all(told) else ""


def one_by_one(asked: Question, linked: Linked, rest: str) -> list[str]:
    """A question for one thing of several, or for several things of one, as one for each; empty where it is none. A
    short piece of a name (政府采购货物、工程) is none by itself."""
    found = OF_SEVERAL.match(rest) or SEVERAL_OF.match(rest)
    units = list(dict.fromkeys(u for m in linked.mentions for u in m.units))
    if found is None or len(units) != 1 or linked.everyone or linked.unknown or len(asked.years) != 1:
        return []
    names = [n.strip() for n in AND.split(found["names"])]
    several_of = "what" in found.groupdict()
    if not 1 < len(names) <= MOST_PARTS or (several_of and min(map(len, names)) < LEAST_NAME):
        return []
    head, tail = f"{units[0].name}{asked.years[0]}年", f"是多少{asked.uom}"
    if several_of:
        return [f"{head}{name}的{found['what']}{tail}" for name in names]
    return [f"{head}{found['of']}的{name}{tail}" for name in names]


def _against_before(pieces: list[str], years: tuple[int, ...]) -> tuple[list[str], tuple[int, ...]]:
    """Clauses that set the year asked about against the one before by its number (比2020年), with that said in words;
    and the years that are left to be asked about."""
    first = [int(m[1]) for m in YEAR.finditer(pieces[0])]
    if len(first) != 1:
        return pieces, years
    before = re.compile(rf"[比较与同和跟]\s*{first[0] - 1}年度?(?:相比较?|比较?)?[，,]?")
    said = [pieces[0], *(before.sub("比上年", p, count=1) for p in pieces[1:])]
    left = tuple(y for y in years if y in first or any(str(y) in p for p in said))
    return said, left


def _named(text: str, knowledge: Knowledge, targets: Sequence[tuple[object, int]]) -> str:
    """What a question names besides a stage, empty where that is nothing."""
    for unit, year in targets[-1:]:
        segments = cut(rewritten(text), knowledge.books(unit, year).names)  # type: ignore[arg-type]
        named, start = "", 0
        for at, one in enumerate(segments):
            if NUMBER_ASKED.search(one.text) or re.search("哪|谁|什么|最", one.text):
                start = at + 1
            elif any(t.kind != "stage" for t in one.tags):
                # The end of a name that the documents do not print (农村居民人均可支配收入) is none by itself.
                unknown = next(
                    (i for i in range(start, at) if not segments[i].known and len(segments[i].text) > 1), at
                )
                whole = "".join(s.text for s in segments[unknown : at + 1])
                named, start = named + (whole if whole in text else one.text), at + 1
        return named
    return ""


def lacks(text: str, reply: Reply) -> bool:
    """Whether an answer gives fewer numbers than the clauses of its question ask for."""
    clauses = [c for c in re.split("[,，;；]", text) if NUMBER_ASKED.search(c) or EITHER.search(c)]
    asked = sum(1 + (len(AND.findall(c)) if EACH.search(c) else 0) for c in clauses)
    return len(clauses) > 1 and 0 < len(reply.values) < asked


NUMBER_ASKED = re.compile("多少|几(?![乎何])")
EITHER = re.compile("(?:增加?|上升|多)了?还是")


def joined(out: Reply, replies: Sequence[Reply], partly: bool = False) -> Reply | None:
    """One answer of several, None where one of them has none; with ``partly`` the first must have one, and what has
    none is said to have none."""
    if not all(r.status == "answered" for r in replies[: 1 if partly else None]):
        return None
    out.text = "".join(r.text if r.status == "answered" else f"另一问：{r.text}" for r in replies)
    replies = [r for r in replies if r.status == "answered"]
    out.values = _once(v for r in replies for v in r.values)
    first = [r.evidence[:1] for r in replies]
    out.evidence = _once(e for some in (*first, *(r.evidence[1:] for r in replies)) for e in some)[:MOST_EVIDENCE]
    out.formula = "；".join(r.formula for r in replies if r.formula)
    out.reason = next((r.reason for r in replies if r.reason), "")
    out.status = "answered"
    return out


def _once(things: Iterable[dict[str, object]]) -> list[dict[str, object]]:
    """Each of some values, or places, once."""
    kept: list[dict[str, object]] = []
    for thing in things:
        if thing not in kept:
            kept.append(thing)
    return kept
