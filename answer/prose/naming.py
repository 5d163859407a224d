"""What a question asks for by its kind or by name (which cities, who, what was done): the sentence that speaks of all
that the question does and can tell it, quoted."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from answer.holdings.knowledge import Knowledge
from answer.language.words import comparable, holds, lexicon
from answer.prose import quote_check, quoted
from answer.prose.sentences import LEAST_ASKED, Sentence, Target, done_in, sentences, words_asked
from answer.request import stated
from answer.request.reply import Reply, cite

WHICH = re.compile(
    "(?:哪些个?|哪几?(?:个|家|座|所|位|名|类|种|项|处|条)?|哪[两三四五六七八九十](?:个|家|座|所|位|名)|什么|谁)(?P<kind>"
    + "|".join(sorted({*(k for k in lexicon("prose")["kinds"] if len(k) > 1), "人", "局"}, key=len, reverse=True))
    + ")?"
)
"""Asks for things of a kind; the sentence that names them need not say the kind."""
COUNTS_ONLY = re.compile(r"\d+\s*[家个所项]|包括|如下|[：:]$")
NUMBERED = re.compile(
    r"\s*(?:(?P<digits>\d{1,2}\s*[.．、)）])|(?P<words>[（(]?[一二三四五六七八九十]{1,3}[)）、])|(?P<circled>[①-⑳]))"
)
MOST_LISTED = 40
"""Sentences after one that announces a list in which it is looked for."""
LISTED = re.compile("包括|包含|涵盖|含有|由哪")
LIST = re.compile("[\u4e00-\u9fff]{2,8}(?:、[\u4e00-\u9fff]{2,8})+")
NAMED_BEFORE = 30
"""Characters before a sentence in which what it lists may be named."""
PER_PLACE = 0.08
"""What each place that a sentence names is worth where places are asked for."""
MOST_PLACES = 4
LEAST_TOLD = 0.75
"""Share of a question's words that one sentence and its headings must hold to be quoted for it."""


def quote(
    reply: Reply, knowledge: Knowledge, targets: Sequence[Target], text: str, least: float = LEAST_TOLD
) -> bool:
    """The sentence that speaks of what a question asks about (which cities, who, what was done), quoted; ``least``: the
    share of the question's words that it must hold."""
    kinds = lexicon("prose")["kinds"]
    plain = quote_check.WHEN.sub(" 哪 ", text)
    which = WHICH.search(plain)
    kind = which["kind"] or "" if which else ""
    words = [w for w in words_asked(WHICH.sub(" ", plain)) if w not in kinds]
    words += [kind] if kind in lexicon("prose")["in_names"] else []
    if LISTED.search(text) and (listed := [w for w in words if not LISTED.fullmatch(w)]):
        return _listed(reply, knowledge, targets, listed, text) or quoted.definition(
            reply, knowledge, "".join(listed), [u.iri for u, _ in targets], [y for _, y in targets])
    size, done = sum(map(len, words)), done_in(text)
    if size < LEAST_ASKED:
        return which is not None and _named_there(reply, knowledge, targets, words, kind)
    best: tuple[float, Sentence] | None = None
    for target in targets:
        for sentence in sentences(knowledge, target):
            own = comparable(sentence.text)
            if quoted.EXPLAINED.match(sentence.text) or sentence.text.endswith(("：", ":")):
                continue  # what is announced stands elsewhere
            if not quote_check.may_tell(text, sentence.text):
                continue
            if kind in ("人", "人员", "领导") and not quoted.PEOPLE.search(sentence.text):
                continue
            if not all(stated.same_deed(w, own) for w in done):
                continue
            here = sum(len(w) for w in words if stated.called(w, own))
            above = sum(len(w) for w in words if not holds(own, w) and w in sentence.heading)
            if here < 0.5 * size or here + above < least * size:
                continue
            weight = (here + 0.6 * above) / size - 0.0005 * len(own) + (0.3 if kind and kind in own else 0.0)
            if quote_check.WHERE.search(text):
                weight += PER_PLACE * min(len(quote_check.places(sentence.text)), MOST_PLACES)
            if best is None or weight > best[0] + 1e-9:
                best = (weight, sentence)
    if best is None:
        return False
    told = [best[1], *(_enumerated(knowledge, targets, best[1]) if which is not None else ())]
    reply.text = f"原文：“{''.join(s.text for s in told)}”"
    reply.status = "answered"
    cite(reply, [s.evidence for s in told])
    return True


def _enumerated(knowledge: Knowledge, targets: Sequence[Target], chosen: Sentence) -> list[Sentence]:
    """The numbered lines that a sentence announces, which only counts what they name (下属5家预算单位); at most one
    sentence more may stand between (具体包括：)."""
    if not COUNTS_ONLY.search(chosen.text) or chosen.text.count("、") >= 2:
        return []
    for target in targets:
        every = sentences(knowledge, target)
        if chosen not in every:
            continue
        found: list[Sentence] = []
        between: list[Sentence] = []
        style = ""
        for sentence in every[every.index(chosen) + 1 :][:MOST_LISTED]:
            mark = NUMBERED.match(sentence.text)
            if mark and (not style or mark.lastgroup == style):
                style = mark.lastgroup or ""
                found.append(sentence)
            elif not found and not between and LISTED.search(sentence.text):
                between.append(sentence)
            else:
                break
        return [*between, *found] if found else []
    return []


def _named_there(
    reply: Reply, knowledge: Knowledge, targets: Sequence[Target], words: Sequence[str], kind: str
) -> bool:
    """The one sentence that lists things of a kind and speaks of the few words of a question: 内设哪几个部门."""
    found = {
        s.text: s
        for target in targets
        for s in sentences(knowledge, target)
        if words
        and kind
        and kind in s.text
        and s.text.count("、") >= 2
        and all(holds(comparable(s.text), w) for w in words)
        and not quoted.EXPLAINED.match(s.text)
    }
    listed = {run.split("、", 1)[1] for text in found for run in LIST.findall(text)}
    if len(found) != 1 and (not found or len(listed) != 1):
        return False
    return _quoted(reply, next(iter(found.values())))


def _listed(reply: Reply, knowledge: Knowledge, targets: Sequence[Target], words: Sequence[str], text: str) -> bool:
    """The sentence that says what something takes in (包括), named in full in it or right before it."""
    words = [*words, *(one + other for one, other in pairwise(words) if one + other in text)]
    for target in targets:
        for sentence in sentences(knowledge, target):
            if (
                LISTED.search(sentence.text)
                and not quoted.EXPLAINED.match(sentence.text)
                and all(w in sentence.before[-NAMED_BEFORE:] + comparable(sentence.text) for w in words)
                and len(re.findall("、", sentence.text)) >= 2
            ):
                return _quoted(reply, sentence)
    return False


def _quoted(reply: Reply, sentence: Sentence) -> bool:
    reply.text = f"原文：“{sentence.text}”"
    reply.status = "answered"
    cite(reply, [sentence.evidence])
    return True
