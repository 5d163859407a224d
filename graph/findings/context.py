"""A disclosure laid out for checking: figures by what they measure, facts by passage, the text in one spelling."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property, lru_cache

from graph.findings.records import Evidence
from graph.naming.identity import Names
from ingest.facts.types import FUNCTIONAL, derived_dimensions, named
from ingest.language.sentences import normalise
from ingest.records import BlankRow, Dimensions, Disclosure, Fact, Figure, Passage, Source
from ontology.forms import bare

QUOTE = 120
_AMOUNT = re.compile(r"\d\.\d\d(?!\d)")
_FEWEST_AMOUNTS = 6
_CLAUSE = re.compile("[，。；：！？]")
_PAGE = re.compile(r"第 (\d+) 页")
_ANY_FUND = ("running-costs", "meetings", "training")
"""Measures that some forms print under fiscal appropriations, of which the general budget is the only source."""
_BALANCES = ("opening-balance", "closing-balance")
_FISCAL = "财政拨款"
_THIS_YEAR = "当年"
_FUNDS = (("一般公共预算", "general"), ("政府性基金", "fund"), ("国有资本经营", "capital"))


@dataclass(frozen=True, slots=True)
class Candidate:
    """What a check found. ``subject`` says of what; with rule, ``expected`` and ``found`` it makes the finding's id.

    ``rounding``: the difference is one that rounding explains. ``words`` fill the rule's message.
    """

    subject: str
    evidence: tuple[Evidence, ...]
    expected: str = ""
    found: str = ""
    difference: str = ""
    rounding: bool = False
    words: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Text:
    """A passage or a heading in one spelling, with its place. ``facts`` are the passage's, in order."""

    text: str
    source: Source
    section: tuple[str, ...]
    heading: bool
    facts: tuple[Fact, ...] = ()

    @property
    def is_told(self) -> bool:
        """Whether it is prose: not the row of a table, nor cells left over from one."""
        return self.source.table is None and (self.heading or bool(_CLAUSE.search(self.text)))


