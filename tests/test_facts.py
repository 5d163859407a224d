"""Facts from invented sentences: what a number is said of, in which role, and what must not be read."""

from __future__ import annotations

from decimal import Decimal

import pytest

from ingest.facts.facts import read_facts
from ingest.records import Fact, Figure, Kind, Passage, Source

SECTION = ("第三部分 示例市测试中心2023年度决算情况说明",)


def read(
    *texts: str, section: tuple[str, ...] = SECTION, kind: Kind = "决算"
) -> tuple[list[Fact], list[Figure]]:
    passages = [
        Passage(text, section, Source("a.txt", text, line=7 + n)) for n, text in enumerate(texts)
    ]
    return read_facts(passages, year=2023, document="a.txt", kind=kind)


def said(*texts: str, section: tuple[str, ...] = SECTION, kind: Kind = "决算") -> list[tuple[str, str, str, str, str]]:
    facts = read(*texts, section=section, kind=kind)[0]
    return [(f.subject, f.measure, f.role, str(f.value), f.uom) for f in facts]


def test_total_change_and_reason() -> None:
    facts, derived = read(
        "2023年度收、支总计 120.50 万元。与2022年度相比，收、支总计各增加 20.50 万元，增长 20.5%，"
        "主要原因是新增一个项目。"
    )
    assert [(f.measure, f.role, f.direction, f.base, f.reason) for f in facts] == [
        ("revenue-expenditure-total", "result", "", "", "新增一个项目"),
        ("revenue-expenditure-total", "change", "增加", "2022年度", "新增一个项目"),
        ("revenue-expenditure-total", "change", "增长", "2022年度", "新增一个项目"),
    ]
    assert [(f.dimensions.measure, f.year, f.value, f.formula) for f in derived] == [
        ("revenue-total", 2022, Decimal("100.00"), "120.50 − 20.50 = 100.00"),
        ("expenditure-total", 2022, Decimal("100.00"), "120.50 − 20.50 = 100.00"),
    ]
    assert (facts[0].source.line, facts[0].source.printed) == (7, "2023年度收、支总计 120.50 万元。")
    assert facts[0].amount == Decimal("1205000")


def test_a_change_of_both_totals_leads_from_either() -> None:
    derived = read("2023年度总收入1,908.17万元，其中本年收入1,895.77万元；总支出1,908.17万元。"
                   "与上年相比，总收入、总支出各增加96.44万元。")[1]
    assert [(f.dimensions.measure, str(f.value)) for f in derived] == [
        ("revenue-total", "1811.73"), ("expenditure-total", "1811.73"),
    ]


def test_a_decrease_is_added_and_a_result_below_zero_is_not_derived() -> None:
    derived = read("机关运行经费支出10万元，比2022年度减少2.5万元。")[1]
    assert [f.value for f in derived] == [Decimal("12.5")]
    assert read("公务接待费支出0万元，比2022年度增加3万元。")[1] == []


def test_a_change_against_the_budget_says_nothing_of_the_year_before() -> None:
    assert read("公务接待费支出决算为1万元，比年初预算减少2万元。")[1] == []


def test_parts_and_shares() -> None:
    assert said("支出合计100万元。其中：基本支出61万元，占本年支出61%；项目支出39万元，占39%。") == [
        ("支出合计", "expenditure", "result", "100", "万元"),
        ("基本支出", "basic", "result", "61", "万元"),
        ("基本支出", "basic", "share", "61", "%"),
        ("项目支出", "project", "result", "39", "万元"),
        ("项目支出", "project", "share", "39", "%"),
    ]


def test_budget_against_final_of_an_item() -> None:
    facts = read(
        "1. 一般公共服务(类)其他事务(款)事业运行(项)。年初预算为 10 万元，支出决算为 8 万元，完成年初预算的80%，"
        "支出决算数小于年初预算数的主要原因是压缩开支。"
    )[0]
    assert {f.subject for f in facts} == {"一般公共服务/其他事务/事业运行"}
    assert [(f.role, f.stage, str(f.value)) for f in facts] == [
        ("budget", "年初预算", "10"), ("result", "决算", "8"), ("completion", "", "80"),
    ]
    assert facts[1].reason == facts[2].reason == "压缩开支"


