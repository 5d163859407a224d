"""Exports: the figures as rows of a table, and the graph as RDF files.

Columns of the figures export are a contract (see ``COLUMNS``): add, never rename. Rows come disclosure by disclosure,
so that a store of any size streams through.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from pyoxigraph import NamedNode, QuerySolution, QuerySolutions, RdfFormat, serialize

from graph.naming.identity import Names, parse_place
from graph.naming.literals import plain, shortest
from graph.queries import bound
from graph.store.embedded import text_of
from graph.store.generation import Generation
from ontology.schemes import concepts
from ontology.terms import prefixes

if TYPE_CHECKING:
    import pyarrow

COLUMNS = (
    "disclosure", "document", "page", "unit", "year", "scope", "form", "stage", "code", "item", "column", "value",
    "uom", "amount", "printed", "kind", "source", "confidence",
)
"""``disclosure`` and ``source`` are IRIs; ``value`` is in ``uom`` with its printed decimals, ``amount`` in yuan;
``page`` counts from 1 and is empty where the file has no pages; ``column`` is the printed header path, of a number in
prose what it is (公务接待批次, 公务接待费/较上年减少, 占本年收入合计); ``confidence``,
0 to 1, is of figures recognised in pictures only."""

RDF_FORMATS = {
    ".ttl": RdfFormat.TURTLE, ".trig": RdfFormat.TRIG, ".nq": RdfFormat.N_QUADS, ".jsonld": RdfFormat.JSON_LD,
}
SUFFIXES = (".csv", ".parquet", *RDF_FORMATS)
DECIMALS = ("value", "amount", "confidence")
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
MOST = 2**31 - 1
"""Disclosures of one export: more than there are, and as much as every engine takes for a LIMIT."""
_TOLD_AS = {"change": "较{basis}{direction}", "share": "占{basis}", "completion": "完成{basis}", "target": "目标"}
"""What a number of prose is that is no amount of its item, by its role."""
_ROWS_A_BATCH = 50_000

Row = dict[str, str]


def export(generation: Generation, path: Path) -> int:
    """Writes the figures (.csv, .parquet) or the graph (.ttl, .trig, .nq, .jsonld) to a file, by its suffix.

    Gives the number of rows or triples. The file appears whole or not at all. Raises ValueError for another suffix.
    """
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise ValueError(f"{path.name}: no export is called {suffix or 'nothing'}; use one of {' '.join(SUFFIXES)}")
    part = path.with_name(f".{path.name}.part")
    try:
        if suffix == ".csv":
            with part.open("w", encoding="utf-8", newline="") as file:
                count = write_csv(figure_rows(generation), file)
        elif suffix == ".parquet":
            count = write_parquet(figure_rows(generation), part)
        else:
            with part.open("wb") as out:
                count = write_rdf(generation, out, RDF_FORMATS[suffix])
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return count


def figure_rows(
    generation: Generation,
    *,
    unit: str | None = None,
    year: int | None = None,
    kind: str | None = None,
) -> Iterator[Row]:
    """The figures of the current disclosures as rows of ``COLUMNS``: disclosures by IRI, in each as they are printed.

    ``unit`` (IRI) and ``year`` choose disclosures, ``kind`` statements. Every row is of a printed or derived number;
    what is printed blank has none.
    """
    held: dict[str, tuple[str, str]] = {}
    for found in _select(generation, "disclosures", unit=unit, year=year, limit=MOST):
        held[text_of(found["revision"])] = (text_of(found["disclosure"]), text_of(found["name"]))
    for revision, (disclosure, name) in sorted(held.items(), key=lambda pair: pair[1]):
        solutions = _select(generation, "figures", revision=revision, kind=kind)
        told = _told(generation, revision) if kind in (None, "prose") else {}
        for found in sorted(solutions, key=_reading_order):
            yield _row(found, disclosure, name, told)


def write_csv(rows: Iterable[Row], file: IO[str]) -> int:
    """Writes rows as CSV with a header line; gives their number. ``file`` is opened with ``newline=""``."""
    writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
    writer.writeheader()
    count = 0
    for row in rows:
        writer.writerow(row)
        count += 1
    return count


def write_parquet(rows: Iterable[Row], path: Path) -> int:
    """Writes rows as Parquet; year and page are integers, value, amount and confidence decimals with 10 places."""
    import pyarrow.parquet

    schema, count, batch = _schema(), 0, []
    with pyarrow.parquet.ParquetWriter(path, schema) as writer:
        for row in rows:
            batch.append(_typed(row))
            count += 1
            if len(batch) == _ROWS_A_BATCH:
                writer.write_table(pyarrow.Table.from_pylist(batch, schema))
                batch = []
        writer.write_table(pyarrow.Table.from_pylist(batch, schema))
    return count


def write_rdf(generation: Generation, out: IO[bytes], format: RdfFormat) -> int:
    """Writes the current graphs, the one of runs left out (it alone knows a clock); gives the number of triples.

    Graph by graph in the order of their names; Turtle has no graphs and gets the union.
    """
    names = Names(generation.base)
    count = 0

    def lines() -> Iterator[Any]:
        nonlocal count
        graphs = [graph for graph in generation.store.named_graphs() if isinstance(graph, NamedNode)]
        for graph in sorted(graphs, key=lambda graph: graph.value):
            if graph == names.runs_graph:
                continue
            for quad in generation.store.quads_for_pattern(None, None, None, graph):
                count += 1
                yield quad if format.supports_datasets else quad.triple

    serialize(lines(), out, format, prefixes=prefixes(generation.base))
    return count


def printed_value(value: Decimal, printed: str) -> str:
    """The value as a plain decimal with the decimals it is printed with: 25.3 printed ``25.30`` is ``25.30``."""
    for match in _NUMBER.finditer(unicodedata.normalize("NFKC", printed).replace("，", ",")):
        try:
            number = Decimal(match[0].replace(",", ""))
        except InvalidOperation:
            continue
        if number == abs(value):
            return plain(number.copy_sign(value) if value else number)
    return shortest(value)


def _select(generation: Generation, name: str, **values: Any) -> Iterator[QuerySolution]:
    result = generation.query(bound(name, generation.base, **values))
    assert isinstance(result, QuerySolutions)
    yield from result


def _reading_order(found: QuerySolution) -> tuple[str, int, int, int, int, int, float, str, int, str]:
    place = parse_place(text_of(found["place"]))
    top = place.box[1] if place.box is not None and place.table is None else 0.0
    told = _position(found) if place.table is None else 0
    return (
        text_of(found["document"]), place.page or 0, place.line or 0, place.table or 0, place.row or 0,
        place.column or 0, top, text_of(found["printed"]) if told else "", told, text_of(found["statement"]),
    )


def _position(found: QuerySolution) -> int:
    """Where the number stands in what is printed, so that those of one sentence come in its order."""
    value, printed = Decimal(text_of(found["value"])), text_of(found["printed"])
    numbers = _NUMBER.finditer(unicodedata.normalize("NFKC", printed))
    return next((n.start() for n in numbers if Decimal(n[0].replace(",", "").rstrip(".")) == abs(value)), len(printed))


def _told(generation: Generation, revision: str) -> dict[str, str]:
    """What each number of the prose is: the name of the typed thing, and what the number says of it, by statement."""
    names, told = _fact_names(), {}
    for found in _select(generation, "told", revision=revision):
        role, basis, direction = (text_of(found[name]) for name in ("role", "basis", "direction"))
        said = _TOLD_AS.get(role, "").format(basis=basis, direction=direction)
        if not basis and role in ("change", "share"):
            said = direction if role == "change" else "占比"
        measure = names.get(text_of(found["measure"]).rpartition("/")[2], "")
        told[text_of(found["statement"])] = "/".join(part for part in (measure, said) if part)
    return told


@cache
def _fact_names() -> dict[str, str]:
    return {concept.id: concept.zh for concept in concepts("facts")}


def _row(found: QuerySolution, disclosure: str, unit: str, told: Mapping[str, str]) -> Row:
    page, amount = parse_place(text_of(found["place"])).page, text_of(found["amount"])
    printed = text_of(found["printed"])
    same = ("document", "year", "scope", "form", "stage", "code", "item", "column", "uom", "kind")
    cells = {
        **{name: text_of(found[name]) for name in same},
        "disclosure": disclosure,
        "page": "" if page is None else str(page),
        "unit": unit,
        "value": printed_value(Decimal(text_of(found["value"])), printed),
        "amount": shortest(Decimal(amount)) if amount else "",
        "column": text_of(found["column"]) or told.get(text_of(found["statement"]), ""),
        "printed": printed,
        "source": text_of(found["statement"]),
        "confidence": text_of(found["confidence"]),
    }
    return {name: cells[name] for name in COLUMNS}


def _schema() -> pyarrow.Schema:
    import pyarrow

    kinds: dict[str, Callable[[], Any]] = {"page": pyarrow.int32, "year": pyarrow.int32}
    decimal = pyarrow.decimal128(38, 10)
    return pyarrow.schema([
        (name, decimal if name in DECIMALS else kinds.get(name, pyarrow.string)()) for name in COLUMNS
    ])


def _typed(row: Row) -> dict[str, object]:
    typed: dict[str, object] = dict(row)
    for name in ("page", "year"):
        typed[name] = int(row[name]) if row[name] else None
    for name in DECIMALS:
        typed[name] = Decimal(row[name]) if row[name] else None
    return typed
