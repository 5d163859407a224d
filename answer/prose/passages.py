"""The passage that the search finds for a question, quoted where it says all that the question does."""

from __future__ import annotations

import re
from collections.abc import Sequence

from answer.holdings.knowledge import Knowledge
from answer.language.words import comparable, lexicon
from answer.prose import causes, quote_check, quoted, unsaid
from answer.prose.sentences import Target, words_asked
from answer.request import retrieved, stated
from answer.request.reply import Reply, cite
from graph.search.passages import Hit

PROJECT = re.compile(r"(?:项目|专项)名称[：:]\s*[^；;]{2,60}[；;]?")
LEAST_TELLING = 0.5
"""Share of the words that say what is asked about which a passage must hold: the others may be slips of the pen."""
TOGETHER = 0.7
"""Share of a question's words that two sentences in a row must hold."""


def passage(reply: Reply, knowledge: Knowledge, targets: Sequence[Target], text: str) -> bool:
    """The passage that holds the question's words, quoted; none where it lacks them."""
    words = [w for w in stated.content(text) if len(w) > 1]
    which = re.search("(?:哪|什么)[一两几些个家所]*(?P<kind>" + "|".join(lexicon("prose")["in_names"]) + ")", text)
    people = re.search("哪[些几]?[个位名]?人(?:员)?", text) is not None
    if sum(map(len, words)) < 3:
        return False
    when = list(quote_check.WHEN.finditer(text))
    done = words_asked(text[when[-1].end() :]) if when else []
    for hit in quoted.hits(knowledge, targets, text):
        if not all(stated.same_deed(w, comparable(hit.text)) for w in done):
            continue  # a date of something else is none
        if (which and which["kind"] not in hit.text) or (people and not quoted.PEOPLE.search(hit.text)):
            continue  # what names a bureau, or people, says so
        if quoted.explains(hit.text, "".join(hit.section)) or hit.text.rstrip().endswith(("：", ":")):
            # A term explained, or a list announced that stands elsewhere.
            continue
        if unsaid.parted(text, words, hit.text):
            continue
        if _says(knowledge, targets, hit, words) and _told_together(hit, words):
            return _quote(reply, knowledge, hit, words)
    return False


def reason(reply: Reply, knowledge: Knowledge, targets: Sequence[Target], text: str) -> bool:
    """Why something is so: the passage that speaks of it and gives a reason, quoted."""
    words = [w for w in stated.content(text) if len(w) > 1]
    skipped = {*lexicon("prose")["unmet"], *lexicon("prose")["direction"], *stated.light(), *stated.GENERIC, "项目"}
    telling = [w for w in stated.joined_words(stated.content(text)) if w not in skipped]
    if not telling:
        return False  # of any spending some passage gives a reason
    for hit in quoted.hits(knowledge, targets, text + " 原因"):
        if (
            _gives_reason(text, hit)
            and not quoted.explains(hit.text, "".join(hit.section))
            and _says(knowledge, targets, hit, words)
            and _held(telling, hit) >= LEAST_TELLING * sum(map(len, telling))
        ):
            return _quote(reply, knowledge, hit, words)
    return False


def _gives_reason(text: str, hit: Hit) -> bool:
    """Whether a sentence of a passage gives a reason of what a question asks for, and of no other comparison."""
    given = [s for s in quoted.SENTENCE.findall(hit.text) if quoted.REASON.search(s)]
    return any(not causes.of_other_comparison(text, s) for s in given)


def _held(words: Sequence[str], hit: Hit) -> int:
    """Characters of the words that a passage and its headings say."""
    said = comparable(hit.text + "".join(hit.section))
    return sum(len(w) for w in words if w in said)


def _says(knowledge: Knowledge, targets: Sequence[Target], hit: Hit, words: Sequence[str]) -> bool:
    """Whether a passage holds most words of a question, and all that its document says elsewhere; one that names a
    project must say more of what is asked than its name."""
    rest = comparable(PROJECT.sub("", hit.text))
    if PROJECT.search(hit.text) and not any(w in rest for w in words):
        return False
    said = comparable(hit.text + "".join(hit.section))
    return retrieved.supported(hit, words) and not unsaid.words(knowledge, targets, words, said)


def _told_together(hit: Hit, words: Sequence[str]) -> bool:
    """Whether two sentences in a row hold most of the words: scattered over a paragraph they tell nothing together."""
    sentences = [comparable(s) for s in quoted.SENTENCE.findall(hit.text)]
    heading = comparable("".join(hit.section))
    size = sum(map(len, words))
    return any(
        sum(len(w) for w in words if w in heading or any(w in s for s in sentences[i : i + 2])) >= TOGETHER * size
        for i in range(len(sentences))
    )


def _quote(reply: Reply, knowledge: Knowledge, hit: Hit, words: Sequence[str]) -> bool:
    """The passage's sentences that hold the words, in their order."""
    sentences = [s.strip() for s in quoted.SENTENCE.findall(hit.text) if s.strip()]
    scored = sorted(
        range(len(sentences)), key=lambda i: (-sum(len(w) for w in words if w in comparable(sentences[i])), i)
    )
    kept = sorted(scored[:2])
    reply.text = (
        "原文：“" + "".join(sentences[i] for i in kept) + "”"
        if sum(map(len, sentences)) > 160
        else f"原文：“{hit.text}”"
    )
    reply.status = "answered"
    cite(reply, [quoted.evidence(knowledge, hit)])
    return True
