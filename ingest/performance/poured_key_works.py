"""Key-work tables poured out of a PDF as lines → grids.

Such text holds, under the heads on one line, the cells of a row one after the other: number, name, content, result.
Where a cell runs over the page, the lines of both wide cells on that page stand one below the other, with nothing
between them: where content ends and result begins is told by the numbers of their items, by sentences that go on, and,
where both cells reach the foot of the page, by their being equally long there. Where that leaves more than one way to
part them the table stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from ingest.documents.document import Block, Cell, Grid, Paragraph
from ingest.performance.layout import layout as performance_layout
from ingest.performance.layout import spelled
from ingest.prose.flow import compact, join_printed, layout, printed_width, tidy

_ITEM = re.compile(r"(\d{1,2})[.、．](?!\d)")
_END = "。！？；"
_BRACKETS = {"《": "》", "“": "”", "（": "）", "〔": "〕"}
_CLOSERS = {closing: opening for opening, closing in _BRACKETS.items()}
_ROLES = ("name", "content", "result")
_SHORT = 2
"""A line by so many characters narrower than the widest may end its paragraph without a full stop."""
_LONGEST = 200
"""Lines on one page; more is no page, and would take long."""
_PAGE = 3
"""A gap of this many usual gaps between two printed lines is the end of a page, where the text doesn't mark pages."""


@dataclass(frozen=True)
class _Row:
    """``pages``: the lines of content and result, page by page."""

    number: Paragraph
    name: tuple[Paragraph, ...]
    pages: tuple[tuple[Paragraph, ...], ...]


@dataclass(frozen=True)
class _State:
    """How far a cell has been read: number of its last item, whether its last line ends a sentence, or may end an item
    without a full stop, and the brackets and quotation marks that are open."""

    item: int = 0
    ended: bool = True
    short: bool = True
    empty: bool = True
    open: str = ""


