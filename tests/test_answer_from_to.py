"""From how much to how much something went."""

from __future__ import annotations

import pytest
from answer_store import knowledge

from answer.holdings.held import Evidence
from answer.prose import from_to
from answer.prose.sentences import Sentence
from answer.request.reply import Reply

LINES = (
    "公告中标结果由 9个工作日缩短到 7个工作日，效率提高。", "将夜间话务员由2名增至4名。",
    "报告送达1天，生均拨款标准由13,500元提高到14,200元。",
    "养老金标准由每人每月128元提高到143元。",
    "甲校教师由10名增加到12名。", "乙校教师由20名增加到25名。",
    "将自评审结束之日起 2个工作日内将评审报告送达采购人缩短到 1个工作日，"
    "自收到确认函之日起 3个工作日内发出通知书缩短到 1个工作日。",
)


@pytest.mark.parametrize(("text", "values"), [
    ("公告中标结果由几个工作日缩短到几个工作日", ["9", "7"]), ("公告中标结果的时限缩短到几个工作日", ["7"]),
    ("夜间话务员打算由几名增加到几名", ["2", "4"]), ("生均拨款标准提高到多少元", ["14200"]),
    ("养老金标准提高到每人每月多少元", ["143"]), ("养老金标准由每人每月多少元提高到多少元", ["128", "143"]),
    ("教师由几名增加到几名", []), ("乙校教师增加到几名", ["25"]), ("白天话务员增加到几名", []),
    ("夜间话务员增加到几天", []),
    ("把评审报告送达采购人的时间由几个工作日缩短为几个", ["2", "1"]),
    ("通知书由几个工作日缩短到几个工作日", ["3", "1"]), ("公示由几个工作日缩短到几个工作日", []),
    ("报告送达标准提高到多少元", []),
])
def test_both_ends(text: str, values: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    place = Evidence("a.txt", "", "https://mingzhang.example/id/document/1#line=1", "", "", "", "")
    every = tuple(Sentence(line, "", "", place) for line in LINES)
    monkeypatch.setattr(from_to, "sentences", lambda knowledge, target: every)
    unit, reply = knowledge().directory.units[0], Reply("")
    assert from_to.numbers(reply, knowledge(), [(unit, 2023)], text, "") is bool(values)
    assert [v["value"] for v in reply.values] == values
