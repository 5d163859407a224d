"""From printed lines to paragraphs: what a PDF or a text file breaks at its right margin is joined again.

Word and HTML mark their paragraphs; PDF and plain text give one printed line at a time. Whether a line goes on in the
next is told from its last character, from where its right edge stands among its neighbours, and from what the next
line begins with (``headings.toml``).
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from itertools import pairwise
from statistics import median

from ingest.documents.document import Paragraph

SENTENCE_END = "。！？!?"
CLAUSE_END = "；;：:"
_OPEN_CLAUSE = "，,、"
_PAGE_NUMBER = re.compile(r"^[-—–－]?\d{1,3}[-—–－]?(?=\D)|(?<=\D)[-—–－]?\d{1,3}[-—–－]?$")
_BRACKETS = {"（": "）", "(": ")", "《": "》", "“": "”", "〔": "〕", "【": "】"}
_CLOSERS = {close: opening for opening, close in _BRACKETS.items()}


@dataclass(frozen=True)
class Numbering:
    """A way to number a heading; smaller ranks stand above greater ones."""

    rank: int
    pattern: re.Pattern[str]


@dataclass(frozen=True)
class Layout:
    """``headings.toml``, compiled."""

    numberings: tuple[Numbering, ...]
    titles: tuple[Numbering, ...]
    tables_part: re.Pattern[str]
    table_title: re.Pattern[str]
    heading_end: re.Pattern[str]
    code_goes_on: re.Pattern[str]
    fields: re.Pattern[str]
    duties: re.Pattern[str]
    unfinished: re.Pattern[str]
    bare_answer: re.Pattern[str]
    contents_opening: re.Pattern[str]
    contents_leader: re.Pattern[str]
    furniture: tuple[re.Pattern[str], ...]
    passage_length: int
    heading_length: int
    sentence_heading_length: int
    run_in_length: int
    grid_header: re.Pattern[str]
    grid_idle: re.Pattern[str]
    grid_least: int
    list_least: int
    list_name: int

    def numbered(self, text: str) -> tuple[int, int] | None:
        """Rank and length of the numbering ``text`` begins with, or None."""
        for numbering in self.numberings:
            if found := numbering.pattern.match(text):
                return numbering.rank, found.end()
        return None

    def title_rank(self, text: str) -> int | None:
        """Rank of a title without a number, or None. A title is short and holds no sentence punctuation."""
        if len(text) > self.heading_length or any(mark in text for mark in "。；，：!?！？"):
            return None
        return next((title.rank for title in self.titles if title.pattern.search(text)), None)

    def is_table_title(self, text: str) -> bool:
        """Title of a statutory table on a line of its own."""
        return len(text) <= self.heading_length and self.table_title.search(text) is not None

    def is_furniture(self, text: str) -> bool:
        return any(pattern.match(text) for pattern in self.furniture)


@cache
def layout() -> Layout:
    """The patterns of ``headings.toml``, read once."""
    data = tomllib.loads(resources.files("ingest").joinpath("headings.toml").read_text(encoding="utf-8"))
    return Layout(
        numberings=tuple(Numbering(entry["rank"], re.compile(entry["pattern"])) for entry in data["numbering"]),
        titles=tuple(Numbering(entry["rank"], re.compile(entry["pattern"])) for entry in data["title"]),
        tables_part=re.compile(data["tables_part"]["pattern"]),
        table_title=re.compile(data["tables_part"]["title"]),
        heading_end=re.compile(data["flow"]["heading_end"]),
        code_goes_on=re.compile(data["flow"]["code_goes_on"]),
        fields=re.compile(data["flow"]["fields"]),
        duties=re.compile(data["flow"]["duties"]),
        unfinished=re.compile(data["flow"]["unfinished"]),
        bare_answer=re.compile(data["flow"]["bare_answer"]),
        contents_opening=re.compile(data["contents"]["opening"]),
        contents_leader=re.compile(data["contents"]["leader"]),
        furniture=tuple(re.compile(pattern) for pattern in data["furniture"]["patterns"]),
        passage_length=data["length"]["passage"],
        heading_length=data["length"]["heading"],
        sentence_heading_length=data["length"]["sentence_heading"],
        run_in_length=data["length"]["run_in"],
        grid_header=re.compile(data["grid"]["header"]),
        grid_idle=re.compile(data["grid"]["idle"]),
        grid_least=data["grid"]["least"],
        list_least=data["grid"]["list_least"],
        list_name=data["grid"]["list_name"],
    )


def printed_width(text: str) -> float:
    """Width in Chinese characters as set: wide characters and quotes 1, others a half, a blank a quarter."""
    return sum(0.25 if c.isspace() else 1.0 if unicodedata.east_asian_width(c) in "WFA" else 0.5 for c in text)


def compact(text: str) -> str:
    """Without any white space."""
    return "".join(text.split())


def tidy(text: str) -> str:
    """Ends stripped, runs of white space as one blank; otherwise as printed."""
    return " ".join(text.split())


def join_printed(first: str, second: str) -> str:
    """Two printed lines as one text: no blank between them unless both sides are Latin letters."""
    if first and second and first[-1].isascii() and first[-1].isalpha() and second[0].isascii() and second[0].isalpha():
        return f"{first} {second}"
    return first + second


def is_tabular(text: str) -> bool:
    """A row of a table set as flowing text: cells parted by blanks, two numbers side by side, no sentence.

    A number that stands before a unit of measure belongs to a sentence, so two in one line prove nothing.
    """
    if any(mark in text for mark in "。，；"):
        return False
    cells = [re.fullmatch(r"[-+]?[\d,]+(?:\.\d+)?%?", cell) is not None for cell in text.split()]
    return len(cells) >= 3 and any(left and right for left, right in pairwise(cells))


def without_contents(lines: Sequence[Paragraph]) -> list[Paragraph]:
    """The lines without the table of contents.

    It opens with 目录 and ends where its first entry comes again, at the latest where prose begins.
    """
    rules = layout()
    kept: list[Paragraph] = []
    first: str | None = None
    inside = False
    for line in lines:
        text = tidy(line.text)
        bare = compact(text)
        if not inside and rules.contents_opening.match(bare):
            inside, first = True, None
            continue
        if inside:
            numbered = rules.numbered(text)
            key = text[: numbered[1]] if numbered and numbered[0] == 10 else rules.contents_leader.sub("", bare)
            if first is None:
                first = key if bare and not rules.is_furniture(text) else None
                continue
            prose = len(bare) > rules.heading_length and any(mark in bare for mark in SENTENCE_END)
            if compact(key) != compact(first) and not prose:
                continue
            inside = False
        if rules.contents_leader.search(text) and not inside:
            continue
        kept.append(line)
    return kept


def without_running_heads(lines: Sequence[Paragraph]) -> list[Paragraph]:
    """The lines without heads and feet: what comes again at the edge of three pages or more, but for a page number."""
    edges: Counter[str] = Counter()
    pages: dict[int, list[Paragraph]] = {}
    for line in lines:
        if line.page is not None and line.text.strip():
            pages.setdefault(line.page, []).append(line)
    for on_page in pages.values():
        edges.update({_without_number(on_page[0].text), _without_number(on_page[-1].text)})
    repeated = {text for text, count in edges.items() if count >= 3 and not text.endswith(tuple(SENTENCE_END))}
    return [line for line in lines if line.page is None or _without_number(line.text) not in repeated]


def _without_number(text: str) -> str:
    return _PAGE_NUMBER.sub("", compact(text))


@dataclass(frozen=True)
class Flowed:
    """A paragraph and the lines it was printed on; ``starts[i]`` is where ``lines[i]`` begins in ``text``."""

    text: str
    lines: tuple[Paragraph, ...]
    starts: tuple[int, ...]

    def lines_between(self, start: int, end: int) -> tuple[Paragraph, ...]:
        """The printed lines that hold ``text[start:end]``."""
        first = max(bisect_right(self.starts, start) - 1, 0)
        return self.lines[first : max(bisect_right(self.starts, end - 1), first + 1)]


def join_lines(lines: Sequence[Paragraph]) -> list[Flowed]:
    """Printed lines as paragraphs. What the format marks as a paragraph stays alone.

    Blank lines and furniture are left out, and so are rows of tables that were set as flowing text.
    """
    rules = layout()
    tidied = [replace(line, text=tidy(line.text)) for line in lines]
    kept = [
        line
        for line in tidied
        if line.text and not rules.is_furniture(line.text) and (line.complete or not is_tabular(line.text))
    ]
    flow = _Flow(kept)
    joined: list[Flowed] = []
    first = 0
    for index, line in enumerate(kept):
        if joined and flow.continues(joined[-1].text, range(first, index), index):
            last = joined[-1]
            text = join_printed(last.text, line.text)
            start = len(text) - len(line.text)
            joined[-1] = Flowed(text, (*last.lines, line), (*last.starts, start))
        else:
            joined.append(Flowed(line.text, (line,), (0,)))
            first = index
    return joined


class _Flow:
    """Right edges of the lines, in characters, and what they say about where a paragraph ends."""

    _SLACK = 2.5
    """Characters a full line may fall short of its column: punctuation that may not stand first, wide digits."""
    _INDENT = 2.0
    """Characters by which the first line of a paragraph stands in."""
    _WINDOW = 12

    def __init__(self, lines: Sequence[Paragraph]) -> None:
        self.lines = lines
        heights = [line.box[3] - line.box[1] for line in lines if line.box is not None]
        self.em = max(median(heights), 1.0) if heights else 1.0
        lefts = sorted(line.box[0] for line in lines if line.box is not None)
        self.left = lefts[len(lefts) // 10] if lefts else 0.0
        self.edges = [line.box[2] / self.em if line.box is not None else printed_width(line.text) for line in lines]

    def continues(self, so_far: str, members: Sequence[int], index: int) -> bool:
        """Whether line ``index`` goes on with the paragraph ``so_far`` made of the lines ``members``."""
        last, line = self.lines[members[-1]], self.lines[index]
        if last.complete or line.complete or self._are_apart(last, line):
            return False
        rules = layout()
        if rules.code_goes_on.match(line.text):
            return True
        if rules.fields.match(so_far):
            return False
        numbered = rules.numbered(line.text)
        if numbered is not None:
            return so_far[-1] in _OPEN_CLAUSE and numbered[0] >= 50
        if _has_open_bracket(so_far) and len(so_far) < rules.passage_length:
            return True
        if self._is_title(so_far) and rules.numbered(so_far) is None:
            return last.page == line.page and self._begins_title(so_far, line.text)
        if self._is_title(line.text) and not (_is_open_sentence(so_far) and self._is_wide(index, 0.0)):
            return last.page == line.page and self._begins_title(so_far, line.text)
        if so_far[-1] in SENTENCE_END:
            return self._is_full(members, index) and not self._opens_paragraph(index)
        if so_far[-1] in CLAUSE_END:
            return self._is_full(members, index) and not (line.box is not None and self._is_indented(line))
        if so_far[-1] in _OPEN_CLAUSE:
            return True
        opening = rules.numbered(so_far)
        if opening is not None and not _has_marks(so_far):
            if rules.heading_end.search(so_far) is not None and not self._is_duty(members[0], opening[0]):
                return False
            if opening[0] == 10:
                return len(line.text) <= rules.sentence_heading_length and not _has_marks(line.text)
            return self._is_wide(members[-1], 0.0)
        return _is_open_sentence(so_far) or self._is_full(members, index)

    def _is_duty(self, index: int, rank: int) -> bool:
        """Line ``index``, numbered with ``rank``, stands in a list right under a heading of duties."""
        rules = layout()
        for line in reversed(self.lines[:index]):
            above = rules.numbered(line.text)
            if (above is not None and above[0] < rank) or rules.title_rank(line.text) is not None:
                return rules.duties.search(line.text) is not None
        return False

    @staticmethod
    def _is_title(text: str) -> bool:
        return layout().title_rank(text) is not None or layout().is_table_title(text)

    @staticmethod
    def _begins_title(so_far: str, text: str) -> bool:
        """A title without a number set over two lines: the line before it is as short and as bare."""
        rules = layout()
        if rules.title_rank(text) is None or rules.title_rank(so_far) is not None or rules.numbered(so_far) is not None:
            return False
        return len(so_far) <= rules.sentence_heading_length and not _has_marks(so_far)

    def _is_full(self, members: Sequence[int], index: int) -> bool:
        """The last line reaches the right edge of its column, as far as its neighbours show it."""
        last = members[-1]
        edge = self.edges[last] + self._unbreakable(index)
        if edge < max([*(self.edges[member] for member in members), self.edges[index]]) - self._SLACK:
            return False
        return (
            len(members) > 1
            or self._is_wide(last, self._unbreakable(index))
            or abs(edge - self.edges[index]) <= self._SLACK
        )

    def _is_wide(self, last: int, room: float) -> bool:
        """Line ``last`` is about as wide as the widest around it; the first line of a paragraph stands in by two."""
        return self.edges[last] + room >= self._width_around(last) - self._INDENT - 1.5

    def _width_around(self, index: int) -> float:
        window = sorted(self.edges[max(0, index - self._WINDOW) : index + self._WINDOW + 1])
        return window[int(len(window) * 0.9)]

    def _unbreakable(self, index: int) -> float:
        """Width of the number or word a line opens with: it did not fit into the line above."""
        found = re.match(r"[!-~]+", self.lines[index].text)
        return printed_width(found.group()) if found else 0.0

    def _opens_paragraph(self, index: int) -> bool:
        """After a full line that ends a sentence only the indent tells: by its box, else by the width it takes."""
        line = self.lines[index]
        if line.box is not None:
            return self._is_indented(line)
        return self.edges[index] < self._width_around(index) - self._INDENT / 2

    @staticmethod
    def _are_apart(last: Paragraph, line: Paragraph) -> bool:
        """Set in another size, after pages of something else, or a note under a table."""
        if last.page is not None and line.page is not None and line.page - last.page > 1:
            return True
        if last.box is None or line.box is None:
            return line.text.startswith("注：")
        heights = sorted((last.box[3] - last.box[1], line.box[3] - line.box[1]))
        return line.text.startswith("注：") or heights[1] > 1.35 * max(heights[0], 1.0)

    def _is_indented(self, line: Paragraph) -> bool:
        return line.box is not None and line.box[0] >= self.left + 1.2 * self.em


def _has_marks(text: str) -> bool:
    return any(mark in text for mark in SENTENCE_END + CLAUSE_END + "，")


def _has_open_bracket(text: str) -> bool:
    depth: Counter[str] = Counter()
    for character in text:
        if character in _BRACKETS:
            depth[character] += 1
        elif character in _CLOSERS and depth[_CLOSERS[character]]:
            depth[_CLOSERS[character]] -= 1
    return any(depth.values())


def _is_open_sentence(text: str) -> bool:
    """Text punctuated like a sentence that has not come to its end, or that ends on a word that needs another."""
    if text[-1] in SENTENCE_END + CLAUSE_END:
        return False
    punctuated = len(text) >= 20 and any(mark in text for mark in "，。；：")
    return punctuated or layout().unfinished.search(text) is not None
