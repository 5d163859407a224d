"""How long reading PDF files takes, from file to records, against bare pdfplumber on every page of the same files.

    python -m bench.reading_speed FOLDER

prints CPU seconds of one process for each file and the ratio over all of them. Both run on each file in turn, so that a
busy machine slows both.
"""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pdfplumber

from ingest.disclosure import read_disclosure
from ingest.documents.document import UnreadableDocument


def bare(path: Path) -> None:
    """The text and the tables of every page, as pdfplumber gives them, and nothing done with them."""
    with pdfplumber.open(path) as pdf:
        for page in pdf.pages:
            page.extract_text()
            page.extract_tables()
            page.close()


def records(path: Path) -> None:
    """The disclosure with figures, facts, passages and ledger. The key is given, as an empty form has none."""
    try:
        read_disclosure([path], unit="某局", year=2024, kind="决算", scope="部门")
    except UnreadableDocument as error:
        print(f"{error}", file=sys.stderr)


def seconds(read: Callable[[Path], None], path: Path) -> float:
    """CPU time of one reading."""
    begun = time.process_time()
    read(path)
    return time.process_time() - begun


def measured(paths: list[Path]) -> list[tuple[str, float, float]]:
    """Name, seconds of bare pdfplumber, and to records, of each file; the first is read once before, for imports."""
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    records(paths[0])
    return [(path.name, seconds(bare, path), seconds(records, path)) for path in paths]


def main() -> None:
    """Print a line a file, and the ratio."""
    found = measured(sorted(Path(sys.argv[1]).glob("*.pdf")))
    for name, plumber, ours in found:
        print(f"{name:<50} pdfplumber {plumber:6.2f} s   records {ours:6.2f} s   ratio {ours / plumber:.2f}")
    plumber, ours = sum(each[1] for each in found), sum(each[2] for each in found)
    print(f"{'all':<50} pdfplumber {plumber:6.2f} s   records {ours:6.2f} s   ratio {ours / plumber:.2f}")


if __name__ == "__main__":
    main()
