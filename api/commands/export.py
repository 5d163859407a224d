"""`mingzhang export FILE`: the figures as a table, or the graph as RDF, by the file's ending."""

from __future__ import annotations

from pathlib import Path

import click

from api.commands.options import fail, json_option, print_json, settings, store_option


@click.command("export")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@store_option
@json_option
def command(file: Path, store: Path | None, as_json: bool) -> None:
    """Write the figures (.csv, .parquet) or the graph (.ttl, .trig, .nq, .jsonld) of all current disclosures to FILE.

    FILE appears whole or not at all, and takes the place of an older one.
    """
    now = settings(store=store)
    from api.holdings.generation import NoStore
    from api.holdings.one_generation import on_one_generation
    from graph.export import SUFFIXES, export

    if file.suffix.lower() not in SUFFIXES:
        raise click.UsageError(f"{file.name}: the ending says what is written; there are {' '.join(SUFFIXES)}")
    try:
        count = on_one_generation(now, lambda generation: export(generation, file))
    except NoStore as error:
        fail(str(error))
    except OSError as error:
        fail(f"{file}: can't be written: {error.strerror or error}")
    what = "figures" if file.suffix.lower() in (".csv", ".parquet") else "triples"
    if as_json:
        print_json({"file": str(file), what: count})
    else:
        click.echo(f"{file}: {count} {what}", err=True)
