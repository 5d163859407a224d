"""Published generations: what readers read while a writer writes.

A generation is a folder ``generations/{number}`` with ``graph/`` (current graphs), ``replaced/`` (graphs of replaced
revisions), ``text/`` and ``vectors/`` (indexes), ``records/`` (links to nothing here: kept by the library) and
``manifest.json``. The file ``current`` names the one that holds; it is replaced by one rename. A reader takes a shared
lock on its generation, and a generation is removed only when nobody holds it.

Imports the standard library and pyoxigraph only: query workers start with it.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, cast

from pyoxigraph import NamedNode, Quad, QueryBoolean, QuerySolutions, QueryTriples, Store

if TYPE_CHECKING:
    from graph.store.server import Server

QueryResult = QueryBoolean | QuerySolutions | QueryTriples

FORMAT = 2
"""Layout of a store folder (``graph.store.layout``); a newer one is refused, an older one read as it is."""
SERVER = "server"
"""In a manifest: the graphs are on a SPARQL server."""
SOURCES = "sources.json"
"""In a generation: each current revision with a name of all that its graph is made of, to tell what has changed."""
KEPT = 3
"""Generations kept for readers that are about to open one."""


class GenerationGone(Exception):
    """The graphs on the server are another generation's by now, or being changed; open the one that holds, ask again.
    """


class NoGeneration(Exception):
    """Nothing has been published in the store yet, or it was written in a layout this program does not know."""


class Generation:
    """One published generation, open for reading. Close it, or use it as a context manager.

    Where its graphs are on a server they are there only until the next generation is written; what is asked after that
    raises ``graph.store.remote.GenerationGone``.
    """

    def __init__(self, store_dir: Path, number: int, lock: int, server: Server | None = None) -> None:
        self.store_dir = store_dir
        self.number = number
        self.path = _folder(store_dir, number)
        self._lock = lock
        self.manifest: dict[str, Any] = json.loads((self.path / "manifest.json").read_text("utf-8"))
        layout = self.manifest.get("format")
        if not isinstance(layout, int) or not 1 <= layout <= FORMAT:
            raise NoGeneration(
                f"{self.path}: published by another version of Mingzhang (layout {layout}; this one reads 1 to "
                f"{FORMAT}); update the program, or ingest with this one into a new store"
            )
        self.store = self._graphs(server)
        self.vectors_url = ""
        """Database of the vectors, where they are not in the folder and whoever opens it knows."""
        self._pointer, self._seen = store_dir / "current", (0, 0, 0)
        self._replaced: Store | None = None
        self._public: Store | None = None

    def _graphs(self, server: Server | None) -> Store:
        if self.manifest.get("graph") != SERVER:
            return Store.read_only(str(self.path / "graph"))
        if server is None:
            raise NoGeneration(
                f"{self.path}: its graphs are on a SPARQL server, and none is set; set MINGZHANG_STORE_URL"
            )
        from graph.store.remote import RemoteGraphs

        # It has those methods of a store that readers call.
        return cast(Store, RemoteGraphs(server, self.base, self.number))

    @property
    def base(self) -> str:
        """The base IRI the store was written under."""
        return str(self.manifest["base"])

    @property
    def text(self) -> Path:
        """Folder of the full-text index."""
        return self.path / "text"

    @property
    def vectors(self) -> Path:
        """Folder of the vectors."""
        return self.path / "vectors"

    @property
    def replaced(self) -> Store:
        """The graphs of replaced revisions, which the default graph leaves out; opened at first use."""
        if self._replaced is None:
            self._replaced = Store.read_only(str(self.path / "replaced"))
        return self._replaced

    @property
    def public(self) -> Store:
        """What public queries see: the current graphs, together with own ones where there are any (``own``)."""
        if self._public is None:
            together = self.path / "public"  # never where the graphs are on a server
            self._public = Store.read_only(str(together)) if together.is_dir() else self.store
        return self._public

    def query(self, text: str) -> QueryResult:
        """Runs a query; its default graph is the union of the current graphs. Raises SyntaxError."""
        return self.store.query(text, use_default_graph_as_union=True)

    def about(self, iri: str) -> Iterator[Quad]:
        """All quads whose subject is ``iri``: of the current graphs, then what only replaced revisions say of it."""
        node = NamedNode(iri)
        said = set()
        for store in (self.store, self.replaced):
            for quad in store.quads_for_pattern(node, None, None, None):
                if quad.triple not in said:
                    said.add(quad.triple)
                    yield quad

    def graph(self, iri: str) -> Iterator[Quad]:
        """All quads of one graph, current, own or replaced."""
        node = NamedNode(iri)
        store = self.public if self.public.contains_named_graph(node) else self.replaced
        yield from store.quads_for_pattern(None, None, None, node)

    def changed(self) -> bool:
        """Whether another generation has been published since; costs a look at one small file."""
        # The file is replaced, never written to: as long as it is the same file, it says the same.
        try:
            now = os.stat(self._pointer)
        except OSError:
            return current_number(self.store_dir) != self.number
        seen = (now.st_ino, now.st_mtime_ns, now.st_ctime_ns)
        if seen != self._seen:
            if current_number(self.store_dir) != self.number:
                return True
            self._seen = seen
        return False

    def close(self) -> None:
        """Lets the generation go, so that it may be removed."""
        if self._lock >= 0:
            os.close(self._lock)
            self._lock = -1
            if not isinstance(self.store, Store):
                self.store.close()

    def __enter__(self) -> Generation:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def current_number(store_dir: Path) -> int | None:
    """Number of the generation that holds, None where nothing is published."""
    try:
        return int((store_dir / "current").read_text("ascii"))
    except FileNotFoundError:
        return None
    except ValueError as error:
        raise NoGeneration(f"{store_dir / 'current'}: names no generation ({error})") from error


def open_current(store_dir: Path | str, server: Server | None = None, *, patience: float = 5.0) -> Generation:
    """Opens the generation that holds now; ``server`` is where its graphs are, if they are not in the folder.

    Raises NoGeneration where there is none, or where the graphs on the server are being changed for longer than
    ``patience`` seconds; ServerError where it can't be read.
    """
    store_dir, deadline = Path(store_dir), time.monotonic() + patience
    while True:
        number = current_number(store_dir)
        if number is None:
            raise NoGeneration(f"{store_dir}: nothing is stored here yet; ingest a document first")
        lock = _hold(_folder(store_dir, number), fcntl.LOCK_SH)
        if lock is not None:
            try:
                return Generation(store_dir, number, lock, server)
            except GenerationGone as error:
                os.close(lock)
                if time.monotonic() > deadline:
                    raise NoGeneration(str(error)) from None
                time.sleep(0.1)
                continue
            except BaseException:
                os.close(lock)
                raise
        if current_number(store_dir) == number:
            raise NoGeneration(f"{store_dir}: generation {number} is named current but its folder is not there")


def new_folder(store_dir: Path) -> tuple[int, Path]:
    """Number and folder for a generation in the making; what an interrupted publication left is swept away."""
    folder = store_dir / "generations"
    folder.mkdir(parents=True, exist_ok=True)
    held = current_number(store_dir) or 0
    for found in folder.iterdir():
        if not found.name.isdigit() or int(found.name) > held:
            shutil.rmtree(found)
    number = held + 1
    path = folder / f"{number:06d}.new"
    path.mkdir()
    return number, path


def publish(store_dir: Path, number: int, made: Path, manifest: dict[str, Any]) -> Path:
    """Makes the folder ``made`` the generation that holds, and removes old ones that nobody reads."""
    (made / "manifest.json").write_text(
        json.dumps({"format": FORMAT, "generation": number, **manifest}, ensure_ascii=False, indent=1, sort_keys=True),
        "utf-8",
    )
    (made / "lock").touch()
    for path in (made / "manifest.json", made):
        sync(path)
    final = _folder(store_dir, number)
    made.rename(final)
    sync(final.parent)
    write_whole(store_dir / "current", f"{number}\n".encode())
    _remove_old(store_dir, number)
    return final


def update_manifest(generation: Path, **changes: Any) -> None:
    """Changes entries of a published generation's manifest by one rename, such as ``vectors="complete"``."""
    path = generation / "manifest.json"
    manifest = {**json.loads(path.read_text("utf-8")), **changes}
    write_whole(path, json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True).encode())


