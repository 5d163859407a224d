"""The vectors of a store's passages in PostgreSQL with pgvector, where one machine is too small to compare them all.

One table for each dimension holds the vectors of all generations: each row says from which generation on it holds, and
until which. What a generation adds and drops is one transaction, so a reader of any generation that is still kept finds
exactly its own vectors, while the next is written and after a writer was killed.

Up to ``EXACT`` vectors all are compared, so that results are those of the index in the folder; beyond that a graph of
neighbours (HNSW) is searched, which may miss a neighbour.
"""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import numpy as np
import numpy.typing as npt

from graph.embedding.encoder import ModelInfo
from graph.search.passages import IndexedPassage
from graph.search.vector_cache import VectorCache, text_key
from graph.search.vector_index import STATE, VectorState, embedded_text

if TYPE_CHECKING:
    from psycopg import Connection

log = logging.getLogger("mingzhang")
PLACE = "database.json"
"""In the folder of a generation's vectors: which of the database's they are."""
EXACT = 1_000_000
FOREVER = 2**31 - 1
_TABLE = """
CREATE EXTENSION IF NOT EXISTS vector;
CREATE TABLE IF NOT EXISTS {table} (
    store text NOT NULL, model text NOT NULL, key bigint NOT NULL, text bytea NOT NULL, unit text NOT NULL,
    year int NOT NULL, since int NOT NULL, until int NOT NULL, vector halfvec({dimension}) NOT NULL
);
CREATE INDEX IF NOT EXISTS {table}_of ON {table} (store, model, unit, year);
CREATE INDEX IF NOT EXISTS {table}_until ON {table} (store, until);
"""
_HNSW = "CREATE INDEX IF NOT EXISTS {table}_near ON {table} USING hnsw (vector halfvec_ip_ops)"
_HOLDS = "store = %(store)s AND model = %(model)s AND since <= %(number)s AND until > %(number)s"


class VectorDatabaseError(OSError):
    """The database can't be reached or refuses; the message names it, without the password, and says what to do."""


def opened(url: str) -> Connection[Any]:
    """A connection to the database. Raises VectorDatabaseError."""
    with _told(url) as psycopg:
        return cast("Connection[Any]", psycopg.connect(url, connect_timeout=10))


@contextmanager
def connected(url: str) -> Iterator[Connection[Any]]:
    """A connection whose work is one transaction. Raises VectorDatabaseError."""
    with _told(url), opened(url) as connection:
        yield connection


@contextmanager
def _told(url: str) -> Iterator[Any]:
    """What goes wrong in the database is a VectorDatabaseError."""
    try:
        import psycopg
    except ImportError:
        raise VectorDatabaseError("psycopg is not installed here; `pip install mingzhang[postgres]`") from None
    try:
        yield psycopg
    except psycopg.Error as error:
        cause = " ".join(str(error).split())
        raise VectorDatabaseError(
            f"the vectors' database {shown(url)}: {cause}; start it with the extension pgvector, or correct "
            "MINGZHANG_VECTORS_URL"
        ) from None


def shown(url: str) -> str:
    """The database's address without who logs in."""
    return url.rpartition("@")[2].partition("?")[0] or "of this machine"


