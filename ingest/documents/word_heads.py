"""What the pages of a Word file print above their text: its lines, and those that are captions of the tables below.

A page header stands on every page of its section. Word does not say where the pages break but where someone broke them,
so a header's lines stand once, at the head of its section, and what it says of the tables (unit of measure, body) again
wherever a page may begin: after a break, and after a table.
"""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator

from lxml import etree

from ingest.documents.package import parsed_part
from ingest.documents.radicals import with_ideographs
from ingest.documents.word_numbering import W
from ontology.layout import bare, search

_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_SECTION = f"{W}sectPr"
_BREAKS = (f"{W}pageBreakBefore", f"{W}lastRenderedPageBreak")


class Heads:
    """The page headers of a Word package, section by section, as its blocks are gone through."""

    def __init__(self, package: zipfile.ZipFile, name: str, body: etree._Element) -> None:
        relations = parsed_part(package, "word/_rels/document.xml.rels", name)
        parts = {each.get("Id", ""): each.get("Target", "") for each in (relations if relations is not None else ())}
        self._sections: list[list[str]] = []
        lines: list[str] = []
        for section in body.iter(_SECTION):
            for reference in section.iterchildren(f"{W}headerReference"):
                if reference.get(f"{W}type", "default") != "default":
                    continue
                part = parts.get(reference.get(_ID, ""), "")
                lines = list(_lines(parsed_part(package, posixpath.normpath(posixpath.join("word", part)), name)))
            # A section without a header of its own goes on with that of the section before.
            self._sections.append(lines)
        self._at = 0
        self._said: set[str] = set()
        self._due = True

    def passed(self, element: etree._Element) -> None:
        """A paragraph or table of the body is done: whether a section ends or a page may begin after it."""
        if element.tag == f"{W}tbl" or any(each.get(f"{W}type") == "page" for each in element.iter(f"{W}br")):
            self._due = True
        if element.find(f"{W}pPr/{_SECTION}") is not None:
            self._at, self._due = self._at + 1, True

    def above(self, element: etree._Element) -> list[str]:
        """The lines that stand above a paragraph or table of the body, where a page may begin with it."""
        begins = self._due or next(element.iter(*_BREAKS), None) is not None
        if not begins or element.tag == _SECTION or self._at >= len(self._sections):
            return []
        self._due = False
        found = [line for line in self._sections[self._at] if line not in self._said or _is_caption(line)]
        self._said.update(found)
        return found


def _lines(header: etree._Element | None) -> Iterator[str]:
    for paragraph in header.iter(f"{W}p") if header is not None else ():
        pieces = ("\t" if each.tag == f"{W}tab" else each.text or "" for each in paragraph.iter(f"{W}t", f"{W}tab"))
        if text := with_ideographs("".join(pieces)).strip():
            yield text


def _is_caption(line: str) -> bool:
    return any(search("caption", key, bare(line)) for key in ("unit_of_measure", "body"))
