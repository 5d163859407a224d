"""Lists by a condition: indicators met or missed, projects and classes by their completion."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from answer.figures.accounted import leftover
from answer.holdings.held import Evidence, ProseFact, Statement
from answer.holdings.knowledge import Knowledge
from answer.language.words import comparable
from answer.projects.achieved import HeldIndicator, Target, indicators, met, of_project, said_of, told_before
from answer.projects.project_rows import ALL, counted
from answer.projects.projects import HeldProject, projects, spellings
from answer.prose.item_check import items_named
from answer.request.asking import Asking
from answer.request.question import RELATIONS, Operator
from answer.request.reply import Reply, cite, entry, value_of
from answer.request.speak import grouped, name_of, number, said
from ingest.language.quantities import number as numeral

MISSED = re.compile(r"未|没|不")


@dataclass(frozen=True, slots=True)
class Row:
    """A project or class with its completion in per cent (not a number where no budget is printed), how it is said, and
    where it is printed."""

    name: str
    rate: Decimal
    words: str
    evidence: Evidence
    path: str = ""
    """The classes that a class stands in, outermost first, with its own name."""


ROWS = re.compile(
    r"[类款项]级|分类|大类|功能|经济|科目|项目|支出(?=$|\s)|年初|全年|调整|预算数?|决算数?|执行|完成|情况|比例|进度|率"
    r"|哪(?:[些几个类一二三四五两]|项(?!目))*|[类有是的在里中下按从都和与、，,]|一般公共|财政拨款|几个|[两二三四五六七八九十]个(?=项目)|当中|之中|所有|全部|具体|各项?|其中|高|低|大|小"
)
"""Words for rows and their rates, which choose none."""


def _within(rows: Sequence[Row], text: str) -> list[Row]:
    """The rows that what else a question says is about: all where it says nothing more, none where no row is it."""
    words = leftover(text, ROWS.pattern)
    listed = [w for w in words if re.search(rf"{re.escape(w)}类?[、和与及]|[、和与及]{re.escape(w)}", text)]
    if len(listed) > 1:
        # 文物、体育类科目: the rows of any of them, where each has some.
        each = [_within(rows, w) for w in listed]
        rows = [row for row in rows if any(row in some for some in each)] if all(each) else []
        words = [w for w in words if w not in listed]
    for word in words:
        # A class of that very name (体育), else all whose classes hold the word (文化旅游体育与传媒支出).
        held = [row for row in rows if word in map(comparable, (row.path or row.name).split("/"))]
        rows = held or [row for row in rows if word in comparable(row.path or row.name)]
    return list(rows)


def indicators_met(reply: Reply, knowledge: Knowledge, targets: Sequence[Target], text: str) -> bool:
    """Indicators that missed their targets, or met them where the question asks for that; each name once."""
    judged: dict[str, tuple[HeldIndicator, bool]] = {}
    unclear: dict[str, HeldIndicator] = {}
    for one in of_project([i for target in targets for i in indicators(knowledge, target)], text):
        name = told_before(one, [*judged, *unclear])
        verdict = met(one)
        if verdict is None:
            unclear.setdefault(name, one)
        elif name not in judged or (judged[name][1] and not verdict):
            judged[name] = (one, verdict)
    if not judged or len(targets) != 1:
        return False
    wants_missed = MISSED.search(text) is not None
    kept = [one for one, verdict in judged.values() if verdict != wants_missed]
    unit, year = targets[0]
    word = "未完成目标" if wants_missed else "完成目标"
    listed = "；".join(f"{i.name}（{said_of(i)}）" for i in kept)
    open_ones = len(set(unclear) - set(judged))
    rest = f"另有{open_ones}个指标没有可比较的目标和实际值。" if open_ones else ""
    of_all = f"能判断是否完成的指标{len(judged)}个，其中" if open_ones else ""
    reply.text = f"{unit.name}{year}年{of_all}{word}的{'' if of_all else '指标'}共{len(kept)}个" + (
        f"：{listed}。" if kept else "。"
    ) + rest
    if not kept and open_ones > len(judged):
        # Of most of them nothing is known: that none is among the others is no number to give.
        reply.text = f"{unit.name}{year}年能判断是否完成的{len(judged)}个指标里没有{word}的。{rest}"
        reply.status = "answered"
        cite(reply, [place for one, _ in list(judged.values())[:3] for place in one.places[-1:]])
        return True
    reply.values = [entry(str(len(kept)), "个", f"{word}的指标数", unit.name, year, derived=True)]
    reply.status = "answered"
    cite(reply, [place for i in (kept or [one for one, _ in judged.values()][:3]) for place in i.places[-1:]])
    return True


def all_met(reply: Reply, knowledge: Knowledge, targets: Sequence[Target], text: str) -> bool:
    """Whether all indicators met their targets: no where one did not, yes only where all can be judged."""
    if not indicators_met(reply, knowledge, targets, f"{text}未完成"):
        return False
    missed = bool(reply.values) and reply.values[0]["value"] != "0"
    if not missed and "没有可比较的" in reply.text:
        return False
    reply.text = f"{'没有，未全部完成' if missed else '是，全部完成'}：{reply.text}"
    return True


def kept(reply: Reply, knowledge: Knowledge, targets: Sequence[Target], operator: Operator) -> bool:
    """Projects, or classes where the question says 科目, whose completion fits the condition; all of them."""
    relation, limit = operator.parts.get("relation", ""), operator.parts.get("limit", "")
    if times := numeral(operator.parts.get("times") or ""):
        limit = number(times * 100)
    relation = {**dict.fromkeys("大多高", "大于"), **dict.fromkeys("小少低", "小于")}.get(relation, relation)
    relation = relation or ("小于" if "under" in operator.parts else "超过")
    bound = Decimal(limit) if limit else Decimal(100)
    if len(targets) != 1:
        return False
    what = operator.parts.get("what", "") + operator.parts.get("rest", "") + operator.rest
    rows = _projects(knowledge, targets)
    items = "项目" not in what and items_named(comparable(what))
    if items or re.search("科目|支出|类|款", what.replace("项目支出", "")) or not rows:
        rows = rated(knowledge, targets, re.search("类(?!级以)", what) is not None and "分类" not in what)
    rows = _within(rows, what)
    if not rows:
        return False
    unplanned = [row for row in rows if row.rate.is_nan()]
    rows = [row for row in rows if not row.rate.is_nan()]
    fitting = [row for row in rows if _fits(row.rate, relation, bound) and (row.rate.is_finite() or not limit)]
    unit, year = targets[0]
    than = "小于" if RELATIONS.get(relation) is RELATIONS["小于"] else relation
    written = f"{limit}%{relation}" if relation[-1:] in ("上", "下", "内") else f"{relation}{limit}%"
    condition = f"完成率{written}" if limit else f"决算数{than}预算数"
    listed = "；".join(f"{row.name}（{row.words}）" for row in fitting)
    reply.text = f"{unit.name}{year}年{condition}的共{len(fitting)}项" + (f"：{listed}。" if fitting else "。")
    if unplanned:
        reply.text += f"另有{len(unplanned)}项没有印出预算，不能比较：{'、'.join(row.name for row in unplanned)}。"
    reply.values = [_value(row, unit.name, year) for row in fitting if row.rate.is_finite()]
    reply.status = "answered"
    cite(reply, [row.evidence for row in (fitting or rows[:2])])
    return True


def parts_kept(asking: Asking, operator: Operator, pairs: Sequence[tuple[Statement, Statement]]) -> bool:
    """Of rows with final accounts and budget, those whose completion fits the condition."""
    relation = operator.parts.get("relation", "小于" if "under" in operator.parts else "超过")
    limit = operator.parts.get("limit")
    if not pairs:
        return False
    rows = [(_exact(f.amount or Decimal(0), b.amount or Decimal(0)), f, b) for f, b in pairs]
    fitting = [row for row in rows if _fits(row[0], relation, Decimal(limit or 100))]
    first = pairs[0][0]
    listed = "；".join(f"{name_of(f)}（预算{said(b)}，决算{said(f)}）" for _, f, b in fitting)
    condition = f"完成率{relation}{limit}%" if limit else f"决算数{relation}预算数"
    asking.out.text = f"{first.unit.name}{first.year}年{condition}的共{len(fitting)}项"
    asking.out.text += f"：{listed}。" if fitting else "。"
    asking.out.values = [value_of(f, asking.uom) for _, f, _ in fitting]
    asking.out.status = "answered"
    cite(asking.out, [one for _, f, b in (fitting or rows[:1]) for one in (f, b)])
    return True


def rated(knowledge: Knowledge, targets: Sequence[Target], classes: bool) -> list[Row]:
    """Classes, or single items where these are printed, with their completion: worked out where a table or the prose
    states budget and final accounts, as printed where the prose states the rate alone."""
    if len(targets) == 1 and (pairs := tabled(knowledge, targets[0], CLASS if classes else ITEM)):
        called = {f.code: f.item for f in knowledge.books(*targets[0]).figures if f.scheme == "functional" and f.code}
        return [_tabled(final, budget, called) for final, budget in pairs]
    told = _completed(knowledge, targets, classes=True)
    if classes and told:
        return told
    stated = _classes(knowledge, targets)
    names = {row.name for row in stated}
    rows = stated + [row for row in _completed(knowledge, targets, classes=False) if row.name not in names]
    return rows or told


def ranked(asking: Asking, operator: Operator, targets: Sequence[Target]) -> bool:
    """The project, or the class, with the highest or the lowest completion; or the project with the most money."""
    if len(targets) != 1:
        return False
    text, order = asking.rest, operator.parts.get("order", "最高")
    if "项目" in text.replace("项目支出", ""):
        rows = _projects(asking.knowledge, targets)
        if counted(text) not in (0, ALL, len(rows)):
            return False  # the question ranges over others
    else:
        rows = [row for row in rated(asking.knowledge, targets, "类" in text) if row.rate.is_finite()]
    rows = _within(rows, operator.rest)
    if len(rows) < 2:
        return False
    low = re.search("低|小|少|慢|差", order) is not None
    rows.sort(key=lambda row: (row.rate if low else -row.rate, row.name))
    best = [row for row in rows if row.rate == rows[0].rate]
    unit, year = targets[0]
    names = "、".join(f"{row.name}（{row.words}）" for row in best)
    others = "；".join(f"{row.name}{number(row.rate)}%" for row in rows if row not in best)
    asking.out.text = f"{unit.name}{year}年完成率{order}的是{names}。" + (f"其余：{others}。" if others else "")
    asking.out.values = [_value(row, unit.name, year) for row in best]
    asking.out.status = "answered"
    cite(asking.out, [row.evidence for row in best])
    return True


def _completed(knowledge: Knowledge, targets: Sequence[Target], classes: bool) -> list[Row]:
    """Classes, or single items, whose completion the prose prints."""
    rows: dict[str, Row] = {}
    for fact in (f for unit, year in targets for f in knowledge.facts(unit, year)):
        if (
            fact.role == "completion"
            and fact.value is not None
            and fact.measure.startswith("functional")
            and ("/" not in fact.subject) == classes
        ):
            name = fact.subject.rsplit("/", 1)[-1]
            rows.setdefault(name, Row(name, fact.value, f"{number(fact.value)}%", fact.evidence, fact.subject))
    return list(rows.values())


def _value(row: Row, entity: str, year: int) -> dict[str, Any]:
    return entry(number(row.rate), "%", f"{row.name}完成率", entity, year)


def _fits(rate: Decimal, relation: str, bound: Decimal) -> bool:
    return RELATIONS[relation](rate, bound) if relation in RELATIONS else rate == bound


def _projects(knowledge: Knowledge, targets: Sequence[Target]) -> list[Row]:
    rows: dict[str, Row] = {}
    held = [p for target in targets for p in projects(knowledge, target)]
    names = spellings(held)
    for one in held:
        rate = _rate(one)
        if rate is not None and not one.whole:
            rows.setdefault(one.iri, Row(names[one.iri], rate, f"{number(rate)}%", one.evidence))
    return list(rows.values())


def _rate(one: HeldProject) -> Decimal | None:
    if one.per_cent:
        return Decimal(one.per_cent)
    if one.budget and one.executed is not None:
        return round(one.executed / one.budget * 100, 2)
    return None


def tabled(knowledge: Knowledge, target: Target, digits: int) -> list[tuple[Statement, Statement | None]]:
    """Final accounts and budget of the classes, or items, of the form that prints both for most of them, in the order
    of their codes; no budget where its cell is blank."""
    forms: dict[tuple[str, str], dict[str, dict[bool, Statement]]] = {}
    for f in knowledge.books(*target).figures:
        plain = f.kind == "table" and not f.derived and f.nature in ("", "total") and f.measure == "expenditure"
        if plain and f.scheme == "functional" and len(f.code) == digits and f.disclosure_kind == "决算":
            held = forms.setdefault((f.evidence.disclosure, f.form), {}).setdefault(f.code, {})
            held.setdefault(f.stage in FINAL, f)
    most = max(forms.values(), key=lambda rows: sum(len(each) == 2 for each in rows.values()), default={})
    if not any(len(each) == 2 for each in most.values()):
        return []
    return [(each[True], each.get(False)) for _, each in sorted(most.items()) if True in each]


def _tabled(final: Statement, budget: Statement | None, names: dict[str, str]) -> Row:
    path = "/".join(names.get(final.code[:digits], "") for digits in range(CLASS, len(final.code) + 1, 2))
    if budget is None:
        return Row(final.item, Decimal("NaN"), f"预算空白，决算{said(final)}", final.evidence, path)
    words = f"预算{said(budget)}，决算{said(final)}"
    return _row(final.item, final.amount or Decimal(0), budget.amount or Decimal(0), words, final.evidence, path)


CLASS, ITEM = 3, 7
"""Digits of a code of the functional classification."""
FINAL = frozenset({"决算", "执行"})


def paired(knowledge: Knowledge, targets: Sequence[Target]) -> list[tuple[str, ProseFact, ProseFact]]:
    """Classes whose budget and final accounts the prose states one beside the other: path, budget, final accounts."""
    stated: dict[str, dict[str, ProseFact]] = {}
    for fact in (f for unit, year in targets for f in knowledge.facts(unit, year)):
        if (
            fact.measure == "functional-item"
            and fact.amount is not None
            and fact.role in ("budget", "result")
            and (fact.disclosure_kind == "决算" and "/" in fact.subject)
        ):
            stated.setdefault(fact.subject, {}).setdefault(fact.role, fact)
    return [(subject, pair["budget"], pair["result"]) for subject, pair in stated.items() if len(pair) == 2]


def _classes(knowledge: Knowledge, targets: Sequence[Target]) -> list[Row]:
    rows = []
    for subject, planned, spent in paired(knowledge, targets):
        final, budget = spent.amount or Decimal(0), planned.amount or Decimal(0)
        words = (
            f"预算{grouped(planned.value or Decimal(0))}{planned.uom}，"
            f"决算{grouped(spent.value or Decimal(0))}{spent.uom}"
        )
        rows.append(_row(subject.rsplit("/", 1)[-1], final, budget, words, spent.evidence, subject))
    return rows


def _row(name: str, final: Decimal, budget: Decimal, words: str, evidence: Evidence, path: str = "") -> Row:
    rate = _exact(final, budget)
    return Row(name, rate, words + (f"，完成{number(rate)}%" if rate.is_finite() else ""), evidence, path)


def _exact(final: Decimal, budget: Decimal) -> Decimal:
    """The completion in per cent, rounded so that rounding never makes unequal amounts equal."""
    if not budget:
        # Nothing was planned: whatever was spent is above it, and has no rate.
        return Decimal("Infinity") if final else Decimal(100)
    rate = round(final / budget * 100, 2)
    if rate == 100 and final != budget:
        return Decimal("100.01") if final > budget else Decimal("99.99")
    return rate
