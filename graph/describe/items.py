"""Labels of things that several disclosures name: row labels without a code, codes no list holds, units that disclose
nothing themselves, administrative divisions.

They stand in one graph of their own, each once: the union of graphs does not drop duplicates, so a label repeated in
the graphs of two units would double every row of a query that reads it.
"""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import unquote

from pyoxigraph import Literal, NamedNode, Quad

from graph.naming.identity import Names
from graph.naming.vocabulary import BROADER, LABEL, NOTATION, PREF_LABEL, TYPE, vocabulary
from ontology.regions import by_code

_KINDS = ("item", "unit", "functional", "economic", "government-economic", "region")


def _above(code: str) -> list[str]:
    found = []
    while parent := by_code()[code].parent:
        found.append(code := parent)
    return found


class Items:
    """Says what the items graph holds for an IRI that is named somewhere and described nowhere else."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self.mz = vocabulary(names.base)

    def named(self, quads: Iterable[Quad]) -> set[NamedNode]:
        """The items and units that some quads name as objects."""
        prefixes = tuple(f"{self.names.base}id/{kind}/" for kind in _KINDS)
        found = {
            quad.object
            for quad in quads
            if isinstance(quad.object, NamedNode) and quad.object.value.startswith(prefixes)
        }
        regions = [node.value.rpartition("/")[2] for node in found if node.value.startswith(prefixes[-1])]
        return found | {self.names.region(code) for region in regions for code in _above(region)}

    def rank(self, node: NamedNode) -> int:
        """Divisions from the smallest up, everything else before them."""
        text = node.value
        return 1 + len(text) - len(text.rstrip("0")) if text.startswith(f"{self.names.base}id/region/") else 0

    def describe(self, node: NamedNode) -> list[Quad]:
        """Type and label of an item or unit, taken from its IRI."""
        *_, kind, name = node.value.removeprefix(self.names.base + "id/").split("/")
        name = unquote(name)
        pairs: list[tuple[NamedNode, NamedNode | Literal]]
        if kind == "unit":
            pairs = [(TYPE, self.mz.Unit), (LABEL, Literal(name, language="zh"))]
        elif kind == "region":
            region = by_code()[name]
            pairs = [(TYPE, self.mz.Region), (NOTATION, Literal(name)),
                     (PREF_LABEL, Literal(region.full_name, language="zh"))]
            if region.parent:
                pairs.append((BROADER, self.names.region(region.parent)))
        elif kind == "item":
            pairs = [(TYPE, self.mz.Item), (PREF_LABEL, Literal(name, language="zh"))]
        else:
            pairs = [(TYPE, self.mz.Item), (NOTATION, Literal(name))]
        return [Quad(node, predicate, value, self.names.items_graph) for predicate, value in pairs]
