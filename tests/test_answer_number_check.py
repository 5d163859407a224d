"""A number of the prose is refused where it is told of something else."""

from __future__ import annotations

import pytest

from answer.prose.number_check import fits
from answer.request.reply import Reply, entry


@pytest.mark.parametrize(("text", "number", "quote", "right"), [
    ("与长沙开展了多少次远程评标", "4", "与长沙开展远程评标 4次，与合肥开展远程评标 1次。", True),
    ("与南昌开展了多少次远程评标", "4", "与长沙和南昌签署协议，与长沙开展远程评标 4次。", False),
    ("与荆州市沙市区开展了多少个评标项目", "8", "先后为与合肥市、荆州市沙市区中心开展的评标等8个项目测试环境。", False),
    ("青石隧道总投资多少亿元", "12.6", "完成全年固定资产投资12.6亿元，青石隧道左洞掘进1,240米。", False),
    ("修缮屋顶花了多少万元", "50", "投入资金50万元，用于修缮屋顶2处。", True),
    ("征集了多少家三类维修企业", "9", "成功征集9家二类维修企业。", False),
    ("校车有几辆", "8", "其中：应急用车2辆、其他用车8辆（其他用车主要是校车和教学用车）。", False),
    ("其他用车有几辆", "8", "其中：应急用车2辆、其他用车8辆（其他用车主要是校车和教学用车）。", True),
    ("征集了多少家二类维修企业", "9", "成功征集9家二类维修企业。", True),
])
def test_what_a_number_is_told_of(text: str, number: str, quote: str, right: bool) -> None:
    reply = Reply(text, status="answered", values=[entry(number, "", "")], evidence=[{"quote": quote}])
    assert fits(text, reply) is right
