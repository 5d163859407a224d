"""When something was done, from the one sentence that tells it with its date: 5月20日起，免收投标人投标保证金."""

from __future__ import annotations

import re
from collections.abc import Sequence

from answer.holdings.knowledge import Knowledge
from answer.language.words import comparable, compiled, lexicon
from answer.prose import quoted
from answer.prose.quote_check import WHEN
from answer.prose.sentences import CLAUSE, Sentence, Target, sentences, words_asked
from answer.request import stated
from answer.request.reply import Reply, cite

YEAR = re.compile("(?:是|在|于)?哪一?(?:个)?年(?:度|份)?")
ASKS = re.compile(f"从?(?:{WHEN.pattern}|{YEAR.pattern})+起?")
DATE = re.compile(r"(?:(?:19|20)\d{2}\s*年\s*)?\d{1,2}\s*月(?:\s*\d{1,2}\s*[日号])?|(?:19|20)\d{2}\s*年")
BEGINS = re.compile("(?:开始|起算|起)的?$")
"""Says of a date only that something is so from then on."""
DAY = re.compile("[日号天]")
LEAST = 2
"""Characters of words that a question must hold."""


def tell(reply: Reply, knowledge: Knowledge, targets: Sequence[Target], text: str, uom: str) -> bool:
    """The date, with its sentence; False where two sentences tell different ones, or one has several before it."""
    asked = ASKS.search(text)
    if asked is None or re.search("多少|哪[些个]", text):
        return False
    plain = compiled(lexicon("prose")["dates"]["began"]).sub("上线", text)
    plain = BEGINS.sub(" ", ASKS.sub(" ", plain))
    words = [w for w in words_asked(plain) if not stated.says_nothing(w)]
    if sum(map(len, words)) < LEAST:
        return False
    found: dict[str, Sentence] = {}
    for target in targets:
        for sentence in sentences(knowledge, target):
            own = comparable(sentence.text)
            fits = all(stated.called(w, own) or stated.same_deed(w, own) for w in words)
            if fits and not quoted.EXPLAINED.match(sentence.text) and (date := _date(sentence.text, words, asked[0])):
                found.setdefault(date, sentence)
    if len(found) != 1:
        return False
    date, sentence = next(iter(found.items()))
    reply.text = f"{date}。原文：“{sentence.text}”"
    reply.status = "answered"
    cite(reply, [sentence.evidence])
    return True


def _date(text: str, words: Sequence[str], asked: str) -> str:
    """The date nearest before what is asked about, or right behind it (创建于1958年); as exact as it is asked for."""
    clauses = [c for c in CLAUSE.split(text) if c]
    told = max(range(len(clauses)), key=lambda i: (sum(len(w) for w in words if w in comparable(clauses[i])), -i))
    for at in range(told, -1, -1):
        dates = [re.sub(r"\s", "", d[0]) for d in DATE.finditer(clauses[at])]
        if YEAR.search(asked) and "月" not in asked:
            dates = [d[:5] for d in dates if "年" in d]
        elif DAY.search(asked):
            dates = [d for d in dates if DAY.search(d)]
        else:
            dates = [d for d in dates if "月" in d]
        if dates:
            return dates[0] if len(set(dates)) == 1 else ""
    return ""
