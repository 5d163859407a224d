"""Whether a sentence lists what a question asks for by its name and by what was done with it (采购了哪些货物): the list
stands in one clause with the name. One that holds such words elsewhere lists other things."""

from __future__ import annotations

import re

from answer.language.words import comparable, lexicon

ASKED = re.compile("^(?P<deed>[\u4e00-\u9fff]{2,3}?)了?哪(?:些|几[个种类项家])(?P<what>[\u4e00-\u9fff]{2,6})$")
ROW = re.compile("、|》《|》和《")
OTHER_LISTS = re.compile(r"[；;\n]|[：:]$|(?<![\d,，])\d{1,2}[.．)）、](?!\d)|[一二三四五六七八九十]+是|包括")
"""Lists of clauses or sentences, which are no row of words."""
CLAUSE = re.compile("[，,。：:]")


def lists(text: str, quote: str) -> bool:
    """Whether a quotation can list what a question, without unit and year, asks for."""
    asked = ASKED.match(comparable(text))
    if asked is None or asked["what"].startswith(tuple(lexicon("prose")["kinds"])):
        return True
    if asked["what"] not in quote:
        return False
    if re.search(rf"{asked['what']}(?:类|支出|金额|采购|合同)*\s*[\d.,]+\s*(?:万元|亿元|元|%)", quote):
        return False  # its amount is told, as one of several kinds
    if OTHER_LISTS.search(quote):
        return True
    return any(ROW.search(clause) and asked["what"] in clause for clause in CLAUSE.split(quote))
