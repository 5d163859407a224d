"""What a question asks for by its kind or by name (which cities, who, what was done): the sentence that speaks of all
that the question does and can tell it, quoted."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from answer.holdings.knowledge import Knowledge
from answer.language.words import comparable, holds, lexicon
from answer.prose import lists, quote_check, quoted, unsaid
from answer.prose.sentences import LEAST_ASKED, Sentence, Target, done_in, sentences, words_asked
from answer.request import stated
from answer.request.reply import Reply, cite

WHICH = re.compile(
    f"(?:哪|什么|啥)(?:一)?[个份部些条项]?(?:{quote_check.PAPERS})|哪[份部](?=[\u4e00-\u9fff]{{2}})|"
    "(?:哪些个?|哪几?(?:个|家|座|所|位|名|类|种|项|处|条)?|哪[两三四五六七八九十](?:个|家|座|所|位|名)|什么|谁)(?P<kind>"
    + "|".join(sorted({*(k for k in lexicon("prose")["kinds"] if len(k) > 1), "人", "局"}, key=len, reverse=True))
    + ")?"
)
"""Asks for things of a kind; the sentence that names them need not say the kind."""
PROJECT = re.compile(r"(?:项目|专项)名称[：:]\s*(?P<name>[^；;]{2,60})[；;]?")
"""The line that a project's form begins with: what follows is told of it."""
GROUPED = re.compile(r"(?<=\d),(?=\d{3})")
"""The mark between the thousands of a number, which those who ask leave out."""
MAINLY = re.compile("主要(?!原因|变动)")
TOLD_MAINLY = 0.3
"""What a sentence is worth more that says what something mainly is, where that is asked."""
LIST = re.compile("[\u4e00-\u9fff]{2,8}(?:、[\u4e00-\u9fff]{2,8})+")
TWO = re.compile(f"(?:{lists.LISTED.pattern})[^，。；]+[和与及]")
"""Two things listed."""
WITHIN = re.compile(rf"(?<=[\u4e00-\u9fff])\d+(?:{stated.COUNTERS})(?=[\u4e00-\u9fff])")
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
    said = words_asked(WHICH.sub(" ", plain))
    words = [w for w in said if w not in kinds]
    if sum(map(len, words)) < LEAST_ASKED <= sum(map(len, said)) and quote_check.FILE.search(text):
        words = said  # kinds of thing that the paper asked for speaks of
    words += [kind] if kind in lexicon("prose")["in_names"] else []
    if lists.LISTED.search(text) and (listed := [w for w in words if not lists.LISTED.fullmatch(w)]):
        return _listed(reply, knowledge, targets, listed, text) or quoted.definition(
            reply, knowledge, "".join(listed), [u.iri for u, _ in targets], [y for _, y in targets])
    if (announced := ANNOUNCED.get(kind)) and _announced(reply, knowledge, targets, words, announced):
        return True
    size, done = sum(map(len, words)), done_in(text)
    if when := list(quote_check.WHEN.finditer(text)):
        # A date of something else is none: what was done, said after the word for when, must be told itself.
        done = [*done, *words_asked(text[when[-1].end() :])]
    if size < LEAST_ASKED:
        several = quote_check.SEVERAL.search(text) is not None
        return which is not None and _named_there(reply, knowledge, targets, words, kind, several)
    best: tuple[float, Sentence] | None = None
    for target in targets:
        project = ""
        for sentence in sentences(knowledge, target):
            if named := PROJECT.fullmatch(sentence.text):
                project = comparable(named["name"])
                continue  # it says no more than its name
            own = comparable(GROUPED.sub("", sentence.text))
            if quoted.explains(sentence.text, sentence.heading) or sentence.text.endswith(("：", ":")):
                continue  # what is announced stands elsewhere
            if not quote_check.may_tell(text, sentence.text):
                continue
            if kind in ("人", "人员", "领导") and not quoted.PEOPLE.search(sentence.text):
                continue
            if not all(stated.same_deed(w, own) for w in done):
                continue
            here = sum(len(w) for w in words if stated.called(w, own))
            heading = sentence.heading + "\n" + project
            above = sum(len(w) for w in words if not holds(own, w) and w in heading)
            if here < 0.5 * size or here + above < least * size:
                continue
            told = own + heading + sentence.before
            if unsaid.words(knowledge, [target], words, told) or unsaid.parted(text, words, sentence.text):
                continue
            weight = (here + 0.6 * above) / size - 0.0005 * len(own) + (0.3 if kind and kind in own else 0.0)
            if MAINLY.search(text) and MAINLY.search(sentence.text):
                weight += TOLD_MAINLY
            if quote_check.WHERE.search(text):
                weight += PER_PLACE * min(len(quote_check.places(sentence.text)), MOST_PLACES)
            if best is None or weight > best[0] + 1e-9:
                best = (weight, sentence)
    if best is None:
        return False
    quotation = _with_list(knowledge, targets, best[1]) if which is not None else [best[1]]
    reply.text = f"原文：“{''.join(s.text for s in quotation)}”"
    reply.status = "answered"
    cite(reply, [s.evidence for s in quotation])
    return True


