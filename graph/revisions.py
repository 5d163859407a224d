"""Which records make a disclosure, and which revisions it went through.

A record is what was read from one or more files together. Records of one key are folded in the order of acceptance: one
that supplies only parts the disclosure lacks *joins* the current revision and leaves no trace of the state before; one
that supplies a part already held makes a *new revision*, which keeps the parts of earlier records that it does not
supply itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol, TypeVar

from graph.identity import figure_digests, normal
from graph.literals import plain
from ingest.records import Disclosure, Figure, Source, Unit

PROSE = "prose"
ANNEX = "annex"


class Supplier(Protocol):
    """A record's name and the parts it supplies."""

    @property
    def record(self) -> str: ...

    @property
    def parts(self) -> frozenset[str]: ...


S = TypeVar("S", bound=Supplier)

Revision = dict[S, frozenset[str]]
"""The records of a revision, each with the parts it contributes."""


def supplied(disclosure: Disclosure) -> frozenset[str]:
    """The parts a record supplies: those it declares, and those its contents belong to."""
    found = set(disclosure.parts)
    found.update(map(part_of, disclosure.figures))
    if disclosure.passages or disclosure.facts:
        found.add(PROSE)
    if disclosure.indicators or disclosure.projects:
        found.add(ANNEX)
    return frozenset(found)


def part_of(figure: Figure) -> str:
    """The part a figure belongs to: its form, the annex for evaluation tables, otherwise the prose."""
    if figure.kind == "table":
        return f"form:{figure.form_id or figure.form}"
    return ANNEX if figure.kind == "performance" else PROSE


def fold(records: Iterable[S]) -> list[dict[S, frozenset[str]]]:
    """The revisions that records of one key make, in the order of acceptance; the last one is current."""
    revisions: list[dict[S, frozenset[str]]] = []
    for record in records:
        held = frozenset().union(*revisions[-1].values()) if revisions else frozenset[str]()
        if revisions and not held & record.parts:
            revisions[-1][record] = record.parts
            continue
        kept = {old: parts - record.parts for old, parts in revisions[-1].items()} if revisions else {}
        revisions.append({**{old: parts for old, parts in kept.items() if parts}, record: record.parts})
    return revisions


def merged(records: Mapping[str, tuple[Disclosure, frozenset[str]]]) -> Disclosure:
    """One disclosure from several records of one key, each by its name and with the parts it contributes.

    The order of the records' names decides where they say different things of the unit, and the reading order; the
    order they were accepted in does not. Sources name files by checksum, since two files may have one name.
    """
    ordered = [records[name] for name in sorted(records)]
    if len(ordered) == 1:
        only, parts = ordered[0]
        if parts >= supplied(only):
            return only
    pieces = [_piece(disclosure, parts) for disclosure, parts in ordered]
    first = pieces[0]
    files = {file.sha256: file for piece in pieces for file in piece.files}
    return Disclosure(
        key=first.key,
        unit=_unit([piece.unit for piece in pieces]),
        title=next((piece.title for piece in pieces if piece.title), ""),
        files=tuple(files[sha256] for sha256 in sorted(files)),
        figures=tuple(figure for piece in pieces for figure in piece.figures),
        facts=tuple(fact for piece in pieces for fact in piece.facts),
        passages=tuple(passage for piece in pieces for passage in piece.passages),
        indicators=tuple(indicator for piece in pieces for indicator in piece.indicators),
        projects=tuple(project for piece in pieces for project in piece.projects),
        ledger=tuple(entry for piece in pieces for entry in piece.ledger),
        sample=any(piece.sample for piece in pieces),
        parts=frozenset().union(*(piece.parts for piece in pieces)),
    )


def _piece(disclosure: Disclosure, parts: frozenset[str]) -> Disclosure:
    """What a record contributes: the contents of ``parts``, with sources that name files by checksum."""
    by_name = {file.name: file.sha256 for file in disclosure.files}
    titles = {figure.form: part_of(figure) for figure in disclosure.figures}

    def placed(source: Source) -> Source:
        return replace(source, document=by_name.get(source.document, source.document))

    prose, annex, whole = PROSE in parts, ANNEX in parts, supplied(disclosure)
    return replace(
        disclosure,
        figures=tuple(replace(f, source=placed(f.source)) for f in disclosure.figures if part_of(f) in parts),
        facts=tuple(replace(f, source=placed(f.source)) for f in disclosure.facts if prose),
        passages=tuple(replace(p, source=placed(p.source)) for p in disclosure.passages if prose),
        indicators=tuple(
            replace(i, source=placed(i.source), actual_source=i.actual_source and placed(i.actual_source))
            for i in disclosure.indicators
            if annex
        ),
        projects=tuple(replace(p, source=placed(p.source)) for p in disclosure.projects if annex),
        ledger=tuple(
            entry
            for entry in disclosure.ledger
            if (part := titles.get(entry.form, f"form:{entry.form}")) in parts or part not in whole
        ),
        parts=parts,
    )


def _unit(units: Sequence[Unit]) -> Unit:
    return Unit(
        name=units[0].name,
        aliases=tuple(sorted({alias for unit in units for alias in unit.aliases})),
        region=next((unit.region for unit in units if unit.region), ""),
        parent=next((unit.parent for unit in units if unit.parent), ""),
        duties=next((unit.duties for unit in units if unit.duties), ""),
        staff=next((unit.staff for unit in units if unit.staff is not None), None),
        members=tuple(dict.fromkeys(member for unit in units for member in unit.members)),
    )


@dataclass(frozen=True, slots=True)
class Change:
    """One difference between two revisions. ``old`` and ``new`` are printed texts, empty where it was not there."""

    what: str
    old: str
    new: str

    def __str__(self) -> str:
        return f"{self.what}：{self.old or '（无）'} → {self.new or '（无）'}"


def changes(old: Disclosure, new: Disclosure) -> tuple[Change, ...]:
    """What differs between two revisions: figures by row and column, then the counts of facts and passages."""
    before, after = _figures(old), _figures(new)
    found = []
    for name in dict.fromkeys((*before, *after)):
        was, now = before.get(name), after.get(name)
        if was is None or now is None or (was.value, was.uom) != (now.value, now.uom):
            shown = now or was
            assert shown is not None
            found.append(Change(_what(shown), _shown(was), _shown(now)))
    texts_before = {normal(passage.text) for passage in old.passages}
    texts_after = {normal(passage.text) for passage in new.passages}
    if texts_before != texts_after:
        gone, come = len(texts_before - texts_after), len(texts_after - texts_before)
        found.append(Change("正文段落", f"删改 {gone} 段", f"新增 {come} 段"))
    return tuple(found)


def _figures(disclosure: Disclosure) -> dict[str, Figure]:
    return dict(zip(figure_digests(disclosure.figures), disclosure.figures, strict=True))


def _what(figure: Figure) -> str:
    row = " ".join(part for part in (figure.code, figure.item) if part)
    return " / ".join(part for part in (figure.form, row, figure.column, f"{figure.year}{figure.stage}") if part)


def _shown(figure: Figure | None) -> str:
    return "" if figure is None else f"{plain(figure.value)}{figure.uom}"
