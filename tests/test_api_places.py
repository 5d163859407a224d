"""Where something is printed, shown: pages of PDFs as pictures, tables of other formats as read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from io import BytesIO
from pathlib import Path

import pyoxigraph as ox
import pypdfium2
import pytest
from click.testing import CliRunner
from fastapi.testclient import TestClient
from PIL import Image, ImageChops, ImageStat
from service_store import BASE, make_store, service

from api.cli import main
from api.linked_data.place_process import picture
from graph.store.generation import open_current
from ingest.documents.document import Grid
from ingest.documents.open import open_document

DOCUMENTS = Path(__file__).parents[1] / "samples" / "documents"
NAMES = ("shili-tushuguan-2021-juesuan.txt", "shili-tushuguan-2022-juesuan.docx", "shili-tushuguan-2023-juesuan.pdf")
BROWSER = {"accept": "text/html"}
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("places") / "store"
    arguments = ["ingest", *(str(DOCUMENTS / name) for name in NAMES), "--store", str(folder)]
    assert CliRunner().invoke(main, arguments).exit_code == 0
    return folder


@pytest.fixture(scope="module")
def client(store: Path) -> Iterator[TestClient]:
    with service(store) as running:
        yield running


def place_of(store: Path, name: str, printed: str) -> str:
    """Path and parameters of the place of a figure of a file's 支出决算表, by its printed text."""
    query = f"""PREFIX mz: <{BASE}ontology#> SELECT ?place {{
        ?figure mz:printed "{printed}" ; mz:place ?place ; mz:part/mz:formTitle "支出决算表" .
        ?place mz:document/mz:fileName "{name}" }} ORDER BY ?place LIMIT 1"""
    with open_current(store) as generation:
        result = generation.query(query)
        assert isinstance(result, ox.QuerySolutions)
        (found,) = result
        return found["place"].value.replace(f"{BASE}id/document/", "/places/").replace("#", "?")


def test_the_page_of_a_pdf_with_its_cell_marked(client: TestClient, store: Path) -> None:
    place = place_of(store, NAMES[2], "2391.50")
    page = client.get(place, headers=BROWSER)
    found = re.search(r'<img class="page" src="([^"]+)"', page.text)
    assert found
    reply = client.get("/places/" + unescape(found[1]))
    assert reply.headers["content-type"] == "image/png"
    marked = Image.open(BytesIO(reply.content)).convert("RGB")
    plain = Image.open(BytesIO(client.get("/places/" + unescape(found[1]).split("&xywh")[0]).content)).convert("RGB")
    assert marked.size == plain.size
    x, y, width, height = (float(part) for part in re.search(r"xywh=([\d.,]+)", place)[1].split(","))  # type: ignore[index]
    scale = 2.0
    left, top = round((x + width / 2) * scale), round((y - 3) * scale)
    # The frame is red above the cell, the page is as it was elsewhere.
    red = [marked.getpixel((left, top + off)) for off in range(-2, 4)]
    assert any(r > 150 and g < 90 and b < 90 for r, g, b in red), red  # type: ignore[misc]
    # Inside the frame there is print: the figure itself.
    inside = plain.crop(tuple(round(scale * edge) for edge in (x, y, x + width, y + height))).convert("L")  # type: ignore[arg-type]
    assert inside.getextrema()[0] < 100
    assert client.get("/places/" + found[1].split(".png")[0] + ".png?page=999").status_code == 404


@pytest.mark.parametrize("name", NAMES[:2])
def test_the_table_as_read_with_its_cell_marked(client: TestClient, store: Path, name: str) -> None:
    printed = {"shili-tushuguan-2022-juesuan.docx": "2274.06"}.get(name) or first_total(store, name)
    page = client.get(place_of(store, name, printed), headers=BROWSER).text
    # Where a table is flowed text, the line is what is known of the place.
    marked = re.findall(r"<mark>(.*?)</mark>", page, re.DOTALL)
    assert 1 <= len(marked) <= 2
    assert all(printed in text for text in marked)
    assert (marked[0] == printed) is not name.endswith(".txt")
    assert "合计" in page
    assert ('<pre class="lines" tabindex="0">' in page) is name.endswith(".txt")


