"""Spans of the pipeline → quantities with value, unit of measure and qualifier."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from ingest.language.lexicon import quantity_words
from ingest.language.pipeline import QUANTITIES
from ingest.language.token_tags import ABOUT, AFTER, BOUND, NUMBER, NUMERAL, PERCENT, UNIT

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span

QuantityKind = Literal["money", "percent", "count", "bare"]

_DIGITS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_POWERS = {"十": 10, "百": 100, "千": 1000}
_RANGE = re.compile(r"[-~—–～至]$")
_RANGE_AFTER = re.compile(r"^[-~—–～至到]\d")
_DIGIT = re.compile(r"\d")
_MINUS = ("-", "−")
_CHANGE_BELOW_ZERO = re.compile(r"(?:增加|增长|增幅|上升|提高|减少|下降|降低)(?:了|额|率|数)?(?:为)?[-−]$")
_RATE_BELOW_ZERO = re.compile(r"(?:率|偏差|差异)(?:为|是)?[-−]$")
_ROUND_THE_CLOCK = re.compile(r"(?!以|之|内|左右|及|和|的|至|到)[\u4e00-\u9fff]")
_NUMBERED_YEAR = re.compile(r"\d{1,2}[.．、](?:19|20)\d\d\s*年")
_RATE_WITHIN = re.compile(r"内[\u4e00-\u9fff]{2,8}率")
_QUOTES = (("“", "”"), ("《", "》"), ("「", "」"), ("【", "】"), ("〔", "〕"), ("[", "]"))


@dataclass(frozen=True, slots=True)
class Quantity:
    """A quantity in a normalised text. ``start`` and ``end`` count characters; ``value`` is in ``uom`` as printed.

    ``amount`` is in yuan for money. ``threshold`` says that a word like 以上 stands behind the unit, ``negative``
    that a minus sign stands before the number of a change (增长-5.2%); the value is without it. A rate that is
    below zero by itself (差异率-6.22%) has its sign in ``value``.
    """

    value: Decimal
    uom: str
    qualifier: str
    kind: QuantityKind
    amount: Decimal | None
    start: int
    end: int
    threshold: bool = False
    negative: bool = False


def may_hold_quantities(text: str) -> bool:
    """Whether a normalised text has a digit or a numeral before a counter: others need no pipeline."""
    return bool(_DIGIT.search(text) or quantity_words().numeral.search(text))


def quantities(doc: Doc) -> list[Quantity]:
    """The quantities of a text the pipeline has read, in order.

    Left out are ordinals, ranges, numbers of documents, parts of codes, and everything inside titles and quotation
    marks: names hold numbers that count nothing ("15 分钟社区生活圈", "四个意识").
    """
    text = doc.text
    quoted = _quoted(text)
    found = []
    for span in doc.spans[QUANTITIES]:
        if any(start < span.start_char < end for start, end in quoted):
            continue
        quantity = _quantity(span)
        if quantity is None:
            continue
        if _CHANGE_BELOW_ZERO.search(text[: quantity.start]) and quantity.kind in ("money", "percent"):
            found.append(replace(quantity, negative=True))
        elif quantity.kind == "percent" and _RATE_BELOW_ZERO.search(text[: quantity.start]):
            found.append(replace(quantity, value=-quantity.value, start=quantity.start - 1))
        elif not _is_no_quantity(text, span, quantity):
            found.append(quantity)
    return found


def number(printed: str) -> Decimal | None:
    """``2,447.51`` or ``两百`` as a number, None where it is none."""
    if re.fullmatch(r"[\d,]+(?:\.\d+)?", printed):
        return Decimal(printed.replace(",", ""))
    total = digit = 0
    for character in printed:
        if character in _DIGITS:
            digit = _DIGITS[character]
        elif character in _POWERS:
            total += (digit or 1) * _POWERS[character]
            digit = 0
        else:
            return None
    return Decimal(total + digit) if printed else None


def _quantity(span: Span) -> Quantity | None:
    words = quantity_words()
    value: Decimal | None = None
    uom = qualifier = ""
    threshold = False
    for token in span:
        if token.tag_ == BOUND:
            qualifier = words.before[token.text]
        elif token.tag_ in (NUMBER, NUMERAL):
            value = number(token.text)
        elif token.tag_ == PERCENT:
            value, uom = number(token.text[:-1]), token.text[-1]
        elif token.tag_ == ABOUT:
            qualifier = words.about_inside[token.text]
        elif token.tag_ == UNIT:
            uom = token.text
        elif token.tag_ == AFTER:
            qualifier, threshold = words.after[token.text], True
    if value is None:
        return None
    if uom in words.money:
        kind: QuantityKind = "money"
    elif uom in words.percent:
        kind = "percent"
    else:
        kind = "count" if uom else "bare"
    amount = value * words.money[uom] if kind == "money" else None
    return Quantity(value, uom, qualifier, kind, amount, span.start_char, span.end_char, threshold)


def _is_no_quantity(text: str, span: Span, quantity: Quantity) -> bool:
    before, after = text[: quantity.start], text[quantity.end :]
    if quantity.kind == "bare" and "." not in span.text:
        return True  # list numbers, numbers of documents; a rate that lost its sign has decimals (增长13.95)
    if before.endswith(_MINUS):
        return True  # below zero: its sign would be lost
    if before.endswith(("第", "之", "-", "—", "~", "～", "–", "表", "图", "附件")) and quantity.kind != "money":
        return True
    if quantity.uom in ("万", "亿") and re.match(r"[\u4e00-\u9fff]", after):
        return True  # 19万颗: a counter that is not known, and no money
    if _RANGE.search(before) and re.search(r"\d[^，。；\d]{0,3}[-~—–～至]$", before):
        return True
    if _RANGE_AFTER.search(after):
        return True
    if quantity.uom in ("类", "款", "项") and quantity.value >= 100 and before.endswith("（"):
        return True  # 教育支出（205类）: a code
    if quantity.uom == "小时" and quantity.value == 24 and _ROUND_THE_CLOCK.match(after):
        return True  # 24小时求助热线接通率: says what kind of line it is
    if _RATE_WITHIN.match(after):
        return True  # 48小时内办结率: part of the name of the rate
    if quantity.kind == "count" and quantity.qualifier in (">", "<") and after.startswith("的"):
        return True  # 班额超过50人的班级: says which
    if quantity.uom == "年" and _NUMBERED_YEAR.fullmatch(span.text):
        return True  # 5.2024年主要业务目标: a list number and a year
    return quantity.uom == "年" and quantity.value >= 1900


def _quoted(text: str) -> list[tuple[int, int]]:
    spans = []
    for opening, closing in _QUOTES:
        start = text.find(opening)
        while start >= 0:
            end = text.find(closing, start)
            if end < 0:
                break
            spans.append((start, end))
            start = text.find(opening, end)
    return spans
