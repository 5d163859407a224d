"""Statements without a figure, from invented prose."""

from __future__ import annotations

import pytest

from ingest.notes import read_notes
from ingest.records import Note, Passage, Source


def notes(text: str, *section: str, table: int | None = None) -> list[Note]:
    return read_notes([Passage(text, section, Source("a.txt", text, line=3, table=table))], {})


def test_glossary_entries_have_term_and_meaning() -> None:
    found = notes(
        "（一）事业收入：指开展业务活动取得的收入。\n2、教育支出（类）普通教育（款）小学教育（项）反映小学的支出。\n其他专用名词。",
        "第五部分 名词解释",
    )
    assert [(note.kind, note.subject, note.text) for note in found] == [
        ("definition", "事业收入", "指开展业务活动取得的收入。"),
        ("definition", "教育支出/普通教育/小学教育", "小学的支出。"),
    ]


def test_terms_are_explained_in_glossaries_only() -> None:
    assert notes("（一）事业收入：指开展业务活动取得的收入。", "第三部分 情况说明") == []


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("“三公”经费：是指用财政拨款安排的费用。", "“三公”经费"),
        ("十、机关运行经费，是指行政单位的运行费用。", "机关运行经费"),
        ("（五）教育支出（类）普通教育（款）小学教育（项），反映小学教育支出。", "教育支出/普通教育/小学教育"),
        ("2010301行政运行：反映行政单位的基本支出。", "行政运行"),
        ("其中，公务接待费反映各类接待的费用。", None),
    ],
)
def test_entries_with_and_without_a_number(text: str, term: str | None) -> None:
    found = [note.subject for note in notes(text, "第四部分 名词解释") if note.kind == "definition"]
    assert found == ([term] if term else [])


def test_note_under_a_table_names_the_table() -> None:
    text = "注：本表反映各项收入情况。"
    under = {"收入决算表": [text], "支出决算表": ["注：别的。"]}
    (found,) = read_notes([Passage(text, (), Source("a.txt", text, line=9))], under)
    assert (found.kind, found.subject, found.text) == ("table-note", "收入决算表", text)


@pytest.mark.parametrize(
    ("text", "bodies"),
    [
        ("2023年1月，中心委托示例（甲省）科技有限公司建设了交易系统。", [("示例（甲省）科技有限公司", "受委托")]),
        ("我局聘请甲省正大会计师事务所对项目开展评价。", [("甲省正大会计师事务所", "受聘")]),
        ("用于接待甲市交易中心、乙市文化中心人员。", [("甲市交易中心", "接待对象"), ("乙市文化中心", "接待对象")]),
        ("与甲市、乙县交易中心开展远程异地评标。", [("甲市、乙县交易中心", "合作")]),
        ("与甲州开展远程异地评标4次，与乙州开展远程异地评标1次。", [("甲州", "合作"), ("乙州", "合作")]),
        (
            "项目由甲省建工集团有限公司承建，乙市工程咨询有限公司监理。",
            [("甲省建工集团有限公司", "承办"), ("乙市工程咨询有限公司", "承办")],
        ),
        ("通过公开招标，确定甲物业管理有限公司为服务单位。", [("甲物业管理有限公司", "中标")]),
        ("联合甲市公安局、甲市交通运输局开展整治。", [("甲市公安局", "合作"), ("甲市交通运输局", "合作")]),
        ("接待甲省财政厅、乙市统计局调研。", [("甲省财政厅", "接待对象"), ("乙市统计局", "接待对象")]),
        ("支付了由甲工程中心经合同变更转至我中心承担的维护费。", []),
        # No body: a verb of its own, a unit without a name, the trustee of another, an expense.
        ("参与社区建设，与群众共同过节。", []),
        ("委托第三方机构开展评价。", []),
        ("受区政府委托开展检查。", []),
        ("公务接待费、委托业务费、其他商品和服务支出。", []),
    ],
)
def test_bodies_with_their_role(text: str, bodies: list[tuple[str, str]]) -> None:
    assert [(note.subject, note.role) for note in notes(text) if note.kind == "body"] == bodies


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("2023年5月，框架协议电子平台正式上线运行；6月19日开评标。", ["2023年5月", "6月19日"]),
        ("截至2023年12月31日，共有车辆1辆。", []),  # a state, no event
        ("6月1日前完成物资采购。", []),  # a limit
        ("1-8月完成投资3亿元。", []),
    ],
)
def test_dated_events(text: str, dates: list[str]) -> None:
    assert [note.period for note in notes(text) if note.kind == "event"] == dates


@pytest.mark.parametrize(
    ("text", "section", "kind", "subject"),
    [
        ("发现的问题：一是部分指标未设置目标值。", ("示例专项经费项目绩效自评综述",), "problem", "示例专项经费"),
        ("下一步改进的措施：规范绩效指标设置，提高水平。", (), "improvement", ""),
        ("将评价结果作为安排下年预算的重要依据。", ("（四）绩效自评结果应用情况",), "use", ""),
        ("项目支出执行率偏低，主要是招标较晚。", ("1.预算执行情况分析", "②偏离原因"), "reason", ""),
    ],
)
def test_problems_reasons_measures_and_use(text: str, section: tuple[str, ...], kind: str, subject: str) -> None:
    (found,) = notes(text, *section)
    assert (found.kind, found.subject) == (kind, subject)


def test_the_body_that_reports_is_no_project() -> None:
    headings = ("二、2023年度示例区交易中心项目绩效自评表", "2023年度“示例维护费”自评表")
    (found,) = notes("说明：执行率偏低的原因主要是招标较晚。", *headings, table=3)
    assert (found.kind, found.subject) == ("reason", "示例维护费")
