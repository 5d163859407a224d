"""Answers from the prose: quantities stated there, reasons, definitions, and passages quoted with their place.

A quantity answers only where its subject holds the words of the question and no word is left that neither the sentence
nor the lexicon knows; otherwise the question is refused.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from answer.holdings.held import ProseFact
from answer.language import contrasts
from answer.language.words import OTHER, comparable, edges, fillers, garnish, holds, lexicon, neutral, tokens
from answer.request import fact_names
from ontology.schemes import concepts

KNOWN_COUNTERS = frozenset(lexicon("prose")["counters"]["telling"])
"""Counters that name what is counted closely enough that another counter is another thing."""
COUNTERS = "|".join(
    counter + (f"(?![{begins}])" if (begins := lexicon("prose")["counters"]["begins"].get(counter, "")) else "")
    for counter in sorted(KNOWN_COUNTERS | set(lexicon("prose")["counters"]["plain"]), key=len, reverse=True)
)
COUNTED = re.compile(rf"(?:多少|几)(?P<uom>{COUNTERS}|[\u4e00-\u9fff]{{1,3}}?(?=[、，,和及？?\s]|$|是|的))")
MONEY_ASKED = re.compile("(?:多少|几)(?:万元|亿元|元|钱)|金额|花(?:了|费|掉|费了)?多少(?![\u4e00-\u9fff])")
HOW_MUCH = re.compile("多少|几(?!何)")
GENERIC = frozenset({"支出", "收入", "合计", "总计", "总额", "总数", "本年", "收支", "本年支出", "本年收入"})
"""Words that name a total and nothing of what it is spent on."""
INSIDE = re.compile("(?<=[\u4e00-\u9fff]{2})(?:里面|里头|里)(?=的)")
"""Ends the name of what something stands in (城市圈里的), and would be cut off with its last character."""
BARE = re.compile("本年|部门|单位|(?:年初|全年|调整)?预算|决算|收支|支出|收入|合计|总计|总额|年度|年初|全年")
FUNDS = re.compile("(?:(?:一般)?公共预算|政府性基金(?:预算)?|国有资本经营(?:预算)?)(?:财政拨款)?|财政拨款")
"""Names of funds: the 预算 in them is no stage, and they say nothing of what is spent on."""
STAGES = frozenset({"预算", "预算数", "决算", "决算数"})
"""Words for a stage: the role of a quantity meets them, not its sentence."""
SHORTEST_CLASS = 3
"""Characters of a class's name that says more than what many names hold (住房, 经费)."""
LEAST_SUBJECT = 0.5
"""Share of a question's words that the subject of a quantity must hold itself."""


@dataclass(frozen=True, slots=True)
class Match:
    """A quantity that fits a question, and how well (0 to 1)."""

    fact: ProseFact
    score: float
    unsaid: float = 0.0
    """Share of the quantity's name that the question does not say; 0 where it says enough of it."""


@cache
def _stop() -> frozenset[str]:
    return frozenset({*fillers(), *(comparable(w) for w in lexicon("prose")["question"])})


def content(text: str) -> list[str]:
    """The words of a question that carry meaning, without fillers and marks. A filler is only taken out where words
    begin and end: the 中 of 集中 is none."""
    stop = _stop()
    words: list[str] = []
    for piece in re.split(r"[\s,，。;；、?？!！]+", INSIDE.sub("", text)):
        plain = comparable(piece)
        cut = _with_names([t for t in tokens(plain) if t.strip()])
        at = 0
        while at < len(cut):
            # A filler may be several words long: 是多少万元.
            for size in range(min(6, len(cut) - at), 0, -1):
                if "".join(cut[at : at + size]) in stop:
                    at += size
                    break
            else:
                # 副 and 非 make another word of the one after them: 主任, 副主任.
                size = 2 if cut[at] in OTHER and at + 1 < len(cut) else 1
                words.append("".join(cut[at : at + size]))
                at += size
    return words