def with_key_works(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks, with every key-work table that was poured out as lines as a grid in its place."""
    found: list[Block] = []
    index = max((block.index for block in blocks if isinstance(block, Grid)), default=0)
    at = 0
    while at < len(blocks):
        block = blocks[at]
        heads = _heads(block.text) if isinstance(block, Paragraph) else ()
        lines = _lines_from(blocks, at + 1) if heads else []
        rows = _rows(lines)
        grid = _grid(heads, rows, index + 1, block) if rows and isinstance(block, Paragraph) else None
        if grid is None or not isinstance(block, Paragraph):
            found.append(block)
            at += 1
            continue
        if heads[0] != block.text.split()[0] and found and compact(_text(found[-1])) == "序":
            found.pop()  # 序 and 号 on lines of their own
        index += 1
        found.append(grid)
        at += 1 + len(lines)
    return tuple(found)


def _text(block: Block) -> str:
    return block.text if isinstance(block, Paragraph) else ""


def _heads(text: str) -> tuple[str, ...]:
    """The four heads where a line prints them in order; 号 alone is the second half of 序号."""
    words = text.split()
    if len(words) != 4:
        return ()
    roles = performance_layout().parts["key_work"].roles
    first = "序号" if words[0] == "号" else words[0]
    in_order = zip(("number", *_ROLES), (first, *words[1:]), strict=True)
    fits = all(any(head.fullmatch(spelled(word)) for head in roles[role]) for role, word in in_order)
    return (first, *words[1:]) if fits else ()


def _lines_from(blocks: Sequence[Block], start: int) -> list[Paragraph]:
    """The lines up to the next heading of a part of the document."""
    lines: list[Paragraph] = []
    for block in blocks[start:]:
        if not isinstance(block, Paragraph):
            break
        numbered = layout().numbered(tidy(block.text))
        if layout().title_rank(tidy(block.text)) is not None or (numbered is not None and numbered[0] == 10):
            break
        lines.append(block)
    return lines


def _rows(lines: Sequence[Paragraph]) -> list[_Row]:
    """The rows: each begins with its number on a line of its own, then the lines of the narrow name."""
    starts: list[int] = []
    for position, line in enumerate(lines):
        if compact(line.text) == str(len(starts) + 1):
            starts.append(position)
    if not starts or starts[0] != 0:
        return []
    wide = median(printed_width(line.text.strip()) for line in lines)
    gaps = sorted(after.line - before.line for before, after in pairwise(lines) if after.line and before.line)
    usual = gaps[len(gaps) // 2] if gaps else 1
    rows = []
    for start, end in pairwise([*starts, len(lines)]):
        body = start + 1
        while body < end and printed_width(lines[body].text.strip()) <= wide / 2:
            body += 1
        rows.append(_Row(lines[start], tuple(lines[start + 1 : body]), _pages(lines[body:end], usual)))
    return rows


def _pages(lines: Sequence[Paragraph], usual: int) -> tuple[tuple[Paragraph, ...], ...]:
    pages: list[list[Paragraph]] = [[]]
    for line in lines:
        last = pages[-1][-1] if pages[-1] else None
        if last is not None and (
            last.page != line.page or ((line.line or 0) - (last.line or 0) > _PAGE * usual)
        ):
            pages.append([])
        pages[-1].append(line)
    return tuple(tuple(page) for page in pages if page)


def _grid(heads: Sequence[str], rows: Sequence[_Row], index: int, where: Paragraph) -> Grid | None:
    """The table as a grid, None where a row can't be parted in one way only."""
    cells = [Cell(head, 0, column, page=where.page, line=where.line) for column, head in enumerate(heads)]
    for number, row in enumerate(rows, 1):
        parted = _parted(row.pages)
        if not row.name or parted is None:
            return None
        for column, lines in enumerate(((row.number,), row.name, *parted)):
            if lines:
                cells.append(Cell(_joined(lines), number, column, page=lines[0].page, line=lines[0].line))
    return Grid(index, tuple(cells), len(rows) + 1, len(heads), page=where.page, line=where.line)


def _joined(lines: Iterable[Paragraph]) -> str:
    text = ""
    for line in lines:
        text = join_printed(text, tidy(line.text))
    return text


def _parted(
    pages: Sequence[Sequence[Paragraph]],
) -> tuple[tuple[Paragraph, ...], tuple[Paragraph, ...]] | None:
    """Content and result of a row, None where there is no way or more than one to part them."""
    if not pages or any(len(page) > _LONGEST for page in pages):
        return None
    full = max(printed_width(line.text.strip()) for page in pages for line in page)
    ways = sorted(_Ways(pages, full - _SHORT).on(0, _State(), _State()))
    if not ways or (len(ways) > 1 and (ways[0][0] == ways[1][0] or ways[0][0] > 1)):
        return None
    splits = ways[0][1]
    content = tuple(line for page, split in zip(pages, splits, strict=True) for line in page[:split])
    result = tuple(line for page, split in zip(pages, splits, strict=True) for line in page[split:])
    return content, result


_Way = tuple[int, tuple[int, ...]]
"""By how many lines the cells differ on pages where both go on, and how many lines of each page are content."""


class _Ways:
    """The ways to part the pages of one row. ``short``: width up to which a line may end its item."""

    def __init__(self, pages: Sequence[Sequence[Paragraph]], short: float) -> None:
        self.pages = pages
        self.short = short
        self._known: dict[tuple[int, _State, _State], list[_Way]] = {}

    def on(self, at: int, content: _State, result: _State) -> list[_Way]:
        """Ways from page ``at`` on: of those in which the same cells go on, the two best, for a second one is doubt."""
        if at == len(self.pages):
            return [(0, ())] if content.ended and result.ended and not content.empty else []
        if (at, content, result) not in self._known:
            self._known[at, content, result] = self._parted_here(at, content, result)
        return self._known[at, content, result]

    def _parted_here(self, at: int, content: _State, result: _State) -> list[_Way]:
        found: dict[tuple[bool, bool], list[_Way]] = {}
        page, rest = self.pages[at], self.pages[at + 1 :]
        for split in range(len(page) + 1):
            left, right = _read(content, page[:split], self.short), _read(result, page[split:], self.short)
            if left is None or right is None:
                continue
            for uneven, splits in self.on(at + 1, left, right):
                go_on = any(splits), any(len(lines) > part for lines, part in zip(rest, splits, strict=True))
                here = abs(len(page) - 2 * split) if all(go_on) else 0
                goes = split > 0 or go_on[0], split < len(page) or go_on[1]
                found.setdefault(goes, []).append((uneven + here, (split, *splits)))
        return [way for ways in found.values() for way in sorted(ways)[:2]]


def _read(state: _State, lines: Sequence[Paragraph], short: float) -> _State | None:
    """The cell after these lines, None where they can't be its next ones."""
    for line in lines:
        text = line.text.strip()
        item, opened = state.item, _opened(state.open, text)
        if found := _ITEM.match(text):
            item += 1
            if int(found.group(1)) != item or not (state.ended or state.short):
                return None
        if opened is None:
            return None
        state = _State(item, text.endswith(tuple(_END)), printed_width(text) <= short, False, opened)
    return state


def _opened(stack: str, text: str) -> str | None:
    """The brackets still open after ``text``, None where one is closed across another. Strays are let pass."""
    for character in text:
        if character in _BRACKETS:
            stack += character
        elif (opening := _CLOSERS.get(character)) is not None and opening in stack:
            if stack[-1] != opening:
                return None
            stack = stack[:-1]
    return stack
