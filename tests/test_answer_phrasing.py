"""The same question in other words is read the same."""

from __future__ import annotations

import pytest
from answer_store import UNIT, ask, knowledge, numbers

from answer.figures.accounted import half
from answer.figures.changes import AGAINST_SPENT
from answer.projects.remarks import _spelled_otherwise
from answer.request.compound import questions
from answer.request.english import in_chinese
from answer.request.question import ordered, understand
from answer.request.reply import Reply, entry


def read(text: str) -> str:
    """A question without unit and year, as the operators see it."""
    return ordered(understand(text).text)


@pytest.mark.parametrize(("said", "meant"), [
    # in fields
    ("unit=示例局; year=2023; item=办公费", " 示例局 2023 办公费"),
    ("示例局|2023|办公费|决算", "示例局 2023 办公费 决算"),
    # before and after the question proper
    ("核对一下：办公费", "办公费"),
    ("我想找办公费的决算在哪张表", "办公费的决算在哪张表"),
    ("办公费是什么呀", "办公费是什么"),
    ("低于95%的科目都有哪些，麻烦列出来", "低于95%的科目都有哪些"),
    ("我在写论文，需要知道办公费是多少，最好带出处", "办公费是多少"),
    ("您好，我想咨询一下，办公费多少呢？谢谢！", "办公费多少"),
    ("执行率低于90%的项目，请一一列出", "执行率低于90%的项目有哪些"),
    # how it is asked
    ("满意度达标了没", "满意度达标了没有"),
    ("办公费咋减少了", "办公费为什么减少了"),
    ("办公费咋样", "办公费咋样"),
    ("办公费砸进去多少", "办公费花了多少"),
    ("办公费到底有多少", "办公费有多少"),
    ("操场改造安排了多少资金", "操场改造安排了多少钱"),
    ("买过公务用车吗", "购置公务用车了吗"),
    ("支出最多的三个功能类别是哪些", "支出最多的三个功能分类是哪些"),
    ("案件执行（项）的年初预算", "案件执行的年初预算"),
    ("接访批次为什么没有达到目标", "接访批次为什么未完成"),
    # the 中 of 中小企业 is no "in"
    ("政府采购授予中小企业的合同金额占多少", "政府采购授予中小企业的合同金额占多少"),
    ("办公费为几何万元", "办公费是多少万元"),
    ("由什么公司施工", "由哪家公司施工"),
    ("支出合计比上年多出来，是怎么回事", "支出合计比上年增加的原因"),
    ("执行得不高的原因", "执行率偏低的原因"),
    # within, numbers
    ("商品和服务支出当中最大的", "商品和服务支出里最大的"),
    ("商品和服务支出的各个细项里最大的", "商品和服务支出里最大的"),
    ("收入几亿元", "收入多少亿元"),
    ("办公费几万", "办公费多少万元"),
    ("三公里车辆最多", "三公经费里车辆最多"),
    ("五公里的路", "五公里的路"),
    ("哪几个科目", "哪几个科目"),
    # purchases
    ("工程类政府采购多少", "政府采购工程多少"),
    ("采购：货物类、工程类、服务类各多少", "采购:货物、工程、服务各多少"),
    ("工程类项目成交多少笔", "工程类项目成交多少笔"),
    # why, what is meant
    ("减少是出于什么考虑", "减少是什么原因"),
    ("公务接待费没用到年初预算", "公务接待费比年初预算少"),
    ("请解释减少的原因", "减少的原因"),
    ("机关运行经费这个说法是什么意思", "机关运行经费是什么意思"),
    ("决算提到“事业运行”，请解释", "“事业运行”是什么意思"),
    # changes
    ("办公费同比涨幅多少", "办公费比上年增长百分之几"),
    ("办公费较上年大幅压减了多少", "办公费较上年减少了多少"),
    ("大学的办公费", "大学的办公费"),
    # shares
    ("公用经费里有百分之几是福利费", "福利费占公用经费的百分之几"),
    ("福利费在公用经费中占比多少", "福利费占公用经费的百分之几"),
    ("办公费相当于年初预算的百分之几", "办公费完成年初预算的百分之几"),
    ("电费相当于水费的百分之几", "电费占水费的百分之几"),
    ("公用经费中，福利费的比例有多大", "福利费占公用经费的百分之几"),
    ("三公经费决算中接待费占多少比例", "接待费占三公经费决算的百分之几"),
    ("福利费是公用经费的百分之几", "福利费占公用经费的百分之几"),
    ("办公费完成预算的多大比例", "办公费完成预算的百分之几"),
    # two things
    ("福利费和工会经费，福利费更高是吗", "福利费比工会经费高吗"),
    ("福利费和工会经费比，是不是后者花得更多", "工会经费比福利费多吗"),
    ("行政运行科目，其中公用经费", "行政运行科目里公用经费"),
    ("实际支出是多少", "支出决算数是多少"),
    # sums
    ("水费和电费的总额是多少", "水费和电费合计多少"),
    ("政府采购支出总额是多少", "政府采购支出总额是多少"),
    ("水费+电费=多少元", "水费、电费合计多少元"),
    ("水费加电费一共多少", "水费、电费一共多少"),
    ("水费、电费加总，得多少", "水费、电费加总得多少"),
    # rows
    ("按大类看，花钱最少的是哪一类", "花钱最少的是哪一类"),
    ("项目支出主要花在哪个科目上", "项目支出最多的是哪个科目"),
    ("有几个科目执行率低于90%", "执行率低于90%的科目有几个"),
    ("有几个项目实行目标管理", "有几个项目实行目标管理"),
    # verdicts
    ("满意度这项，算不算完成了", "满意度完成了吗"),
    ("卫生支出，几张表印的数是不是同一个", "卫生支出,在各表中的数是否一致"),
    # who and with whom
    ("项目由谁负责", "项目的负责人是谁"),
    ("开会，参加的有哪几个部门", "与哪几个部门开会"),
    # per head
    ("绩效工资平摊到每个职工头上是多少", "绩效工资平均每个职工是多少"),
    ("公用经费除以在职人员20人，每人合多少", "人均公用经费多少"),
    ("每名在职人员平均公用经费", "人均公用经费"),
])
def test_other_words(said: str, meant: str) -> None:
    assert read(said) == meant


