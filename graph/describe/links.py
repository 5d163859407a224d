"""What the current disclosures of one unit say together: the unit, its observations, slices and series, its projects.

Computed afresh from all current disclosures of the unit whenever one of them changes, so it never depends on the order
they came in. How statements decide an observation's amount is ``docs/decisions/0002-graph.md``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from pyoxigraph import Literal, NamedNode, Quad

from graph.describe.notes import OF_PROJECTS
from graph.naming.identity import Names, normal
from graph.naming.literals import TRUE, decimal_literal, integer_literal
from graph.naming.quantities import Quantity, quantities
from graph.naming.unit_names import unit_names
from graph.naming.units import Units, region_of
from graph.naming.vocabulary import (
    ALT_LABEL,
    CHANGE_EVENT,
    HAS_VERSION,
    IS_REPLACED_BY,
    LABEL,
    OBSERVATION,
    ORIGINAL_ORGANIZATION,
    RESULTING_ORGANIZATION,
    SUB_ORGANIZATION_OF,
    TYPE,
    vocabulary,
)
from ingest.performance.project_names import SameProject, same_projects
from ingest.records import Disclosure, DisclosureKey, Figure, Level, Unit
from ontology.schemes import unit_factors
from ontology.terms import DEFAULT_BASE

_LEVELS: tuple[Level, ...] = ("total", "class", "group", "item")


@dataclass(frozen=True, slots=True)
class Saying:
    """One statement's say on a quantity: its amount in yuan (or number) and half of its last printed place."""

    amount: Decimal
    precision: Decimal
    derived: bool
    level: Level


def say(figure: Figure) -> Saying:
    """What one figure says. ``25.30 万元`` is 253,000 yuan, give or take 50."""
    exponent = figure.value.as_tuple().exponent
    step = Decimal(1).scaleb(exponent) if isinstance(exponent, int) else Decimal(0)
    factor = unit_factors().get(figure.uom, Decimal(1)) if figure.amount is not None else Decimal(1)
    return Saying(
        amount=figure.value if figure.amount is None else figure.amount,
        precision=step * factor / 2,
        derived=figure.kind == "derived",
        level=figure.level,
    )


def agreed(sayings: Sequence[Saying]) -> Decimal | None:
    """The amount on which all agree, None where they differ.

    The most precise one counts; a coarser one agrees when it is that amount rounded to its own last place. Two equally
    precise ones agree only when equal.
    """
    if not sayings:
        return None
    best = min(sayings, key=lambda saying: (saying.precision, saying.amount))
    for other in sayings:
        allowed = Decimal(0) if other.precision == best.precision else other.precision
        if abs(other.amount - best.amount) > allowed:
            return None
    return best.amount


@dataclass(frozen=True, slots=True)
class Replacement:
    """A revision that another took the place of, and what changed between them, a line each."""

    key: DisclosureKey
    old: str
    new: str
    changes: tuple[str, ...] = ()


def describe_links(
    disclosures: Iterable[Disclosure], base: str = DEFAULT_BASE, replaced: Iterable[Replacement] = (),
    told: Units | None = None,
) -> list[Quad]:
    """The links graph of one unit from its current disclosures (any order, all of the same unit), sorted by triple.

    ``replaced`` are the earlier revisions, ``old`` and ``new`` their IRIs; ``told`` is what people said of names. Empty
    for no disclosure.
    Raises ValueError when they belong to several units.
    """
    ordered = sorted(disclosures, key=lambda d: (d.key.year, d.key.kind, d.key.scope))
    if not ordered:
        return []
    units = {normal(disclosure.key.unit) for disclosure in ordered}
    if len(units) > 1:
        raise ValueError(f"links are made for one unit at a time, not for {', '.join(sorted(units))}")
    return _Links(ordered, base, tuple(replaced), told or Units()).quads()


def describe_changes(told: Units, base: str = DEFAULT_BASE) -> list[Quad]:
    """The renames, mergers and splits that people told, as events of W3C ORG."""
    names, mz = Names(base), vocabulary(base)
    graph = names.changes_graph
    found: dict[Quad, None] = {}
    for change in told.changes:
        node = names.organisation_change(change.kind, *change.old, "", *change.new, change.year)
        said: list[tuple[NamedNode, NamedNode | Literal]] = [
            (TYPE, CHANGE_EVENT), (mz.method, Literal(change.kind)), (mz.year, integer_literal(change.year)),
            *((ORIGINAL_ORGANIZATION, names.unit(old)) for old in change.old),
            *((RESULTING_ORGANIZATION, names.unit(new)) for new in change.new),
            *([(mz.reviewNote, Literal(change.note))] if change.note else []),
        ]
        for term, value in said:
            found[Quad(node, term, value, graph)] = None
    return list(found)


