"""Why something is so: the reason the prose gives beside a quantity, in a remark on an indicator or a project, or in a
sentence that speaks of all that the question does."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from answer.figures import premises
from answer.holdings.knowledge import Knowledge
from answer.language.words import comparable, lexicon
from answer.projects import shortfalls
from answer.prose import causes, item_check, item_told, passages, quoted
from answer.prose.sentences import Sentence, Target, sentences
from answer.request import stated
from answer.request.asking import Asking
from answer.request.question import Operator
from answer.request.reply import Reply, cite

CAUSE = re.compile(
    r"(?<!问题[及和与])原因|由于|因为|缘于|导致|[，,；;：:]\s*(?:主要)?(?:是|系|因)(?!否)|受[\u4e00-\u9fff]{2,12}影响"
)
CHANGES = re.compile("(?=.*(?:上年|去年|前一年|以前))(?=.*(?:变|增|减|升|降|多|少))")
"""Asks why something is not what it was the year before."""
NAMES = re.compile(r"(?P<label>项目名称|三级指标)[：:](?P<said>[^；;]{2,60})")
NOTHING = re.compile(r"[：:]\s*(?:已完成|无|完成|不适用|—|-|/)?[；;。]?$")
"""A remark that gives no reason."""
RATE = re.compile(r"(?:了)?\d[\d.,]*\s*(?:[%％]|个?百分点)")
DOUBLED = re.compile("翻(?:了)?(?:[一两二三四几]?番|倍|[一两二三四几]倍)(?:多)?了?")
"""Says that something rose, and by how much."""
WENT = {"减少": re.compile("[降跌砍掉]了?(?:下来|下去)?\\s*$"), "增加": re.compile("[涨升]了?(?:上来|上去)?\\s*$")}
"""Which way something went, in one character at the end of what is asked."""
OPPOSITE = {"减少": "增加", "增加": "减少"}
BY_SO_MUCH = re.compile(
    r"(?P<now>\d+(?:\.\d+)?)(?P<uom>万元|元)[，,][比较与同][^\d，。；]*?(?P<way>增加|减少|增长|下降)(?P<apart>\d+(?:\.\d+)?)(?P=uom)"
)
NOT = re.compile("没有|没|尚未|未能")
"""Ways to say that something was not done."""
HALVED = re.compile("减少了?(?:将近|近|大约|约|足足|整整|差不多)?(?:一大半|大半|过半|一半多|一半)")
"""Says that something fell by half or more."""
HALF = 40
"""Per cent from which on something may be said to have been halved."""
PER_CENT = re.compile(r"(\d+(?:\.\d+)?)\s*[%％]")
TWICE = 90
"""Per cent more from which on something may be said to have doubled."""
DEGREE = re.compile(
    "(?:了)?(?:将近|近|大约|约|足足|整整)?[一二两三四五六七八九十百千几\\d.]+(?:多|余|来)?[百千万亿]*(?:多|余)?(?:万|亿)?(?:元|块)|"
    "(?:了)?(?:将近|近|大约|约|足足|整整)?[一二两三四五六七八九十几]+[多余]?[百千]?[多余]?[万亿](?![\u4e00-\u9fff])|"
    "(?:了)?(?:将近|近|超过|大约|约)?(?:[一二两三四五六七八九]成|一半多|一半|一大半|一大截|[一二两三四五六七八九十]+倍|这么|那么|如此|很|不少|许多|"
    "大幅|明显|大大)(?:地)?(?:多|大|高|低|少)?"
)


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence that may give a reason, with the project and the indicator it is told of."""

    sentence: Sentence
    around: str


def why(asking: Asking, operator: Operator, targets: Sequence[Target]) -> bool:
    """The reason that the prose gives."""
    asked = DOUBLED.sub("增加", operator.rest)
    for went, words in WENT.items():
        asked = words.sub(went, asked)
    text = DEGREE.sub(" ", RATE.sub(" ", asked)).replace("收支", "收入支出")
    if _unchanged(asking, targets, asked) or premises.denied(asking, targets, asked):
        return True
    asking.clear()
    if shortfalls.tell(asking.out, asking.knowledge, targets, asked):
        return True
    tries = (
        (quoted.stated_reason, (asked, text)), (told, (text,)), (passages.reason, (asked, text)),
    )  # fmt: skip
    for way, texts in tries:
        for said in texts:
            found = way(asking.out, asking.knowledge, targets, said) and _of_item(asking, targets)
            if found and _so_much(asking, operator.rest):
                if really := causes.went_otherwise(asked, asking.out.text):
                    if not _of_item(asking, targets, exactly=True):
                        asking.clear()
                        continue  # a part that went the other way
                    asking.out.text = f"没有{OPPOSITE[really]}，而是{really}。{asking.out.text}"
                return True
            asking.clear()
    return False


