"""Which printed figures a question asks for.

Every name in the question must be met by a figure; what the question leaves open is settled by rank: totals before
parts, all funds before one, what was spent before what came in. Figures of the best rank that agree are one answer,
cited together; where they differ, the question is ambiguous and every reading is shown with its basis.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import TypeVar

from answer.holdings.body_rows import BODY
from answer.holdings.held import Blank, Statement
from answer.language.names import TOTALS, Segment, Tag
from answer.language.words import comparable, lexicon
from ontology.forms import dimensions, form_of, is_total

ROUNDING = Decimal(200)
"""Yuan by which one amount may differ between tables of a document: 0.02 万元, the conversion to 万元 (注 under the
tables: 本套报表金额单位转换时可能存在尾数误差)."""
FUNDS = ("all", "fiscal", "general")
MEASURES = ("three-public", "expenditure", "revenue", "expenditure-total", "revenue-total", "procurement", "")
FLOWS = ("revenue", "expenditure", "revenue-total", "expenditure-total")
"""Measures that say which way money went, and name no row by themselves."""
NATURES = ("", "total", "basic")
SPENT = frozenset({"three-public", "running-costs", "meetings", "training", "procurement"})
"""Measures that are expenditure by themselves: 三公经费支出 is 三公经费."""


@dataclass(frozen=True, slots=True)
class Reading:
    """Figures that mean the same quantity, best first; ``rank`` orders readings (smaller is nearer the question)."""

    figures: tuple[Statement, ...]
    rank: tuple[int, ...]

    @property
    def best(self) -> Statement:
        """The figure that is quoted."""
        return self.figures[0]

    def agrees(self) -> bool:
        """Whether all figures print one amount, rounding apart."""
        amounts = [f.amount if f.amount is not None else f.value for f in self.figures]
        return max(amounts) - min(amounts) <= (ROUNDING if self.best.amount is not None else 0)


def stages(tags: Iterable[Tag]) -> set[str]:
    """The stages that a stage word takes."""
    return {s for tag in tags if tag.kind == "stage" for s in _stage_words().get(tag.id, [])}


def _stage_words() -> dict[str, list[str]]:
    return dict(lexicon("words")["stage"])


def meets(figure: Statement | Blank, tags: frozenset[Tag]) -> bool:
    """Whether one of a name's meanings holds of a figure."""
    return any(_holds(figure, tag) for tag in tags)


def _holds(figure: Statement | Blank, tag: Tag) -> bool:
    measure, fund, nature, scheme, concept = meaning(figure)
    if tag.kind == "item":
        return f"{scheme}:{concept}" == tag.id or tag.id == f"code:{figure.code}"
    if tag.kind == "code":
        return figure.code == tag.id or concept == tag.id
    if tag.kind == "label":
        return tag.id in {comparable(figure.item), *(comparable(part) for part in figure.item.split("/"))}
    if tag.kind == "measure":
        return (
            measure == tag.id
            or (tag.id == "expenditure" and measure in SPENT)
            or (tag.id in ("revenue", "expenditure") and measure == f"{tag.id}-total" and _only_total(figure))
        )
    if tag.kind == "fund":
        return fund == tag.id
    if tag.kind == "nature":
        return nature == tag.id
    if tag.kind == "stage":
        return figure.stage in _stage_words().get(tag.id, [])
    if tag.kind == "form":
        return comparable(figure.form) == tag.id
    if tag.kind == "column":
        return tag.id in _headers(figure.column)
    return False


@lru_cache(maxsize=20_000)
def _headers(column: str) -> frozenset[str]:
    """A header path, whole and in its parts, as names are compared."""
    return frozenset({comparable(column), *(comparable(part) for part in column.split("/"))})


def _only_total(figure: Statement | Blank) -> bool:
    """Budgets print 收入总计 where final accounts print 本年收入合计 too."""
    return figure.disclosure_kind == "预算"


