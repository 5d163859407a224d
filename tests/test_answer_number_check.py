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
    ("中药材产值是多少万元", "18.72", "种植中药材2.35万亩，实现林业总产值18.72万元。", False),
    ("林业总产值是多少万元", "18.72", "种植中药材2.35万亩，实现林业总产值18.72万元。", True),
    ("预留给微型企业的预算是多少万元", "465.49", "预留给小型和微型企业的预算为465.49万元。", False),
    ("预留给小微企业的预算是多少万元", "465.49", "预留给小型和微型企业的预算为465.49万元。", True),
    ("青石隧道支出是多少万元", "2640", "公路建设支出2640万元，主要原因是青石隧道征地滞后。", False),
    ("艾滋病患者有多少人", "72546", "完成艾滋病检测72546人次，结核病患者管理301人。", False),
    ("艾滋病患者有多少人", "301", "完成艾滋病检测72546人次，结核病患者管理301人。", False),
    ("结核病患者有多少人", "301", "完成艾滋病检测72546人次，结核病患者管理301人。", True),
    ("征集了多少家二类维修企业", "9", "成功征集9家二类维修企业。", True),
    ("框架协议电子平台成交了多少笔", "1811", "政府采购“电子卖场”总成交笔数1811笔。", False),
    ("电子卖场成交了多少笔", "1811", "政府采购“电子卖场”总成交笔数1811笔。", True),
    ("养老金最低标准是每人每月多少元", "128", "养老金最低标准由每人每月128元提高到143元。", False),
    ("养老金最低标准原来是每人每月多少元", "128", "养老金最低标准由每人每月128元提高到143元。", True),
    ("文史编辑部在职多少名人员", "7", "预算只包含联谊俱乐部在职7名人员。", False),
    ("联谊俱乐部在职多少名人员", "7", "预算只包含联谊俱乐部在职7名人员。", True),
    ("小微企业成交金额多少万元", "3209.59", "中小微企业成交金额3209.59万元。", False),
    ("死亡人数下降百分之几", "12.9", "发生事故47起、死亡31人，同比分别下降12.9%和16.2%。", False),
    ("死亡人数下降百分之几", "16.2", "发生事故47起、死亡31人，同比分别下降12.9%和16.2%。", True),
])
def test_what_a_number_is_told_of(text: str, number: str, quote: str, right: bool) -> None:
    reply = Reply(text, status="answered", values=[entry(number, "", "")], evidence=[{"quote": quote}])
    assert fits(text, reply) is right


@pytest.mark.parametrize(("number", "year", "right"), [
    ("0", 2022, True), ("0", 2023, False), ("60.13", 2023, True), ("60.13", 2022, False),
])
def test_the_year_that_a_clause_begins_with(number: str, year: int, right: bool) -> None:
    quote = "2022年当年预算执行数为0万元，2023年预算安排60.13万元，比2022年预算执行数增加100%。"
    reply = Reply("", status="answered", values=[entry(number, "万元", "", year=year)], evidence=[{"quote": quote}])
    assert fits("执行了多少万元", reply) is right
