"""Titles, column headers, row labels and stages: what the forms make of what is printed."""

from __future__ import annotations

import pytest

from ontology.forms import clean_title, dimensions, form_of, forms, strip_ordinal
from ontology.layout import code_family, column_kind, comparison, counted, own_unit, stage_of, year_of
from ontology.schemes import class_codes, current_code, edition_for, official_name, scheme_of_code

UNIT = "示例市水务局"


@pytest.mark.parametrize(("printed", "name"), [
    ("二、2018 年度示例市水务局收入预算总表", "收入预算总表"),
    ("2024年度示例市水务局收支预算总表", "收支预算总表"),
    ("水务局2023年部门收入总表", "部门收入总表"),
    ("（表1）收入支出决算总表", "收入支出决算总表"),
    ("收入支出决算总表（表1）", "收入支出决算总表"),
    ("公开01表 收入支出决算总表", "收入支出决算总表"),
    ("收入支出决算总表 公开01表", "收入支出决算总表"),
    ("GK01表：收入支出决算总表", "收入支出决算总表"),
    ("Z01 收入支出决算总表", "收入支出决算总表"),
    ("批复01表收入支出决算总表", "收入支出决算总表"),
    ("部门公开表1 部门收支总表", "部门收支总表"),
    ("附表1-1 部门收支总表", "部门收支总表"),
    ("附件1-2：部门收支总表", "部门收支总表"),
    ("表01 部门收支总表", "部门收支总表"),
    ("表一、部门收支总表", "部门收支总表"),
    ("预算公开表1 部门收支总表", "部门收支总表"),
    ("预算01表 部门收支总表", "部门收支总表"),
    ("1-1 部门收支总表", "部门收支总表"),
    ("01部门收支总表", "部门收支总表"),
    ("部门收支总表（续表）", "部门收支总表"),
    ("部门收支总表（2023年度）", "部门收支总表"),
    ("二〇二三年度部门收支总表", "部门收支总表"),
    ("部门收支总表 单位：万元", "部门收支总表"),
    ("部门收支总表......3", "部门收支总表"),
    ("部门2023年收支总表", "部门收支总表"),
])
def test_a_title_loses_number_year_and_unit(printed: str, name: str) -> None:
    assert clean_title(printed, (UNIT,)) == name


@pytest.mark.parametrize(("title", "form"), [
    ("部门收支总表", "revenue-expenditure-summary"),
    ("收入支出预算总表", "revenue-expenditure-summary"),
    ("收支总体情况表", "revenue-expenditure-summary"),
    ("部门预算收支总表", "revenue-expenditure-summary"),
    ("收入支出决算总表", "revenue-expenditure-summary"),
    ("部门收入总体情况表", "revenue"),
    ("支出决算表", "expenditure"),
    ("支出预算表（按功能分类）", "expenditure"),
    ("支出预算分类汇总表（按部门预算经济分类）", "expenditure-economic"),
    ("支出经济分类汇总表", "expenditure-economic"),
    ("财政拨款收支总体情况表", "fiscal-summary"),
    ("财政拨款收入支出决算总表", "fiscal-summary"),
    ("财政拨款支出预算表（部门经济分类科目）", "fiscal-economic"),
    ("财政拨款支出预算表（功能科目）", "fiscal-expenditure"),
    ("一般公共预算支出情况表", "general-expenditure"),
    ("一般公共预算支出情况表（按功能分类科目）", "general-expenditure"),
    ("一般公共预算当年拨款支出预算表", "general-expenditure"),
    ("一般公共预算支出经济分类情况表", "general-economic"),
    ("一般公共预算基本支出情况表（按支出经济分类科目）", "general-basic"),
    ("一般公共预算财政拨款基本支出决算明细表", "general-basic"),
    ("一般公共预算项目支出预算表", "general-project"),
    ("一般公共预算“三公”经费支出情况表", "three-public"),
    ("一般公共预算财政拨款‘三公’经费支出决算表", "three-public"),
    ("“三公”经费支出预算情况表", "three-public"),
    ("政府性基金预算“三公”经费支出预算表", "three-public-fund"),
    ("“三公”经费、会议费、培训费支出预算表（一般公共预算）", "three-public-meetings"),
    ("政府性基金预算支出情况表", "fund"),
    ("国有资本经营预算支出表", "capital"),
    ("国有资本经营预算收支表", "capital"),
    ("项目支出预算表", "project-expenditure"),
    ("政府采购预算明细表", "procurement"),
    ("政府购买服务支出预算表", "government-services"),
    ("机关运行经费支出表", "running-costs"),
])
def test_a_title_names_its_form(title: str, form: str) -> None:
    found = form_of(title)
    assert found is not None
    assert found.id == form


