"""A question → an answer with its evidence, or a refusal that says why. No language model is needed.

Normalise, link units and years, find what is done with the figures, look them up, compute, speak; where no figure is
asked for, quote the prose. What can't be answered is refused, with no figure in the refusal.
"""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from typing import Any

from answer import each_year, findings, in_english, inventory, of_place, part_of, subjects, telling
from answer.figures import accounted, agreement, class_budgets, member_rows, prose_and_form, provenance, year_before
from answer.figures.row_questions import COMPARES
from answer.holdings.directory import Linked
from answer.holdings.held import Statement, rows_of
from answer.holdings.knowledge import Knowledge
from answer.holdings.language_model import LanguageModel, Plan, phrased, proposed
from answer.language.names import cut, mend
from answer.language.words import comparable, compiled, lexicon
from answer.operators import NOTHING_ELSE, OPERATIONS, REFUSED_ALONE
from answer.projects import achieved, projects, quarters, remarks, sources, stages_apart
from answer.prose import excerpts, headings, item_told, listed_rows, naming, passages, quoted, told, under_fund
from answer.prose.quote_check import tells
from answer.request import compound, plans
from answer.request.asking import Asking, Target, reading_of, without_amounts
from answer.request.english import in_chinese, is_english
from answer.request.question import (
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
from answer.request.reply import Reply, refuse
from answer.request.suggestions import answerable, examples, near
from graph.queries import bound
from graph.store.generation import Generation

LISTS = re.compile("哪[些几两三四五六七八九十]|谁|什么")
"""Asks for names: that there are none is said by no sentence that denies something else."""
SEVERAL = re.compile("[、和与及跟]|加")
"""Joins what is to be added up: one of several figures is no sum."""
TARGETED = re.compile(
    "(?:占比|比重|比例|率)的?(?:年度|年初|全年|预期)*(?:指标|目标)值(?:是|为|有)?(?:百分之)?(?:多少|几)?[%％]?$"
    "|(?:不[能得]?(?:少于|低于|超过|高于)|至少|控制在)[\u4e00-\u9fff]{0,4}(?:百分之)?(?:多少|几)[\u4e00-\u9fff%％]{0,4}$"
)
"""Asks for the target of a share by its name, or for a target by its condition: nothing is divided, nor are two figures
set against each other."""
COMMONPLACE = frozenset("费支出收入经的用款项金额目数公")
"""Characters that names of figures share without meaning the same."""


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
    if reply.status == "unanswered":
        named = [u for m in answering.linked.mentions if m.method != "everyone" for u in m.units]
        reply.suggestions = answerable(knowledge, reply.suggestions, named, lambda q: _has_answer(knowledge, q))
    if (lang or ("en" if is_english(question) else "zh")) == "en" and reply.engine == "rules":
        in_english.say(reply)
    reply.elapsed_ms = round((time.monotonic() - started) * 1000)
    return reply.as_dict()


def _has_answer(knowledge: Knowledge, question: str) -> bool:
    reply = _Answering(knowledge, question).reply()
    return reply.status == "answered" and bool(reply.values)


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

    def __init__(self, knowledge: Knowledge, question: str, members: bool = True) -> None:
        self.knowledge = knowledge
        self.out = Reply(question)
        units = knowledge.directory.units
        self.asked: Question = understand(question, in_chinese(question, units) if is_english(question) else "")
        linked = knowledge.directory.link(without_years(self.asked.text))
        # Without ``members`` a department is asked, and what is said of a unit of its in its prose.
        self.linked: Linked = member_rows.relinked(knowledge, self.asked, linked) if members else linked
        rest = re.sub(r"\s+", " ", re.sub(r"[?？!！。]", " ", self.linked.rest)).strip(" ,，的、:：")
        for pattern in lexicon("words")["how_to_say"]["patterns"]:
            # How the answer is to be said has been understood, and is no part of what is asked for.
            rest = compiled(pattern).sub("", rest).strip(" ,，的、:：")
        self.asking = Asking(knowledge, self.out, self.asked, self.linked, ordered(rest))

    def reply(self) -> Reply:
        """The answer or the refusal; of two questions in one, the answers to both."""
        if parts := compound.questions(self.asked, self.linked, self.knowledge):
            return self._joined(parts) or refuse(
                self.out, "not found", f"这里问了{len(parts)}件事，没有都找到答案，请分开问。", parts
            )
        reply = self._reply()
        if reply.status == "answered" and (missed := accounted.dropped(self.asked.text, reply)):
            refuse(reply, "not found", f"没有按“{missed}”这一条件找到答案，不能回答。")
        if why := agreement.disagreement(self.asked, reply):
            refuse(reply, "not disclosed", f"{why}，不能回答。")
        if reply.status == "answered" and accounted.half(self.asked.text, reply):
            refuse(reply, "not found", "所问的没有都找到答案，请分开问。")
        if not tells(self.asking.rest, reply):
            refuse(reply, "not disclosed", "公开的文字里没有找到所问的名称，不能回答。")
        if reply.status == "unanswered" and reply.reason in {*READ_AGAIN, "unit not held"}:
            reply = self._of_part() or reply
        lacking = reply.status == "answered" and compound.lacks(self.asked.text, reply)
        if lacking or (reply.status == "unanswered" and reply.reason in READ_AGAIN):
            parts = compound.questions(self.asked, self.linked, self.knowledge, clauses=True)
            reply = (self._joined(parts, len(reply.values)) if parts else None) or reply
        if reply.status == "unanswered" and reply.reason in READ_AGAIN:
            parts = compound.one_by_one(self.asked, self.linked, self.asking.rest)
            reply = (self._joined(parts) if parts else None) or reply
        reply = self._of_each_year(reply)
        if reply.status != "unanswered":
            excerpts.cut(reply)
            slips = [(m.text, m.units[0].name) for m in self.linked.mentions if m.method == "alike"]
            reply.text += "".join(f"（“{said}”按“{name}”理解。）" for said, name in slips)
        return reply

    def _of_each_year(self, reply: Reply) -> Reply:
        """The answer to a question that sets years of one body side by side, where what was found does not say what
        each of them has."""
        open_ = reply.status == "unanswered" and reply.reason in {*READ_AGAIN, "no unit"}
        want = each_year.wanted(self.asked, self.linked, self.asking.rest)
        if want is None or (not open_ and (want.mode not in each_year.WHICH or each_year.settled(want, reply))):
            return reply
        told = Reply(self.out.question)
        if each_year.tell(told, want, lambda q: _Answering(self.knowledge, q).reply()):
            self.out = told
            if want.name != want.entity:
                self.asking.note = f"（取自{want.entity}的公开。）"
            return self._with_query()
        return reply if open_ else refuse(self.out, "not found", "没有找到每一年可以相比的数，不能回答。")

    def _of_part(self) -> Reply | None:
        """What the prose of a department tells of a unit of its that has no disclosure of its own; None where the
        question names none."""
        found = part_of.department_of(self.knowledge, self.linked, self.asked.years)
        if found is None:
            return None
        department, said, bare = found
        asked = self.asked.text.replace(said, department.name + bare)
        reply = _Answering(self.knowledge, asked, members=False).reply()
        if said not in self.asked.text or not part_of.tells_of(reply, bare):
            is_row = any(u.within for m in self.linked.mentions for u in m.units)
            part = f"它只是{department.name}公开的一部分" if is_row else f"{department.name}的公开提到它"
            why = f"没有收录“{said}”自己的公开文件：{part}，其中没有所问的内容，不能回答。"
            year = f"{self.asked.years[0]}年" if self.asked.years else ""
            return refuse(self.out, "unit not held", why, [f"{department.name}{year}{self.asking.rest}"])
        reply.question, reply.text = self.out.question, f"{reply.text}（取自{department.name}的公开，说的是“{bare}”。）"
        self.out = reply
        return reply

    def _joined(self, parts: Sequence[str], least: int = -1) -> Reply | None:
        """The answers to several questions as one, None where one has none or they give no more than ``least`` values;
        of two clauses the first may be answered alone."""
        replies: list[Reply] = []
        for part in parts:
            if not (said := compound.of_first(part, replies)):
                return None
            replies.append(_Answering(self.knowledge, said).reply())
        joined = compound.joined(Reply(self.out.question), replies, partly=least == 0)
        if joined is not None and (len(joined.values) > least or joined.reason == "blank"):
            self.out = joined
            return self._with_query()
        return None

    def _reply(self) -> Reply:
        if not comparable(self.asked.text):
            return refuse(self.out, "empty", "没有问题。", examples(self.knowledge))
        if of := inventory.wanted(self.asked.text, self.linked):
            named = [u for m in self.linked.mentions if m.method != "everyone" and len(m.units) == 1 for u in m.units]
            return inventory.told(self.out, self.knowledge, of, named, self.asked.years)
        units = subjects.units_of(self.asking)
        if units is None:
            return self._with_query() if self.out.status == "answered" else self.out
        if self.linked.everyone and findings.over_units(
            self.out, self.knowledge, units, self.asked.years, self.asking.rest + " 公开"
        ):
            return self._with_query()
        targets = subjects.targets_of(self.asking, units)
        if targets is None:
            return self.out
        if all(mention.method == "place" for mention in self.linked.mentions) and self.linked.mentions:
            reply = self._of_place(targets)
            if reply.status == "answered" or projects.owners(self.knowledge, self.asking.rest) != [units[0].iri]:
                return reply
            # The one body of the place reports on the project that is named.
            self.asking.clear()
            self.asking.note = f"（取自{units[0].name}的公开。）"
        places = prose_and_form.asked(self.asking.rest)
        if places is not None and prose_and_form.tell(self.asking, places, targets):
            return self._with_query()
        self.asking.clear()
        found = findings.tell(self.out, self.knowledge, targets, self.asking.rest)
        if found and prose_and_form.speaks_of(places, self.out.text):
            return self._with_query()
        self.asking.clear()
        return self._of_targets(targets)

    def _of_targets(self, targets: Sequence[Target]) -> Reply:
        """What evaluations, tables and prose of the units and years asked about tell."""
        if remarks.tell(self.out, self.knowledge, targets, self.asking.rest):
            return self._with_query() if self.out.status == "answered" else self.out
        targeted = (achieved.indicator_first,) if TARGETED.search(self.asking.rest) else ()
        for way in (listed_rows.tell, quarters.tell, sources.tell, projects.left_over, stages_apart.tell, *targeted):
            if way(self.out, self.knowledge, targets, self.asking.rest, self.asked.uom):
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
        targets = subjects.targets_of(self.asking, [held[name] for name in plan.units])
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
            why = f"没有公开{self.asking.lacking}，不能计算。" if self.asking.lacking else ""
            why = why or f"没有找到能回答“{self.asked.original}”的数字或文字。"
            return refuse(self.out, "not found", why, self._near(targets))
        return None

    def _plain(self, targets: Sequence[Target]) -> Reply:
        asking, rest = self.asking, self.asking.rest
        if telling.bought(asking, targets):
            return self._with_query()
        found = asking.look_up(targets, rest)
        if asks_quantity(rest) and not all(f.any for f in found) and (plain := without_amounts(rest)) != rest:
            # An amount said beside a name is what is thought to be printed: only a figure that is it answers.
            found = asking.look_up(targets, plain)
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
        if (
            len(found) == 1
            and found[0].blanks
            and not self.asked.row
            and item_told.zero(self.out, self.knowledge.facts(*targets[0]), found[0].blanks[0], self.asked.uom)
        ):
            return self._with_query()
        if found and all(f.any for f in found) and plans.say(self.out, found, self.asked.uom):
            if not self.asked.years and len({y for _, y in targets}) > 1 and not self.linked.everyone:
                self.out.status = "ambiguous"
                self.out.text = "没有写明年度，各年如下：" + self.out.text
            return self._with_query()
        if telling.tell(self.asking, targets):
            return self._with_query()
        if class_budgets.total(asking, targets) or year_before.told_after(asking, targets):
            return self._with_query()
        asking.clear()
        if telling.before(asking, targets):
            return self._with_query()
        if under_fund.tell(asking, targets, telling.quantity):
            return self._with_query()
        if COMPARES.search(rest) and LISTS.search(rest):
            # Rows that fit a condition nothing took up: no sentence tells which they are.
            return refuse(self.out, "not disclosed", "没有公开能这样比较的数字，不能回答。", self._near(targets))
        if not LISTS.search(rest) and quoted.denied(self.out, self.knowledge, targets, rest):
            return self._with_query()
        if not asks_quantity(rest) and (
            headings.section(self.out, self.knowledge, targets, rest)
            or naming.quote(self.out, self.knowledge, targets, rest)
            or passages.passage(self.out, self.knowledge, targets, rest)
        ):
            return self._with_query()
        unknown = [w for f in found for w in f.unknown]
        words = f"文件里没有“{'、'.join(dict.fromkeys(unknown))}”" if unknown else "没有公开这一项"
        units = "、".join(dict.fromkeys(f"{u.name}{y}年度" for u, y in targets[:3]))
        return refuse(self.out, "not disclosed", f"{units}：{words}，不能回答。", self._near(targets))

    def _of_place(self, targets: Sequence[Target]) -> Reply:
        """A question that names a place and no body."""
        whose = "、".join(dict.fromkeys(u.name for u, _ in targets))
        own = of_place.of_accounts(self.asking, targets)
        self.asking.note = f"（取自{whose}的公开。）"
        if not own and of_place.tell(self.asking, targets):
            return self._with_query()
        self.asking.clear()
        if not own and of_place.of_its_work(self.asking, targets, self._of_targets(targets)):
            return self.out
        self.asking.clear()
        self.asking.note = ""
        return of_place.refused(self.asking, self.linked.mentions[0].text, whose, targets[-1:])

    def _second_hand(self, figure: Statement) -> bool:
        """Whether the prose may hold a better figure: this one was worked out, or is planned where the year's final
        accounts are held and no stage is asked for."""
        closed = any(y == figure.year and kind == "决算" for y, kind, _ in figure.unit.held)
        return figure.derived or (closed and figure.disclosure_kind == "预算" and "预算" not in self.asked.text)

    # what goes with the answer

    def _with_query(self) -> Reply:
        """Sets the SPARQL that yields the cited figures, after running it."""
        kinds = {scope for v in self.out.values for scope in self._scopes(v["entity"], v["year"])}
        if note := self.asking.note or member_rows.note(self.linked):
            self.out.text += note
        if self.asked.scope == "单位" and kinds == {"部门"}:
            self.out.text += "（收录的是部门的公开，含下属单位。）"
        provenance.cite_prose(self.out, self.knowledge)
        provenance.cite_shares(self.out, self.knowledge)
        places = [e["iri"] for e in self.out.evidence]
        if places:
            text = bound("cited", self.knowledge.generation.base, place=places)
            self.out.sparql = text if next(rows_of(self.knowledge.generation, text), None) is not None else ""
        return self.out

    def _scopes(self, entity: str, year: int | None) -> set[str]:
        return {
            scope for u in self.knowledge.directory.units if u.name == entity for y, _, scope in u.held if y == year
        }

    def _near(self, targets: Sequence[Target]) -> list[str]:
        return near(self.knowledge, targets, self.asking.rest)
