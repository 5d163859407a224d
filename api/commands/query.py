"""`mingzhang query FILE|-`: run a SPARQL query on the store."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from api.commands.options import fail, json_option, settings, store_option

FORMATS = ("csv", "json", "jsonld", "nt", "trig", "tsv", "turtle", "xml")


@click.command("query")
@click.argument("query", type=click.File(encoding="utf-8"), metavar="FILE|-")
@click.option(
    "--format", "wanted", type=click.Choice(FORMATS), help="How to print.  [default: tsv; a graph: turtle]"
)
@store_option
@json_option
def command(query: Any, wanted: str | None, store: Path | None, as_json: bool) -> None:
    """Run the SPARQL query in FILE, or from standard input, and print the whole result.

    The default graph is the union of all current graphs. SERVICE and updates are refused, as over HTTP; there is no
    limit of time or rows.
    """
    now = settings(store=store)
    text = query.read()
    from api.holdings.generation import NoStore
    from api.holdings.one_generation import on_one_generation
    from api.http.problems import Problem
    from api.sparql.guard import Refused, check
    from api.sparql.protocol import media_for
    from api.sparql.worker import answer

    try:
        checked = check(text)
        table = checked.form in ("SELECT", "ASK")
        media = media_for(checked.form, None, wanted or ("json" if as_json else "tsv" if table else "turtle"))
    except (Refused, Problem) as error:
        raise click.UsageError(f"{query.name}: {error}") from None
    job = {
        "query": text, "media": media, "rows": sys.maxsize, "bytes": sys.maxsize, "from_graphs": checked.graphs,
        "default_graphs": None, "named_graphs": None,
    }  # fmt: skip
    try:
        _, content = on_one_generation(now, lambda generation: answer(generation, job))
    except NoStore as error:
        fail(str(error))
    except (SyntaxError, ValueError) as error:
        raise click.UsageError(f"{query.name}: {error}") from None
    sys.stdout.buffer.write(content)
    if not content.endswith(b"\n"):
        sys.stdout.buffer.write(b"\n")
    sys.stdout.flush()
