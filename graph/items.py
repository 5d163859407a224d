"""Labels of things that several disclosures name: row labels without a code, codes no list holds, units that disclose
nothing themselves.

They stand in one graph of their own, each once: the union of graphs does not drop duplicates, so a label repeated in
the graphs of two units would double every row of a query that reads it.
"""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import unquote

from pyoxigraph import Literal, NamedNode, Quad

from graph.identity import Names
from graph.vocabulary import LABEL, NOTATION, PREF_LABEL, TYPE, vocabulary


class Items:
    """Says what the items graph holds for an IRI that is named somewhere and described nowhere else."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self.mz = vocabulary(names.base)

    def named(self, quads: Iterable[Quad]) -> set[NamedNode]:
        """The items and units that some quads name as objects."""
        prefixes = tuple(f"{self.names.base}id/{kind}/" for kind in ("item", "unit", "functional", "economic"))
        return {
            quad.object
            for quad in quads
            if isinstance(quad.object, NamedNode) and quad.object.value.startswith(prefixes)
        }

    def describe(self, node: NamedNode) -> list[Quad]:
        """Type and label of an item or unit, taken from its IRI."""
        *_, kind, name = node.value.removeprefix(self.names.base + "id/").split("/")
        name = unquote(name)
        pairs: list[tuple[NamedNode, NamedNode | Literal]]
        if kind == "unit":
            pairs = [(TYPE, self.mz.Unit), (LABEL, Literal(name, language="zh"))]
        elif kind == "item":
            pairs = [(TYPE, self.mz.Item), (PREF_LABEL, Literal(name, language="zh"))]
        else:
            pairs = [(TYPE, self.mz.Item), (NOTATION, Literal(name))]
        return [Quad(node, predicate, value, self.names.items_graph) for predicate, value in pairs]
