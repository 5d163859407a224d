"""The vector index of a generation: what a passage means, beside the words that the full-text index knows.

Vectors come later than text: ``fill_cache`` computes them in the background, ``build_vector_index`` takes what is there
and says how many are still to come.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from usearch.compiled import MetricKind
from usearch.index import search as nearest

from graph.embedding import ModelInfo, TextEncoder
from graph.passages import IndexedPassage
from graph.vector_cache import VectorCache, text_key

_VECTORS = "vectors.npy"
_KEYS = "keys.npy"
STATE = "vectors.json"
_PART = 64
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
        state = VectorState(total=len(by_key))
    else:
        vectors = cache.get(by_key.values())
        keys = sorted(key for key, text in by_key.items() if text in vectors)
        if keys:
            shape = (len(keys), model.dimension)
            rows = np.lib.format.open_memmap(folder / _VECTORS, mode="w+", dtype=np.float16, shape=shape)
            for row, key in enumerate(keys):
                rows[row] = vectors[by_key[key]]
            rows.flush()
            np.save(folder / _KEYS, np.array(keys, dtype=np.uint64))
        state = VectorState(model.name, model.dimension, model.hash, len(keys), len(by_key))
    (folder / STATE).write_text(json.dumps(asdict(state), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return state


class VectorIndex:
    """A built index, open for reading: the file is mapped, not loaded.

    All candidates are compared (300,000 in 30 ms on one core), so a result is exact and never depends on the order in
    which passages came in, as it would with a graph of neighbours.
    """

    def __init__(self, folder: Path) -> None:
        self.state = VectorState(**json.loads((folder / STATE).read_text(encoding="utf-8")))
        self._keys = np.empty(0, dtype=np.uint64)
        self._rows: npt.NDArray[np.float16] = np.empty((0, self.state.dimension), dtype=np.float16)
        if self.state.done:
            self._keys = np.load(folder / _KEYS)
            self._rows = np.load(folder / _VECTORS, mmap_mode="r")

    def __len__(self) -> int:
        return len(self._keys)

    def check(self, model: ModelInfo) -> None:
        """Raises ModelMismatch unless ``model`` is the one the vectors were made with."""
        self.state.check(model)

    def search(
        self, vector: npt.NDArray[np.float32], k: int, among: Sequence[int] | None = None
    ) -> list[tuple[int, float]]:
        """Keys of the ``k`` nearest passages with their cosines, nearest first; only those ``among``, where given."""
        keys, rows = self._keys, self._rows
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
