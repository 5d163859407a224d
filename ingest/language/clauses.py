"""A sentence → clauses: stretches of text between separators, each with its quantities."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.language.quantities import Quantity

_SEPARATORS = "，；：。！？"
_LONGEST_QUOTE = 80
"""Quotation marks further apart than this many characters don't belong together."""


@dataclass(frozen=True, slots=True)
class Clause:
    """``text`` is ``sentence[start:end]``; ``before`` and ``after`` are the separators around it, empty at the ends.
    Several separators in a row all stand in ``before``, only the first in ``after``.

    ``depth`` counts the brackets around it.
    """

    text: str
    start: int
    end: int
    before: str
    after: str
    depth: int
    quantities: tuple[Quantity, ...]


def clauses(text: str, quantities: Sequence[Quantity]) -> list[Clause]:
    """The clauses of a normalised sentence, in order.

    ``、`` separates only behind a quantity (基本工资42.45万元、津贴补贴...), not within a name (收、支总计). Brackets
    open a clause only where they hold a quantity; else they are part of a name (一般公共服务（类）).
    """
    opened = _speaking_brackets(text, quantities)
    covered = {position for quantity in quantities for position in range(quantity.start, quantity.end)}
    found: list[Clause] = []
    start, depth, before = 0, 0, ""
    silent_until = -1
    for position, character in enumerate(text):
        if position < silent_until or position in covered:
            continue
        if character in "“《":
            end = text.find("”" if character == "“" else "》", position, position + _LONGEST_QUOTE)
            silent_until = end if end > 0 else -1
            continue
        if character == "（":
            closing = opened.get(position)
            if closing is None:
                end = _closing(text, position)
                silent_until = end if end > 0 else -1
                continue
        elif character == "）":
            if position not in opened.values():
                continue
        elif character == "、":
            if not _follows_quantity(text, start, position, quantities):
                continue
        elif character not in _SEPARATORS:
            continue
        _append(found, text, start, position, before, character, depth, quantities)
        before = before + character if start == position else character
        start = position + 1
        depth += (character == "（") - (character == "）")
    _append(found, text, start, len(text), before, "", depth, quantities)
    return found


def _append(
    found: list[Clause], text: str, start: int, end: int, before: str, after: str, depth: int,
    quantities: Sequence[Quantity],
) -> None:
    if start < end:
        inside = tuple(q for q in quantities if start <= q.start and q.end <= end)
        found.append(Clause(text[start:end], start, end, before, after, depth, inside))


def _closing(text: str, position: int) -> int:
    """Where the bracket at ``position`` closes, -1 where it never does."""
    depth = 0
    for index in range(position, len(text)):
        depth += (text[index] == "（") - (text[index] == "）")
        if depth == 0:
            return index
    return -1


def _speaking_brackets(text: str, quantities: Sequence[Quantity]) -> dict[int, int]:
    """Opening → closing position of the brackets that hold a quantity. Where the closing one is missing, the end."""
    found: dict[int, int] = {}
    for position, character in enumerate(text):
        if character != "（" or any(q.start <= position < q.end for q in quantities):
            continue
        end = _closing(text, position)
        end = len(text) if end < 0 else end
        if any(position < q.start and q.end <= end for q in quantities):
            found[position] = end
    return found


def _follows_quantity(text: str, start: int, position: int, quantities: Sequence[Quantity]) -> bool:
    """Whether what stands before ``、`` ends with a quantity, but for a bracket behind it."""
    last = max((q.end for q in quantities if start <= q.start and q.end <= position), default=None)
    if last is None:
        return start > 0 and text[start - 1] in "）、" and start == position
    rest = text[last:position]
    return not rest or (rest.startswith("（") and rest.endswith("）"))
