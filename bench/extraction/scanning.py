"""Pages as a scanner gives them: grey pictures, a little askew, with specks."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pypdfium2
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

DPI = 200
NOISE = 6.0
"""Standard deviation of the grey level."""


def scan(source: Path, target: Path, skew: float = 0.0, seed: int = 1) -> None:
    """Write the pages of a PDF as pictures; ``skew`` in degrees."""
    rng = np.random.default_rng(seed)
    canvas = Canvas(str(target), invariant=1)
    with pypdfium2.PdfDocument(source) as pdf:
        for page in pdf:
            picture = page.render(scale=DPI / 72, grayscale=True).to_pil().convert("L")
            if skew:
                picture = picture.rotate(skew, resample=Image.Resampling.BICUBIC, fillcolor=255)
            grey = np.asarray(picture, dtype=np.float32) + rng.normal(0.0, NOISE, (picture.height, picture.width))
            noisy = Image.fromarray(np.clip(grey, 0, 255).astype(np.uint8))
            packed = io.BytesIO()
            noisy.save(packed, "JPEG", quality=80)
            canvas.setPageSize(page.get_size())
            canvas.drawImage(ImageReader(packed), 0, 0, *page.get_size())
            canvas.showPage()
    canvas.save()
