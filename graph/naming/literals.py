"""Numbers as the graph writes them. Oxigraph normalises decimals ("100.00" reads back "100"), so they are written
normalised; the printed text is kept beside them as a string."""

from __future__ import annotations

from decimal import Decimal

from pyoxigraph import Literal

from graph.naming.vocabulary import BOOLEAN, DECIMAL, INTEGER

TRUE = Literal("true", datatype=BOOLEAN)


def plain(value: Decimal) -> str:
    """A decimal without exponent, its digits kept: ``25.30``."""
    return format(value, "f")


def shortest(value: Decimal) -> str:
    """A decimal without exponent, trailing zeros or negative zero: ``25.3``."""
    text = plain(value)
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def decimal_literal(value: Decimal) -> Literal:
    """An ``xsd:decimal`` that the store gives back unchanged. Raises ValueError for NaN and infinity."""
    if not value.is_finite():
        raise ValueError(f"{value} is not a number that can be stored")
    return Literal(shortest(value), datatype=DECIMAL)


def integer_literal(value: int) -> Literal:
    """An ``xsd:integer``."""
    return Literal(str(value), datatype=INTEGER)