def first_total(store: Path, name: str) -> str:
    query = f"""PREFIX mz: <{BASE}ontology#> SELECT ?printed {{
        ?figure mz:printed ?printed ; mz:itemLabel "合计" ; mz:place ?place ; mz:part/mz:formTitle "支出决算表" .
        ?place mz:document/mz:fileName "{name}" }} ORDER BY DESC(STRLEN(?printed)) ?printed LIMIT 1"""
    with open_current(store) as generation:
        result = generation.query(query)
        assert isinstance(result, ox.QuerySolutions)
        (found,) = result
        return str(found["printed"].value)


def test_every_place_of_a_file_has_a_link(client: TestClient, store: Path) -> None:
    place = place_of(store, NAMES[1], "2274.06")
    page = client.get(place.replace("/places/", "/id/document/").split("?")[0], headers=BROWSER).text
    assert place in unescape(page)


def test_places_that_are_none(client: TestClient, store: Path) -> None:
    file = place_of(store, NAMES[2], "2391.50").split("?")[0]
    for path, status in (
        ("/places/0000000000000000?page=1", 404), ("/places/0000000000000000.png?page=1", 404),
        ("/places/../../etc/passwd", 404), ("/places/%2e%2e%2f%2e%2e", 404), (f"{file}.png", 422),
        (f"{file}.png?page=1&xywh=1,2,3", 422), (f"{file}.png?page=1&xywh=1,2,3,1e9", 422), (f"{file}?page=x", 422),
        (f"{file}?table=99999&row=1", 200),
    ):  # fmt: skip
        assert client.get(path).status_code == status, path


def test_without_a_copy_it_says_so(tmp_path: Path) -> None:
    with service(make_store(tmp_path / "store", 2023)) as client:
        (disclosure,) = client.get("/disclosures").json()["results"]
        file = disclosure["files"][0]["file"].rpartition("/")[2]
        assert "副本" in client.get(f"/places/{file}?page=9", headers=BROWSER).text
        assert client.get(f"/places/{file}.png?page=9").status_code == 404


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_boxes_fit_on_turned_and_cropped_pages(tmp_path: Path, rotation: int) -> None:
    """What a cell's box shows is the cell, however the page is turned or cropped."""
    original = cell_picture(DOCUMENTS / NAMES[2], 9)
    source = pypdfium2.PdfDocument(DOCUMENTS / NAMES[2])
    turned = pypdfium2.PdfDocument.new()
    turned.import_pages(source, [8])
    page = turned[0]
    left, bottom, right, top = page.get_mediabox()
    page.set_cropbox(left + 30, bottom + 20, right - 10, top - 15)
    page.set_rotation(rotation)
    path = tmp_path / "turned.pdf"
    turned.save(path)
    cell = cell_picture(path, 1)
    assert abs(cell.width * cell.height - original.width * original.height) < 0.2 * original.width * original.height
    upright = cell.rotate(rotation, expand=True).resize(original.size)
    difference = ImageChops.difference(upright.convert("L"), original.convert("L"))
    assert ImageStat.Stat(difference).mean[0] < 20


def cell_picture(path: Path, page: int) -> Image.Image:
    """The part of a page's picture that the box of the cell 1894.50 names."""
    document = open_document(path)
    grids = [block for block in document.blocks if isinstance(block, Grid) and block.page == page]
    box = next(cell.box for grid in grids for cell in grid.cells if "1894.50" in cell.text)
    assert box is not None
    whole = Image.open(BytesIO(picture(path, page, None)))
    return whole.crop(tuple(round(2 * edge) for edge in box))  # type: ignore[arg-type]
