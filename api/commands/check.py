"""`mingzhang check`: read documents without storing them, and tell what was and was not understood."""

from __future__ import annotations

import os
import tempfile
from collections import Counter
from dataclasses import asdict
from pathlib import Path

import click

from api.commands.options import fail, json_option, print_json, settings, store_option


@click.command("check")
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@store_option
@json_option
def command(paths: tuple[Path, ...], store: Path | None, as_json: bool) -> None:
    """Read documents and tell what was understood; store nothing.

    For each document: what it discloses, the tables read with the sums that hold and those that don't, and every
    passage that was not understood. Exit code 1 where one could not be read.
    """
    from api.commands.gather import gather
    from ingest.batch import Failure, read_many

    now = settings(store=store)
    with tempfile.TemporaryDirectory(prefix="mingzhang-") as scratch:
        found = gather(paths, Path(scratch))
        if not found.files and not found.errors:
            fail("no document among " + ", ".join(path.name for path in paths))
        for error in found.errors:
            click.echo(f"failed: {error}", err=True)
        failed = len(found.errors)
        for path, read in read_many(found.files, readers=now.readers or os.cpu_count() or 1, key={}):
            if isinstance(read, Failure):
                failed += 1
                if as_json:
                    print_json({"document": read.name, "status": "failed", "message": read.message})
                else:
                    click.echo(f"failed: {read.message}", err=True)
                continue
            ledger = [asdict(entry) for entry in read.ledger]
            forms = Counter(figure.form for figure in read.figures if figure.kind == "table")
            key = read.key
            if as_json:
                about = {"document": path.name, "status": "read", **asdict(key)}
                print_json({**about, "forms": dict(forms), "ledger": ledger})
                continue
            click.echo(f"{path.name}: {key.unit} {key.year} {key.kind} ({key.scope})")
            for form, count in forms.items():
                click.echo(f"  {form}: {count} figures")
            for entry in read.ledger:
                place = f" page {entry.page}" if entry.page else f" line {entry.line}" if entry.line else ""
                click.echo(f"  {entry.event}{place}: {entry.message}")
    if failed:
        raise SystemExit(1)