def _with_list(knowledge: Knowledge, targets: Sequence[Target], chosen: Sentence) -> list[Sentence]:
    """A sentence with the rest of the list it is of."""
    told = (sentences(knowledge, target) for target in targets)
    return next((lists.whole(every, chosen) for every in told if chosen in every), [chosen])


def _named_there(
    reply: Reply, knowledge: Knowledge, targets: Sequence[Target], words: Sequence[str], kind: str, several: bool
) -> bool:
    """The one sentence that lists things of a kind and speaks of the few words of a question: 内设哪几个部门."""
    found = {
        s.text: s
        for target in targets
        for s in sentences(knowledge, target)
        if words
        and (
            (kind and kind in s.text and s.text.count("、") >= 2)
            or (several and any(_followed(w, s.text) for w in words))
        )
        and all(holds(comparable(s.text), w) for w in words)
        and not quoted.EXPLAINED.match(s.text)
    }
    listed = {run.split("、", 1)[1] for text in found for run in LIST.findall(text)}
    if len(found) != 1 and (not found or len(listed) != 1):
        return False
    return _quoted(reply, next(iter(found.values())))


ANNOUNCED = {kind: re.compile(pattern) for kind, pattern in lexicon("prose")["announced"].items()}
"""Kinds of thing that sentences of their own announce (存在的问题：…)."""


def _announced(
    reply: Reply, knowledge: Knowledge, targets: Sequence[Target], words: Sequence[str], announced: re.Pattern[str]
) -> bool:
    """What the one sentence tells that announces things of the kind asked for, with the rest of its list, under
    headings and of the project that the question names."""
    found: dict[str, list[Sentence]] = {}
    for target in targets:
        project = ""
        every = sentences(knowledge, target)
        for sentence in every:
            if named := PROJECT.fullmatch(sentence.text):
                project = comparable(named["name"])
            if announced.search(sentence.text):
                around = comparable(sentence.text) + sentence.heading + project
                if not unsaid.words(knowledge, [target], words, around):
                    told = lists.whole(every, sentence)
                    found.setdefault(comparable("".join(s.text for s in told)), told)
    if len(found) != 1:
        return False
    told = next(iter(found.values()))
    reply.text = f"原文：“{''.join(s.text for s in told)}”"
    reply.status = "answered"
    cite(reply, [s.evidence for s in told])
    return True


def _followed(word: str, text: str) -> bool:
    """Whether a row of names follows right after a word: 内设综合科、法制科, 接待了广州、长沙公共资源交易中心人员."""
    row = rf"{re.escape(word)}[了过]?(?:机构|部门|单位|科室)?(?:包括|有|为|：)?{LIST.pattern}"
    return re.search(row, text) is not None


def _listed(reply: Reply, knowledge: Knowledge, targets: Sequence[Target], words: Sequence[str], text: str) -> bool:
    """The sentence that says what something takes in (包括), named in full in it or right before it."""
    words = [*words, *(one + other for one, other in pairwise(words) if one + other in text)]
    for target in targets:
        for sentence in sentences(knowledge, target):
            if (
                lists.LISTED.search(sentence.text)
                and not quoted.EXPLAINED.match(sentence.text)
                and all(w in sentence.before[-NAMED_BEFORE:] + _uncounted(sentence.text) for w in words)
                and (sentence.text.count("、") >= 2 or TWO.search(sentence.text))
            ):
                return _quoted(reply, sentence)
    return False


def _uncounted(text: str) -> str:
    """A text as names are compared, without the numbers that stand within them (在职7名人员), and with them."""
    return comparable(text) + "\n" + comparable(WITHIN.sub("", text))


def _quoted(reply: Reply, sentence: Sentence) -> bool:
    reply.text = f"原文：“{sentence.text}”"
    reply.status = "answered"
    cite(reply, [sentence.evidence])
    return True
