"""One run: every file read and scored by Mingzhang and, where it is a PDF with text, by the plain table finders."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pdfplumber

from bench.extraction.plain import Found, adapted, by_camelot, by_pdfplumber
from bench.extraction.score import Score, held, mingzhang, truth
from bench.extraction.writers import Drawn
from ingest.disclosure import read_disclosure
from ingest.documents.document import UnreadableDocument

GROUND_TRUTH = Path(__file__).resolve().parents[2] / "tests" / "groundtruth"
FINDERS: dict[str, Callable[[Path], Iterator[Found]]] = {"pdfplumber": by_pdfplumber, "camelot": by_camelot}
REAL = "ground truth"
PICTURES = ("scanned", "pasted")
"""Layouts whose tables are pictures, which plain table finders can't read."""


@dataclass(frozen=True)
class Target:
    """A file to be read. ``truth`` is None for real PDFs that only the speed is measured on."""

    layout: str
    name: str
    path: Path
    truth: Path | None

    @property
    def printed(self) -> bool:
        """Whether it is a PDF with text, which plain table finders can read."""
        return self.path.suffix == ".pdf" and self.layout not in PICTURES


@dataclass(frozen=True)
class Result:
    """``plain`` holds the scores of the table finders; ``bare`` the seconds that pdfplumber alone took, 0 where it
    did not run."""

    target: Target
    score: Score
    plain: dict[str, Score]
    bare: float = 0.0


def targets(drawn: Sequence[Drawn], real: Path | None) -> list[Target]:
    """The drawn files, those of ``real`` with ground truth, and the other PDFs of ``real`` for the speed."""
    found = [Target(one.case.layout, one.path.name, one.path, one.truth) for one in drawn]
    for path in sorted(real.iterdir()) if real else ():
        known = GROUND_TRUTH / f"{path.stem}.csv"
        if known.is_file():
            found.append(Target(REAL, path.name, path, known))
        elif path.suffix == ".pdf":
            found.append(Target("speed only", path.name, path, None))
    return found


def measure(target: Target, finders: Sequence[str], speed: bool) -> Result:
    """Read one file every way. ``finders``: names of ``FINDERS``; ``speed``: run bare pdfplumber beside."""
    if target.truth is None:
        return Result(target, Score(seconds=_read_seconds(target.path)), {}, _bare_seconds(target.path))
    wanted = truth(target.truth)
    score = mingzhang(target.path, wanted)
    plain: dict[str, Score] = {}
    for name in finders if target.printed else ():
        start = time.perf_counter()
        cells = adapted(FINDERS[name](target.path), score.unit)
        plain[name] = held(cells, wanted, seconds=time.perf_counter() - start)
    return Result(target, score, plain, _bare_seconds(target.path) if speed and target.printed else 0.0)


def warm_up() -> None:
    """Load what is loaded once in a process (dictionaries, patterns), so that no file pays for it."""
    sample = next((Path(__file__).resolve().parents[2] / "samples" / "documents").glob("*.docx"))
    read_disclosure([sample])


def _read_seconds(path: Path) -> float:
    start = time.perf_counter()
    with suppress(UnreadableDocument):
        read_disclosure([path])
    return time.perf_counter() - start


def _bare_seconds(path: Path) -> float:
    """What pdfplumber takes to give text and tables of every page."""
    start = time.perf_counter()
    with pdfplumber.open(path) as pdf:
        for page in pdf.pages:
            page.extract_text()
            page.extract_tables()
    return time.perf_counter() - start
