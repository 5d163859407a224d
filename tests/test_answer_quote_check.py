"""A quotation must be able to tell what is asked: several things, a body of the kind."""

from __future__ import annotations

import pytest

from answer.quote_check import tells
from answer.reply import Reply


@pytest.mark.parametrize(("text", "quote", "fits"), [
    ("服务类政府采购涉及哪些专项", "服务类政府采购支出预算1,011.90万元,占79.60%；", False),
    ("数量指标有哪两个", "数量指标有受理项目数、交易场次。", True),
    ("由哪个局牵头自评", "专项经费保障了各项工作的开展。", False),
    ("由哪个局牵头自评", "由示例市审计局牵头组织自评。", True),
    ("牵头的是谁", "由示例市审计局牵头组织自评。", True),
])
def test_a_quotation_tells_what_is_asked(text: str, quote: str, fits: bool) -> None:
    reply = Reply(text, status="answered", text=f"原文：“{quote}”")
    assert tells(text, reply) is fits
