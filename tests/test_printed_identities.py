"""The arithmetic that tables print: what a note says, whatever signs it is set in."""

from __future__ import annotations

import pytest

from ingest.tables.printed_identities import PrintedIdentity, printed_identities


def terms(text: str) -> tuple[tuple[int, int], ...]:
    identity, = printed_identities(text)
    return identity.terms


@pytest.mark.parametrize("text", [
    "1栏各行＝（2＋3－4）栏各行", "1栏各行=(2+3-4)栏各行", "1 栏＝（2 ＋ 3 －4）栏。", "1栏=2栏+3栏-4栏",
    "１栏＝（２＋３－４）栏；", "1栏=2+3−4",
])
def test_signs_of_any_width(text: str) -> None:
    assert printed_identities(text) == [PrintedIdentity("栏", 1, ((1, 2), (1, 3), (-1, 4)))]


@pytest.mark.parametrize("text", ["5行＝（1＋2＋…＋4）行", "5行=(1+2+...+4)行", "5行＝（1＋2＋……＋4）行",
    "5行＝（1＋…＋4）行"])
def test_an_ellipsis_stands_for_the_numbers_between(text: str) -> None:
    assert terms(text) == ((1, 1), (1, 2), (1, 3), (1, 4))


def test_an_ellipsis_keeps_the_step_before_it() -> None:
    assert terms("9栏＝（2＋4＋…＋8）栏") == ((1, 2), (1, 4), (1, 6), (1, 8))


def test_a_minus_before_a_bracket() -> None:
    assert terms("6行=（1+2）-（3-4）行") == ((1, 1), (1, 2), (-1, 3), (1, 4))


def test_several_in_one_note() -> None:
    found = printed_identities("注：本表反映收支。27行＝（1＋2）行；31行＝（27＋28）行；58行=(32+33)行。1栏=2栏")
    assert [(i.axis, i.total) for i in found] == [("行", 27), ("行", 31), ("行", 58), ("栏", 1)]


@pytest.mark.parametrize("text", [
    "", "注：本表反映收支。", "5栏=4/3", "5栏＝（2＋3栏", "5栏=2+", "总计=27行+28行", "3栏＝（9＋…＋2）栏",
    "5行=（1＋2＋…）行", "2023年=（1+2）",
])
def test_what_is_no_sum_is_passed_over(text: str) -> None:
    assert printed_identities(text) == []
