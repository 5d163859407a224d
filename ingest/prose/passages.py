"""Passages: the paragraphs of a disclosure with the headings they stand under, short enough to be found and quoted."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ingest.documents.document import Block, Grid, Paragraph
from ingest.prose.flow import (
    CLAUSE_END,
    SENTENCE_END,
    Flowed,
    join_lines,
    layout,
    without_contents,
    without_running_heads,
)
from ingest.prose.grid import rows_as_text
from ingest.records import Box, Passage, Source

_TABLE_TITLE_RANK = 26
_FORM_TITLE_RANK = 25
"""Titles of evaluation and target forms, which may stand among the statutory tables (headings.toml)."""
_LEAF_RANK = 20
"""Headings from this rank on that have nothing under them are passages themselves: lists set like headings."""
_LEAD_IN = re.compile(r"[^\d，。；]{1,16}[：:]")
"""A line that only says that something follows."""
_HAN = re.compile(r"[㐀-䶿一-鿿]")


def passages(blocks: Sequence[Block], document: str) -> list[Passage]:
    """The prose of ``blocks`` in reading order, without cover, table of contents and page furniture.

    ``blocks`` are what is left of a document when the statutory tables are taken out; other tables (performance,
    key work) give one passage a row. ``document`` is the file name for each ``Source``, whose page, line and box are
    those of the passage's first printed line.
    """
    paragraphs = [block for block in blocks if isinstance(block, Paragraph)]
    kept = {id(line) for line in without_running_heads(without_contents(paragraphs))}
    reader = _Reader(document)
    run: list[Paragraph] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            if id(block) in kept:
                run.append(block)
            continue
        for paragraph in join_lines(run):
            reader.read(paragraph)
        run = []
        reader.read_grid(block)
    for paragraph in join_lines(run):
        reader.read(paragraph)
    reader.close()
    return reader.found


def split_at_sentences(text: str, limit: int) -> list[tuple[int, int]]:
    """Spans of ``text`` of at most ``limit`` characters, of about one length, cut at sentence ends where there are any.

    A sentence over the limit is cut at semicolons, then commas, then anywhere.
    """
    if len(text) <= limit:
        return [(0, len(text))]
    # Long sentences are cut finer than need be, so that a short one beside them does not end up alone.
    pieces = list(_pieces(text, 0, limit * 3 // 5, ("。！？!?", "；;：:", "，,、")))
    goal = len(text) / -(-len(text) // limit)
    spans: list[tuple[int, int]] = []
    start, end = pieces[0]
    for piece_start, piece_end in pieces[1:]:
        # A span closes where taking the next piece would overshoot the goal by more than it falls short now.
        if piece_end - start > limit or piece_end - start - goal > goal - (end - start):
            spans.append((start, end))
            start = piece_start
        end = piece_end
    return [*spans, (start, end)]


def _pieces(text: str, offset: int, limit: int, marks: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    if not marks:
        yield from ((offset + i, offset + min(i + limit, len(text))) for i in range(0, len(text), limit))
        return
    for found in re.finditer(rf"[^{marks[0]}]*[{marks[0]}]+[”’」』）)]*|[^{marks[0]}]+$", text):
        if found.end() - found.start() <= limit:
            yield offset + found.start(), offset + found.end()
        else:
            yield from _pieces(found.group(), offset + found.start(), limit, marks[1:])


@dataclass
class _Heading:
    rank: int
    title: str
    """Empty for a numbered paragraph whose first words make no title; it still closes its siblings."""
    run_in: bool = False
    """A numbered paragraph, not a heading; the title is what it opens with."""
    announces: bool = False
    """The numbered paragraph ends in a colon."""


@dataclass
class _Reader:
    """Walks paragraphs and grids in order and keeps the path of headings."""

    document: str
    found: list[Passage] = field(default_factory=list)
    stack: list[_Heading] = field(default_factory=list)
    leaf: Flowed | None = None
    """The last heading, as long as nothing stands under it."""
    leaves: list[Flowed] = field(default_factory=list)
    in_tables_part: bool = False
    begun: bool = False

    def read(self, paragraph: Flowed) -> None:
        rules = layout()
        text = paragraph.text
        numbered = rules.numbered(text)
        if self.in_tables_part and (numbered is None or numbered[0] > 10):
            self._read_between_tables(paragraph)
            return
        if numbered is not None:
            rank, end = numbered
            if self._is_heading(text[end:], rank):
                self._open(rank, text, paragraph)
            else:
                self._close_leaf(rank)
                self._push(rank, "")
                self.stack[-1].run_in, self.stack[-1].announces = True, text.endswith(("：", ":"))
                self._emit(paragraph, title=self._run_in(text[end:]) if rank < 50 else "")
            return
        level = paragraph.lines[0].level
        title_rank = rules.title_rank(text)
        if title_rank is None and level is not None and len(text) <= rules.heading_length:
            title_rank = 10 * level
        if title_rank is None and rules.is_table_title(text):
            title_rank = _TABLE_TITLE_RANK
        if title_rank is not None:
            self._open(title_rank, text, paragraph)
        elif self.begun or any(mark in text for mark in SENTENCE_END):
            # What a numbered paragraph opens with covers an unnumbered one only where it announces it.
            while self.stack and self.stack[-1].run_in and not self.stack[-1].announces:
                self.stack.pop()
            self._emit(paragraph)

    def read_grid(self, grid: Grid) -> None:
        """One passage a row of a performance or key-work table."""
        section = tuple(heading.title for heading in self.stack if heading.title and not heading.run_in)
        for row in rows_as_text(grid, headed_only=self.in_tables_part):
            self._settle()
            place = Source(self.document, row.text, row.page, grid.index, row.row + 1, None, row.line, row.box)
            for start, end in split_at_sentences(row.text, layout().passage_length - len(row.head)):
                piece = row.text[start:end] if start == 0 else row.head + row.text[start:end]
                self.found.append(Passage(piece, section + row.section, place))

    def close(self) -> None:
        self._close_leaf(0)
        self._flush_leaves()

    def _read_between_tables(self, paragraph: Flowed) -> None:
        """Between statutory tables only whole sentences are prose: notes, and why a table is empty."""
        text = paragraph.text
        if layout().is_table_title(text) or layout().title_rank(text) == _FORM_TITLE_RANK:
            if not any(text in heading.title for heading in self.stack):
                self._push(_TABLE_TITLE_RANK, text)
        elif len(_HAN.findall(text)) >= 15 and any(mark in text for mark in "，。"):
            self._emit(paragraph)

    def _is_heading(self, rest: str, rank: int) -> bool:
        rules = layout()
        core = rest.strip().rstrip("。：:")
        if not core or len(core) > rules.heading_length or any(mark in core for mark in "。；！？"):
            return False
        if rest.rstrip().endswith("。") and (rank > 45 or len(core) > rules.sentence_heading_length):
            return False
        if "：" in core or ":" in core:
            return rank == 10
        return not re.search(r"\d\s*(?:万?元|亿元|[%％])", core) and not core.endswith(("，", ","))

    def _run_in(self, rest: str) -> str:
        """The words a numbered paragraph opens with, as a title for what follows: up to a mark or a number."""
        words = re.split(r"[，。：；:;,]|(?<![\dA-Za-z“])\d", rest.strip(), maxsplit=1)[0].strip().removesuffix("为")
        return words if 4 <= len(words) <= layout().run_in_length else ""

    def _open(self, rank: int, text: str, paragraph: Flowed) -> None:
        self._close_leaf(rank)
        self._push(rank, text.rstrip("。：:"))
        self.leaf = paragraph
        self.begun = True
        if rank == 10:
            self.in_tables_part = layout().tables_part.search(text) is not None

    def _push(self, rank: int, title: str) -> None:
        while self.stack and self.stack[-1].rank >= rank:
            self.stack.pop()
        self.stack.append(_Heading(rank, title))

    def _path(self) -> tuple[str, ...]:
        return tuple(heading.title for heading in self.stack if heading.title)

    def _settle(self) -> None:
        """Something stands under the last heading, so it is one."""
        self.leaf = None
        self._flush_leaves()

    def _close_leaf(self, rank: int) -> None:
        """A heading of ``rank`` follows: if the last one is no wider and has nothing under it, it is a list item."""
        leaf, self.leaf = self.leaf, None
        if leaf is not None and self.stack and self._is_item(self.stack[-1], rank):
            self.leaves.append(leaf)
            if self.stack.pop().rank == rank:
                return
        self._flush_leaves()

    @staticmethod
    def _is_item(last: _Heading, rank: int) -> bool:
        empty_section = last.rank <= _TABLE_TITLE_RANK and layout().heading_end.search(last.title) is not None
        return last.rank >= max(rank, _LEAF_RANK) and last.rank != _TABLE_TITLE_RANK and not empty_section

    def _flush_leaves(self) -> None:
        leaves, self.leaves = self.leaves, []
        limit = layout().passage_length
        group: list[Flowed] = []
        for leaf in [*leaves, None]:
            if leaf is not None and sum(len(item.text) + 1 for item in [*group, leaf]) <= limit:
                group.append(leaf)
                continue
            if group:
                text = "\n".join(item.text for item in group)
                self.found.append(Passage(text, self._path(), self._source(text, group[0].lines[:1])))
            group = [leaf] if leaf is not None else []

    def _emit(self, paragraph: Flowed, title: str = "") -> None:
        rules = layout()
        heads = [word for word in paragraph.text.split() if rules.grid_header.search(word)]
        if _LEAD_IN.fullmatch(paragraph.text):
            return
        told = len(_HAN.findall(paragraph.text)) >= 4 or (
            self.leaf is not None and rules.bare_answer.match(paragraph.text)
        )
        if not told or len(heads) >= rules.grid_least:
            return
        self._settle()
        section = self._path()
        if title:
            self.stack[-1].title = title
        for start, end in split_at_sentences(paragraph.text, layout().passage_length):
            text = paragraph.text[start:end].strip()
            source = self._source(text, paragraph.lines_between(start, end))
            self.found.append(Passage(text, section if start == 0 else self._path(), source))
        if paragraph.text.endswith(tuple(SENTENCE_END + CLAUSE_END)):
            self.begun = True

    def _source(self, text: str, lines: Sequence[Paragraph]) -> Source:
        first = lines[0]
        boxes = [line.box for line in lines if line.box is not None and line.page == first.page]
        sure = min((line.confidence for line in lines if line.confidence is not None), default=None)
        return Source(self.document, text, first.page, line=first.line, box=_around(boxes), confidence=sure)


def _around(boxes: Sequence[Box]) -> Box | None:
    if not boxes:
        return None
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)
