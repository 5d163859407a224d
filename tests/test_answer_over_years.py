"""Numbers of the prose over several years, and of a year not held."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any, cast

import pytest
from answer_store import knowledge

from answer.holdings.held import Evidence
from answer.projects import before_told, one_number, over_years
from answer.prose import sentences
from answer.prose.sentences import Sentence
from answer.request.reply import Reply

PLACE = Evidence("a.txt", "https://mingzhang.example/id/disclosure/a/2023/决算/单位", "a#line=1", "", "", "", "")
UNIT = replace(knowledge().directory.units[0], held=((2022, "决算", "部门"), (2023, "决算", "部门")))
LINES = {
    2022: ("发放困难群众救助资金412.6万元，惠及538户。", "新建饮水安全工程3处。", "截至年末，共有公务用车4辆。",
           "购置执法车辆支出年初预算为19.12万元。"),
    2023: (
        "发放困难群众救助资金398.4万元，惠及507户。", "新建饮水安全工程2处。", "截至年末，共有公务用车5辆。",
        "在校学生41,872人，比上年增加1,305人，教师2,310人。",
        "购置执法车辆支出决算为3.00万元。",
        "森林覆盖率达到62.38%，较上年提高0.41个百分点。", "中职学生900人，比上年增长5%。",
    ),
}


@pytest.fixture(autouse=True)
def _lines(monkeypatch: pytest.MonkeyPatch) -> None:
    def told(knowledge: Any, target: Any) -> tuple[Sentence, ...]:
        return tuple(Sentence(t, "", "", replace(PLACE, quote=t)) for t in LINES.get(target[1], ()))

    monkeypatch.setattr(sentences, "sentences", told)
    monkeypatch.setattr(one_number.item_check, "sentences", told)


def _asking(text: str) -> Any:
    return SimpleNamespace(rest=text, uom="", out=Reply(text), knowledge=knowledge())


@pytest.mark.parametrize(("text", "values"), [
    ("两年一共建了多少处饮水安全工程", ["5", "3", "2"]),
    ("两年一共发放了多少万元困难群众救助资金", ["811", "412.6", "398.4"]),
    ("比 少发放多少万元困难群众救助资金", ["14.2", "398.4", "412.6"]),
    ("比 少花多少万元购置执法车辆支出", []),  # what was planned is not what was spent
    ("两年人均低保金一共多少万元", []),
    ("两年一共在校学生多少人", []), ("两年一共有多少辆公务用车", []), ("发放了多少万元困难群众救助资金", []),
])
def test_over_years(text: str, values: list[str]) -> None:
    asking = _asking(text)
    targets = [(UNIT, y) for y in ((2023, 2022) if text.startswith("比") else (2022, 2023))]
    assert over_years.tell(cast(Any, asking), targets, (sentences.number,)) is bool(values)
    assert [v["value"] for v in asking.out.values] == values


@pytest.mark.parametrize(("text", "value"), [
    ("在校学生多少人", "40567"), ("森林覆盖率是百分之多少", "61.97"), ("教师有多少人", ""), ("中职学生有多少人", ""),
])
def test_the_year_before(text: str, value: str) -> None:
    asking = _asking(text)
    assert before_told.tell(cast(Any, asking), (UNIT, 2022), (sentences.number,)) is bool(value)
    assert [v["value"] for v in asking.out.values] == ([value] if value else [])
