"""Names of things: which records speak of the same unit, quantity or place, and the IRI each one gets.

An IRI holds only what stays the same when a reader improves: names, years, codes, checksums. The one exception is the
fragment of a place, which says where in the file a thing is printed.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import quote

from pyoxigraph import NamedNode

from ingest.records import DisclosureKey, Figure, Source
from ontology.schemes import edition_for
from ontology.terms import DEFAULT_BASE

if TYPE_CHECKING:
    from graph.naming.quantities import Quantity

_BRACKETS = str.maketrans("()", "（）")
_IN_IRI = "".join(chr(code) for code in range(0x21, 0x7F) if chr(code) not in "<>\"{}|\\^`%/?#[]@:'")


@lru_cache(maxsize=16384)
def normal(text: str) -> str:
    """``text`` as names are compared: one width (NFKC), Chinese brackets, no white space."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).translate(_BRACKETS)


@lru_cache(maxsize=16384)
def escaped(text: str) -> str:
    """``text`` as one segment of an IRI: Chinese as it is, what an IRI can't hold percent-encoded."""
    return "".join(
        char if (char > "\x9f" and char.isprintable()) or char in _IN_IRI else quote(char, safe="") for char in text
    )


def digest(*parts: object, length: int = 16) -> str:
    """Hexadecimal name of the parts, in order; the same on every machine."""
    return hashlib.sha256("\x1f".join(str(part) for part in parts).encode()).hexdigest()[:length]


def files_digest(checksums: Iterable[str]) -> str:
    """Name of a set of files: SHA-256 over their sorted SHA-256 checksums."""
    return hashlib.sha256("".join(sorted(set(checksums))).encode()).hexdigest()


def edition(scheme: str, year: int) -> str:
    """The edition of a classification that was in force in a fiscal year; empty for a scheme or year without one."""
    try:
        return edition_for(scheme, year)
    except LookupError:
        return ""


class Names:
    """All IRIs under one base."""

    def __init__(self, base: str = DEFAULT_BASE) -> None:
        if not re.fullmatch(r"https?://[^\s<>\"{}|\\^`]+/", base):
            raise ValueError(f"base IRI {base!r} must be http(s)://.../ and end with a slash")
        self.base = base

    def _id(self, *segments: str) -> NamedNode:
        return NamedNode(self.base + "id/" + "/".join(escaped(segment) for segment in segments))

    # graphs

    @property
    def ontology_graph(self) -> NamedNode:
        return NamedNode(self.base + "graph/ontology")

    @property
    def items_graph(self) -> NamedNode:
        """Labels of items and units that several disclosures name; each stands once in the union."""
        return NamedNode(self.base + "graph/items")

    @property
    def runs_graph(self) -> NamedNode:
        return NamedNode(self.base + "graph/runs")

    @property
    def changes_graph(self) -> NamedNode:
        """Renames, mergers and splits of units."""
        return NamedNode(self.base + "graph/changes")

    def links_graph(self, unit: str) -> NamedNode:
        return NamedNode(self.base + "graph/links/" + escaped(normal(unit)))

    # things

    def unit(self, name: str) -> NamedNode:
        return self._id("unit", normal(name))

    def disclosure(self, key: DisclosureKey) -> NamedNode:
        return self._id("disclosure", normal(key.unit), str(key.year), key.kind, key.scope)

    def revision(self, key: DisclosureKey, checksums: Iterable[str]) -> NamedNode:
        """The revision that a set of files makes, by their SHA-256 checksums."""
        return NamedNode(f"{self.disclosure(key).value}/{files_digest(checksums)[:12]}")

    def file(self, sha256: str) -> NamedNode:
        return self._id("document", sha256[:16])

    def place(self, source: Source, file: NamedNode) -> NamedNode:
        return NamedNode(file.value + "#" + place_fragment(source))

    def series(self, of: Quantity) -> NamedNode:
        return self._id("series", digest(of.unit, of.scope, of.stage, of.measure, of.fund, of.nature, of.uom))

    def slice(self, of: Quantity) -> NamedNode:
        return self._id("slice", digest(of.unit, of.year, of.scope, of.stage, of.measure, of.fund, of.nature, of.uom))

    def observation(self, of: Quantity) -> NamedNode:
        dimensions = (of.unit, of.year, of.scope, of.stage, of.measure, of.fund, of.nature, of.uom, of.scheme, of.item)
        return self._id("observation", digest(*dimensions))

    def item(self, scheme: str, code: str, year: int) -> NamedNode:
        """A class of the edition in force in ``year``; for the scheme ``label`` the row's label."""
        if scheme == "label":
            return self._id("item", normal(code))
        return self.item_of_edition(scheme, edition(scheme, year), code)

    def item_of_edition(self, scheme: str, edition_name: str, code: str) -> NamedNode:
        """A class of one edition; ``edition_name`` is empty for schemes without editions."""
        return self._id(scheme, edition_name, code) if edition_name else self._id(scheme, code)

    def scheme(self, scheme: str, edition_name: str = "") -> NamedNode:
        return self._id("scheme", scheme, edition_name) if edition_name else self._id("scheme", scheme)

    def measure(self, name: str) -> NamedNode:
        return self._id("measure", name)

    def fact(self, name: str) -> NamedNode:
        """The kind of a typed fact, by its id in ``ontology/schemes/facts.csv``."""
        return self._id("fact", name)

    def fund(self, name: str) -> NamedNode:
        return self._id("fund", name)

    def nature(self, name: str) -> NamedNode:
        return self._id("nature", name)

    def stage(self, name: str) -> NamedNode:
        return self._id("stage", name)

    def form(self, form_id: str) -> NamedNode:
        return self._id("form", form_id)

    def project(self, unit: str, name: str) -> NamedNode:
        return self._id("project", normal(unit), normal(name))

    def link(self, kind: str, unit: str, name: str, of: str) -> NamedNode:
        """A link between two names of one thing of a unit."""
        return self._id("link", digest(kind, normal(unit), normal(name), normal(of)))

    def region(self, code: str) -> NamedNode:
        """An administrative division by its six digits."""
        return self._id("region", code)

    def organisation_change(self, *what: object) -> NamedNode:
        """A rename, merger or split of units."""
        return self._id("change", digest(*what))

    def run(self, number: int) -> NamedNode:
        return self._id("run", str(number))


