"""Numbers of the prose by the words beside them, and words of a question that name nothing."""

from __future__ import annotations

import pytest
from answer_store import ask, numbers

from answer.holdings.held import Evidence
from answer.language.names import Names, Tag, cut
from answer.prose import beside
from answer.prose.sentences import Sentence, tied
from answer.request.question import understand

UNIT = "示例市数据中心"


def _told(*texts: str, heading: str = "", kind: str = "决算") -> list[Sentence]:
    evidence = Evidence("a.txt", f"x/{kind}/y", "p", "", "", "", "")
    return [Sentence(t, heading, "".join(texts[:i]), evidence) for i, t in enumerate(texts)]


def _numbers(text: str, *told: str, kind: str = "决算") -> list[str]:
    mark = beside.ASKED.search(text)
    assert mark is not None
    asked = beside.trimmed(beside.BREAK.split(text[: mark.start()])[-1], text[mark.end() :])
    words = [w for w in beside.words_asked(text) if not beside._implied(w, mark["uom"])]
    block = _told(*told, kind=kind)
    return [
        b.number
        for i, s in enumerate(block)
        for b in beside._in_sentence(s, block[: i + 1], asked, mark["uom"], words, "计划" in text)
    ]


@pytest.mark.parametrize(
    ("question", "told", "number"),
    [
        ("电子商城工程类项目成交多少笔", ("工程类项目纳入电子商城。", "工程类项目成交58笔，计划0.82亿元。"), "58"),
        ("电子商城工程类项目成交多少笔", ("电子商城上传建设工程项目3个类，电子商城成交交易11207笔。",), None),
        ("名下的房屋面积多少平方米", ("固定资产3149.52万元，其中：房屋14609.83平方米；",), "14609.83"),
        ("向几家潜在供应商调查", ("依据61家单位需求，向6家潜在供应商开展入户市场调查。",), "6"),
        ("采购流程告知书发了多少份", ("已发送一次性采购流程告知书200余份。",), "200"),
        ("农业发展支出预算合计多少万元", ("农业发展是我局之责。", "支出预算合计4,286.50万元。"), None),
        ("电子卖场的采购预算是多少亿元", ("电子卖场已上线。", "全年采购预算9385.68万元。"), None),
    ],
)
def test_a_number_is_told_by_the_words_beside_it(question: str, told: tuple[str, ...], number: str | None) -> None:
    assert _numbers(question, *told) == ([] if number is None else [number])


def test_all_that_a_budget_tells_is_planned() -> None:
    told = ("其中专题议政性常委会议2次，主席专题协商会议2次。",)
    assert _numbers("计划开几次专题议政性常委会议", *told) == []
    assert _numbers("计划开几次专题议政性常委会议", *told, kind="预算") == ["2"]


def test_what_is_counted_is_named_in_full() -> None:
    assert tied("投标企业数量有多少家", "企业") == ["投标"]
    assert tied("集中采购一共成交了多少钱", "采购") == []


def test_words_that_select_nothing_are_let_go() -> None:
    expected = numbers(ask(f"{UNIT}2023年工会经费是多少"))
    assert expected
    for question in (
        f"我要写稿，需要{UNIT}2023年的工会经费数字",
        f"帮领导查一下{UNIT}2023年工会经费",
        f"{UNIT}2023年给工会经费留了多少",
        f"{UNIT}2023年工会经费等于多少",
        f"{UNIT}2023年工会经费，急用，给个准数",
        f"{UNIT}2023年文体活动之类的工会经费",
    ):
        assert numbers(ask(question)) == expected, question


@pytest.mark.parametrize("what", ["食堂的", "处长的", "第三季度", "违规发放的", "3月份"])
def test_words_that_could_select_another_figure_stay(what: str) -> None:
    assert ask(f"{UNIT}2023年{what}工会经费是多少")["status"] == "unanswered"


def test_garnish_is_no_piece_of_a_name() -> None:
    names = Names({"办公设备购置": frozenset({Tag("label", "a")}), "支出": frozenset({Tag("measure", "b")})})
    assert "".join(s.text for s in cut("购置办公设备的支出", names) if not s.known).endswith("设备")


def test_a_purpose_is_no_part_of_the_question() -> None:
    assert understand("我要写论文，甲局2023年办公费").text == "甲局2023年办公费"
    assert understand("2023年，甲局，办公费").text == "2023年,甲局,办公费"


def test_what_others_call_it_stands_before_its_name_in_brackets() -> None:
    assert numbers(ask(f"{UNIT}2023年歌咏比赛（工会经费）多少")) == numbers(ask(f"{UNIT}2023年工会经费"))
