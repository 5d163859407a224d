"""What reading yields: typed records, each with the printed place it comes from.

Money is ``Decimal`` in the printed unit of measure, with ``amount`` in yuan beside it; the printed text is always
kept. A blank cell yields no figure: a ``Figure`` exists only where a number is printed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from ontology.forms import Level as Level
from ontology.layout import Stage as Stage

Kind = Literal["预算", "决算"]
Scope = Literal["部门", "单位"]
FigureKind = Literal["table", "performance", "prose", "derived"]
Box = tuple[float, float, float, float]
"""x0, top, x1, bottom in points, origin at the top left of the page as displayed."""


@dataclass(frozen=True, slots=True)
class Source:
    """The printed place of a value.

    ``page`` is the page of a paged file from 1, else None. ``table`` counts the tables of the document from 1; ``row``
    and ``column`` count that table's grid from 1 (header rows included). ``line`` is the line of a text file from 1.
    ``box`` is known for PDF only. ``printed`` is the cell's or sentence's text as printed. ``confidence`` is that of
    its least certain character where the text was recognised in a picture, 0 to 1, else None; of a table's figure the
    labels and codes of its row count as well.
    """

    document: str
    printed: str
    page: int | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None
    line: int | None = None
    box: Box | None = None
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class DisclosureKey:
    """What makes two files speak of the same disclosure: unit, fiscal year, kind and scope."""

    unit: str
    year: int
    kind: Kind
    scope: Scope


@dataclass(frozen=True, slots=True)
class Dimensions:
    """What a figure measures, independent of where it is printed. Ids of ``ontology/schemes``; empty where unknown.

    ``measure``: revenue, expenditure, revenue-total ...; ``fund``: all, fiscal, general, fund, capital ...;
    ``nature``: total, basic, project, personnel, running ...; ``scheme`` and ``item``: the classification (functional,
    economic, label) and the code or, for ``label``, the row's normalised label.
    """

    measure: str = ""
    fund: str = ""
    nature: str = ""
    scheme: str = ""
    item: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """One printed number of a table (or, with another ``kind``, of prose or of an evaluation table).

    ``form`` is the printed title without unit, year and form number; ``form_id`` the id of the form's file in
    ``ontology/forms``. ``code`` holds digits only. ``item`` is the row's label without white space and leading
    ordinal, several label columns joined with "/". ``column`` is the printed header path joined with "/".
    ``value`` is in ``uom`` as printed; ``amount`` in yuan where it is money, else None. ``tested`` counts the
    arithmetic identities the figure took part in, ``failed`` those of them that did not hold. ``year`` is the fiscal
    year the figure speaks of, which may differ from the disclosure's.
    """

    form: str
    form_id: str
    stage: Stage
    year: int
    code: str
    item: str
    column: str
    level: Level
    value: Decimal
    uom: str
    amount: Decimal | None
    source: Source
    dimensions: Dimensions
    kind: FigureKind = "table"
    tested: int = 0
    failed: int = 0
    parent: str = ""
    """Code of the row's parent in the classification, empty at the top."""
    formula: str = ""
    """For a derived figure: how it was computed from printed ones."""
    project: str = ""
    """For a figure of an evaluation or target table: the project it is of."""


@dataclass(frozen=True, slots=True)
class BlankRow:
    """The cells of a statutory table's row that are printed blank, so that blank can be told from zero and from absent.

    ``columns`` are their header paths in order, all of one ``stage``; ``source`` is the place of the first of them.
    """

    form: str
    form_id: str
    stage: Stage
    year: int
    code: str
    item: str
    columns: tuple[str, ...]
    source: Source


@dataclass(frozen=True, slots=True)
class Fact:
    """A number or statement in prose: what it is said of, the quantity, and the sentence that says it.

    ``subject`` is the thing counted or measured ("政府采购货物支出", "电话咨询"); ``measure`` the id of a typed fact
    of ``ontology/schemes/facts.csv``, empty for an open one. ``value`` is in ``uom`` as printed, ``amount`` in yuan for
    money. ``qualifier`` is one of ≥ > ≤ < 约 余 or empty. ``role`` is result, target, budget, change (against
    ``base``), share (of ``base``) or completion (of the ``base`` budget). A change keeps its value as printed, without
    sign; ``direction`` is 增加, 减少 or 持平. ``value`` is None where only the direction is printed. Items of a
    classification are joined with "/" from class to item, as in ``Figure.item``.
    """

    subject: str
    measure: str
    value: Decimal | None
    uom: str
    amount: Decimal | None
    year: int | None
    qualifier: str
    role: str
    source: Source
    text: str = ""
    """The clause that holds the quantity, without the white space of the print."""
    reason: str = ""
    direction: str = ""
    base: str = ""
    stage: Stage | Literal[""] = ""
    """Of money under budget: which budget the prose speaks of, or 决算."""
    period: str = ""
    """Where the sentence dates the quantity: "截至2023年12月31日", "2023年5月"."""
    predicate: str = ""
    """What was done to the thing counted: 受理, 完成 ..."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph of prose, at most 400 characters, split at sentence ends. ``section``: path of headings above it."""

    text: str
    section: tuple[str, ...]
    source: Source


