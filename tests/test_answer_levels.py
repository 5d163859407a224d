"""Questions that name a classification and a level are answered over the rows of that level, or not at all."""

from __future__ import annotations

import pytest
from answer_store import ask

U = "示例市数据中心2022年"


@pytest.mark.parametrize(("question", "item", "value"), [
    (f"{U}支出最多的功能分类项级科目是哪个？", "事业运行", "149.74"),
    (f"{U}项目支出最多的项级功能科目是什么", "其他政府办公厅（室）及相关机构事务支出", "129.60"),
    (f"{U}支出最多的功能分类款级科目是什么？多少钱", "政府办公厅（室）及相关机构事务", "279.34"),
    (f"{U}支出最多的功能分类科目是哪个", "一般公共服务支出", "279.34"),
])
def test_the_level_decides(question: str, item: str, value: str) -> None:
    reply = ask(question)
    assert (reply["status"], reply["values"][0]["value"]) == ("answered", value)
    assert item in reply["text"]


def test_functional_rows_are_no_economic_ones() -> None:
    """项目支出 is printed by functional class only: no row of theirs answers for the economic classification."""
    reply = ask(f"{U}项目支出最多的经济分类科目是哪个？")
    assert reply["status"] == "unanswered"
    assert reply["values"] == []
