"""Where tables poured out as lines of text stand, and their lines sorted: captions, notes, rows with the header.

A table goes from its title to the next one, to a grid or to the next part of the document. Running heads, page numbers
and headers printed again on the next page are none of its lines; a title printed again goes on with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from ingest.documents.document import Block, Grid, Paragraph
from ingest.records import LedgerEntry
from ingest.tables.flowed.exact_rows import LEADING
from ingest.tables.flowed.poured_pages import Furniture, furniture, repeated_heads
from ingest.tables.flowed.rows import VALUE_INSIDE, words
from ingest.tables.flowed.trailing_titles import titles_first, titles_trail
from ingest.tables.flowed.untitled_rows import untitled_rows
from ingest.tables.flowed.whole_cells import closes_cells, joined, with_whole_cells, with_whole_rows
from ontology.forms import Form, form_of
from ontology.layout import bare, ordinal_level, search
from ontology.titles import clean_title

APART = re.compile(r"(?<=\S)(?:(?<=\d)\s+|\s+(?=-?\d[\d,]*(?:\.\d|\s|$)))(?=\S)")
"""Blanks beside a number."""
MOST_EVEN = 0.1
SECTION = re.compile(r"^第[一二三四五六七八九十]+部分")
LONGEST_ROW_WORD = 12
"""Characters from which on a line within a note goes on with the note."""
LONGEST_LABEL = 25
"""Characters from which on a line is no label."""
FEWEST_ROWS = 3
"""From this many lines of numbers on, a title without a unit of measure heads a table that is not understood."""


@dataclass(slots=True)
class FlowedTable:
    """The lines of one table, sorted: captions, notes, rows, and the words left over, which are its header.
    ``skipped``: what pages add. ``alone``: lines that may be page numbers or cells.
    """

    form: Form
    first: int
    last: int
    captions: list[Paragraph] = field(default_factory=list)
    notes: list[Paragraph] = field(default_factory=list)
    lines: list[Paragraph] = field(default_factory=list)
    skipped: list[Paragraph] = field(default_factory=list)
    alone: list[Paragraph] = field(default_factory=list)
    printed: dict[int, Sequence[Paragraph]] = field(default_factory=dict)
    """By id of a line that is not as printed: the lines it stands for."""

    @property
    def others(self) -> list[Paragraph]:
        """The printed lines between those of the table."""
        return [*self.captions, *self.notes, *self.skipped]

    def replace_lines(self, lines: Sequence[tuple[Paragraph, Sequence[Paragraph]]]) -> None:
        """Take these for the table's lines, each with those of the table's that it stands for."""
        before = self.printed
        self.printed = {
            id(line): [one for piece in pieces for one in before.get(id(piece), [piece])] for line, pieces in lines}
        self.lines = [line for line, _ in lines]

    def as_printed(self, lines: Sequence[Paragraph]) -> list[Paragraph]:
        """The lines of the document that these lines of the table stand for."""
        return [one for line in lines for one in self.printed.get(id(line), [line])]

    def variants(self) -> Iterator[list[Paragraph]]:
        """The lines as they may be meant: all; without what follows the last row; each without numbers that stand
        alone like page numbers."""
        last = max((place for place, line in enumerate(self.lines) if is_row(line.text)), default=-1) + 1
        for lines in (self.lines, self.lines[:last]):
            if lines and (lines is self.lines or self._is_text(last)):
                yield lines
                if any(line in self.alone for line in lines):
                    yield [line for line in lines if line not in self.alone]

    def _is_text(self, place: int) -> bool:
        """Whether a line and those below it are no part of the table: it is a heading, or a note stands before it. A
        few words right below the last row may be a piece of its label."""
        if not 0 < place < len(self.lines):
            return False
        line, before = self.lines[place], self.lines[place - 1]
        text = bare(line.text)
        noted = any((before.line or 0) < (note.line or 0) < (line.line or 0) for note in self.notes)
        return noted or ordinal_level(text) == 0 or len(text) > LONGEST_LABEL


def locate(blocks: Sequence[Block], names: tuple[str, ...], ledger: list[LedgerEntry]) -> list[FlowedTable]:
    """Titles that head lines with numbers in them, and where those lines end."""
    titles = _titles(blocks, names)
    found: list[FlowedTable] = []
    if not titles:
        return found
    pages = furniture(blocks)
    taken: list[tuple[int, int]] = []
    before = ""
    for number, (start, form, name) in enumerate(titles):
        limit = titles[number + 1][0] if number + 1 < len(titles) else len(blocks)
        end = start + 1
        while end < limit:
            block = blocks[end]
            if isinstance(block, Grid) or SECTION.match(bare(block.text)):
                break
            end += 1
        table = FlowedTable(form, start, end)
        taken.append((start, end))
        _sort(table, blocks, pages)
        if end < limit and isinstance(blocks[end], Grid) and not any(map(_prints_amounts, table.lines)):
            # The grid's own title.
            continue
        if not any(search("caption", "unit_of_measure", bare(p.text)) for p in table.captions):
            if sum(is_row(line.text) for line in table.lines) >= FEWEST_ROWS:
                where = table.captions[0]
                ledger.append(LedgerEntry(
                    "not-understood", f"{bare(where.text)}：题名下有数字行，但没有金额单位，未读取", form.id,
                    where.page, where.line))
        elif found and found[-1].last == start and before == name and not found[-1].notes:
            _go_on(found[-1], table)
        else:
            found.append(table)
        before = name
    if titles_trail(blocks, [position for position, _, _ in titles], _prints_amounts):
        for table in found:
            where = table.captions[0]
            ledger.append(LedgerEntry(
                "not-understood", f"{bare(where.text)}：题名印在表后，未读取", table.form.id, where.page, where.line))
        return []
    ledger.extend(untitled_rows(blocks, taken, _prints_amounts))
    if closes_cells(line for table in found for line in table.lines):
        for table in found:
            table.replace_lines([(joined(pieces), pieces) for pieces in with_whole_cells(table.lines)])
            table.replace_lines([(joined(pieces), pieces) for pieces in with_whole_rows(table.lines)])
    for table in found:
        if any(LEADING.search(line.text) for line in table.lines):
            table.replace_lines([
                (replace(line, text=LEADING.sub(r"\1", line.text)), [line]) for line in table.lines])
        if not _tells_blanks(table.lines):
            table.replace_lines([(_closed(line), [line]) for line in table.lines])
        again = repeated_heads(table.lines)
        table.skipped.extend(line for place, line in enumerate(table.lines) if place in again)
        table.lines = [line for place, line in enumerate(table.lines) if place not in again]
    return found


def ordered(blocks: Sequence[Block], names: tuple[str, ...]) -> list[Block]:
    """The blocks, titles that stand behind their tables before them where pages tell where these begin."""
    return titles_first(blocks, {position for position, _, _ in _titles(blocks, names)}, _prints_amounts)


def _titles(blocks: Sequence[Block], names: tuple[str, ...]) -> list[tuple[int, Form, str]]:
    """The places of the lines that are titles, with their forms and the titles as forms know them."""
    titles = []
    for position, block in enumerate(blocks):
        if isinstance(block, Paragraph) and not block.complete:
            name = clean_title(block.text, names)
            form = form_of(name)
            if form is not None:
                titles.append((position, form, name))
    return titles


def _tells_blanks(lines: Sequence[Paragraph]) -> bool:
    """Whether blanks can tell blank cells: one ends a cell, and two more stand for a blank one. Where cells are parted
    by more everywhere, or by even numbers of them, blanks are for the eye."""
    gaps = [len(gap[0]) for line in lines for gap in APART.finditer(line.text)]
    return not gaps or (min(gaps) == 1 and sum(gap % 2 == 0 for gap in gaps) <= MOST_EVEN * len(gaps))


def _closed(line: Paragraph) -> Paragraph:
    """The line with one blank between its words."""
    return replace(line, text=" ".join(line.text.split()))


def is_row(text: str) -> bool:
    """Whether a line is made of a label and numbers, as rows are and sentences are not."""
    found = words(text)
    return sum(word.number for word in found) >= len(found) / 2 and any(word.number for word in found)


def _prints_amounts(line: Paragraph) -> bool:
    return is_row(line.text) and VALUE_INSIDE.search(line.text) is not None


def _go_on(table: FlowedTable, more: FlowedTable) -> None:
    """The table with what stands under its title printed again."""
    table.last = more.last
    table.skipped.extend([*more.captions, *more.skipped])
    table.notes.extend(more.notes)
    table.lines.extend(more.lines)
    table.alone.extend(more.alone)


def _sort(table: FlowedTable, blocks: Sequence[Block], pages: Furniture) -> None:
    noting = False
    for place in range(table.first, table.last):
        line = blocks[place]
        if not isinstance(line, Paragraph):
            continue
        text = bare(line.text)
        if place == table.first:
            table.captions.append(line)
            continue
        if not text or place in pages.sure:
            table.skipped.append(line)
            continue
        if place in pages.alone:
            table.alone.append(line)
        numbers = any(word.number for word in words(line.text))
        caption = any(search("caption", key, text) for key in ("unit_of_measure", "body", "form_number"))
        # A body may have a number for a name (第 3 人民医院); amounts stand on no such line.
        named = (body := search("caption", "body", text)) is not None and body.start() == 0
        starts = search("note", "start", text) or search("note", "identity", text)
        if caption and (not numbers or (named and not VALUE_INSIDE.search(text))):
            table.captions.append(line)
        elif (
            starts or search("note", "sentence", text) or (noting and len(text) > LONGEST_ROW_WORD)
            or (not numbers and search("caption", "no_data", text))
        ):
            table.notes.append(line)
            noting = not search("note", "sentence", text)
        else:
            noting = False
            table.lines.append(line)
