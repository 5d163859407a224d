"""The reading ledger of a disclosure: which tables were found and which not, and what each of them gave."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ingest.documents.document import Block, Paragraph
from ingest.records import Disclosure, LedgerEntry
from ontology.forms import clean_title, form_of, forms
from ontology.layout import bare
from ontology.required import in_place_of, required_forms

STATES = {"read": "已读", "blank-table": "空白", "no-data": "无数据", "not-understood": "未读懂", "missing": "没有"}
"""Events that say what became of a table, and the words for people."""
OPEN = ("ambiguous", "doubtful")
FEWEST_LISTED = 3
"""From this many forms named line after line on, the lines are a table of contents."""
HEADINGS = ("表", "状态", "位置", "数字", "空白", "检验", "不符", "存疑")


@dataclass(frozen=True, slots=True)
class TableLine:
    """What became of one statutory table. ``state`` is a key of ``STATES``; ``read`` counts figures, ``blank`` cells
    printed blank, ``tested`` and ``failed`` identities, ``doubtful`` entries of the ledger about cells left out."""

    form: str
    title: str
    state: str
    page: int | None
    line: int | None
    read: int
    blank: int
    tested: int
    failed: int
    doubtful: int


def missing_tables(
    blocks: Iterable[Sequence[Block]], names: tuple[str, ...], told: Sequence[LedgerEntry], kind: str, year: int
) -> list[LedgerEntry]:
    """Entries for titles under which no table was found, and for statutory forms that no file prints. ``blocks``: those
    of each file; ``told``: what the readers said so far. Files without any table are text only: they lack none."""
    found = {entry.form for entry in told if entry.form and entry.event in STATES}
    entries = []
    for own in blocks:
        for form, where in _titles(own, names):
            if form not in found:
                found.add(form)
                entries.append(LedgerEntry(
                    "missing", f"《{_zh(form)}》：印有表题，其下没有读到表格", form, where.page, where.line))
    if found - {entry.form for entry in entries}:
        entries.extend(
            LedgerEntry("missing", f"《{_zh(form)}》：没有找到这张法定表", form) for form in required_forms(kind, year)
            if form not in found and not found.intersection(in_place_of(form)))
    return entries


def _titles(blocks: Sequence[Block], names: tuple[str, ...]) -> list[tuple[str, Paragraph]]:
    """Lines that are titles of forms and stand in no table of contents."""
    titles: list[tuple[str, Paragraph]] = []
    run: list[tuple[str, Paragraph]] = []
    for block in (*blocks, None):
        if isinstance(block, Paragraph):
            if not bare(block.text):
                continue
            if form := form_of(clean_title(block.text, names)):
                run.append((form.id, block))
                continue
        if len({form for form, _ in run}) < FEWEST_LISTED:
            titles.extend(run)
        run = []
    return titles


def _zh(form: str) -> str:
    return next((each.zh for each in forms() if each.id == form), form)


def table_lines(disclosure: Disclosure) -> list[TableLine]:
    """A line for each statutory table that was found or is missing, in the ledger's order."""
    lines = []
    for entry in disclosure.ledger:
        if not entry.form or entry.event not in STATES:
            continue
        doubtful = sum(
            other.event in OPEN and other.table == entry.table and entry.table is not None
            for other in disclosure.ledger if other.form == entry.form)
        title = entry.message.split("：")[0].strip("《》")
        lines.append(TableLine(entry.form, title, entry.event, entry.page, entry.line, entry.read, entry.blank,
                               entry.tested, entry.failed, doubtful))
    return lines


def remarks(disclosure: Disclosure) -> list[LedgerEntry]:
    """The other entries: sums that do not hold, numbers left out, tables and text not understood."""
    return [entry for entry in disclosure.ledger if not entry.form or entry.event not in STATES
            or entry.event in ("not-understood", "missing")]


def as_table(disclosure: Disclosure) -> str:
    """The ledger's tables for people, in columns; one line where there are none."""
    rows: list[tuple[str, ...]] = [HEADINGS]
    for line in table_lines(disclosure):
        counts = (line.read, line.blank, line.tested, line.failed, line.doubtful)
        rows.append((line.title, STATES[line.state], place(line.page, line.line), *(str(n) if n else "-"
                                                                                       for n in counts)))
    if len(rows) == 1:
        return "没有法定表格，只有文字"
    widths = [max(_width(row[column]) for row in rows) for column in range(len(HEADINGS))]
    return "\n".join(
        "  ".join(cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows)


def place(page: int | None, line: int | None) -> str:
    """Where something stands, for people; empty where it stands nowhere."""
    return f"第 {page} 页" if page else f"第 {line} 行" if line else ""


def _width(text: str) -> int:
    """How many columns of a terminal a text takes."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