def test_an_item_carries_over_sentences_but_not_over_paragraphs() -> None:
    facts = said("（1）公务用车购置费3万元。", "（2）其他情况。支出决算为4万元。")
    assert facts == [("公务用车购置费", "vehicle-purchase", "result", "3", "万元")]


def test_items_listed_under_personnel_are_of_the_economic_classification() -> None:
    assert said("人员经费30万元，主要包括：基本工资20万元、住房公积金10万元。") == [
        ("人员经费", "personnel", "result", "30", "万元"),
        ("基本工资", "economic-item", "result", "20", "万元"),
        ("住房公积金", "economic-item", "result", "10", "万元"),
    ]


def test_reception() -> None:
    section = ("九、“三公”经费支出决算情况说明",)
    text = "国内公务接待支出0.2万元，共接待来访团组2批次20人次（其中：陪同6人次）。"
    assert [f[1:] for f in said(text, section=section)] == [
        ("reception-domestic", "result", "0.2", "万元"),
        ("reception-batches", "result", "2", "批次"),
        ("reception-visitors", "result", "20", "人次"),
        ("reception-companions", "result", "6", "人次"),
    ]


def test_procurement_keeps_the_printed_unit() -> None:
    facts = read(
        "授予中小企业合同金额83万元，占政府采购支出总额的99%，其中：授予小微企业合同金额83元，占授予中小企业合同金额的100%。"
    )[0]
    assert [(f.measure, f.role, f.uom, f.base) for f in facts] == [
        ("procurement-sme", "result", "万元", ""),
        ("procurement-sme", "share", "%", "政府采购支出总额"),
        ("procurement-small-micro", "result", "元", ""),
        ("procurement-small-micro", "share", "%", "授予中小企业合同金额"),
    ]
    assert facts[2].amount == Decimal("83")


def test_a_bound_in_the_name_of_a_thing_is_no_fact() -> None:
    assert said("截至2023年12月31日，本单位共有车辆2辆，单价50万元(含)以上通用设备1台(套)。") == [
        ("车辆", "vehicles-owned", "result", "2", "辆"),
        ("单价50万元（含）以上通用设备", "equipment-general-500k", "result", "1", "台（套）"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("累计受理542次现场咨询，1459通电话咨询。", [("现场咨询", "542", "次"), ("电话咨询", "1459", "通")]),
        ("全年新增交易人 2478 家，注册人员 12218 人。", [("新增交易人", "2478", "家"), ("注册人员", "12218", "人")]),
        ("与8个兄弟城市对接，培训代理机构65家。", [("兄弟城市", "8", "个"), ("代理机构", "65", "家")]),
        ("节资率3.75%，累计中标金额42.90亿元。", [("节资率", "3.75", "%"), ("累计中标金额", "42.90", "亿元")]),
    ],
)
def test_open_facts(text: str, expected: list[tuple[str, str, str]]) -> None:
    found = [(subject.removeprefix("培训"), value, uom) for subject, _, _, value, uom in said(text)]
    assert found == expected


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("年度绩效目标：交易场次 ≥ 300 场。", "target"),
        ("满意度年度目标值为95%。", "target"),
        ("全体党员服务次数不少于5次。", "target"),
        ("预计办理提案700件。", "target"),
        ("交易场次548场。", "result"),
    ],
)
def test_targets_are_not_results(text: str, role: str) -> None:
    assert [f[2] for f in said(text)] == [role]


def test_target_and_actual_speak_of_one_subject() -> None:
    assert said("成本节约率年度目标值为5%，实际成本节约率14.6%。") == [
        ("成本节约率", "", "target", "5", "%"), ("成本节约率", "", "result", "14.6", "%"),
    ]


def test_in_a_budget_plain_amounts_are_budgeted_and_the_year_named_counts() -> None:
    facts = read("统计管理经费（项）2.63万元。2022年当年预算执行数为1.48万元，2023年预算安排2.63万元。", kind="预算")[0]
    assert [(f.role, f.stage, f.year) for f in facts] == [
        ("budget", "预算", 2023), ("result", "执行", 2022), ("budget", "预算", 2023),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "2023年度“三公”经费财政拨款支出决算数比2022年度减少（增加）XXX万元，下降（增长）XX%。",
        "由9个工作日缩短到7个工作日。",
        "根据财办〔2019〕41号文件，第三次会议于2023年5月1日召开。",
        "24小时客服在线指导。",
    ],
)
def test_nothing_is_read_where_nothing_is_said(text: str) -> None:
    assert said(text) == []


