"""Questions said again with another counter."""

from __future__ import annotations

import pytest

from answer.projects.resaid import said_again


@pytest.mark.parametrize(("text", "expected"), [
    ("新建多长的防火通道", "新建多少公里的防火通道"), ("其中几人纳入供养", "其中几名纳入供养"),
    ("挽回了多少损失", "挽回了多少万元损失"), ("慰问了几回", "慰问了几次"),
    ("俱乐部几名在职人员", "俱乐部在职几名人员"), ("有多少本科生", "有多少人本科生"), ("合同期多久", "合同期多少年"),
])
def test_other_counters(text: str, expected: str) -> None:
    assert expected in list(said_again(text))


def test_money_is_not_said_in_another_way() -> None:
    assert list(said_again("办公费多少万元")) == []
