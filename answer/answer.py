"""A question → an answer with its evidence, or a refusal that says why. No language model is needed.

Normalise, link units and years, find what is done with the figures, look them up, compute, speak; where no figure is
asked for, quote the prose. What can't be answered is refused, with no figure in the refusal.
"""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from typing import Any

from answer import compound, findings, holdings, in_english, plans, provenance, quoted, sentences, telling, told
from answer.asking import Asking, Target, reading_of
from answer.body_names import split_region
from answer.directory import HeldUnit, Linked, nearest
from answer.english import in_chinese, is_english
from answer.held import Statement, rows_of
from answer.knowledge import Knowledge
from answer.language_model import LanguageModel, Plan, phrased, proposed
from answer.names import cut, mend
from answer.operations import define
from answer.operators import NOTHING_ELSE, OPERATIONS, REFUSED_ALONE
from answer.question import (
    YES_OR_NO,
    Operator,
    Question,
    asks_quantity,
    operator_of,
    ordered,
    rewritten,
    understand,
    without_years,
)
from answer.quote_check import tells
from answer.reply import Reply, refuse
from answer.row_questions import COMPARES
from answer.suggestions import examples, near, years_of
from answer.words import comparable, lexicon
from graph.generation import Generation
from graph.queries import bound

LISTS = re.compile("哪[些几两三四五六七八九十]|谁|什么")
"""Asks for names: that there are none is said by no sentence that denies something else."""
SEVERAL = re.compile("[、和与及跟]|加")
"""Joins what is to be added up: one of several figures is no sum."""
COMMONPLACE = frozenset("费支出收入经的用款项金额目数公")
"""Characters that names of figures share without meaning the same."""
MOST_TARGETS = 60
"""Units and years one question may range over; more is a task for SPARQL."""


def answer(
    question: str, generation: Generation | Knowledge, *, encoder: Any = None, lang: str | None = None
) -> dict[str, Any]:
    """The contract's answer object. ``generation`` may be a ``Knowledge`` kept between questions; ``lang`` (zh or en)
    is the language of the answer, without it the question's."""
    started = time.monotonic()
    knowledge = generation if isinstance(generation, Knowledge) else Knowledge(generation, encoder)
    answering = _Answering(knowledge, question)
    reply = answering.reply()
    if knowledge.model is not None:
        reply = _with_model(knowledge.model, answering, reply)
    if (lang or ("en" if is_english(question) else "zh")) == "en" and reply.engine == "rules":
        in_english.say(reply)
    reply.elapsed_ms = round((time.monotonic() - started) * 1000)
    return reply.as_dict()


READ_AGAIN = frozenset({"not disclosed", "not found"})
"""Refusals of questions whose unit and year are held: the rules may only not have read them rightly."""


def _with_model(model: LanguageModel, answering: _Answering, reply: Reply) -> Reply:
    """The answer after a language model has been asked what the question means, or to put the answer into words."""
    knowledge, names = answering.knowledge, [u.name for u in answering.knowledge.directory.units]
    if reply.status == "unanswered" and reply.reason in READ_AGAIN:
        linked = dict.fromkeys(u.name for m in answering.linked.mentions for u in m.units)
        plan = proposed(model, reply.question, list(linked), OPERATIONS)
        other = _Answering(knowledge, reply.question)
        if plan is not None and other.carry_out(plan):
            other.out.engine = "llm"
            other.out.text += "".join(f"（“{said}”按“{means}”理解。）" for said, means in plan.terms)
            reply = other.out
    if reply.status == "answered" and (text := phrased(model, reply.as_dict(), names)):
        reply.text, reply.engine = text, "llm"
    return reply