def test_counts_of_indicators_say_whether_they_were_met() -> None:
    text = (
        "已完成指标3个，其中：产出指标完成2个（数量指标1个、质量指标1个）；效益指标完成1个。"
        "设置绩效指标8个，产出指标4个。"
    )
    assert [(name, value) for name, _, _, value, _ in said(text)] == [
        ("已完成指标", "3"), ("已完成产出指标", "2"), ("已完成数量指标", "1"), ("已完成质量指标", "1"),
        ("已完成效益指标", "1"),
        ("绩效指标", "8"), ("产出指标", "4"),
    ]


def test_a_counter_that_is_not_known_behind_wan_makes_no_money() -> None:
    assert said("清淤19万立方米，放流鱼苗20万颗。") == [("清淤", "", "result", "19", "万立方米")]


def test_a_sum_whose_name_is_lost_takes_no_other_name() -> None:
    long_name = "根据上级单位关于进一步做好有关专项工作通知精神以及我单位实际情况统筹安排有关各类专项工作"
    facts = said(f"公务接待费支出1万元。{long_name}支出2万元，比2022年度增加1万元。")
    assert facts == [("公务接待费支出", "reception", "result", "1", "万元")]


def test_a_change_of_the_total_is_not_one_of_the_part_named_before() -> None:
    text = (
        "2023年度支出合计586.07万元，其中：基本支出300.00万元；项目支出286.07万元。"
        "与2022年度相比，支出合计增加147.31万元，增长33.6%。"
    )
    found, derived = read(text)
    changes = [(fact.subject, str(fact.value)) for fact in found if fact.role == "change"]
    assert changes == [("支出合计", "147.31"), ("支出合计", "33.6")]
    assert [(figure.dimensions.nature, str(figure.value)) for figure in derived] == [("total", "438.76")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # The budget named between the amount and its change is not what changed.
        ("公务接待费支出为9.20万元，完成预算15.00万元的61.33%，比上年减少0.60万元。", [("9.80", "9.20 + 0.60 = 9.80")]),
        ("公务接待费支出决算为9.20万元，比上年增长-5.2%。", []),  # of a rate no amount follows
        ("机关运行经费支出8.00万元，比上年增加-1.50万元。", [("9.50", "8.00 + 1.50 = 9.50")]),
        ("支出合计1.36亿元，比上年增加0.12亿元。", []),  # rounded too far
        ("支出合计1.36亿元，比上年增加1200万元。", []),  # in two units
        ("公务接待费支出2.24万元，比年初预算减少2.76万元，比上年增加0.35万元。", [("1.89", "2.24 − 0.35 = 1.89")]),
        ("因公出国（境）费支出18.60万元，团组2个，比上年增加18.60万元。", [("0.00", "18.60 − 18.60 = 0.00")]),
    ],
)
def test_the_year_before_only_where_it_is_certain(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(str(figure.value), figure.formula) for figure in read(text)[1]] == expected


def test_a_change_behind_a_list_of_parts_is_of_the_whole_or_of_none() -> None:
    facts = read("支出合计10万元，其中：基本支出6万元，项目支出4万元。比上年增加1万元。")[0]
    assert [(f.subject, str(f.value)) for f in facts if f.role == "change"] == [("支出合计", "1")]
    facts = read("公务用车购置及运行维护费支出6万元，其中：公务用车运行维护费6万元。比上年增加1万元。")[0]
    assert [f for f in facts if f.role == "change"] == []


def test_vehicles_to_be_bought_are_not_those_kept() -> None:
    text = "2023年部门预算安排购置车辆1辆，其中：执法执勤用车0辆、其他用车1辆。"
    facts = read(text, section=("国有资产占有使用情况",), kind="预算")[0]
    assert [(f.measure, f.subject, str(f.value)) for f in facts] == [
        ("vehicles-bought", "部门预算安排购置车辆", "1"), ("", "购置执法执勤用车", "0"), ("", "购置其他用车", "1"),
    ]


