"""Questions about what is held: answered from the store's list, never mistaken for a question about a figure."""

from __future__ import annotations

import pytest
from answer_store import ask, knowledge


@pytest.mark.parametrize("question", [
    "有哪些单位？", "收录了哪些单位", "这里有几个单位的决算数据", "请问现在一共可以查哪些部门", "What units are held?",
])
def test_which_units(question: str) -> None:
    reply = ask(question)
    held = knowledge().directory.units
    assert reply["status"] == "answered"
    assert reply["values"][0]["value"] == str(len(held))
    assert all(unit.name in reply["text"] for unit in held)
    assert reply["sparql"].count("SELECT")


@pytest.mark.parametrize(("question", "said"), [
    ("哪些年份有数据", "2022年；2023年"),
    ("示例市数据中心有哪些年度的公开？", "2份示例市数据中心的公开：2022年决算（单位）；2023年决算（单位）"),
    ("示例市数据中心2023年收录了哪些文件", "1份公开文件：决算公开.pdf"),
])
def test_which_years_and_files(question: str, said: str) -> None:
    reply = ask(question)
    assert reply["status"] == "answered"
    assert said in reply["text"]


@pytest.mark.parametrize("question", ["示例市数据中心有哪些收入", "哪些单位超过了预算", "有多少人员", "公开了哪些项目"])
def test_of_figures_it_is_none(question: str) -> None:
    assert "收录" not in str(ask(question)["values"])
