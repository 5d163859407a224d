"""Cutting a question into the names it holds; slips of the pen."""

from __future__ import annotations

import pytest

from answer.language.names import Names, Tag, cut, general_names, mend, names_of

NAMES = names_of([("图书馆", "2070104", "functional", "2070104"), ("维修（护）费", "30213", "economic", "30213")],
                 [("支出决算表", "expenditure")])


def texts(question: str) -> list[tuple[str, bool]]:
    return [(s.text, s.known) for s in cut(question, NAMES)]


def test_longest_names_first() -> None:
    assert texts("一般公共预算财政拨款基本支出") == [("一般公共预算财政拨款", True), ("基本支出", True)]


def test_fillers_are_known_and_the_rest_is_not() -> None:
    assert texts("办公费是多少") == [("办公费", True), ("是多少", True)]
    assert ("煤气费", False) in texts("电费和煤气费")


def test_a_row_goes_by_its_name_without_brackets_too() -> None:
    assert {t.id for s in cut("维修费", NAMES) for t in s.tags} >= {"economic:30213"}


def test_codes() -> None:
    (segment,) = cut("2070104", NAMES)
    assert {t.id for t in segment.tags} == {"2070104"}


@pytest.mark.parametrize(("written", "meant"), [
    ("培训废", "培训费"), ("物业管里费", "物业管理费"), ("职业年今缴费", "职业年金缴费"),
])
def test_a_slip_that_sounds_the_same(written: str, meant: str) -> None:
    (segment,) = mend(cut(written, NAMES), NAMES)
    assert segment.taken_for == meant


@pytest.mark.parametrize("written", ["本级支出合计", "会议室费", "退职金费", "人均工资福利支出", "煤气费"])
def test_another_thing_is_no_slip(written: str) -> None:
    assert not all(s.known for s in mend(cut(written, NAMES), NAMES))


def test_general_names_know_measures_funds_and_natures() -> None:
    assert {t.kind for t in general_names()["基本支出"]} == {"nature"}
    assert {t.kind for t in general_names()["财政拨款"]} == {"fund"}


def test_a_project_of_a_class_is_not_the_class() -> None:
    """Forms of projects print several rows of a class, each by the project's name."""
    rows = [(label, "2130234", "functional", "2130234") for label in ("林业草原防灾减灾", "松材线虫病综合防控")]
    names = names_of(rows, [])
    assert {tag.kind for tag in names["松材线虫病综合防控"]} == {"label"}
    assert "item" in {tag.kind for tag in names["林业草原防灾减灾"]}


def test_a_character_for_one_that_looks_like_it() -> None:
    names = Names({"取暖费": frozenset({Tag("label", "a")}), "医疗费": frozenset({Tag("label", "b")})})
    assert [s.taken_for for s in mend(cut("取曖费", names), names)] == ["取暖费"]
    assert [s.known for s in mend(cut("医药费", names), names)] == [False]


def test_what_people_call_an_item_is_what_they_call_its_rows() -> None:
    names = names_of([("物业管理费", "", "", "")], [])
    assert Tag("label", "物业管理费") in names["物业费"]


def test_spending_of_a_row_may_be_the_name_of_another_class() -> None:
    names = names_of([("农业生产发展", "2130122", "functional", "2130122")], [])
    assert Tag("label", "农业生产发展") in names["农业生产发展支出"]


def test_a_rare_character_stands_in_no_name() -> None:
    names = Names({"专用材料费": frozenset({Tag("label", "a")})})
    assert [s.taken_for for s in mend(cut("专用材枓费", names), names)] == ["专用材料费"]


def test_a_code_that_two_editions_gave_to_different_classes_is_no_common_meaning() -> None:
    names = general_names()
    assert not names["代缴社会保险费"] & names["住房公积金"]
