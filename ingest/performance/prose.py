"""Self-evaluation told in sentences → indicators, goals, projects and scores (``patterns/performance.toml``, prose)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache
from typing import Any

from ingest.language import roles
from ingest.language.lexicon import patterns
from ingest.language.quantities import number
from ingest.language.sentences import Sentence, normalise, sentences
from ingest.performance.tables import Found
from ingest.records import Goal, Indicator, Passage, Project, Score, Source
from ontology.forms import strip_ordinal

_EXPRESSIONS = (
    "quoted_project", "stage_money", "rate", "level1", "level2", "indicator", "without_target", "listed", "listed_item",
    "listed_end", "outcome", "outcome_heading", "score", "grade_of", "goals", "goal_heading", "goal_told", "goal_item",
    "report",
)

_COUNTED = re.compile(r"(?:（\d+）|\d{1,2}[）.、]|[①-⑳]|[一二三四五六]是)?(?P<head>[^，。；：\d]{2,16})\d+个")
"""三是社会公众或服务对象满意度1个: a level of indicators and how many it holds."""


_BODIES = ("局", "中心", "办", "委", "厅", "院")
"""A heading may name the body that reports (某某中心项目绩效自评表); that is no project."""


@cache
def _data() -> dict[str, Any]:
    data = patterns("performance")["prose"]
    return {
        **{name: re.compile(data[name]) for name in _EXPRESSIONS},
        "grades": [re.compile(part) for part in data["grades"]],
        "level1_of": data["level1_of"],
        "outcome_names": data["outcome_names"],
        "budget_order": tuple(data["budget_order"]),
        "executed_order": tuple(data["executed_order"]),
    }


class ProseReader:
    """Reads the passages of one document in order."""

    def __init__(self) -> None:
        self.found = Found()
        self.section: tuple[str, ...] = ()
        self.project = self.level1 = self.level2 = self.outcome = ""
        self.goal_number = self.goal = ""

    def read(self, passages: Sequence[Passage]) -> Found:
        """The records of all passages, in order. Rows of tables are left to the table reader."""
        for passage in passages:
            if passage.source.table is not None:
                continue
            if passage.section != self.section:
                self._enter(passage.section)
            if found := _data()["goals"].match(normalise(passage.text)):
                self._goals(found.group("list"), passage.source)
            elif self.goal and (found := _data()["goal_told"].fullmatch(normalise(passage.text))):
                self.found.goals.append(Goal(self.project, self.goal_number, found.group("text"), passage.source))
            outcome = _outcome("outcome", normalise(passage.text))
            for sentence in sentences(passage.text):
                self._sentence(sentence, replace(passage.source, printed=sentence.printed), outcome or self.outcome)
        return self.found

    def _enter(self, section: tuple[str, ...]) -> None:
        """Project, goal, levels and outcome that the headings name."""
        self.section = section
        self.project = self.level1 = self.level2 = self.outcome = ""
        self.goal_number = self.goal = ""
        for heading in map(normalise, section):
            self.project = _heading_project(heading) or self.project
            if found := _data()["goal_heading"].fullmatch(strip_ordinal(heading)):
                self.goal_number, self.goal = found.group("number"), found.group("text")
                continue  # what it asks for may hold the name of a level
            self.outcome = _outcome("outcome_heading", heading) or self.outcome
            self._levels(heading)

    def _levels(self, text: str) -> None:
        """Levels that a heading or the opening of a sentence names; level 2 implies its usual level 1."""
        first, second = _data()["level1"].search(text), _data()["level2"].search(text)
        if first is not None:
            self.level1, self.level2 = first.group("level"), ""
        if second is not None and (first is None or second.start() != first.start()):
            self.level2 = second.group("level")
            usual = _data()["level1_of"].get(self.level2.removesuffix("指标"), self.level1)
            if not ("满意度" in usual and "满意度" in self.level1):
                self.level1 = usual

    def _sentence(self, sentence: Sentence, source: Source, outcome: str) -> None:
        text = sentence.text
        if roles.is_unfilled(text):
            return
        if project := roles.project_of(text):
            self.project = _project_name(project)
        self._money(text, source)
        self._scores(text, source)
        for part in re.split(r"(?<=；)|(?<=个：)|(?<=其中：)", text):
            if found := _COUNTED.match(part):
                self._levels(found.group("head"))
            self._indicators(part, outcome, source)
        if "三级指标" in text and (found := _data()["listed"].search(text)):
            self._listed(found.group("level"), found.group("list"), int(found.group("count")), outcome, source)

    def _money(self, text: str, source: Source) -> None:
        """Budget, execution and rate of one project, where a sentence gives at least two of them."""
        data = _data()
        if "预算数" not in text and "执行数" not in text:
            return
        name = self.project
        if found := data["quoted_project"].search(text):
            name = _project_name(found.group("project"))
        money: dict[str, tuple[Decimal, str]] = {}
        for found in data["stage_money"].finditer(text):
            value = number(found.group("value"))
            if value is not None:
                money.setdefault(found.group("label"), (value, found.group("uom")))
        if not name or len(money) < 2 or len({uom for _, uom in money.values()}) > 1:
            return
        budget = next((money[label][0] for label in data["budget_order"] if label in money), None)
        executed = next((money[label][0] for label in data["executed_order"] if label in money), None)
        rate = data["rate"].search(text)
        self.found.projects.append(
            Project(
                name=name, budget=budget, executed=executed, rate=rate.group("rate") if rate else "",
                uom=next(iter(money.values()))[1], source=source,
                stage_values=tuple((label, value) for label, (value, _) in money.items()),
            )
        )

    def _indicators(self, text: str, outcome: str, source: Source) -> None:
        for found in _data()["indicator"].finditer(text) if "目标值为" in text else ():
            name = re.sub(r"年度$", "", found.group("name"))
            self._append(name, found.group("target"), found.group("actual"), outcome, source)
        if "未设" in text and (found := _data()["without_target"].search(text)):
            self._append(found.group("name"), "", "", found.group("note"), source)

    def _listed(self, level2: str, listed: str, count: int, outcome: str, source: Source) -> None:
        """三级指标 in a list. A number behind a name is what was reached, one with a sign before it the target.

        Where there are not as many as the sentence says, words alone don't tell where a name ends: only those with a
        number are taken.
        """
        self.level2 = level2
        self.level1 = _data()["level1_of"].get(level2.removesuffix("指标"), self.level1)
        parts = [part for part in re.split("[；。]", _data()["listed_end"].split(listed)[0]) if part]
        for part in parts:
            if found := _data()["listed_item"].fullmatch(part):
                sign, value = found.group("sign"), found.group("actual")
                target, actual = (sign + value, "") if sign else ("", value)
                self._append(found.group("name"), target, actual, outcome, source)
            elif len(parts) == count:
                self._append(part, "", "", outcome, source)

    def _append(self, name: str, target: str, actual: str, note: str, source: Source) -> None:
        self.found.indicators.append(
            Indicator(
                project=self.project, goal=self.goal, level1=self.level1, level2=self.level2, name=name, target=target,
                actual=actual, note=note, source=source, actual_source=source if actual else None,
            )
        )

    def _goals(self, listed: str, source: Source) -> None:
        for found in _data()["goal_item"].finditer(listed):
            self.found.goals.append(Goal(self.project, found.group("number"), found.group("text"), source))

    def _scores(self, text: str, source: Source) -> None:
        data = _data()
        if "得分" not in text and "评价" not in text:
            return
        grades: list[str] = []
        for pattern in data["grades"]:
            grades += [found.group("grade") for found in pattern.finditer(text) if found.group("grade") not in grades]
        if "得分" in text and (found := data["score"].search(text)):
            project = _project_name(found.group("project") or "") or self.project
            score = found.group("score")
            self.found.scores.append(
                Score(project, found.group("name"), "", "", score, "，".join(grades), source)
            )
        elif found := data["grade_of"].search(text):
            self.found.scores.append(Score("", found.group("name"), "", "", "", found.group("grade"), source))


def _outcome(name: str, text: str) -> str:
    """已完成 or 未完成 where ``text`` says either, by the pattern of this name."""
    found = _data()[name].search(text)
    return str(_data()["outcome_names"].get(found.group("outcome"), found.group("outcome"))) if found else ""


def project_named(passage: Passage) -> str:
    """The project that a passage or the headings above it name, empty where they name none."""
    text = normalise(passage.text)
    found = next((name for heading in reversed(passage.section) if (name := _heading_project(normalise(heading)))), "")
    return _project_name(roles.project_of(text)) or found


def _heading_project(heading: str) -> str:
    heading = strip_ordinal(heading)
    if (found := _data()["report"].search(heading)) or (found := _data()["quoted_project"].search(heading)):
        name = _project_name(found.group("project"))
        return "" if "“" not in heading and name.endswith(_BODIES) else name
    return _project_name(roles.project_of(heading))


def _project_name(words: str) -> str:
    """The name without what introduces it: number, year, owner in the sentence, 项目 at the end."""
    words = re.sub(r"^(?:\d+[.、．])?(?:\d{4}年(?:度)?)?", "", words).strip("“”")
    words = re.sub(r"^.*?(?:局|中心|办|委)(?:（[^）]*）)?(?=.{4,})", "", words) if len(words) > 20 else words
    return words.removesuffix("项目") or words