@pytest.mark.parametrize("title", [
    "项目支出绩效自评表", "收入决算情况说明", "食堂收支表", "人员情况表", "部门整体支出绩效目标表", "一般公共预算表",
    "一般公共预算收入表", "政府性基金收入表", "收入", "行政事业性收费收入表",
])
def test_what_is_no_statutory_title(title: str) -> None:
    assert form_of(clean_title(title)) is None


def test_no_title_names_two_forms() -> None:
    titles = [form.zh for form in forms()]
    for title in titles:
        found = [form.id for form in forms() if form_of(title) == form]
        assert len(found) == 1, title


@pytest.mark.parametrize(("header", "kind"), [
    ("科目编码", "code"), ("功能分类科目编码", "code"), ("类", "code"), ("单位代码", "code"), ("项目编码", "code"),
    ("科目名称", "label"), ("项目", "label"), ("单位名称（科目）", "label"), ("预算单位", "label"),
    ("行次", "line"), ("序号", "line"), ("备注", "ignore"), ("采购数量", "ignore"), ("实施年度", "ignore"),
    ("金额", "value"), ("合计", "value"), ("2023年预算数", "value"), ("因公出国（境）费", "value"),
])
def test_what_a_column_holds(header: str, kind: str) -> None:
    assert column_kind(header) == kind


@pytest.mark.parametrize(("header", "family"), [
    ("科目编码", ""), ("支出功能分类科目编码/类", "functional"), ("部门预算支出经济分类/科目编码", "economic"),
    ("政府预算支出经济分类/科目编码", "government"), ("单位编码", "unit"), ("项目编码", "project"),
])
def test_what_a_code_column_classifies_by(header: str, family: str) -> None:
    assert code_family(header) == family


@pytest.mark.parametrize(("label", "plain"), [
    ("一、教育支出", "教育支出"), ("（一）财政拨款", "财政拨款"), ("1.一般公共预算", "一般公共预算"),
    ("（1）公务用车购置费", "公务用车购置费"), ("①基本支出", "基本支出"), ("2080505", "2080505"), ("二十、", "二十、"),
])
def test_an_order_number_is_no_part_of_a_label(label: str, plain: str) -> None:
    assert strip_ordinal(label) == plain


@pytest.mark.parametrize(("column", "notes", "title", "stage"), [
    ("收入/决算数", "", "收入支出决算总表", "决算"),
    ("预算数/合计", "预算数为年初部门预算数", "“三公”经费支出决算表", "年初预算"),
    ("预算数/合计", "预算数为“三公”经费全年预算数", "“三公”经费支出决算表", "全年预算"),
    ("预算数/合计", "", "“三公”经费支出决算表", "预算"),
    ("年初预算数（万元）", "", "收入支出决算总表", "年初预算"),
    ("2022年执行数", "", "一般公共预算支出表", "执行"),
    ("2023年预算数/小计", "", "一般公共预算支出表", "预算"),
    ("上年决算数", "", "收支预算总表", "上年决算"),
    ("基本支出", "", "支出决算表", "决算"),
    ("一般公共预算", "", "支出决算表", "决算"),
    ("金额", "", "收支总表", "预算"),
    ("2023年预算数比2022年执行数/增减额", "", "一般公共预算支出表", "预算"),
])
def test_stage_by_header_note_title(column: str, notes: str, title: str, stage: str) -> None:
    assert stage_of(column, notes, title) == stage


