"""Numbers of a table without lines that go on in the next line because their column is too narrow."""

from __future__ import annotations

import pytest

from ingest.documents.aligned_broken import mended
from ingest.documents.aligned_words import Word

SIZE = 8.0


def word(text: str, right: float, y: float) -> Word:
    return Word(text, right - 4 * len(text), y - SIZE / 2, right, y + SIZE / 2, (round(right * 1000 + y),))


def texts(*words: Word) -> list[tuple[str, float]]:
    return [(each.text, each.y) for each in mended(words, SIZE)]


@pytest.mark.parametrize(("upper", "lower"), [("32,637,300.0", "0"), ("39,488,0", "00.00"), ("39,488,", "000.00")])
def test_a_number_broken_over_two_lines_is_one_in_their_middle(upper: str, lower: str) -> None:
    whole = word("618.00", 100, 60)
    assert texts(word(upper, 100, 10), word(lower, 100, 20), whole) == [(upper + lower, 15), ("618.00", 60)]


def test_two_numbers_below_each_other_stay_two() -> None:
    pair = [word("12.00", 100, 10), word("13.00", 100, 20)]
    assert texts(*pair) == [("12.00", 10), ("13.00", 20)]


def test_a_short_number_without_decimals_is_no_piece_of_the_one_below() -> None:
    """There was room for more digits, so nothing broke it."""
    assert len(texts(word("5", 100, 10), word("123.45", 100, 20), word("99.00", 100, 60))) == 3


def test_a_piece_far_above_or_beside_the_rest_is_not_joined() -> None:
    assert len(texts(word("32,637,300.0", 100, 10), word("0", 100, 40))) == 2
    assert len(texts(word("32,637,300.0", 100, 10), word("0", 80, 20))) == 2
    assert len(texts(word("32,637,300.0", 100, 10), word("0", 160, 20))) == 2


def test_a_rest_that_makes_no_amount_is_not_joined() -> None:
    assert len(texts(word("32,637,300.0", 100, 10), word("12", 100, 20))) == 2
