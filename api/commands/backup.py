"""`mingzhang backup FILE` and `mingzhang restore FILE`: the whole store in one file, and back."""

from __future__ import annotations

from pathlib import Path

import click

from api.commands.options import fail, indexers_of, json_option, open_library, print_json, settings, store_option


@click.command("backup")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@store_option
@json_option
def backup_command(file: Path, store: Path | None, as_json: bool) -> None:
    """Write the store into FILE (a .tar.gz): documents, what was read of them, reviews, vectors.

    The service goes on meanwhile; a writer waits until the backup is done.
    """
    from graph.library.backup import back_up
    from graph.store.lock import StoreBusy

    now = settings(store=store)
    try:
        made = back_up(now.store, file, notice=lambda message: click.echo(message, err=True))
    except (StoreBusy, OSError) as error:
        fail(f"no backup was made: {error}")
    if as_json:
        print_json({"file": str(file), "files": made.files, "bytes": made.bytes})
    else:
        click.echo(f"backed up: {now.store} to {file}, {made.files} files, {made.bytes / 2**20:.1f} MB unpacked")


@click.command("restore")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@store_option
@json_option
def restore_command(file: Path, store: Path | None, as_json: bool) -> None:
    """Make a store of a backup, where none is yet, and publish it to readers."""
    from graph.library.backup import BadBackup, restore

    now = settings(store=store)
    try:
        made = restore(file, now.store)
        with open_library(now) as library:
            library.publish(indexers_of(now))
            held = len(library.journal.by_key)
    except (BadBackup, ValueError, OSError) as error:
        fail(f"not restored: {error}")
    if as_json:
        print_json({"store": str(now.store), "disclosures": held, "files": made.files, "bytes": made.bytes})
    else:
        click.echo(f"restored: {held} disclosures to {now.store}")
