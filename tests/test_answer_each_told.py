"""Several things asked for together, each told beside a number of its own."""

from __future__ import annotations

import pytest
from answer_store import knowledge

from answer.holdings.held import Evidence
from answer.prose import each_told
from answer.prose.sentences import Sentence
from answer.request.reply import Reply

LINES = (
    "截至年末，共有车辆21辆，其中救护车15辆、业务用车6辆。",
    "提拔 2 名副主任和 5名内设部门正职，完成 8名公开招聘人员岗位聘用认定。",
    "累计预算金额44.57亿元，累计中标金额42.90亿元。",
    "其中政府采购类项目入场397场，预算金额7.65亿元，中标金额7.07亿元。",
    "完成7间开标室、28间评标室现场装修改造。",
    "公办幼儿园5所、公办小学17所。", "全年发生事故47起、死亡31人，同比分别下降12.9%和16.2%，未发生重大事故。",
    "地上建筑面积为8013平方米（其中计容面积7998平方米，不计容面积105平方米），地下建筑面积为5356平方米。",
)


@pytest.mark.parametrize(("text", "values"), [
    ("救护车和业务用车各多少辆", ["15", "6"]), ("有几辆救护车、几辆业务用车", ["15", "6"]),
    ("提拔副主任多少名,内设部门正职多少名", ["2", "5"]),
    ("政府采购类项目入场的场次、预算金额和中标金额", ["397", "7.65", "7.07"]),
    ("开标室和评标室各装修多少间", ["7", "28"]), ("事故起数和死亡人数分别下降百分之几", ["12.9", "16.2"]),
    ("死亡人数下降百分之几", ["16.2"]), ("受伤人数下降百分之几", []), ("死亡人数上升百分之几", []),
    ("文化馆的计容面积和不计容面积各多少平方米", ["7998", "105"]), ("学校的计容面积和不计容面积各多少平方米", []),
    # Another kind, another deed, one that is not told, what only a part of is told, planned and done.
    ("提拔主任和内设部门正职各多少名", []), ("招聘副主任和内设部门正职各多少名", []), ("救护车和轿车各多少辆", []),
    ("幼儿园和小学各多少所", []), ("民办幼儿园和小学各多少所", []), ("工程类预算金额和中标金额各多少亿元", []),
    ("计划购救护车和业务用车各多少辆", []), ("救护车和业务用车各多少人", []), ("预算金额、中标金额分别是多少亿元", []),
])
def test_each_beside_its_number(text: str, values: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    place = Evidence("a.txt", "https://mingzhang.example/id/disclosure/a/2023/决算/单位", "a#line=1", "", "", "", "")
    every = tuple(Sentence(line, "", "街道建设的文化馆,位于河边。" if "地上" in line else "", place) for line in LINES)
    monkeypatch.setattr(each_told, "sentences", lambda knowledge, target: every)
    unit, reply = knowledge().directory.units[0], Reply("")
    assert each_told.numbers(reply, knowledge(), [(unit, 2023)], text, "") is bool(values)
    assert [v["value"] for v in reply.values] == values
