"""Quantities that the prose states: typed ones, counted things, scores, staff, what a year not held was."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from answer.holdings.directory import HeldUnit
from answer.holdings.held import ProseFact, Statement, as_statement
from answer.holdings.knowledge import Knowledge
from answer.language.words import comparable
from answer.prose import item_check, quoted
from answer.prose.counted_things import counts_other, fact_listed_apart, is_of_other
from answer.request import evaluators, fact_names, stated
from answer.request.plans import Operand
from answer.request.question import PLANNED
from answer.request.reply import Reply, cite, value_of, value_of_fact, value_of_number
from answer.request.speak import SCALE, fact_said, grouped, money, name_of, number, said, trimmed

Target = tuple[HeldUnit, int]
HOW_MANY = re.compile(
    r"(?:多少|几)(?P<uom>万元|亿元|元|钱|万?人次|[\u4e00-\u9fff]{1,3}?)(?=[\u4e00-\u9fff]{2}$|[、，,和及？?\s]|$)"
)
HOW_MANY_THINGS = re.compile(r"(?:多少|几)(?:个|家|名|项|座|所|位|次)?(?P<noun>[\u4e00-\u9fff]{2})")
NUMERAL = r"[\d一二两三四五六七八九十百千]+"
COUNT = re.compile(r"(?P<number>\d[\d,]*(?:\.\d+)?)\s*(?P<uom>万元|亿元|万?人次|万?[\u4e00-\u9fff]{1,3})")
PER_CENT = re.compile(r"百分|率|幅|比例|%")
TARGET = re.compile(r"目标|指标值|计划|预计|不少于|不低于|以上|≥")
STAGE = re.compile("年初|全年|调整|预算|决算")
ROLE_WORDS = {"share": "占比", "completion": "完成率", "change": "增减", "target": "目标"}
LEAST_COUNTED = 4
"""Characters of words a question must hold beside the counter, for a number found by words alone."""


def _facts(knowledge: Knowledge, targets: Sequence[Target]) -> list[ProseFact]:
    return [f for unit, year in targets for f in knowledge.facts(unit, year)]


def _last(fact: ProseFact) -> str:
    """The subject of a quantity without the classes it belongs to."""
    return fact.subject.rsplit("/", 1)[-1]


def quantity(reply: Reply, knowledge: Knowledge, targets: Sequence[Target], text: str, uom: str) -> bool:
    """A quantity the prose states; several that fit as well are shown as readings."""
    if len(re.findall("多少|(?<!哪)几", text)) > 1 and len(targets) == 1:
        # One number does not answer a question for two.
        return False
    shown: list[ProseFact] = []
    settled = True
    for target in targets:
        fact, several = stated.settled(
            [
                m
                for m in stated.fitting(knowledge.facts(*target), text)
                if (m.fact.year is None or m.fact.year == target[1]) and not fact_listed_apart(m.fact, text)
            ]
        )
        if fact is None and several and not PER_CENT.search(text):
            # A change is told as an amount and a rate: without a word for the rate the amount is asked for.
            amounts = [f for f in several if f.amount is not None]
            rates = [f for f in several if f.amount is None]
            if len({f.amount for f in amounts}) == 1 and all(_rate(f, amounts) for f in rates):
                fact = amounts[0]
        if (fact is None and not several) or (fact is not None and counts_other(fact, text)):
            continue
        settled &= fact is not None
        shown.extend([fact] if fact is not None else several[:4])
    if not shown:
        return False
    for one in shown:
        spoken = money(one.amount, uom) if uom and one.amount is not None and uom != one.uom else fact_said(one)
        planned = "预算" if one.role == "budget" and one.amount is not None and "预算" not in _last(one) else ""
        reply.text += (
            f"{one.unit.name}{one.year or one.disclosure_year}年{_last(one)}{planned or ROLE_WORDS.get(one.role, '')}为"
            f"{spoken}，正文原句：“{one.evidence.quote}”"
        )
        reply.values.append(value_of_fact(one, uom))
    reply.status = "answered" if settled else "ambiguous"
    cite(reply, shown)
    return True


def _rate(fact: ProseFact, amounts: Sequence[ProseFact]) -> bool:
    """Whether a number is a rate: said to be one, or told without any unit in the sentence of a change in money."""
    bare = fact.uom == "" and fact.role == "change" and all(a.evidence.quote == fact.evidence.quote for a in amounts)
    return fact.uom == "%" or bare


def quantities(reply: Reply, knowledge: Knowledge, targets: Sequence[Target], text: str, uom: str) -> bool:
    """Several quantities that one sentence states, each asked for by its counter: 多少批次、多少人次."""
    counters = [m["uom"] for m in stated.COUNTED.finditer(text)]
    if len(set(counters)) < 2:
        return _by_clause(reply, knowledge, targets, text, uom)
    words = stated.content(stated.COUNTED.sub(" ", text))
    sentences: dict[tuple[str, str], list[ProseFact]] = {}
    roles = ("result", "budget", "", *(("target",) if PLANNED.search(text) else ()))
    for fact in _facts(knowledge, targets):
        if fact.value is not None and fact.role in roles:
            sentences.setdefault((fact.evidence.place, fact.evidence.quote), []).append(fact)
    fitting = []
    for (_, quote), facts in sentences.items():
        own = {
            c: [f for f in facts if c in (f.uom, f.uom + "次", f.uom.removesuffix("次")) or stated.counts(f, c)]
            for c in counters
        }
        exact = {c: [f for f in held if f.uom == c or stated.counts(f, c)] or held for c, held in own.items()}
        # A typed quantity is called by any of its names: 公务接待 of 接待4批次.
        others = (n for held in exact.values() for f in held for n in fact_names.other_names(f))
        named = comparable(quote) + "".join(others)
        if words and all(w in named for w in words) and all(exact.values()):
            fitting.append([held[0] for held in exact.values()])
    if not fitting or len({tuple((f.value, f.uom) for f in found) for found in fitting}) > 1:
        return False
    return say_together(reply, fitting[0], uom)


def say_together(reply: Reply, found: Sequence[ProseFact], uom: str) -> bool:
    """Several quantities of one sentence, said with the sentence."""
    reply.values = [value_of_fact(f, uom) for f in found]
    # What a counter alone does not tell apart is said with its name.
    named = len({f.uom for f in found}) < len(found)
    listed = "，".join(f"{_last(f) if named else ''}{fact_said(f)}" for f in found)
    reply.text = (
        f"{found[0].unit.name}{found[0].disclosure_year}年：{listed}。正文原句：“"
        f"{found[0].evidence.quote}”"
    )
    reply.status = "answered"
    cite(reply, found)
    return True


def _by_clause(reply: Reply, knowledge: Knowledge, targets: Sequence[Target], text: str, uom: str) -> bool:
    """Several quantities of one sentence, each asked for in a clause of its own: 有多少个项目，涉及资金多少."""
    clauses = [c for c in re.split(r"[,，;；]", text) if re.search("多少|几", c)]
    if len(clauses) < 2:
        return False
    counted = stated.COUNTED
    asked = [(stated.content(counted.sub(" ", c)), {m["uom"] for m in counted.finditer(c)}) for c in clauses]
    sentences: dict[tuple[str, str], list[ProseFact]] = {}
    for fact in _facts(knowledge, targets):
        if fact.value is not None:
            sentences.setdefault((fact.evidence.place, fact.evidence.quote), []).append(fact)
    fitting = []
    for (_, quote), facts in sentences.items():
        if not all(w in comparable(quote) for words, _ in asked for w in words):
            continue
        chosen = [
            [
                f
                for f in facts
                if all(w in comparable(f.subject + f.text) for w in words)
                and (f.uom in counters if counters else f.amount is not None)
            ]
            for words, counters in asked
        ]
        if all(len(c) == 1 for c in chosen):
            fitting.append([c[0] for c in chosen])
    if len(fitting) != 1:
        return False
    return say_together(reply, fitting[0], uom)


def numbered(reply: Reply, knowledge: Knowledge, targets: Sequence[Target], text: str, uom: str) -> bool:
    """How many of a thing there were, where a sentence holds every word of the question and a numeral before the thing
    (九城市): the sentence is quoted."""
    asked = HOW_MANY_THINGS.search(text)
    words = stated.joined_words(stated.content(HOW_MANY_THINGS.sub(" ", text)))
    if len(stated.HOW_MUCH.findall(text)) > 1:
        return False  # one number does not answer a question for two
    if not asked or sum(map(len, words)) < LEAST_COUNTED:
        return False
    # What is said of the thing itself (多少人找到了家人) stands in its own sentence.
    after = [w for w in stated.content(re.split(r"[，,、；;]", text[asked.end() :])[0]) if len(w) > 1]
    thing = re.compile(rf"(?<![\d.])(?<!\d,)(?P<number>{NUMERAL})(?P<uom>个|家|名|项|座|所|位|次)?" + asked["noun"])
    for hit in quoted.hits(knowledge, targets, text):
        if all(w in comparable(hit.text) for w in words):
            for sentence in quoted.SENTENCE.findall(hit.text):
                if not all(w in comparable(sentence) for w in after):
                    continue
                if found := thing.search(comparable(sentence)):
                    if found["number"].isdigit():
                        counter = found["uom"] or asked["noun"]
                        reply.values = [
                            value_of_number(found["number"], counter, uom, "".join(words), hit.unit_name, hit.year)
                        ]
                    reply.text = f"原文：“{sentence.strip()}”"
                    reply.status = "answered"
                    cite(reply, [quoted.evidence(knowledge, hit)])
                    return True
    return False


def counted(reply: Reply, knowledge: Knowledge, targets: Sequence[Target], text: str, uom: str) -> bool:
    """A number that no reader typed: the clause that holds the question's words and one number with the counter asked
    for. Targets are passed over unless the question asks for one."""
    asked = HOW_MANY.search(text)
    words = stated.joined_words(stated.content(HOW_MANY.sub(" ", text)))
    if not asked or sum(map(len, words)) < LEAST_COUNTED or len(stated.HOW_MUCH.findall(text)) > 1:
        return False  # one number does not answer a question for two
    planned = re.search("目标|计划|预计|要求", text) is not None
    for hit in quoted.hits(knowledge, targets, text):
        for sentence in quoted.SENTENCE.findall(hit.text):
            held = comparable(sentence)
            if not all(w in held for w in words) or (TARGET.search(sentence) is not None) != planned:
                continue
            numbers = _numbers_near(sentence, words, asked["uom"])
            if len(numbers) == 1:
                printed, unit = numbers.pop()
                reply.values = [value_of_number(printed, unit, uom, "".join(words), hit.unit_name, hit.year)]
                shown = reply.values[0]
                reply.text = f"{grouped(Decimal(shown['value']))}{shown['unit']}。原文：“{sentence.strip()}”"
                reply.status = "answered"
                cite(reply, [quoted.evidence(knowledge, hit)])
                return True
    return False


def _numbers_near(sentence: str, words: Sequence[str], counter: str) -> set[tuple[str, str]]:
    """(number, unit) with the counter asked for, from the clause that holds most of the words."""
    found: dict[int, set[tuple[str, str]]] = {}
    before = ""
    for clause in re.split(r"[，,；;。](?!\d{3})", sentence):
        own = comparable(clause)
        numbers = {
            (m["number"].replace(",", ""), m["uom"])
            for m in COUNT.finditer(clause)
            if (m["uom"].startswith(counter) or (counter in ("元", "万元", "钱") and m["uom"] in SCALE))
            and not is_of_other(clause, m.start(), m.start("uom") + len(counter), counter, "".join(words))
        }
        if numbers:
            weight = sum(len(w) for w in words if w in own) * 10 + sum(len(w) for w in words if w in before)
            found.setdefault(weight, set()).update(numbers)
        before = own
    return found[max(found)] if found and max(found) > 0 else set()


def _named(fact: ProseFact, what: str) -> bool:
    """Whether a quantity is said of what is named, and not of a part of it: 行政单位医疗 is none of 卫生健康支出."""
    last, asked = comparable(_last(fact)), comparable(re.sub("支出$", "", what.strip(" 的")))
    if not stated.names(fact, STAGE.sub(" ", what)):
        return False  # told in a sentence that speaks of what is named as well (其中：基本支出...)
    return "/" not in fact.subject or asked in last or re.sub("支出$", "", last) in asked


def completion(
    reply: Reply, knowledge: Knowledge, targets: Sequence[Target], what: str, finals: Sequence[Statement]
) -> bool:
    """The completion rate that the prose prints beside the final accounts of what is named."""
    if len(finals) <= 1 and len(targets) == 1:
        facts = _facts(knowledge, targets)
        spent = {(f.evidence.place, f.evidence.quote, f.subject) for f in facts for s in finals
                 if f.role == "result" and f.amount == s.amount}
        fact, _ = stated.settled([
            m for m in stated.fitting(facts, what, "completion")
            if _named(m.fact, what) or (m.fact.evidence.place, m.fact.evidence.quote, m.fact.subject) in spent
        ])
        if fact is not None and fact.value is not None:
            reply.text = (
                f"{fact.unit.name}{fact.disclosure_year}年{_last(fact)}完成率为{fact_said(fact)}，正文原句：“"
                f"{fact.evidence.quote}”"
            )
            reply.values = [value_of_fact(fact)]
            reply.status = "answered"
            cite(reply, [fact])
            return True
    return False


def budgeted(knowledge: Knowledge, targets: Sequence[Target], figure: Statement, words: str) -> list[Operand]:
    """The budget that a sentence states beside a figure of the tables, told by its amount (年初预算为560.57万元，
    支出决算为373.97万元)."""
    base = re.search("年初|全年|调整", words)
    found: dict[Decimal, ProseFact] = {}
    facts = _facts(knowledge, targets)
    for result in facts:
        if result.role != "result" or result.amount is None or result.amount != figure.amount:
            continue
        for fact in facts:
            if (
                fact.role == "budget"
                and fact.amount is not None
                and (fact.evidence.place, fact.evidence.quote) == (result.evidence.place, result.evidence.quote)
                and fact.subject == result.subject
                and (base is None or base[0] in fact.evidence.quote)
            ):
                found.setdefault(fact.amount, fact)
    if len(found) != 1:
        return []
    one = next(iter(found.values()))
    return [Operand(as_statement(one), f"{one.unit.name}{one.disclosure_year}年{_last(one)}{words.strip('了 ')}")]


def score(reply: Reply, knowledge: Knowledge, targets: Sequence[Target], asked: str, text: str) -> bool:
    """The score of an evaluation, as the prose gives it; ``text`` is the question without the words for a score."""
    named = re.sub(r"(?:自评|评价)?(?:得|评)分|(?:得|打)了?(?:多少|几)分|(?:多少|几)分", " ", text)
    words = [w for w in stated.content(named) if len(w) > 1]
    found = [
        f
        for f in _facts(knowledge, targets)
        if f.measure == "evaluation-score"
        and f.value is not None
        and all(w in comparable(f.evidence.quote + f.subject) for w in words)
        and evaluators.asked_for(asked, f.evidence.quote)
    ]
    if not found or len({f.value for f in found}) > 1:
        return False
    best = found[0]
    reply.text = (
        f"{best.unit.name}{best.disclosure_year}年{best.subject}{fact_said(best)}，正文原句：“{best.evidence.quote}”"
    )
    reply.values = [value_of_fact(best)]
    reply.status = "answered"
    cite(reply, [best])
    return True


def staff(knowledge: Knowledge, targets: Sequence[Target]) -> ProseFact | None:
    """The number of staff in post, where the prose states one."""
    found = [
        f
        for f in _facts(knowledge, targets)
        if f.measure == "staff" and f.value and f.year in (None, f.disclosure_year)
    ]
    return found[0] if found and len({f.value for f in found}) == 1 else None


def counts(knowledge: Knowledge, targets: Sequence[Target], text: str, uom: str) -> ProseFact | None:
    """The one number of times, batches or things that the prose counts of what a text names."""
    what = re.sub(r"(?:多少|几).*$|(?:费用|费|经费|支出)(?=$|\s)", " ", text)
    found = stated.fitting(_facts(knowledge, targets), f"{what}多少{uom}")
    fact, _ = stated.settled([m for m in found if m.fact.uom == uom])
    return fact


def earlier(
    reply: Reply, knowledge: Knowledge, targets: Sequence[Target], text: str, now: Sequence[Statement], uom: str
) -> bool:
    """The figure of the year before, worked out from this year's and the change the prose states."""
    if len(targets) != 1 or len(now) != 1 or now[0].amount is None:
        return False
    changes = [m for m in stated.fitting(_facts(knowledge, targets), text, "change") if m.fact.amount is not None]
    fact, _ = stated.settled([m for m in changes if item_check.of_change(text, m.fact)])
    way = re.search(r"增加|增长|上升|提高|减少|下降|降低", fact.text) if fact is not None else None
    if fact is None or fact.amount is None or way is None:
        return False
    if (fact.disclosure_kind == "预算" or "预算" in fact.text) != (now[0].stage not in ("决算", "执行")):
        # A change of final accounts says nothing about the budget.
        return False
    rise = way[0] in ("增加", "增长", "上升", "提高")
    base = _base(knowledge, targets, fact, now[0], text)
    if base is None or base.amount is None:
        return False
    amount = base.amount - fact.amount if rise else base.amount + fact.amount
    unit = uom or base.uom
    value, year = trimmed(amount / SCALE[unit]), targets[0][1] - 1
    reply.formula = (
        f"{number(trimmed(base.amount / SCALE[unit]))} {'−' if rise else '+'} "
        f"{number(trimmed(fact.amount / SCALE[unit]))} = {number(value)}"
    )
    reply.text = (
        f"{base.unit.name}{year}年{name_of(base)}为{grouped(value)}{unit}"
        f"（由{year + 1}年公开的数额和增减额推算，非当年公布）："
        f"{year + 1}年为{said(base, unit)}，“{fact.evidence.quote}”"
    )
    reply.values = [
        {
            **value_of(base, unit),
            "value": number(value),
            "amount": number(trimmed(amount)),
            "year": year,
            "derived": True,
        }
    ]
    reply.status = "answered"
    cite(reply, [fact, base])
    return True


def _base(
    knowledge: Knowledge, targets: Sequence[Target], change: ProseFact, now: Statement, text: str
) -> Statement | None:
    """What a change is to be reckoned from: the amount that its own paragraph states of its subject, where it states
    one (总收入, of which 本年收入 is a part); None where it states several."""
    stated = [
        f
        for f in _facts(knowledge, targets)
        if f.evidence.place == change.evidence.place
        and (f.role, f.year or f.disclosure_year) == ("result", change.year or change.disclosure_year)
        and f.amount is not None
        and (_last(f) in _last(change) or _last(change) in _last(f))
    ]
    stated = [f for f in stated if _last(f) in text] or stated
    amounts = {f.amount for f in stated}
    if not amounts or now.amount in amounts:
        return now
    return as_statement(stated[0]) if len(amounts) == 1 else None