def meaning(figure: Statement | Blank) -> tuple[str, str, str, str, str]:
    """(measure, fund, nature, scheme, class) of a figure; of a blank cell as its form would give them."""
    if isinstance(figure, Statement):
        return figure.measure, figure.fund, figure.nature, figure.scheme, figure.concept
    return _of_cell(figure.form, figure.column, figure.item, figure.code)


@lru_cache(maxsize=50_000)
def _of_cell(title: str, column: str, item: str, code: str) -> tuple[str, str, str, str, str]:
    """(measure, fund, nature, scheme, class) that a form gives a cell; forms print the same cells every year."""
    form = form_of(title)
    if form is None:
        return "", "", "", "", ""
    found = dimensions(form, column, item, code)
    return (
        found.get("measure", ""),
        found.get("fund", ""),
        found.get("nature", ""),
        found.get("scheme", ""),
        found.get("item", ""),
    )


def within(segments: Sequence[Segment]) -> list[Segment]:
    """The question with a row that only says where another is to be looked for taken in: of 三公经费里的公务接待费
    the second is asked for, in the classification of the first."""
    kept = list(segments)
    for outer in segments:
        for inner in segments:
            if outer is inner or outer not in kept or inner not in kept:
                continue
            inside = frozenset(t for t in inner.tags if any(_contains(o, t) for o in outer.tags))
            if inside and not (outer.tags & inner.tags):
                kept[kept.index(inner)] = Segment(inner.text, inside, True, inner.taken_for)
                kept.remove(outer)
    return kept


def _contains(outer: Tag, inner: Tag) -> bool:
    if outer.kind != "item" or inner.kind != "item" or outer == inner:
        return False
    scheme, _, code = outer.id.partition(":")
    other, _, part = inner.id.partition(":")
    if scheme != other:
        return False
    return (scheme == "three-public" and code == "total") or (code.isdigit() and part.startswith(code))


Met = dict[tuple[type, Tag], frozenset[int]]
"""For one body and year: which figures, or blank cells, a meaning holds of, by their place in the row of all of them.
Kept, for the same names are asked for again and again."""
Cell = TypeVar("Cell", Statement, Blank)


def meeting(cells: Sequence[Cell], named: Sequence[frozenset[Tag]], met: Met | None = None) -> list[Cell]:
    """The cells that meet every name, in their order."""
    if not cells:
        return []
    met = {} if met is None else met
    kept: frozenset[int] | None = None
    for tags in named:
        held: frozenset[int] = frozenset()
        for tag in tags:
            key = (type(cells[0]), tag)
            if key not in met:
                met[key] = frozenset(i for i, cell in enumerate(cells) if _holds(cell, tag))
            held |= met[key]
        kept = held if kept is None else kept & held
        if not kept:
            return []
    return [cells[i] for i in sorted(kept or ())]


def readings(figures: Sequence[Statement], segments: Sequence[Segment], met: Met | None = None) -> list[Reading]:
    """The readings of a question, nearest first: figures that meet every name, grouped by what they mean."""
    named = [s.tags for s in segments if s.tags]
    if not named:
        return []
    fitting = [
        f
        for f in meeting(figures, named, met)
        if _is_what_is_named(f, named) and all(_flows(f, s) for s in segments)
    ]
    fitting = _word_for_word(_as_printed(fitting, named), segments)
    groups: dict[tuple[object, ...], list[Statement]] = {}
    for figure in fitting:
        groups.setdefault(_quantity(figure, named), []).append(figure)
    found = []
    for group in groups.values():
        ordered = sorted(group, key=lambda f: (_rank(f, named), f.iri))
        found.append(Reading(tuple(ordered), _rank(ordered[0], named)))
    return sorted(found, key=lambda r: (r.rank, r.best.iri))


def _as_printed(fitting: list[Statement], named: Sequence[frozenset[Tag]]) -> list[Statement]:
    """Where a name is a printed row's own (年末财政拨款结转和结余), that row and not another of the same measure
    (年末结转和结余); totals, which print no name of their own, stay."""
    for tags in named:
        labels = [t for t in tags if t.kind == "label"]
        if labels and any(t.kind == "measure" for t in tags):
            own = {f.iri for f in fitting if any(_holds(f, t) for t in labels)}
            if own:
                fitting = [f for f in fitting if f.iri in own or not f.item or is_total(f.item)]
    return fitting


