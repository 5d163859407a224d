"""Marks of notes: raised digits that a format tells from those of the text before them.

Set in brackets they can't be taken for the last digits of an amount (1,234.56¹ for 1,234.561).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_AMOUNT = re.compile(r"(?:\d\.\d+|\d{3,}|,\d{3})$")
"""What a mark may stand behind; behind 10 a raised digit would be an exponent."""


def marks_note(before: Sequence[str]) -> bool:
    """Whether a raised digit after these pieces of text marks a note: they end in an amount."""
    return _AMOUNT.search("".join(before).rstrip()) is not None
