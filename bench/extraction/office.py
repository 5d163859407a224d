"""LibreOffice and Chromium as writers: many files of one kind in one call."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

SECONDS_A_FILE = 60


class MissingProgram(RuntimeError):
    """A program that writes some of the documents is not installed."""


def program(*names: str) -> str | None:
    """The path of the first of some programs that is installed."""
    return next((path for name in names if (path := shutil.which(name))), None)


def office() -> str | None:
    return program("soffice", "libreoffice")


def browser() -> str | None:
    return program("chromium", "chromium-browser", "google-chrome")


def convert(sources: Sequence[Path], suffix: str, out: Path) -> None:
    """Have LibreOffice save files as ``suffix`` (pdf, docx, doc, xls, ods, html) in ``out``.

    Raises MissingProgram, or RuntimeError naming the files that did not come out.
    """
    found = office()
    if found is None:
        raise MissingProgram("LibreOffice is missing: install it (Debian: apt-get install libreoffice)")
    # A profile of its own, so that an office that runs already does not take the files over.
    with tempfile.TemporaryDirectory() as profile:
        subprocess.run(
            [found, f"-env:UserInstallation=file://{profile}", "--headless", "--convert-to", suffix, "--outdir",
             str(out), *map(str, sources)],
            check=True, capture_output=True, timeout=SECONDS_A_FILE * (1 + len(sources)))
    lost = [path.name for path in sources if not (out / f"{path.stem}.{suffix}").is_file()]
    if lost:
        raise RuntimeError(f"LibreOffice wrote no {suffix} of {', '.join(lost)}")


def print_pages(source: Path, target: Path) -> None:
    """Have Chromium print an HTML file as PDF. Raises MissingProgram, RuntimeError."""
    found = browser()
    if found is None:
        raise MissingProgram("Chromium is missing: install it (Debian: apt-get install chromium)")
    with tempfile.TemporaryDirectory() as profile:
        subprocess.run(
            [found, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={profile}",
             "--no-pdf-header-footer", f"--print-to-pdf={target}", source.resolve().as_uri()],
            check=True, capture_output=True, timeout=SECONDS_A_FILE)
    if not target.is_file():
        raise RuntimeError(f"Chromium wrote no PDF of {source.name}")
