"""Coverage-guided fuzzing of the readers with atheris.

    python tests/fuzz/readers.py FORMAT [-runs=N] [-max_total_time=SECONDS] [-seed=N] [more of libFuzzer's options]

FORMAT is one of text, csv, html, docx, xlsx, pdf. The bytes are what a format is about (the XML of a part, the program
of a page), packed into a sound file around them: damage of the packing is tested elsewhere. Each file is opened and
read as a disclosure. Nothing but UnreadableDocument and its kinds may come out; an input that breaks this is written
to ``crash-...`` in the working folder, and its smallest form becomes a test in tests/test_fuzz.py.
"""

from __future__ import annotations

import io
import logging
import sys
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

WORD = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SHEET = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
PACKAGE = b"http://schemas.openxmlformats.org/package/2006/"
RELATIONS = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def package(parts: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, data in parts.items():
            archive.writestr(zipfile.ZipInfo(name), data)
    return packed.getvalue()


def docx(body: bytes) -> bytes:
    start = b'<w:document xmlns:w="' + WORD + b'"><w:body>'
    return package({"word/document.xml": start + body + b"</w:body></w:document>"})


def xlsx(rows: bytes) -> bytes:
    types = b"application/vnd.openxmlformats-officedocument.spreadsheetml."
    links = b'<Relationships xmlns="' + PACKAGE + b'relationships"><Relationship Id="r1" Type="' + RELATIONS
    return package({
        "[Content_Types].xml": b'<Types xmlns="' + PACKAGE + b'content-types">'
        b'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        b'<Override PartName="/xl/workbook.xml" ContentType="' + types + b'sheet.main+xml"/>'
        b'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="' + types + b'worksheet+xml"/></Types>',
        "_rels/.rels": links + b'/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": b'<workbook xmlns="' + SHEET + b'" xmlns:r="' + RELATIONS + b'"><sheets>'
        b'<sheet name="1" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": links + b'/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": b'<worksheet xmlns="' + SHEET + b'"><sheetData>' + rows
        + b"</sheetData></worksheet>",
    })


def pdf(program: bytes) -> bytes:
    """One page that runs ``program``, with a font F for Latin text and G for Chinese in GBK."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F 5 0 R/G 6 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(program), program),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        b"<</Type/Font/Subtype/Type0/BaseFont/S/Encoding/GBK-EUC-H/DescendantFonts[7 0 R]>>",
        b"<</Type/Font/Subtype/CIDFontType0/BaseFont/S/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>"
        b"/FontDescriptor 8 0 R/DW 1000>>",
        b"<</Type/FontDescriptor/FontName/S/Ascent 880/Descent -120/FontBBox[0 -120 1000 880]>>",
    ]
    data = b"%PDF-1.4\n"
    places = []
    for number, each in enumerate(objects, start=1):
        places.append(len(data))
        data += b"%d 0 obj%s endobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % at for at in places)
    count = len(objects) + 1
    return data + b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (
        count, table, count, len(data))


CAPTION = "示例局2023年度部门决算公开\n收入决算表\n单位：万元\n"
ROWS = [["科目编码", "科目名称", "合计"], ["201", "一般公共服务支出", "12.50"], ["合计", "", "12.50"]]


def _lines(mark: str) -> bytes:
    return (CAPTION + "".join(mark.join(row) + "\n" for row in ROWS)).encode()


def _tagged(paragraph: str, row: str, cell: str, table: str) -> bytes:
    rows = "".join(row.format("".join(cell.format(text) for text in cells)) for cells in ROWS)
    return ("".join(paragraph.format(line) for line in CAPTION.split("\n")) + table.format(rows)).encode()


def _drawn() -> bytes:
    said = [f"BT /G 12 Tf 60 {760 - 20 * i} Td <{line.encode('gbk').hex()}> Tj ET"
            for i, line in enumerate(CAPTION.strip().split("\n"))]
    for number, cells in enumerate(ROWS):
        said += [f"{60 + 150 * i} {640 - 30 * number} 150 30 re S BT /G 10 Tf {64 + 150 * i} {650 - 30 * number} Td "
                 f"<{text.encode('gbk').hex()}> Tj ET" for i, text in enumerate(cells)]
    return "\n".join(said).encode()


class Format(NamedTuple):
    """How the bytes become a file, and sound ones to begin with."""

    ending: str
    packed: Callable[[bytes], bytes]
    seeds: tuple[bytes, ...]


FORMATS = {
    "text": Format(".txt", bytes, (_lines("\t"), _lines(" "), _lines("|"), _lines("\n"))),
    "csv": Format(".csv", bytes, (_lines(","), "项目,金额\n\"合计\",\"1,234.50\"\n".encode("gbk"))),
    "html": Format(".html", lambda data: b"<html><body>" + data, (
        _tagged("<p>{}</p>", "<tr>{}</tr>", "<td colspan=1>{}</td>", "<table>{}</table>"),)),
    "docx": Format(".docx", docx, (
        _tagged("<w:p><w:r><w:t>{}</w:t></w:r></w:p>", "<w:tr>{}</w:tr>",
                "<w:tc><w:tcPr><w:gridSpan w:val=\"1\"/><w:vMerge w:val=\"restart\"/></w:tcPr>"
                "<w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>",
                "<w:tbl><w:tblGrid><w:gridCol/></w:tblGrid>{}</w:tbl>"),)),
    "xlsx": Format(".xlsx", xlsx, (
        _tagged("<row><c t=\"inlineStr\"><is><t>{}</t></is></c></row>", "<row>{}</row>",
                "<c t=\"inlineStr\"><is><t>{}</t></is></c>", "{}"),
        b'<row r="1"><c r="A1" t="n"><v>12.5</v></c><c r="C1" t="b"><v>1</v></c></row>',)),
    "pdf": Format(".pdf", pdf, (_drawn(),)),
}


def read(kind: str, data: bytes, folder: Path) -> None:
    """Open the file that ``data`` makes and read it as a disclosure; raises what no reader may raise."""
    from ingest.disclosure import read_disclosure
    from ingest.documents.document import UnreadableDocument

    form = FORMATS[kind]
    path = folder / f"input{form.ending}"
    path.write_bytes(form.packed(data))
    try:
        read_disclosure([path], unit="示例局", year=2023, kind="决算", scope="部门")
    except UnreadableDocument as error:
        if error.name != path.name or not error.cause:
            raise AssertionError("an error without file or cause") from error


def main() -> None:
    """Fuzz one format; see the top of the file."""
    import atheris

    kind, *options = sys.argv[1:]
    # The package itself is watched for coverage; the libraries would drown it.
    with atheris.instrument_imports(include=["ingest", "ontology"]):
        import ingest.disclosure
        import ingest.documents.html
        import ingest.documents.open
        import ingest.documents.pdf
        import ingest.documents.text
        import ingest.documents.word
        import ingest.documents.workbook  # noqa: F401
    logging.disable(logging.CRITICAL)
    with tempfile.TemporaryDirectory(prefix="mingzhang-fuzz-") as scratch:
        seeds = Path(scratch) / "seeds"
        seeds.mkdir()
        for number, seed in enumerate(FORMATS[kind].seeds):
            (seeds / str(number)).write_bytes(seed)
        atheris.Setup(
            [sys.argv[0], "-max_len=6000", "-timeout=120", "-rss_limit_mb=4096", *options, str(seeds)],
            lambda data: read(kind, data, Path(scratch)),
        )
        atheris.Fuzz()


if __name__ == "__main__":
    main()
