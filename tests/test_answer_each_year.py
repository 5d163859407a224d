"""Several years of one body beside each other: the plain question is asked of each, and the answers compared."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
from answer_store import ask, knowledge

from answer import each_year
from answer.request.question import understand
from answer.request.reply import Reply, entry

UNIT = replace(knowledge().directory.units[0], held=((2022, "决算", "单位"), (2023, "决算", "单位")), within="")
PLAIN = {
    "手术做了多少": ("手术例数实际值", "例", ("172", "149")),
    "资助了多少手术": ("资助手术", "例", ("172", "149")),
    "完成率是多少": ("完成率", "%", ("96.3", "94.1")),
    "补贴是多少": ("补贴", "万元", ("3", "5")),
    "项目是多少": ("项目", "万元", ("3", "5")),
    "学员是多少": ("学员", "人", ("30", "")),
    "改造户数是多少": ("改造", "户", ("86", "104")),
    "持证人数是多少": ("年末持证人数", "人", ("10", "12")),
}


def _told(question: str) -> Reply:
    reply = Reply(question)
    year = 2022 if "2022" in question else 2023
    name, uom, values = PLAIN.get(question.split("年", 1)[1], ("", "", ("", "")))
    if value := values[year - 2022]:
        reply.status = "answered"
        reply.values = [entry(value, uom, name, UNIT.name, year)]
        reply.evidence = [{"quote": value, "disclosure": f"/{year}/决算/", "row": name, "iri": str(year)}]
    return reply


def _linked() -> Any:
    mention = SimpleNamespace(text="甲", method="name", units=(UNIT,))
    return SimpleNamespace(mentions=(mention,), everyone=False, unknown=())


@pytest.mark.parametrize(("rest", "verdict", "values"), [
    ("手术, 和 哪年做得多", "2022年更多", ["172", "149"]),
    ("哪一年资助的手术更少", "2023年更少", ["149", "172"]),
    ("完成率哪一年高, 还是", "2022年更高", ["96.3", "94.1"]),
    ("补贴哪年多", "2023年更多", ["5", "3"]),
    ("完成率比 低几个百分点", "少2.2个百分点", ["2.2", "94.1", "96.3"]),
    ("补贴比 多了百分之几", "增长66.67%", ["2", "66.67", "5", "3"]),
    ("两年来改造户数合计", "合计190户", ["190", "86", "104"]),
    ("完成率比 高吗", "否，降低2.2个百分点", ["94.1", "96.3"]),
    ("资助的手术比 少吗", "是：", ["149", "172"]),
    ("完成率是升了还是降了", "2023年比2022年降低2.2个百分点", ["94.1", "96.3"]),
    ("近两年改造户数的变化情况", "2023年比2022年增加18户", ["86", "104"]),
    ("哪年的项目更多", "", []),  # things, and money is told
    ("哪年的学员更多", "", []),  # one year tells none
    ("两年持证人数合计", "", []),  # what there is at a time is not added up
    ("完成率两年合计", "", []),
    ("完成率比 低百分之几", "", []),  # per cent of a rate, or points of it
])
def test_each_year(rest: str, verdict: str, values: list[str]) -> None:
    asked = understand(f"甲2023年比2022年{rest}" if "比" in rest else f"甲2022年和2023年{rest}")
    want = each_year.wanted(asked, _linked(), rest)
    assert want is not None
    out = Reply(asked.original)
    assert each_year.tell(out, want, lambda q: _told(q.replace(UNIT.name, ""))) is bool(values)
    assert verdict in out.text
    assert [v["value"] for v in out.values] == values


@pytest.mark.parametrize("rest", ["哪年成立的", "补贴是多少", "哪个项目补贴多"])
def test_what_sets_no_years_beside_each_other(rest: str) -> None:
    assert each_year.wanted(understand(f"甲2022年和2023年{rest}"), _linked(), rest) is None


def test_which_year_met_its_target() -> None:
    def judged(question: str) -> Reply:
        reply = Reply(question, "answered", "未完成：甲。" if "2022" in question else "完成了：甲。")
        reply.values = [entry("92", "%", "及时率实际值", UNIT.name, stage="实际值")]
        return reply

    for rest, verdict in (("及时率, 和 哪一年没达标", "2022年没有达标"), ("及时率哪年完成了目标", "2023年达标")):
        want = each_year.wanted(understand(f"甲2022年和2023年{rest}"), _linked(), rest)
        out = Reply(rest)
        assert want is not None
        assert each_year.tell(out, want, judged)
        assert out.text.startswith(verdict)


def test_the_change_of_years_that_tables_print_stays_theirs() -> None:
    reply = ask("示例市数据中心2022年和2023年哪年的办公费高")
    assert reply["status"] == "answered"
    assert len({v["year"] for v in reply["values"] if v["year"]}) == 2
