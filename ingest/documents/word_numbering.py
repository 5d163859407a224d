"""Automatic numbers of Word paragraphs: ``一、`` and ``（二）`` are often not in the text but in the list's format."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

_DIGITS = "〇一二三四五六七八九"
_UNITS = ("", "十", "百", "千")
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
    (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_MOST = 9999


@dataclass(slots=True)
class _Level:
    start: int = 1
    format: str = "decimal"
    text: str = ""
    suffix: str = ""


@dataclass(slots=True)
class Numbering:
    """The lists of a document and how far each has counted."""

    lists: dict[str, str] = field(default_factory=dict)
    levels: dict[tuple[str, int], _Level] = field(default_factory=dict)
    overrides: dict[tuple[str, int], int] = field(default_factory=dict)
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)
    _begun: set[str] = field(default_factory=set)

    @classmethod
    def read(cls, root: etree._Element | None) -> Numbering:
        """The lists that ``word/numbering.xml`` defines; none where the document has no such part."""
        numbering = cls()
        if root is None:
            return numbering
        for abstract in root.iter(f"{W}abstractNum"):
            number = abstract.get(f"{W}abstractNumId", "")
            for level in abstract.iter(f"{W}lvl"):
                numbering.levels[number, _integer(level.get(f"{W}ilvl"), 0)] = _Level(
                    _integer(_value(level, "start"), 1),
                    _value(level, "numFmt") or "decimal",
                    _value(level, "lvlText") or "",
                    {"space": " ", "nothing": ""}.get(_value(level, "suff") or "tab", " "),
                )
        for concrete in root.iter(f"{W}num"):
            number = concrete.get(f"{W}numId", "")
            numbering.lists[number] = _value(concrete, "abstractNumId") or ""
            for override in concrete.iter(f"{W}lvlOverride"):
                start = _value(override, "startOverride")
                if start is not None:
                    numbering.overrides[number, _integer(override.get(f"{W}ilvl"), 0)] = _integer(start, 1)
        return numbering

    def next(self, number: str, level: int) -> str:
        """The printed number of the next paragraph of list ``number`` at ``level`` (from 0); empty for bullets."""
        abstract = self.lists.get(number)
        form = self.levels.get((abstract or "", level))
        if abstract is None or form is None:
            return ""
        counts = self._counts.setdefault(abstract, {})
        if number not in self._begun:
            self._begun.add(number)
            for (owner, overridden), start in self.overrides.items():
                if owner == number:
                    counts[overridden] = start - 1
        counts[level] = counts.get(level, form.start - 1) + 1
        for deeper in [each for each in counts if each > level]:
            del counts[deeper]
        if form.format in ("bullet", "none"):
            return ""

        def printed(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            other = self.levels.get((abstract, at), _Level())
            return number_as(counts.get(at, other.start), other.format)

        text = re.sub(r"%(\d)", printed, form.text)
        # After a Chinese mark no blank is seen; after a figure the tab or blank keeps number and text apart.
        return text + (form.suffix if text[-1:].isascii() and text[-1:] else "")


def number_as(value: int, form: str) -> str:
    """``value`` in a number format of Word (ST_NumberFormat): ``chineseCounting`` 12 is 十二."""
    if not 0 < value <= _MOST:
        return str(value)
    if form.startswith(("chineseCounting", "japaneseCounting", "taiwaneseCounting")):
        return _counted(value)
    if form in ("ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital"):
        return "".join(_DIGITS[int(digit)] for digit in str(value))
    if form == "decimalZero":
        return f"{value:02d}"
    if form == "decimalFullWidth":
        return str(value).translate({ord(d): ord(d) + 0xFEE0 for d in "0123456789"})
    if form in ("decimalEnclosedCircle", "decimalEnclosedCircleChinese") and value <= len(_CIRCLED):
        return _CIRCLED[value - 1]
    if form in ("upperRoman", "lowerRoman"):
        roman = _roman(value)
        return roman.upper() if form == "upperRoman" else roman
    if form in ("upperLetter", "lowerLetter"):
        letter = chr(ord("a") + (value - 1) % 26) * ((value - 1) // 26 + 1)
        return letter.upper() if form == "upperLetter" else letter
    if form == "ideographTraditional":
        return _STEMS[(value - 1) % 10]
    if form == "ideographZodiac":
        return _BRANCHES[(value - 1) % 12]
    return str(value)


def _counted(value: int) -> str:
    text, gap = "", False
    digits = str(value)
    for at, digit in enumerate(digits):
        unit = _UNITS[len(digits) - at - 1]
        if digit == "0":
            gap = bool(text)
            continue
        text += ("〇" if gap else "") + _DIGITS[int(digit)] + unit
        gap = False
    return text.removeprefix("一") if text.startswith("一十") else text


def _roman(value: int) -> str:
    text = ""
    for worth, letters in _ROMAN:
        while value >= worth:
            text += letters
            value -= worth
    return text


def _value(element: etree._Element, child: str) -> str | None:
    found = element.find(f"{W}{child}")
    return None if found is None else found.get(f"{W}val")


def _integer(text: str | None, default: int) -> int:
    try:
        return int(text or default)
    except ValueError:
        return default