@pytest.mark.parametrize(("column", "year"), [
    ("金额", 2023), ("2022年执行数", 2022), ("上年预算数", 2022), ("上年度执行数/合计", 2022), ("上年决算数", 2023),
    ("上年结转", 2023), ("比上年增减", 2023), ("2022年预算数/其中：2021年结转", 2022), ("2022年结转资金", 2023),
])
def test_the_year_a_column_speaks_of(column: str, year: int) -> None:
    assert year_of(column, 2023) == year


@pytest.mark.parametrize(("column", "kind"), [
    ("比上年增减(%)", "rate"), ("完成预算％", "rate"), ("占比", "rate"), ("增减额", "amount"),
    ("2023年比2022年/增减", "unclear"), ("增减（万元）", "amount"), ("金额", ""), ("用事业基金弥补收支差额", ""),
])
def test_columns_that_compare(column: str, kind: str) -> None:
    assert comparison(column) == kind


@pytest.mark.parametrize(("text", "unit"), [
    ("金额（万元）", "万元"), ("金额（单位：元）", "元"), ("增减％", "%"), ("公务用车保有量（辆）", "辆"),
    ("事业收入", ""),
    ("因公出国（境）费", ""),
])
def test_a_unit_of_measure_in_a_header(text: str, unit: str) -> None:
    assert own_unit(text) == unit


def test_labels_that_count() -> None:
    assert counted("国内公务接待批次") == "批次"
    assert counted("公务用车保有量") == "辆"
    assert counted("公务接待费") == ""
    assert counted("公务用车购置费") == ""


def of(form: str, column: str, item: str = "", code: str = "") -> tuple[str, str, str, str, str]:
    found = dimensions(next(f for f in forms() if f.id == form), column, item, code)
    return tuple(found.get(k, "") for k in ("measure", "fund", "nature", "scheme",
        "item"))  # type: ignore[return-value]


def test_a_column_says_what_is_measured() -> None:
    assert of("expenditure", "基本支出", "教育支出", "205") == ("expenditure", "all", "basic", "functional", "205")
    assert of("revenue", "财政拨款收入", "合计") == ("revenue", "fiscal", "total", "", "")
    assert of("three-public", "预算数/公务接待费") == ("three-public", "fiscal", "total", "three-public", "reception")


def test_a_row_of_the_summary_is_a_class_by_its_name_in_any_edition() -> None:
    new = of("revenue-expenditure-summary", "支出/决算数", "卫生健康支出")
    old = of("revenue-expenditure-summary", "支出/决算数", "医疗卫生与计划生育支出")
    assert new == old == ("expenditure", "all", "total", "functional", "210")


def test_a_code_is_of_the_classification_its_digits_say() -> None:
    assert of("general-basic", "决算数", "基本工资", "30101")[3:] == ("economic", "30101")
    assert of("fiscal-economic", "合计", "工资奖金津补贴", "50101")[3:] == ("government-economic", "50101")
    assert scheme_of_code("3012") == scheme_of_code("2274.06") == scheme_of_code("102001") == ""


def test_a_header_the_form_does_not_know_leaves_the_measure_open() -> None:
    assert of("expenditure", "基本支出/工资福利支出", "教育支出", "205")[0] == ""
    assert of("expenditure", "基本支出增减额", "教育支出", "205")[0] == ""


def test_a_count_is_no_money_of_the_form() -> None:
    assert of("three-public", "决算数", "因公出国（境）团组数（个）")[0] == ""
    assert of("three-public", "决算数", "公务用车保有量")[0] == ""


def test_classes_are_complete_in_both_editions() -> None:
    assert edition_for("functional", 2018) != edition_for("functional", 2019)
    assert official_name("functional", "207", 2018) == "文化体育与传媒支出"
    assert official_name("functional", "207", 2019) == "文化旅游体育与传媒支出"
    assert official_name("functional", "224", 2018) == ""
    assert official_name("economic", "30311", 2017) == "住房公积金"
    assert official_name("economic", "30113", 2018) == "住房公积金"
    assert class_codes("economic")["资本性支出"] == "310"


def test_a_class_whose_code_was_given_to_another_goes_on_under_its_new_one() -> None:
    assert current_code("economic", "30311", "2007") == "30113"
    assert current_code("economic", "30311", "2018") == "30311"
    assert current_code("functional", "20805", "2007") == "20805"
