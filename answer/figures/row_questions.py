"""Questions for rows: the largest, those above an amount or another row, all of them, those printed blank."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from answer.figures import breakdowns, procurement, relations, rows
from answer.figures.accounted import leftover
from answer.figures.operations import define
from answer.figures.over_units import of_one_stage
from answer.holdings.held import Statement
from answer.language.words import comparable, compiled, lexicon
from answer.projects import project_rows
from answer.prose import headings, naming, passages
from answer.request import parts
from answer.request.asking import Asking, Target
from answer.request.question import YES_OR_NO, Operator
from answer.request.reply import cite
from answer.request.speak import name_of, said

COMPARES = re.compile(
    r"超过|超出|大于|高于|多于|小于|低于|少于|不到|不足|达到|(?:\d[亿万元%％]*|[元万亿])(?:以[上下内]|之[上下内])(?!的?(?:[通专]用)?设备)|最[大小高低多少]|(?:没有?|无|有).{0,10}(?:但|却|而)"
    r"|比[^，,多少几]{0,12}(?:增|减|上升|下降|提高|降低|新增)|比[^，,]{1,16}[多高大少低小](?:的|$)"
)
"""Says a condition that the rows asked for must fit."""
MORE = re.compile("比.*[多少高低大小]了")
WHICH = re.compile("哪(?:几|些)(?:大?类|项|个|款|科目|种|方面|部分|内容)?(?P<tail>.*)$")
OF_ROWS = (
    "支出|收入|科目|项目|费用?|开支|款项|组成|构成|金额|数额|预算|决算|明细|内容|功能|经济|分类|[类款项]级?|部分|级"
)
"""Words for rows, which choose none."""
SOURCES = re.compile("收入的?来源")
"""Asks where revenue comes from."""
LESS = re.compile("低于|少于|小于|[少低小]$")
WHOLE = "支出"
"""What rows are asked for of where a question says nothing else: 哪一类支出最多."""


def blank(asking: Asking, operator: Operator, targets: Sequence[Target]) -> bool:
    """The rows below what is named whose cells are printed blank."""
    if len(targets) != 1:
        return False
    level, text = parts.level_of(asking.rest)[0], of_what(operator)
    return rows.blank(asking.out, parts.blanks_of(asking.books(*targets[0]), text, level))


def rank(asking: Asking, operator: Operator, targets: Sequence[Target]) -> bool:
    """The largest, the smallest, the first n: of units, of years, or of the rows below what is named."""
    text = of_what(operator)
    if len({u.iri for u, _ in targets}) > 1 and len({y for _, y in targets}) > 1:
        return False
    if len(targets) > 1:
        held = _of_each(asking, targets, text)
        return len(held) > 1 and rows.rank(asking.out, held, operator, asking.uom) and asking.left_out(targets, held)
    if SOURCES.search(asking.rest):
        # No row of a classification is a source of revenue, whatever form of revenue prints it.
        held = breakdowns.sources_of(asking, targets[0])[:-1] if len(targets) == 1 else []
        return bool(held) and rows.rank(asking.out, held, operator, asking.uom)
    named = [o.figure for o in asking.operands(targets, text)] if re.search("[、和与跟]", text) else []
    if len(named) > 1 and len({f.uom for f in named}) == 1:
        # Which of those named, not which of those below one: 会议费、培训费、公务接待费谁最高.
        return rows.rank(asking.out, named, operator, asking.uom)
    if len(targets) != 1 or BODIES.search(asking.rest) or RATED.search(asking.rest):
        return False  # of one body's rows none is a body, and no amount is a rate or a mark
    if but := BUT.search(text):
        left = _without(rows_below(asking, targets, f"{text[: but.start()]} {text[but.end() :]}".strip()), but["but"])
        return rows.rank(asking.out, left, operator, asking.uom)
    done = rows.rank(asking.out, rows_below(asking, targets, text), operator, asking.uom)
    if done and (added := [o for o in _bought_for(asking, targets, text) if len(o) > 1]):
        shown = {e["iri"] for e in asking.out.evidence}
        cite(asking.out, [f for own in added for f in own if own[0].evidence.place in shown])
    return done


def _bought_for(asking: Asking, targets: Sequence[Target], text: str) -> list[list[Statement]]:
    """The rows of each project that a form of procurement prints, where a question ranks them."""
    if not re.search(procurement.PROJECT, asking.rest):
        return []
    return [own for u, y in targets for own in procurement.projects(asking.books(u, y), text)]


def _without(held: Sequence[Statement], names: str) -> list[Statement]:
    """Rows without those that are named, each of which must be one of them; none where it is not."""
    for listed in ([names], re.split("[、和与及]", names)):
        said = {comparable(n).removesuffix("支出") for n in listed}
        left = [f for f in held if comparable(f.item).removesuffix("支出") not in said]
        if len(left) == len(held) - len(said):
            return left
    return []


WITHIN = re.compile(r"\s*(?:这|全部|所有)?[二两三四五六七八九十\d]*个?项目(?:里|中|当中|之中)")
BODIES = re.compile("哪一?家|哪一?个(?:预算|决算|下属|所属)?(?:单位|部门|机构)")
"""Asks for one of several bodies."""
RATED = re.compile("(?:执行|完成)(?:率|进度|比例)|得分|评分|分数")
BUT = re.compile("[，,]?除了?(?P<but>[^，,]{2,24}?)(?:之外|以外|外)[，,]?")
"""Leaves rows out: 除其他商品和服务支出外花钱最多的是哪项."""


def ordered(asking: Asking, operator: Operator, targets: Sequence[Target]) -> bool:
    """All the units, years or rows below what is named, in the order of their amounts."""
    text = of_what(operator)
    if len({u.iri for u, _ in targets}) > 1 and len({y for _, y in targets}) > 1:
        return False
    held = _of_each(asking, targets, text) if len(targets) > 1 else rows_below(asking, targets, text)
    least_first = re.match("低|小|少|升", operator.parts.get("order", "")) is not None
    told = len(held) > 1 and rows.ordered(asking.out, held, least_first, asking.uom)
    return told and asking.left_out(targets, held)


def _of_each(asking: Asking, targets: Sequence[Target], text: str) -> list[Statement]:
    """What is named, of each unit and year, final accounts or budgets; nothing where one that is named itself does not
    disclose it."""
    held = of_one_stage([o.figure for o in asking.operands(targets, text or WHOLE)])
    return held if len(held) == len(targets) or asking.linked.everyone or not asking.asked.years else []


def rows_below(asking: Asking, targets: Sequence[Target], text: str, *, single: bool = False) -> list[Statement]:
    """The rows that a question asks for: the projects, or those below what its text names, all expenditure where that
    is nothing; with ``single`` the items of what is broken down by economic classes, whose headings only add them up,
    where no level is asked for."""
    if project_rows.wanted(asking, targets, text):
        held = project_rows.rows(asking, targets)
        # As many as the question says that it ranges over, or none.
        within = project_rows.counted(asking.rest) if WITHIN.match(asking.rest) else 0
        return held if within in (0, project_rows.ALL, len(held)) else []
    least = LESS.search(asking.rest) is not None or re.search("最[少小低]", asking.rest) is not None
    things = [f for u, y in targets for f in procurement.things(asking.books(u, y), text, least)]
    if re.search(procurement.PROJECT, asking.rest):
        things = [procurement.added(own) for own in _bought_for(asking, targets, text)]
    if things:
        return things
    level = parts.level_of(asking.rest)[0]
    level = replace(level, single=level.single or (single and not level.digits))
    text = re.sub(lexicon("words")["level"]["project_rest"], " ", text).strip()
    return [f for u, y in targets for f in parts.parts_of(asking.books(u, y), text or WHOLE, level)]


def of_what(operator: Operator) -> str:
    """What the rows asked for are rows of: the question without the words that ask for them."""
    text = parts.level_of(f"{operator.rest} {operator.parts.get('tail', '')}")[1]
    for pattern in lexicon("words")["asked_for"]["patterns"]:
        text = compiled(pattern).sub(" ", text)
    text = re.sub(r"^[\s的是]+|[\s的是]+$", "", text)
    return text if re.search(r"[^\s和与及、，,]", text) else ""


def among(asking: Asking, operator: Operator, targets: Sequence[Target]) -> bool:
    """The rows, units or years whose amount fits a condition: all of them."""
    if YES_OR_NO.search(asking.rest) and not re.search("哪|几|多少|列", asking.rest):
        return False  # whether one figure does is asked
    text = of_what(operator)
    held = _of_each(asking, targets, text) if len(targets) > 1 else rows_below(asking, targets, text, single=True)
    return rows.among(asking.out, held, operator, asking.uom) and asking.left_out(targets, held)


BUDGET = re.compile("(?:年初|全年|调整)?预算数?")


def beyond(asking: Asking, operator: Operator, targets: Sequence[Target]) -> bool:
    """The rows whose amount is above, or below, that of another row: 公用经费里比差旅费多的有哪些."""
    if len(targets) != 1 or BUDGET.fullmatch(operator.parts["than"]):
        return False  # each row is set against its own budget
    than = relations.one(asking, targets, operator.parts["than"])
    amount = than.figure.amount if than is not None else None
    if than is None or amount is None:
        return False
    less = LESS.search(operator.parts["relation"] + operator.parts.get("order", "")) is not None
    held = [f for f in rows_below(asking, targets, of_what(operator)) if f.iri != than.figure.iri]
    fits = amount.__gt__ if less else amount.__lt__
    asking.clear()
    condition = f"比{name_of(than.figure)}（{said(than.figure, asking.uom)}）{'少' if less else '多'}"
    return rows.kept(asking.out, held, fits, condition, asking.uom)


WHOLE_HEADING = 0.6
"""Share of a heading that a question must name for all that stands under it to be what is asked for."""


def listing(asking: Asking, operator: Operator, targets: Sequence[Target]) -> bool:
    """All rows below what is named, or the passage that lists what is asked for."""
    if COMPARES.search(asking.rest):
        # A condition that no other way of answering took up: all rows would be no answer.
        return False
    level, text = parts.level_of(asking.rest)[0], parts.level_of(operator.rest)[1]
    held = [f for u, y in targets for f in parts.parts_of(asking.books(u, y), text, level)]
    asked_for = re.search(r"哪(?:几|些)(?:个|家|位|名|座)?([\u4e00-\u9fff]{1,4})", asking.rest)
    of_bodies = re.search(r"([\u4e00-\u9fff]{2,4}?)(?:都|分别)?(?:有|是|包括)哪[些几]", asking.rest)
    named = lexicon("prose")["named"]
    if (asked_for and any(asked_for[1].startswith(kind) for kind in named)) or (
        of_bodies and any(of_bodies[1].endswith(kind) for kind in named if len(kind) > 1)
    ):
        # Bodies, cities, people are asked for: rows of a table are none.
        held = []
    tail = WHICH.search(asking.rest)
    if tail and leftover(tail["tail"], OF_ROWS):
        held = []  # what is said after them chooses among the rows
    if len(targets) == 1 and rows.listing(asking.out, held, asking.uom):
        return True
    # A condition chooses among the rows: that a term is explained does not say which fit it.
    return (
        (not (COMPARES.search(asking.rest) or MORE.search(asking.rest)) and define(asking, operator, targets))
        or headings.sections(asking.out, asking.knowledge, targets, operator.rest)
        or headings.section(asking.out, asking.knowledge, targets, asking.rest, WHOLE_HEADING)
        or naming.quote(asking.out, asking.knowledge, targets, asking.rest)
        or passages.passage(asking.out, asking.knowledge, targets, asking.rest)
    )
