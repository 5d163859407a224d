"""Recognising text in pictures: rapidocr on onnxruntime, with the models its wheel carries. No network is used.

The only module that knows the extra ``scan``; everything else sees crops going in and characters coming out.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]
"""Grey values, rows by columns, 0 black to 255 white."""

EXTRA = "scan"
REMEDY = f"安装文字识别扩展 {EXTRA}：在程序目录里运行 make {EXTRA}；或取得带文字的原件"
_NARROWEST = 112
"""Pixels a crop is padded to at least; the engine's own 320 triples the time of a page of short numbers."""
_BATCH = 6


class Character(NamedTuple):
    """A recognised character; ``centre`` is its middle as a share of the crop's width, ``confidence`` 0 to 1."""

    text: str
    centre: float
    confidence: float


class MissingExtra(Exception):
    """The packages of the extra ``scan`` are not installed."""

    def __init__(self) -> None:
        super().__init__(f"the extra '{EXTRA}' (rapidocr, onnxruntime) is not installed")


def available() -> bool:
    """Whether the packages of the extra ``scan`` are installed."""
    return all(find_spec(package) for package in ("rapidocr", "onnxruntime", "cv2"))


@cache
def _engine() -> Any:
    from rapidocr import RapidOCR

    # One thread: the same sums in the same order whatever the machine, and one core for each reader process.
    return RapidOCR(params={
        "Global.use_cls": False,
        "Global.return_word_box": True,
        "Global.log_level": "error",
        "EngineConfig.onnxruntime.intra_op_num_threads": 1,
        "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        "Rec.rec_img_shape": [3, 48, _NARROWEST],
        "Rec.rec_batch_num": _BATCH,
    })


def text_boxes(picture: Picture) -> list[tuple[int, int, int, int]]:
    """Left, top, right, bottom of each line of text found in ``picture``, in pixels."""
    found = _engine()(_coloured(picture), use_det=True, use_cls=False, use_rec=False)
    if found.boxes is None:
        return []
    height, width = picture.shape
    corners = np.asarray(found.boxes)
    boxes = []
    for quad in corners:
        (x0, top), (x1, bottom) = quad.min(axis=0), quad.max(axis=0)
        boxes.append((max(0, int(x0)), max(0, int(top)), min(width, int(x1) + 1), min(height, int(bottom) + 1)))
    return boxes


def recognised(crops: Sequence[Picture]) -> list[list[Character]]:
    """The characters of each crop, which holds one line of text, from left to right."""
    if not crops:
        return []
    engine = _engine()
    read = engine.recognize_txt([_coloured(crop) for crop in crops])
    lines = []
    for text, info in zip(read.txts, read.word_results, strict=True):
        steps = [column for word in info.word_cols for column in word]
        ink = [(c, sure) for c, sure in zip(text, info.confs, strict=False) if not c.isspace()]
        if len(ink) != len(steps):
            raise RuntimeError("rapidocr: characters and places differ in number")
        lines.append([
            Character(character, (step + 0.5) / info.line_txt_len, round(float(sure), 3))
            for (character, sure), step in zip(ink, steps, strict=True)
        ])
    return lines


def _coloured(picture: Picture) -> Any:
    return np.repeat(picture[:, :, None], 3, axis=2)
