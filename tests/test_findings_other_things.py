"""What stands beside a number and is something else: no contradiction; the same shape with a true slip: found still."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from findings_builders import cell, prose, rules
from findings_cases import GOOD, evaluation

from graph.findings import findings
from ingest.records import Disclosure
from ontology.forms import dimensions, forms

TASKS = "三、重点工作"
FORMS = {form.id: form for form in forms()}


def staff(parts: str, name: str = "现有在编在职人员54人") -> list[str]:
    return rules(prose(f"核定事业编制62名，{name}，其中{parts}；退休人员33人。", section="一、单位概况"))


@pytest.mark.parametrize("parts", [
    "研究员5人、副研究员14人、博士8人、硕士21人",  # ranks, then degrees: neither is all there is
    "男30人、女24人、硕士21人、本科30人",
    "行政人员20人、专业技术人员28人、工勤人员6人",  # posts told in two ways
    "党员40人、业务骨干30人",  # no division at all
    "管理人员10人、专业技术人员44人、女职工30人",
    "本科及以上学历50人、硕士21人",
])
def test_what_divides_the_same_people_anew_is_never_added(parts: str) -> None:
    assert "staff-parts" not in staff(parts)


@pytest.mark.parametrize("parts", [
    "研究员25人、副研究员34人、博士8人",  # more than all
    "男30人、女14人",
    "管理人员10人、专业技术人员34人、女职工30人",
    "博士38人、硕士21人",
])
def test_one_division_is_held_against_its_whole(parts: str) -> None:
    assert "staff-parts" in staff(parts)
    assert "staff-parts" in staff("行政人员1,000人、事业人员190人", "在职教职工1,172人")


def test_a_score_that_another_gave_is_not_that_of_the_evaluation_of_oneself() -> None:
    def told(sentence: str) -> bool:
        whole = prose(sentence)
        return "told-score" in rules(replace(evaluation(*GOOD), passages=whole.passages, facts=whole.facts))

    assert not told("县财政局委托会计师事务所对甲工程开展财政重点评价，评价得分88.6分。")
    assert not told("经第三方复核，甲工程评价得分88.6分。")
    assert not told("甲工程等14个项目自评平均得分95.2分。")
    assert not told("甲工程自评得分90.00分，部门评价得分88.6分。")
    assert told("甲工程自评得分98.00分，部门评价得分90.00分。")
    assert told("甲工程绩效评价得分98.00分。")


@pytest.mark.parametrize("text", [
    # beside it, not of it
    "全县基本养老保险参保28.64万人，其中城乡居民养老保险21.37万人；工伤保险参保4.18万人；失业保险参保2.06万人。",
    # a selection
    "全年受理行政复议案件100件，其中公安行政复议案件40件、国土行政复议案件20件。",
    "全年开展业务培训100期（其中线上业务培训20期、消防业务培训30期）。",
    "全年受理案件1,000件，其中城市管理案件300件、农村土地案件200件。",
    "专精特新企业90家，其中省级企业30家、市级企业80家。",
    "定点医疗机构32家，其中二级以上机构30家、三级机构5家。",
    "新建校舍建筑面积8000平方米（不含操场建筑面积600平方米、围墙建筑面积20平方米）。",
])
def test_other_things_and_selections_are_no_parts(text: str) -> None:
    assert "open-parts" not in rules(prose(text, section=TASKS))


@pytest.mark.parametrize("text", [
    "全县工伤保险参保28.64万人，其中：企业工伤保险参保21.37万人；机关工伤保险参保8.27万人。",
    "全年受理行政复议案件100件，其中公安行政复议案件80件、国土行政复议案件30件。",
    "新建校舍建筑面积8000平方米，其中地上建筑面积6000平方米、地下建筑面积1000平方米。",
    "全县登记水库86座，其中大型水库1座、中型水库9座、小型水库86座。",
    "全年举办活动326场次，参与28.4万人次，其中线上活动86场次，线下活动230场次。",
    "下达资金10亿元，其中中央资金6亿元、省级资金5亿元。",
    "新建校舍建筑面积8000平方米（教学楼建筑面积6000平方米、食堂建筑面积1000平方米）。",
])
def test_parts_that_leave_nothing_out_are_held_against_their_whole(text: str) -> None:
    assert "open-parts" in rules(prose(text, section=TASKS))


def income(total: str) -> Disclosure:
    """A summary that carries 638 over, and an income table whose 总计 stands beside what was carried over."""
    columns = ("总计", "一般公共预算拨款", "上年结转")
    figures = [
        cell("revenue-expenditure-summary", "本年收入合计", "收入/预算数", "11732", level="total", stage="预算"),
        cell("revenue-expenditure-summary", "收入总计", "收入/预算数", "12370", level="total", stage="预算", row=2)]
    for number, (column, value) in enumerate(zip(columns, (total, "11732", "638"), strict=True), 1):
        found = dimensions(FORMS["revenue"], column, "合计", "", headers="\n".join(columns))
        made = cell("revenue", "合计", column, value, level="total", stage="预算")
        what = replace(made.dimensions, measure=found["measure"], fund=found["fund"])
        figures.append(replace(made, dimensions=what, source=replace(made.source, column=number)))
    return prose(kind="预算", figures=tuple(figures))


def test_a_total_beside_what_was_carried_over_holds_it() -> None:
    assert "same-quantity" not in rules(income("12370"))
    assert "same-quantity" in rules(income("12730"))


def test_about_the_same_is_said_of_what_is_about_the_same() -> None:
    item = ("住房保障支出（类）住房改革支出（款）住房公积金（项）。"
            "年初预算为{}万元，支出决算为100.00万元。决算数与年初预算数{}持平。")
    assert rules(prose(item.format("102.00", "基本"), section="五、一般公共预算财政拨款支出决算情况说明")) == []
    assert "direction" in rules(prose(item.format("120.00", "基本")))
    assert "direction" in rules(prose(item.format("102.00", "")))


def test_expenditure_alone_is_of_the_whole_that_its_paragraph_tells() -> None:
    figures = (cell("revenue-expenditure-summary", "总计", "支出/决算数", "3209.51", level="total"),)
    text = "本年支出合计3187.26万元。与2022年度相比，支出减少142.06万元，下降{}%。"
    section = "三、支出决算情况"
    assert "change-rate" not in rules(prose(text.format("4.27"), section=section, figures=figures))
    assert "change-rate" in rules(prose(text.format("4.72"), section=section, figures=figures))


def test_vehicles_paid_for_by_appropriations_are_not_all_vehicles() -> None:
    paid, owned = "截至2023年12月31日，单位共有公务用车{}辆。", "截至2023年12月31日，共有车辆{}辆。"
    three, assets = "七、“三公”经费支出决算情况说明", "十、国有资产占用情况说明"
    assert "told-twice" not in rules(prose((paid.format(11), three), (owned.format(24), assets)))
    assert "told-twice" in rules(prose((owned.format(11), assets), (owned.format(24), assets)))


def test_a_list_that_leaves_off_is_not_all() -> None:
    rows = [("办公费", "30201"), ("印刷费", "30202"), ("水费", "30205"), ("邮电费", "30207"), ("差旅费", "30211"),
            ("劳务费", "30226"), ("福利费", "30229")]
    figures = tuple(
        cell("general-basic", name, f"公用经费/{column}", str(Decimal(number + 1)), code=code, level="item", row=number)
        for number, (name, code) in enumerate(rows) for column in ("决算数", "合计"))
    text = "公用经费28.00万元，主要包括：办公费、印刷费、水费、邮电费、差旅费、劳务费{}。"

    def found(end: str) -> list[str]:
        made = prose(text.format(end), section="六、一般公共预算财政拨款基本支出决算情况说明", figures=figures)
        return [each.message for each in findings(made) if each.rule == "listed-missing"]

    assert found("等") == []
    assert [message.count("福利费") for message in found("")] == [1]


def test_a_rate_is_reckoned_on_the_budget_it_names() -> None:
    section = "五、预算执行情况"
    text = ("“河涌清淤”项目年初预算2,000.00万元，追加预算500.00万元，实际支出2,375.00万元，预算执行率{}%。",
            "公务接待费支出调整后预算3.00万元，支出决算2.70万元，完成年初预算的{}%。",
            "公务接待费支出年初预算3.00万元，支出决算2.70万元，完成年初预算的{}%。")
    assert "completion-rate" not in rules(prose(text[0].format("95.00"), section=section))
    assert "completion-rate" not in rules(prose(text[1].format("108.00"), section=section))
    assert "completion-rate" not in rules(prose(text[2].format("90.00"), section=section))
    assert "completion-rate" in rules(prose(text[2].format("98.00"), section=section))
    any_budget = "公务接待费支出全年预算数3.00万元，支出决算2.70万元，执行率为98.00%。"
    assert "completion-rate" in rules(prose(any_budget, section=section))


def test_what_was_done_in_two_years_is_not_one_thing_told_twice() -> None:
    text = "医技楼建设项目总投资8,600万元，{}完成2,000万元，{}完成3,100万元。"
    assert "indicator-values" not in rules(prose(text.format("2021年", "2022年"), section=TASKS))


def test_a_paragraph_that_ends_in_a_colon_gives_its_reasons_below() -> None:
    text = "2023年度收、支总计110.00万元。与2022年度相比，收、支总计各增加10.00万元，增长10.00%。其中{}"
    assert "missing-reason" not in rules(prose(text.format("："), "本年收入110.00万元，变动原因为低保提标。"))
    assert "missing-reason" in rules(prose(text.format("："), "本年收入110.00万元。"))


def test_a_result_is_above_the_budget_that_is_named() -> None:
    text = ("公共安全支出（类）公安（款）行政运行（项）。年初预算为8,620.00万元，调整预算为8,900.00万元，"
            "支出决算为8,722.00万元，决算数大于{}预算数的主要原因是调资。")
    assert "comparison-word" not in rules(prose(text.format("年初")))
    assert "comparison-word" in rules(prose(text.format("调整")))
