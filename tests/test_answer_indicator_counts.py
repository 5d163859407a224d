"""An indicator asked for by what it counts."""

from __future__ import annotations

from dataclasses import replace

import pytest
from answer_store import knowledge

from answer.holdings.held import Evidence
from answer.projects import indicator_counts
from answer.projects.achieved import HeldIndicator
from answer.request.reply import Reply

UNIT = replace(knowledge().directory.units[0], held=((2023, "决算", "部门"),))
PLACE = Evidence("a.txt", "a", "a#line=1", "", "", "目标值", "")
HELD = tuple(
    HeldIndicator(UNIT, 2023, project, name, target, actual, "", (PLACE,))
    for project, name, target, actual in (
        ("市场秩序专项执法", "查办案件数", "≥320件", "347件"),
        ("食品安全监测", "食品抽检批次", "≥2400批次", "2516批次"),
        ("大坪村产业路", "配套排水沟长度", "≥2000米", "1845米"), ("疫病防控", "强制免疫畜禽数量", "≥450万头（羽）", ""),
        ("各类工作经费", "按计划数量完成", "慰问人数不少于100人,宣传用品不少于20000份", ""),
        ("各类工作经费", "解决寒暑假看护难问题", "≥120.00(人次)", ""),
        ("公路养护", "县道养护里程", "≥760公里", "771公里"), ("公路养护", "村道养护里程", "≥1600公里", "1608公里"),
    )
)


@pytest.mark.parametrize(("text", "values"), [
    ("打算查办多少件案件", ["320"]), ("计划抽检食品多少批次,实际抽检多少批次", ["2400", "2516"]),
    ("配套排水沟修了多少米", ["1845"]), ("要免疫多少万头畜禽", ["450"]),
    ("工作经费要求宣传用品不少于多少份", ["20000"]),
    ("打算解决多少人次寒暑假看护难", ["120.00"]), ("计划养护县道多少公里", ["760"]),
    # Another thing, another deed, two that fit, no result, another counter.
    ("计划抽检药品多少批次", []), ("计划扑杀多少万头畜禽", []), ("配套排水沟拆了多少米", []), ("计划养护多少公里", []),
    ("实际免疫多少万头畜禽", []), ("计划查办多少万元案件", []), ("要求慰问用品不少于多少份", []),
])
def test_by_what_it_counts(text: str, values: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(indicator_counts, "indicators", lambda knowledge, target: HELD)
    reply = Reply("")
    assert indicator_counts.quantity(reply, knowledge(), [(UNIT, 2023)], text, "") is bool(values)
    assert [v["value"] for v in reply.values] == values
