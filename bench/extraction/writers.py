"""Writes the cases: by reportlab, python-docx and the like directly, or through LibreOffice and Chromium."""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.extraction.cases import SEED, Case, compose
from bench.extraction.framed import write_framed_docx, write_framed_html
from bench.extraction.office import browser, convert, office, print_pages
from bench.extraction.paging import UnknownPage, cut_across, pages_across, pages_of
from bench.extraction.pdf_text import PDF_TEXT, as_text, pdf_text
from bench.extraction.poured import write_broken, write_marked_up, write_repeated
from bench.extraction.scanning import scan
from bench.extraction.sheets_at_work import A_PAGE, write_stacked, write_wide, write_worked
from samples.generate.blocks import Centred, Document, Heading, Paragraph, Table
from samples.generate.catalogue import options_of
from samples.generate.truth import write_truth
from samples.generate.write_docx import write_docx
from samples.generate.write_html import write_html
from samples.generate.write_pdf import fonts_installed, write_pdf
from samples.generate.write_text import Pages, write_flow, write_tabs
from samples.generate.write_workbook import write_xls, write_xlsx

Write = Callable[..., Pages]


@dataclass(frozen=True)
class Writer:
    """``write`` makes a file of the format ``suffix``; ``through`` an office program or browser then saves it as
    ``target``."""

    write: Write
    suffix: str
    through: str = ""
    target: str = ""
    columns: int = 0
    """How many columns of a table a page holds, where they go on over pages."""

    @property
    def final(self) -> str:
        return self.target or self.suffix


@dataclass(frozen=True)
class Drawn:
    """A file as written, and its truth (see ``samples.generate.truth``)."""

    case: Case
    path: Path
    truth: Path


def _pipes(document: Document, path: Path) -> Pages:
    """Tables as lines of cells between pipes, as converters to Markdown write them."""
    def row(table: Table) -> Iterable[str]:
        for number, cells in enumerate(table.grid()):
            yield "| " + " | ".join("" if cell is None else cell.text.strip() for cell in cells) + " |"
            if number == 0:
                yield "|" + " --- |" * table.columns
    return _lines(document, path, row)


def _cells(document: Document, path: Path) -> Pages:
    """Each cell a paragraph; what merged cells cover leaves no paragraph, a blank cell an empty one."""
    def row(table: Table) -> Iterable[str]:
        for cells in table.grid():
            for cell in cells:
                if cell is not None:
                    yield from (cell.text.strip(), "")
    return _lines(document, path, row)


def _lines(document: Document, path: Path, row: Callable[[Table], Iterable[str]]) -> Pages:
    lines: list[str] = []
    for block in document.blocks:
        if isinstance(block, Table):
            above = (block.lead, block.title, *(part for pair in block.caption for part in pair))
            for text in above:
                lines += [text, ""] if text else []
            lines += [*row(block), ""]
            for note in block.notes:
                lines += [note, ""]
        elif isinstance(block, (Heading, Paragraph, Centred)):
            lines += [block.text, ""]
    path.write_text("\n".join(lines), encoding="utf-8")
    return {}


def _reportlab(document: Document, path: Path, **options: Any) -> Pages:
    return write_pdf(document, path, **{"row_height": 21.0, "clear_notes": True, **options})


def _scanned(document: Document, path: Path, skew: float = 0.0) -> Pages:
    text = path.with_suffix(".text.pdf")
    pages = write_pdf(document, text, row_height=21.0, table_size=10.0, clear_notes=True)
    scan(text, path, skew)
    text.unlink()
    return pages


def _sheets(document: Document, path: Path, heights: bool = True) -> Pages:
    return write_xlsx(document, path, heights=heights)


def _paged_html(document: Document, path: Path, **options: Any) -> Pages:
    return write_html(document, path, paged=True, **options)


