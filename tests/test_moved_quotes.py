"""Quotation marks at the end of the line, as pypdfium2 prints some PDFs of LibreOffice."""

from __future__ import annotations

import pytest

from ingest.documents.moved_quotes import with_quotes_back
from ingest.documents.text import text_content


@pytest.mark.parametrize(("printed", "meant"), [
    ("2021 年度财政拨款 三公 经费支出决算表 “ ”", "2021 年度财政拨款“三公”经费支出决算表"),
    ("“三公 经费预算数 ”", "“三公”经费预算数"),
    ("“三公 经费合计 ” 100,500.00", "“三公”经费合计 100,500.00"),
])
def test_quotes_go_back_to_their_word(printed: str, meant: str) -> None:
    assert with_quotes_back(printed) == meant
    (line,) = text_content(printed).blocks
    assert getattr(line, "text", "") == meant


@pytest.mark.parametrize("printed", [
    "财政拨款“三公”经费支出决算表", "甲 乙 丙 丁 戊 “ ”", "他说 “好” ", "合计 1.00 2.00",
])
def test_where_the_place_is_not_told_the_line_stays(printed: str) -> None:
    assert with_quotes_back(printed) == printed
