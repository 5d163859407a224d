"""Answers in the document's own words: reasons, definitions, sections, yes or no, the units taken in."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pyoxigraph import NamedNode

from answer.holdings.directory import HeldUnit
from answer.holdings.held import Evidence, rows_of, text_of
from answer.holdings.knowledge import Knowledge
from answer.language.words import comparable, compiled, lexicon
from answer.prose import causes
from answer.request import evaluators, retrieved, stated
from answer.request.lookup import Found
from answer.request.question import rewritten
from answer.request.reply import Reply, cite
from answer.request.speak import basis, fact_said, name_of, said
from graph.queries import bound
from graph.search.passages import Hit

Target = tuple[HeldUnit, int]
SENTENCE = re.compile(r"[^。；;！？]+[。；;！？]?")
NEGATION = re.compile(
    r"没有(?!达到|完成|实现|达标|到位)|(?<!有)无(?!障|论|线|人|法|可比|关|需|须|偿|效|误|害|公害|纸|缝|烟|形)|未(?:发生|安排|使用|有)|不存在"
)
REASON = re.compile(r"(?<!问题[及和与])原因[是为：:]|由于|因为|(?<!原)因(?!此|公)|导致")
LEAST_DENIED = 4
"""Characters of words that a question must share with a sentence that says there is none."""


EXPLAINED = re.compile(
    r"^[（(]?[一二三四五六七八九十\d]*[）).、．]*[“\"]?[\u4e00-\u9fff“”\"（）()]{2,30}[：:]?(?:是指|指|反映|纳入|[：:]包括|包括[^，。]{0,20}[。]?$)"
)
"""How the explanation of a term begins: it tells nothing of the year."""
OF_CLASS = re.compile(r"^[\d.．、一二三四五六七八九十（）()]*[\u4e00-\u9fff“”、（）()]*[（(][类款项][）)][。：:]?$")
"""The name of a class that a paragraph begins with: it tells nothing."""


def explains(text: str, heading: str) -> bool:
    """Whether a sentence explains a term, or is the name of a class alone: it tells nothing of the year."""
    return EXPLAINED.match(text) is not None or "名词解释" in heading or OF_CLASS.match(text.strip()) is not None


PEOPLE = re.compile(r"[人员团者家生众](?:[、，。；等和及]|$)|同志|代表")
"""How people are named in a list."""
GRADE = re.compile(
    r"(?:评价)?(?:等次|等级|档次|评级|级别)(?:为|是|：)?[“\"]?(?P<grade>优秀|良好|合格|不合格|[优良中差])"
)


def grade(reply: Reply, knowledge: Knowledge, targets: Sequence[Target], text: str) -> bool:
    """The grade of an evaluation, where one sentence gives one."""
    words = [w for w in stated.content(re.sub("(?:评价)?(?:等次|等级|档次|评级|级别)", " ", text)) if len(w) > 1]
    found: dict[str, tuple[str, Hit]] = {}
    for hit in hits(knowledge, targets, text):
        for sentence in SENTENCE.findall(hit.text):
            mark = GRADE.search(sentence)
            titled = sentence + "".join(hit.section)
            if mark and all(w in comparable(titled) for w in words) and evaluators.asked_for(text, titled):
                found.setdefault(mark["grade"], (sentence.strip(), hit))
    if len(found) != 1:
        return False
    mark_said, (quote, hit) = next(iter(found.items()))
    reply.text = f"等次为“{mark_said}”。原文：“{quote}”"
    reply.status = "answered"
    cite(reply, [evidence(knowledge, hit)])
    return True


def member_iris(knowledge: Knowledge, target: Target) -> set[str]:
    """The units whose accounts a disclosure takes in."""
    unit, year = target
    return {
        text_of(row, "member")
        for row in rows_of(knowledge.generation, bound("members", knowledge.generation.base, unit=unit.iri, year=year))
    }


def members(reply: Reply, knowledge: Knowledge, targets: Sequence[Target]) -> bool:
    """The units whose accounts a disclosure takes in."""
    for unit, year in targets:
        rows = rows_of(knowledge.generation, bound("members", knowledge.generation.base, unit=unit.iri, year=year))
        names = [text_of(row, "name") or text_of(row, "member").rsplit("/", 1)[-1] for row in rows]
        if not names:
            continue
        listed = [
            h
            for h in retrieved.passages(knowledge, "单位构成 编制范围 包括 " + names[-1], [unit.iri], [year], 8)
            if any(name in comparable(h.text) for name in map(comparable, names))
        ]
        reply.text = f"{unit.name}{year}年公开包括{len(names)}个单位：{'；'.join(names)}。"
        reply.status = "answered"
        cite(reply, [evidence(knowledge, hit) for hit in listed[:3]])
        return bool(reply.evidence)
    return _alone(reply, knowledge, targets)


def _alone(reply: Reply, knowledge: Knowledge, targets: Sequence[Target]) -> bool:
    """The sentence that says that a disclosure takes in its own unit and no other, quoted."""
    for hit in hits(knowledge, targets, "单位构成 编制范围 本级 无下属预算单位"):
        for sentence in SENTENCE.findall(hit.text):
            if any(compiled(pattern).search(comparable(sentence)) for pattern in lexicon("prose")["alone"]):
                reply.text = f"没有下属单位。原文：“{sentence.strip()}”"
                reply.status, reply.reason = "answered", "none"
                cite(reply, [evidence(knowledge, hit)])
                return True
    return False


def stated_reason(reply: Reply, knowledge: Knowledge, targets: Sequence[Target], text: str) -> bool:
    """Why a quantity is so: the reason the prose gives beside it, quoted."""
    facts = [f for target in targets for f in knowledge.facts(*target)]
    found = causes.reasons(facts, text) or causes.reasons(facts, rewritten(text))
    if found:
        best = found[0]
        reply.text = f"原因：{best.reason}。正文原句：“{best.evidence.quote}”"
        reply.status = "answered"
        cite(reply, [best])
        return True
    return False


def definition(
    reply: Reply, knowledge: Knowledge, text: str, units: list[str] | None, years: list[int] | None, kind: str = ""
) -> bool:
    """What a term means: the paragraph that starts with it and explains it, of final accounts or a budget (``kind``)
    where both explain it."""
    term = comparable(
        re.sub(r"^(?:什么是|何谓|解释)|(?:到底|究竟)?(?:包括|是指|指)(?:哪些|什么).*$|[“”]", "", text.strip())
    )
    if len(term) < 2:
        return False
    pattern = re.compile(
        rf"^(?:[一二三四五六七八九十\d]+[.．]?)?(?:.{{0,40}}[类款])?{re.escape(term)}(?:经费|支出)?[类款项]?"
        r"(?:是指|指|：|反映|包括|，是指)"
    )
    found = retrieved.passages(knowledge, term + " 名词解释：指", units, years, 60)
    for hit in sorted(found, key=lambda h: bool(kind) and f"/{kind}/" not in h.iri):
        if any(pattern.search(comparable_marks(text)) for text in (hit.text, BRACKETED.sub("", hit.text))):
            reply.text = f"“{hit.text}”"
            reply.status = "answered"
            cite(reply, [evidence(knowledge, hit)])
            return True
    return False


BRACKETED = re.compile(r"(?<=[\u4e00-\u9fff])[（(][^（）()]{2,12}[）)](?=[：:])")
"""What the name of a term says in brackets and those who ask leave out: 使用非财政拨款结余（含专用结余）."""


def comparable_marks(text: str) -> str:
    """A text as names are compared, with its colons kept: they part a term from its meaning."""
    return comparable(text.replace("：", "\x01").replace(":", "\x01")).replace("\x01", "：")


def yes_or_no(reply: Reply, knowledge: Knowledge, targets: Sequence[Target], text: str, found: Sequence[Found]) -> bool:
    """Yes where a figure other than zero is printed; no where the document says so, or prints zero or blank."""
    figures = [f.reading.best for f in found if f.reading is not None]
    if figures and len(figures) == len(found):
        some = [f for f in figures if f.value != 0]
        best = some[0] if some else figures[0]
        reply.text = (
            f"{'有' if some else '没有'}：{best.unit.name}{best.year}年{name_of(best)}为{said(best)}，见{basis(best)}。"
        )
        reply.status = "answered"
        cite(reply, figures[:3])
        return True
    if _no_data(reply, knowledge, targets, text):
        return True
    if denied(reply, knowledge, targets, text):
        return True
    counted = [
        m.fact
        for m in stated.fitting([f for target in targets for f in knowledge.facts(*target)], text)
        if m.fact.role == "result"
    ]
    if counted and len({bool(f.value) for f in counted}) == 1:
        best_fact = counted[0]
        reply.text = (
            f"{'有' if best_fact.value else '没有'}：{best_fact.subject}为{fact_said(best_fact)}，原文：“"
            f"{best_fact.evidence.quote}”"
        )
        reply.status = "answered"
        cite(reply, [best_fact])
        return True
    empty = [cell for one in found for cell in one.blanks]
    if empty:
        cell = empty[0]
        reply.text = f"没有：{basis(cell)}印为空白。"
        reply.status, reply.reason = "answered", "blank"
        cite(reply, empty[:2])
        return True
    return False


FORM_OF_FUND = {"fund": "政府性基金", "capital": "国有资本"}


def _no_data(reply: Reply, knowledge: Knowledge, targets: Sequence[Target], text: str) -> bool:
    """No, where the form of a fund is printed empty."""
    for form, word in FORM_OF_FUND.items():
        if word not in text:
            continue
        for unit, year in targets:
            books = knowledge.books(unit, year)
            cells = [b for b in books.blanks if b.form_id == form]
            if cells and not any(f.form_id == form and f.value for f in books.figures):
                reply.text = f"没有：《{cells[0].form}》各单元格印为空白。"
                reply.status = "answered"
                cite(reply, cells[:1])
                return True
    return False


def denied(reply: Reply, knowledge: Knowledge, targets: Sequence[Target], text: str) -> bool:
    """No, where a sentence of the document says that there is none of what is asked for."""
    bare = {"收支", "支出", "收入", *stated.light()}
    words = [w for w in stated.content(text) if len(w) > 1 and w not in bare]
    if sum(map(len, words)) < LEAST_DENIED:
        return False
    for hit in hits(knowledge, targets, text + " 没有"):
        for sentence in SENTENCE.findall(hit.text):
            under = comparable(hit.section[-1]) if hit.section else ""
            if comparable(sentence).strip("。.") == "无" and all(w in under for w in words):
                reply.text = f"没有。原文：“{hit.section[-1]}：{sentence.strip()}”"
                reply.status, reply.reason = "answered", "none"
                cite(reply, [evidence(knowledge, hit)])
                return True
            if not EXPLAINED.match(sentence) and _denies(sentence, words):
                reply.text = f"没有。原文：“{sentence.strip()}”"
                reply.status, reply.reason = "answered", "none"
                cite(reply, [evidence(knowledge, hit)])
                return True
    return False


def _denies(sentence: str, words: Sequence[str]) -> bool:
    """Whether a clause of a sentence says that there is none of what words name: they stand in it or before it."""
    before = ""
    for clause in re.split("[，,：:]", sentence):
        before += comparable(clause)
        if NEGATION.search(clause) and all(w in before for w in words) and not _graver(clause, words):
            return any(w in comparable(clause) for w in words)
    return False


GRAVE = re.compile("特别重大|重特大|特大|重大|较大|重要|严重|恶性|群体性|责任")


def _graver(clause: str, words: Sequence[str]) -> bool:
    """Whether only the graver of what words name is denied: 未发生重大森林火灾 says nothing of lesser ones."""
    return any(not any(m[0] in w or w in m[0] for w in words) for m in GRAVE.finditer(clause))


def hits(knowledge: Knowledge, targets: Sequence[Target], text: str) -> list[Hit]:
    """The passages of the units and years that fit a text best."""
    return retrieved.passages(knowledge, text, sorted({u.iri for u, _ in targets}), sorted({y for _, y in targets}), 5)


def evidence(knowledge: Knowledge, hit: Hit) -> Evidence:
    """A passage as evidence, with its place."""
    for quad in knowledge.generation.about(hit.iri):
        if quad.predicate.value.endswith("#place") and isinstance(quad.object, NamedNode):
            return retrieved.evidence_of(hit, quad.object.value)
    return retrieved.evidence_of(hit, hit.iri)