def _so_much(asking: Asking, text: str) -> bool:
    """Whether a change said to be a doubling, or a halving, may be one: a rate that is told must be about as large."""
    rates = [Decimal(r) for e in asking.out.evidence for r in (*PER_CENT.findall(e["quote"]), *_reckoned(e["quote"]))]
    if DOUBLED.search(text):
        return any(rate >= TWICE for rate in rates)
    return not HALVED.search(text) or not rates or any(rate >= HALF for rate in rates)


def _reckoned(sentence: str) -> list[Decimal]:
    """Per cent that a change makes of what was before, where a sentence tells both amounts (84万元，比上年减少10万元);
    nothing where it does not."""
    told = BY_SO_MUCH.search(re.sub(r"\s|(?<=\d),(?=\d{3})", "", sentence))
    if told is None:
        return []
    now, apart = Decimal(told["now"]), Decimal(told["apart"])
    before = now - apart if told["way"] in ("增加", "增长") else now + apart
    return [apart / before * 100] if before > 0 else []


def _of_item(asking: Asking, targets: Sequence[Target], *, exactly: bool = False) -> bool:
    """Whether the reason found is that of the item that the question names, or of a part of it."""
    of = [t for t in targets if f"/{t[0].name}/{t[1]}/" in str(asking.out.evidence[0]["disclosure"])] or targets
    said = item_check.quoted_in(asking.out)
    return any(item_told.reason_of(asking.rest, said, asking.knowledge, target, exactly=exactly) for target in of)


def _unchanged(asking: Asking, targets: Sequence[Target], text: str) -> bool:
    """Whether a question why an item changed is answered by that it did not."""
    if len(targets) != 1 or not CHANGES.search(text):
        return False
    sentence = item_told.unchanged(asking.rest, asking.knowledge, targets[0])
    if sentence is None:
        return False
    asking.out.text = f"没有变化。原文：“{sentence.text}”"
    asking.out.status = "answered"
    cite(asking.out, [sentence.evidence])
    return True


def told(reply: Reply, knowledge: Knowledge, targets: Sequence[Target], text: str) -> bool:
    """The one sentence with a reason that speaks, with its project and indicator, of all that a question names."""
    skipped = {*lexicon("prose")["direction"], *lexicon("prose")["unmet"], *stated.light()}
    words = [w for w in stated.joined_words(stated.content(stated.AMOUNT.sub(" ", text))) if w not in skipped]
    if not words:
        return False
    found: dict[str, tuple[tuple[bool, int], Sentence]] = {}
    for target in targets:
        for one in _held(knowledge, target):
            own = comparable(one.sentence.text)
            if all(_says(w, own) or w in one.around for w in words):
                here = sum(len(w) for w in words if _says(w, own))
                # The remark on what the question names in full goes before one that shares a word with it.
                found.setdefault(own, (("".join(words) in one.around, here), one.sentence))
    best = max((fits for fits, _ in found.values()), default=(False, 0))
    chosen = [sentence for fits, sentence in found.values() if fits == best]
    if len(chosen) != 1:
        return False
    reply.text = f"原文：“{chosen[0].text}”"
    reply.status = "answered"
    cite(reply, [chosen[0].evidence])
    return True


def _says(word: str, text: str) -> bool:
    """Whether a text says a word, or that something was not done in other words: 没建足, 未建足."""
    return stated.called(word, text) or (NOT.search(word) is not None and NOT.sub("未", word) in NOT.sub("未", text))


def _held(knowledge: Knowledge, target: Target) -> Iterator[Told]:
    named = {"项目名称": "", "三级指标": ""}
    for sentence in sentences(knowledge, target):
        if found := NAMES.match(sentence.text):
            named[found["label"]] = comparable(found["said"])
            if found["label"] == "项目名称":
                named["三级指标"] = ""
        elif (
            CAUSE.search(sentence.text)
            and not NOTHING.search(sentence.text)
            and not quoted.explains(sentence.text, sentence.heading)
        ):
            remark = re.match("(?:说明|自评结论|其他)", sentence.text) is not None
            yield Told(sentence, named["项目名称"] + ("" if remark else named["三级指标"]))