def _with_names(cut: Sequence[str]) -> list[str]:
    """Words with those that 之 makes a name of joined: 残疾人之家."""
    ends, found = lexicon("prose")["name_ends"]["after_of"], list[str]()
    for word in cut:
        if len(found) > 1 and found[-1] == "之" and word in ends:
            found[-2:] = [f"{found[-2]}之{word}"]
        else:
            found.append(word)
    return found


def joined_words(words: Sequence[str]) -> list[str]:
    """The words of a question of two characters and more; characters one after the other that the cutter knows no word
    for are one (流标)."""
    found: list[str] = []
    run = ""
    for word in (*words, ""):
        if len(word) == 1 and word not in light():
            run += word
            continue
        found += [run] if len(run) > 1 else []
        found += [word] if len(word) > 1 else []
        run = ""
    return found


@cache
def light() -> frozenset[str]:
    """Words that only say that something is done, planned or counted."""
    return frozenset(comparable(w) for w in lexicon("prose")["light"])


def says_nothing(word: str) -> bool:
    """Whether a word could not tell one thing of the prose from another. What was done with it (购买) could."""
    return word in light() or ((word in neutral() or word in garnish()) and word not in _alike())


def alike_in(word: str, text: str) -> bool:
    """Whether a text holds a word that is called the same in the lexicon: 承担 for 委托. One of a single character must
    be a word there: 接 is none in 接待."""
    return any(
        other in text and (len(other) > 1 or other in tokens(text))
        for other in _alike().get(word, ())
    )


@cache
def _alike() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for group in lexicon("prose")["deeds"]["alike"]:
        for word in group:
            found[word] = (*found.get(word, ()), *group)
    return found


SHORTENED = 3
"""Characters of a word that may be short for a longer one."""


@cache
def _in_full(word: str) -> re.Pattern[str]:
    return re.compile("[\u4e00-\u9fff]{0,2}".join(map(re.escape, word)))


def called(word: str, text: str) -> bool:
    """Whether a text speaks of what a word names: by the word, by one called the same, or in full where the word is
    short for it (救助站 of 救助管理站)."""
    if holds(text, word) or alike_in(word, text):
        return True
    if len(word) >= SHORTENED and word.endswith("性") and holds(text, word[:-1]):
        return True  # 全省性 of 全省
    if len(word) < SHORTENED or not all("\u4e00" <= c <= "\u9fff" for c in word):
        return False
    ends = edges(text)
    return any({m.start(), m.end()} <= ends for m in _in_full(word).finditer(text))


def same_deed(word: str, text: str) -> bool:
    """Whether a text says that something was done: by the word itself, one called the same, or, of one character, a
    longer word that holds it."""
    if holds(text, word) or alike_in(word, text):
        return True
    return len(word) == 1 and any(word in t and len(t) == 2 for t in tokens(text))


