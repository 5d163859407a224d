"""When two printed numbers agree: what rounding explains and what it does not."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal

ZERO = Decimal(0)
HUNDRED = Decimal(100)
_CENT = Decimal("0.01")
_LARGE = ("亿元",)
"""Units of which a hundredth is a sum of money worth telling apart."""


def quantum(values: Iterable[Decimal], uom: str) -> Decimal:
    """The last printed place of amounts of this unit: 0.01, or 1 where all are whole yuan."""
    if uom == "元" and all(value == value.to_integral_value() for value in values):
        return Decimal(1)
    return _CENT


def is_rounding(difference: Decimal, uom: str, values: Iterable[Decimal], parts: int = 1) -> bool:
    """Whether a difference is within what rounding does: two last places (0.02 万元).

    For 亿元, where two places are two million yuan, it is half a place for each number added, rounded down.
    """
    place = quantum(values, uom)
    limit = place * 2
    if uom in _LARGE:
        limit = (place * (parts + 1) / 2).quantize(place, ROUND_FLOOR)
    return abs(difference) <= limit


def shortened(value: Decimal, other: Decimal) -> bool:
    """Whether ``value`` is ``other`` rounded to the places that ``value`` prints: 5.3 for 5.26."""
    places = exponent(value)
    return places < exponent(other) and other.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP) == value


def exponent(value: Decimal) -> int:
    """Printed places behind the point."""
    found = value.as_tuple().exponent
    return max(0, -found) if isinstance(found, int) else 0


def percent(part: Decimal, whole: Decimal, places: int) -> Decimal:
    """``part`` of ``whole`` in percent, rounded to ``places``."""
    return (part / whole * HUNDRED).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def ratio_off(part: Decimal, whole: Decimal, printed: Decimal) -> Decimal | None:
    """How far a printed percentage is from ``part`` of ``whole``, in last printed places; 0 where it agrees.

    Both amounts are known to half a hundredth only, so a range of percentages agrees. None where the whole is zero.
    """
    if whole == ZERO:
        return None
    half = _CENT / 2
    low = (abs(part) - half) / (abs(whole) + half) * HUNDRED
    high = (abs(part) + half) / max(abs(whole) - half, half) * HUNDRED
    place = Decimal(1).scaleb(-exponent(printed))
    value = abs(printed)
    if low - place / 2 <= value <= high + place / 2:
        return ZERO
    return (low - place / 2 - value if value < low else value - high - place / 2) / place


def plain(value: Decimal) -> str:
    """A number without exponent, places kept as printed."""
    return f"{value:f}"
