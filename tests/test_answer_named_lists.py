"""What lists what a question asks for by name."""

from __future__ import annotations

import pytest

from answer.prose.named_lists import lists


@pytest.mark.parametrize(
    ("quote", "told"),
    [
        ("在货物类版块开发竞价功能，解决了办公家具、空调等一次性采购须多次操作问题。", False),
        ("政府采购货物支出236.91万元、政府采购服务支出320.04万元。", False),
        ("公务用车购置费0万元，无年初预算。", False),
        ("全年采购办公家具、空调、电脑等货物，全部验收。", True),
    ],
)
def test_goods_bought(quote: str, told: bool) -> None:
    assert lists("采购了哪些货物", quote) is told


def test_other_questions_are_judged_elsewhere() -> None:
    assert lists("走访了哪些城市", "带队走访黄石、鄂州、孝感。")
    assert lists("什么时候走访", "")
