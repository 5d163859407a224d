"""The structure shapes: what they stop, and that pySHACL says the same as the fast checker."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from disclosure_builders import disclosure, everything, figure
from pyoxigraph import Literal, NamedNode, Quad

from graph.describe.disclosure import describe
from graph.describe.structure import StructureViolation, check_structure, read_shapes, violations
from graph.naming.vocabulary import DECIMAL, OBSERVATION, TYPE, vocabulary
from ontology.terms import DEFAULT_BASE, shapes

MZ = vocabulary()
QUADS = describe(everything())
GRAPH = QUADS[0].graph_name
Change = Callable[[list[Quad]], list[Quad]]


def first(kind: NamedNode) -> NamedNode:
    return min((q.subject for q in QUADS if q.predicate == TYPE and q.object == kind), key=str)


def without(kind: NamedNode, predicate: NamedNode) -> Change:
    node = first(kind)
    return lambda quads: [quad for quad in quads if not (quad.subject == node and quad.predicate == predicate)]


def with_(kind: NamedNode, predicate: NamedNode, value: NamedNode | Literal) -> Change:
    node = first(kind)
    return lambda quads: [*quads, Quad(node, predicate, value, GRAPH)]


def instead(kind: NamedNode, predicate: NamedNode, value: NamedNode | Literal) -> Change:
    return lambda quads: with_(kind, predicate, value)(without(kind, predicate)(quads))


NOWHERE = NamedNode(DEFAULT_BASE + "id/nowhere")
FAULTS: dict[str, tuple[Change, str]] = {
    "statement without place": (without(MZ.Statement, MZ.place), "place"),
    "statement without printed text": (without(MZ.Statement, MZ.printed), "printed"),
    "empty printed text": (instead(MZ.Statement, MZ.printed, Literal("")), "printed"),
    "two values": (with_(MZ.Statement, MZ.value, Literal("9", datatype=DECIMAL)), "value"),
    "value as string": (instead(MZ.Statement, MZ.value, Literal("9")), "value"),
    "code with letters": (instead(MZ.Statement, MZ.code, Literal("201a")), "code"),
    "observation that is none": (instead(MZ.Statement, MZ.observation, NOWHERE), "observation"),
    "part that is none": (instead(MZ.Fact, MZ.part, NOWHERE), "part"),
    "unknown kind of part": (instead(MZ.Part, MZ.kind, Literal("tabel")), "kind"),
    "place without file": (lambda quads: [quad for quad in quads if quad.predicate != MZ.document], "document"),
    "place as string": (instead(MZ.Passage, MZ.place, Literal("page 3")), ""),
    "revision without files": (lambda quads: [q for q in quads if "distribution" not in q.predicate.value],
                               "distribution"),
    "year as string": (instead(MZ.Revision, MZ.year, Literal("2023")), "year"),
    "unknown scope": (instead(MZ.Revision, MZ.scope, Literal("部")), "scope"),
    "checksum cut short": (instead(MZ.File, MZ.sha256, Literal("abc")), "sha256"),
    "slice without series": (without(MZ.Slice, MZ.series), "series"),
    "slice without unit": (without(MZ.Slice, MZ.unit), "unit"),
    "unit without label": (lambda quads: [q for q in quads if q.subject != first(MZ.Unit) or q.predicate == TYPE],
                           "label"),
    "disputed with an amount": (with_(OBSERVATION, MZ.disputed, Literal("true")), ""),
    "amount published and derived": (with_(OBSERVATION, MZ.derivedAmount, Literal("1", datatype=DECIMAL)), ""),
    "unknown level": (instead(OBSERVATION, MZ.level, Literal("类")), "level"),
    "goal without place": (without(MZ.Goal, MZ.place), "place"),
}


def test_a_full_description_conforms() -> None:
    assert violations(QUADS) == []


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_found_at_its_property(fault: str) -> None:
    change, path = FAULTS[fault]
    assert path in {found.path.replace("#", "/").rpartition("/")[2] for found in violations(change(QUADS))}


def test_a_violation_stops_with_a_message_that_says_whose_fault_it_is() -> None:
    with pytest.raises(StructureViolation, match=r"printed: has 0 values, at least 1 needed.*fault of the program"):
        check_structure(without(MZ.Statement, MZ.printed)(QUADS))


def test_the_shapes_move_with_the_base() -> None:
    base = "https://data.example.org/"
    quads = describe(disclosure(figure("1")), base)
    assert violations(quads, base) == []
    unplaced = [quad for quad in quads if quad.predicate != vocabulary(base).place]
    assert violations(unplaced, base) != []


def test_a_construct_that_is_not_known_is_an_error_not_passed_over() -> None:
    with pytest.raises(ValueError, match=r"#uniqueLang is not known"):
        read_shapes(shapes().replace("sh:minLength 1", "sh:uniqueLang true"))


@pytest.mark.slow
@pytest.mark.parametrize("fault", [None, *FAULTS])
def test_pyshacl_agrees(fault: str | None) -> None:
    import pyshacl
    import rdflib

    quads = QUADS if fault is None else FAULTS[fault][0](QUADS)
    data = rdflib.Graph().parse(data="\n".join(f"{quad.triple} ." for quad in quads), format="nt")
    conforms, report, _ = pyshacl.validate(data, shacl_graph=rdflib.Graph().parse(data=shapes(), format="turtle"))
    shacl = rdflib.Namespace("http://www.w3.org/ns/shacl#")
    theirs = {
        (str(report.value(result, shacl.focusNode)), str(report.value(result, shacl.resultPath) or ""))
        for result in report.subjects(rdflib.RDF.type, shacl.ValidationResult)
    }
    assert conforms is (fault is None)
    assert theirs == {(found.node, found.path) for found in violations(quads)}