def fitting(facts: Sequence[ProseFact], text: str, role: str = "") -> list[Match]:
    """Quantities whose subject and sentence hold every word of a question, best first; only those of ``role`` where
    the caller knows what kind is asked for."""
    counters = {m["uom"] for m in COUNTED.finditer(text)}
    words = [w for w in content(COUNTED.sub(" ", text)) if w not in STAGES]
    if not words:
        return []
    roles = {role} if role else _roles(text)
    if "target" in roles and len(words) > 1:
        words = [w for w in words if w not in light()] or words  # 计划, 打算 and 预计 say no more than the role
    staged = FUNDS.sub(" ", text)
    planned = "预算" in staged and not re.search("决算|执行|实际", staged)
    final = "决算" in staged and "预算" not in staged
    closed = final or "执行数" in staged
    money = MONEY_ASKED.search(text) is not None
    number = re.search("数量|人数|次数|个数|户数|辆数|件数", text) is not None
    unfunded = content(FUNDS.sub(" ", COUNTED.sub(" ", text)))
    generic = any(w in GENERIC for w in unfunded) and not any(BARE.sub("", w) for w in unfunded if len(w) > 1)
    base = re.search("(?:年初|全年|调整)(?=预算)", text)
    asked = comparable(text)
    named = fact_names.MONEY_END.sub("", "".join(words))
    found = []
    size = sum(len(w) for w in words)
    things = [c for c in counters if not re.fullmatch(COUNTERS, c)]
    for fact in facts:
        if fact.value is None or (roles and fact.role not in roles):
            continue
        if any(not fact.uom.startswith(c) and c not in comparable(fact.subject + fact.text) for c in things):
            # What is no counter is a thing: 多少外国人.
            continue
        if not roles and fact.role in ("target", "share", "change", "completion"):
            continue
        if "百分之" in text and not is_rate(fact.uom):
            continue
        if (
            fact_names.told_of_other_fund(fact, text)
            or (money and fact.amount is None and not is_rate(fact.uom))
            or (number and fact.amount is not None)
        ):
            continue
        own = fact_names.subject_of(fact)
        if (generic and BARE.sub("", FUNDS.sub("", own))) or contrasts.other(own, asked):
            continue
        if final and fact.disclosure_kind == "预算" and fact.year in (None, fact.disclosure_year):
            continue  # a budget tells nothing of its year's final accounts
        if counters and not any(may_count(fact, c) for c in counters):
            continue
        if base and fact.role in ("budget", "completion") and base[0] not in fact.evidence.quote:
            continue
        unplanned = fact.role == "result" and "预算" not in FUNDS.sub("", fact.text)
        if not roles and ((planned and unplanned) or (closed and fact.role == "budget")):
            continue
        whole_sentence = comparable(fact.evidence.quote)
        subject = own + (comparable(fact_names.aliases(fact.measure)) if own == comparable(fact.subject) else "")
        clause = comparable(fact.text)
        # What follows in the sentence speaks of other quantities.
        at = whole_sentence.find(clause)
        sentence = whole_sentence if at < 0 else whole_sentence[: at + len(clause)]
        head, _, part = map(comparable, fact.subject.rpartition("-"))
        if head and not any(w in part and w not in head for w in words):
            continue  # 基本支出-人员经费 is no 基本支出
        if _of_part(own, asked, words):
            continue
        inside = sum(len(w) for w in words if _in(w, subject))
        if inside < LEAST_SUBJECT * size or any(
            not _in(w, subject) and w not in clause and w not in (whole_sentence if w in GENERIC else sentence)
            for w in words
        ):
            continue
        near = sum(len(w) for w in words if w not in subject and w in clause)
        # A longer subject says more than was asked: 政府采购货物支出 is not 政府采购支出.
        said = sum(len(w) for w in words if w in own)
        extra = max(0, len(own) - said) / (len(own) or 1)
        last = own.rsplit("/", 1)[-1]
        # A class is named by itself, not by those it stands in: 行政事业单位医疗 is no 行政单位医疗.
        whole = own and (own in asked or (len(last) > SHORTEST_CLASS and last in asked))
        exact = 0.5 if whole else 0.4 if named in fact_names.bare_names(fact.measure) else 0.0
        exact += 0.1 if fact.disclosure_kind == ("预算" if planned else "决算") else 0.0
        counted = (
            0.2 if fact.uom in counters else -0.2 if counters & KNOWN_COUNTERS and fact.uom not in counters else 0.0
        )
        unsaid = 0.0 if whole or exact >= 0.4 else extra
        found.append(Match(fact, (inside + 0.5 * near) / size - 0.3 * extra + exact + counted, unsaid))
    found.sort(key=lambda m: (-m.score, m.fact.evidence.place, m.fact.subject))
    # Words are only looked at as wholes where it counts: it takes longer.
    return [m for m in found[:MOST_LOOKED_AT] if all(_whole(m.fact, w) for w in words)]


def _in(word: str, name: str) -> bool:
    """Whether a name holds a word, or one of some length that is called the same."""
    return word in name or (len(word) >= LONG and alike_in(word, name))



def _of_part(own: str, asked: str, words: Sequence[str]) -> bool:
    """Whether a quantity is told of a part of the class that a question names: 事业单位医疗 of 行政事业单位医疗."""
    *classes, last = own.split("/")
    rest = asked
    for name in sorted((fact_names.MONEY_END.sub("", c) or c for c in classes), key=len, reverse=True):
        if name not in last:
            rest = rest.replace(name, " ")
    if rest == asked or last in rest:
        return False
    return not any(len(w) > 1 and w in rest and w in last and BARE.sub("", w) for w in words)