def _word_for_word(fitting: list[Statement], segments: Sequence[Segment]) -> list[Statement]:
    """Where a name is a row's word for word (农村基础设施建设), without the rows of other classes that are called so
    with a word for spending at their end (农村基础设施建设支出)."""
    for segment in segments:
        said = comparable(segment.taken_for or segment.text)
        own = {f.code for f in fitting if f.code and comparable(f.item) == said}
        if own:
            longer = {said + end for end in SPENDING}
            fitting = [f for f in fitting if f.code in own or comparable(f.item) not in longer]
    return fitting


SPENDING = ("支出", "费用", "经费")
"""Ends of a row's name that a question may leave out."""


def _flows(figure: Statement, segment: Segment) -> bool:
    """Whether a figure goes the way that the name of a fund ends with: 财政拨款收入 is revenue."""
    flow = {"收入": "revenue", "支出": "expenditure"}.get(segment.text[-2:])
    holding = [tag for tag in segment.tags if _holds(figure, tag)]
    if flow is None or not figure.measure or not holding or any(tag.kind != "fund" for tag in holding):
        return True
    return figure.measure.removesuffix("-total") == flow


def _quantity(figure: Statement, named: Sequence[frozenset[Tag]]) -> tuple[object, ...]:
    item = figure.concept or comparable(figure.item)
    if figure.kind == "performance":
        # The same words in two evaluations count two things.
        item = figure.iri
    return (
        figure.unit.iri,
        figure.year,
        figure.stage,
        figure.scope,
        figure.measure,
        figure.fund,
        figure.nature,
        figure.scheme,
        item,
        figure.uom if figure.amount is None else "",
    )


def _is_what_is_named(figure: Statement, named: Sequence[frozenset[Tag]]) -> bool:
    """A figure of a row that the question does not name is an answer only if it is a total; one that was worked out,
    or spent for a purpose of its own, only if nothing of its meaning is left open."""
    kinds = {tag.kind for tags in named for tag in tags if _holds(figure, tag)}
    if figure.kind == "performance":
        # A cell of an evaluation is asked for by what it counts, never by a word that heads its table.
        last = comparable(figure.item.rsplit("/", 1)[-1])
        return any(tag.kind == "label" and tag.id == last for tags in named for tag in tags) and not is_total(last)
    own = figure.measure in SPENT and not any(
        tag.kind != "measure" or tag.id != "expenditure"
        for tags in named
        for tag in tags
        if tag.kind in ("measure", "item", "label") and _holds(figure, tag)
        and not (tag.kind == "label" and tag.id in TOTALS)
    )
    partial = (
        figure.derived
        and figure.measure not in SPENT
        and (
            (figure.fund not in ("", "all") and "fund" not in kinds)
            or (figure.nature not in NATURES[:2] and "nature" not in kinds)
        )
    )
    if own or partial:
        return False
    if any(_names_row(figure, tags) for tags in named):
        return True
    _, _, _, scheme, concept = meaning(figure)
    if figure.level == "total" or is_total(figure.item) or not figure.item:
        return scheme != "three-public" or concept in ("", "total")
    if not figure.code and scheme in ("", "label") and figure.measure and figure.level != BODY:
        # A row that stands for a fund or balance by itself: 年初结转和结余, 一般公共预算财政拨款收入.
        return _row_is_dimension(figure)
    return False


def _row_is_dimension(figure: Statement) -> bool:
    return figure.concept in ("", "total", "合计", "总计", figure.item) and not figure.code


def _is_total_row(figure: Statement) -> bool:
    return not figure.code and (
        not figure.item or figure.level == "total" or is_total(figure.item) or figure.kind != "table"
    )


def _names_row(figure: Statement, tags: frozenset[Tag]) -> bool:
    return any(
        (
            tag.kind in ("item", "code", "label")
            or (tag.kind == "measure" and tag.id not in FLOWS and _is_total_row(figure))
        )
        and _holds(figure, tag)
        for tag in tags
    )


