"""The picture of a scanned page made ready to read: paper white, lines level, ink told from paper.

Pixels are those of the straightened picture; ``Sheet.on_page`` leads back to the page as displayed.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from ingest.documents.recognition import Picture
from ingest.records import Box

_STEEPEST = 4.0
"""Degrees; pages laid on the glass by hand lean by one or two."""
_COARSE, _FINE = 0.25, 0.05
_SEARCH_WIDTH = 900
_LEVEL = 0.06
"""A lean smaller than this, in degrees, moves nothing by a line's height."""
_PAPER = 41
"""Pixels, at a quarter of the size, over which the brightness of the paper is taken."""

_DARKEST_PAPER = 190
_FAINTEST = 32.0
"""Grey values below paper from which on there is ink."""
_NOISES = 6.0
"""Ink is so many times the paper's noise below paper."""

Mask = NDArray[np.uint8]
"""255 where there is ink, 0 where there is paper."""


class Sheet(NamedTuple):
    """A page's picture, straightened, its ink, and the way back.

    ``ink`` is what is black beyond doubt; ``faint`` takes in all that stands out from the paper's own noise, so that
    the thin strokes of 一 and 二 are whole.
    """

    grey: Picture
    ink: Mask
    faint: Mask
    lean: float
    """Degrees by which the picture was turned counter-clockwise to stand level."""

    def on_page(self, box: Box) -> Box:
        """A box of the straightened picture where its middle is on the picture as it came; all in pixels."""
        height, width = self.grey.shape
        back = cv2.getRotationMatrix2D((width / 2, height / 2), -self.lean, 1.0)
        x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        dx = float(back[0, 0] * x + back[0, 1] * y + back[0, 2]) - x
        dy = float(back[1, 0] * x + back[1, 1] * y + back[1, 2]) - y
        return box[0] + dx, box[1] + dy, box[2] + dx, box[3] + dy


def sheet_of(picture: Picture) -> Sheet:
    """The picture with even paper, its lines level, and its ink."""
    even = _evened(picture)
    lean = _lean(_ink(even))
    if abs(lean) >= _LEVEL:
        height, width = even.shape
        turn = cv2.getRotationMatrix2D((width / 2, height / 2), lean, 1.0)
        even = cv2.warpAffine(
            even, turn, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_CONSTANT, borderValue=255
        ).astype(np.uint8)
    else:
        lean = 0.0
    return Sheet(even, _ink(even), _faint(even), lean)


def _evened(picture: Picture) -> Picture:
    """Shadows and grey paper taken out: each pixel against the paper around it."""
    height, width = picture.shape
    small = cv2.resize(picture, (max(1, width // 4), max(1, height // 4)), interpolation=cv2.INTER_AREA)
    paper = cv2.medianBlur(cv2.dilate(small, np.ones((9, 9), np.uint8)), _PAPER)
    paper = cv2.resize(paper, (width, height), interpolation=cv2.INTER_LINEAR)
    even: Picture = cv2.divide(picture, np.maximum(paper, 1), scale=255).astype(np.uint8)
    return even


def _ink(grey: Picture) -> Mask:
    """Ink by Otsu's threshold, kept between what is black on any scan and what is paper on any scan."""
    smooth = cv2.GaussianBlur(grey, (3, 3), 0)
    level, _ = cv2.threshold(smooth, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    _, ink = cv2.threshold(smooth, min(max(level, 110.0), 200.0), 255, cv2.THRESH_BINARY_INV)
    mask: Mask = ink.astype(np.uint8)
    return mask


def _faint(grey: Picture) -> Mask:
    """What is darker than paper and its noise are."""
    smooth = cv2.GaussianBlur(grey, (5, 5), 0)
    shades = np.bincount(smooth.ravel(), minlength=256)
    shades[: _DARKEST_PAPER + 1] = 0
    middle = _median(shades)
    apart = np.bincount(np.abs(np.arange(256) - middle), weights=shades, minlength=256)
    noise = 1.5 * _median(apart)
    return np.where(smooth < middle - max(_FAINTEST, _NOISES * noise), 255, 0).astype(np.uint8)


def _median(counts: NDArray[Any]) -> int:
    """The median of whole numbers from 0, given how often each occurs."""
    whole = np.cumsum(counts)
    return int(np.searchsorted(whole, whole[-1] / 2))


def _lean(ink: Mask) -> float:
    """The lean in degrees at which rows of ink and rows of paper differ most; positive where lines fall to the right.

    A page leans as one piece, so one angle is enough.
    """
    height, width = ink.shape
    scale = min(1.0, _SEARCH_WIDTH / width)
    small = cv2.resize(ink, (int(width * scale), int(height * scale)), interpolation=cv2.INTER_AREA)
    coarse = _sharpest(small, np.arange(-_STEEPEST, _STEEPEST + _COARSE / 2, _COARSE))
    return _sharpest(small, np.arange(coarse - _COARSE, coarse + _COARSE + _FINE / 2, _FINE))


def _sharpest(ink: Mask, leans: NDArray[np.float64]) -> float:
    height, width = ink.shape
    best, sharpest = 0.0, -1.0
    for lean in sorted((float(x) for x in leans), key=abs):
        # Shearing is as good as turning for small angles, and rows stay rows.
        shear = np.array([[1.0, 0.0, 0.0], [-np.tan(np.radians(lean)), 1.0, np.tan(np.radians(lean)) * width / 2]])
        level = cv2.warpAffine(ink, shear, (width, height), flags=cv2.INTER_LINEAR)
        rows = level.sum(axis=1, dtype=np.float64)
        sharp = float(np.square(np.diff(rows)).sum())
        if sharp > sharpest * 1.0001:
            best, sharpest = lean, sharp
    return best
