"""A process that shows a place of a document: the page of a PDF as a picture, or the table of another file as read.

``python -m api.linked_data.place_process FILE PLACE``, PLACE being JSON (``page``, ``xywh``; or ``table``, ``row``,
``column``, ``line``). Writes a PNG, or JSON, to standard output. What documents do to their reader, they do to this
process only.
"""

from __future__ import annotations

import json
import sys
from io import BytesIO
from pathlib import Path
from typing import Any

SCALE = 2.0
"""Pixels a point: text of 9 points is well read."""
MOST_PIXELS = 3000
MARGIN = 3.0
"""Points between the printed cell and its mark."""
AROUND = 40
"""Rows shown before and after the marked one, and lines of a text file."""
HEADER = 4


def picture(file: Path, page_number: int, xywh: tuple[float, float, float, float] | None) -> bytes:
    """A page as it is displayed, turned and cropped, with a frame around the box; ValueError: no such page."""
    import pypdfium2
    from PIL import Image, ImageDraw

    document = pypdfium2.PdfDocument(file)
    try:
        if not 1 <= page_number <= len(document):
            raise ValueError(f"{file.name}: has {len(document)} pages, not {page_number}")
        page = document[page_number - 1]
        width, height = page.get_size()
        scale = min(SCALE, MOST_PIXELS / max(width, height, 1.0))
        image = page.render(scale=scale).to_pil().convert("RGB")
    finally:
        document.close()
    if xywh is not None:
        x, y, w, h = xywh
        box = tuple(scale * edge for edge in (x - MARGIN, y - MARGIN, x + w + MARGIN, y + h + MARGIN))
        shade = Image.new("RGBA", image.size, (0, 0, 0, 0))
        ImageDraw.Draw(shade).rectangle(box, fill=(255, 213, 0, 60), outline=(200, 30, 30, 255), width=3)
        image = Image.alpha_composite(image.convert("RGBA"), shade).convert("RGB")
    out = BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def as_read(file: Path, place: dict[str, Any]) -> dict[str, Any]:
    """The table of a place with its cell marked, or the lines around it; as the reader of documents sees them.

    ``rows``: cells with text, spans and ``marked``; ``left_out``: whether rows far from the marked one are missing;
    ``lines``: number, text and ``marked`` of the lines around, where the format has lines.
    """
    from ingest.documents.document import Grid, Paragraph
    from ingest.documents.open import open_document

    document = open_document(file)
    grids = {block.index: block for block in document.blocks if isinstance(block, Grid)}
    grid = grids.get(place.get("table") or 0)
    rows: list[list[dict[str, Any]]] = []
    left_out = False
    line = place.get("line")
    if grid is not None:
        row, column = (place.get("row") or 0) - 1, (place.get("column") or 0) - 1
        shown = [each for each in range(grid.rows) if each < HEADER or row < 0 or abs(each - row) <= AROUND]
        left_out = len(shown) < grid.rows
        by_row: dict[int, list[dict[str, Any]]] = {each: [] for each in shown}
        for cell in sorted(grid.cells, key=lambda cell: (cell.row, cell.column)):
            marked = cell.row <= row < cell.row + cell.rowspan and cell.column <= column < cell.column + cell.colspan
            line = cell.line if marked and cell.line is not None else line
            if cell.row in by_row:
                by_row[cell.row].append(
                    {"text": cell.text, "rowspan": cell.rowspan, "colspan": cell.colspan, "marked": marked}
                )
        rows = [by_row[each] for each in shown]
    printed: dict[int, list[str]] = {}
    for block in document.blocks:
        for part in block.cells if isinstance(block, Grid) else (block,) if isinstance(block, Paragraph) else ():
            if part.line is not None and line is not None and abs(part.line - line) <= AROUND // 4:
                printed.setdefault(part.line, []).append(part.text)
    lines = [{"number": number, "text": "\t".join(texts), "marked": number == line}
             for number, texts in sorted(printed.items())]  # fmt: skip
    return {"rows": rows, "left_out": left_out, "lines": lines}


def main() -> None:
    file, place = Path(sys.argv[1]), json.loads(sys.argv[2])
    try:
        if "page" in place:
            xywh = place.get("xywh")
            sys.stdout.buffer.write(picture(file, place["page"], tuple(xywh) if xywh else None))
        else:
            sys.stdout.buffer.write(json.dumps(as_read(file, place), ensure_ascii=False).encode())
    except ValueError as error:
        print(error, file=sys.stderr)
        raise SystemExit(3) from None


if __name__ == "__main__":
    main()
