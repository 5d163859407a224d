"""`mingzhang ingest PATH...`: read documents into the store."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from api.commands.options import fail, indexers_of, json_option, open_library, print_json, settings, store_option

if TYPE_CHECKING:
    from graph.library.library import Library, Outcome
    from ingest.records import Disclosure, DisclosureKey

@click.command("ingest")
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--unit", help="The disclosing body's full name, where a document does not say it clearly.")
@click.option("--year", type=click.IntRange(1990, 2100), help="The fiscal year.")
@click.option("--kind", type=click.Choice(["预算", "决算"]), help="Budget or final accounts.")
@click.option("--scope", type=click.Choice(["部门", "单位"]), help="A department with its units, or one entity.")
@click.option("--again", is_flag=True, help="Read files anew that are held already, where the reader has improved.")
@click.option("--readers", type=click.IntRange(1, 256), help="Processes that read.  [default: one per core]")
@click.option("--cluster", metavar="ADDRESS", help="Read on the Dask cluster of this scheduler: tcp://HOST:PORT.")
@store_option
@json_option
def command(
    paths: tuple[Path, ...],
    unit: str | None,
    year: int | None,
    kind: str | None,
    scope: str | None,
    again: bool,
    readers: int | None,
    cluster: str | None,
    store: Path | None,
    as_json: bool,
) -> None:
    """Read documents into the store: files, folders, zips.

    A file that is already held changes nothing. One that supplies what a disclosure lacks joins it; one that supplies
    it anew is a revision. A file that can't be read is named with the cause, and the others are read all the same
    (exit code 1).

    --unit, --year, --kind and --scope hold for all the files named.
    """
    from graph.library.library import StoreBusy
    from ingest.batch import Failure, read_many
    from ingest.cluster import read_on_cluster
    from ingest.gather import gather
    from ingest.together import Companions, read_together

    now = settings(store=store, readers=readers, cluster=cluster)
    key = {"unit": unit, "year": year, "kind": kind, "scope": scope}
    failed = 0
    with tempfile.TemporaryDirectory(prefix="mingzhang-") as scratch, contextlib.ExitStack() as stack:
        found = gather(paths, Path(scratch))
        for error in found.errors:
            failed += 1
            report(as_json, document=error.split(":")[0], status="failed", message=error)
        if found.skipped and not as_json:
            click.echo(f"left aside, no documents: {', '.join(found.skipped)}", err=True)
        if not found.files and not failed:
            fail("no document among " + ", ".join(path.name for path in paths))
        try:
            library = stack.enter_context(open_library(now))
        except (StoreBusy, ValueError, OSError) as error:
            fail(f"the store can't be written: {error}")
        stack.enter_context(told_if_unwritable())
        changed = False
        held = {} if again else {file: of for file in found.files if (of := known(library, file, as_json)) is not None}
        files = [file for file in found.files if file not in held]
        progress(0, len(files))
        read_files = (partial(read_on_cluster, cluster=now.cluster) if now.cluster
                      else partial(read_many, readers=now.readers or os.cpu_count() or 1))
        reading = read_together(
            files, found.places, lambda some, given: read_files(some, key=given), key, held.items())
        companions = Companions(Path(scratch))
        for count, (path, read) in enumerate(stack.enter_context(contextlib.closing(reading)), start=1):
            if isinstance(read, Failure):
                failed += 1
                report(as_json, document=read.name, status="failed", kind=read.kind, message=read.message)
            else:
                try:
                    outcome = store_read(library, read, companions.joined(found.places.get(path, path), read), again)
                except Exception as error:
                    # The store is then as it was. One document that can't be stored is named, the others go on.
                    failed += 1
                    message = str(error) if str(error).startswith(path.name) else f"{path.name}: not stored: {error}"
                    report(as_json, document=path.name, status="failed", kind=type(error).__name__, message=message)
                else:
                    changed |= outcome.status != "no-op"
                    if now.keep_files:
                        keep(path, now.store)
                    report(as_json, **described(path, read, outcome))
            if changed and library.publish_due(indexers_of(now)):
                changed = False
            progress(count, len(files))
        if changed or unpublished(library):
            library.publish(indexers_of(now))
    if failed:
        raise SystemExit(1)


def store_read(library: Library, read: Disclosure, whole: Disclosure, again: bool) -> Outcome:
    """Take in what a file gave, as ``whole`` with what was read beside it. ``again``: in the place of an older reading;
    files that were taken in together are replaced together, with the last of them."""
    outcome = library.add(whole)
    if not again or outcome.status != "no-op":
        return outcome
    held = set(library.journal.by_file[read.files[0].sha256].files)
    anew = next((each for each in (whole, read) if {file.sha256 for file in each.files} == held), None)
    return outcome if anew is None else library.replace(anew)


@contextlib.contextmanager
def told_if_unwritable() -> Iterator[None]:
    """A disk that fills up while the store is written, or a cluster that goes, ends the command with the reason and
    what to do."""
    from ingest.cluster import ClusterUnusable

    try:
        yield
    except ClusterUnusable as error:
        fail(str(error))
    except OSError as error:
        fail(f"the store can't be written: {error}; what is held stays: make room, then run the same command again")


def known(library: Library, file: Path, as_json: bool) -> DisclosureKey | None:
    """The disclosure that the very same file is held of, if it is; told without reading it as a document."""
    try:
        with file.open("rb") as opened:
            held = library.journal.by_file.get(hashlib.file_digest(opened, "sha256").hexdigest())
    except OSError:
        return None
    if held is None:
        return None
    report(as_json, document=file.name, status="no-op", **asdict(held.key))
    return held.key


def keep(file: Path, store: Path) -> None:
    """Keep a copy of a document under its checksum, to show its places. Without it they are told in words only."""
    with file.open("rb") as opened:
        target = store / "files" / hashlib.file_digest(opened, "sha256").hexdigest()
    if target.exists():
        return
    target.parent.mkdir(exist_ok=True)
    part = target.with_name(f".{target.name}.part")
    try:
        shutil.copyfile(file, part)
        part.replace(target)
    except OSError as error:
        part.unlink(missing_ok=True)
        click.echo(f"{file.name}: no copy was kept: {error}", err=True)


def unpublished(library: Library) -> bool:
    """Whether readers do not see all that is held, because an earlier run ended before it published."""
    from graph.store.generation import NoGeneration

    try:
        return not library.is_published()
    except NoGeneration:
        return bool(library.journal.by_key)


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
        "ledger": [asdict(entry) for entry in read.ledger],
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
        if what["status"] == "no-op":
            click.echo(f"no-op: {what['document']} is held: {which}")
            return
        click.echo("{status}: {document} = {which}, {figures} figures, {passages} passages".format(which=which, **what))
        if notes := what["notes"]:
            count = len(notes) if isinstance(notes, list) else 0
            click.echo(f"  {count} notes on what was not understood; `mingzhang check` lists them")


def progress(done: int, total: int) -> None:
    """How far reading is, on one line of a terminal; nothing where the output goes elsewhere."""
    if sys.stderr.isatty():
        click.echo(f"\r\033[Kreading {done} of {total}" if done < total else "\r\033[K", nl=False, err=True)


def clear_progress() -> None:
    if sys.stderr.isatty():
        click.echo("\r\033[K", nl=False, err=True)
