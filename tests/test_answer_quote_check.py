"""A quotation must be able to tell what is asked: several things, a body of the kind."""

from __future__ import annotations

import pytest

from answer.prose.quote_check import may_tell, tells
from answer.prose.unsaid import parted
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
    ("望桥法庭修缮由谁承建", "望桥法庭修缮项目由规划局暂缓实施。", False),
    ("望桥法庭修缮由谁承建", "望桥法庭修缮由宏筑建设公司承建。", True),
    ("谁荣立二等功", "队员张三荣立二等功。", True),
    ("和哪些学校签了协议", "与青石县、白塘市签订协议。", False),
    ("和哪些学校签了协议", "与市一中、师范学院签订协议。", True),
    ("设备更新项目的主管部门是谁", "项目名称：设备更新", False),
    ("步道是哪个单位实施的", "反映步道建设的自评结果。", False),
    ("按哪份规范对接平台", "按照要求与省平台对接。", False),
    ("按哪份规范对接平台", "按照《数据规范V2.1》与省平台对接。", True),
    ("规划批复是哪个文号", "根据府规【2016】168号文的规划批复建设。", True),
    ("异地评标是按哪个条例开展的", "落实《远程异地评标操作规程》，开展异地评标。", False),
    ("异地评标是按哪个规程开展的", "落实《远程异地评标操作规程》，开展异地评标。", True),
    ("环评批复是哪个文号", "根据府规【2016】168号文的规划批复建设。", False),
    ("选派医务人员去了哪些地方", "选派18名医务人员赴阿克苏、那曲开展支援。", True),
    ("会议费涨是根据哪个文", "会议费增加，主要原因是会期增加。", False),
])
def test_a_quotation_tells_what_is_asked(text: str, quote: str, fits: bool) -> None:
    reply = Reply(text, status="answered", text=f"原文：“{quote}”")
    assert tells(text, reply) is fits


def test_a_name_in_two_words_is_not_told_by_another_name_and_a_word_elsewhere() -> None:
    asked = ["荣立", "集体", "二等功"]
    assert parted("谁荣立集体二等功", asked, "单位获评先进集体，队员张三荣立个人二等功。")
    assert not parted("谁荣立集体二等功", asked, "救援中心荣立集体二等功。")
    assert not parted("跟谁建立疫病区域机制", ["建立", "疫病", "区域", "机制"], "抓好疫病防控，与三县建立区域机制。")


def test_what_a_thing_is_like_is_told_by_its_word() -> None:
    bought = "购置辅具流动服务车1辆，原车使用满11年，已于8月报废；"
    assert not may_tell("新购的辅具流动服务车是什么牌子的", bought)
    assert may_tell("新购的辅具流动服务车是什么牌子的", "购置的辅具流动服务车为宇通牌子")


def test_what_happened_is_told_by_its_word() -> None:
    assert not may_tell("哪个残疾人之家的负责人换了", "项目名称：“残疾人之家”运行补助；项目负责人：吕其昌")
    assert may_tell("办公地点搬了吗", "办公地点搬至政务中心三楼。")
    assert not may_tell("办公地点搬了吗", "办公地点为政务中心三楼。")
