"""PDFs as text whose columns blanks keep: what ``pdftotext -layout`` of poppler makes of them."""

from __future__ import annotations

import subprocess
from pathlib import Path

from bench.extraction.office import MissingProgram, program

PDF_TEXT = "pdf-text"
SECONDS_A_FILE = 60


def pdf_text() -> str | None:
    """The path of the program, None where it is not installed."""
    return program("pdftotext")


def as_text(pdf: Path, text: Path) -> None:
    """Write the text of a PDF, a form feed behind each page. Raises MissingProgram, CalledProcessError,
    TimeoutExpired."""
    found = pdf_text()
    if found is None:
        raise MissingProgram("pdftotext is not installed (package poppler-utils)")
    subprocess.run([found, "-layout", str(pdf), str(text)], check=True, capture_output=True, timeout=SECONDS_A_FILE)