def _rank(figure: Statement, named: Sequence[frozenset[Tag]]) -> tuple[int, ...]:
    """How far a figure is from what the question leaves open, smallest first."""
    kinds = {tag.kind for tags in named for tag in tags if _holds(figure, tag)}
    stage_named = "stage" in kinds
    return (
        int(figure.derived),
        0 if stage_named or figure.stage == figure.disclosure_kind or not figure.stage else 1,
        0 if figure.stage in ("决算", "执行") or stage_named else 1,
        int(not any(_names_row(figure, tags) for tags in named)),
        0 if "measure" in kinds else MEASURES.index(figure.measure) if figure.measure in MEASURES else len(MEASURES),
        0 if "nature" in kinds else max(0, NATURES.index(figure.nature) - 1) if figure.nature in NATURES else 2,
        0 if "fund" in kinds else FUNDS.index(figure.fund) if figure.fund in FUNDS else len(FUNDS),
        int(figure.kind != "table"),
    )


def choose(found: Sequence[Reading]) -> tuple[Reading | None, list[Reading]]:
    """(the reading that answers, the others of the same rank with another amount). The first is None where several
    readings of the best rank print different amounts."""
    if not found:
        return None, []
    best = [part for r in found if r.rank == found[0].rank for part in _parted(r)]
    amounts = {_amount(r.best) for r in best}
    if len(amounts) == 1:
        return Reading(tuple(f for r in best for f in r.figures), best[0].rank), []
    if max(amounts) - min(amounts) <= ROUNDING and all(r.best.amount is not None for r in best):
        return best[0], best[1:]
    return None, best


def _parted(reading: Reading) -> list[Reading]:
    """A reading whose figures print different amounts for one quantity as one for each."""
    if reading.agrees():
        return [reading]
    amounts = list(dict.fromkeys(_amount(f) for f in reading.figures))
    return [Reading(tuple(f for f in reading.figures if _amount(f) == a), reading.rank) for a in amounts]


def _amount(figure: Statement) -> Decimal:
    return figure.amount if figure.amount is not None else figure.value


ASIDE = re.compile(r"上缴|经营|对附属|事业收入|上级补助|附属单位|其他收入|政府性基金|国有资本")
"""Columns of income and expenditure that most bodies have none of."""


def _names_column(cell: Blank, segment: Segment) -> bool:
    """Whether a name stands for the column of a cell, not for its row."""
    headers = _headers(cell.column)
    return segment.text in headers or (any(
        tag.kind in ("fund", "nature", "measure", "column") and _holds(cell, tag) for tag in segment.tags
    ) and any(ASIDE.search(h) and h.startswith(segment.text) for h in headers))


COUNTING = re.compile(r"数(?:量)?(?:[（(][^（）()]{1,4}[）)])?$")
"""Ends the label of a row that counts."""


def blank_cells(
    cells: Sequence[Blank], segments: Sequence[Segment], any_column: bool = False, met: Met | None = None
) -> list[Blank]:
    """Cells printed blank that the question asks for: they meet every name and stand in a row it names."""
    named = [s.tags for s in segments if s.tags]
    if not named or not any(t.kind in ("item", "code", "label") for tags in named for t in tags):
        return []
    rows = ("item", "code", "label")
    fitting = [
        c
        for c in meeting(cells, named, met)
        if any(t.kind in rows and _holds(c, t) for tags in named for t in tags)
        and (
            any_column
            or not ASIDE.search(c.column)
            # A column that is hardly ever filled is meant only where it is named.
            or any(_names_column(c, s) for s in segments)
        )
    ]
    preferred = [c for c in fitting if c.stage == c.disclosure_kind] or fitting
    # What is counted under an expense (因公出国人次数) is not the expense, unless it is named.
    said = {s.text for s in segments}
    return [c for c in preferred if not COUNTING.search(c.item) or comparable(c.item) in said] or preferred
