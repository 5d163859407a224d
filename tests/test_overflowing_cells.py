"""Texts that need more lines than their row is high run over the rows above and below, as spreadsheets print them."""

from __future__ import annotations

from ingest.documents.fields import shared_out
from ingest.documents.printed_lines import Glyph
from ingest.documents.ruling import RuledTable, Segment, ruled_tables

SIZE = 8.0


def line(x: float, middle: float, text: str) -> list[Glyph]:
    glyphs = []
    for character in text:
        wide = SIZE * (0.5 if character.isascii() else 1.0)
        glyphs.append(Glyph(character, x, middle - SIZE / 2, x + wide, middle + SIZE / 2))
        x += wide
    return glyphs


def table(texts: list[Glyph], level: list[Segment], upright: list[Segment]) -> RuledTable:
    (found,) = ruled_tables(level, upright, [glyph.centre for glyph in texts if not glyph.text.isspace()])
    return found


def printed(glyphs: list[Glyph], ruled: RuledTable) -> dict[tuple[int, int], str]:
    (fields,), _ = shared_out(glyphs, [ruled])
    return {
        (field.row, field.column): "".join(glyph.text for glyph in own).strip()
        for field, own in zip(ruled.fields, fields, strict=True) if own
    }


def test_a_second_line_begins_where_the_blanks_of_the_first_do() -> None:
    """Two lines around the middle of the second row; the first is indented by blanks."""
    glyphs = [
        *line(10, 106, "  绩效工资"), *line(10, 115, "  机关事业单位养老保险"), *line(10, 125, "缴费"),
        *line(10, 134, "  年金"),
    ]
    rules = [Segment(at, 8, 120) for at in (100, 114, 126, 140)]
    ruled = table(glyphs, rules, [Segment(at, 100, 140) for at in (8, 120)])
    assert printed(glyphs, ruled) == {(0, 0): "绩效工资", (1, 0): "机关事业单位养老保险缴费", (2, 0): "年金"}


def test_a_line_that_reaches_into_the_heading_above_stays_with_its_own_text() -> None:
    """Three lines, one a row by chance: the first stands in the cell of the heading above, beside its text."""
    glyphs = [
        *line(85, 107, "决算数"), *line(20, 121, "合计"), *line(140, 110, "政府性基金"), *line(140, 120, "预算财政拨"),
        *line(156, 130, "款"), *line(20, 133, "2"), *line(170, 133, "4"),
    ]
    level = [Segment(at, 10, 190) for at in (100, 114, 126, 140)]
    upright = [Segment(10, 100, 140), Segment(190, 100, 140), Segment(130, 114, 140)]
    ruled = table(glyphs, level, upright)
    assert printed(glyphs, ruled) == {
        (0, 0): "决算数", (1, 0): "合计", (1, 1): "政府性基金预算财政拨款", (2, 0): "2", (2, 1): "4",
    }


def test_rows_printed_one_below_the_other_stay_rows() -> None:
    glyphs = [*line(10, 107, "基本支出"), *line(10, 117, "项目支出"), *line(10, 127, "经营支出")]
    level = [Segment(at, 8, 120) for at in (102, 112, 122, 132)]
    ruled = table(glyphs, level, [Segment(8, 102, 132), Segment(120, 102, 132)])
    assert printed(glyphs, ruled) == {(0, 0): "基本支出", (1, 0): "项目支出", (2, 0): "经营支出"}


def test_three_lines_that_stand_in_three_rows_by_chance_are_of_the_middle_one() -> None:
    """The texts of the rows above and below are printed over the first and the last."""
    glyphs = [
        *line(10, 106, "行政单位离退休"), *line(60, 106, "5.00"), *line(10, 106, "机关事业单位"),
        *line(10, 118, "基本养老保险"), *line(10, 130, "缴费"), *line(60, 118, "6.00"), *line(10, 130, "职业年金"),
    ]
    level = [Segment(at, 8, 120) for at in (100, 112, 124, 136)]
    ruled = table(glyphs, level, [Segment(at, 100, 136) for at in (8, 58, 120)])
    found = printed(glyphs, ruled)
    assert (found[0, 0], found[1, 0], found[2, 0]) == ("行政单位离退休", "机关事业单位基本养老保险缴费", "职业年金")


def test_a_number_and_the_label_of_the_next_field_that_meet_at_the_border_stay_two_texts() -> None:
    """A spreadsheet sets numbers flush right and labels flush left, a point from the line; the label runs over its
    own field into the one behind."""
    label = "一、社会保障和就业支出"
    glyphs = [*line(80, 107, "97.46"), *line(101.5, 107, label), *line(10, 120, "合计")]
    upright = [Segment(at, 100, 126) for at in (8, 60, 100.7, 180, 260)]
    ruled = table(glyphs, [Segment(at, 8, 260) for at in (100, 114, 126)], upright)
    assert printed(glyphs, ruled) == {(0, 1): "97.46", (0, 2): label, (1, 0): "合计"}


def test_a_label_cut_at_the_border_and_the_line_number_behind_it_stay_two_texts() -> None:
    glyphs = [*line(10, 107, "一、一般公共预算"), *line(74.0, 107, "1"), *line(10, 120, "合计")]
    upright = [Segment(at, 100, 126) for at in (8, 73, 120)]
    ruled = table(glyphs, [Segment(at, 8, 120) for at in (100, 114, 126)], upright)
    assert printed(glyphs, ruled) == {(0, 0): "一、一般公共预算", (0, 1): "1", (1, 0): "合计"}
