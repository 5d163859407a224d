"""Checks quads against the structure shapes before they are committed.

The shape file is the one truth, standard SHACL Core; this reads it and checks the constructs it uses. A construct that
is not known here is an error, never passed over. pySHACL gives the same verdict in seconds where this takes
milliseconds; a test holds the two together.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Triple, parse

from graph.naming.vocabulary import TYPE
from ontology.terms import DEFAULT_BASE, RDF, SH, XSD, shapes

Term = NamedNode | BlankNode | Literal | Triple
Node = NamedNode | BlankNode
Graph = dict[Term, dict[str, list[Term]]]
"""Subject → predicate IRI → objects."""
Test = Callable[[Term, Graph], "str | None"]
"""What is wrong with a value, None if nothing is."""
_NOT_CONSTRAINTS = {
    SH + name
    for name in ("path", "message", "severity", "name", "description", "targetClass", "targetSubjectsOf",
                 "targetObjectsOf")
} | {RDF + "type"}


class StructureViolation(Exception):
    """What was to be written is not as it ought to be: a fault of the program, not of the document."""

    def __init__(self, violations: Sequence[Violation]) -> None:
        self.violations = tuple(violations)
        shown = "; ".join(map(str, self.violations[:5]))
        more = f" and {len(self.violations) - 5} more" if len(self.violations) > 5 else ""
        super().__init__(
            f"the description of the document breaks the structure shapes ({shown}{more}); nothing was stored. "
            "This is a fault of the program: please report it with the document"
        )


@dataclass(frozen=True, slots=True, order=True)
class Violation:
    """A node that breaks a constraint: the node, the path ("" for the node itself), what is wrong, by which shape."""

    node: str
    path: str
    problem: str
    shape: str

    def __str__(self) -> str:
        return f"{self.node} {self.path}: {self.problem}".replace(" :", ":")


def check_structure(quads: Iterable[Quad], base: str = DEFAULT_BASE) -> None:
    """Raises StructureViolation where the quads break the shapes of ``ontology/shapes/structure.ttl``."""
    found = violations(quads, base)
    if found:
        raise StructureViolation(found)


def violations(quads: Iterable[Quad], base: str = DEFAULT_BASE) -> list[Violation]:
    """All violations, sorted. The quads' graphs are taken together."""
    graph: Graph = defaultdict(lambda: defaultdict(list))
    by_class: dict[str, list[Term]] = defaultdict(list)
    objects_of: dict[str, dict[Term, None]] = defaultdict(dict)
    a_type = TYPE.value
    for quad in quads:
        subject, predicate, value = quad.subject, quad.predicate.value, quad.object
        held = graph[subject][predicate]
        if value in held:
            continue  # said in another graph too
        held.append(value)
        if predicate == a_type and isinstance(value, NamedNode):
            by_class[value.value].append(subject)
        objects_of[predicate][value] = None
    found: set[Violation] = set()
    for shape in _shapes(base):
        targets = dict.fromkeys(node for name in shape.classes for node in by_class.get(name, ()))
        for predicate_iri in shape.objects_of:
            targets.update(objects_of.get(predicate_iri, {}))
        for predicate_iri in shape.subjects_of:
            targets.update(dict.fromkeys(node for node, held in graph.items() if predicate_iri in held))
        for node in targets:
            found.update(
                Violation(_text(node), path, problem, shape.name) for path, problem in shape.node.check(node, graph)
            )
    return sorted(found)


@dataclass(frozen=True)
class _Property:
    path: str
    least: int
    most: int | None
    tests: tuple[Test, ...]

    def check(self, node: Term, graph: Graph) -> Iterable[tuple[str, str]]:
        values = graph[node].get(self.path, ()) if node in graph else ()
        if len(values) < self.least:
            yield self.path, f"has {len(values)} values, at least {self.least} needed"
        if self.most is not None and len(values) > self.most:
            yield self.path, f"has {len(values)} values, at most {self.most} allowed"
        for value in values:
            for test in self.tests:
                if problem := test(value, graph):
                    yield self.path, f"{_shown(value)} {problem}"


@dataclass(frozen=True)
class _NodeShape:
    tests: tuple[Test, ...]
    properties: tuple[_Property, ...]
    alternatives: tuple[tuple[_NodeShape, ...], ...]

    def check(self, node: Term, graph: Graph) -> Iterable[tuple[str, str]]:
        for test in self.tests:
            if problem := test(node, graph):
                yield "", problem
        for constraint in self.properties:
            yield from constraint.check(node, graph)
        for shapes_ in self.alternatives:
            if all(any(True for _ in shape.check(node, graph)) for shape in shapes_):
                yield "", "fits none of the alternatives of sh:or"


@dataclass(frozen=True)
class _Shape:
    name: str
    classes: tuple[str, ...]
    subjects_of: tuple[str, ...]
    objects_of: tuple[str, ...]
    node: _NodeShape


