"""Writes one disclosure's graph: quads in reading order, each once, with the nodes that several records share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable
from decimal import Decimal

from pyoxigraph import Literal, NamedNode, Quad

from graph.naming.identity import Names, digest
from graph.naming.literals import decimal_literal, integer_literal
from graph.naming.vocabulary import TYPE, vocabulary
from ingest.performance.project_names import same_projects
from ingest.records import Disclosure, Source
from ontology.schemes import unit_factors


class Writer:
    """Collects the quads of one disclosure's graph. ``mz``, ``names`` and ``graph`` are those of the disclosure."""

    def __init__(self, disclosure: Disclosure, base: str) -> None:
        self.of = disclosure
        self.key = disclosure.key
        self.names = Names(base)
        self.mz = vocabulary(base)
        self.graph = self.names.revision(self.key, (file.sha256 for file in disclosure.files))
        self._found: dict[Quad, None] = {}
        self._seen: Counter[Hashable] = Counter()
        self._parts: dict[Hashable, NamedNode] = {}
        self._same_projects = same_projects(disclosure)
        names = Counter(file.name for file in disclosure.files)
        # A name that two files share says nothing; their checksums do.
        self._files = {
            name: self.names.file(file.sha256)
            for file in disclosure.files
            for name in (file.name, file.sha256)
            if names[name] < 2
        }

    @property
    def quads(self) -> list[Quad]:
        """What has been written, in order."""
        return list(self._found)

    def add(self, subject: NamedNode, predicate: NamedNode, value: NamedNode | Literal) -> None:
        """Writes a triple, once."""
        self._found[Quad(subject, predicate, value, self.graph)] = None

    def text(self, subject: NamedNode, predicate: NamedNode, value: str) -> None:
        """Writes a string, if it is not empty."""
        if value:
            self.add(subject, predicate, Literal(value))

    def texts(self, subject: NamedNode, **values: str) -> None:
        """Writes strings under terms of the vocabulary, those that are not empty."""
        for term, value in values.items():
            self.text(subject, getattr(self.mz, term), value)

    def node(self, kind: str, name: str | int, type_: NamedNode) -> NamedNode:
        """A node of the revision, ``{revision}/{kind}/{name}``, with its type."""
        node = NamedNode(f"{self.graph.value}/{kind}/{name}")
        self.add(node, TYPE, type_)
        return node

    def node_for(self, kind: str, what: tuple[Hashable, ...], type_: NamedNode) -> NamedNode:
        """A node named by what it is; those alike are told apart by their order."""
        self._seen[kind, what] += 1
        return self.node(kind, digest(*what, self._seen[kind, what]), type_)

    def place(self, source: Source) -> NamedNode:
        """The place of a source, with its file. Raises ValueError where the file is none of the disclosure's."""
        file = self._files.get(source.document)
        if file is None:
            known = ", ".join(file.name for file in self.of.files)
            raise ValueError(
                f"{self.graph.value}: a record is said to be printed in {source.document!r}, "
                f"which is not one of the disclosure's files ({known}), or the name of two of them"
            )
        place = self.names.place(source, file)
        self.add(place, self.mz.document, file)
        return place

    def placed(self, subject: NamedNode, source: Source) -> None:
        """Writes where something is printed, and how sure its recognition is where it was recognised in a picture."""
        self.add(subject, self.mz.place, self.place(source))
        if source.confidence is not None:
            self.add(subject, self.mz.confidence, decimal_literal(Decimal(str(source.confidence))))

    def part(self, form_id: str, title: str, kind: str, uom: str, year: int | None, stage: str) -> NamedNode:
        """The part of the disclosure whose statements share form, kind, unit of measure, year and stage."""
        what = (form_id, title, kind, uom, year or "", stage)
        if what in self._parts:
            return self._parts[what]
        mz = self.mz
        node = self._parts[what] = self.node("part", digest(*what, length=12), mz.Part)
        self.add(node, mz.disclosure, self.graph)
        self.texts(node, kind=kind, formTitle=title, uom=uom)
        if form_id:
            self.add(node, mz.form, self.names.form(form_id))
        if year is not None:
            self.add(node, mz.year, integer_literal(year))
        if stage:
            self.add(node, mz.stage, self.names.stage(stage))
        if uom in unit_factors():
            self.add(node, mz.scale, decimal_literal(unit_factors()[uom]))
        return node

    def project(self, subject: NamedNode, name: str) -> None:
        """Writes the project something belongs to, if it names one; two spellings of a project meet in one node."""
        if name:
            link = self._same_projects.get(name)
            self.add(subject, self.mz.project, self.names.project(self.key.unit, link.of if link else name))
