"""From the paths on the command line to the files to read: folders are walked, zips unpacked."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePath, PurePosixPath

KINDS = frozenset({".pdf", ".doc", ".docx", ".wps", ".htm", ".html", ".mht", ".xls", ".xlsx", ".csv", ".txt", ".md"})
"""Endings of files that a folder or a zip is searched for; a file named outright is tried whatever its ending."""
NOT_DOCUMENTS = ("readme", "license", "licence", "changelog", "notice", "ofl")
MOST_FILES_A_ZIP = 10_000
MOST_BYTES_A_ZIP = 4 * 2**30


@dataclass(slots=True)
class Gathered:
    """Files to read, in order; ``skipped``: other files beside them; ``errors``: what could not be opened, and why;
    ``places``: where a file of a zip stood in it."""

    files: list[Path] = field(default_factory=list)
    places: dict[Path, PurePath] = field(default_factory=dict)
    skipped: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


def gather(paths: Iterable[Path], scratch: Path) -> Gathered:
    """Files under the paths. Zips are unpacked into numbered folders of ``scratch``, which the caller removes."""
    found = Gathered()
    for path in paths:
        if path.is_dir():
            for file in sorted(each for each in path.rglob("*") if each.is_file()):
                if any(part.startswith(".") for part in file.relative_to(path).parts):
                    continue
                if file.suffix.lower() == ".zip":
                    _unpack(file, scratch, found)
                else:
                    _keep(file, found)
        elif path.suffix.lower() == ".zip":
            _unpack(path, scratch, found)
        else:
            found.files.append(path)
    return found


def _keep(file: Path, found: Gathered) -> None:
    if file.suffix.lower() in KINDS and not file.stem.lower().startswith(NOT_DOCUMENTS):
        found.files.append(file)
    else:
        found.skipped.append(file.name)


def _unpack(path: Path, scratch: Path, found: Gathered) -> None:
    """Unpack the documents of a zip. Only the last part of each name is used, so nothing lands outside ``scratch``."""
    try:
        with zipfile.ZipFile(path) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            size = sum(entry.file_size for entry in entries)
            if len(entries) > MOST_FILES_A_ZIP or size > MOST_BYTES_A_ZIP:
                found.errors.append(
                    f"{path.name}: holds {len(entries)} files of {size // 2**20} MB, more than the "
                    f"{MOST_FILES_A_ZIP} files or {MOST_BYTES_A_ZIP // 2**20} MB taken at once (unpack it yourself)"
                )
                return
            for number, (inside, entry) in enumerate(_named(entries)):
                name = inside.name
                folder = scratch / f"{path.stem}-{len(found.files)}-{number}"
                file = folder / name
                if name.startswith(".") or "__MACOSX" in entry.filename:
                    continue
                if file.suffix.lower() not in KINDS:
                    found.skipped.append(name)
                    continue
                folder.mkdir(parents=True)
                with archive.open(entry) as source, file.open("wb") as target:
                    shutil.copyfileobj(source, target)
                found.places[file] = path / inside
                _keep(file, found)
    except (OSError, RuntimeError, zipfile.BadZipFile, NotImplementedError) as error:
        found.errors.append(f"{path.name}: can't be unpacked: {error} (unpack it yourself and name the folder)")


def _named(entries: list[zipfile.ZipInfo]) -> Iterator[tuple[PurePosixPath, zipfile.ZipInfo]]:
    """Name of each entry with its folders. Zips made on Chinese Windows hold names in GBK without saying so."""
    for entry in sorted(entries, key=lambda each: each.filename):
        name = entry.filename
        if not entry.flag_bits & 0x800:
            try:
                name = name.encode("cp437").decode("gbk")
            except UnicodeError:
                name = entry.filename
        yield PurePosixPath(name.replace("\\", "/").lstrip("/")), entry
