"""Whether the compressed parts of a PDF page are whole.

pdfminer takes a part that cannot be unpacked for an empty one and says nothing: figures would be missing, or read
through half a character table, and nobody would know.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Any

from pdfminer.pdftypes import PDFStream, dict_value, resolve1
from pdfminer.psparser import PSLiteral

_FLATE = ("FlateDecode", "Fl")


class DamagedPage(Exception):
    """A part of the page does not unpack to what was packed."""


def refuse_damaged(page: Any) -> None:
    """Raises DamagedPage where a part of a pdfplumber page is damaged.

    A wrong checksum counts: what unpacks may be whole, or anything else, and a figure missing and said to be missing
    is better than a wrong one.
    """
    for stream in _streams(page):
        _refuse_damaged(stream)


def _streams(page: Any) -> Iterator[PDFStream]:
    """What is drawn on the page: its own content, that of the forms placed on it, the character tables of fonts."""
    yield from _of(page.page_obj.contents)
    resources = resolve1(page.page_obj.resources)
    if not isinstance(resources, dict):
        return
    for form in dict_value(resources.get("XObject", {})).values():
        form = resolve1(form)
        if isinstance(form, PDFStream) and _named(form.get("Subtype")) == "Form":
            yield form
    for font in dict_value(resources.get("Font", {})).values():
        font = resolve1(font)
        if isinstance(font, dict):
            yield from _of([font.get("ToUnicode")])


def _of(items: Any) -> Iterator[PDFStream]:
    for item in items:
        stream = resolve1(item)
        if isinstance(stream, PDFStream):
            yield stream


def _named(value: Any) -> str:
    value = resolve1(value)
    return str(value.name) if isinstance(value, PSLiteral) else ""


def _refuse_damaged(stream: PDFStream) -> None:
    filters = stream.get_filters()
    packed = stream.get_rawdata()
    # Streams of locked files are checked by the cipher, and those already unpacked were checked on an earlier page.
    if packed is None or stream.decipher is not None or not filters or _named(filters[0][0]) not in _FLATE:
        return
    unpacker = zlib.decompressobj()
    try:
        unpacker.decompress(packed)
        unpacker.flush()
    except zlib.error as error:
        raise DamagedPage(str(error)) from error
    if not unpacker.eof:
        raise DamagedPage("cut short")