@dataclass(frozen=True, slots=True)
class Indicator:
    """One row of a performance table: levels 1 to 3, target and actual as printed.

    ``source`` is the cell of the target, or of the name where no target is printed; ``name_source`` that of the name.
    In prose they are the sentence.
    """

    project: str
    goal: str
    level1: str
    level2: str
    name: str
    target: str
    actual: str
    note: str
    source: Source
    actual_source: Source | None = None
    weight: str = ""
    score: str = ""
    name_source: Source | None = None


@dataclass(frozen=True, slots=True)
class Project:
    """A budgeted project with its money, in the printed unit of measure; None where not printed."""

    name: str
    budget: Decimal | None
    executed: Decimal | None
    rate: str
    uom: str
    source: Source
    stage_values: tuple[tuple[str, Decimal], ...] = ()
    """Amounts by printed stage or part: ("年初预算数", 2046.14), ("调整预算数", 1256.24) ..."""
    funds: tuple[tuple[str, Decimal], ...] = ()
    """Budget by printed source of funds: ("一般预算内拨款", 265.00)."""
    remarks: tuple[tuple[str, str], ...] = ()
    """What the form says of the whole: printed label ("未完成原因", "改进措施", "说明") and text."""
    sources: tuple[tuple[str, Source], ...] = ()
    """Cells of the amounts: 预算数, 执行数, 执行率, and each printed stage or fund by its label. Empty in prose, where
    ``source`` is the sentence that says them all."""


@dataclass(frozen=True, slots=True)
class Goal:
    """An annual or overall goal. ``project`` is empty for a goal of the whole unit; ``result`` where it is printed.

    ``number`` is the printed number, or the heading of a goal without one (项目总目标).
    """

    project: str
    number: str
    text: str
    source: Source
    result: str = ""


@dataclass(frozen=True, slots=True)
class Score:
    """One line of a score table, or an overall score in prose. Everything as printed, empty where not printed.

    Several grades printed for one score are joined with "，" (A，优).
    """

    project: str
    name: str
    weight: str
    full_mark: str
    score: str
    grade: str
    source: Source


@dataclass(frozen=True, slots=True)
class KeyWork:
    """One row of a key-work table: 序号, 重要事项, 工作内容及目标, 完成情况, as printed."""

    number: str
    name: str
    content: str
    result: str
    source: Source


NoteKind = Literal["definition", "table-note", "event", "body", "problem", "reason", "improvement", "use"]


@dataclass(frozen=True, slots=True)
class Note:
    """A statement without a figure of its own.

    definition: ``subject`` is the term, ``text`` its meaning. table-note: ``subject`` is the table's title. event:
    ``period`` is the date as printed. body: ``subject`` is the body's name, ``role`` what it did (受委托, 受聘, 承办,
    中标, 合作, 接待对象, 来访). problem, reason, improvement, use (of results): ``subject`` is the project, empty for
    the whole unit.
    """

    kind: NoteKind
    subject: str
    text: str
    source: Source
    role: str = ""
    period: str = ""


@dataclass(frozen=True, slots=True)
class Unit:
    """The body that discloses. ``staff`` is the printed head count in post, None where not printed."""

    name: str
    aliases: tuple[str, ...] = ()
    region: str = ""
    parent: str = ""
    duties: str = ""
    staff: int | None = None
    members: tuple[str, ...] = ()
    """Units whose accounts the disclosure takes in, as listed."""


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """One line of the reading ledger: what was read, what was not, where and why.

    ``event`` is one of read, blank-table, no-data, missing, not-understood, ambiguous, identity, doubtful, note.
    """

    event: str
    message: str
    form: str = ""
    page: int | None = None
    line: int | None = None
    table: int | None = None
    read: int = 0
    blank: int = 0
    tested: int = 0
    failed: int = 0
    expected: str = ""
    """Of an identity that does not hold: what the parts add up to, in the printed unit, and what is printed (empty
    where the total is blank), and how far they are apart."""
    found: str = ""
    difference: str = ""


@dataclass(frozen=True, slots=True)
class FileRecord:
    """One file a disclosure was read from. ``sha256`` is of the bytes; ``media_type`` as found, not as named."""

    name: str
    sha256: str
    media_type: str
    pages: int | None
    size: int


@dataclass(frozen=True, slots=True)
class Disclosure:
    """One disclosure as read from its file(s): the input of ``graph.describe.disclosure``.

    ``sample`` marks documents of invented bodies. Order of every tuple is reading order, so that the same files give
    the same record whatever machine reads them.
    """

    key: DisclosureKey
    unit: Unit
    title: str
    files: tuple[FileRecord, ...]
    figures: tuple[Figure, ...] = ()
    facts: tuple[Fact, ...] = ()
    passages: tuple[Passage, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    projects: tuple[Project, ...] = ()
    ledger: tuple[LedgerEntry, ...] = ()
    blanks: tuple[BlankRow, ...] = ()
    sample: bool = False
    parts: frozenset[str] = field(default_factory=frozenset)
    """What the files supply: ids of forms ("form:expenditure"), "prose", "annex"."""
    goals: tuple[Goal, ...] = ()
    scores: tuple[Score, ...] = ()
    key_works: tuple[KeyWork, ...] = ()
    notes: tuple[Note, ...] = ()
