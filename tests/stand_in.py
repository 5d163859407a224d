"""An encoder without a model, for tests of what is made of vectors."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from graph.embedding.encoder import ModelInfo, Vectors


class StandIn:
    """An encoder that counts what it is given: the vector of a text depends on nothing but its characters."""

    ready = True
    info = ModelInfo("stand-in", 8, "0" * 64)

    def __init__(self) -> None:
        self.encoded: list[str] = []

    def encode_question(self, text: str) -> Vectors:
        return next(self.encode_passages([text]))[0]

    def encode_passages(self, texts: Sequence[str]) -> Iterator[Vectors]:
        self.encoded += texts
        rows = [np.bincount([ord(char) % 8 for char in text], minlength=8) for text in texts]
        matrix = np.array(rows, dtype=np.float32)
        yield matrix / np.linalg.norm(matrix, axis=1, keepdims=True)
