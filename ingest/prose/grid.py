"""Rows of performance and key-work tables as text: 列名：内容；列名：内容."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.documents.document import Cell, Grid
from ingest.prose.flow import compact, layout, tidy
from ingest.records import Box

_LEVEL = re.compile(r"^[一二三四]级指标$")
_WORDS = re.compile(r"[㐀-䶿一-鿿]")
_NUMBER = re.compile(r"[-−]?\d[\d,]*(?:\.\d+)?[%％]?")


@dataclass(frozen=True)
class RowText:
    """One row (from 0 in its grid) as text; ``head`` names it again where the text has to be split."""

    text: str
    head: str
    section: tuple[str, ...]
    row: int
    page: int | None
    line: int | None
    box: Box | None


def rows_as_text(grid: Grid, headed_only: bool = False) -> Iterator[RowText]:
    """The rows that say something in words, with the names of their columns where a header row gives them.

    A row of one cell over the whole width is a heading for the rows below it. Cells of the indicator levels that are
    merged or left blank take what stands above. ``headed_only`` leaves out rows without a header row above them.
    """
    by_row: dict[int, list[Cell]] = {}
    for cell in grid.cells:
        by_row.setdefault(cell.row, []).append(cell)
    names: dict[int, str] = {}
    above: dict[int, str] = {}
    section: tuple[str, ...] = ()
    for row in range(grid.rows):
        cells = sorted((cell for cell in by_row.get(row, ()) if _says(cell.text)), key=lambda cell: cell.column)
        if not cells:
            continue
        if _is_header(cells) or (not names and _heads_list(cells, by_row)):
            names = {cell.column: _flat(cell.text) for cell in cells}
            above = {}
            continue
        if len(cells) == 1:
            if headed_only and not names:
                continue
            if len(_WORDS.findall(cells[0].text)) > layout().heading_length:
                yield _row(grid, row, cells, _flat(cells[0].text), "", section)
            elif len(_WORDS.findall(cells[0].text)) >= 5:
                section = (_flat(cells[0].text),)
                names = {}
            continue
        if headed_only and not names:
            continue
        pairs = _named(cells, names, above) if names and _fits(cells, names) else _labelled(cells)
        text = "；".join(f"{name}：{content}" if name else content for name, content in pairs)
        if len(_WORDS.findall(text)) >= 6 and (len(pairs) > 2 or not layout().is_furniture(text)):
            name = pairs[0][0]
            head = f"{name}：" if len(pairs) == 1 and 0 < len(name) <= layout().run_in_length else ""
            yield _row(grid, row, cells, text, head, section)


def _says(text: str) -> bool:
    """More than dashes and rules: a letter, a digit or a sign that stands for something."""
    return re.search(r"[^\s\-—–_=|]", text) is not None


def _row(grid: Grid, row: int, cells: list[Cell], text: str, head: str, section: tuple[str, ...]) -> RowText:
    first = cells[0]
    page = first.page if first.page is not None else grid.page
    boxes = [cell.box for cell in cells if cell.box is not None]
    box = None
    if boxes:
        box = (min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes))
    return RowText(text, head, section, row, page, first.line if first.line is not None else grid.line, box)


def _flat(text: str) -> str:
    """A cell as one line: breaks inside a cell part no words in Chinese."""
    return tidy(re.sub(r"\s*\n\s*", "", text))


def _is_header(cells: list[Cell]) -> bool:
    rules = layout()
    return sum(1 for cell in cells if rules.grid_header.search(compact(cell.text))) >= rules.grid_least


def _heads_list(cells: list[Cell], by_row: dict[int, list[Cell]]) -> bool:
    """Whether a row of words names the columns of a list whose columns no form knows (序号 | 机构名称 | 负责人 | 人数):
    short names, each once, over rows of the same columns, of which one holds numbers alone."""
    rules = layout()
    texts = [_flat(cell.text) for cell in cells]
    if len(cells) < rules.list_least or len(set(texts)) < len(texts) or any(
        not _WORDS.search(text) or len(text) > rules.list_name or cell.colspan > 1
        for text, cell in zip(texts, cells, strict=True)
    ):
        return False
    columns = {cell.column for cell in cells}
    below = [
        {c.column: _flat(c.text) for c in by_row[row] if _says(c.text)} for row in sorted(by_row) if row > cells[0].row
    ]
    below = [row for row in below if row]
    if len(below) < 2 or any(not set(row) <= columns or 2 * len(row) < len(columns) for row in below):
        return False
    return any(all(_NUMBER.fullmatch(row[c]) for row in below if c in row) for c in columns)


def _fits(cells: list[Cell], names: dict[int, str]) -> bool:
    """The row has the header's columns: at least about half of them are filled."""
    return sum(1 for cell in cells if cell.column in names) * 2 >= max(len(names) - 1, 4)


def _named(cells: list[Cell], names: dict[int, str], above: dict[int, str]) -> list[tuple[str, str]]:
    rules = layout()
    printed = {cell.column: _flat(cell.text) for cell in cells}
    pairs: list[tuple[str, str]] = []
    for column in sorted({*names, *printed}):
        name = names.get(column, "")
        content = printed.get(column, "")
        if _LEVEL.match(name):
            if content:
                above[column] = content
                for deeper in [other for other in above if other > column]:
                    del above[deeper]
            content = content or above.get(column, "")
        # A first column that repeats the table's own name for all rows says nothing of this one.
        if content and not rules.grid_idle.search(name) and content != name:
            pairs.append((name, content))
    return pairs


def _labelled(cells: list[Cell]) -> list[tuple[str, str]]:
    """Rows without a header: label and content in turn; a number alone is no label."""
    contents = [_flat(cell.text) for cell in cells]
    if len(contents) % 2 == 0 and all(_WORDS.search(label) for label in contents[::2]):
        return list(zip(contents[::2], contents[1::2], strict=True))
    return [(contents[0], " ".join(contents[1:]))]
