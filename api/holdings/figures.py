"""Figures over HTTP, as CSV and Parquet: the rows and columns of `mingzhang export`, filtered."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO
from itertools import islice
from pathlib import Path
from tempfile import mkstemp
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import FileResponse, Response, StreamingResponse
from starlette.background import BackgroundTask

from api.holdings.disclosures import held, unit_of
from graph.export import COLUMNS, figure_rows, write_csv, write_parquet
from graph.naming.identity import normal

router = APIRouter(tags=["What is held"])

PARQUET = "application/vnd.apache.parquet"


@dataclass(frozen=True)
class Wanted:
    """Which figures; all where nothing is said."""

    unit: Annotated[str | None, Query(description="Name or IRI of a unit")] = None
    year: Annotated[int | None, Query(ge=1900, le=2200, description="Fiscal year of the disclosure")] = None
    kind: Annotated[
        Literal["table", "performance", "prose", "derived"] | None, Query(description="Where they are printed")
    ] = None
    form: Annotated[str | None, Query(max_length=200, description="Printed title of a table: 支出决算表")] = None
    limit: Annotated[int | None, Query(ge=1, le=10_000_000, description="Most rows; default: all")] = None
    offset: Annotated[int, Query(ge=0, le=10_000_000, description="Rows to skip")] = 0


def rows_wanted(request: Request, wanted: Wanted) -> Iterator[dict[str, str]]:
    """The rows in the order of the export; ``Problem`` for a unit that is not held, before the first row is sent."""
    generation = held(request)
    unit = unit_of(generation, wanted.unit) if wanted.unit else None
    found = figure_rows(generation, unit=unit, year=wanted.year, kind=wanted.kind)
    if wanted.form is not None:
        form = normal(wanted.form)
        found = (row for row in found if normal(row["form"]) == form)
    return islice(found, wanted.offset, None if wanted.limit is None else wanted.offset + wanted.limit)


@router.get("/figures.csv", summary="Figures as CSV", response_class=Response,
            responses={200: {"content": {"text/csv": {}}, "description": "A row per printed figure"}})  # fmt: skip
def as_csv(request: Request, wanted: Annotated[Wanted, Depends()]) -> Response:
    """The same rows and columns as `mingzhang export figures.csv`."""
    headers = {"Content-Disposition": 'inline; filename="figures.csv"'}
    found = rows_wanted(request, wanted)
    return StreamingResponse(in_parts(found), media_type="text/csv; charset=utf-8", headers=headers)


@router.get("/figures.parquet", summary="Figures as Parquet", response_class=Response,
            responses={200: {"content": {PARQUET: {}}, "description": "A row per printed figure"}})  # fmt: skip
def as_parquet(request: Request, wanted: Annotated[Wanted, Depends()]) -> Response:
    """The same rows; year and page are integers, value and amount decimals."""
    found = rows_wanted(request, wanted)
    handle, name = mkstemp(prefix="mingzhang-", suffix=".parquet")
    os.close(handle)
    file = Path(name)
    try:
        write_parquet(found, file)
    except BaseException:
        file.unlink(missing_ok=True)
        raise
    return FileResponse(
        file, media_type=PARQUET, filename="figures.parquet", background=BackgroundTask(file.unlink, missing_ok=True)
    )


def in_parts(found: Iterator[dict[str, str]]) -> Iterator[str]:
    """The CSV in parts of some hundred rows, so that a store of any size streams through."""
    part = StringIO()
    csv.writer(part, lineterminator="\n").writerow(COLUMNS)
    header = part.getvalue()
    yield header
    while rows_of_part := list(islice(found, 500)):
        part = StringIO()
        write_csv(rows_of_part, part)
        yield part.getvalue().removeprefix(header)
