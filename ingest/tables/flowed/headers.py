"""Headers poured out as words: whether the words left over from a table are those of a header known to its form.

A known header is a list of paths whose segments are patterns. Label columns may print any of the usual words; value
columns and the cells above them must all be there, and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.tables.flowed.rows import words
from ontology.layout import ColumnKind, bare, column_kind, data

USED = "\x00"
COLUMN_NUMBERS = re.compile(r"栏次(?:\d+)*")
NUMBERED_WORDS = re.compile(r"(?:栏次)+|[类款项]*栏次")
SEPARATE = -1


def example(pattern: str) -> str:
    """A label that a header pattern stands for: the first of its alternatives."""
    plain = re.sub(r"\(\?:([^()|]*)(?:\|[^()]*)?\)\??", r"\1", pattern)
    return re.sub(r"\[(.)[^\]]*\]", r"\1", plain)


def kinds_of(paths: Sequence[str]) -> list[ColumnKind]:
    """What the columns of a header hold, by its paths or the patterns of them."""
    return [column_kind(example(path.rsplit("/", 1)[-1])) for path in paths]


def sides_of(kinds: Sequence[ColumnKind]) -> list[list[int]]:
    """The columns of each side of a table: a column of names or codes behind one of values starts the next."""
    sides: list[list[int]] = []
    for column, kind in enumerate(kinds):
        if not sides or (kind != "value" and kinds[column - 1] == "value"):
            sides.append([])
        sides[-1].append(column)
    return sides


def numbers_columns(text: str) -> bool:
    """Whether a line is of the 栏次, or numbers the columns 1 2 3 ...: its words are no labels."""
    found = [word.text for word in words(text)]
    numbers = [int(word) for word in found if word.isdigit()]
    others = "".join(word for word in found if not word.isdigit())
    counted = numbers == list(range(1, len(numbers) + 1)) and bool(numbers)
    return counted and (not others or NUMBERED_WORDS.fullmatch(others) is not None)


def header_words(lines: Sequence[str]) -> str:
    """The words of the lines that are left over, without column numbers."""
    text = "".join(bare(line) for line in lines if not numbers_columns(line))
    return COLUMN_NUMBERS.sub("", text)


def match_header(header: Sequence[str], text: str) -> list[str] | None:
    """The header paths as printed, where the words are exactly the header's value cells and labels; None where any
    word is over or lacking."""
    nodes: dict[tuple[str, int], str] = {}
    for index, (path, kind) in enumerate(zip(header, kinds_of(header), strict=True)):
        parts = path.split("/")
        if kind != "value":
            continue
        for depth in range(1, len(parts)):
            nodes.setdefault(("/".join(parts[:depth]), SEPARATE), parts[depth - 1])
        nodes[path, index] = parts[-1]
    printed: dict[tuple[str, int], str] = {}
    at: dict[tuple[str, int], int] = {}
    rest = text
    order = list(nodes)
    # Longer labels are taken first, so that 项目支出 is not taken for 项目.
    for node in sorted(nodes, key=lambda n: (-len(example(nodes[n])), order.index(n))):
        found = re.search(nodes[node], rest)
        if found is None:
            return None
        printed[node], at[node] = found[0], found.start()
        rest = rest[:found.start()] + USED * len(found[0]) + rest[found.end():]
    for label in data()["flowed"]["labels"]:
        rest = rest.replace(label, USED)
    if rest.replace(USED, "") or not _in_order(at):
        return None
    paths = []
    for index, path in enumerate(header):
        parts = path.split("/")
        above = [printed.get(("/".join(parts[:depth]), SEPARATE), parts[depth - 1]) for depth in range(1, len(parts))]
        paths.append("/".join([*above, printed.get((path, index), example(parts[-1]))]))
    return paths


def _in_order(at: dict[tuple[str, int], int]) -> bool:
    """Whether the labels under one header cell are printed in the order of their columns: the same words in another
    order are another table."""
    siblings: dict[str, list[tuple[int, int]]] = {}
    for (path, index), position in at.items():
        if index != SEPARATE:
            siblings.setdefault(path.rpartition("/")[0], []).append((index, position))
    return all(
        [position for _, position in sorted(found)] == sorted(position for _, position in found)
        for found in siblings.values()
    )
