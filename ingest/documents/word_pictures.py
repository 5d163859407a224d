"""Pictures in Word files that may hold a table: read where recognition is installed, counted where they can't be."""

from __future__ import annotations

import io
import posixpath
import re
import warnings
import zipfile
from dataclasses import replace

import numpy as np
from lxml import etree
from PIL import Image

from ingest.documents import recognition
from ingest.documents.document import Grid
from ingest.documents.image import LARGEST, LEAST, page_of
from ingest.documents.package import parsed_part
from ingest.documents.page_pictures import LEAST_HEIGHT, LEAST_WIDTH, is_paper

_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_BLIP = "{http://schemas.openxmlformats.org/drawingml/2006/main}blip"
_VML_SHAPE, _VML_IMAGE = "{urn:schemas-microsoft-com:vml}shape", "{urn:schemas-microsoft-com:vml}imagedata"
_EMU = 12700.0
"""English metric units a point."""
_LENGTH = r"(?:^|;)\s*{}\s*:\s*([\d.]+)\s*(pt|in|cm|mm)"
_POINTS = {"pt": 1.0, "in": 72.0, "cm": 72 / 2.54, "mm": 72 / 25.4}
_FORMATS = ("PNG", "JPEG", "TIFF", "BMP", "GIF")
_LOOK = 400
"""Pixels of the longer side to which a picture is made smaller to see whether it is light."""


class Pictures:
    """The pictures of one Word package. ``read``, ``without`` and ``unread`` count those whose table was read, that
    hold none, and that may hold one and were not read; ``drawings``: the unread ones that are no pixels (EMF, WMF)."""

    def __init__(self, package: zipfile.ZipFile, name: str) -> None:
        self._package = package
        relations = parsed_part(package, "word/_rels/document.xml.rels", name)
        self._parts = {
            each.get("Id", ""): posixpath.normpath(posixpath.join("word", each.get("Target", "")))
            for each in (relations if relations is not None else ()) if each.get("TargetMode") != "External"
        }
        self.read = self.without = self.unread = self.drawings = 0

    def tables(self, paragraph: etree._Element) -> list[Grid]:
        """The tables in the pictures of a paragraph, without places on a page."""
        found: list[Grid] = []
        seen: set[str] = set()
        for element in paragraph.iter(_BLIP, _VML_IMAGE):
            key = element.get(f"{_RELATION}embed") or element.get(f"{_RELATION}id") or ""
            width, height = _size(element)
            if key in seen or key not in self._parts or width < LEAST_WIDTH or height < LEAST_HEIGHT:
                continue
            seen.add(key)
            found.extend(self._tables(self._parts[key], max(width, height)))
        return found

    def notes(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """What to say of the pictures: remarks, and what is unread."""
        notes = [f"{self.read} 幅图片里的表格由文字识别读出"] if self.read else []
        notes += [f"{self.without} 幅图片里没有读到表格，略去"] if self.without else []
        unread = [f"{self.unread} 幅图片里若有表格，未读（{recognition.REMEDY}）"] if self.unread else []
        unread += [f"{self.drawings} 幅矢量图片里若有表格，未读（请另存为 PDF）"] if self.drawings else []
        return tuple(notes), tuple(unread)

    def _tables(self, part: str, long_side: float) -> list[Grid]:
        if part.lower().endswith((".emf", ".wmf")):
            self.drawings += 1
            return []
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", Image.DecompressionBombWarning)
                with Image.open(io.BytesIO(self._package.read(part)), formats=_FORMATS) as picture:
                    if not _is_light(picture):
                        return []
                    if not recognition.available():
                        self.unread += 1
                        return []
                    blocks = page_of(picture, 1, None, long_side).blocks
        except MemoryError:
            raise
        except Exception:
            # Pillow passes on whatever its decoders raise on damaged data; the text of the file is no worse for it.
            self.unread += 1
            return []
        grids = [
            replace(block, page=None, edges=(), cells=tuple(replace(c, page=None, box=None) for c in block.cells))
            for block in blocks if isinstance(block, Grid)
        ]
        self.read += bool(grids)
        self.without += not grids
        return grids


def _is_light(picture: Image.Image) -> bool:
    width, height = picture.size
    if width * height > LARGEST or min(width, height) < LEAST:
        return False
    small = picture.convert("L")
    small.thumbnail((_LOOK, _LOOK))
    return is_paper(np.asarray(small, dtype=np.uint8), (0, 0, small.width, small.height), 1.0)


def _size(element: etree._Element) -> tuple[float, float]:
    """Width and height of a picture on the page in points; 0 where they are not told."""
    for above in element.iterancestors(f"{_DRAWING}inline", f"{_DRAWING}anchor"):
        extent = above.find(f"{_DRAWING}extent")
        if extent is not None:
            return _number(extent.get("cx")) / _EMU, _number(extent.get("cy")) / _EMU
    for above in element.iterancestors(_VML_SHAPE):
        style = above.get("style", "")
        return _length(style, "width"), _length(style, "height")
    return 0.0, 0.0


def _length(style: str, name: str) -> float:
    found = re.search(_LENGTH.format(name), style)
    return float(found[1]) * _POINTS[found[2]] if found else 0.0


def _number(text: str | None) -> float:
    return float(text) if text and text.isdigit() else 0.0
