"""The quick way to what a page draws says what pdfminer and pdfplumber say, token by token and object by object."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import pdfplumber
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pdfminer.pdfinterp import PDFContentParser
from pdfminer.pdftypes import PDFStream
from pdfminer.psexceptions import PSEOF

from ingest.documents.page_content import _Parser, drawn_on

SAMPLES = Path(__file__).parents[1] / "samples" / "documents"

TOKENS = st.sampled_from([  # plain tokens, odd ones, and pieces of broken ones
    b"12", b"-0.5", b"+3", b".25", b"7.", b"--5", b"1-2", b"12abc", b"1.2.3", b"q", b"BT", b"T*", b"f*", b"'", b'"',
    b"true", b"false", b"null", b"/F1", b"/A#20B", b"/", b"/\xe4\xb8\xad", b"(a b)", b"(a(b)c)", b"(\\101\\n\\\n)",
    b"(",
    b"<48656c>", b"<4 8 6>", b"<486>", b"<<", b">>", b"<", b">", b"[", b"]", b"[1 -2 (x) 3.5 <41>]", b"[(a)-12.5(b)]",
    b"[1 /N]", b"[1 [2]]", b"[--1]", b"% remark\n", b"\x00", b"{", b"}", b"BI", b"ID ", b"EI ",
    b"BI /W 1 ID \x01\x02 EI ",
])
GAPS = st.sampled_from([b" ", b"\n", b"", b"  ", b"\r\n", b"\t"])


def told(parser: PDFContentParser) -> list[str]:
    """Every object, and how the program ends."""
    found = []
    try:
        while len(found) < 500:
            _, item = parser.nextobject()
            if isinstance(item, PDFStream):
                found.append(f"stream {item.attrs} {item.rawdata!r}")
            else:
                found.append(f"{type(item).__name__} {item!r}")
    except PSEOF:
        found.append("end")
    except Exception as error:
        found.append(type(error).__name__)
    return found


def streams(*programs: bytes) -> list[PDFStream]:
    return [PDFStream({}, program) for program in programs]


@settings(max_examples=400, deadline=None)
@given(st.lists(st.lists(st.tuples(TOKENS, GAPS), max_size=12), min_size=1, max_size=3))
@example([[(b"[1 ", b""), (b"2]", b"")]])
@example([[(b"12", b"")], [(b"34 Td", b"")]])
@example([[(b"<41>", b""), (b">", b" ")]])
def test_any_program_falls_into_the_same_tokens(parts: list[list[tuple[bytes, bytes]]]) -> None:
    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
    programs = [b"".join(token + gap for token, gap in part) for part in parts]
    assert told(_Parser(streams(*programs))) == told(PDFContentParser(streams(*programs)))


@pytest.mark.parametrize("name", ["shifanqu-shuiwuju-2022-yusuan-biao.pdf", "shili-tushuguan-2023-juesuan.pdf"])
def test_a_page_holds_the_same_objects(name: str) -> None:
    with pdfplumber.open(SAMPLES / name) as theirs, pdfplumber.open(SAMPLES / name) as ours:
        for page, same in zip(theirs.pages[:3], ours.pages[:3], strict=True):
            drawn = drawn_on(same)
            kinds: dict[str, list[Any]] = {
                "char": drawn.chars, "line": drawn.lines, "rect": drawn.rects, "curve": drawn.curves,
                "image": drawn.images,
            }
            for kind, items in kinds.items():
                expected = [(o["x0"], o["top"], o["x1"], o["bottom"]) for o in page.objects.get(kind, [])]
                assert [drawn.box(item) for item in items] == expected
            assert [item.get_text() for item in drawn.chars] == [char["text"] for char in page.chars]
            for item, rect in zip(drawn.rects, page.rects, strict=True):
                assert (item.fill, item.stroke) == (rect["fill"], rect["stroke"])
                assert drawn.colour(item.non_stroking_color) == rect["non_stroking_color"]