@cache
def _shapes(base: str) -> tuple[_Shape, ...]:
    """The shapes of the file, ready to check. Raises ValueError for a construct not known here."""
    return read_shapes(shapes("structure", base))


def read_shapes(turtle: str) -> tuple[_Shape, ...]:
    """Shapes from Turtle. Raises ValueError for a construct not known here."""
    graph: Graph = defaultdict(lambda: defaultdict(list))
    for quad in parse(turtle, format=RdfFormat.TURTLE):
        graph[quad.subject][quad.predicate.value].append(quad.object)
    return tuple(
        _Shape(
            name=_shown(node),
            classes=tuple(_iris(held, SH + "targetClass")),
            subjects_of=tuple(_iris(held, SH + "targetSubjectsOf")),
            objects_of=tuple(_iris(held, SH + "targetObjectsOf")),
            node=_node_shape(node, graph),
        )
        for node, held in sorted(graph.items(), key=lambda pair: str(pair[0]))
        if NamedNode(SH + "NodeShape") in held.get(RDF + "type", ())
    )


def _node_shape(node: Term, graph: Graph) -> _NodeShape:
    held = graph[node]
    return _NodeShape(
        tests=tuple(_tests(held, graph, known={SH + "property", SH + "or"})),
        properties=tuple(_property(value, graph) for value in held.get(SH + "property", ())),
        alternatives=tuple(
            tuple(_node_shape(member, graph) for member in _members(value, graph))
            for value in held.get(SH + "or", ())
        ),
    )


def _property(node: Term, graph: Graph) -> _Property:
    held = graph[node]
    (path,) = held[SH + "path"]
    if not isinstance(path, NamedNode):
        raise ValueError(f"structure shapes: only plain properties are known as sh:path, not {path}")
    counts = {name: int(_text(held[SH + name][0])) for name in ("minCount", "maxCount") if SH + name in held}
    known = {SH + "minCount", SH + "maxCount"}
    tests = tuple(_tests(held, graph, known=known))
    return _Property(path.value, counts.get("minCount", 0), counts.get("maxCount"), tests)


def _tests(held: dict[str, list[Term]], graph: Graph, known: set[str]) -> Iterable[Test]:
    for predicate, values in held.items():
        if predicate in known or predicate in _NOT_CONSTRAINTS:
            continue
        make = _MAKERS.get(predicate)
        if make is None:
            raise ValueError(f"structure shapes: {predicate} is not known to graph/describe/structure.py")
        for value in values:
            yield make(value, graph)


def _datatype(value: Term, _: Graph) -> Test:
    wanted = _text(value)
    return lambda term, _: (
        None if isinstance(term, Literal) and term.datatype.value == wanted else f"is no literal of {wanted}"
    )


def _class(value: Term, _: Graph) -> Test:
    return lambda term, graph: (
        None if term in graph and value in graph[term].get(TYPE.value, ()) else f"is not described as {_text(value)}"
    )


def _node_kind(value: Term, _: Graph) -> Test:
    kinds = {SH + "IRI": NamedNode, SH + "Literal": Literal}
    kind = kinds.get(_text(value))
    if kind is None:
        raise ValueError(f"structure shapes: sh:nodeKind {_text(value)} is not known to graph/describe/structure.py")
    return lambda term, _: None if isinstance(term, kind) else f"is no {kind.__name__}"


def _in(value: Term, graph: Graph) -> Test:
    allowed = set(_members(value, graph))
    return lambda term, _: None if term in allowed else "is not one of the values allowed"


def _pattern(value: Term, _: Graph) -> Test:
    pattern = re.compile(_text(value))
    return lambda term, _: None if pattern.search(_text(term)) else f"does not match {pattern.pattern}"


def _min_length(value: Term, _: Graph) -> Test:
    least = int(_text(value))
    return lambda term, _: None if len(_text(term)) >= least else f"is shorter than {least}"


_MAKERS: dict[str, Callable[[Term, Graph], Test]] = {
    SH + "datatype": _datatype, SH + "class": _class, SH + "nodeKind": _node_kind, SH + "in": _in,
    SH + "pattern": _pattern, SH + "minLength": _min_length,
}


def _members(node: Term, graph: Graph) -> Iterable[Term]:
    while node != NamedNode(RDF + "nil"):
        (first,), (node,) = graph[node][RDF + "first"], graph[node][RDF + "rest"]
        yield first


def _iris(held: dict[str, list[Term]], predicate: str) -> list[str]:
    return [_text(value) for value in held.get(predicate, ())]


def _text(term: Term) -> str:
    return term.value if isinstance(term, (NamedNode, Literal)) else str(term)


def _shown(term: Term) -> str:
    return f"“{term.value}”" if isinstance(term, Literal) and term.datatype.value == XSD + "string" else _text(term)
