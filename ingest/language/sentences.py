"""Printed prose → sentences in one spelling: no blanks of the flow, full-width punctuation, half-width digits."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from ingest.language.lexicon import alternatives, quantity_words

_WIDE = (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))
"""Full-width digits and letters."""
_WIDTH = str.maketrans(
    {chr(code): chr(code - 0xFEE0) for code in _WIDE} | dict(zip("％．－＋＝＞＜　()‐", "%.-+=>< （）-", strict=True))
)
_WIDE_GROUP = re.compile("(?<=[０-９])，(?=[０-９]{3}(?![０-９]))")
"""The comma between the groups of a number set wide."""
_FORMULA = re.compile(r"\$([^$\n]{1,60})\$")
_COMMA = re.compile(r"(?<=[\u4e00-\u9fff）”%]),|,(?=[\u4e00-\u9fff（“])")
_COLON = re.compile(r"(?<=[\u4e00-\u9fff）”]):|:(?=[\u4e00-\u9fff（“])")
_BLANK = re.compile(r"\s+")
_SPACED_GROUPS = re.compile(r"(?<![\d.,])\d{1,3}(?:[ \u00a0\u2009\u202f]\d{3})+(?=(?:\.\d+)?\s*(?:亿|万|千)?元)")
"""Money whose groups stand apart by a blank (1 286.47万元). Only before its unit: else they may be two cells."""
_END = re.compile(r"[。！？!?]+[”’」』）)]*")


@dataclass(frozen=True, slots=True)
class Sentence:
    """``printed`` as in the document, ``text`` in one spelling."""

    printed: str
    text: str


@lru_cache(maxsize=4096)
def normalise(text: str) -> str:
    """One spelling for reading: formula remnants as signs, no white space except between Latin words or two numbers."""
    if "$" in text:
        text = _FORMULA.sub(lambda found: _spell(found.group(1)), text)
    if "\\" in text:
        text = _spell(text)
    text = _WIDE_GROUP.sub(",", text).translate(_WIDTH)
    text = _SPACED_GROUPS.sub(lambda found: _BLANK.sub(",", found.group()), text)
    text = _BLANK.sub(lambda found: " " if _keeps_blank(text, found.start(), found.end()) else "", text)
    text = _COMMA.sub("，", text)
    text = _COLON.sub("：", text)
    return text.replace(";", "；")


@cache
def _signs() -> re.Pattern[str]:
    return re.compile(rf"\s*({alternatives(quantity_words().latex)})\s*")


def _spell(formula: str) -> str:
    latex = quantity_words().latex
    return _signs().sub(lambda found: latex[found.group(1)], formula).replace("{", "").replace("}", "")


def _keeps_blank(text: str, start: int, end: int) -> bool:
    if start == 0 or end == len(text):
        return False
    before, after = text[start - 1], text[end]
    if not (before.isascii() and after.isascii() and before.isalnum() and after.isalnum()):
        return False
    return before.isdigit() == after.isdigit()


def sentences(text: str) -> list[Sentence]:
    """The sentences of a passage in order; what follows the last full stop is a sentence too."""
    found: list[Sentence] = []
    start = 0
    for end in [match.end() for match in _END.finditer(text)] + [len(text)]:
        printed = text[start:end].strip()
        if printed:
            found.append(Sentence(printed, normalise(printed)))
        start = end
    return found
