"""Reasons from remarks and sentences."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import pytest
from answer_store import knowledge

from answer.figures import reasons
from answer.holdings.held import Evidence
from answer.prose.sentences import Sentence
from answer.request.question import ordered
from answer.request.reply import Reply

LINES = (
    "项目名称：虫害防控经费", "三级指标：无人机监测面积；",
    "自评结论：无人机监测面积未达到预期，主要是连阴雨影响飞行。",
    "项目名称：文化惠民工程", "三级指标：图书流通量；", "偏差原因分析及改进措施：闭馆改造两个月",
    "三级指标：演出场次；", "偏差原因分析及改进措施：无", "三级指标：覆盖率；",
    "发现的问题及原因：可回收物服务点没有达到目标。", "原因分析：小区不同意，可回收物服务点未建足；",
    "说明：执行率偏低的原因主要是招标推迟。",
    "三级指标：村道养护里程；", "未完成原因分析：两乡移交管养", "三级指标：村民满意度；",
    "未完成原因分析：村道养护修补不及时",
)


@pytest.mark.parametrize(("text", "said"), [
    ("无人机监测面积没达标", "连阴雨"), ("图书流通量没完成", "闭馆"), ("文化惠民工程执行率偏低", "招标推迟"),
    ("演出场次没完成", ""), ("虫害防控经费执行率偏低", ""), ("取消了马拉松", ""),
    ("可回收物服务点没建足", "小区不同意"), ("村道养护里程没达标", "两乡移交"), ("村道养护没达标", "两乡移交"),
])
def test_the_one_reason_that_is_told(text: str, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    place = Evidence("a.html", "", "https://mingzhang.example/id/document/1#line=1", "", "", "", "")
    every = tuple(Sentence(line, "", "", place) for line in LINES)
    monkeypatch.setattr(reasons, "sentences", lambda knowledge, target: every)
    unit, reply = knowledge().directory.units[0], Reply("")
    assert reasons.told(reply, knowledge(), [(unit, 2023)], text) is bool(said)
    assert said in reply.text


@pytest.mark.parametrize(("text", "said"), [
    ("专项普查经费砍了一半多，啥原因", "减少了一半多"), ("会议费缩水的原因", "减少了"),
    ("培训费猛增是啥原因", "增加了"),
    ("差旅费腰斩的原因", "减少了一半"),
])
def test_what_went_up_and_down_in_other_words(text: str, said: str) -> None:
    assert said in ordered(text)


def test_half_is_about_half() -> None:
    asking = SimpleNamespace(out=SimpleNamespace(evidence=[{"quote": "比上年减少57.14%。主要原因是项目调整。"}]))
    assert reasons._so_much(cast(Any, asking), "普查经费减少了一半多")
    asking.out.evidence[0]["quote"] = "比上年减少2.98%。"
    assert not reasons._so_much(cast(Any, asking), "宣传经费减少了一半")
    assert reasons._so_much(cast(Any, asking), "宣传经费减少")
    asking.out.evidence[0]["quote"] = "会议费预算支出884.16万元，比上年预算减少210.46万元，主要原因是节俭办会。"
    assert not reasons._so_much(cast(Any, asking), "会议费减少了一半")
    asking.out.evidence[0]["quote"] = "会议费预算支出1,100万元，比上年预算增加600万元。"
    assert reasons._so_much(cast(Any, asking), "会议费翻倍")