def write_vectors(
    url: str, store: str, published: int, number: int, oldest: int, passages: Sequence[IndexedPassage],
    model: ModelInfo, cache: VectorCache, folder: Path,
) -> VectorState:
    """Makes what the cache holds of ``passages`` the vectors of generation ``number``, and says so in ``folder``.

    ``published``: the generation that holds now; what an interrupted writer left of later ones goes. ``oldest``: the
    oldest generation that readers may have open; what none of them sees goes. Raises VectorDatabaseError.
    """
    texts = {passage.key: text_key(embedded_text(passage)) for passage in passages}
    vectors = cache.get(texts.values())
    wanted = {
        (passage.key, texts[passage.key], passage.unit_iri, passage.year)
        for passage in passages if texts[passage.key] in vectors
    }  # fmt: skip
    table = f"mingzhang_vectors_{model.dimension}"
    of = {"store": store, "model": model.hash, "number": number, "published": published, "oldest": oldest}
    with connected(url) as connection:
        run = connection.cursor()
        run.execute("SELECT pg_advisory_xact_lock(hashtext('mingzhang vectors'))")
        for statement in _TABLE.format(table=table, dimension=model.dimension).split(";\n"):
            if statement.strip():
                run.execute(statement.encode())
        if number > published:
            # What a writer that was ended has left.
            run.execute(f"DELETE FROM {table} WHERE store = %(store)s AND since > %(published)s".encode(), of)
            run.execute(f"UPDATE {table} SET until = {FOREVER} WHERE store = %(store)s AND until > %(published)s "
                        f"AND until < {FOREVER}".encode(), of)  # fmt: skip
        later = f"SELECT 1 FROM {table} WHERE store = %(store)s AND (since > %(number)s OR until = %(number)s + 1)"
        # Vectors that come to a generation while a writer has made the next one are not part of that one.
        until = number + 1 if run.execute(later.encode(), of).fetchone() else FOREVER
        run.execute(f"DELETE FROM {table} WHERE store = %(store)s AND until <= %(oldest)s".encode(), of)
        held = {
            (key, bytes(text), unit, year): where for key, text, unit, year, where in
            run.execute(f"SELECT key, text, unit, year, ctid::text FROM {table} WHERE {_HOLDS}".encode(), of)
        }  # fmt: skip
        gone = [where for what, where in held.items() if what not in wanted]
        run.execute(f"UPDATE {table} SET until = %s WHERE ctid = ANY(%s::tid[])".encode(), (number, gone))
        columns = "store, model, key, text, unit, year, since, until, vector"
        with run.copy(f"COPY {table} ({columns}) FROM STDIN".encode()) as copy:
            for key, text, unit, year in sorted(wanted - held.keys()):
                row = vectors[text]
                copy.write_row((store, model.hash, key, text, unit, year, number, until, written(row)))
        if len(wanted) > EXACT:
            run.execute(_HNSW.format(table=table).encode())
        run.execute(f"ANALYZE {table}".encode())  # or the planner takes the graph of neighbours for the longer way
    folder.mkdir(parents=True)
    state = VectorState(model.name, model.dimension, model.hash, len(wanted), len(texts))
    (folder / STATE).write_text(json.dumps(asdict(state), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    (folder / PLACE).write_text(json.dumps({"store": store, "number": number}), encoding="utf-8")
    return state


def written(vector: npt.NDArray[Any]) -> str:
    """A vector as pgvector reads it; nine digits give every half back."""
    return "[" + ",".join(f"{float(value):.9g}" for value in vector) + "]"


class VectorDatabase:
    """The vectors of one generation in the database, for reading. Safe to use from several threads, one at a time."""

    def __init__(self, url: str, folder: Path) -> None:
        """``folder``: that of the generation's vectors."""
        self._line: Connection[Any] | None = None
        self.url = url
        self.state = VectorState(**json.loads((folder / STATE).read_text(encoding="utf-8")))
        self._lock = threading.Lock()
        self._of = json.loads((folder / PLACE).read_text(encoding="utf-8")) | {"model": self.state.hash}

    def __len__(self) -> int:
        return self.state.done

    def check(self, model: ModelInfo) -> None:
        """Raises ModelMismatch unless ``model`` is the one the vectors were made with."""
        self.state.check(model)

    def search(
        self, vector: npt.NDArray[np.float32], k: int, units: Sequence[str] | None, years: Sequence[int] | None
    ) -> list[tuple[int, float]]:
        """Keys of the ``k`` nearest passages of these units and years with their cosines, nearest first.

        Raises VectorDatabaseError.
        """
        if k <= 0 or not len(self):
            return []
        table, of = f"mingzhang_vectors_{self.state.dimension}", dict(self._of)
        where = _HOLDS
        for name, values in (("unit", units), ("year", years)):
            if values is not None:
                where += f" AND {name} = ANY(%({name})s)"
                of[name] = list(values)
        near = "vector <#> %(vector)s::halfvec"
        query = f"SELECT key, -({near}) FROM {table} WHERE {where} ORDER BY {near}, key LIMIT %(k)s"
        settings = []
        if self.state.done > EXACT:
            # Neighbours that other generations, units or years have are passed over, until there are enough.
            settings = ["SET LOCAL hnsw.iterative_scan = strict_order",
                        f"SET LOCAL hnsw.ef_search = {min(1000, 2 * k)}"]  # fmt: skip
            query = query.replace(f"{near}, key LIMIT", f"{near} LIMIT")
        of |= {"vector": written(vector.astype(np.float16)), "k": k}
        with self._lock:
            try:
                found = self._asked(settings, query, of)
            except VectorDatabaseError:
                if self._line is None:
                    raise  # none could be opened: a second try would only wait as long again
                # The line may have been cut since it was opened; a new one tells whether the database is there.
                self.close()
                found = self._asked(settings, query, of)
        return sorted(((int(key), float(score)) for key, score in found), key=lambda pair: (-pair[1], pair[0]))

    def _asked(self, settings: Sequence[str], query: str, of: dict[str, Any]) -> list[Any]:
        if self._line is None:
            self._line = opened(self.url)
        with _told(self.url), self._line.transaction():
            for setting in settings:
                self._line.execute(setting.encode())
            return self._line.execute(query.encode(), of).fetchall()

    def close(self) -> None:
        """Lets go of the line to the database."""
        if self._line is not None:
            self._line.close()
            self._line = None

    def __del__(self) -> None:
        self.close()
