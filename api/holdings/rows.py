"""Rows of the project's own queries as plain values, for JSON and pages."""

from __future__ import annotations

from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode, QuerySolutions

from graph.queries import Value, bound
from graph.store.generation import Generation

XSD = "http://www.w3.org/2001/XMLSchema#"

Plain = str | int | bool | None
Row = dict[str, Plain]


def rows(generation: Generation, name: str, **values: Value | list[str] | None) -> list[Row]:
    """Run the query ``name`` with its parameters; each row by variable, None where unbound.

    Decimals stay text, so that no digit is lost; integers and booleans are of their type, IRIs text.
    """
    result = generation.query(bound(name, generation.base, **values))
    assert isinstance(result, QuerySolutions)
    names = [variable.value for variable in result.variables]
    return [{name: plain(solution[name]) for name in names} for solution in result]


def plain(term: Any) -> Plain:
    """An RDF term as a JSON value."""
    if isinstance(term, Literal):
        kind = term.datatype.value
        if kind == XSD + "integer":
            return int(term.value)
        return term.value == "true" if kind == XSD + "boolean" else term.value
    if isinstance(term, NamedNode | BlankNode):
        return term.value
    return None if term is None else str(term)
