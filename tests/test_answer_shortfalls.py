"""Why an indicator was missed, when what is a date was done, when a form was filled in."""

from __future__ import annotations

import pytest
from answer_store import knowledge

from answer.holdings.held import Evidence
from answer.projects import indicator_dates, shortfalls
from answer.projects.achieved import HeldIndicator
from answer.prose import filled_in
from answer.prose.sentences import Sentence
from answer.request.reply import Reply

PLACE = Evidence("a.pdf", "", "https://mingzhang.example/id/document/1#page=1", "", "", "", "")
ROWS = (
    ("健身设施", "新增健身步道", "≥15公里", "12公里", "滨江段征地未完成", "20", "16"),
    ("健身设施", "设施完好率", "≥95%", "96%", "维修班人手偏少", "20", "18"),
    ("健身设施", "群众满意度", "≥90%", "85%", "未完成", "10", "9"),
    ("健身设施", "步道完工时间", "≤10月底", "11月9日", "", "10", "8"),
    ("馆舍维修", "屋顶完工时间", "6月底前", "", "", "10", ""),
)


@pytest.fixture
def held() -> list[HeldIndicator]:
    unit = knowledge().directory.units[0]
    return [
        HeldIndicator(unit, 2023, project, name, target, actual, note, (PLACE,), (), mark, score)
        for project, name, target, actual, note, mark, score in ROWS
    ]


@pytest.mark.parametrize(("asked", "reason"), [
    ("健身步道 没修够", "滨江段征地未完成"), ("新增健身步道 没有达到目标", "滨江段征地未完成"),
    ("新增健身步道 比目标少", "滨江段征地未完成"), ("设施完好率 被扣分", "维修班人手偏少"),
    ("设施完好率 没达标", ""), ("群众满意度 没达标", ""), ("游泳馆 没建够", ""), ("健身步道 这么长", ""),
])
def test_the_remark_on_the_indicator_that_was_missed(
    asked: str, reason: str, held: list[HeldIndicator], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shortfalls, "indicators", lambda knowledge, target: held)
    reply = Reply("")
    assert shortfalls.tell(reply, knowledge(), [(held[0].unit, 2023)], asked) is bool(reason)
    assert reason in reply.text


@pytest.mark.parametrize(("asked", "date"), [
    ("健身步道什么时候完工的", "11月9日"), ("步道计划什么时候完工", "≤10月底"), ("馆舍屋顶什么时候完工", "6月底前"),
    ("养老院步道什么时候完工", ""), ("泳池什么时候完工", ""), ("健身步道多长", ""),
])
def test_an_indicator_that_is_a_date(
    asked: str, date: str, held: list[HeldIndicator], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(indicator_dates, "indicators", lambda knowledge, target: held)
    reply = Reply("")
    assert indicator_dates.tell(reply, knowledge(), [(held[0].unit, 2023)], asked, "") is bool(date)
    assert date in reply.text


@pytest.mark.parametrize(("asked", "days"), [
    ("部门整体支出绩效自评表是哪天填报的", ["2024年5月16日"]), ("整体支出绩效自评表的填报日期", ["2024年5月16日"]),
    ("绩效自评表是什么时候填的", ["2024年5月16日", "2024-05-14"]), ("预算表是哪天填的", []),
    ("绩效自评表是谁填的", []), ("是哪天填的", []),
])
def test_the_day_that_a_form_was_filled_in(asked: str, days: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    lines = (
        ("附件/部门整体支出绩效自评表", "填表人：某某 填报日期：2024年5月16日"),
        ("附件/项目支出绩效自评表", "填表日期：2024-05-14"), ("附件/项目支出绩效自评表", "开工日期：2024年6月1日"),
    )
    every = tuple(Sentence(text, heading, "", PLACE) for heading, text in lines)
    monkeypatch.setattr(filled_in, "sentences", lambda knowledge, target: every)
    reply = Reply("")
    assert filled_in.tell(reply, knowledge(), [(knowledge().directory.units[0], 2023)], asked, "") is bool(days)
    assert all(day in reply.text for day in days)
