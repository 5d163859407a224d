"""One quantity over units and years: ranked, followed from year to year, risen or fallen, not there."""

from __future__ import annotations

from dataclasses import replace

from answer_store import UNIT, ask, knowledge, numbers

from answer.figures.over_units import is_final, of_one_stage


def test_all_units_are_ranked_and_those_that_do_not_tell_are_named() -> None:
    reply = ask("2023年各单位的办公费排名")
    assert numbers(reply) == [("3.37", "万元"), ("3.10", "万元")]
    assert reply["text"].index("示例市数据中心") < reply["text"].index("东山区")
    assert "1个单位没有公开" in reply["text"]
    assert numbers(ask("2023年各单位办公费从低到高排序")) == [("3.10", "万元"), ("3.37", "万元")]


def test_a_quantity_is_followed_over_the_years_held() -> None:
    reply = ask("示例市数据中心这几年支出合计的变化趋势")
    assert numbers(reply) == [("336.56", "万元"), ("373.97", "万元")]
    assert "增加37.41万元，增长11.12%" in reply["text"]
    assert numbers(ask("示例市数据中心近两年支出合计的变化情况")) == numbers(reply)


def test_the_change_against_the_year_before_has_several_names() -> None:
    reply = ask("示例市数据中心2023年支出合计同比变化")
    assert ("37.41", "万元") in numbers(reply)
    assert ("11.12", "%") in numbers(reply)


def test_units_whose_figure_rose_or_fell() -> None:
    rose = ask("哪些单位2023年支出合计比2022年多")
    assert UNIT in rose["text"]
    assert "档案局" not in rose["text"]  # holds one year only
    fell = ask("哪些单位2023年支出合计比2022年少")
    assert "共0个" in fell["text"]
    assert numbers(fell) == []


def test_a_blank_cell_a_zero_and_silence_are_told_apart() -> None:
    reply = ask("哪些单位2023年没有会议费")
    assert "印为空白的1个：示例市数据中心" in reply["text"]
    assert "2个单位没有公开" in reply["text"]
    assert "印为零" not in reply["text"]


def test_budgets_are_not_ranked_with_final_accounts() -> None:
    unit = next(u for u in knowledge().directory.units if u.name == UNIT)
    spent = next(f for f in knowledge().books(unit, 2023).figures if f.stage == "决算")
    planned = replace(spent, stage="", disclosure_kind="预算", derived=True)
    assert of_one_stage([spent, planned, spent]) == [spent, spent]
    assert of_one_stage([planned, planned]) == [planned, planned]
    assert is_final(spent)
    assert not is_final(planned)


def test_a_change_may_be_asked_for_in_a_noun() -> None:
    for question in ("2023年支出合计增减情况", "2022年和2023年支出合计变化", "2023年与2022年相比支出合计增长幅度"):
        assert ("37.41", "万元") in numbers(ask(f"示例市数据中心{question}")), question


def test_how_staff_changed_is_not_answered_by_what_it_cost() -> None:
    reply = ask("示例市数据中心2023年人员变动情况")
    assert all(unit != "万元" for _, unit in numbers(reply))
