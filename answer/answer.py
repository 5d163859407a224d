"""A question → an answer with its evidence, or a refusal that says why. No language model is needed.

Normalise, link units and years, find what is done with the figures, look them up, compute, speak; where no figure is
asked for, quote the prose. What can't be answered is refused, with no figure in the refusal.
"""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from typing import Any

from rapidfuzz import process

from answer import achieved, plans, told
from answer.directory import HeldUnit, Linked, nearest
from answer.knowledge import Knowledge
from answer.lookup import Found, look_up
from answer.plans import Operand, operand
from answer.question import (
    Operator,
    Question,
    asks_quantity,
    operator_of,
    rewritten,
    understand,
    without_years,
)
from answer.reply import Reply, refuse
from answer.words import comparable
from graph.generation import Generation, QueryResult
from graph.queries import bound

Target = tuple[HeldUnit, int]
REFUSED_ALONE = frozenset({
    "why", "define", "ratio", "difference", "rank", "change", "completion", "average", "verify", "judge", "yesno",
})
"""What is not done when it can't be done as asked: a plain figure would not answer the question."""
MOST_TARGETS = 60
"""Units and years one question may range over; more is a task for SPARQL."""


def answer(question: str, generation: Generation | Knowledge, *, encoder: Any = None, lang: str | None = None) -> dict[str, Any]:
    """The contract's answer object. ``generation`` may be a ``Knowledge`` kept between questions."""
    started = time.monotonic()
    knowledge = generation if isinstance(generation, Knowledge) else Knowledge(generation, encoder)
    reply = _Answering(knowledge, question).reply()
    reply.elapsed_ms = round((time.monotonic() - started) * 1000)
    return reply.as_dict()


