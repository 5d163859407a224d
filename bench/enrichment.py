"""How long facts, links, findings and shapes take beside reading the tables.

``python -m bench.enrichment FILE_OR_FOLDER...`` reads each document, prints one line each and the ratio over all, which
must stay at most 1. Tables: opening the file, telling whose it is, the statutory tables. Facts: passages, prose,
performance, notes. Graph: describing and structure shapes. Time of the processor, the best of three runs.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from time import process_time
from typing import TypeVar

from graph.describe.disclosure import describe_disclosure
from graph.describe.links import describe_links
from graph.describe.structure import check_structure
from graph.findings import findings
from graph.findings.describe import describe_findings, findings_graph
from ingest.disclosure import read_disclosure
from ingest.documents.document import UnreadableDocument
from ingest.documents.open import open_document
from ingest.key import gather, printed_name, tell_key
from ingest.tables.statutory import read_statutory

RUNS = 3
T = TypeVar("T")
_COLUMNS = ("tables", "facts", "shapes and graph", "links", "findings")


def main(paths: list[Path]) -> float:
    """Prints the times of every document under ``paths``, and returns the ratio over all."""
    whole = [0.0] * len(_COLUMNS)
    print("document", *(f"{name} s" for name in _COLUMNS), "ratio", sep="\t")
    for path in _files(paths):
        try:
            tables, reading, *rest = (min(run) for run in zip(*(_times(path) for _ in range(RUNS)), strict=True))
        except UnreadableDocument as error:
            print(f"{path.name}\t{error}")
            continue
        times = [tables, max(0.0, reading - tables), *rest]
        whole = [total + one for total, one in zip(whole, times, strict=True)]
        print(path.name, *(f"{time:.3f}" for time in times), f"{sum(times[1:]) / times[0]:.2f}", sep="\t")
    ratio = sum(whole[1:]) / whole[0]
    print("all", *(f"{time:.3f}" for time in whole), f"{ratio:.2f}", sep="\t")
    return ratio


def _files(paths: list[Path]) -> Iterator[Path]:
    for path in paths:
        yield from sorted(each for each in path.iterdir() if each.is_file()) if path.is_dir() else [path]


def _times(path: Path) -> tuple[float, ...]:
    tables, _ = _timed(lambda: _tables(path))
    reading, disclosure = _timed(lambda: read_disclosure([path]))
    links, linked = _timed(lambda: describe_links([disclosure]))
    graph, _ = _timed(lambda: check_structure([*describe_disclosure(disclosure), *linked]))
    found, _ = _timed(lambda: describe_findings(findings(disclosure), findings_graph(disclosure.key)))
    return tables, reading, graph, links, found


def _tables(path: Path) -> None:
    document = open_document(path)
    evidence = gather(document.blocks)
    key, aliases = tell_key(document.file.name, evidence)
    read_statutory(document.blocks, (key.unit, *aliases, *printed_name(evidence)), document.file.name, key.year)


def _timed(work: Callable[[], T]) -> tuple[float, T]:
    start = process_time()
    made = work()
    return process_time() - start, made


if __name__ == "__main__":
    sys.exit(main([Path(name) for name in sys.argv[1:]]) > 1)
