"""Whose disclosure a document is, over covers and openings of the sorts that bodies publish (``data/covers.toml``)."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from ingest.documents.document import Cell, Grid, Paragraph
from ingest.key import NotADisclosure, UncertainKey, UnfilledForm, gather, tell_key
from ingest.records import DisclosureKey

COVERS = tomllib.loads((Path(__file__).parent / "data" / "covers.toml").read_text(encoding="utf-8"))["cover"]
FLAGS = {"unit": "--unit（", "year": "--year（", "kind": "--kind（", "scope": "--scope（"}


def told(cover: dict[str, Any]) -> DisclosureKey:
    lines = cover["text"].strip("\n").split("\n")
    evidence = gather([Paragraph(line, line=number) for number, line in enumerate(lines, 1)])
    return tell_key(cover.get("file", "x.txt"), evidence)[0]


@pytest.mark.parametrize("cover", COVERS, ids=[cover["why"] for cover in COVERS])
def test_a_cover(cover: dict[str, Any]) -> None:
    if "key" in cover:
        assert told(cover) == DisclosureKey(*cover["key"])
    elif "refused" in cover:
        with pytest.raises(UncertainKey) as error:
            told(cover)
        assert [what for what, flag in FLAGS.items() if flag in str(error.value)] == cover["refused"]
    else:
        with pytest.raises(UnfilledForm if cover.get("unfilled") else NotADisclosure):
            told(cover)


def sheet(*rows: tuple[str, ...]) -> Grid:
    cells = [Cell(text, row, column) for row, texts in enumerate(rows) for column, text in enumerate(texts) if text]
    return Grid(1, tuple(cells), len(rows), max(map(len, rows)))


def test_a_heading_over_the_tables_of_one_sheet_is_the_cover() -> None:
    body = [("教育支出", "", "1.00"), *[("", "", "")] * 12]
    rows = [("示例县龙泉镇人民政府2023年度部门决算公开表",), (), ("公开01表",), ("支出决算表",),
            ("部门：示例县龙泉镇人民政府", "", "单位：元"), ("科目名称", "", "合计"), *body]
    key = tell_key("x.xlsx", gather([sheet(*rows)]))[0]
    assert key == DisclosureKey("示例县龙泉镇人民政府", 2023, "决算", "部门")
