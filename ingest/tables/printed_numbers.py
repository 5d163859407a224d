"""Numbers as tables print them: full width, with separators, signs or brackets, broken over lines, with their unit."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

FULL_WIDTH = str.maketrans("０１２３４５６７８９．，－（）％", "0123456789.,-()%")
NUMBER = re.compile(
    r"(?P<open>\()?[¥￥]?(?P<sign>[-−])?[¥￥]?(?P<digits>\d{1,3}(?:,\d{3})+|\d+)(?P<fraction>\.\d+)?(?P<close>\))?"
    r"(?P<unit>%|亿元|百万元|万元|千元|元|人次|人|批次|批|辆|台|套|个)?"
)
BROKEN_DECIMALS = re.compile(r"-?[\d,]{3,}\.\d\n\d")
NOTE_MARK = re.compile(r"(?<=\d)(?:\[\d{1,2}\]|[①-⑳]|[*＊※]{1,3}|[（(]注\d{0,2}[）)])$")
"""What refers from an amount to a note below its table; readers set raised digits in square brackets."""
BLANK = re.compile(r"[ \t\u3000\u00a0]")


@dataclass(frozen=True, slots=True)
class PrintedNumber:
    """A number and the unit printed beside it in the same cell, empty where none is."""

    value: Decimal
    unit: str


def read_number(text: str) -> PrintedNumber | None:
    """The number a cell prints, None where it prints none, or more than one.

    A number broken over lines is one number only where the parts make a well-formed one and are not all well-formed
    by themselves: "164,978,6\\n40", but not "12.00\\n13.00"; or where a long one breaks between its two decimals.
    Brackets make a number negative, as in accounts. The mark of a note behind it is no part of it.
    """
    text = NOTE_MARK.sub("", text.rstrip())
    parts = text.translate(FULL_WIDTH).split()
    whole = all(NUMBER.fullmatch(part) for part in parts) and not BROKEN_DECIMALS.fullmatch("\n".join(parts))
    if len(parts) > 1 and (BLANK.search(text.lstrip()) or whole):
        return None
    found = NUMBER.fullmatch("".join(parts))
    if not found or bool(found["open"]) != bool(found["close"]):
        return None
    value = Decimal(found["digits"].replace(",", "") + (found["fraction"] or ""))
    return PrintedNumber(-value if found["open"] or found["sign"] else value, found["unit"] or "")


def parse_number(text: str) -> Decimal | None:
    """The value of ``read_number`` where no unit of measure (but %) stands beside it."""
    number = read_number(text)
    return number.value if number is not None and number.unit in ("", "%") else None
