"""One disclosure → quads: the statements with their places, the passages, facts, indicators, projects and files.

The graph of a disclosure is named by its revision and holds what was printed. The quantities that statements speak of
(observations, slices, series) stand in the links graph of the unit (``graph.links``), because statements of several
disclosures meet there. No triple stands in two current graphs: the union of graphs does not drop duplicates, and a sum
over it must count once.
"""

from __future__ import annotations

from collections import Counter

from pyoxigraph import Literal, NamedNode, Quad

from graph.identity import Names, digest, figure_digests, normal, quantity
from graph.links import describe_links
from graph.literals import TRUE, decimal_literal, integer_literal, plain
from graph.vocabulary import (
    BYTE_SIZE,
    DISTRIBUTION,
    IS_VERSION_OF,
    LABEL,
    MEDIA_TYPE,
    TITLE,
    TYPE,
    WAS_DERIVED_FROM,
    vocabulary,
)
from ingest.records import Disclosure, Figure, Source
from ontology.schemes import unit_factors
from ontology.terms import DEFAULT_BASE

MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"
_LEDGER_NOTES = {
    "blank-table": "blankTable",
    "no-data": "noData",
    "missing": "missingForm",
    "not-understood": "notUnderstood",
}


def describe(disclosure: Disclosure, base: str = DEFAULT_BASE) -> list[Quad]:
    """All quads of one disclosure taken by itself: its own graph, and the links graph of its unit.

    The library computes the links graph from all current disclosures of a unit instead. Raises ValueError where a
    record names a document that is not among the disclosure's files.
    """
    return [*describe_disclosure(disclosure, base), *describe_links([disclosure], base)]


def describe_disclosure(disclosure: Disclosure, base: str = DEFAULT_BASE) -> list[Quad]:
    """The quads of the disclosure's own graph, named by its revision: a pure function of the record."""
    return _Description(disclosure, base).quads()


