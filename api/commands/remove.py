"""`mingzhang remove WHAT`: take a disclosure, or what one file gave, out of the store."""

from __future__ import annotations

from pathlib import Path

import click

from api.commands.options import fail, indexers_of, json_option, open_library, print_json, settings, store_option


@click.command("remove")
@click.argument("what")
@store_option
@json_option
def command(what: str, store: Path | None, as_json: bool) -> None:
    """Remove from the store a disclosure, named by its IRI, or what one file gave, named by its SHA-256.

    What stays is as if the removed had never been there.
    """
    from graph.library.library import StoreBusy

    now = settings(store=store)
    if not now.store.exists():
        fail(f"the store {now.store} is not there")
    try:
        with open_library(now) as library:
            outcome = library.remove(what)
            library.publish(indexers_of(now))
            held = set(library.journal.by_file)
    except KeyError as error:
        fail(str(error.args[0]))
    except (StoreBusy, ValueError, OSError) as error:
        fail(f"the store can't be written: {error}")
    for kept in (now.store / "files").glob("*") if (now.store / "files").is_dir() else ():
        if kept.name not in held:
            kept.unlink(missing_ok=True)
    if as_json:
        print_json({"status": outcome.status, "disclosure": outcome.disclosure, "revision": outcome.revision})
    else:
        left = f"; now current: {outcome.revision}" if outcome.revision else ""
        click.echo(f"removed: {outcome.disclosure}{left}")
