"""Numbers that are too long for their column and go on in the next line: 32,637,300.0 | 0.

Two words are one number only where the upper makes no number as the column prints them and the lower completes it, and
where the upper leaves no room for one more digit.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.documents.aligned_words import Word
from ingest.tables.printed_numbers import FULL_WIDTH

_PIECE = re.compile(r"[-−－]?\d[\d,.]*")
_REST = re.compile(r"[\d,.]*\d")
_WHOLE = re.compile(r"[-−－]?(?:[1-9]\d{0,2}(?:,\d{3})*|[1-9]\d*|0)\.\d{2}")
"""An amount with its two decimals, as all of a column print them."""
_CLOSE = 1.6
"""In units of the font size: the lines of one cell are not farther apart."""
_ROOM = 0.1
"""In units of the font size: by how much a line may be shorter than the column's longest without leaving room."""


def _plain(word: Word) -> str:
    """The text of a word, digits and signs in half width."""
    return word.text.translate(FULL_WIDTH)


def mended(words: Sequence[Word], size: float) -> list[Word]:
    """The words of a table's body, broken numbers put together, in the order given; all others as they are."""
    taken: set[int] = set()
    found: list[Word] = []
    amounts = [word for word in words if _WHOLE.fullmatch(_plain(word))]
    for index, upper in enumerate(words):
        if index in taken:
            continue
        at = _rest_of(index, words, amounts, size) if _PIECE.fullmatch(_plain(upper)) else None
        if at is None or at in taken:
            found.append(upper)
            continue
        taken.add(at)
        found.append(_joined(upper, words[at]))
    return [word for word in found if not any(word is words[i] for i in taken)]


def _rest_of(index: int, words: Sequence[Word], amounts: Sequence[Word], size: float) -> int | None:
    """The index of the word that completes a piece of a number; None where there is none, or more than one."""
    upper = words[index]
    if _WHOLE.fullmatch(_plain(upper)):
        return None
    below = [
        i for i, word in enumerate(words)
        if 0 < word.y - upper.y <= _CLOSE * size and word.x0 < upper.x1 and word.x1 > upper.x0
    ]
    if len(below) != 1 or not _REST.fullmatch(_plain(words[below[0]])):
        return None
    lower = words[below[0]]
    if not _WHOLE.fullmatch(_plain(upper) + _plain(lower)) or not _flush(upper, lower, size):
        return None
    column = [word for word in amounts if word.x0 < upper.x1 and word.x1 > upper.x0]
    digit = (upper.x1 - upper.x0) / len(upper.text)
    fills = all(word.x1 - word.x0 <= upper.x1 - upper.x0 + digit + _ROOM * size for word in column)
    return below[0] if fills and (_plain(upper)[-1] in ",." or column or _grouped(_plain(upper))) else None


def _grouped(text: str) -> bool:
    """Whether a piece alone shows that it is none: 39,488,0 or 300.0."""
    return not re.fullmatch(r"[-−－]?(?:\d{1,3}(?:,\d{3})+|\d+)", text)


def _flush(upper: Word, lower: Word, size: float) -> bool:
    near = 0.2 * size
    return (
        abs(upper.x1 - lower.x1) <= near or abs(upper.x0 - lower.x0) <= near or abs(upper.x - lower.x) <= near
    )


def _joined(upper: Word, lower: Word) -> Word:
    """One word in the middle of the two lines and one line high, as the numbers beside it stand."""
    middle = (upper.y + lower.y) / 2
    return Word(
        upper.text + lower.text, min(upper.x0, lower.x0), middle - upper.height / 2, max(upper.x1, lower.x1),
        middle + upper.height / 2, (*upper.glyphs, *lower.glyphs),
    )
