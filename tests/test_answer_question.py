"""Questions brought to one form: years, units of money, scripts, courtesy, operators."""

from __future__ import annotations

import pytest

from answer.request.question import operator_of, rewritten, understand


@pytest.mark.parametrize(("text", "years"), [
    ("2021年办公费", (2021,)), ("21年办公费", (2021,)), ("二〇二一年办公费", (2021,)), ("２０２１年度办公费", (2021,)),
    ("2021年至2023年支出", (2021, 2022, 2023)), ("2021和2023年", (2021, 2023)), ("2022年上年的办公费", (2021,)),
    ("办公费", ()), ("10年以上设备", ()), ("2022年上年结转", (2022,)),
])
def test_years(text: str, years: tuple[int, ...]) -> None:
    assert understand(text).years == years


@pytest.mark.parametrize(("text", "uom"), [
    ("支出是多少亿元", "亿元"), ("办公费（单位：元）", "元"), ("以万元为单位的办公费", "万元"), ("办公费是多少", ""),
])
def test_unit_of_money(text: str, uom: str) -> None:
    assert understand(text).uom == uom


def test_traditional_and_full_width_are_one_form() -> None:
    assert understand("２０２１年辦公費多少？").text == understand("2021年办公费多少").text


def test_courtesy_is_no_part_of_a_question() -> None:
    assert understand("请问2021年办公费，谢谢").text == "2021年办公费"


def test_fiscal_years() -> None:
    assert understand("FY2024培训费").years == (2024,)
    assert understand("FY23 培训费").years == (2023,)


def test_a_year_that_nothing_settles_is_said() -> None:
    assert understand("去年的办公费").unsettled == "去年"
    assert understand("2022年比去年增加多少").unsettled == ""
    assert understand("最近一年的办公费").latest


def test_scope() -> None:
    assert understand("2023年单位决算支出").scope == "单位"
    assert understand("2023年部门预算支出").scope == "部门"
    assert understand("水务局（本级）2023年支出").entity


@pytest.mark.parametrize(("text", "id"), [
    ("电费占公用经费的比例", "ratio"), ("电费比水费高多少", "difference"), ("支出合计比上年增加多少", "change"),
    ("金额最大的是哪一项", "rank"), ("为什么减少", "why"), ("什么是机关运行经费", "define"),
    ("什么原因使得培训费下降了", "why"),
    ("滞站人员是什么人", "define"), ("什么样的人算滞站人员", "define"), ("快检是啥", "define"),
    ("电费印在哪一页", "where"),
    ("执行率低于90%的项目有哪些", "keep"), ("哪些指标没有完成", "unmet"), ("人均办公费是多少", "per_head"),
    ("自评得分", "score"), ("办公费完成年初预算的百分之几", "completion"),
])
def test_operators(text: str, id: str) -> None:
    tried: tuple[str, ...] = ()
    while operator := operator_of(text, tried):
        if operator.id == id:
            return
        tried = (*tried, operator.id)
    pytest.fail(f"{text}: {tried}")


def test_what_is_no_question_word_is_not_taken_for_yes_or_no() -> None:
    assert operator_of("年度目标值是什么") is None


def test_compound_names_are_taken_apart() -> None:
    assert rewritten("收入支出总计").split() == ["收入总计"]
    assert rewritten("水电费") == "水费、电费"


@pytest.mark.parametrize(("asked", "understood"), [
    ("人员经费占百分之几？示例市图书馆2018年预算", "示例市图书馆2018年预算 人员经费占百分之几"),
    ("电费是多少？（2018年）", "2018年 电费是多少"),
    ("人均工资是多少？（按在职人数）", "人均工资是多少?(按在职人数)"),
    ("21到23年电费平均是多少", "2021年至2023年电费平均是多少"),
    ("上一年度（2017年）公积金是多少", "2017年公积金是多少"),
    ("房屋面积有多大（平方米）", "房屋面积多少平方米"),
])
def test_brought_to_one_order(asked: str, understood: str) -> None:
    assert understand(asked).text.replace("？", "?") == understood


def test_short_words_are_written_out() -> None:
    assert understand("21年政采支出中，工程类占比多少").text == "2021年政府采购支出中,工程占比多少"
    assert understand("增加几多万元").text == "增加多少万元"


def test_asking_for_leave_is_no_question_of_yes_or_no() -> None:
    assert understand("能告诉我示例市图书馆2023年电费吗").text == "示例市图书馆2023年电费"
    assert understand("电费超过预算了吗").text == "电费超过预算了吗"
