"""Cells held against the truth: form, row, column, value, unit of measure and page must all be right."""

from __future__ import annotations

import csv
import re
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from ingest.disclosure import read_disclosure
from ingest.documents.document import UnreadableDocument
from ingest.records import Disclosure

UNPLACED = re.compile(r"有 (\d+) 个数字可以落在几个位置")


class Cell(NamedTuple):
    """A printed figure with its place, by the rules of the figures export. ``page`` is empty in formats without."""

    form: str
    page: str
    code: str
    item: str
    column: str
    value: Decimal
    uom: str


@dataclass(frozen=True)
class Score:
    """``wanted`` and ``found`` count cells, ``right`` those that are both; ``staged`` the right ones whose stage is
    right too; ``tested`` the found ones that an identity tested."""

    wanted: int = 0
    found: int = 0
    right: int = 0
    staged: int = 0
    tested: int = 0
    seconds: float = 0.0
    lacking: tuple[Cell, ...] = field(default=(), repr=False)
    wrong: tuple[Cell, ...] = field(default=(), repr=False)
    error: str = ""
    unit: str = ""
    """Whose the disclosure is, as read."""
    open: int = 0
    """Numbers left unread because blank cells were lost and several placements keep every sum, by the ledger."""

    @property
    def recall(self) -> float:
        return self.right / self.wanted if self.wanted else 1.0

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 1.0

    def __add__(self, other: Score) -> Score:
        return Score(*(getattr(self, name) + getattr(other, name) for name in (
            "wanted", "found", "right", "staged", "tested", "seconds", "lacking", "wrong")),
            open=self.open + other.open)


def truth(path: Path) -> Counter[tuple[Cell, str]]:
    """Cells with their stage, of a file of ground truth."""
    with path.open(encoding="utf-8", newline="") as file:
        return Counter(
            (Cell(r["form"], r["page"], r["code"], r["item"], r["column"], Decimal(r["value"]), r["uom"]), r["stage"])
            for r in csv.DictReader(file)
        )


def cells_of(disclosure: Disclosure) -> Counter[tuple[Cell, str]]:
    """Cells of the statutory tables, with their stage, as Mingzhang read them."""
    return Counter(
        (Cell(f.form, str(f.source.page or ""), f.code, f.item, f.column, f.value, f.uom), f.stage)
        for f in disclosure.figures if f.kind == "table"
    )


def held(found: Counter[tuple[Cell, str]], wanted: Counter[tuple[Cell, str]], **given: float | str) -> Score:
    """How what was found agrees with what is printed."""
    plain, expected = _plain(found), _plain(wanted)
    return Score(
        wanted=wanted.total(), found=found.total(), right=(plain & expected).total(), staged=(found & wanted).total(),
        lacking=tuple((expected - plain).elements()), wrong=tuple((plain - expected).elements()), **given,  # type: ignore[arg-type]
    )


def _plain(cells: Counter[tuple[Cell, str]]) -> Counter[Cell]:
    plain: Counter[Cell] = Counter()
    for (cell, _), count in cells.items():
        plain[cell] += count
    return plain


def mingzhang(path: Path, wanted: Counter[tuple[Cell, str]]) -> Score:
    """A file as Mingzhang reads it, with the seconds that took; one that it refuses is all lacking."""
    start = time.perf_counter()
    try:
        disclosure = read_disclosure([path])
    except UnreadableDocument as error:
        seconds = time.perf_counter() - start
        lacking = tuple(_plain(wanted).elements())
        return Score(wanted=wanted.total(), lacking=lacking, error=str(error), seconds=seconds)
    seconds = time.perf_counter() - start
    tested = sum(1 for figure in disclosure.figures if figure.kind == "table" and figure.tested)
    unplaced = sum(
        int(found[1]) for entry in disclosure.ledger
        if entry.event == "ambiguous" and (found := UNPLACED.search(entry.message)))
    return held(
        cells_of(disclosure), wanted, tested=tested, seconds=seconds, unit=disclosure.key.unit, open=unplaced)


def total(scores: Iterable[Score]) -> Score:
    return sum(scores, Score())
