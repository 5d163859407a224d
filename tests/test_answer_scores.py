"""Scores of projects, and what a question names by single words: verbs in one character, kinds of things, firms."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import cast

import pytest
from answer_store import knowledge

from answer.holdings.held import Evidence
from answer.holdings.knowledge import Knowledge
from answer.projects import scores
from answer.projects.scores import HeldScore
from answer.prose.naming import WHICH
from answer.prose.sentences import words_asked
from answer.request import evaluators
from answer.request.reply import Reply


def test_the_total_of_the_project_that_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    unit = knowledge().directory.units[0]
    place = Evidence("a.html", "", "https://mingzhang.example/id/document/1#table=1&row=2", "", "", "", "总分 96.00")
    one = HeldScore(unit, 2023, "全民健身设施", "总分", "96.00", "100", place)
    held = [one, replace(one, label="执行率", score="10"), replace(one, project="文化惠民", score="99.32")]
    monkeypatch.setattr(scores, "scores", lambda knowledge, target: held)
    none = cast(Knowledge, SimpleNamespace(books=lambda unit, year: SimpleNamespace(figures=())))
    reply = Reply("")
    assert scores.of_project(reply, none, [(unit, 2023)], "全民健身设施项目自评总分多少")
    assert reply.values[0]["value"] == "96.00"
    assert not scores.of_project(Reply(""), none, [(unit, 2023)], "整体支出自评得分")


@pytest.mark.parametrize(("asked", "values"), [
    ("产出指标得分", ["37.39"]), ("绩效评价产出指标扣了几分", ["2.61", "37.39", "40"]),
    ("产出指标满分多少、得了多少", ["40", "37.39"]), ("扣了几分", []), ("社会效益产出指标得分", []),
    ("绩效评价里，产出指标的标准分值", ["40"]), ("产出指标占的权重是百分之多少", ["35"]),
    ("产出指标占多大权重", ["35"]),
    ("群众满意度这个指标扣了几分", ["3", "7", "10"]), ("满意度那项扣了几分", ["3", "7", "10"]),
    ("群众满意度的权重", ["10"]), ("平台建设项目群众满意度得几分", ["7"]), ("机房改造项目群众满意度得几分", []),
    ("老人满意度得几分", []), ("部门评价产出指标得分", []), ("自评产出指标得分", ["37.39"]), ("完工率的满分", ["20"]),
    ("完工率得几分", []),
])
def test_marks_of_a_part_of_an_evaluation(monkeypatch: pytest.MonkeyPatch, asked: str, values: list[str]) -> None:
    unit = knowledge().directory.units[0]
    place = Evidence("a.txt", "", "https://mingzhang.example/id/document/1#line=2", "", "", "", "产出指标 37.39")
    one = HeldScore(unit, 2023, "平台建设", "产出指标", "37.39", "40", place, "35%")
    content = replace(one, label="群众满意度", score="7", full_mark="10", weight="10")
    rows = [content, replace(one, label="完工率", score="", full_mark="20", weight="20")]
    monkeypatch.setattr(scores, "scores", lambda knowledge, target: [one, replace(one, label="综合", score="95.39")])
    monkeypatch.setattr(scores, "of_indicators", lambda knowledge, target: rows)
    none = cast(Knowledge, SimpleNamespace(books=lambda unit, year: SimpleNamespace(figures=())))
    reply = Reply("")
    assert scores.of_part(reply, none, [(unit, 2023)], asked) == bool(values)
    assert [v["value"] for v in reply.values] == values


@pytest.mark.parametrize(("asked", "grade"), [
    ("平台建设项目的产出指标被评为什么级别", "良"), ("产出指标评了什么等级", "良"), ("综合评为几级", "优"),
    ("效益指标被评为什么级别", ""), ("机房改造的产出指标被评为什么级别", ""),
])
def test_the_grade_of_a_part_of_an_evaluation(monkeypatch: pytest.MonkeyPatch, asked: str, grade: str) -> None:
    unit = knowledge().directory.units[0]
    place = Evidence("a.txt", "", "https://mingzhang.example/id/document/1#line=2", "", "", "", "产出指标 37.39")
    one = HeldScore(unit, 2023, "平台建设", "产出指标", "37.39", "40", place, "35%", "良")
    other = replace(one, label="综合", score="95.39", grade="优")
    monkeypatch.setattr(scores, "scores", lambda knowledge, target: [one, other])
    none = cast(Knowledge, SimpleNamespace(books=lambda unit, year: SimpleNamespace(figures=())))
    reply = Reply("")
    assert scores.grade_of_part(reply, none, [(unit, 2023)], asked) == bool(grade)
    assert f"“{grade}”" in reply.text or not grade


@pytest.mark.parametrize(("asked", "told", "same"), [
    ("项目重点评价得分", "项目开展重点评价，得分88.2分", True), ("项目重点评价得分", "项目支出绩效自评表", False),
    ("项目自评得分", "项目开展重点评价，得分88.2分", False), ("项目自评得分", "总分 93", True),
    ("项目得分", "部门评价88分", True),
    ("第三方评了几分", "委托某会计师事务所对项目开展重点评价", True), ("财政评价得分", "部门评价得分88分", False),
])
def test_a_mark_is_of_the_evaluation_asked_for(asked: str, told: str, same: bool) -> None:
    assert evaluators.asked_for(asked, told) is same


def test_a_verb_of_one_character_need_not_be_said() -> None:
    assert "聘" not in "".join(words_asked("聘了多少名生态护林员"))


@pytest.mark.parametrize(("asked", "kind"), [
    ("和哪些地方签了协议", "地方"), ("哪家事务所做的", "事务所"), ("内设哪几个部门", "部门"),
])
def test_what_kind_of_thing_is_asked_for(asked: str, kind: str) -> None:
    found = WHICH.search(asked)
    assert found is not None
    assert found["kind"] == kind
