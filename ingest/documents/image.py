"""Picture files (PNG, JPEG, TIFF) of scanned pages; a TIFF file may hold several."""

from __future__ import annotations

import warnings
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps, ImageSequence

from ingest.documents import recognition
from ingest.documents.content import Content
from ingest.documents.document import UnreadableDocument
from ingest.documents.pages import Page, assembled
from ingest.documents.scan_pages import MOST_PIXELS, POINT, read_picture

MOST_PAGES = 500
LARGEST = 150_000_000
"""Pixels of a picture that is unpacked at all; an A0 sheet at 300 dots an inch has 140 million."""
LEAST = 200
"""Pixels: a picture lower or narrower than this is no page."""
_LONG_SIDE = 842.0
"""Points: the longer side of the A4 sheet that a picture is taken for; many files name a wrong number of dots."""


def read_image(path: Path, name: str) -> Content:
    """Blocks of the picture file at ``path``; ``name`` is what errors call it.

    Raises UnreadableDocument where the extra ``scan`` is not installed, for pictures that are damaged, too large or too
    small, and for those without text.
    """
    if not recognition.available():
        raise UnreadableDocument(name, "这是图片，需要文字识别", recognition.REMEDY)
    pages: list[Page] = []
    try:
        with warnings.catch_warnings():
            # Pillow warns of what may be a bomb; the limits here are tighter and lead to an error.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(path, formats=("PNG", "JPEG", "TIFF")) as file:
                for number, frame in enumerate(ImageSequence.Iterator(file), start=1):
                    if number > MOST_PAGES:
                        raise UnreadableDocument(name, f"图片超过 {MOST_PAGES} 页", "请拆分后再读")
                    _refuse_odd(frame, name)
                    pages.append(page_of(frame, number, pages[-1] if pages else None))
    except (UnreadableDocument, MemoryError):
        raise
    except Image.DecompressionBombError as error:
        raise UnreadableDocument(name, "图片的像素超过上限", "请缩小后再读") from error
    except Exception as error:
        # Pillow passes on whatever its decoders raise on damaged data: OSError, SyntaxError, struct.error ...
        raise UnreadableDocument(name, f"图片已损坏（{type(error).__name__}）", "请重新下载") from error
    if not any(page.glyphs for page in pages):
        raise UnreadableDocument(name, "图片里没有认出文字", "请核对是否选错文件")
    return assembled(pages, ["这是图片，由文字识别读出"])


def _refuse_odd(frame: Image.Image, name: str) -> None:
    width, height = frame.size
    if width * height > LARGEST:
        raise UnreadableDocument(name, f"图片有 {width}×{height} 个像素，超过上限", "请缩小后再读")
    if min(width, height) < LEAST:
        raise UnreadableDocument(name, f"图片只有 {width}×{height} 个像素，看不清文字", "请取得更清晰的图片")


def page_of(frame: Image.Image, number: int, before: Page | None, long_side: float = _LONG_SIDE) -> Page:
    """A picture as page ``number`` from 1, after the page ``before``; ``long_side``: its longer side in points.

    Needs the extra ``scan``.
    """
    width, height = frame.size
    grey = ImageOps.exif_transpose(_flattened(frame)).convert("L")
    point = max(grey.size) / long_side
    scale = min(POINT / point, (MOST_PIXELS / (width * height)) ** 0.5)
    size = round(grey.width * scale), round(grey.height * scale)
    picture = np.asarray(grey.resize(size, Image.Resampling.BICUBIC), dtype=np.uint8)
    return read_picture(picture, point * scale, number, before.goes_on if before else None)


def _flattened(frame: Image.Image) -> Image.Image:
    """What is transparent is white paper."""
    if frame.mode not in ("RGBA", "LA", "PA") and "transparency" not in frame.info:
        return frame
    layered = frame.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", layered.size, "white"), layered)
