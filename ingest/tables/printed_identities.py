"""The arithmetic that a table prints under itself: 27行＝（1＋2＋…＋8）行；6栏各行＝（1＋2－3）栏各行."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

Axis = Literal["行", "栏"]

STATEMENT = re.compile(
    r"(?P<total>\d+)(?P<axis>行|栏)(?:各行|各栏)?=(?P<sum>[^;。=]*?)(?=[;。]|,?\d+(?:行|栏)(?:各行|各栏)?=|$)"
)
WORDS = re.compile(r"各行|各栏|行|栏|第|,$")
MINUS = str.maketrans("−–—", "---")
TOKEN = re.compile(r"\d+|\.{3,}|[+\-()]")
MOST_TERMS = 200


@dataclass(frozen=True, slots=True)
class PrintedIdentity:
    """``total`` is the line or column number of the sum, ``terms`` the signed numbers of its parts."""

    axis: Axis
    total: int
    terms: tuple[tuple[int, int], ...]
    """(sign, number) in order."""


def printed_identities(text: str) -> list[PrintedIdentity]:
    """The identities a note states, in order; what is no sum or difference of lines or columns is passed over."""
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).translate(MINUS)
    found = []
    for statement in STATEMENT.finditer(plain):
        terms = _terms(WORDS.sub("", statement["sum"]))
        if terms:
            axis: Axis = "行" if statement["axis"] == "行" else "栏"
            found.append(PrintedIdentity(axis, int(statement["total"]), tuple(terms)))
    return found


def _terms(expression: str) -> list[tuple[int, int]]:
    """Signed numbers of a sum with brackets and ellipses; empty where it is anything else."""
    tokens = TOKEN.findall(expression)
    if "".join(tokens) != expression:
        return []
    terms: list[tuple[int, int]] = []
    signs, sign, through, wants_number = [1], 1, False, True
    for token in tokens:
        if token == "(":
            signs.append(signs[-1] * sign)
            sign = 1
        elif token == ")":
            if len(signs) == 1 or wants_number:
                return []
            signs.pop()
        elif token in "+-":
            sign = 1 if token == "+" else -1
            wants_number = True
        elif token.isdigit():
            if not wants_number:
                return []
            if through and (not terms or not _fill(terms, int(token))):
                return []
            terms.append((signs[-1] * sign, int(token)))
            sign, through, wants_number = 1, False, False
        else:
            through = True
    return terms if terms and len(signs) == 1 and not wants_number and not through else []


def _fill(terms: list[tuple[int, int]], last: int) -> bool:
    """Put in what an ellipsis stands for: the numbers from the last term to the next, by the step printed before."""
    sign, first = terms[-1]
    step = first - terms[-2][1] if len(terms) > 1 else 1
    if step < 1 or last <= first or (last - first) % step or (last - first) // step > MOST_TERMS:
        return False
    terms.extend((sign, number) for number in range(first + step, last, step))
    return True
