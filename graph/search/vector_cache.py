"""Vectors that were computed once, kept in the store: the same text is never embedded twice by the same model."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import TracebackType

import numpy as np
import numpy.typing as npt

Halves = npt.NDArray[np.float16]
_AT_ONCE = 500


def text_key(text: str) -> bytes:
    """What a text is filed under."""
    return hashlib.sha256(text.encode()).digest()[:16]


class VectorCache:
    """One file a model in ``folder`` (the store's ``vectors-cache``); several processes may read and write it.

    Losing it costs time only: everything in it can be computed again.
    """

    def __init__(self, folder: Path, model_hash: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._connection = sqlite3.connect(folder / f"{model_hash[:16]}.sqlite", timeout=60, check_same_thread=False)
        self._connection.execute("PRAGMA journal_mode=WAL")
        self._connection.execute("PRAGMA synchronous=NORMAL")
        self._connection.execute(
            "CREATE TABLE IF NOT EXISTS vectors (text BLOB PRIMARY KEY, vector BLOB) WITHOUT ROWID"
        )

    def __enter__(self) -> VectorCache:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        self._connection.close()

    def get(self, keys: Iterable[bytes]) -> dict[bytes, Halves]:
        """The vectors that are there, by key."""
        found: dict[bytes, Halves] = {}
        wanted = list(dict.fromkeys(keys))
        for start in range(0, len(wanted), _AT_ONCE):
            some = wanted[start : start + _AT_ONCE]
            rows = self._connection.execute(
                f"SELECT text, vector FROM vectors WHERE text IN ({','.join('?' * len(some))})", some
            )
            found.update((text, np.frombuffer(vector, dtype="<f2")) for text, vector in rows)
        return found

    def missing(self, keys: Sequence[bytes]) -> list[bytes]:
        """Those of ``keys`` that have no vector yet, in order, each once."""
        present: set[bytes] = set()
        wanted = list(dict.fromkeys(keys))
        for start in range(0, len(wanted), _AT_ONCE):
            some = wanted[start : start + _AT_ONCE]
            rows = self._connection.execute(
                f"SELECT text FROM vectors WHERE text IN ({','.join('?' * len(some))})", some
            )
            present.update(text for (text,) in rows)
        return [key for key in wanted if key not in present]

    def put(self, vectors: Mapping[bytes, npt.NDArray[np.float32]]) -> None:
        """Files vectors under their keys, at once or not at all."""
        rows = [(key, vector.astype("<f2").tobytes()) for key, vector in vectors.items()]
        with self._connection:
            self._connection.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?)", rows)