@pytest.mark.parametrize(("said", "years"), [
    ("前年（2023年）接待费", (2023,)),
    ("上上年度即2022年的支出", (2022,)),
    ("三年（2021-2023）接待费总和", (2021, 2022, 2023)),
    ("近三年（2021、2022、2023年）的支出", (2021, 2022, 2023)),
    ("22、23两年的支出", (2022, 2023)),
    ("根据2023年决算公开，办公费", (2023,)),
    ("2024年的上一年，办公费", (2023,)),
])
def test_years_said_twice(said: str, years: tuple[int, ...]) -> None:
    assert understand(said).years == years


def test_a_figure_said_twice_is_added_once() -> None:
    once = ask("示例市数据中心2023年办公费和公务接待费合计多少")
    assert numbers(ask("示例市数据中心2023年办公费和公务接待费（办公费加公务接待费）合计多少"))[0] == numbers(once)[0]


@pytest.mark.parametrize(("text", "against"), [
    ("较上年执行数增长", True),
    ("比上年决算数减少", True),
    ("比上年预算执行数增加", True),
    ("比上年预算增加", False),
])
def test_what_was_planned_is_not_what_was_spent(text: str, against: bool) -> None:
    assert bool(AGAINST_SPENT.search(text)) is against


@pytest.mark.parametrize(("name", "other", "same"), [
    ("招投标电子平台运转维护费", "招标投标电子平台运转维护费", True),
    ("免费开放运行经费", "免费开放经费", True),
    ("免费开放运行经费", "免费开放培训经费", False),
    ("水质监测", "水质在线自动监测", False),
])
def test_spellings_of_a_project(name: str, other: str, same: bool) -> None:
    assert _spelled_otherwise(name, other) is same


def test_what_all_things_asked_for_stand_in_is_said_once() -> None:
    asked = "示例市数据中心2023年公用经费里，办公费多少？公务接待费多少？"
    parts = questions(understand(asked), knowledge().directory.link(asked), knowledge())
    assert [p.rpartition("年")[2] for p in parts] == ["公用经费里,办公费多少", "公用经费里公务接待费多少"]


@pytest.mark.parametrize(("said", "meant"), [
    ("How much more did {} spend on 电费 than on 水费 in 2023?", "{}2023年 电费 比 水费 多多少"),
    ("Did {} meet its target for 活动参与人次 in 2023?", "{}2023年 活动参与人次 达标了吗"),
    ("Total expenditure of {} from 2021 to 2023 altogether?", "{}2021年、2022年、2023年 支出合计 加起来多少"),
    ("What score did the 免费开放 project of {} get in 2021?", "{}2021年 免费开放 项目 得分"),
])
def test_other_words_in_english(said: str, meant: str) -> None:
    plain = in_chinese(said.format(UNIT), [])
    assert sorted(plain.replace(UNIT, "").split()) == sorted(meant.format("").split())


def test_figures_by_themselves_are_no_sum() -> None:
    values = [entry("1", "万元", "水费"), entry("2", "万元", "电费")]
    said = Reply("", status="answered", values=values, text="水费1万元，电费2万元。")
    assert half("水费和电费加起来", said)
    said.text += "合计3万元。"
    assert not half("水费和电费加起来", said)
