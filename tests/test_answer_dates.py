"""When something was done."""

from __future__ import annotations

import pytest
from answer_store import knowledge

from answer.holdings.held import Evidence
from answer.prose import dates
from answer.prose.sentences import Sentence
from answer.request.reply import Reply

LINES = (
    "修改示范文本，5 月20 日起，免收投标人投标保证金，签订合同时，免收履约保证金。", "本所创建于1958年，现有职工40人。",
    "10月份顺利通过等保三级测评。", "3月1日东站开工，4月2日西站开工。", "电子平台于2023年5月上线运行。",
    "2022年7月，二维图上传、下载功能正式上线运行。",
)


@pytest.mark.parametrize(("text", "date"), [
    ("从几月几号起免收投标人投标保证金", "5月20日"), ("哪一年创建的", "1958年"), ("几月通过等保三级测评", "10月"),
    ("电子平台是几月上线运行的", "2023年5月"), ("西站哪天开工", "4月2日"),
    ("二维图上传下载是哪年哪月开始能用的", "2022年7月"), ("二维图哪一年投入使用", "2022年"),
    ("二维图哪年哪月开始停用", ""), ("免收投标保证金从哪天开始", "5月20日"),
    ("几月几号起免收招标文件费", ""), ("哪一年搬迁的", ""), ("几号通过等保三级测评", ""), ("几月通过等保二级测评", ""),
    ("哪一年创建了多少家", ""),
])
def test_the_date_of_what_was_done(text: str, date: str, monkeypatch: pytest.MonkeyPatch) -> None:
    place = Evidence("a.txt", "", "a#line=1", "", "", "", "")
    every = tuple(Sentence(line, "", "", place) for line in LINES)
    monkeypatch.setattr(dates, "sentences", lambda knowledge, target: every)
    unit, reply = knowledge().directory.units[0], Reply("")
    assert dates.tell(reply, knowledge(), [(unit, 2023)], text, "") is bool(date)
    assert reply.text.partition("。")[0] == date
