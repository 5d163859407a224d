"""A small store of invented disclosures for the tests of answer/, made once a run."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from disclosure_builders import UNIT, disclosure, figure, realistic

from answer.answer import answer
from answer.holdings.knowledge import Knowledge
from graph.library.library import Library
from graph.search.indexing import index_generation
from graph.store.generation import open_current
from ingest.records import BlankRow, Disclosure, Fact, Goal, Indicator, Passage, Project, Source, Unit

__all__ = ["BUREAU", "DISTRICT", "UNIT", "ask", "knowledge", "numbers"]

DISTRICT = "示例市东山区数据中心"
BUREAU = "示例市档案局"
DOCUMENT = "决算公开.pdf"
BASIC = "一般公共预算财政拨款基本支出决算明细表"


def at(text: str, line: int) -> Source:
    """A place in the prose."""
    return Source(DOCUMENT, text, page=20, line=line)


def _fact(line: int, subject: str, measure: str, value: str, uom: str, sentence: str, text: str, role: str = "result",
          reason: str = "") -> Fact:
    amount = Decimal(value) * 10000 if uom == "万元" else None
    return Fact(subject, measure, Decimal(value), uom, amount, 2023, "", role, at(sentence, line), text, reason)


SME = "授予中小企业合同金额80.50万元，占政府采购支出总额的67.08%。"
STAFF = "截至2023年12月31日，在职实有人数20人，离退休人员7人。"
TOTALS = "与2022年度相比，公务接待费支出决算减少0.30万元，主要原因是来访批次减少。"
HALL = "完成情况：接待群众61万人次，办理业务10832件。"
NONE = "2023年度没有政府性基金预算财政拨款收入，也没有使用政府性基金预算财政拨款安排的支出。"
TERM = "（一）机关运行经费：指为保障行政单位运行用于购买货物和服务的各项资金。"


def _main(year: int) -> Disclosure:
    base = realistic(year=year, passages=0, factor="1" if year == 2023 else "0.9")
    if year != 2023:
        return base
    cell = Source(DOCUMENT, "", page=12, table=6, row=40, column=3)
    blank = BlankRow(BASIC, "general-basic", "决算", 2023, "30215", "会议费", ("决算数",), cell)
    return replace(
        base,
        blanks=(blank,),
        facts=(
            _fact(1, "授予中小企业合同金额", "procurement-sme", "80.50", "万元", SME, "授予中小企业合同金额80.50万元"),
            _fact(2, "在职实有人数", "staff", "20", "人", STAFF, "在职实有人数20人"),
            _fact(2, "离退休人员", "staff-retired", "7", "人", STAFF, "离退休人员7人"),
            _fact(3, "公务接待费", "reception", "0.30", "万元", TOTALS, "公务接待费支出决算减少0.30万元", "change",
                  "来访批次减少"),
        ),
        goals=tuple(
            Goal(project, number, text, Source(DOCUMENT, text, page=30, table=12, row=3 + n, column=2))
            for n, (project, number, text) in enumerate((
                ("", "1", "数据共享平台全市通用"), ("", "2", "政务数据归集到位"),
                ("", "2", "政务数据归集到位，归集目录不少于300个"),
                ("平台运行维护费", "项目总目标", "保障平台长期运行"),
                ("平台运行维护费", "年度总体目标", "平台全年不停机")))),
        indicators=tuple(
            Indicator("平台运行维护费", "", "产出指标", "数量指标", name, target, actual, "",
                      Source(DOCUMENT, name, page=30, table=12, row=8 + n, column=4),
                      Source(DOCUMENT, actual, page=30, table=12, row=8 + n, column=6))
            for n, (name, target, actual) in enumerate((
                ("受理项目数", "≥40个", "45个"), ("系统故障次数", "≤3次", "5次"), ("群众满意度", "≥90%", "96.5%")))),
        projects=(
            Project("平台运行维护费", Decimal("100.00"), Decimal("85.50"), "85.5%", "万元",
                    Source(DOCUMENT, "平台运行维护费", page=30, table=12, row=5, column=2)),
            Project("机房改造经费", Decimal("44.00"), Decimal("44.00"), "100%", "万元",
                    Source(DOCUMENT, "机房改造经费", page=31, table=13, row=5, column=2))),
        passages=tuple(
            Passage(text, section, at(text, 10 + n)) for n, (text, section) in enumerate((
                (SME, ("第三部分", "政府采购支出说明")), (STAFF, ("第一部分", "人员构成")),
                (HALL, ("第四部分", "重点工作")),
                (NONE, ("第三部分", "政府性基金情况说明")), (TERM, ("第五部分", "名词解释")),
                ("负责全市政务数据的归集、管理和共享。", ("第一部分", "一、主要职能"))))),
    )


def _bureau() -> Disclosure:
    made = disclosure(
        figure("900.00", column="本年支出合计", item="合计", document="档案局.pdf"),
        name=BUREAU, scope="部门", document="档案局.pdf", content="bureau")
    return replace(made, unit=Unit(BUREAU, members=(BUREAU + "本级", UNIT)))


@cache
def knowledge() -> Knowledge:
    """The store: 示例市数据中心 for 2022 and 2023, a district's body of the same name, a department it belongs to."""
    folder = Path(tempfile.mkdtemp(prefix="answers"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    district = disclosure(
        figure("77.00", column="本年支出合计", item="合计", document="东山.pdf"),
        figure("3.10", code="30201", item="办公费", column="决算数", form_id="general-basic", nature="basic",
               fund="general", form=BASIC, document="东山.pdf"),
        name=DISTRICT, document="东山.pdf", content="district")
    with Library(folder) as library:
        for each in (_main(2022), _main(2023), _bureau(), district):
            library.add(each)
        library.publish([index_generation])
    return Knowledge(open_current(folder))


def ask(question: str) -> dict[str, Any]:
    """The answer to a question over the small store."""
    return answer(question, knowledge())


def numbers(reply: dict[str, Any]) -> list[tuple[str, str]]:
    """(value, unit) of an answer's values."""
    return [(v["value"], v["unit"]) for v in reply["values"]]