class _Answering:
    """One question on its way."""

    def __init__(self, knowledge: Knowledge, question: str) -> None:
        self.knowledge = knowledge
        self.out = Reply(question)
        units = knowledge.directory.units
        self.asked: Question = understand(question, in_chinese(question, units) if is_english(question) else "")
        self.linked: Linked = knowledge.directory.link(without_years(self.asked.text))
        rest = re.sub(r"\s+", " ", re.sub(r"[?？!！。]", " ", self.linked.rest)).strip(" ,，的、:：")
        for pattern in lexicon("words")["how_to_say"]["patterns"]:
            # How the answer is to be said has been understood, and is no part of what is asked for.
            rest = re.sub(pattern, "", rest).strip(" ,，的、:：")
        self.asking = Asking(knowledge, self.out, self.asked, self.linked, ordered(rest))

    def reply(self) -> Reply:
        """The answer or the refusal; of two questions in one, the answers to both."""
        if parts := compound.questions(self.asked, self.linked, self.knowledge):
            return self._joined(parts) or refuse(
                self.out, "not found", f"这里问了{len(parts)}件事，没有都找到答案，请分开问。", parts
            )
        reply = self._reply()
        if not tells(self.asking.rest, reply):
            refuse(reply, "not disclosed", "公开的文字里没有找到所问的名称，不能回答。")
        if reply.status == "unanswered" and reply.reason in READ_AGAIN:
            parts = compound.questions(self.asked, self.linked, self.knowledge, clauses=True)
            reply = self._joined(parts) or reply if parts else reply
        return reply

    def _joined(self, parts: Sequence[str]) -> Reply | None:
        """The answers to several questions as one, None where one has none."""
        joined = compound.joined(Reply(self.out.question), [_Answering(self.knowledge, p).reply() for p in parts])
        if joined is not None:
            self.out = joined
            self._with_query()
        return joined

    def _reply(self) -> Reply:
        if not comparable(self.asked.text):
            return refuse(self.out, "empty", "没有问题。", examples(self.knowledge))
        if of := holdings.wanted(self.asked.text, self.linked):
            named = [u for m in self.linked.mentions if m.method != "everyone" and len(m.units) == 1 for u in m.units]
            return holdings.told(self.out, self.knowledge, of, named, self.asked.years)
        units = self._units()
        if units is None:
            return self.out
        if self.linked.everyone and findings.over_units(
            self.out, self.knowledge, units, self.asked.years, self.asking.rest + " 公开"
        ):
            return self._with_query()
        targets = self._targets(units)
        if targets is None:
            return self.out
        if all(mention.method == "place" for mention in self.linked.mentions) and self.linked.mentions:
            return self._of_place(targets)
        if findings.tell(self.out, self.knowledge, targets, self.asking.rest):
            return self._with_query()
        self.asking.clear()
        return self._by_operator(targets) or self._plain(targets)

    def carry_out(self, plan: Plan) -> bool:
        """Whether a proposed plan answers the question. It may read no other unit and no other year than the question
        names, and every word that the rules did not know must be one that the plan's name for it shares a character
        with."""
        held = {u.name: u for m in self.linked.mentions for u in m.units}
        if not plan.units or set(plan.units) - set(held) or set(plan.years) != set(self.asked.years):
            return False
        targets = self._targets([held[name] for name in plan.units])
        if targets is None or (plan.operator and plan.operator not in OPERATIONS) or not self._explained(plan, targets):
            return False
        self.asking.clear()
        self.asking.rest = plan.rest
        try:
            if plan.operator:
                done = OPERATIONS[plan.operator](self.asking, Operator(plan.operator, plan.parts, plan.rest), targets)
            else:
                found = self.asking.look_up(targets, plan.rest)
                done = bool(found) and all(f.any for f in found) and plans.say(self.out, found, self.asked.uom)
        except KeyError:  # a part that the operator needs
            return False
        if done:
            self._with_query()
        return done and self.out.status == "answered"

    def _explained(self, plan: Plan, targets: Sequence[Target]) -> bool:
        books = self.asking.books(*targets[0]) if targets else None
        if books is None:
            return False
        unknown = [s.text for s in mend(cut(rewritten(self.asking.rest), books.names), books.names) if not s.known]
        told = "".join((plan.rest, *plan.parts.values()))
        return all(
            any(word in comparable(said) and set(word) & set(means) - COMMONPLACE for said, means in plan.terms)
            or word in comparable(told)
            for word in unknown
        )

    # which units and years

    def _units(self) -> list[HeldUnit] | None:
        directory = self.knowledge.directory
        mentions = self.linked.mentions
        named = {u.iri for m in mentions if len(m.units) == 1 for u in m.units}
        # A bare word for a body (交易中心) beside the full name of one says no more than that.
        mentions = tuple(m for m in mentions if len(m.units) == 1 or not named & {u.iri for u in m.units})
        units = list(dict.fromkeys(u for m in mentions for u in m.units))
        several = [m for m in mentions if len(m.units) > 1]
        if several and not self.linked.everyone:
            placed = split_region(comparable(several[0].text))[0] != ""
            fitting = [u for u in several[0].units if placed and set(self.asked.years) & set(u.years)]
            if len(fitting) != 1:
                names = "、".join(u.name for u in several[0].units)
                refuse(
                    self.out,
                    "ambiguous unit",
                    f"“{several[0].text}”可以是：{names}。请写明是哪一个单位。",
                    [f"{u.name}{self._year_words()}{self.asking.rest}" for u in several[0].units[:3]],
                )
                return None
            units = list(dict.fromkeys([*(u for m in mentions if len(m.units) == 1 for u in m.units), *fitting]))
        if self.linked.unknown:
            names = "、".join(dict.fromkeys(name.strip() for name in self.linked.unknown))
            near = nearest(directory.units, names)
            what = re.sub("|".join(map(re.escape, self.linked.unknown)), "", self.asking.rest).strip()
            refuse(
                self.out,
                "unit not held",
                f"没有收录“{names}”的公开文件，不能回答。",
                [f"{name}{self._year_words()}{what}" for name in near[:2]],
            )
            return None
        if units:
            return units
        if len(directory.units) == 1:
            return list(directory.units)
        operator = operator_of(self.asking.rest)
        asks_figure = asks_quantity(self.asking.rest) and re.search("多少|几|预算|决算", self.asking.rest)
        if operator is None or operator.id != "define":
            operator = Operator("define", {}, self.asking.rest)
        else:
            asks_figure = None
        if not asks_figure and define(self.asking, operator, ()):
            self._with_query()
            return None
        refuse(self.out, "no unit", "没有写明单位，或这不是这些公开文件能回答的问题。", examples(self.knowledge))
        return None

    def _targets(self, units: Sequence[HeldUnit]) -> list[Target] | None:
        years = self.asked.years
        if self.asked.unsettled:
            held_years = "；".join(f"{u.name}{years_of(u)}" for u in units[:3])
            refuse(
                self.out,
                "year not settled",
                f"没有写明“{self.asked.unsettled}”是哪一年；收有：{held_years}。",
                [
                    f"{units[0].name}{y}年{self.asking.rest.replace(self.asked.unsettled, '')}"
                    for y in units[0].years[-1:]
                ],
            )
            return None
        if self.asked.latest:
            return [(u, u.years[-1]) for u in units if u.years]
        if len(years) == len(units) > 1 and not self.linked.everyone:
            pairs = list(zip(units, years, strict=True))
        else:
            pairs = [(u, y) for u in units for y in (years or u.years)]
        # Of a year not held the next year's documents may tell: nothing else has to be read to see that it is not.
        held = [
            (u, y) for u, y in pairs if y in u.years or (y + 1 in u.years and self.knowledge.books(u, y).figures)
        ]
        lacking = [(u, y) for u, y in pairs if (u, y) not in held]
        if lacking and (years and (not self.linked.everyone or not held)):
            unit, year = lacking[0]
            refuse(
                self.out,
                "year not held",
                f"没有收录{unit.name}{year}年度的公开文件；收有：{years_of(unit)}。",
                [f"{unit.name}{y}年{self.asking.rest}" for y in unit.years[-2:]],
            )
            return None
        own = [(u, y) for u, y in held if (y, "单位") in {(held_year, scope) for held_year, _, scope in u.held}]
        if self.asked.entity and len(own) < len(held):
            unit, year = next(t for t in held if t not in own)
            refuse(
                self.out,
                "scope not held",
                f"没有收录{unit.name}本级{year}年度的公开文件；收有部门（含下属单位）的：{years_of(unit)}。",
                [],
            )
            return None
        if len(held) > MOST_TARGETS:
            refuse(self.out, "too many", "涉及的单位和年度太多，请用 SPARQL 查询。", [])
            return None
        return held

    # what is done

    def _by_operator(self, targets: Sequence[Target]) -> Reply | None:
        tried: tuple[str, ...] = ()
        while operator := operator_of(self.asking.rest, tried):
            tried = (*tried, operator.id)
            if OPERATIONS[operator.id](self.asking, operator, targets):
                return self._with_query()
            self.asking.clear()
            if operator.id in NOTHING_ELSE or (operator.id == "among" and not YES_OR_NO.search(self.asking.rest)):
                break
        if REFUSED_ALONE & set(tried) or ("sum" in tried and SEVERAL.search(self.asking.rest)):
            return refuse(
                self.out, "not found", f"没有找到能回答“{self.asked.original}”的数字或文字。", self._near(targets)
            )
        return None

    def _plain(self, targets: Sequence[Target]) -> Reply:
        asking, rest = self.asking, self.asking.rest
        if telling.bought(asking, targets):
            return self._with_query()
        found = asking.look_up(targets, rest)
        if (
            any(self._second_hand(r.best) for r in reading_of(found))
            and told.quantity(self.out, self.knowledge, targets, rest, self.asked.uom)
            and self.out.status == "answered"
        ):
            return self._with_query()
        asking.clear()
        if telling.own_money(asking, targets, found):
            return self._with_query()
        asking.clear()
        if found and all(f.any for f in found) and plans.say(self.out, found, self.asked.uom):
            if not self.asked.years and len({y for _, y in targets}) > 1 and not self.linked.everyone:
                self.out.status = "ambiguous"
                self.out.text = "没有写明年度，各年如下：" + self.out.text
            return self._with_query()
        if telling.tell(self.asking, targets):
            return self._with_query()
        if self._before(targets):
            return self._with_query()
        if COMPARES.search(rest) and LISTS.search(rest):
            # Rows that fit a condition nothing took up: no sentence tells which they are.
            return refuse(self.out, "not disclosed", "没有公开能这样比较的数字，不能回答。", self._near(targets))
        if not LISTS.search(rest) and quoted.denied(self.out, self.knowledge, targets, rest):
            return self._with_query()
        if not asks_quantity(rest) and (
            quoted.section(self.out, self.knowledge, targets, rest)
            or sentences.quote(self.out, self.knowledge, targets, rest)
            or quoted.passage(self.out, self.knowledge, targets, rest)
        ):
            return self._with_query()
        unknown = [w for f in found for w in f.unknown]
        words = f"文件里没有“{'、'.join(dict.fromkeys(unknown))}”" if unknown else "没有公开这一项"
        units = "、".join(dict.fromkeys(f"{u.name}{y}年度" for u, y in targets[:3]))
        return refuse(self.out, "not disclosed", f"{units}：{words}，不能回答。", self._near(targets))

    def _of_place(self, targets: Sequence[Target]) -> Reply:
        """A question that names a place and no body: what the place's one body tells of its work answers it, its
        accounts do not, for a place spends more than one of its bodies does."""
        money = any(f.any for f in self.asking.look_up(targets, self.asking.rest))
        if not money and telling.tell(self.asking, targets) and self.out.status == "answered":
            return self._with_query()
        if not asks_quantity(self.asking.rest) and sentences.quote(
            self.out, self.knowledge, targets, self.asking.rest, least=1.0
        ):
            return self._with_query()
        self.asking.clear()
        units = "、".join(dict.fromkeys(u.name for u, _ in targets))
        place = self.linked.mentions[0].text
        return refuse(
            self.out,
            "no unit",
            f"没有写明“{place}”的哪个单位；收有：{units}。",
            [f"{u.name}{y}年{self.asking.rest}" for u, y in targets[-1:]],
        )

    def _second_hand(self, figure: Statement) -> bool:
        """Whether the prose may hold a better figure: this one was worked out, or is planned where the year's final
        accounts are held and no stage is asked for."""
        closed = any(y == figure.year and kind == "决算" for y, kind, _ in figure.unit.held)
        return figure.derived or (closed and figure.disclosure_kind == "预算" and "预算" not in self.asked.text)

    def _before(self, targets: Sequence[Target]) -> bool:
        """A figure of a year not held, worked out from the year after it."""
        if len(targets) != 1 or targets[0][1] in targets[0][0].years or targets[0][1] + 1 not in targets[0][0].years:
            return False
        after = [(targets[0][0], targets[0][1] + 1)]
        now = [r.best for r in reading_of(self.asking.look_up(after, self.asking.rest)) if not r.best.derived]
        return told.earlier(self.out, self.knowledge, after, self.asking.rest, now, self.asked.uom)

    # what goes with the answer

    def _with_query(self) -> Reply:
        """Sets the SPARQL that yields the cited figures, after running it."""
        kinds = {scope for v in self.out.values for scope in self._scopes(v["entity"], v["year"])}
        if self.asked.scope == "单位" and kinds == {"部门"}:
            self.out.text += "（收录的是部门的公开，含下属单位。）"
        provenance.cite_prose(self.out, self.knowledge)
        places = [e["iri"] for e in self.out.evidence]
        if places:
            text = bound("cited", self.knowledge.generation.base, place=places)
            self.out.sparql = text if next(rows_of(self.knowledge.generation, text), None) is not None else ""
        return self.out

    def _scopes(self, entity: str, year: int | None) -> set[str]:
        return {
            scope for u in self.knowledge.directory.units if u.name == entity for y, _, scope in u.held if y == year
        }

    def _year_words(self) -> str:
        return f"{self.asked.years[0]}年" if self.asked.years else ""

    def _near(self, targets: Sequence[Target]) -> list[str]:
        return near(self.knowledge, targets, self.asking.rest)
