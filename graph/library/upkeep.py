"""Keeps the graphs what the journal says they are: each disclosure's graph and findings, its unit's links, the items
they name.

Everything here is computed from the journal and written as a difference, so doing it again changes nothing; that is how
an interrupted change is finished.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping

from pyoxigraph import Literal, NamedNode, Quad

from graph.describe.disclosure import describe_disclosure
from graph.describe.items import Items
from graph.describe.links import Replacement, describe_changes, describe_links
from graph.describe.revisions import changes, fold, merged
from graph.findings.describe import describe_rules
from graph.findings.review import REVIEWS
from graph.findings.rulebook import findings_digest
from graph.findings.upkeep import found_across, found_within, sync_across, sync_findings, sync_reviews
from graph.library.journal import Entry, Journal
from graph.naming.identity import Names, digest
from graph.naming.literals import integer_literal
from graph.naming.units import rules_digest
from graph.naming.vocabulary import ACTIVITY, DATE_TIME, ENDED_AT, GENERATED, TYPE, describe_ontology, vocabulary
from graph.store.embedded import GraphStore, text_of
from graph.store.layout import description_digest
from ingest.records import Disclosure, DisclosureKey

_RECORDS_KEPT = 64
"""Records kept in memory: a batch comes unit by unit, and a unit's links need all its current disclosures."""


