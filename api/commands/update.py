"""`mingzhang update FILE|-`: write graphs of one's own beside what was read from documents."""

from __future__ import annotations

from pathlib import Path
from typing import IO, NoReturn

import click

from api.commands.options import fail, indexers_of, json_option, open_library, print_json, settings, store_option

TYPES = ("turtle", "nt", "jsonld")


@click.command("update")
@click.argument("file", type=click.File("rb"), metavar="FILE|-")
@click.option("--graph", help="FILE is no update but RDF: add it to this graph.")
@click.option("--replace", is_flag=True, help="Put the RDF in the place of what the graph holds.")
@click.option("--type", "kind", type=click.Choice(TYPES), default="turtle", show_default=True, help="Form of the RDF.")
@store_option
@json_option
def command(
    file: IO[bytes], graph: str | None, replace: bool, kind: str, store: Path | None, as_json: bool
) -> None:
    """Run the SPARQL update in FILE, or from standard input, on graphs of your own.

    Their names begin with graph/own/ under the base of the store's IRIs. WHERE sees what was read, too; that itself is
    computed from documents alone and never changed. Only queries see own graphs; answers, findings and exports do not.
    """
    from pyoxigraph import RdfFormat, parse

    from api.sparql.guard import Refused, check_update
    from graph.library.library import StoreBusy
    from graph.store import own
    from graph.store.generation import NoGeneration, open_current

    now = settings(store=store)
    if now.server is not None:
        failed(as_json, "not-allowed", "own graphs stand beside an embedded graph only; this one is on the SPARQL "
               f"server {now.store_url}: write there, in a data set apart from this one")  # fmt: skip
    try:
        content = file.read()
        if graph is None:
            text = content.decode("utf-8")
            check_update(text)
            own.check_targets(text, now.base)
        with open_library(now) as library:
            held = own.read(now.store)
            if graph is not None:
                form = {"turtle": RdfFormat.TURTLE, "nt": RdfFormat.N_TRIPLES, "jsonld": RdfFormat.JSON_LD}[kind]
                found = own.put(held, graph, parse(content, form, base_iri=graph), now.base, replace=replace)
            else:
                with open_current(now.store) as generation, own.workbench(now.store, generation.path / "graph") as copy:
                    found = own.updated(copy, held, text, now.base)
            if changed := set(found) != set(held):
                own.write(now.store, found)
                library.publish(indexers_of(now))
    except own.NotAllowed as error:
        failed(as_json, "not-allowed", str(error))
    except NoGeneration as error:
        failed(as_json, "nothing", str(error))
    except (Refused, SyntaxError, ValueError) as error:
        failed(as_json, "refused", str(error))
    except (StoreBusy, OSError) as error:
        failed(as_json, "busy", f"the store can't be written: {error}")
    if as_json:
        print_json({"status": "changed" if changed else "no-op", "statements": len(found)})
    else:
        click.echo(f"{'changed' if changed else 'no-op'}: own graphs hold {len(found)} statements")


def failed(as_json: bool, kind: str, message: str) -> NoReturn:
    """End with exit code 1; for programs with the kind of failure."""
    if as_json:
        print_json({"status": "failed", "kind": kind, "message": message})
        raise SystemExit(1)
    fail(message)
