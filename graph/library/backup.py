"""A store in one file, and back: what was accepted, the files, what people said of findings, and computed vectors.

Graphs and indexes are left out: they are computed from the journal and its records, so a restored store is the same,
byte for byte, whatever it was restored on. Every file stands in the backup with its checksum; a backup that was cut
short or changed is refused.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import os
import shutil
import sqlite3
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Any

from graph.store.generation import FORMAT, sync
from graph.store.layout import check_format
from graph.store.lock import take_lock

COMPUTED = frozenset({"working", "generations", "current", "lock"})
"""What a store folder holds besides: computed from the rest, or of the moment."""
MANIFEST = "backup.json"
"""Last in the archive: its own format and the SHA-256 of every other file."""
BACKUP_FORMAT = 1


class BadBackup(ValueError):
    """A file is no backup, was cut short, or holds something else than was written; the message says which."""


@dataclass(frozen=True, slots=True)
class Backup:
    """What a backup holds: ``files`` in all, ``bytes`` of them unpacked."""

    files: int
    bytes: int


def back_up(
    store_dir: Path, target: Path, *, patience: float = 600.0, notice: Callable[[str], None] = lambda message: None
) -> Backup:
    """Writes the store into ``target`` (a gzipped tar), whole or not at all; readers go on meanwhile, writers wait.

    Raises FileNotFoundError where no store is, FileExistsError where ``target`` is taken, StoreBusy.
    """
    if not (store_dir / "store.json").is_file():
        raise FileNotFoundError(f"{store_dir}: no store is there")
    if target.exists():
        raise FileExistsError(f"{target}: is there already; name another file")
    part = target.with_name(target.name + ".part")
    lock = take_lock(store_dir, patience, notice)
    sums: dict[str, str] = {}
    size = 0
    try:
        with part.open("wb") as raw, tarfile.open(fileobj=raw, mode="w:gz", compresslevel=6) as archive:
            for name, path in _kept(store_dir):
                with path.open("rb") as file:
                    sums[name] = hashlib.file_digest(file, "sha256").hexdigest()
                    size += file.tell()
                    file.seek(0)
                    _put(archive, name, file, os.fstat(file.fileno()).st_size)
            manifest = json.dumps({"format": BACKUP_FORMAT, "store": FORMAT, "sha256": sums}, sort_keys=True).encode()
            _put(archive, MANIFEST, io.BytesIO(manifest), len(manifest))
        sync(part)
        part.rename(target)
        sync(target.absolute().parent)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    finally:
        os.close(lock)
    return Backup(len(sums), size)


def restore(backup: Path, store_dir: Path) -> Backup:
    """Puts a backup's files where no store is yet; the graph is computed when the library is next opened.

    Raises FileExistsError where ``store_dir`` holds anything, and BadBackup. The store is there whole or not at all.
    """
    if store_dir.exists() and any(store_dir.iterdir()):
        raise FileExistsError(f"{store_dir}: is not empty; name a new folder")
    made = store_dir.with_name(store_dir.name + ".restoring")
    shutil.rmtree(made, ignore_errors=True)
    made.mkdir(parents=True)
    try:
        sums, size = _unpack(backup, made)
        manifest = sums.pop(MANIFEST, None)
        if manifest is None:
            raise BadBackup(f"{backup}: cut short, its list of files is missing; take another backup")
        told = json.loads((made / MANIFEST).read_text("utf-8"))
        _check(backup, told, sums)
        size -= (made / MANIFEST).stat().st_size
        (made / MANIFEST).unlink()
        with contextlib.suppress(FileNotFoundError):
            store_dir.rmdir()
        made.rename(store_dir)
        sync(store_dir.absolute().parent)
    except BaseException:
        shutil.rmtree(made, ignore_errors=True)
        raise
    return Backup(len(sums), size)


def _check(backup: Path, told: dict[str, Any], sums: dict[str, str]) -> None:
    if told.get("format") != BACKUP_FORMAT:
        raise BadBackup(
            f"{backup}: of format {told.get('format')}; this program knows {BACKUP_FORMAT}; restore it with the "
            "version that made it"
        )
    try:
        check_format(str(backup), told.get("store"))
    except ValueError as error:
        raise BadBackup(str(error)) from None
    wrong = sorted(name for name in told["sha256"].keys() | sums.keys() if told["sha256"].get(name) != sums.get(name))
    if wrong:
        raise BadBackup(f"{backup}: damaged, {wrong[0]} is not what was backed up ({len(wrong)} files differ)")


def _unpack(backup: Path, folder: Path) -> tuple[dict[str, str], int]:
    """The checksum of each file unpacked, and their bytes in all."""
    sums: dict[str, str] = {}
    size = 0
    try:
        with tarfile.open(backup, "r:gz") as archive:
            for member in archive:
                parts = PurePosixPath(member.name).parts
                if not member.isfile() or ".." in parts or PurePosixPath(member.name).is_absolute():
                    raise BadBackup(f"{backup}: {member.name} is no plain file below the store; this is no backup")
                path = folder.joinpath(*parts)
                path.parent.mkdir(parents=True, exist_ok=True)
                source = archive.extractfile(member)
                assert source is not None
                digest = hashlib.sha256()
                with path.open("xb") as file:
                    while block := source.read(1 << 20):
                        digest.update(block)
                        file.write(block)
                    file.flush()
                    os.fsync(file.fileno())
                sums[member.name] = digest.hexdigest()
                size += member.size
    except (tarfile.TarError, EOFError, FileExistsError, OSError) as error:
        if isinstance(error, OSError) and error.errno is not None and not isinstance(error, FileExistsError):
            raise  # the disk, not the backup
        raise BadBackup(f"{backup}: is no backup, or was cut short ({error})") from error
    return sums, size


def _kept(store_dir: Path) -> Iterator[tuple[str, Path]]:
    """Name and path of each file that a backup holds, in order. A cache in use is copied as its database does it."""
    with tempfile.TemporaryDirectory(prefix="mingzhang-") as scratch:
        for path in sorted(store_dir.rglob("*")):
            name = path.relative_to(store_dir)
            if name.parts[0] in COMPUTED or not path.is_file() or path.suffix in (".new", ".part"):
                continue
            if path.name.endswith(("-wal", "-shm")):
                continue
            if path.suffix == ".sqlite":
                copy = Path(scratch) / path.name
                with (
                    contextlib.closing(sqlite3.connect(path, timeout=60)) as held,
                    contextlib.closing(sqlite3.connect(copy)) as made,
                ):
                    held.backup(made)
                yield name.as_posix(), copy
            else:
                yield name.as_posix(), path


def _put(archive: tarfile.TarFile, name: str, file: IO[bytes], size: int) -> None:
    entry = tarfile.TarInfo(name)
    entry.size = size
    archive.addfile(entry, file)