class _Links:
    def __init__(
        self, disclosures: Sequence[Disclosure], base: str, replaced: Sequence[Replacement], told: Units
    ) -> None:
        self.disclosures = disclosures
        self.told = told
        self.replaced = replaced
        self.names = Names(base)
        self.mz = vocabulary(base)
        self.name = normal(disclosures[0].key.unit)
        self.graph = self.names.links_graph(self.name)
        self.found: set[Quad] = set()
        self.slices: set[NamedNode] = set()

    def quads(self) -> list[Quad]:
        self._unit()
        self._disclosures()
        self._projects()
        sayings: dict[Quantity, list[Saying]] = {}
        for disclosure in self.disclosures:
            for figure, of in zip(disclosure.figures, quantities(disclosure), strict=True):
                if of is not None:
                    sayings.setdefault(of, []).append(say(figure))
        for of, said in sayings.items():
            self._observation(of, said)
        return sorted(self.found, key=str)

    def _add(self, subject: NamedNode, predicate: NamedNode, value: NamedNode | Literal) -> None:
        self.found.add(Quad(subject, predicate, value, self.graph))

    def _unit(self) -> None:
        mz, node = self.mz, self.names.unit(self.name)
        self._add(node, TYPE, mz.Unit)
        self._add(node, LABEL, Literal(self.name, language="zh"))
        aliases = {alias for disclosure in self.disclosures for alias in disclosure.unit.aliases}
        for alias in aliases - {self.name, ""}:
            self._add(node, ALT_LABEL, Literal(alias, language="zh"))
        for name in unit_names(self.name, self.disclosures, self.told):
            self._link("unit", node, mz.unit, name.name, self.name, name.method, name.score)
        if region := region_of(self.name):
            self._add(node, mz.division, self.names.region(region.code))
        latest = _latest(self.disclosures)
        if latest.parent and normal(latest.parent) != self.name:
            self._add(node, SUB_ORGANIZATION_OF, self.names.unit(latest.parent))
        if latest.region:
            self._add(node, mz.region, Literal(latest.region))
        if latest.duties:
            self._add(node, mz.duties, Literal(latest.duties))
        if latest.staff is not None:
            self._add(node, mz.staff, integer_literal(latest.staff))

    def _disclosures(self) -> None:
        mz = self.mz
        for disclosure in self.disclosures:
            node = self.names.disclosure(disclosure.key)
            revision = self.names.revision(disclosure.key, (file.sha256 for file in disclosure.files))
            self._add(node, TYPE, mz.Disclosure)
            self._add(node, mz.unit, self.names.unit(self.name))
            self._add(node, mz.current, revision)
            self._add(node, HAS_VERSION, revision)
        for replacement in self.replaced:
            old, new = NamedNode(replacement.old), NamedNode(replacement.new)
            self._add(self.names.disclosure(replacement.key), HAS_VERSION, old)
            self._add(old, IS_REPLACED_BY, new)
            for change in replacement.changes:
                self._add(new, mz.change, Literal(change))

    def _projects(self) -> None:
        for disclosure in self.disclosures:
            links = same_projects(disclosure)
            named = {project.name for project in disclosure.projects}
            for part in (disclosure.indicators, disclosure.goals, disclosure.scores, disclosure.figures):
                named.update(record.project for record in part)
            named.update(note.subject for note in disclosure.notes if note.kind in OF_PROJECTS)
            for name in sorted({normal(name) for name in named - set(links)} - {""}):
                node = self.names.project(self.name, name)
                self._add(node, TYPE, self.mz.Project)
                self._add(node, LABEL, Literal(name, language="zh"))
                self._add(node, self.mz.unit, self.names.unit(self.name))
            for link in links.values():
                self._same_project(link)

    def _same_project(self, link: SameProject) -> None:
        """Another spelling of a project: a label of the project, and a link that says how it was found."""
        project = self.names.project(self.name, link.of)
        self._add(project, ALT_LABEL, Literal(normal(link.name), language="zh"))
        self._link("project", project, self.mz.project, link.name, link.of, link.method, link.score)

    def _link(
        self, kind: str, to: NamedNode, term: NamedNode, name: str, of: str, method: str, score: Decimal
    ) -> None:
        """Another name of a thing: how it was found to be one, and how sure that is."""
        mz, node = self.mz, self.names.link(kind, self.name, name, of)
        self._add(node, TYPE, mz.Link)
        self._add(node, term, to)
        self._add(node, mz.linkedName, Literal(name))
        self._add(node, mz.method, Literal(method))
        self._add(node, mz.linkScore, decimal_literal(score))

    def _slice(self, of: Quantity) -> NamedNode:
        mz, names = self.mz, self.names
        node, series = names.slice(of), names.series(of)
        if node in self.slices:
            return node
        self.slices.add(node)
        self._add(node, TYPE, mz.Slice)
        self._add(node, mz.unit, names.unit(of.unit))
        self._add(node, mz.year, integer_literal(of.year))
        self._add(node, mz.scope, Literal(of.scope))
        self._add(node, mz.stage, names.stage(of.stage))
        self._add(node, mz.measure, names.measure(of.measure))
        if of.fund:
            self._add(node, mz.fund, names.fund(of.fund))
        if of.nature:
            self._add(node, mz.nature, names.nature(of.nature))
        if of.uom:
            self._add(node, mz.uom, Literal(of.uom))
        self._add(node, mz.series, series)
        self._add(series, TYPE, mz.Series)
        return node

    def _observation(self, of: Quantity, said: Sequence[Saying]) -> None:
        mz, node = self.mz, self.names.observation(of)
        self._add(node, TYPE, OBSERVATION)
        self._add(node, mz.slice, self._slice(of))
        self._add(node, mz.item, self.names.item(of.scheme, of.item, of.year))
        levels = {saying.level for saying in said}
        level = "total" if of.is_total else next((level for level in _LEVELS if level in levels), "")
        if level:
            self._add(node, mz.level, Literal(level))
        published = [saying for saying in said if not saying.derived]
        amount = agreed(published or said)
        if amount is None:
            if published:
                self._add(node, mz.disputed, TRUE)
            return
        term = mz.quantity if of.uom else mz.amount if published else mz.derivedAmount
        if of.uom and not published:
            return
        self._add(node, term, decimal_literal(amount))


def _latest(disclosures: Sequence[Disclosure]) -> Unit:
    """The unit as its disclosures describe it, each field from the latest that states it."""
    parent = region = duties = ""
    staff: int | None = None
    for disclosure in disclosures:
        unit = disclosure.unit
        parent, region, duties = unit.parent or parent, unit.region or region, unit.duties or duties
        staff = unit.staff if unit.staff is not None else staff
    return Unit(disclosures[0].key.unit, region=region, parent=parent, duties=duties, staff=staff)
