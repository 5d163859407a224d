"""What is held, over HTTP: units, their disclosures and series, all figures as CSV."""

from __future__ import annotations

from itertools import groupby
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import Response

from api.holdings.generation import Holdings
from api.holdings.rows import Row, rows
from api.http.problems import Problem
from graph.naming.identity import Names, normal
from graph.naming.units import written_out
from graph.store.generation import Generation

router = APIRouter(tags=["What is held"])

RESERVED = ":/?#[]@!$&'()*+,;=%~"
"""What stands in an address as it is; names of units are Chinese, and headers are not."""
Limit = Annotated[int, Query(ge=1, le=1000, description="Most entries")]
Offset = Annotated[int, Query(ge=0, description="Entries to skip")]
Name = Annotated[str, Path(description="The unit's full name, or the last part of its IRI")]


def held(request: Request) -> Generation:
    holdings: Holdings = request.app.state.holdings
    return holdings.current()


def unit_of(generation: Generation, name: str) -> str:
    """IRI of a unit by its IRI, its name or an alias that only it has. ``Problem`` 404 names what was looked for."""
    names = Names(generation.base)
    found = {
        str(row["unit"]) for row in rows(generation, "unit-names")
        if name == row["unit"] or normal(str(row["name"])) in (normal(name), written_out(name))
    }  # fmt: skip
    for spelling in (normal(name), written_out(name)):
        if (exact := names.unit(spelling).value) in found:
            return exact
    if len(found) == 1:
        return found.pop()
    raise Problem(404, "no-such-unit", f"no unit {name} is held; /units lists those that are")


def unit_entry(row: Row) -> dict[str, Any]:
    """A unit for JSON: ``id`` is what stands in the address of its page here."""
    return {"id": str(row["name"]), "iri": row["unit"], **{k: v for k, v in row.items() if k != "unit"}}


def page(request: Request, response: Response, found: list[Any], limit: int, offset: int) -> dict[str, Any]:
    """A page of a list, with its size; the header Link names its neighbours."""
    next_page(request, response, limit, offset, offset + limit < len(found))
    return {"results": found[offset : offset + limit], "total": len(found), "limit": limit, "offset": offset}


def next_page(
    request: Request, response: Response, limit: int, offset: int, more: bool, limit_name: str = "limit"
) -> None:
    """The header Link names the next page, where there is ``more``, and the one before (RFC 8288)."""
    near = (("next", offset + limit, more), ("prev", max(0, offset - limit), offset > 0))
    addresses = [(rel, str(request.url.include_query_params(**{limit_name: limit, "offset": start})))
                 for rel, start, is_there in near if is_there]  # fmt: skip
    if addresses:
        response.headers["Link"] = ", ".join(f'<{quote(each, safe=RESERVED)}>; rel="{rel}"' for rel, each in addresses)


@router.get("/units", summary="Units whose disclosures are held")
def units(
    request: Request,
    response: Response,
    q: Annotated[str | None, Query(max_length=100, description="Part of the name")] = None,
    limit: Limit = 100,
    offset: Offset = 0,
) -> dict[str, Any]:
    """In the order of their names."""
    found = [unit_entry(row) for row in rows(held(request), "units", limit=1_000_000, offset=0)]
    wanted = [each for each in found if normal(q) in normal(str(each["name"]))] if q else found
    return page(request, response, wanted, limit, offset)


@router.get("/units/{unit}", summary="One unit")
def unit(request: Request, unit: Name) -> dict[str, Any]:
    """With its other names and its disclosures."""
    generation = held(request)
    iri = unit_of(generation, unit)
    found = rows(generation, "units", unit=iri)
    if not found:
        raise Problem(404, "no-such-unit", f"{unit} is named in disclosures of others, and has none of its own here")
    aliases = [row["name"] for row in rows(generation, "unit-names", unit=iri) if row["kind"] == "alias"]
    return {**unit_entry(found[0]), "aliases": aliases, "held": disclosure_list(generation, unit=iri)}


@router.get("/units/{unit}/series", summary="A unit's figures over the years")
def series(
    request: Request,
    response: Response,
    unit: Name,
    measure: Annotated[str | None, Query(description="IRI or id of a measure, such as expenditure")] = None,
    stage: Annotated[str | None, Query(description="Such as 决算")] = None,
    scope: Annotated[str | None, Query(description="部门 or 单位")] = None,
    item: Annotated[str | None, Query(description="IRI of a class or row label; default: totals only")] = None,
    limit: Limit = 100,
    offset: Offset = 0,
) -> dict[str, Any]:
    """One entry per series and item, its amounts (yuan) by year. ``disputed``: the documents differ."""
    generation = held(request)
    names = Names(generation.base)
    wanted = {
        "unit": unit_of(generation, unit),
        "measure": measure if measure is None or ":" in measure else names.measure(measure).value,
        "stage": stage if stage is None or ":" in stage else names.stage(stage).value,
        "scope": scope,
        "item": item,
        "level": "total" if item is None else None,
    }
    try:
        found = rows(generation, "series", **wanted)
    except ValueError as error:
        raise Problem(400, "wrong-parameters", str(error)) from None
    keys = ("series", "scope", "stage", "measure", "fund", "nature", "item", "level")
    entries = [
        {
            **dict(zip(keys, key, strict=True)),
            "values": [{k: v for k, v in row.items() if k not in keys and v is not None} for row in group],
        }
        for key, group in groupby(found, key=lambda row: tuple(row[name] for name in keys))
    ]
    return page(request, response, entries, limit, offset)


@router.get("/disclosures", summary="Disclosures held, with their files")
def disclosures(
    request: Request,
    response: Response,
    unit: Annotated[str | None, Query(description="Name or IRI of a unit")] = None,
    year: Annotated[int | None, Query(ge=1900, le=2200, description="Fiscal year")] = None,
    limit: Limit = 100,
    offset: Offset = 0,
) -> dict[str, Any]:
    """Current revisions only; a replaced one stays readable under its IRI."""
    generation = held(request)
    iri = unit_of(generation, unit) if unit else None
    return page(request, response, disclosure_list(generation, unit=iri, year=year), limit, offset)


def disclosure_list(generation: Generation, **wanted: Any) -> list[dict[str, Any]]:
    """Disclosures in order of unit, year and kind, each with its files."""
    of_file = ("file", "document", "sha256", "pages")
    found = rows(generation, "disclosures", limit=1_000_000, **wanted)
    entries = []
    for _, group in groupby(found, key=lambda row: row["disclosure"]):
        files = list(group)
        entries.append({
            **{name: value for name, value in files[0].items() if name not in of_file},
            "sample": bool(files[0].get("sample")),
            "files": [{name: row[name] for name in of_file} for row in files],
        })  # fmt: skip
    return sorted(entries, key=lambda each: (str(each["name"]), each["year"], str(each["kind"]), str(each["scope"])))
