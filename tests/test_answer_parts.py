"""Rows by classification and level, by their place in an order, and cells named by row and column."""

from __future__ import annotations

import pytest
from answer_store import UNIT, ask, numbers

from answer.request.parts import Level, level_of


@pytest.mark.parametrize(("text", "level"), [
    ("支出最多的三个项级科目", Level("", 7)),
    ("哪些功能分类支出类低于130万元", Level("functional", 3)),
    ("超过10万元的经济科目", Level("economic", 5)),
    ("工资福利支出里哪一项最多", Level("", 0, True)),
])  # fmt: skip
def test_the_level_a_question_asks_for(text: str, level: Level) -> None:
    assert level_of(text)[0] == level


def test_the_largest_items_are_no_classes() -> None:
    assert numbers(ask(f"{UNIT}2023年支出最多的两个项级科目"))[:2] == [("166.38", "万元"), ("144.00", "万元")]


def test_the_second() -> None:
    assert numbers(ask(f"{UNIT}2023年支出第二多的类级科目")) == [("34.03", "万元")]


def test_a_cell_by_its_row_and_column() -> None:
    assert numbers(ask(f"{UNIT}2023年支出决算表“事业运行”行“基本支出”栏是多少")) == [("166.38", "万元")]


def test_half_and_twice() -> None:
    assert ask(f"{UNIT}2023年基本支出占到支出合计一半以上了吗")["text"].startswith("是")
    assert ask(f"{UNIT}2023年基本支出是项目支出的两倍以上吗")["text"].startswith("否")


def test_rows_printed_blank() -> None:
    reply = ask(f"{UNIT}2023年公用经费中哪些科目是空白的")
    assert "会议费" in reply["text"]
    assert not reply["values"]


def test_whose_share_is_larger() -> None:
    reply = ask(f"{UNIT}2022年和2023年，哪一年的基本支出占支出合计的比例更高")
    assert reply["status"] == "answered"
    assert len(numbers(reply)) == 2


def test_the_sentence_that_prints_an_amount() -> None:
    reply = ask(f"{UNIT}2023年授予中小企业合同80.50万元写在第几页")
    assert "第20页" in reply["text"]


def test_a_unit_of_money_said_at_the_end() -> None:
    assert numbers(ask(f"{UNIT}2023年基本支出，以元计是多少")) == [("2299700", "元")]


def test_the_lowest_completion() -> None:
    assert numbers(ask(f"{UNIT}2023年哪个项目执行率最低")) == [("85.5", "%")]


def test_how_far_from_the_target() -> None:
    assert numbers(ask(f"{UNIT}2023年受理项目数超出目标多少个"))[0] == ("5", "个")


def test_the_difference_between_years_is_of_the_total_asked_for() -> None:
    reply = ask(f"{UNIT}2023年比2022年支出合计多多少")
    assert numbers(reply)[0] == ("37.41", "万元")
