"""Whether a number of the prose can be what a question asks for: it is not when its clause tells of another partner
(与长沙开展 for 与南昌), or when what is asked about is only named after it, in a clause of its own."""

from __future__ import annotations

import re
from collections.abc import Sequence

from answer.language.words import comparable, garnish, holds, neutral
from answer.prose.sentences import CLAUSE, words_asked
from answer.request import stated
from answer.request.reply import Reply

PARTNER = re.compile(
    "(?:与|和|同|跟)(?P<who>[\u4e00-\u9fff]{2,6}?)(?:之间)?(?:共同|联合|一起|合作)?"
    "(?:开展|进行|做|办|搞|签|合作|召开|建立|交流|对接|举办|来往|往来)"
)
"""With whom something was done."""
PURPOSE = re.compile("(?:主要|专门)?(?:用于|为|用以|用来|其中|以便|确保|保障|实现)")
"""Begins a clause that goes on about what stands before it."""
KIND = re.compile("(?<![\u4e00-\u9fff]第)[一二三四五六七八九十](?:类|级|等|星级|阶段|季度|届|轮)(?!别)")
"""Which of several kinds is meant: 三类 is not 二类."""
MOSTLY = 0.5
"""Share of the question that, told up to the number, makes it what is asked for."""
SENTENCE = re.compile(r"[^。；;！？]+[。；;！？]?")
ASIDE = r"(?:\.0+)?\s*[\u4e00-\u9fff]{0,3}\s*[（(](?P<aside>[^（）()]*)[）)]"
"""What a bracket right after a number says of it."""


def fits(text: str, reply: Reply) -> bool:
    """Whether the one number of an answer can be what the question's ``text``, without units and years, asks for."""
    if len(reply.values) != 1 or not reply.evidence:
        return reply.status != "ambiguous" or not _partner_missing(text, reply)
    printed, quote = str(reply.values[0]["value"]), str(reply.evidence[0]["quote"])
    told = [(s, clauses, at) for s in SENTENCE.findall(quote) for clauses, at in _places(s, printed)]
    return not told or any(
        _of_it(text, clauses, at) and not _together(text, s, clauses[at]) and not _one_of_aside(text, s, printed)
        for s, clauses, at in told
    )


def _together(text: str, sentence: str, clause: str) -> bool:
    """Whether a number is told of several partners of whom a question names one."""
    asked = PARTNER.search(text)
    if asked is None or PARTNER.search(clause):
        return False
    who = re.escape(asked["who"])
    return re.search(f"、{who}|{who}(?:、|和|及)", re.sub(r"\s", "", sentence)) is not None


def _one_of_aside(text: str, sentence: str, printed: str) -> bool:
    """Whether what is asked about is only named in the bracket behind a number, as one of several things it counts:
    其他用车8辆（主要是校车和教学用车） tells of no number of 校车."""
    plain = sentence.replace(",", "")
    for found in re.finditer(rf"(?<![\d.]){re.escape(printed)}{ASIDE}", plain):
        aside, beside = comparable(found["aside"]), comparable(plain.replace(found["aside"], " "))
        if re.search("[和与及、]", found["aside"]) and not re.search(r"\d", aside):
            return any(len(w) > 1 and w in aside and not stated.called(w, beside) for w in words_asked(text))
    return False


def _partner_missing(text: str, reply: Reply) -> bool:
    """Whether none of several readings is told of the partner that a question names."""
    asked = PARTNER.search(text)
    told = [m["who"] for e in reply.evidence for m in PARTNER.finditer(comparable(str(e["quote"])))]
    return asked is not None and bool(told) and not any(asked["who"] in who or who in asked["who"] for who in told)


def _places(sentence: str, printed: str) -> list[tuple[list[str], int]]:
    """The clauses of a sentence, with which of them print a number."""
    clauses = [comparable(c) for c in CLAUSE.split(sentence) if c]
    number = re.compile(rf"(?<![\d.]){re.escape(printed)}(?:\.0+)?(?![\d.]*\d)")
    return [(clauses, at) for at, clause in enumerate(clauses) if number.search(clause.replace(",", ""))]


def _of_it(text: str, clauses: Sequence[str], at: int) -> bool:
    if any(kind not in "，".join(clauses) for kind in KIND.findall(text)):
        return False
    asked, told = PARTNER.search(text), PARTNER.search(clauses[at])
    if asked and told and asked["who"] not in told["who"] and told["who"] not in asked["who"]:
        return False
    before, after = "，".join(clauses[: at + 1]), [c for c in clauses[at + 1 :] if not PURPOSE.match(c)]
    nothing = neutral() | garnish() | stated.light()
    words = [w for w in words_asked(text) if len(w) > 1 and w not in nothing]
    if sum(len(w) for w in words if stated.called(w, before)) >= MOSTLY * sum(map(len, words)):
        return True
    return not any(
        not stated.called(w, before) and any(holds(c, w) and re.search(r"\d", c) for c in after) for w in words
    )
