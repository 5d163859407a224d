"""What the disclosure of the next year tells of a year."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from types import SimpleNamespace
from typing import Any, cast

import pytest
from answer_store import knowledge

from answer.figures import year_before
from answer.holdings.held import Evidence, ProseFact
from answer.prose import item_told
from answer.prose.sentences import Sentence
from answer.request.reply import Reply

HELD = replace(knowledge().directory.units[0], held=((2024, "预算", "单位"),))
BOTH = replace(HELD, held=((2023, "预算", "单位"), (2024, "预算", "单位")))
PLACE = Evidence("a.txt", "", "https://mingzhang.example/id/document/1#line=1", "", "", "", "")
TEXT = "2023年当年预算执行数为114.00万元"
SPENT = ProseFact(
    "", BOTH, 2024, "预算", 2023, "宣传事务/一般行政管理事务", "", Decimal(114), "万元", Decimal(1140000), "", "result",
    "", TEXT, replace(PLACE, quote=f"{TEXT}，2024年预算安排110.60万元。"),
)  # fmt: skip


def asked(text: str, **more: Any) -> Any:
    known = SimpleNamespace(facts=lambda unit, year: [SPENT] if year == 2024 else [])
    return SimpleNamespace(rest=text, uom="", out=Reply(text), knowledge=known, **more)


@pytest.mark.parametrize(("text", "value"), [
    ("宣传事务一般行政管理事务实际执行了多少万元", "114"), ("宣传事务一般行政管理事务执行率", ""),
    ("组织事务执行数", ""),
])
def test_what_was_carried_out(text: str, value: str) -> None:
    asking = asked(text, look_up=lambda targets, rest: [])
    assert year_before.told_after(cast(Any, asking), [(BOTH, 2023)]) is bool(value)
    assert [v["value"] for v in asking.out.values] == ([value] if value else [])


@pytest.mark.parametrize(("text", "done"), [("机关服务预算", True), ("机关服务决算", False)])
def test_what_stayed_as_it_was(text: str, done: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    line = Sentence("1.法院（款）机关服务（项）支出1600万元，与上年一致。", "", "", PLACE)
    monkeypatch.setattr(item_told, "sentences", lambda knowledge, target: (line,))
    figure = next(f for f in knowledge().books(knowledge().directory.units[0], 2023).figures if not f.derived)
    found = [SimpleNamespace(reading=SimpleNamespace(best=figure))]
    asking = asked(text, look_up=lambda targets, rest: found)
    assert year_before.told_after(cast(Any, asking), [(HELD, 2023)]) is done
    assert [(v["year"], v["derived"]) for v in asking.out.values] == ([(2023, True)] if done else [])
