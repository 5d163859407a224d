"""What a number of a sentence counts."""

from __future__ import annotations

import re

import pytest

from answer.prose.counted_things import heads_other, is_of_other


@pytest.mark.parametrize(
    ("clause", "asked", "other"),
    [
        ("“专项经费”项目设置绩效指标 8个", "项目交易", True),
        ("“专项经费”项目设置绩效指标 8个", "绩效指标", False),
        ("编报目标的2024年度项目39个", "编报绩效目标单位", True),
        ("全年完成项目交易共 8 个", "完成项目交易", False),
        ("提前测试开评标环境的8个项目", "远程异地评标", False),  # what follows is counted
        ("上传建设工程项目 3237 个标段", "项目", False),
        ("接听来电 6318 次", "求助电话", False),  # 次 counts deeds
    ],
)
def test_a_thing_the_question_does_not_name(clause: str, asked: str, other: bool) -> None:
    found = re.search(r"(\d+)\s*(个|次)", clause)
    assert found is not None
    assert is_of_other(clause, found.start(), found.end(), found[2], asked) is other


def test_what_follows_is_called_by_its_last_word() -> None:
    assert heads_other("梳理231项交易项目协调服务事项和咨询问题", "231", "项", "交易项目")
    assert not heads_other("全年办理2,310项交易项目，累计", "2310", "项", "交易项目")
    assert heads_other("全年新增交易人 2478 家，注册人员", "2478", "家", "交易项目")