MOST_LOOKED_AT = 12
LONG = 4
"""Characters of a word that says what something is: called otherwise it is the same."""


def _whole(fact: ProseFact, word: str) -> bool:
    """Whether a quantity speaks of a word, and not of another that it is a piece of: 委员, 专门委员会."""
    subject = comparable(fact.subject)
    return (
        any(holds(text, word) for text in (subject, comparable(fact.evidence.quote)))
        or word in comparable(fact_names.aliases(fact.measure))
        or (word not in subject and _in(word, subject))
    )


AMOUNT = re.compile(r"[\d一二两三四五六七八九十百千][\d,.一二两三四五六七八九十百千]*[多余几]?(?:万|亿)?元")


def names(fact: ProseFact, text: str) -> bool:
    """Whether the name of a quantity, or another name of its type, holds every word of a text that says something."""
    held = comparable(fact.subject) + "".join(fact_names.other_names(fact))
    return all(word in held for word in content(text) if word not in light())


def is_rate(uom: str) -> bool:
    """Whether a quantity is a rate, or a difference of rates."""
    return uom == "%" or uom.endswith("百分点")


def may_count(fact: ProseFact, counter: str) -> bool:
    """Whether a quantity can be what a counter asks for: 多少名 is no money and no 次, but may be 人."""
    if counter in ("元", "万元", "亿元", "钱", "%", "百分点"):
        return True
    if fact.uom == "‰":
        return False
    if fact.uom.startswith(counter) or counts(fact, counter):
        return True
    if fact.amount is not None or is_rate(fact.uom) or counter in KNOWN_COUNTERS:
        return False
    groups = lexicon("prose")["counters"]["alike"]
    own = [g for g in groups if fact.uom in g]
    return not own or any(counter in g for g in own) or not any(counter in g for g in groups)


def counts(fact: ProseFact, counter: str) -> bool:
    """Whether a typed quantity is one of the counter asked for, whatever it is printed with: 团组5个 are 批次."""
    return any(c.id == fact.measure and c.zh.endswith(counter) for c in concepts("facts"))


def _roles(text: str) -> set[str]:
    return {entry["role"] for entry in lexicon("prose")["role"] if any(re.search(p, text) for p in entry["patterns"])}


MOSTLY = 0.6
"""Share of a quantity's name from which on a question says too little of it to tell it from its likes."""
LIKE = 0.15
"""How much less well such likes may fit."""


def settled(matches: Sequence[Match]) -> tuple[ProseFact | None, list[ProseFact]]:
    """The quantity that answers, or those that fit as well and say something else."""
    if not matches:
        return None, []
    # Where the question says little of a quantity's name (救助), its likes (救助未成年人, 救助老年人) fit as well.
    first = matches[0]
    alike = LIKE if first.unsaid >= MOSTLY else 0.02
    best = [
        m.fact
        for m in matches
        if m.score >= first.score - 0.02
        or (m.score >= first.score - alike and m.unsaid >= MOSTLY and m.fact.uom == first.fact.uom)
    ]
    values = {(f.value, f.uom) for f in best}
    if len(values) == 1:
        return best[0], []
    return (whole, []) if (whole := _whole_of(best)) is not None else (None, best)


def _whole_of(likes: Sequence[ProseFact]) -> ProseFact | None:
    """Of several counts of alike things the one that the others are parts of: it alone is told twice, in two sentences,
    and the others together are no more than it."""
    largest = max(likes, key=lambda f: f.value or 0)
    parts = {(f.subject, f.value) for f in likes if f.value != largest.value}
    told = {(f.evidence.place, f.evidence.quote) for f in likes if f.value == largest.value}
    counted = len({f.uom for f in likes}) == 1 and largest.amount is None and largest.uom not in ("%", "百分点")
    fits = sum(value or 0 for _, value in parts) <= (largest.value or 0)
    return largest if counted and fits and len(told) > 1 and len(parts) > 1 else None