class _Answering:
    """One question on its way."""

    def __init__(self, knowledge: Knowledge, question: str) -> None:
        self.knowledge = knowledge
        self.out = Reply(question)
        self.asked: Question = understand(question)
        self.linked: Linked = knowledge.directory.link(without_years(self.asked.text))
        self.rest = rewritten(re.sub(r"\s+", " ", self.linked.rest).strip(" ,，的、:："))

    def reply(self) -> Reply:
        """The answer or the refusal."""
        if not comparable(self.asked.text):
            return refuse(self.out, "empty", "没有问题。", self._examples())
        units = self._units()
        if units is None:
            return self.out
        targets = self._targets(units)
        if targets is None:
            return self.out
        return self._by_operator(targets) or self._plain(targets)

    # which units and years

    def _units(self) -> list[HeldUnit] | None:
        directory = self.knowledge.directory
        units = list(dict.fromkeys(u for m in self.linked.mentions for u in m.units))
        several = [m for m in self.linked.mentions if len(m.units) > 1]
        if several and not self.linked.everyone:
            fitting = [u for u in several[0].units if not self.asked.years or set(self.asked.years) & set(u.years)]
            if len(fitting) != 1:
                names = "、".join(u.name for u in several[0].units)
                refuse(self.out, "ambiguous unit", f"“{several[0].text}”可以是：{names}。请写明是哪一个单位。",
                       [f"{u.name}{self._year_words()}{self.rest}" for u in several[0].units[:3]])
                return None
            units = fitting
        if self.linked.unknown:
            names = "、".join(dict.fromkeys(name.strip() for name in self.linked.unknown))
            near = nearest(directory.units, names)
            refuse(self.out, "unit not held", f"没有收录“{names}”的公开文件，不能回答。",
                   [f"{name}{self._year_words()}{self.rest}" for name in near[:2]])
            return None
        if units:
            return units
        if len(directory.units) == 1:
            return list(directory.units)
        operator = operator_of(self.rest)
        if operator and operator.id == "define" and self._defined(operator, None, None):
            return None
        if self._defined(Operator("define", {}, self.rest), None, None):
            return None
        refuse(self.out, "no unit", "没有写明单位，或这不是这些公开文件能回答的问题。", self._examples())
        return None

    def _targets(self, units: Sequence[HeldUnit]) -> list[Target] | None:
        years = self.asked.years
        if len(years) == len(units) > 1 and not self.linked.everyone:
            pairs = list(zip(units, years, strict=True))
        else:
            pairs = [(u, y) for u in units for y in (years or u.years)]
        held = [(u, y) for u, y in pairs if self.knowledge.books(u, y).figures or y in u.years]
        lacking = [(u, y) for u, y in pairs if (u, y) not in held]
        if lacking and (years and (not self.linked.everyone or not held)):
            unit, year = lacking[0]
            refuse(self.out, "year not held",
                   f"没有收录{unit.name}{year}年度的公开文件；收有：{_years(unit)}。",
                   [f"{unit.name}{y}年{self.rest}" for y in unit.years[-2:]])
            return None
        if len(held) > MOST_TARGETS:
            refuse(self.out, "too many", "涉及的单位和年度太多，请用 SPARQL 查询。", [])
            return None
        return held

    # what is done

    def _by_operator(self, targets: Sequence[Target]) -> Reply | None:
        tried: tuple[str, ...] = ()
        for _ in range(3):
            operator = operator_of(self.rest, tried)
            if operator is None:
                return None
            tried = (*tried, operator.id)
            if getattr(self, f"_{operator.id}")(operator, targets):
                return self._with_query()
            self.out.values, self.out.evidence, self.out.text, self.out.formula = [], [], "", ""
            if operator.id in REFUSED_ALONE:
                return refuse(self.out, "not found", f"没有找到能回答“{self.asked.original}”的数字或文字。", self._near(targets))
        return None

    def _plain(self, targets: Sequence[Target]) -> Reply:
        found = self._look_up(targets, self.rest)
        if found and all(f.any for f in found) and plans.say(self.out, found, self.asked.uom):
            if not self.asked.years and len({y for _, y in targets}) > 1 and not self.linked.everyone:
                self.out.status = "ambiguous"
                self.out.text = "没有写明年度，各年如下：" + self.out.text
            return self._with_query()
        for tell in (achieved.project, achieved.indicator_first, told.quantities, told.quantity, told.counted):
            if tell(self.out, self.knowledge, targets, self.rest, self.asked.uom):
                return self._with_query()
            self.out.values, self.out.evidence, self.out.text = [], [], ""
        if not asks_quantity(self.rest) and told.passage(self.out, self.knowledge, targets, self.rest):
            return self._with_query()
        unknown = [w for f in found for w in f.unknown]
        words = f"文件里没有“{'、'.join(dict.fromkeys(unknown))}”" if unknown else "没有公开这一项"
        units = "、".join(dict.fromkeys(f"{u.name}{y}年度" for u, y in targets[:3]))
        return refuse(self.out, "not disclosed", f"{units}：{words}，不能回答。", self._near(targets))

    def _look_up(self, targets: Sequence[Target], text: str) -> list[Found]:
        found = [one for unit, year in targets for one in look_up(self.knowledge.books(unit, year), text)]
        # Over all units, or all years of one, those that do not disclose it are left out, not the whole answer.
        if (self.linked.everyone or not self.asked.years) and any(f.any for f in found):
            found = [f for f in found if f.any]
        return found

    def _operands(self, targets: Sequence[Target], text: str) -> list[Operand]:
        return [o for f in self._look_up(targets, text) if (o := operand(f)) is not None]

    def _where(self, operator: Operator, targets: Sequence[Target]) -> bool:
        # An amount said in the question names no row: 工会经费26.05万元出自哪张表.
        text = re.sub(r"\d[\d,]*(?:\.\d+)?\s*(?:万元|亿元|元)?", " ", operator.rest)
        return any(
            plans.where(self.out, self._look_up(targets, words))
            or plans.form_page(self.out, [self.knowledge.books(u, y) for u, y in targets], words)
            for words in dict.fromkeys((operator.rest, text))
        ) or told.quantity(self.out, self.knowledge, targets, operator.rest, self.asked.uom)

    def _why(self, operator: Operator, targets: Sequence[Target]) -> bool:
        return told.reason(self.out, self.knowledge, targets, operator.rest)

    def _define(self, operator: Operator, targets: Sequence[Target]) -> bool:
        return self._defined(operator, [u.iri for u, _ in targets], [y for _, y in targets])

    def _defined(self, operator: Operator, units: list[str] | None, years: list[int] | None) -> bool:
        return told.definition(self.out, self.knowledge, operator.rest or self.rest, units, years)

    def _ratio(self, operator: Operator, targets: Sequence[Target]) -> bool:
        part = self._operands(targets, operator.parts.get("part", ""))
        whole = self._operands(targets, operator.parts.get("whole", ""))
        if len(part) == 1 and len(whole) == 1 and plans.share(self.out, part[0], whole[0], "占比"):
            return True
        return told.quantity(self.out, self.knowledge, targets, self.rest, "")

    def _completion(self, operator: Operator, targets: Sequence[Target]) -> bool:
        what = re.sub(r"(?:支出)?(?:决算|预算)数?$", "", operator.parts.get("what", operator.rest))
        if told.quantity(self.out, self.knowledge, targets, what + "完成率", ""):
            return True
        final, budget = self._operands(targets, what + " 决算"), self._operands(targets, what + " 预算")
        return len(final) == 1 and len(budget) == 1 and plans.share(self.out, final[0], budget[0], "完成率")

    def _difference(self, operator: Operator, targets: Sequence[Target]) -> bool:
        words = operator.parts.get("what", operator.rest)
        for text in (words, re.sub(r"[比较]", " ", words)):
            operands = self._operands(targets, re.sub(r"之间$", "", text.strip()))
            if len(operands) == 2:
                return plans.difference(self.out, operands, self.asked.uom)
        return False

    def _change(self, operator: Operator, targets: Sequence[Target]) -> bool:
        text = operator.rest or self.rest
        if len(targets) == 2 and targets[0][0] == targets[1][0]:
            pair = sorted(targets, key=lambda t: t[1])
        elif len(targets) == 1:
            unit, year = targets[0]
            pair = [(unit, year - 1), (unit, year)]
        else:
            return False
        before, now = self._operands(pair[:1], text), self._operands(pair[1:], text)
        if len(before) == 1 and len(now) == 1 and plans.change(self.out, now[0], before[0], self.asked.uom):
            return True
        wanted = "变化率 百分之" if re.search(r"百分之|比例|率|幅|%", self.rest) else "变化"
        return len(targets) == 1 and told.quantity(self.out, self.knowledge, targets, f"{text} {wanted}", self.asked.uom)

    def _rank(self, operator: Operator, targets: Sequence[Target]) -> bool:
        if len({u.iri for u, _ in targets}) > 1:
            rows = [o.figure for o in self._operands(targets, operator.rest)]
            return len(rows) > 1 and plans.rank(self.out, rows, operator, self.asked.uom)
        rows = [f for u, y in targets for f in plans.parts_of(self.knowledge.books(u, y), operator.rest)]
        return len(targets) == 1 and plans.rank(self.out, rows, operator, self.asked.uom)

    def _list(self, operator: Operator, targets: Sequence[Target]) -> bool:
        rows = [f for u, y in targets for f in plans.parts_of(self.knowledge.books(u, y), operator.rest)]
        if len(targets) == 1 and plans.listing(self.out, rows, self.asked.uom):
            return True
        return self._define(operator, targets) or told.passage(self.out, self.knowledge, targets, self.rest)

    def _members(self, operator: Operator, targets: Sequence[Target]) -> bool:
        return told.members(self.out, self.knowledge, targets)

    def _projects(self, operator: Operator, targets: Sequence[Target]) -> bool:
        return achieved.project_names(self.out, self.knowledge, targets)

    def _judge(self, operator: Operator, targets: Sequence[Target]) -> bool:
        return any(
            achieved.indicator(self.out, self.knowledge, targets, text, judge=True)
            for text in dict.fromkeys((operator.rest, re.sub(r"(?:情况|数量|数)$", "", operator.rest))))

    def _verify(self, operator: Operator, targets: Sequence[Target]) -> bool:
        first, second = operator.parts["a"], operator.parts["b"]
        left = self._operands(targets, first)
        # What is compared may be named once: 三公经费决算超过年初预算.
        shared = re.sub(r"(?:支出)?(?:年初|全年|调整)?(?:预算|决算)数?$", "", first)
        right = self._operands(targets, second)
        if len(right) != 1 or (left and right[0].figure.concept != left[0].figure.concept and shared != first):
            right = self._operands(targets, shared + " " + second) or right
        return len(left) == 1 and len(right) == 1 and plans.verify(self.out, left[0], right[0], operator.parts["relation"])

    def _yesno(self, operator: Operator, targets: Sequence[Target]) -> bool:
        return told.yes_or_no(self.out, self.knowledge, targets, operator.rest, self._look_up(targets, operator.rest))

    def _sum(self, operator: Operator, targets: Sequence[Target]) -> bool:
        whole = self._look_up(targets, self.rest)
        if len(targets) == 1 and len(whole) == 1 and whole[0].any:
            return plans.say(self.out, whole, self.asked.uom)
        found = self._look_up(targets, operator.rest)
        if len(targets) == 1 and len(found) == 1 and found[0].any:
            return plans.say(self.out, found, self.asked.uom)
        operands = [o for f in found if (o := operand(f)) is not None]
        scopes = {o.figure.scope for o in operands if len({p.figure.unit.iri for p in operands}) == 1}
        if len(operands) != len(found) or len(scopes) > 1:
            return False
        return plans.total(self.out, operands, self.asked.uom)

    def _average(self, operator: Operator, targets: Sequence[Target]) -> bool:
        return plans.total(self.out, self._operands(targets, operator.rest), self.asked.uom, mean=True)

    # what goes with the answer

    def _with_query(self) -> Reply:
        """Sets the SPARQL that yields the cited figures, after running it."""
        places = [e["iri"] for e in self.out.evidence]
        if places:
            text = bound("cited", self.knowledge.generation.base, place=places)
            result: QueryResult = self.knowledge.generation.query(text)
            self.out.sparql = text if next(iter(result), None) is not None else ""  # type: ignore[call-overload]
        return self.out

    def _year_words(self) -> str:
        return f"{self.asked.years[0]}年" if self.asked.years else ""

    def _examples(self) -> list[str]:
        units = self.knowledge.directory.units[:2]
        return [f"{u.name}{u.years[-1]}年“三公”经费是多少？" for u in units if u.years]

    def _near(self, targets: Sequence[Target]) -> list[str]:
        if not targets:
            return self._examples()
        unit, year = targets[0]
        books = self.knowledge.books(unit, year)
        rows = sorted({f.item for f in books.figures if f.item and f.kind == "table"})
        close = [name for name, score, _ in process.extract(self.rest, rows, limit=2) if score >= 40]
        return [f"{unit.name}{year}年{name}是多少？" for name in close] or [f"{unit.name}{year}年支出合计是多少？"]


def _years(unit: HeldUnit) -> str:
    return "、".join(dict.fromkeys(f"{year}年{kind}" for year, kind, _ in unit.held))