def figure_digests(figures: Sequence[Figure]) -> list[str]:
    """The last segment of each figure's IRI: what it is, not where it is printed.

    Two figures alike in form, row, column, stage, year and kind are told apart by their order.
    """
    seen: dict[tuple[object, ...], int] = {}
    names = []
    for figure in figures:
        what = (
            figure.kind,
            figure.form_id or figure.form,
            figure.stage,
            figure.year,
            figure.code,
            normal(figure.item),
            figure.column,
        )
        seen[what] = seen.get(what, 0) + 1
        names.append(digest(*what, seen[what]))
    return names


@dataclass(frozen=True, slots=True)
class Place:
    """A place read back from its IRI. ``file`` is the file's IRI; counts from 1; ``box`` is x, y, width, height."""

    file: str
    page: int | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None
    line: int | None = None
    box: tuple[float, float, float, float] | None = None


WHOLE = "document"
"""The fragment of a place of which no more is known than its file."""


def place_fragment(source: Source) -> str:
    """The fragment of a place: ``page=8&table=3&row=5&column=2&xywh=71.2,103.5,40.1,12`` as far as known.

    ``xywh`` is as in Media Fragments, in points from the top left of the page.
    """
    parts = [
        f"{name}={value}"
        for name, value in (
            ("page", source.page),
            ("table", source.table),
            ("row", source.row),
            ("column", source.column),
            ("line", source.line),
        )
        if value is not None
    ]
    if source.box is not None:
        x0, top, x1, bottom = source.box
        parts.append(
            "xywh=" + ",".join(f"{number:.1f}".removesuffix(".0") for number in (x0, top, x1 - x0, bottom - top))
        )
    return "&".join(parts) or WHOLE


def parse_place(iri: str) -> Place:
    """The parts of a place's IRI. Raises ValueError on an IRI that is no place."""
    file, mark, fragment = iri.partition("#")
    if not mark:
        raise ValueError(f"{iri} is no place: it has no fragment")
    fields = dict(part.split("=", 1) for part in fragment.split("&") if "=" in part)
    numbers = {name: int(fields[name]) for name in ("page", "table", "row", "column", "line") if name in fields}
    box = None
    if "xywh" in fields:
        x, y, width, height = (float(number) for number in fields["xywh"].split(","))
        box = (x, y, width, height)
    return Place(file=file, box=box, **numbers)
