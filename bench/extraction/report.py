"""The run as tables: for the terminal and docs/benchmarks.md; and every file as data."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from bench.extraction.cases import what
from bench.extraction.results import PICTURES, REAL, Result
from bench.extraction.score import Score, total
from bench.report import machine, table

PACKAGES = ("pdfplumber", "pdfminer.six", "pypdfium2", "camelot-py", "python-docx", "openpyxl", "reportlab")


def section(results: Sequence[Result], finders: Sequence[str], programs: Sequence[str]) -> str:
    """The Markdown between the marks."""
    scored = [result for result in results if result.target.truth is not None]
    layouts = list(dict.fromkeys(result.target.layout for result in scored))
    head = ["layout", "files", "cells", "recall", "precision", *(f"{name} R / P" for name in finders)]
    lines = [
        "## Extraction", "",
        f"`python -m bench.extraction`: {len(scored)} files, {sum(r.score.wanted for r in scored)} cells. A cell is"
        " right where form, code, row, column, value, unit of measure and page are."
        + (" Beside: table finders with a plain adapter, on the PDFs with text." if finders else ""), "",
        table(head, [
            *(_line(name, [r for r in scored if r.target.layout == name], finders) for name in layouts),
            _line("all drawn with text", [r for r in scored if r.target.layout not in (REAL, *PICTURES)], finders),
        ]), "",
    ]
    real = [result for result in scored if result.target.layout == REAL]
    if real:
        lines += [table(["real document", *head[2:]], [_file(result, finders) for result in real]), ""]
    lines += [_speed(results), "", _tested(scored), ""]
    lines += [", ".join([machine(*filter(_installed, PACKAGES)), *programs]) + ".", ""]
    lines += ["What each layout is: `bench/extraction/layouts.toml`; every file: `bench/results/extraction.json`."]
    return "\n".join(lines)


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


def _speed(results: Sequence[Result]) -> str:
    both = [result for result in results if result.bare]
    if not both:
        return "Speed was not measured in this run."
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
    return text + "."


def _tested(results: Sequence[Result]) -> str:
    score = total(result.score for result in results)
    stages = score.right - score.staged
    return (
        f"Figures tested by an identity: {score.tested} of {score.found}"
        f" ({score.tested / max(1, score.found):.1%}). Right cells of another stage than the printed: {stages}."
        f" Cells lacking: {score.wanted - score.right}, wrong: {score.found - score.right}; numbers left unread because"
        f" blank cells were lost and several placements keep every sum: {score.open}."
    )


def _installed(name: str) -> bool:
    try:
        version(name)
    except PackageNotFoundError:
        return False
    return True


def as_data(results: Sequence[Result]) -> list[dict[str, Any]]:
    """Every file with its counts."""
    return [
        {
            "layout": result.target.layout, "file": result.target.name, "cells": result.score.wanted,
            **_counts(result.score), **{name: _counts(score) for name, score in result.plain.items()},
        }
        for result in results if result.target.truth is not None
    ]


def _counts(score: Score) -> dict[str, int]:
    return {"found": score.found, "right": score.right, **({"open": score.open} if score.open else {})}
