"""What is drawn on a PDF page as a picture pasted into it, as from a screen or a scanner."""

from __future__ import annotations

import io
from collections.abc import Callable

import pypdfium2
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

Draw = Callable[[Canvas], tuple[float, float, float, float]]
"""Draws on a canvas and tells how far: left, bottom, right, top in points."""


def paste(canvas: Canvas, size: tuple[float, float], dpi: float, draw: Draw) -> None:
    """Put on a page of a size in points, as a grey picture of ``dpi`` dots an inch, what ``draw`` draws."""
    packed = io.BytesIO()
    own = Canvas(packed, pagesize=size, invariant=1)
    left, bottom, right, top = draw(own)
    own.showPage()
    own.save()
    scale = dpi / 72
    with pypdfium2.PdfDocument(packed.getvalue()) as pdf:
        picture = pdf[0].render(scale=scale, grayscale=True).to_pil().convert("L")
    part = picture.crop(tuple(round(v * scale) for v in (left, size[1] - top, right, size[1] - bottom)))
    canvas.drawImage(ImageReader(part), left, bottom, right - left, top - bottom)
