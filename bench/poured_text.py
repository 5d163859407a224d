"""How much of a table is read after it was poured out as text: ``python bench/poured_text.py FILE...``.

Each document is read as it is; its statutory tables are then printed again in every shape that plain text has been seen
in, read once more, and compared figure by figure. Prints, for each shape, how many figures came back and how many were
wrong (none may be); with ``-v`` also which tables lack figures.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from ingest.documents.document import Block, Cell, Grid
from ingest.documents.open import open_document
from ingest.documents.text import text_content
from ingest.key import gather, printed_name, tell_key
from ingest.records import Figure
from ingest.tables.statutory import Statutory, read_statutory
from ontology.layout import bare

Truth = Counter[tuple[str, ...]]


def rows(grid: Grid) -> list[list[Cell | None]]:
    """The cells of a grid by position, each at its top left; None where another reaches over."""
    at: list[list[Cell | None]] = [[None] * grid.columns for _ in range(grid.rows)]
    for cell in grid.cells:
        at[cell.row][cell.column] = cell
    return at


def _text(cell: Cell | None) -> str:
    return bare(cell.text) if cell else ""


def _tabs(grid: Grid) -> list[str]:
    return ["\t".join(_text(cell) for cell in row) for row in rows(grid)]


def _pipes(grid: Grid) -> list[str]:
    return ["| " + " | ".join(_text(cell) for cell in row) + " |" for row in rows(grid)]


def _blanks(grid: Grid) -> list[str]:
    """A cell ends with one blank, a blank cell is two."""
    return ["".join(f"{_text(c)} " if _text(c) else "  " for c in row if c is not None) for row in rows(grid)]


def _blanks_cut(grid: Grid) -> list[str]:
    return [line.rstrip() for line in _blanks(grid)]


def _lost(grid: Grid) -> list[str]:
    return [" ".join(filter(None, map(_text, row))) for row in rows(grid)]


def _paragraphs(grid: Grid) -> list[str]:
    return [_text(cell) for row in rows(grid) for cell in row if _text(cell)]


def _paragraphs_with_blanks(grid: Grid) -> list[str]:
    return [_text(cell) for row in rows(grid) for cell in row if cell is not None]


def _columns(grid: Grid) -> list[str]:
    return [_text(cell) for column in zip(*rows(grid), strict=True) for cell in column if _text(cell)]


def _columns_with_blanks(grid: Grid) -> list[str]:
    return [_text(cell) for column in zip(*rows(grid), strict=True) for cell in column if cell is not None]


SHAPES: dict[str, Callable[[Grid], list[str]]] = {
    "tabs": _tabs, "pipes": _pipes, "blanks": _blanks, "blanks-cut": _blanks_cut, "lost": _lost,
    "paragraphs": _paragraphs, "paragraphs-blank": _paragraphs_with_blanks,
    "columns": _columns, "columns-blank": _columns_with_blanks,
}


def poured(blocks: Sequence[Block], statutory: set[int], shape: str, *, spaced: bool = False) -> str:
    """The blocks as text, statutory tables (by index of their grid) in the shape, other tables with tabs. ``spaced``:
    a blank line after every printed one."""
    lines: list[str] = []
    for block in blocks:
        if isinstance(block, Grid):
            lines.extend(SHAPES[shape](block) if block.index in statutory else _tabs(block))
        else:
            lines.append(block.text)
    return ("\n\n" if spaced else "\n").join(lines) + "\n"


def truth(figures: Sequence[Figure]) -> Truth:
    """The figures as they are compared: all but their place."""
    return Counter((f.form, f.stage, str(f.year), f.code, f.item, f.column, str(f.value), f.uom) for f in figures)


def read_twice(path: Path, shape: str) -> tuple[Statutory, Statutory]:
    """The document's tables read as they are, and read from the shape."""
    document = open_document(path)
    evidence = gather(document.blocks)
    key, aliases = tell_key(document.file.name, evidence, unit=None, year=None, kind=None, scope=None)
    names = (key.unit, *aliases, *printed_name(evidence))
    whole = read_statutory(document.blocks, names, path.name, key.year)
    indexes = {sheet.grid.index for table in whole.tables.tables for sheet in table.sheets}
    text = poured(whole.blocks, indexes, shape)
    return whole, read_statutory(text_content(text).blocks, names, path.name, key.year)


def main() -> None:
    """Score every file in every shape."""
    parser = argparse.ArgumentParser()
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("-s", "--shape", action="append", choices=SHAPES)
    parser.add_argument("-v", "--verbose", action="store_true")
    given = parser.parse_args()
    print("| shape | figures | read | recall | wrong |\n|---|---|---|---|---|")
    for shape in given.shape or SHAPES:
        wanted: Truth = Counter()
        lacking: Truth = Counter()
        wrong: Truth = Counter()
        for path in given.files:
            whole, again = read_twice(path, shape)
            expected, found = truth(whole.reading.figures), truth(again.reading.figures)
            wanted += expected
            lacking += expected - found
            wrong += found - expected
            if given.verbose:
                by_form = Counter(key[0] for key in (expected - found).elements())
                total = Counter(key[0] for key in expected.elements())
                for form, count in by_form.items():
                    print(f"    {path.name[:28]} {form}: {count} of {total[form]} lacking")
                for key in (expected - found):
                    print("    lacking", key)
                for key in (found - expected):
                    print("    WRONG", key)
                for entry in again.reading.ledger:
                    if entry.event in ("not-understood", "ambiguous", "doubtful"):
                        print("      ", entry.event, entry.message[:110])
        read = wanted.total() - lacking.total()
        print(f"| {shape} | {wanted.total()} | {read} | {read / max(1, wanted.total()):.3f} | {wrong.total()} |")


if __name__ == "__main__":
    main()
