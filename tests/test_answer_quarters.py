"""What is to be spent in each quarter, told under the overview that says of which project."""

from __future__ import annotations

import pytest
from answer_store import knowledge

from answer.holdings.held import Evidence
from answer.projects import quarters
from answer.prose.sentences import Sentence
from answer.request.reply import Reply

LINES = (
    ("说明/一项目概况", "由示例市数据中心建设的机房迁建工程，位于东山路。"),
    ("说明/二年度预算安排", "第一季度用款计划10.50万元，第二季度用款计划20万元，"
     "第三季度用款计划5万元，第四季度用款计划0万元。"),
    ("说明/一项目概述", "政务平台运维服务，全年采购。"),
    ("说明/二年度预算安排", "第一季度用款计划1万元，第二季度用款计划2万元。"),
)


@pytest.mark.parametrize(("text", "values"), [
    ("机房迁建工程第三季度用款计划", ["5"]),
    ("机房迁建项目四个季度用款计划合计多少", ["35.5", "10.50", "20", "5", "0"]),
    ("机房迁建工程上半年用款计划一共多少万元", ["30.5", "10.50", "20"]), ("机房迁建工程哪个季度用款计划最多", ["20"]),
    ("机房迁建工程一、三季度用款计划各多少", ["10.50", "5"]),
    ("机房迁建工程二至四季度用款计划分别多少", ["20", "5", "0"]),
    ("政务平台运维第2季度打算用款多少", ["2"]), ("第四季度，那个机房迁建工程打算用多少钱", ["0"]),
    ("那个养老院第四季度打算用多少钱", []), ("第二季度打算用多少钱", []),
    ("机房迁建工程第四季度用了多少钱", []), ("政务平台运维第三季度用款计划", []), ("第二季度用款计划", []),
    ("机房改造工程第三季度用款计划", []), ("机房迁建工程第三季度实际用款", []), ("机房迁建工程第五季度用款计划", []),
    ("机房迁建工程第三季度做什么", []), ("平台迁建第二季度用款计划", []),
])
def test_the_plan_of_the_project_named(text: str, values: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    place = Evidence("a.pdf", "", "https://mingzhang.example/id/document/1#page=1", "", "", "", "")
    every = tuple(Sentence(line, heading, "", place) for heading, line in LINES)
    monkeypatch.setattr(quarters, "sentences", lambda knowledge, target: every)
    unit, reply = knowledge().directory.units[0], Reply("")
    assert quarters.tell(reply, knowledge(), [(unit, 2023)], text, "") is bool(values)
    assert [v["value"] for v in reply.values] == values
