"""The vector index of a generation: what a passage means, beside the words that the full-text index knows.

Vectors come later than text: ``fill_cache`` computes them in the background, ``build_vector_index`` takes what is there
and says how many are still to come.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from usearch.compiled import MetricKind
from usearch.index import search as nearest

from graph.embedding.encoder import ModelInfo, TextEncoder
from graph.search.passages import IndexedPassage
from graph.search.vector_cache import VectorCache, text_key

_VECTORS = "vectors.npy"
_KEYS = "keys.npy"
STATE = "vectors.json"
_PART = 64
_ROWS = 65_536
"""Vectors copied at a time."""
_SHARED = re.compile("名词解释|术语解释")


@dataclass(frozen=True)
class VectorState:
    """What the manifest says of the vectors; ``total`` less ``done`` are still to come. No model: empty and 0."""

    model: str = ""
    dimension: int = 0
    hash: str = ""
    done: int = 0
    total: int = 0

    def check(self, model: ModelInfo) -> None:
        """Raises ModelMismatch unless the vectors, where there are any, were made with ``model``."""
        if self.done and (model.hash, model.dimension) != (self.hash, self.dimension):
            raise ModelMismatch(
                f"the vectors were made with {self.model} ({self.hash[:12]}), but the encoder runs "
                f"{model.name} ({model.hash[:12]}); search goes by words until the store is indexed again"
            )


class ModelMismatch(Exception):
    """The index was built with another model than the one that is to search it. The message names both."""


def embedded_text(passage: IndexedPassage) -> str:
    """What is embedded for a passage: unit, year and headings before the text, which alone says too little.

    The outermost heading is left out, for it names the part and the unit again. Definitions and notes under tables
    speak of no unit: without its name the same words are embedded once, whoever prints them.
    """
    headings = [heading for heading in passage.section[1:] if heading not in passage.text]
    if _SHARED.search(passage.section[0] if passage.section else "") or passage.text.startswith("注："):
        return " ".join([*passage.section[:1], *headings, passage.text])
    return " ".join([f"{passage.unit_name}{passage.year}年", *headings, passage.text])


def fill_cache(
    passages: Iterable[IndexedPassage],
    cache: VectorCache,
    encoder: TextEncoder,
    progress: Callable[[int, int], None] | None = None,
) -> int:
    """Embeds what the cache lacks, shortest first, filing as it goes; returns how many texts were embedded.

    ``progress`` is told how many of how many are done. Raises EncoderUnavailable; what was embedded until then stays.
    """
    texts = {text_key(text): text for text in map(embedded_text, passages)}
    # Texts of one length make batches without padding.
    missing = sorted(cache.missing(list(texts)), key=lambda key: (len(texts[key]), key))
    done = 0
    for start in range(0, len(missing), _PART):
        keys = missing[start : start + _PART]
        at = 0
        for vectors in encoder.encode_passages([texts[key] for key in keys]):
            cache.put(dict(zip(keys[at : at + len(vectors)], vectors, strict=True)))
            at += len(vectors)
            done += len(vectors)
            if progress is not None:
                progress(done, len(missing))
    return done


def build_vector_index(
    passages: Iterable[IndexedPassage], folder: Path, model: ModelInfo | None, cache: VectorCache | None
) -> VectorState:
    """Writes the index of those ``passages`` whose vectors the cache holds to the new folder ``folder``.

    Without a model (lexical only) the folder says so and holds no vectors.
    """
    folder.mkdir(parents=True)
    by_key = {passage.key: text_key(embedded_text(passage)) for passage in passages}
    if model is None or cache is None:
        return _stated(folder, VectorState(total=len(by_key)))
    return _written(folder, model, cache, by_key, len(by_key))


def carry_over(
    previous: VectorIndex | None,
    lacking: Iterable[IndexedPassage],
    keys: npt.NDArray[np.uint64],
    folder: Path,
    model: ModelInfo,
    cache: VectorCache,
) -> VectorState:
    """Writes the index of the passages ``keys`` to the new folder ``folder``: the vectors that an earlier index has of
    them, and of those that are ``lacking`` there (``lacks``), or have changed, what the cache holds.
    """
    folder.mkdir(parents=True)
    by_key = {passage.key: text_key(embedded_text(passage)) for passage in lacking}
    return _written(folder, model, cache, by_key, len(keys), previous if previous and len(previous) else None, keys)


def lacks(previous: VectorIndex | None, keys: npt.NDArray[np.uint64], changed: Iterable[int]) -> list[int]:
    """Those of the keys that an earlier index has no vector of, or whose passages have ``changed`` since."""
    held = previous.keys if previous is not None else np.empty(0, dtype=np.uint64)
    missing = np.setdiff1d(keys, held, assume_unique=True)
    return sorted({*map(int, missing), *changed})


def _written(
    folder: Path,
    model: ModelInfo,
    cache: VectorCache,
    by_key: Mapping[int, bytes],
    total: int,
    previous: VectorIndex | None = None,
    wanted: npt.NDArray[np.uint64] | None = None,
) -> VectorState:
    """Puts the vectors in the order of their keys, whether they are taken over or come from the cache."""
    vectors = cache.get(by_key.values())
    added = np.array(sorted(key for key, text in by_key.items() if text in vectors), dtype=np.uint64)
    kept = np.empty(0, dtype=np.int64)
    if previous is not None and wanted is not None:
        anew = np.array(sorted(by_key), dtype=np.uint64)
        kept = np.flatnonzero(np.isin(previous.keys, wanted) & ~np.isin(previous.keys, anew))
    held = previous.keys[kept] if previous is not None else np.empty(0, dtype=np.uint64)
    keys = np.sort(np.concatenate([held, added]))
    if len(keys):
        shape = (len(keys), model.dimension)
        rows = np.lib.format.open_memmap(folder / _VECTORS, mode="w+", dtype=np.float16, shape=shape)
        for start in range(0, len(kept), _ROWS):
            some = kept[start : start + _ROWS]
            assert previous is not None
            rows[np.searchsorted(keys, previous.keys[some])] = previous.rows[some]
        for key, row in zip(added, np.searchsorted(keys, added), strict=True):
            rows[row] = vectors[by_key[int(key)]]
        rows.flush()
        np.save(folder / _KEYS, keys)
    return _stated(folder, VectorState(model.name, model.dimension, model.hash, len(keys), total))


def without_vectors(folder: Path, total: int) -> VectorState:
    """Says in the new folder ``folder`` that none of ``total`` passages has a vector, for want of a model."""
    folder.mkdir(parents=True)
    return _stated(folder, VectorState(total=total))


def _stated(folder: Path, state: VectorState) -> VectorState:
    (folder / STATE).write_text(json.dumps(asdict(state), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return state


class VectorIndex:
    """A built index, open for reading: the file is mapped, not loaded.

    All candidates are compared (300,000 in 30 ms on one core), so a result is exact and never depends on the order in
    which passages came in, as it would with a graph of neighbours.
    """

    def __init__(self, folder: Path) -> None:
        self.state = VectorState(**json.loads((folder / STATE).read_text(encoding="utf-8")))
        self.keys: npt.NDArray[np.uint64] = np.empty(0, dtype=np.uint64)
        """Keys of the passages, in order; ``rows`` holds the vector of each."""
        self.rows: npt.NDArray[np.float16] = np.empty((0, self.state.dimension), dtype=np.float16)
        if self.state.done:
            self.keys = np.load(folder / _KEYS)
            self.rows = np.load(folder / _VECTORS, mmap_mode="r")

    def __len__(self) -> int:
        return len(self.keys)

    def check(self, model: ModelInfo) -> None:
        """Raises ModelMismatch unless ``model`` is the one the vectors were made with."""
        self.state.check(model)

    def search(
        self, vector: npt.NDArray[np.float32], k: int, among: Sequence[int] | None = None
    ) -> list[tuple[int, float]]:
        """Keys of the ``k`` nearest passages with their cosines, nearest first; only those ``among``, where given."""
        keys, rows = self.keys, self.rows
        if among is not None:
            wanted = np.array(sorted(among), dtype=np.uint64)
            at = np.searchsorted(keys, wanted)
            inside = at < len(keys)
            at = at[inside][keys[at[inside]] == wanted[inside]]
            keys, rows = keys[at], rows[at]
        if k <= 0 or not len(keys):
            return []
        found = nearest(rows, vector.astype(np.float16), min(k, len(keys)), MetricKind.IP, exact=True)
        scored = [(int(keys[i]), 1.0 - float(d)) for i, d in zip(found.keys, found.distances, strict=True)]
        return sorted(scored, key=lambda pair: (-pair[1], pair[0]))