class Context:
    """One disclosure, with what every check asks of it worked out once."""

    def __init__(self, disclosure: Disclosure, base: str) -> None:
        self.disclosure = disclosure
        self.key = disclosure.key
        self.names = Names(base)
        # Records put together from several files name them by checksum, others by name.
        self._files = {name: self.names.file(file.sha256) for file in disclosure.files
                       for name in (file.name, file.sha256)}
        self._named = {file.sha256: file.name for file in disclosure.files}

    @property
    def revision(self) -> str:
        """IRI of the revision, empty for a disclosure without files."""
        if not self.disclosure.files:
            return ""
        return str(self.names.revision(self.key, (file.sha256 for file in self.disclosure.files)).value)

    @cached_property
    def tables(self) -> tuple[Figure, ...]:
        """The figures of statutory tables."""
        return tuple(f for f in self.disclosure.figures if f.kind == "table")

    @cached_property
    def derived(self) -> tuple[Figure, ...]:
        """Figures of other years, derived from changes told in prose."""
        return tuple(f for f in self.disclosure.figures if f.kind == "derived" and not _derived_of_another(f))

    @cached_property
    def forms(self) -> dict[str, list[Figure]]:
        """Figures by form, in reading order."""
        found: dict[str, list[Figure]] = defaultdict(list)
        for figure in self.tables:
            found[figure.form_id].append(figure)
        return dict(found)

    @cached_property
    def totals(self) -> dict[tuple[str, str, str], list[Figure]]:
        """Figures that stand for a whole, this year's, by measure, fund and nature."""
        found: dict[tuple[str, str, str], list[Figure]] = defaultdict(list)
        for figure in self.tables:
            what = figure.dimensions
            if figure.year == self.key.year and not what.scheme and not what.item:
                found[what.measure, what.fund, what.nature].append(figure)
        return dict(found)

    @cached_property
    def texts(self) -> tuple[Text, ...]:
        """Headings, each where it first stands, and passages, in reading order."""
        return tuple(self._texts())

    def _texts(self) -> Iterator[Text]:
        passages = self.disclosure.passages
        shares = self._shares(passages)
        seen: set[tuple[str, ...]] = set()
        for number, passage in enumerate(passages):
            for depth in range(1, len(passage.section) + 1):
                path = passage.section[:depth]
                if path not in seen:
                    seen.add(path)
                    yield Text(normalise(path[-1]), replace(passage.source, printed=path[-1]), path[:-1], True)
            yield Text(normalise(passage.text), passage.source, passage.section, False, tuple(shares[number]))

    def _shares(self, passages: Sequence[Passage]) -> list[list[Fact]]:
        """Which facts each passage gave: both stand in reading order, and a fact keeps its sentence as printed."""
        shares: list[list[Fact]] = [[] for _ in passages]
        at = 0
        for fact in self.disclosure.facts:
            for number in range(at, len(passages)):
                if fact.source.printed in passages[number].text:
                    at = number
                    shares[number].append(_told_of(fact, shares[number]))
                    break
        return shares

    @cached_property
    def passages(self) -> tuple[Text, ...]:
        """The passages alone."""
        return tuple(text for text in self.texts if not text.heading)

    @cached_property
    def blanks(self) -> tuple[BlankRow, ...]:
        """Rows with blank cells of this year's statutory tables."""
        return self.disclosure.blanks

    @cached_property
    def unread(self) -> tuple[tuple[int | None, int | None], ...]:
        """Page and number of the tables that hold amounts and could not be read: what they print is not known."""
        found: list[tuple[int | None, int | None]] = []
        for entry in self.disclosure.ledger:
            if entry.event != "not-understood":
                continue
            rows = [p.text for p in self.disclosure.passages if entry.table and p.source.table == entry.table]
            if entry.form or entry.table is None or len(_AMOUNT.findall("\n".join(rows))) >= _FEWEST_AMOUNTS:
                page = _PAGE.search(entry.message)
                found.append((entry.page or (int(page[1]) if page else None), entry.table))
        return tuple(found)

    def is_torn(self, form: str) -> bool:
        """Whether a form may go on in a table that could not be read, so that some of its rows are not known."""
        pages = [f.source.page for f in self.forms.get(form, ()) if f.source.page is not None]
        tables = [f.source.table for f in self.forms.get(form, ()) if f.source.table is not None]
        return any(
            (page is not None and pages and 0 <= page - max(pages) <= 1)
            or (page is None and table is not None and tables and table == max(tables) + 1)
            for page, table in self.unread)

    # what a fact may be compared with

    def fund_of(self, section: str) -> str:
        """The budget that a section's headings name, empty where they name none or several."""
        found = [fund for word, fund in _FUNDS if word in section]
        return found[0] if len(found) == 1 else ""

    def printed_as(self, fact: Fact, section: tuple[str, ...]) -> list[Figure]:
        """The table figures that print the quantity of a money fact of this year; empty where no table does."""
        if fact.amount is None or fact.year != self.key.year or fact.role not in ("result", "budget"):
            return []
        if fact.measure in (FUNCTIONAL, "economic-item"):
            found = self._items(fact, "".join(section))
        elif fact.measure in _BALANCES:
            found = self._balances(fact, "".join(section))
        else:
            # In the section of one budget, 本年收入 and 基本支出 are those of that budget; so may 财政拨款支出 be.
            fund = self.fund_of("".join(section))
            narrowed = [
                figure for what in self._measured(fact.measure) if fund and what.fund == "fiscal" and not what.scheme
                for figure in self.totals.get((what.measure, fund, what.nature), ())
            ]
            found = narrowed + [
                figure
                for what in self._measured(fact.measure)
                for figure in (self._classified(what.scheme, what.item, what.measure) if what.scheme
                               else self.totals.get((what.measure, fund if what.fund == "all" and fund else what.fund,
                                                     what.nature), ()))
            ] or [figure for what in derived_dimensions(fact.measure) if what.measure in _ANY_FUND
                  for figure in self.totals.get((what.measure, "fiscal", what.nature), ())]
        return [figure for figure in found if self._same_stage(figure, fact)]

    def _balances(self, fact: Fact, section: str) -> list[Figure]:
        """What was carried over, of the budget that its own words name, else its section; behind it that of the others,
        since 年末结转和结余 alone may be said of any that has been told."""
        own, held = (next((fund for fund in (self.fund_of(words), "fiscal" if _FISCAL in words else "") if fund), "")
                     for words in (fact.subject + fact.text, section))
        mine = self.totals.get((fact.measure, own or held or "all", "total"), [])
        others = [figure for (measure, _, _), figures in self.totals.items() if measure == fact.measure
                  for figure in figures if figure not in mine]
        return [*mine, *others] if mine else []

    def _measured(self, measure: str) -> tuple[Dimensions, ...]:
        """What a measure of prose is in tables. 收入预算 of a budget may hold what was carried over: the total."""
        found = derived_dimensions(measure)
        if self.key.kind != "预算":
            return found
        return (*found, *(replace(what, measure=f"{what.measure}-total") for what in found
                          if what.measure in ("revenue", "expenditure") and what.nature == "total"))

    def _classified(self, scheme: str, item: str, measure: str) -> list[Figure]:
        return [f for f in self.tables if f.dimensions.scheme == scheme and f.dimensions.item == item
                and f.dimensions.measure == measure and f.year == self.key.year]

    def _same_stage(self, figure: Figure, fact: Fact) -> bool:
        if self.key.kind == "预算":
            return figure.stage in ("预算", "年初预算")
        budget = fact.role == "budget" or fact.stage in ("年初预算", "全年预算", "预算", "调整预算")
        if not budget:
            return figure.stage == "决算"
        # A budget of the three-public table is whichever its note says; what prose calls it is another rule's matter.
        return figure.stage in ("年初预算", "全年预算", "预算", "调整预算")

    def _items(self, fact: Fact, section: str) -> list[Figure]:
        path = fact.subject.split("/")
        if fact.measure != FUNCTIONAL:
            running = "运行经费" in section
            return [f for f in self.tables if f.dimensions.scheme == "economic" and same_name(f.item, path[-1])
                    and (f.dimensions.measure == "running-costs" if running else f.dimensions.nature == "basic")]
        fund = self.fund_of(section)
        level = "class" if len(path) == 1 else "item"
        named = [
            f for f in self.tables
            if f.dimensions.scheme == "functional"
            and f.dimensions.measure in (("expenditure", "") if _THIS_YEAR in f.column else ("expenditure",))
            and f.dimensions.nature == "total" and same_name(f.item.split("/")[-1], path[-1])
            and (not fund or f.dimensions.fund == fund) and self._under(f, path)
        ]
        # What was appropriated this year stands in a column of its own beside what was carried over: it may be meant.
        named.sort(key=lambda f: f.dimensions.measure == "")
        if named and not named[0].dimensions.measure:
            return []
        found = [f for f in named if f.level == level]
        # An item by its own name alone, in the section of its fund: where no class and no other item is called so.
        alone = fund and not found and len(path) == 1 and len({f.code for f in named}) == 1
        return named if alone else found

    def _under(self, figure: Figure, path: list[str]) -> bool:
        """Whether a figure's class and group are those of the path, as far as its form prints them."""
        if len(path) < 2 or not figure.code:
            return True
        named = self.labels.get((figure.form_id, figure.code[:3]), "")
        return not named or same_name(named, path[0])

    @cached_property
    def labels(self) -> dict[tuple[str, str], str]:
        """Printed name of each code, by form."""
        found: dict[tuple[str, str], str] = {}
        for figure in self.tables:
            if figure.code:
                found.setdefault((figure.form_id, figure.code), figure.item.split("/")[-1])
        return found

    @cached_property
    def functional_names(self) -> dict[str, str]:
        """Printed functional names of all tables by code."""
        found: dict[str, str] = {}
        for figure in self.tables:
            if figure.code and figure.dimensions.scheme == "functional":
                found.setdefault(figure.code, figure.item.split("/")[-1])
        for row in self.blanks:
            if row.code and row.form_id in ("expenditure", "revenue", "general-expenditure"):
                found.setdefault(row.code, row.item.split("/")[-1])
        return found

    # evidence

    def place(self, source: Source) -> str:
        """IRI of a place, empty where the file is not known."""
        file = self._files.get(source.document)
        return str(self.names.place(source, file).value) if file is not None else ""

    def _file(self, source: Source) -> str:
        """Name of the file that a place is in."""
        return self._named.get(source.document, source.document)

    def of_figure(self, figure: Figure) -> Evidence:
        """A table's cell."""
        row = f"{figure.code} {figure.item}".strip()
        source = figure.source
        return Evidence(self._file(source), source.page, figure.form, row, figure.column, source.printed,
                        self.place(source))

    def of_blank(self, row: BlankRow) -> Evidence:
        """A blank cell of a table."""
        return Evidence(self._file(row.source), row.source.page, row.form, f"{row.code} {row.item}".strip(),
                        "/".join(row.columns[:1]), "", self.place(row.source))

    def of_fact(self, fact: Fact) -> Evidence:
        """A clause of prose."""
        return Evidence(self._file(fact.source), fact.source.page, "", "", "", fact.text or bare(fact.source.printed),
                        self.place(fact.source))

    def of_text(self, text: Text, start: int = 0, end: int = 0) -> Evidence:
        """A stretch of a passage or heading, with some of what stands around it."""
        quote = text.text
        if end and len(quote) > QUOTE:
            left, right = max(0, start - 40), min(len(quote), end + 40)
            quote = ("…" if left else "") + quote[left:right] + ("…" if right < len(text.text) else "")
        return Evidence(self._file(text.source), text.source.page, "", "", "", quote[:2 * QUOTE],
                        self.place(text.source))

    def of_source(self, source: Source, quote: str, row: str = "", form: str = "") -> Evidence:
        """Any other printed place."""
        return Evidence(self._file(source), source.page, form, row, "", quote, self.place(source))


