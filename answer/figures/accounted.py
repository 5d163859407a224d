"""Whether an answer accounts for what its question says: an amount, a rate or a number of rows that the question names
and the answer never took up is a condition that was dropped, and the answer is none."""

from __future__ import annotations

import re
from decimal import Decimal

from answer.language.words import garnish, neutral
from answer.request import stated
from answer.request.reply import Reply
from answer.request.speak import SCALE, number, trimmed

AMOUNT = re.compile(r"(?<![\d.])(?P<number>\d[\d,]*(?:\.\d+)?)(?P<uom>亿元|万元|元)")
PER_CENT = re.compile(r"(?<![\d.])(?P<number>\d+(?:\.\d+)?)[%％]")
VERDICT = re.compile("是|否|没有|不?对，|一致|不一致|完成了|未完成")
WHY = re.compile("为什么|为何|为啥|因何|原因|缘故|理由|咋回事|怎么回事")
NEAR = Decimal("0.001")
"""Part of an amount by which a rounded one may lie from it."""


SHARE_ASKED = re.compile("各?占(?:了|到)?(?:多少(?!分(?!之))|几成|百分之[几多])|(?:百分之(?:几|多少)|几成)$")
EACH_ASKED = re.compile(
    "(?:[、和与及跟]|[各每](?:类|项|款|个|科目|季度))[^，,；;]*(?:各自|分别|各)(?:是|为|有|占)?(?:多少|几(?!乎)|百分之)"
)
ONE_TOTAL = re.compile("收(?:入)?[、和与]支(?:出)?(?:预算|决算)?[总合]计")
"""What came in and what went out come to one total, printed once."""
RECKONED = {"合计": "加起来|加在一起|加一起|相加|加总|求和|总和|之和|的总[额数量]", "平均": "平均(?!分)"}
"""What an answer of several figures must say it reckoned, where the question asks for that."""
VERDICT_SAID = re.compile("是[，：]|否[，：]|没有|超过|低于|一致|高于|完成")
VERDICT_ASKED = re.compile("(?:多少|几)[^，,；;]*[，,；;][^，,；;]*(?:吗|么)$")


def half(text: str, reply: Reply) -> bool:
    """Whether an answer leaves out a half of what is asked: a share, or a verdict beside a number."""
    if SHARE_ASKED.search(text) and "%" not in reply.text and "百分" not in reply.text:
        return True
    for done, asked in RECKONED.items():
        if len(reply.values) > 1 and re.search(asked, text) and done not in reply.text + reply.formula:
            return True  # the figures by themselves are no sum
    one = len(reply.values) == 1 and reply.reason != "blank" and not ONE_TOTAL.search(text)
    if EACH_ASKED.search(text) and one:
        return True  # one number is not each of several
    return VERDICT_ASKED.search(text) is not None and VERDICT_SAID.search(reply.text) is None


def leftover(text: str, but: str) -> list[str]:
    """The words of what an operator leaves of a question that could name something, those of the pattern ``but``
    (科目, 预算) taken out."""
    said = stated.content(re.sub(but, " ", text))
    return [w for w in said if w not in neutral() | garnish() | stated.light()]


def dropped(text: str, reply: Reply) -> str:
    """What a question says that its answer does not take up, as it is said; empty where all of it is."""
    said = "".join((reply.text, reply.formula, *(e["quote"] + e["row"] + e["column"] for e in reply.evidence)))
    if VERDICT.match(reply.text) or WHY.search(text):
        return ""  # what is judged was taken up; how far something rose is what a reason is asked for
    plain = said.replace(",", "")
    amounts = [Decimal(v["amount"]) for v in reply.values if v["amount"]]
    for found in AMOUNT.finditer(text):
        value = Decimal(found["number"].replace(",", ""))
        yuan = value * SCALE[found["uom"]]
        written = {number(trimmed(yuan / scale)) for scale in SCALE.values()} | {found["number"].replace(",", "")}
        near = NEAR * max(abs(yuan), Decimal(1))
        if any(w in plain for w in written) or any(abs(a - yuan) <= near for a in amounts):
            continue
        return found[0]
    for found in PER_CENT.finditer(text):
        share = number(trimmed(Decimal(found["number"])))
        finer = r"\d*" if "." in share else r"(?:\.\d+)?"
        if not re.search(rf"(?<![\d.]){re.escape(share)}{finer}(?![\d.]*\d)", plain):
            return found[0]
    return ""