class _Description:
    """The work of one ``describe_disclosure``: quads in reading order, each once."""

    def __init__(self, disclosure: Disclosure, base: str) -> None:
        self.of = disclosure
        self.key = disclosure.key
        self.names = Names(base)
        self.mz = vocabulary(base)
        self.graph = self.names.revision(self.key, disclosure.files)
        self.found: dict[Quad, None] = {}
        self.files: dict[str, NamedNode] = {}
        for file in disclosure.files:
            # A name that two files share says nothing; their checksums do.
            self.files[file.name] = self.files[file.sha256] = self.names.file(file.sha256)
        counted = Counter(file.name for file in disclosure.files)
        for name, count in counted.items():
            if count > 1:
                del self.files[name]

    def quads(self) -> list[Quad]:
        self._revision()
        self._files()
        self._figures()
        self._blanks()
        self._facts()
        self._passages()
        self._projects()
        self._indicators()
        return list(self.found)

    def _add(self, subject: NamedNode, predicate: NamedNode, value: NamedNode | Literal) -> None:
        self.found[Quad(subject, predicate, value, self.graph)] = None

    def _text(self, subject: NamedNode, predicate: NamedNode, value: str) -> None:
        if value:
            self._add(subject, predicate, Literal(value))

    def _node(self, *segments: object) -> NamedNode:
        return NamedNode("/".join((self.graph.value, *(str(segment) for segment in segments))))

    def _place(self, source: Source) -> NamedNode:
        file = self.files.get(source.document)
        if file is None:
            known = ", ".join(file.name for file in self.of.files)
            raise ValueError(
                f"{self.of.title or self.graph.value}: a record is said to be printed in {source.document!r}, "
                f"which is not one of the disclosure's files ({known}), or the name of two of them"
            )
        place = self.names.place(source, file)
        self._add(place, self.mz.document, file)
        return place

    def _revision(self) -> None:
        mz, of, node = self.mz, self.of, self.graph
        self._add(node, TYPE, mz.Revision)
        self._add(node, IS_VERSION_OF, self.names.disclosure(self.key))
        self._text(node, TITLE, of.title)
        self._add(node, mz.unit, self.names.unit(self.key.unit))
        self._add(node, mz.year, integer_literal(self.key.year))
        self._add(node, mz.disclosureKind, Literal(self.key.kind))
        self._add(node, mz.scope, Literal(self.key.scope))
        if of.sample:
            self._add(node, mz.sample, TRUE)
        if of.unit.staff is not None:
            self._add(node, mz.staff, integer_literal(of.unit.staff))
        for member in of.unit.members:
            if normal(member) != normal(self.key.unit):
                self._add(node, mz.covers, self.names.unit(member))
        read = [entry for entry in of.ledger if entry.event != "note"]
        for term, total in (
            (mz.cellsRead, sum(entry.read for entry in read)),
            (mz.cellsBlank, sum(entry.blank for entry in read)),
            (mz.identitiesTested, sum(entry.tested for entry in read)),
            (mz.identitiesFailed, sum(entry.failed for entry in read)),
        ):
            self._add(node, term, integer_literal(total))
        for entry in of.ledger:
            if entry.event in _LEDGER_NOTES:
                self._text(node, getattr(mz, _LEDGER_NOTES[entry.event]), entry.form or entry.message)

    def _files(self) -> None:
        mz = self.mz
        for file in self.of.files:
            node = self.names.file(file.sha256)
            self._add(self.graph, DISTRIBUTION, node)
            self._add(self.graph, WAS_DERIVED_FROM, node)
            self._add(node, TYPE, mz.File)
            self._text(node, mz.fileName, file.name)
            self._add(node, mz.sha256, Literal(file.sha256))
            self._add(node, MEDIA_TYPE, NamedNode(MEDIA_TYPES + file.media_type.split(";")[0].strip()))
            self._add(node, BYTE_SIZE, integer_literal(file.size))
            if file.pages is not None:
                self._add(node, mz.pages, integer_literal(file.pages))

    def _part(self, form_id: str, title: str, kind: str, uom: str, year: int | None, stage: str) -> NamedNode:
        mz = self.mz
        node = self._node("part", digest(form_id, title, kind, uom, year or "", stage, length=12))
        self._add(node, TYPE, mz.Part)
        self._add(node, mz.disclosure, self.graph)
        self._add(node, mz.kind, Literal(kind))
        self._text(node, mz.formTitle, title)
        self._text(node, mz.uom, uom)
        if form_id:
            self._add(node, mz.form, self.names.form(form_id))
        if year is not None:
            self._add(node, mz.year, integer_literal(year))
        if stage:
            self._add(node, mz.stage, self.names.stage(stage))
        if uom in unit_factors():
            self._add(node, mz.scale, decimal_literal(unit_factors()[uom]))
        return node

    def _figures(self) -> None:
        for figure, name in zip(self.of.figures, figure_digests(self.of.figures), strict=True):
            self._figure(figure, self._node("figure", name))

    def _figure(self, figure: Figure, node: NamedNode) -> None:
        mz = self.mz
        part = self._part(figure.form_id, figure.form, figure.kind, figure.uom, figure.year, figure.stage)
        self._add(node, TYPE, mz.Statement)
        self._add(node, mz.part, part)
        self._text(node, mz.column, figure.column)
        self._text(node, mz.itemLabel, figure.item)
        self._text(node, mz.code, figure.code)
        self._add(node, mz.value, decimal_literal(figure.value))
        self._add(node, mz.printed, Literal(figure.source.printed))
        self._add(node, mz.place, self._place(figure.source))
        of = quantity(figure, self.key)
        if of is not None:
            self._add(node, mz.observation, self.names.observation(of))
        if figure.kind == "derived":
            self._add(node, mz.derived, TRUE)
            self._text(node, mz.formula, figure.formula)
        scale = unit_factors().get(figure.uom)
        if figure.amount is not None and (
            of is None or figure.kind == "derived" or scale is None or figure.value * scale != figure.amount
        ):
            self._add(node, mz.amount, decimal_literal(figure.amount))
        if figure.failed:
            self._add(node, mz.failedIdentities, integer_literal(figure.failed))

    def _blanks(self) -> None:
        mz = self.mz
        seen: Counter[tuple[object, ...]] = Counter()
        for blank in self.of.blanks:
            what = (blank.form_id, blank.stage, blank.code, normal(blank.item), blank.columns)
            seen[what] += 1
            node = self._node("blank", digest(*what, seen[what]))
            self._add(node, TYPE, mz.BlankRow)
            self._add(node, mz.part, self._part(blank.form_id, blank.form, "table", "", blank.year, blank.stage))
            self._text(node, mz.itemLabel, blank.item)
            self._text(node, mz.code, blank.code)
            for column in blank.columns:
                self._text(node, mz.column, column)
            self._add(node, mz.place, self._place(blank.source))

    def _facts(self) -> None:
        mz = self.mz
        seen: Counter[tuple[object, ...]] = Counter()
        for fact in self.of.facts:
            what = (fact.measure, normal(fact.subject), fact.year, fact.role, fact.qualifier, fact.uom)
            seen[what] += 1
            node = self._node("fact", digest(*what, seen[what]))
            self._add(node, TYPE, mz.Fact)
            self._add(node, mz.part, self._part("", "", "prose", fact.uom, fact.year, ""))
            self._text(node, mz.itemLabel, fact.subject)
            if fact.measure:
                self._add(node, mz.measure, self.names.fact(fact.measure))
            if fact.value is not None:
                self._add(node, mz.value, decimal_literal(fact.value))
            if fact.amount is not None:
                self._add(node, mz.amount, decimal_literal(fact.amount))
            self._text(node, mz.qualifier, fact.qualifier)
            self._text(node, mz.role, fact.role)
            self._text(node, mz.reason, fact.reason)
            if fact.text != fact.source.printed:
                self._text(node, mz.text, fact.text)
            self._add(node, mz.printed, Literal(fact.source.printed))
            self._add(node, mz.place, self._place(fact.source))

    def _passages(self) -> None:
        mz = self.mz
        for number, passage in enumerate(self.of.passages, 1):
            node = self._node("passage", number)
            self._add(node, TYPE, mz.Passage)
            self._add(node, mz.text, Literal(passage.text))
            self._text(node, mz.section, "/".join(passage.section))
            self._add(node, mz.place, self._place(passage.source))

    def _projects(self) -> None:
        mz = self.mz
        for number, project in enumerate(self.of.projects, 1):
            node = self._node("project", number)
            self._add(node, TYPE, mz.ProjectReport)
            self._add(node, mz.project, self.names.project(self.key.unit, project.name))
            self._text(node, mz.uom, project.uom)
            self._text(node, mz.rate, project.rate)
            if project.budget is not None:
                self._add(node, mz.budgetValue, decimal_literal(project.budget))
            if project.executed is not None:
                self._add(node, mz.executedValue, decimal_literal(project.executed))
            for stage, value in project.stage_values:
                self._add(node, mz.stageValue, Literal(f"{stage}={plain(value)}"))
            self._add(node, mz.printed, Literal(project.source.printed))
            self._add(node, mz.place, self._place(project.source))

    def _indicators(self) -> None:
        mz = self.mz
        for number, indicator in enumerate(self.of.indicators, 1):
            node = self._node("indicator", number)
            self._add(node, TYPE, mz.Indicator)
            self._text(node, LABEL, indicator.name)
            if indicator.project:
                self._add(node, mz.project, self.names.project(self.key.unit, indicator.project))
            for term, text in (
                (mz.goal, indicator.goal),
                (mz.level1, indicator.level1),
                (mz.level2, indicator.level2),
                (mz.target, indicator.target),
                (mz.actual, indicator.actual),
                (mz.note, indicator.note),
            ):
                self._text(node, term, text)
            self._add(node, mz.place, self._place(indicator.source))
            if indicator.actual_source is not None:
                self._add(node, mz.actualPlace, self._place(indicator.actual_source))
