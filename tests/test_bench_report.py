"""Sections of the benchmarks' document are replaced where they stand, and nothing else is touched."""

from __future__ import annotations

from pathlib import Path

from bench.report import table, write_section


def test_a_section_is_replaced_where_it_stands(tmp_path: Path) -> None:
    document = tmp_path / "b.md"
    document.write_text("# B\n\n<!-- a -->\nold\n<!-- /a -->\n\nrest\n", "utf-8")
    write_section("a", "new", document)
    write_section("b", "more", document)
    assert document.read_text("utf-8") == (
        "# B\n\n<!-- a -->\nnew\n<!-- /a -->\n\nrest\n\n<!-- b -->\nmore\n<!-- /b -->\n"
    )


def test_a_table() -> None:
    assert table(["x", "y"], [[1, "a"]]) == "| x | y |\n|---|---|\n| 1 | a |"