class Upkeep:
    """The graphs of one store: ``store`` holds what is current, ``replaced`` the graphs of replaced revisions."""

    def __init__(self, journal: Journal, store: GraphStore, replaced: GraphStore, base: str) -> None:
        self.journal = journal
        self.store = store
        self.replaced = replaced
        self.base = base
        self.names = Names(base)
        self._mz = vocabulary(base)
        self._items = Items(self.names)
        self._records: dict[str, Disclosure] = {}
        self._pending: dict[DisclosureKey, set[NamedNode]] = {}

    def revisions(self, key: DisclosureKey) -> list[Disclosure]:
        """All revisions of a key as records, the current one last."""
        return [
            merged({entry.digest: (self._record(entry), parts) for entry, parts in revision.items()})
            for revision in fold(self.journal.by_key.get(key, []))
        ]

    def revision_iris(self, key: DisclosureKey) -> list[NamedNode]:
        """The IRIs of all revisions of a key, the current one last."""
        return [
            self.names.revision(key, (sha256 for entry in revision for sha256 in entry.files))
            for revision in fold(self.journal.by_key.get(key, []))
        ]

    def sources(self) -> dict[str, str]:
        """The IRI of each current revision, with a name of all that its graph is made of: records, parts and rules."""
        rules, found = self.made_by(), {}
        for key, entries in self.journal.by_key.items():
            made_of = fold(entries)[-1]
            iri = self.names.revision(key, (sha256 for entry in made_of for sha256 in entry.files))
            found[iri.value] = digest(rules, *(f"{entry.record} {sorted(parts)}" for entry, parts in made_of.items()))
        return found

    def current(self, key: DisclosureKey) -> Disclosure | None:
        """The current revision of a key as a record, None where nothing is held."""
        revisions = self.revisions(key)
        return revisions[-1] if revisions else None

    def apply(self, key: DisclosureKey, known: Iterable[NamedNode]) -> None:
        """Brings the graphs up to the last line of the journal; ``known`` are the key's graphs before that line.

        What an error (a full disk) leaves undone is done with the next change, or when the store is next opened.
        """
        self._pending.setdefault(key, set()).update(known)
        for unit in sorted({pending.unit for pending in self._pending}):
            self._sync_unit(unit, {each: graphs for each, graphs in self._pending.items() if each.unit == unit})
        self._pending.clear()
        self.sync_reviews()
        self._mark(key)

    def is_of_other_rules(self) -> bool:
        """Whether the graph was made by other rules than now: an older version's, or before people said something."""
        held = {text_of(quad.object) for quad in self.store.about(self.names.runs_graph)
                if quad.predicate == self._mz.madeBy}
        return bool(self.journal.touched) and held != {self.made_by()}

    def made_by(self) -> str:
        """Name of the rules by which records are described, names are one body and documents are checked, and of what
        people said of names."""
        return digest(rules_digest(self.journal.units), findings_digest(), description_digest())

    def finish_interrupted(self) -> None:
        """Brings the graphs up to the journal after a crash, and the ontology up to this program."""
        marks = [quad.object for quad in self.store.about(self.names.runs_graph) if quad.predicate == self._mz.applied]
        if self.journal.touched and not marks and self._is_empty():
            self.build()  # restored from a backup, or on another engine: there is nothing to compare with
            return
        ontology = self.names.ontology_graph
        wanted = self._ontology()
        held = set(self.store.quads(ontology))
        if held != wanted:
            self.store.set_graph(ontology, wanted)
            self._sync_items(self._items.named(self._as_objects(held ^ wanted)))
        applied = min((int(mark.value) for mark in marks if isinstance(mark, Literal)), default=0)
        pending = self.journal.touched[applied:]
        for unit in sorted({key.unit for key in pending}):
            self._sync_unit(unit, {key: self._graphs_of(key) for key in pending if key.unit == unit})
        self._sync_changes()
        self.sync_reviews()
        if pending:
            # What was written of the interrupted change may have named items that nothing names now.
            items = {quad.subject for quad in self.store.quads(self.names.items_graph)}
            self._sync_items(item for item in items if isinstance(item, NamedNode))
            self._mark(None)

    def _is_empty(self) -> bool:
        return next((graph for graph in self.store.graphs() if graph != self.names.runs_graph), None) is None

    def build(self) -> None:
        """Writes all graphs into stores that are still empty, the current ones in one stream."""
        named: set[NamedNode] = set()
        self.store.fill(self._all_graphs(named))
        self._sync_items(named)
        self._sync_changes()
        self.sync_reviews()
        self._mark(None)

    def _all_graphs(self, named: set[NamedNode]) -> Iterator[tuple[NamedNode, Iterable[Quad]]]:
        """The current graphs of all units, each once; the items they name are put in ``named``, replaced revisions in
        their store."""
        yield self.names.ontology_graph, self._ontology()
        for unit in sorted(self.journal.by_unit):
            named.add(self.names.unit(unit))
            current: list[Disclosure] = []
            history: list[Replacement] = []
            for key in self.journal.by_unit[unit]:
                revisions, iris = self.revisions(key), self.revision_iris(key)
                current += revisions[-1:]
                history += self._replacements(key, revisions, iris)
                for revision, iri in zip(revisions, iris, strict=True):
                    quads = describe_disclosure(revision, self.base)
                    named |= self._items.named(quads)
                    if iri == iris[-1]:
                        yield iri, quads
                    else:
                        self.replaced.set_graph(iri, quads)
                yield found_within(key, revisions[-1] if revisions else None, self.base)
            yield found_across(unit, current, self.base)
            links = describe_links(current, self.base, history, self.journal.units)
            named |= self._items.named(links)
            yield self.names.links_graph(unit), links

    def sync_reviews(self) -> None:
        """Brings what people said of findings, kept in a file beside the journal, into the graph."""
        sync_reviews(self.store, self.journal.path.with_name(REVIEWS), self.base)

    def _sync_changes(self) -> None:
        """Writes the renames, mergers and splits that people told."""
        graph = self.names.changes_graph
        events = describe_changes(self.journal.units, self.base)
        before = self._items.named(self.store.quads(graph))
        self.store.set_graph(graph, events)
        self._sync_items(before | self._items.named(events))

    def _ontology(self) -> set[Quad]:
        return {*describe_ontology(self.base), *describe_rules(self.base)}

    def _record(self, entry: Entry) -> Disclosure:
        found = self._records.pop(entry.record, None) or self.journal.read(entry)
        self._records[entry.record] = found
        while len(self._records) > _RECORDS_KEPT:
            del self._records[next(iter(self._records))]
        return found

    def _graphs_of(self, key: DisclosureKey) -> set[NamedNode]:
        """The graphs of a key's revisions as the stores hold them, whatever the journal says. Looks at all graphs."""
        prefix = self.names.disclosure(key).value + "/"
        return {g for store in (self.store, self.replaced) for g in store.graphs() if g.value.startswith(prefix)}

    def _mark(self, key: DisclosureKey | None) -> None:
        """Writes down up to which line of the journal the graph is, and when; in the one graph that knows a clock."""
        graph, count = self.names.runs_graph, len(self.journal.touched)
        added = [
            Quad(graph, self._mz.applied, integer_literal(count), graph),
            Quad(graph, self._mz.madeBy, Literal(self.made_by()), graph),
        ]
        if key is not None:
            run, now = self.names.run(count), time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
            added.append(Quad(run, TYPE, ACTIVITY, graph))
            added.append(Quad(run, ENDED_AT, Literal(now, datatype=DATE_TIME), graph))
            added += [Quad(run, GENERATED, iri, graph) for iri in self.revision_iris(key)[-1:]]
        self.store.change(set(self.store.about(graph)) - set(added), added)

    def _sync_unit(self, unit: str, touched: Mapping[DisclosureKey, set[NamedNode]]) -> None:
        """Brings the graphs of some keys, the unit's links and the items they name up to the journal.

        ``touched``: the keys, with the graphs that the stores may hold of them.
        """
        current: list[Disclosure] = []
        history: list[Replacement] = []
        for key in self.journal.by_unit.get(unit, set()) | touched.keys():
            revisions, iris = self.revisions(key), self.revision_iris(key)
            current += revisions[-1:]
            history += self._replacements(key, revisions, iris)
            if key in touched:
                self._sync_key(touched[key], revisions, iris)
                sync_findings(self.store, key, revisions[-1] if revisions else None, self.base)
        sync_across(self.store, unit, current, self.base)
        graph = self.names.links_graph(unit)
        before = self._items.named(self.store.quads(graph))
        links = describe_links(current, self.base, history, self.journal.units)
        self.store.set_graph(graph, links)
        self._sync_items(before | self._items.named(links) | {self.names.unit(unit)})

    @staticmethod
    def _replacements(key: DisclosureKey, revisions: list[Disclosure], iris: list[NamedNode]) -> Iterator[Replacement]:
        """Each revision that another has replaced, with what changed."""
        for old, new, old_iri, new_iri in zip(revisions, revisions[1:], iris, iris[1:], strict=False):
            yield Replacement(key, old_iri.value, new_iri.value, tuple(map(str, changes(old, new))))

    def _sync_key(self, known: set[NamedNode], revisions: list[Disclosure], iris: list[NamedNode]) -> None:
        named: set[NamedNode] = set()
        for store, kept in ((self.store, iris[-1:]), (self.replaced, iris[:-1])):
            for graph in known - set(kept):
                named |= self._items.named(store.quads(graph))
                store.set_graph(graph, [])
            for revision, iri in zip(revisions, iris, strict=True):
                if iri in kept:
                    quads = describe_disclosure(revision, self.base)
                    named |= self._items.named(quads)
                    store.set_graph(iri, quads)
        if len(iris) > 1 or known:
            # The mark of what is applied stands in the other store: this one must be on disk before it.
            self.replaced.flush()
        self._sync_items(named)

    def _sync_items(self, nodes: Iterable[NamedNode]) -> None:
        """Each node that some current graph names and none describes gets its label in the items graph, once."""
        graph = self.names.items_graph
        # A division keeps those above it named, so it is dealt with before them.
        ordered = sorted(nodes, key=self._items.rank)
        self.store.expect(ordered)
        for node in ordered:
            found = set(self.store.about(node))
            held = {quad for quad in found if quad.graph_name == graph}
            wanted = set(self._items.describe(node)) if held == found and self.store.mentions(node) else set()
            self.store.change(held - wanted, wanted - held)

    @staticmethod
    def _as_objects(quads: Iterable[Quad]) -> list[Quad]:
        """Quads that name the subjects of others as their objects."""
        nodes = {quad.subject for quad in quads if isinstance(quad.subject, NamedNode)}
        return [Quad(node, TYPE, node) for node in nodes]
