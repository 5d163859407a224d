# ruff: noqa: E501 - sentences of documents are kept whole
"""Numbers that one clause gives with what they are reckoned from, and stay silent where they are about right."""

from __future__ import annotations

import pytest
from findings_builders import prose, rules

TASKS = "三、重点工作"


def found(text: str) -> list[str]:
    return [rule for rule in rules(prose(text, section=TASKS)) if rule in ("target-rate", "count-change", "step")]


@pytest.mark.parametrize(("rule", "right", "wrong"), [
    ("target-rate", "城镇新增就业8,620人，完成年度任务8,000人的107.75%。", "城镇新增就业8,620人，完成年度任务8,000人的170.75%。"),
    ("target-rate", "完成投资5.86亿元，为年度目标6亿元的97.67%。", "完成投资5.86亿元，为年度目标6亿元的79.67%。"),
    ("target-rate", "配送186场，为年度计划180场的103.3%。", "配送186场，为年度计划180场的113.3%。"),
    ("count-change", "新增高技能人才1,120人，比上年增加132人，增长13.36%。", "新增高技能人才1,120人，比上年增加132人，增长16.33%。"),
    ("count-change", "拆除8.6万平方米，较上年减少1.4万平方米，下降14%。", "拆除8.6万平方米，较上年减少1.4万平方米，下降41%。"),
    ("count-change", "拆除860平方米，较上年减少140平方米，下降14%。", "拆除860平方米，较上年减少140平方米，增长14%。"),
    ("step", "漏损率由上年的9.8%降至8.6%，下降1.2个百分点。", "漏损率由上年的9.8%降至8.6%，下降2.1个百分点。"),
    ("step", "低保标准由820元提高到860元，提高40元。", "低保标准由820元提高到860元，提高60元。"),
    ("step", "平均住院日由7.8天降至7.5天。", "平均住院日由7.5天降至7.8天。"),
])
def test_what_a_clause_reckons(rule: str, right: str, wrong: str) -> None:
    assert found(right) == []
    assert found(wrong) == [rule]


@pytest.mark.parametrize("text", [
    "发证率由2022年的90.0%提高到2023年的95.0%，增长5.6%。",  # a rate of change, not points
    "标准分别由820元、780元提高到860元、860元，分别提高40元、80元。",
    "办理时限由20个工作日压缩到5个工作日，压缩75%。",
    "新增就业约8,600人，完成年度任务8,000人的107.75%。",
    "完成客运量218.6万人次，比上年增长3.6%；货运量1,562万吨，比上年增长2.1%。",
    "由2022年12月提高到2023年1月。",
    "床位由420张增加到468张，增加床位中重症监护12张。",
    "完成造林6,200亩，其中人工造林5,500亩、退化林修复700亩，为年度任务6,000亩的103.33%。",
    "全省排名由8位上升到5位，上升3位。",
    "出警时间由10分钟提升到5分钟。",
    "失业率2.86%，比控制目标4.5%低1.64个百分点。",
])
def test_what_is_not_reckoned_there(text: str) -> None:
    assert found(text) == []
