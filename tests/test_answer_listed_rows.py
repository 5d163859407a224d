"""Lists printed as tables of their own among the prose: cells, the largest, those that fit, sums, all of them."""

from __future__ import annotations

import pytest
from answer_store import ask, knowledge

from answer.holdings.held import Evidence
from answer.prose import listed_rows
from answer.request.reply import Reply

HEADING = "第三部分/残疾人之家运行情况"
LINES = (
    "全年补助残疾人之家4家。",
    "所在乡镇：城关镇；机构名称：暖阳之家；负责人：方月琴；庇护人数（人）：38；补助金额（万元）：24.32",
    "所在乡镇：石桥镇；机构名称：同心之家；负责人：邱建国；庇护人数（人）：26；补助金额（万元）：18.20",
    "所在乡镇：白杨乡；机构名称：众禾之家；负责人：柳松茂；庇护人数（人）：18；补助金额（万元）：15.10",
    "所在乡镇：双渡镇；机构名称：匠心之家；负责人：尹绍林；庇护人数（人）：20",
    "所在乡镇：合计；庇护人数（人）：102；补助金额（万元）：57.62",
)


@pytest.mark.parametrize(("text", "values", "said"), [
    ("众禾之家的负责人是谁", [], "柳松茂"), ("石桥镇的残疾人之家庇护多少人", ["26"], "同心之家"),
    ("邱建国负责哪家残疾人之家", [], "同心之家"), ("暖阳之家庇护人数和补助金额各是多少", ["38", "24.32"], ""),
    ("同心之家补助了多少钱", ["18.20"], ""), ("庇护人数最多的残疾人之家是哪家", ["38"], "暖阳之家"),
    ("哪家残疾人之家庇护的人数最少", ["18"], "众禾之家"),
    ("庇护人数不到21人的残疾人之家有哪些", ["18", "20"], "匠心之家"),
    ("庇护20人以上的残疾人之家是哪几家", ["38", "26", "20"], ""),
    ("残疾人之家一共庇护多少人", ["102"], "38 + 26 + 18 + 20"),
    ("残疾人之家平均庇护多少人", ["25.50"], ""), ("残疾人之家有几家", ["4"], ""), ("有哪些残疾人之家", [], "暖阳之家"),
    # A row, a column or a word that the list does not have, a blank cell, a row of which there are several.
    ("阳光之家的负责人是谁", None, ""), ("众禾之家的电话是多少", None, ""), ("众禾之家庇护儿童多少人", None, ""),
    ("匠心之家补助了多少钱", None, ""), ("残疾人之家补助最多的是哪家", None, ""), ("最多的是哪家", None, ""),
    ("支出最多的是哪家", None, ""), ("养老院有几家", None, ""),
])
def test_a_list_answers(
    text: str, values: list[str] | None, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    of = "https://mingzhang.example/id/disclosure/a/2023/决算/单位"
    every = [Evidence("a.txt", of, f"a#line={n}", "", HEADING, "", line) for n, line in enumerate(LINES)]
    monkeypatch.setattr(listed_rows, "listings", lambda held, target: tuple(listed_rows._listings(every)))
    unit, reply = knowledge().directory.units[0], Reply(text)
    assert listed_rows.tell(reply, knowledge(), [(unit, 2023)], text, "") is (values is not None)
    assert [v["value"] for v in reply.values] == (values or [])
    assert said in reply.text + reply.formula


def test_evaluations_are_no_lists() -> None:
    rows = [f"三级指标：指标{n}；年度指标值：{n}；实际完成值：{n}；得分：{n}" for n in range(3)]
    assert not list(listed_rows._listings([Evidence("a.txt", "", f"a#line={r}", "", "", "", r) for r in rows]))


def test_a_store_without_lists_answers_as_ever() -> None:
    assert ask("示例市数据中心2023年哪一类支出最多")["status"] == "answered"