def write_whole(path: Path, content: bytes) -> None:
    """Writes a file so that after a crash it holds the old content or the new, never a part."""
    new = path.with_name(path.name + ".new")
    with new.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    new.rename(path)
    sync(path.parent)


def sync(path: Path) -> None:
    """Puts a file, or the entries of a folder, on disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _folder(store_dir: Path, number: int) -> Path:
    return store_dir / "generations" / f"{number:06d}"


def _hold(folder: Path, mode: int) -> int | None:
    """A lock on a generation, None where its folder is gone or somebody else holds it."""
    try:
        handle = os.open(folder / "lock", os.O_RDONLY)
    except FileNotFoundError:
        return None
    try:
        fcntl.flock(handle, mode | fcntl.LOCK_NB)
        if (folder / "lock").exists():
            return handle
    except BlockingIOError:
        pass
    except BaseException:
        os.close(handle)
        raise
    os.close(handle)
    return None


def _remove_old(store_dir: Path, number: int) -> None:
    for folder in sorted((store_dir / "generations").iterdir()):
        if not folder.name.isdigit() or int(folder.name) > number - KEPT:
            continue
        lock = _hold(folder, fcntl.LOCK_EX)
        if lock is None:
            continue
        try:
            # Renamed first: a reader that comes now finds no generation, never half of one.
            gone = folder.with_name(folder.name + ".gone")
            folder.rename(gone)
            shutil.rmtree(gone)
        finally:
            os.close(lock)
