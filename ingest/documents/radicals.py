"""Radicals printed in place of ideographs.

PDF files printed by a browser often map glyphs to radical code points (``⽀出 项⽬``): what is seen is right, the text
is not. Only those code points are replaced; every other character, full-width brackets included, stays as printed.
"""

from __future__ import annotations

import csv
import unicodedata
from functools import cache
from importlib.resources import files

_KANGXI = range(0x2F00, 0x2FD6)
_COMPATIBILITY = range(0xF900, 0xFAFF + 1)


@cache
def _table() -> dict[int, str]:
    # U+2E80-2EFF have no compatibility mapping of their own; the pairs in radicals.csv are those of Unicode's
    # EquivalentUnifiedIdeograph.txt.
    text = files(__package__).joinpath("radicals.csv").read_text(encoding="utf-8")
    table = {ord(row["radical"]): row["ideograph"] for row in csv.DictReader(text.splitlines())}
    table.update({point: unicodedata.normalize("NFKC", chr(point)) for point in _KANGXI})
    table.update({point: unicodedata.normalize("NFC", chr(point)) for point in _COMPATIBILITY})
    return table


def with_ideographs(text: str) -> str:
    """``text`` with radicals and compatibility ideographs replaced by the ideographs they stand for.

    One character gives one character, so positions stay.
    """
    return text if text.isascii() else text.translate(_table())
