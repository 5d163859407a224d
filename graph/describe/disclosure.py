"""One disclosure → quads: the statements with their places, the passages, facts, projects, indicators and files.

The graph of a disclosure is named by its revision and holds what was printed. The quantities that statements speak of
(observations, slices, series) stand in the links graph of the unit (``links``), because statements of several
disclosures meet there. No triple stands in two current graphs: the union of graphs does not drop duplicates, and a sum
over it must count once.
"""

from __future__ import annotations

from pyoxigraph import Literal, NamedNode, Quad

from graph.describe.links import describe_links
from graph.describe.notes import describe_notes
from graph.describe.performance import describe_performance
from graph.describe.writing import Writer
from graph.naming.identity import WHOLE, figure_digests, normal
from graph.naming.literals import TRUE, decimal_literal, integer_literal
from graph.naming.quantities import Quantity, quantities
from graph.naming.vocabulary import BYTE_SIZE, DISTRIBUTION, IS_VERSION_OF, MEDIA_TYPE, TITLE, TYPE, WAS_DERIVED_FROM
from ingest.records import Disclosure, Fact, Figure
from ontology.schemes import unit_factors
from ontology.terms import DEFAULT_BASE

MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"
_LEDGER_NOTES = {
    "blank-table": "blankTable", "no-data": "noData", "missing": "missingForm", "not-understood": "notUnderstood",
}


def describe(disclosure: Disclosure, base: str = DEFAULT_BASE) -> list[Quad]:
    """All quads of one disclosure taken by itself: its own graph, and the links graph of its unit.

    The library computes the links graph from all current disclosures of a unit instead. Raises ValueError where a
    record names a document that is not among the disclosure's files.
    """
    return [*describe_disclosure(disclosure, base), *describe_links([disclosure], base)]


def describe_disclosure(disclosure: Disclosure, base: str = DEFAULT_BASE) -> list[Quad]:
    """The quads of the disclosure's own graph, named by its revision: a pure function of the record."""
    to = Writer(disclosure, base)
    _revision(to)
    _files(to)
    names = figure_digests(disclosure.figures)
    for figure, name, of in zip(disclosure.figures, names, quantities(disclosure), strict=True):
        _figure(to, figure, name, of)
    _blanks(to)
    for fact in disclosure.facts:
        _fact(to, fact)
    _passages(to)
    describe_performance(to)
    describe_notes(to)
    return to.quads


def _revision(to: Writer) -> None:
    mz, of, node = to.mz, to.of, to.graph
    to.add(node, TYPE, mz.Revision)
    to.add(node, IS_VERSION_OF, to.names.disclosure(to.key))
    to.text(node, TITLE, of.title)
    to.add(node, mz.unit, to.names.unit(to.key.unit))
    to.add(node, mz.year, integer_literal(to.key.year))
    to.texts(node, disclosureKind=to.key.kind, scope=to.key.scope)
    if of.sample:
        to.add(node, mz.sample, TRUE)
    if of.unit.staff is not None:
        to.add(node, mz.staff, integer_literal(of.unit.staff))
    for member in of.unit.members:
        if normal(member) != normal(to.key.unit):
            to.add(node, mz.covers, to.names.unit(member))
    to.add(node, mz.cellsRead, integer_literal(sum(entry.read for entry in of.ledger)))
    to.add(node, mz.cellsBlank, integer_literal(sum(entry.blank for entry in of.ledger)))
    to.add(node, mz.identitiesTested, integer_literal(sum(entry.tested for entry in of.ledger)))
    to.add(node, mz.identitiesFailed, integer_literal(sum(entry.failed for entry in of.ledger)))
    for entry in of.ledger:
        if entry.event in _LEDGER_NOTES:
            to.text(node, getattr(mz, _LEDGER_NOTES[entry.event]), entry.message or entry.form)


def _files(to: Writer) -> None:
    for file in to.of.files:
        node = to.names.file(file.sha256)
        to.add(to.graph, DISTRIBUTION, node)
        to.add(to.graph, WAS_DERIVED_FROM, node)
        to.add(node, TYPE, to.mz.File)
        to.texts(node, fileName=file.name, sha256=file.sha256)
        # The file as a whole is the place of what is missing, and of what no closer place is known for. It is said here
        # and nowhere else: said in two graphs, whatever stands there would count twice.
        to.add(NamedNode(f"{node.value}#{WHOLE}"), to.mz.document, node)
        to.add(node, MEDIA_TYPE, NamedNode(MEDIA_TYPES + file.media_type.split(";")[0].strip()))
        to.add(node, BYTE_SIZE, integer_literal(file.size))
        if file.pages is not None:
            to.add(node, to.mz.pages, integer_literal(file.pages))


def _figure(to: Writer, figure: Figure, name: str, of: Quantity | None) -> None:
    mz = to.mz
    node = to.node("figure", name, mz.Statement)
    part = to.part(figure.form_id, figure.form, figure.kind, figure.uom, figure.year, figure.stage)
    to.add(node, mz.part, part)
    to.texts(node, column=figure.column, itemLabel=figure.item, code=figure.code)
    to.add(node, mz.value, decimal_literal(figure.value))
    to.add(node, mz.printed, Literal(figure.source.printed))
    to.placed(node, figure.source)
    derived = figure.kind == "derived"
    if of is not None:
        to.add(node, mz.observation, to.names.observation(of))
    if derived:
        to.add(node, mz.derived, TRUE)
        to.text(node, mz.formula, figure.formula)
    scale = unit_factors().get(figure.uom)
    plain = scale is not None and figure.value * scale == figure.amount
    if figure.amount is not None and (of is None or derived or not plain):
        to.add(node, mz.amount, decimal_literal(figure.amount))
    to.project(node, figure.project)
    if figure.failed:
        to.add(node, mz.failedIdentities, integer_literal(figure.failed))


def _blanks(to: Writer) -> None:
    mz = to.mz
    for row in to.of.blanks:
        what = (row.form_id or row.form, row.stage, row.year, row.code, normal(row.item), *row.columns)
        node = to.node_for("blank", what, mz.BlankRow)
        to.add(node, mz.part, to.part(row.form_id, row.form, "table", "", row.year, row.stage))
        to.texts(node, itemLabel=row.item, code=row.code)
        for column in row.columns:
            to.text(node, mz.column, column)
        to.placed(node, row.source)


def _fact(to: Writer, fact: Fact) -> None:
    mz = to.mz
    what = (
        fact.measure, normal(fact.subject), fact.predicate, fact.year, fact.stage, fact.role, fact.qualifier, fact.base,
        fact.period, fact.uom,
    )
    node = to.node_for("fact", what, mz.Fact)
    to.add(node, mz.part, to.part("", "", "prose", fact.uom, fact.year, fact.stage))
    if fact.measure:
        to.add(node, mz.measure, to.names.fact(fact.measure))
    if fact.value is not None:
        to.add(node, mz.value, decimal_literal(fact.value))
    if fact.amount is not None:
        to.add(node, mz.amount, decimal_literal(fact.amount))
    to.texts(
        node, itemLabel=fact.subject, predicate=fact.predicate, qualifier=fact.qualifier, role=fact.role,
        direction=fact.direction, basis=fact.base, period=fact.period, reason=fact.reason, text=fact.text,
    )
    to.add(node, mz.printed, Literal(fact.source.printed))
    to.placed(node, fact.source)


def _passages(to: Writer) -> None:
    for number, passage in enumerate(to.of.passages, 1):
        node = to.node("passage", number, to.mz.Passage)
        to.texts(node, text=passage.text, section="/".join(passage.section))
        to.placed(node, passage.source)
