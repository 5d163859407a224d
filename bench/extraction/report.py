"""The run as tables: for the terminal, for docs/benchmarks.md between its marks, and every file as CSV."""

from __future__ import annotations

import csv
import io
import platform
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

from bench.extraction.cases import what
from bench.extraction.results import REAL, SCANNED, Result
from bench.extraction.score import Score, total

DOCS = Path(__file__).resolve().parents[2] / "docs" / "benchmarks.md"
FILES = Path(__file__).with_name("results.csv")
MARKS = ("<!-- extraction -->", "<!-- /extraction -->")
PACKAGES = ("pdfplumber", "pdfminer.six", "pypdfium2", "camelot-py", "python-docx", "openpyxl", "reportlab")


def section(results: Sequence[Result], finders: Sequence[str], programs: Sequence[str]) -> str:
    """The Markdown between the marks."""
    scored = [result for result in results if result.target.truth is not None]
    layouts = list(dict.fromkeys(result.target.layout for result in scored))
    head = ["layout", "files", "cells", "recall", "precision", *(f"{name} R / P" for name in finders)]
    lines = [
        "## Extraction", "",
        f"`python -m bench.extraction`: {len(scored)} files, {sum(r.score.wanted for r in scored)} cells. A cell is right"
        " where form, code, row, column, value, unit of measure and page are. Beside: table finders with a plain"
        " adapter, on the PDFs with text.", "",
        *_table(head, [_line(name, [r for r in scored if r.target.layout == name], finders) for name in layouts]), "",
        *_table(head, [
            _line("all drawn with text", [r for r in scored if r.target.layout not in (REAL, SCANNED)], finders),
        ]), "",
    ]
    real = [result for result in scored if result.target.layout == REAL]
    if real:
        lines += [*_table(["real document", *head[2:]], [_file(result, finders) for result in real]), ""]
    lines += [*_speed(results), "", *_tested(scored), "", _machine(programs), ""]
    lines += [f"What each layout is: `bench/extraction/layouts.toml`; every file: `{FILES.parent.name}/{FILES.name}`."]
    return "\n".join(lines)


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    return ["| " + " | ".join(head) + " |", "|" + "---|" * len(head), *("| " + " | ".join(row) + " |" for row in rows)]


def _line(name: str, results: Sequence[Result], finders: Sequence[str]) -> list[str]:
    score = total(result.score for result in results)
    title = name if name.startswith("all") or name == REAL else f"{name}: {what(name)}"
    return [title, str(len(results)), str(score.wanted), *_rates(score), *_beside(results, finders)]


def _file(result: Result, finders: Sequence[str]) -> list[str]:
    return [result.target.name, str(result.score.wanted), *_rates(result.score), *_beside([result], finders)]


def _rates(score: Score) -> list[str]:
    return [_rate(score.recall, score.wanted), _rate(score.precision, score.found)]


def _rate(share: float, count: int) -> str:
    """Three decimals, cut: 1.000 is all of them. A dash where there is nothing to judge."""
    return f"{int(share * 1000) / 1000:.3f}" if count else "–"


def _beside(results: Sequence[Result], finders: Sequence[str]) -> list[str]:
    cells = []
    for name in finders:
        scores = [result.plain[name] for result in results if name in result.plain]
        cells.append(" / ".join(_rates(total(scores))) if scores else "–")
    return cells


def _speed(results: Sequence[Result]) -> list[str]:
    both = [result for result in results if result.bare]
    if not both:
        return ["Speed was not measured in this run."]
    ours, bare = sum(r.score.seconds for r in both), sum(r.bare for r in both)
    text = (f"Speed, all {len(both)} PDFs with text in one process, file to records: {ours:.1f} s; pdfplumber's"
            f" `extract_text` and `extract_tables` on every page: {bare:.1f} s; ratio {ours / bare:.2f}")
    camelot = [(r.plain["camelot"].seconds, r.plain["pdfplumber"].seconds) for r in both if "camelot" in r.plain]
    if camelot:
        text += f" (camelot with the adapter: {sum(c for c, _ in camelot) / sum(p for _, p in camelot):.1f} times"
        text += " pdfplumber with it)"
    real = [r for r in both if r.target.layout in (REAL, "speed only")]
    if real:
        part = sum(r.score.seconds for r in real) / sum(r.bare for r in real)
        text += f". The {len(real)} real ones alone: ratio {part:.2f}"
    return [text + "."]


def _tested(results: Sequence[Result]) -> list[str]:
    score = total(result.score for result in results)
    stages = score.right - score.staged
    return [
        f"Figures tested by an identity: {score.tested} of {score.found}"
        f" ({score.tested / max(1, score.found):.1%}). Right cells of another stage than the printed: {stages}."
    ]


def _machine(programs: Sequence[str]) -> str:
    versions = ", ".join(f"{name} {version(name)}" for name in PACKAGES if _installed(name))
    return f"Python {platform.python_version()}, {platform.machine()}, 2 cores that others used as well; {versions}" + (
        f"; {', '.join(programs)}." if programs else ".")


def _installed(name: str) -> bool:
    try:
        version(name)
    except ImportError:
        return False
    return True


def write_docs(text: str, path: Path = DOCS) -> None:
    """Put the section between the marks, at the end of the file where there are none yet."""
    page = path.read_text(encoding="utf-8")
    block = f"{MARKS[0]}\n{text}\n{MARKS[1]}"
    start, end = page.find(MARKS[0]), page.find(MARKS[1])
    page = page[:start] + block + page[end + len(MARKS[1]):] if start >= 0 else f"{page.rstrip()}\n\n{block}\n"
    path.write_text(page, encoding="utf-8")


def write_files(results: Sequence[Result], finders: Sequence[str], path: Path = FILES) -> None:
    """Every file with its scores as CSV."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["layout", "file", "cells", "found", "right", *(f"{n} {w}" for n in finders for w in ("found", "right"))])
    for result in results:
        if result.target.truth is None:
            continue
        plain = [
            str(value) for name in finders
            for value in ((result.plain[name].found, result.plain[name].right) if name in result.plain else ("", ""))
        ]
        score = result.score
        writer.writerow([result.target.layout, result.target.name, score.wanted, score.found, score.right, *plain])
    path.write_text(text.getvalue(), encoding="utf-8")
