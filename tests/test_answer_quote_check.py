"""A quotation must be able to tell what is asked: several things, a body of the kind."""

from __future__ import annotations

import pytest

from answer.prose.quote_check import tells
from answer.request.reply import Reply


@pytest.mark.parametrize(("text", "quote", "fits"), [
    ("服务类政府采购涉及哪些专项", "服务类政府采购支出预算1,011.90万元,占79.60%；", False),
    ("数量指标有哪两个", "数量指标有受理项目数、交易场次。", True),
    ("由哪个局牵头自评", "专项经费保障了各项工作的开展。", False),
    ("由哪个局牵头自评", "由示例市审计局牵头组织自评。", True),
    ("牵头的是谁", "由示例市审计局牵头组织自评。", True),
    ("哪天开标的", "开标现场秩序良好。", False),
    ("哪天开标的", "6 月 19 日开标。", True),
    ("跟哪些地方合作", "实现跨省、跨市合作零突破。", False),
    ("跟哪些地方合作", "与合肥市、荆州市沙市区合作。", True),
    ("走访了哪几个城市", "走访黄石、鄂州、孝感等圈内城市。", True),
    ("新增哪几个省级重点专科", "新增省级重点专科2个（神经外科、肾内科）。", True),
    ("设备更新项目的主管部门是谁", "项目名称：设备更新", False),
    ("步道是哪个单位实施的", "反映步道建设的自评结果。", False),
])
def test_a_quotation_tells_what_is_asked(text: str, quote: str, fits: bool) -> None:
    reply = Reply(text, status="answered", text=f"原文：“{quote}”")
    assert tells(text, reply) is fits
