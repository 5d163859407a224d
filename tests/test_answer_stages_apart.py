"""A project's amounts by their stages, set against each other, and of several years."""

from __future__ import annotations

from decimal import Decimal

import pytest
from answer_store import UNIT, ask, knowledge, numbers

from answer.holdings.held import Evidence
from answer.projects import projects, stages_apart
from answer.projects.projects import HeldProject
from answer.request.reply import Reply

PLACE = Evidence("a.pdf", "", "https://mingzhang.example/id/document/1#page=1", "", "", "", "")


def _held(year: int) -> tuple[HeldProject, ...]:
    unit = next(u for u in knowledge().directory.units if u.name == UNIT)
    stages = (("全年预算数", Decimal(130)), ("年初预算数", Decimal(100)))
    grown = Decimal(year - 2022)
    return (
        HeldProject(unit, year, "农村道路养护", Decimal(130) + grown, Decimal("120.5"), "", "万元", stages, PLACE, "a"),
        HeldProject(unit, year, "桥梁检测经费", Decimal(50), Decimal(60), "", "万元", (), PLACE, "b"),
    )


@pytest.mark.parametrize(("asked", "values"), [
    ("农村道路养护项目追加了多少预算", ["30", "100", "130"]),
    ("农村道路养护年初预算比全年预算少多少", ["30", "100", "130"]),
    ("农村道路养护超年初预算多少万元", ["20.5", "100", "120.5"]),
    ("农村道路养护实际支出比年初预算多多少", ["20.5", "100", "120.5"]),
    ("桥梁检测经费追加了多少预算", []), ("桥梁检测追加了多少预算", []), ("县道农村道路养护追加了多少预算", []),
    ("追加了多少预算", []), ("农村道路养护预算多少", []),
])
def test_two_stages_of_a_project(asked: str, values: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stages_apart, "projects", lambda knowledge, target: _held(2023))
    reply = Reply("")
    assert stages_apart.tell(reply, knowledge(), [(_held(2023)[0].unit, 2023)], asked, "") is bool(values)
    assert [v["value"] for v in reply.values] == values


@pytest.mark.parametrize(("name", "which", "verdict"), [
    ("农村道路养护", "年初预算", "超了年初预算"), ("农村道路养护", "全年预算", "没有超全年预算"),
    ("农村道路养护", "预算", "没有超预算"), ("桥梁检测经费", "预算", "超了预算"), ("桥梁检测经费", "年初预算", ""),
    ("农村道路养护县道", "预算", ""),
])
def test_whether_the_budget_that_is_named_was_kept(
    name: str, which: str, verdict: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(projects, "projects", lambda knowledge, target: _held(2023))
    reply = Reply("")
    told = projects.over_budget(reply, knowledge(), [(_held(2023)[0].unit, 2023)], name, which)
    assert told is bool(verdict)
    assert reply.text.startswith(verdict)


def test_a_project_in_each_of_the_years_that_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(projects, "projects", lambda knowledge, target: _held(target[1]))
    targets = [(_held(2023)[0].unit, year) for year in (2022, 2023)]
    reply = Reply("示例2022年和2023年农村道路养护预算分别是多少")
    assert projects.project(reply, knowledge(), targets, "农村道路养护预算分别是多少", "")
    assert [(v["value"], v["year"]) for v in reply.values] == [("130", 2022), ("131", 2023)]
    reply = Reply("示例2022年和2023年农村道路养护预算一共多少")
    assert not projects.project(reply, knowledge(), targets, "农村道路养护预算一共多少", "")


def test_the_project_that_more_was_spent_on_and_its_rate() -> None:
    assert numbers(ask(f"{UNIT}2023年哪个项目花得更多")) == [("85.5", "万元")]
    assert "机房改造经费" in ask(f"{UNIT}2023年两个项目哪个预算执行率最高")["text"]
    assert ask(f"{UNIT}2023年三个项目哪个预算执行率最高")["status"] == "unanswered"
