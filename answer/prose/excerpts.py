"""Long quotations in an answer's words, cut to the clauses that hold its figures: a sentence that tells of a year's
whole work in twenty numbers answers nobody who asked for one. The evidence keeps the sentence whole."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from answer.request.reply import Reply
from answer.request.speak import SCALE

MOST_NUMBERS = 8
"""Different numbers that an answer may say without being cut, beside two for each of its values."""
OPENS = re.compile("原(?:文|句)：“")
NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
CLAUSE = re.compile(r"[^，；。;]*[，；。;]?")
CUT = "……"


def cut(reply: Reply) -> None:
    """Cuts the quotations of an answer that says too many numbers; one that holds none of its figures stays whole."""
    wanted = {number for value in reply.values for number in _spellings(value)}
    if not wanted or len(_numbers(reply.text)) <= MOST_NUMBERS + 2 * len(reply.values):
        return
    told, at = "", 0
    for opened in OPENS.finditer(reply.text):
        end = _closes(reply.text, opened.end())
        if opened.start() >= at and end:
            told += reply.text[at : opened.end()] + _kept(reply.text[opened.end() : end], wanted)
            at = end
    reply.text = told + reply.text[at:]


def _spellings(value: Mapping[str, Any]) -> set[Decimal]:
    """A value's number, and that of its amount in each unit of money."""
    amount = [Decimal(value["amount"]) / scale for scale in SCALE.values()] if value["amount"] else []
    return {abs(number) for number in (Decimal(value["value"]), *amount)} if value["value"] else set()


def _numbers(text: str) -> set[Decimal]:
    return {Decimal(found.replace(",", "")) for found in NUMBER.findall(text)}


def _closes(text: str, start: int) -> int:
    """Where a quotation that begins at ``start`` ends, those inside it left out; 0 where it does not."""
    depth = 1
    for at in range(start, len(text)):
        depth += {"“": 1, "”": -1}.get(text[at], 0)
        if not depth:
            return at
    return 0


def _kept(quote: str, wanted: set[Decimal]) -> str:
    """The clauses of a quotation that hold a wanted number; the whole of it where none does."""
    clauses = CLAUSE.findall(quote)
    chosen = [bool(_numbers(clause) & wanted) for clause in clauses]
    if not any(chosen):
        return quote
    told = ""
    for clause, keep in zip(clauses, chosen, strict=True):
        if keep:
            told += clause
        elif not told.endswith(CUT) and clause:
            told += CUT
    return told