def test_a_reason_ends_where_something_else_is_told() -> None:
    text = (
        "公务用车购置费2万元，比上年增加2万元，主要原因是更新一辆车；公务用车运行费3万元，比上年增加1万元，"
        "主要原因是：一是油价上涨；二是里程增加。"
    )
    facts = read(text)[0]
    assert [f.reason for f in facts if f.role == "change"] == ["更新一辆车", "一是油价上涨；二是里程增加"]


def test_a_reason_told_in_numbered_sentences_is_told_whole() -> None:
    facts = read(
        "会议费支出5万元，完成预算的50%，主要原因为：（1）预计支付的场地费30万元，仅支付一半。（2）会议改为线上举行。"
        "（4）别的事情。"
    )[0]
    assert facts[0].reason == facts[1].reason == "（1）预计支付的场地费30万元，仅支付一半；（2）会议改为线上举行"


def test_a_number_below_zero_is_no_amount() -> None:
    assert said("年末结转和结余-3.5万元。") == []


def test_arithmetic_tells_whose_change_it_is_where_the_words_do_not() -> None:
    text = "收入总计3456.78万元，其中年初结转和结余123.45万元，较2022年增加{}万元，增长{}%。"
    whole = said(text.format("234.56", "7.28"))
    assert [(subject, value) for subject, _, role, value, _ in whole if role == "change"] == [
        ("收入总计", "234.56"), ("收入总计", "7.28"),
    ]  # fmt: skip
    for amount, rate in (("23.45", "23.45"), ("234.56", "9.99")):  # the part's own; a slip, left where it is said
        facts = said(text.format(amount, rate))
        changes = [(subject, value) for subject, _, role, value, _ in facts if role == "change"]
        assert changes == [("年初结转和结余", amount), ("年初结转和结余", rate)]


def test_a_rate_against_a_budget_is_of_money_and_not_of_the_people_counted_last() -> None:
    text = "公务接待费0.98万元，接待12批次，接待总人数96人次。与全年预算相比下降51%。"
    facts = said(text, section=("“三公”经费情况",))
    assert facts[-1] == ("公务接待费", "reception", "change", "51", "%")


def test_batches_and_visitors_told_by_the_verb_alone() -> None:
    facts = said("全年接待18批次，累计136人次。", section=("七、“三公”经费支出决算情况",))
    assert [(measure, value) for _, measure, _, value, _ in facts] == [
        ("reception-batches", "18"), ("reception-visitors", "136"),
    ]  # fmt: skip
    assert not said("全年接待18批次，累计136人次。")  # who was received, and by whom, is not told


def test_a_share_of_a_number_told_beside_it() -> None:
    facts = said("填报绩效目标的预算项目18个，占全部预算项目22个的81.82%。")
    assert [(subject, role, value) for subject, _, role, value, _ in facts] == [
        ("填报绩效目标的预算项目", "result", "18"), ("全部预算项目", "result", "22"),
        ("填报绩效目标的预算项目", "share", "81.82"),
    ]  # fmt: skip


def test_projects_are_told_apart_by_what_was_done_to_them() -> None:
    facts = said("组织对9个项目开展了预算事前绩效评估，对8个项目编制了绩效目标，选取7个项目开展绩效监控。")
    assert [(subject, measure, value) for subject, measure, _, value, _ in facts] == [
        ("开展预算事前绩效评估的项目", "", "9"), ("项目", "target-projects", "8"), ("开展绩效监控的项目", "", "7"),
    ]  # fmt: skip


def test_things_bought_are_not_things_owned() -> None:
    facts = said(
        "截至2023年末，共有车辆5辆，单价50万元以上的通用设备7台（套）。"
        "当年购置车辆1辆，购置单价50万元以上的通用设备2台（套）。"
    )
    assert [(measure, value) for _, measure, _, value, _ in facts] == [
        ("vehicles-owned", "5"), ("equipment-general-500k", "7"), ("vehicles-bought", "1"), ("", "2"),
    ]  # fmt: skip


def test_services_are_a_thing_bought_and_no_deed() -> None:
    facts = said("2024年政府采购预算总额56.00万元，其中：货物20.00万元、工程19.00万元、服务17.00万元。", kind="预算")
    assert [(measure, value) for _, measure, _, value, _ in facts] == [
        ("procurement", "56.00"), ("procurement-goods", "20.00"), ("procurement-works", "19.00"),
        ("procurement-services", "17.00"),
    ]  # fmt: skip