_BRACKETS = str.maketrans("()", "（）")
_CHANGE_TOLD = re.compile(r"(?:^|[，。；：])(?P<words>[^，。；：]*?)各?(?:增加|减少)[\d.,]+")
_PAID_FROM = ("basic", "project", "general-basic")
_PAID = re.compile("支出(?:经费)?中?(?:列支|开支|负担)")
_CHANGED = re.compile("各?(?:增加|减少|增长|下降|上升|降低)")


def _told_of(fact: Fact, before: list[Fact]) -> Fact:
    """What is paid out of 基本支出 is not that. A change is told under the name its own clause gives it:
    支出合计增加 ... is of 支出合计, whatever subject was carried over to it. The rate that follows is of the same."""
    if fact.measure in _PAID_FROM and _PAID.search(fact.text):
        return replace(fact, measure="")
    if fact.role != "change" or not fact.measure:
        return fact
    match = _CHANGED.search(fact.text)
    words = fact.text[:match.start()] if match else ""
    other = named(words) if words else None
    if other is not None:
        return fact if other[0] == fact.measure else replace(fact, measure=other[0], subject=other[1])
    last = before[-1] if before else None
    if not words and fact.uom == "%" and last is not None and (last.role, last.base, last.source.printed) == (
        "change", fact.base, fact.source.printed
    ):
        return replace(fact, measure=last.measure, subject=last.subject)
    return fact


def _derived_of_another(figure: Figure) -> bool:
    """Whether the change that a figure was derived from is told of something else than the figure."""
    for match in _CHANGE_TOLD.finditer(normalise(figure.source.printed)):
        other = named(match["words"]) if match["words"] else None
        if other is not None and figure.dimensions not in derived_dimensions(other[0]):
            return True
    return False


def same_name(one: str, other: str) -> bool:
    """Whether two labels name the same item: equal up to white space, brackets' width and a final 支出 or 费."""
    return spelled(one) == spelled(other)


@lru_cache(maxsize=16384)
def spelled(label: str) -> str:
    """A label as names are compared."""
    text = bare(label).translate(_BRACKETS)
    for tail in ("支出", "费用"):
        if text.endswith(tail) and len(text) > len(tail) + 1:
            return text[: -len(tail)].removesuffix("费")
    return text.removesuffix("费") if len(text) > 2 else text


def money(value: Decimal, uom: str) -> str:
    """An amount with its unit."""
    return f"{value:f} {uom}" if uom else f"{value:f}"
