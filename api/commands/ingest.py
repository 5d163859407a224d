"""`mingzhang ingest PATH...`: read documents into the store."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import click

from api.commands.options import fail, json_option, print_json, settings, store_option

PUBLISH_EVERY = 30.0
"""Seconds after which readers of the store see what has been read so far, though the batch goes on."""


@click.command("ingest")
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--unit", help="The disclosing body's full name, where a document does not say it clearly.")
@click.option("--year", type=click.IntRange(1990, 2100), help="The fiscal year.")
@click.option("--kind", type=click.Choice(["预算", "决算"]), help="Budget or final accounts.")
@click.option("--scope", type=click.Choice(["部门", "单位"]), help="A department with its units, or one entity.")
@click.option("--readers", type=click.IntRange(1, 256), help="Processes that read.  [default: one per core]")
@store_option
@json_option
def command(
    paths: tuple[Path, ...],
    unit: str | None,
    year: int | None,
    kind: str | None,
    scope: str | None,
    readers: int | None,
    store: Path | None,
    as_json: bool,
) -> None:
    """Read documents into the store: files, folders, zips.

    A file that is already held changes nothing. One that supplies what a disclosure lacks joins it; one that supplies
    it anew is a revision. A file that can't be read is named with the cause, and the others are read all the same
    (exit code 1).

    --unit, --year, --kind and --scope hold for all the files named.
    """
    from api.commands.gather import gather
    from graph.library import Library
    from ingest.batch import Failure, read_many

    now = settings(store=store, readers=readers)
    key = {"unit": unit, "year": year, "kind": kind, "scope": scope}
    failed = 0
    with tempfile.TemporaryDirectory(prefix="mingzhang-") as scratch:
        found = gather(paths, Path(scratch))
        for error in found.errors:
            failed += 1
            report(as_json, document=error.split(":")[0], status="failed", message=error)
        if found.skipped and not as_json:
            click.echo(f"left aside, no documents: {', '.join(found.skipped)}", err=True)
        if not found.files and not failed:
            fail("no document among " + ", ".join(path.name for path in paths))
        library = Library(now.store, base=now.base)
        published = time.monotonic()
        progress(0, len(found.files))
        for count, (path, read) in enumerate(
            read_many(found.files, readers=now.readers or os.cpu_count() or 1, key=key), start=1
        ):
            if isinstance(read, Failure):
                failed += 1
                report(as_json, document=read.name, status="failed", kind=read.kind, message=read.message)
            else:
                outcome = library.add(read)
                report(as_json, **described(path, read, outcome))
            if time.monotonic() - published > PUBLISH_EVERY:
                library.publish()
                published = time.monotonic()
            progress(count, len(found.files))
        library.publish()
    if failed:
        raise SystemExit(1)


def described(path: Path, read: Any, outcome: Any) -> dict[str, object]:
    """What became of a document, as printed: its disclosure, what was read of it, what the store did with it."""
    return {
        "document": path.name,
        "status": outcome.status,
        "unit": read.key.unit,
        "year": read.key.year,
        "kind": read.key.kind,
        "scope": read.key.scope,
        "figures": len(read.figures),
        "passages": len(read.passages),
        "notes": [entry.message for entry in read.ledger if entry.event in ("not-understood", "ambiguous", "doubtful")],
    }


def report(as_json: bool, **what: object) -> None:
    """One document's line: JSON, or text with failures on standard error."""
    if as_json:
        print_json(what)
    elif what["status"] == "failed":
        clear_progress()
        click.echo(f"failed: {what['message']}", err=True)
    else:
        clear_progress()
        which = "{unit} {year} {kind} ({scope})".format(**what)
        click.echo("{status}: {document} = {which}, {figures} figures, {passages} passages".format(which=which, **what))
        for note in what["notes"]:  # type: ignore[attr-defined]
            click.echo(f"  {note}")


def progress(done: int, total: int) -> None:
    """How far reading is, on one line of a terminal; nothing where the output goes elsewhere."""
    if sys.stderr.isatty():
        click.echo(f"\r\033[Kreading {done} of {total}" if done < total else "\r\033[K", nl=False, err=True)


def clear_progress() -> None:
    if sys.stderr.isatty():
        click.echo("\r\033[K", nl=False, err=True)