def test_a_list_number_before_a_year_is_no_number_of_years() -> None:
    assert said("5.2023年主要业务目标。门急诊量计划达到236万人次。")[0][3:] == ("236", "万人次")
    assert said("2023年末编制数104名。") == [("编制数", "", "result", "104", "名")]


def test_a_bound_that_says_which_is_part_of_the_name() -> None:
    assert said("小学班额超过50人的班级仍有9个。") == [("小学班额超过50人的班级", "", "result", "9", "个")]


def test_a_stocktaking_goes_on_in_the_next_sentence() -> None:
    text = (
        "截止2022年12月31日，本部门流动资产448.82万元。固定资产3149.52万元，其中：车辆7辆（一般公务用车3辆）。"
        "当年安排购置车辆1辆。"
    )
    facts, _ = read(text, kind="预算")
    assert [(fact.value, fact.year) for fact in facts] == [
        (Decimal("448.82"), 2022), (Decimal("3149.52"), 2022), (Decimal("7"), 2022), (Decimal("3"), 2022),
        (Decimal("1"), 2023),
    ]  # fmt: skip


def test_a_code_before_a_name_makes_an_item_of_it() -> None:
    assert said("2050201-学前教育3102.14万元。")[0][:2] == ("学前教育", "functional-item")


def test_a_project_in_quotes_is_what_the_word_project_means_afterwards() -> None:
    facts = said("“排水管网清疏”项目绩效自评得分为96.4分，项目全年预算数为2300万元，执行数为2189.60万元。")
    assert [(subject, value) for subject, *_, value, _ in facts][1:] == [
        ("排水管网清疏", "2300"), ("排水管网清疏", "2189.60"),
    ]  # fmt: skip


def test_counters_of_relief_and_inspection() -> None:
    assert said("采集受助人员DNA样本146人份，检查经营主体8426户次，发放棉被430床、棉大衣275件。") == [
        ("采集受助人员DNA样本", "", "result", "146", "人份"),
        ("检查经营主体", "", "result", "8426", "户次"),
        ("棉被", "", "result", "430", "床"),
        ("棉大衣", "", "result", "275", "件"),
    ]


def test_hours_inside_a_name_count_nothing() -> None:
    assert said("诉求48小时内办结率100%。") == [("诉求48小时内办结率", "", "result", "100", "%")]
    assert said("全年接听求助电话6318个，24小时求助热线接通率99.6%。") == [
        ("接听求助电话", "", "result", "6318", "个"), ("24小时求助热线接通率", "", "result", "99.6", "%"),
    ]


def test_people_counted_end_before_the_time_told_of_them() -> None:
    assert said("支出减少的主要原因是两名职工于年中退休。")[-1][:1] == ("职工",)


def test_a_change_leads_from_the_amount_another_section_prints() -> None:
    whole = "2024年度收入支出总计120万元。与2023年度相比增加9万元。主要原因：项目支出增加，较上一年度增加11万元。"
    parts = "本年支出合计120万元，其中：基本支出50万元，项目支出70万元。"
    other = "一般公共预算财政拨款支出120万元，其中：基本支出50万元，项目支出68万元。"

    def before(*texts: str) -> list[tuple[str, str | None]]:
        passages = [Passage(text, (f"{n}、说明",), Source("a.txt", text, line=n)) for n, text in enumerate(texts, 1)]
        figures = read_facts(passages, year=2024, document="a.txt", kind="决算")[1]
        return [(figure.item, figure.formula) for figure in figures if "项目" in figure.item]

    assert before(whole, parts) == [("项目支出", "70 − 11 = 59")]
    assert before(whole, parts, other) == []


def test_what_is_to_be_bought_by_kind() -> None:
    text = (
        "2024年度政府采购支出预算总额386.40万元，其中：拟采购货物支出58.40万元、拟采购工程支出80.00万元、"
        "拟采购服务支出248.00万元。"
    )
    assert [(measure, role) for _, measure, role, _, _ in said(text, kind="预算")] == [
        ("procurement", "budget"), ("procurement-goods", "budget"), ("procurement-works", "budget"),
        ("procurement-services", "budget"),
    ]
