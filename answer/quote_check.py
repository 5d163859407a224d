"""Whether a quoted sentence can be what a question asks for: several things where it asks which ones, a body of the
kind where it asks which body. A sentence that only shares words with the question is no answer."""

from __future__ import annotations

import re

from answer.reply import Reply

QUOTES = "原文：“"
SEVERAL = re.compile("哪(?:些|几|[两三四五六七八九十])(?!年)")
LISTED = re.compile(
    r"[、；;\n]|[和与及并]|(?<![\d,，])(?:\d{1,2}|[一二三四五六七八九十])[.．)）](?!\d)|（\d|分别|包括|均|都"
)
KIND = re.compile(
    "哪(?:个|家|所|一家|一个|座|几家|几个)(?P<kind>局|委员会|厅|公司|学校|大学|医院|银行|事务所|街道|中心|法院)"
)


def tells(text: str, reply: Reply) -> bool:
    """Whether an answer that is a quotation alone can tell what a question without units and years asks."""
    if reply.status != "answered" or reply.values or not reply.text.startswith(QUOTES):
        return True
    quote = reply.text.removeprefix(QUOTES).rstrip("”。；;")
    if SEVERAL.search(text) and not LISTED.search(quote):
        return False
    kind = KIND.search(text)
    return kind is None or kind["kind"][-1] in quote