WRITERS: Mapping[str, Writer] = {
    "reportlab": Writer(_reportlab, "pdf"),
    "scan": Writer(_scanned, "pdf"),
    "docx": Writer(write_docx, "docx"),
    "xlsx": Writer(write_xlsx, "xlsx"),
    "xls": Writer(write_xls, "xls"),
    "html": Writer(write_html, "html"),
    "worked": Writer(write_worked, "xlsx"),
    "stacked": Writer(write_stacked, "xlsx"),
    "stacked-pdf": Writer(write_stacked, "xlsx", "office", "pdf"),
    "wide-pdf": Writer(write_wide, "xlsx", "office", "pdf", A_PAGE),
    "framed-docx": Writer(write_framed_docx, "docx"),
    "framed-html": Writer(write_framed_html, "html"),
    "layout-text": Writer(_reportlab, "pdf", PDF_TEXT, "txt"),
    "tabs": Writer(write_tabs, "txt"),
    "flow": Writer(write_flow, "txt"),
    "pipes": Writer(_pipes, "txt"),
    "cells": Writer(_cells, "txt"),
    "repeated": Writer(write_repeated, "txt"),
    "marked-up": Writer(write_marked_up, "txt"),
    "broken": Writer(write_broken, "txt"),
    "word-pdf": Writer(write_docx, "docx", "office", "pdf"),
    "word-docx": Writer(write_docx, "docx", "office", "docx"),
    "word-doc": Writer(write_docx, "docx", "office", "doc"),
    "word-html": Writer(write_docx, "docx", "office", "html"),
    "sheet-pdf": Writer(_sheets, "xlsx", "office", "pdf"),
    "sheet-xls": Writer(write_xlsx, "xlsx", "office", "xls"),
    "xls-xlsx": Writer(write_xls, "xls", "office", "xlsx"),
    "browser-pdf": Writer(_paged_html, "html", "browser", "pdf"),
}


def lacking(case: Case) -> str:
    """The program or font that a case needs and that is not installed; empty where nothing is lacking."""
    through = WRITERS[case.writer].through
    if through == "office" and office() is None:
        return "LibreOffice"
    if through == PDF_TEXT and pdf_text() is None:
        return "pdftotext (poppler-utils)"
    if through == "browser" and browser() is None:
        return "Chromium"
    drawn = WRITERS[case.writer].write in (_reportlab, _scanned)
    return "" if not drawn or fonts_installed() else "a Chinese font (see samples/README.md)"


def draw(cases: Sequence[Case], folder: Path, seed: str = SEED) -> list[Drawn]:
    """Write all cases below ``folder``; a case whose truth stands there already is left as it is.

    A case where the page of a row can't be told is left out and said to be, for it has no truth. Raises KeyError for a
    writer that there is not, MissingProgram, RuntimeError where a program writes nothing.
    """
    drawn = [
        Drawn(case, folder / f"{case.name}.{WRITERS[case.writer].final}", folder / f"{case.name}.csv") for case in cases
    ]
    between = folder / "between"
    between.mkdir(parents=True, exist_ok=True)
    new = [one for one in drawn if not one.truth.is_file()]
    documents = {one.case.name: compose(one.case, seed) for one in new}
    batches: dict[str, list[Path]] = defaultdict(list)
    pages: dict[str, Pages] = {}
    for one in new:
        writer = WRITERS[one.case.writer]
        first = between / f"{one.case.name}.{writer.suffix}" if writer.through else one.path
        options = options_of(one.case.written.split(":")[1:])
        pages[one.case.name] = writer.write(documents[one.case.name], first, **options)
        if writer.through == "office":
            batches[writer.target].append(first)
        elif writer.through == PDF_TEXT:
            as_text(first, one.path)
        elif writer.through == "browser":
            print_pages(first, one.path)
    for target, sources in batches.items():
        convert(sources, target, folder)
    for one in new:
        document = documents[one.case.name]
        printed = WRITERS[one.case.writer].through and one.path.suffix == ".pdf"
        columns = WRITERS[one.case.writer].columns
        try:
            if columns:
                known = pages_across(document, columns, one.path)
                document = cut_across(document, columns)
            else:
                known = pages_of(document, one.path) if printed else pages[one.case.name]
        except UnknownPage as error:
            print(f"left out: {error}", file=sys.stderr)
        else:
            write_truth(document, known, one.truth)
    return [one for one in drawn if one.truth.is_file()]
