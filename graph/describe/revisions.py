"""Which records make a disclosure, and which revisions it went through.

A record is what was read from one or more files together. Records of one key are folded in the order of acceptance: one
that supplies only parts the disclosure lacks *joins* the current revision and leaves no trace of the state before; one
that supplies a part already held makes a *new revision*, which keeps the parts of earlier records that it does not
supply itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol, TypeVar

from graph.naming.identity import figure_digests, files_digest, normal
from graph.naming.literals import plain
from ingest.records import Disclosure, Figure, Unit

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
    """The parts a record supplies: those it declares, and those its contents belong to.

    Prose beside tables that is not declared as a part (a stray note under a form) is a part of its own, so that it
    stands in nobody's way; beside evaluation tables, whose rows are passages too, it goes with them.
    """
    found = {*disclosure.parts, *(_part_of(figure, disclosure) for figure in disclosure.figures)}
    found.update(f"form:{row.form_id or row.form}" for row in disclosure.blanks)
    if disclosure.passages or disclosure.facts or disclosure.notes:
        found.add(_prose(disclosure))
    if _evaluates(disclosure):
        found.add(ANNEX)
    return frozenset(found)


def _evaluates(disclosure: Disclosure) -> bool:
    return any((disclosure.indicators, disclosure.projects, disclosure.goals, disclosure.scores, disclosure.key_works))


def _prose(disclosure: Disclosure) -> str:
    if PROSE in disclosure.parts:
        return PROSE
    if _evaluates(disclosure):
        return ANNEX
    return f"notes:{files_digest(file.sha256 for file in disclosure.files)[:12]}"


def _part_of(figure: Figure, disclosure: Disclosure) -> str:
    """The part a figure belongs to: its form, the annex for evaluation tables, otherwise the prose."""
    if figure.kind == "table":
        return f"form:{figure.form_id or figure.form}"
    return ANNEX if figure.kind == "performance" else _prose(disclosure)


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
    files = {file.sha256: file for piece in pieces for file in piece.files}
    contents: dict[str, Any] = {
        name: tuple(record for piece in pieces for record in getattr(piece, name)) for name in _CONTENTS
    }
    return replace(
        pieces[0],
        unit=_unit([piece.unit for piece in pieces]),
        title=next((piece.title for piece in pieces if piece.title), ""),
        files=tuple(files[sha256] for sha256 in sorted(files)),
        sample=any(piece.sample for piece in pieces),
        parts=frozenset().union(*(piece.parts for piece in pieces)),
        **contents,
    )


_CONTENTS = (
    "figures", "facts", "passages", "indicators", "projects", "ledger", "blanks", "goals", "scores", "key_works",
    "notes",
)


def _piece(disclosure: Disclosure, parts: frozenset[str]) -> Disclosure:
    """What a record contributes: the contents of ``parts``, with sources that name files by checksum."""
    by_name = {file.name: file.sha256 for file in disclosure.files}
    whole = supplied(disclosure)
    contributes: dict[str, Callable[[Any], bool]] = {
        "figures": lambda figure: _part_of(figure, disclosure) in parts,
        "blanks": lambda row: f"form:{row.form_id or row.form}" in parts,
        "ledger": lambda entry: f"form:{entry.form}" in parts or f"form:{entry.form}" not in whole,
        **dict.fromkeys(("facts", "passages", "notes"), lambda _: _prose(disclosure) in parts),
        **dict.fromkeys(("indicators", "projects", "goals", "scores", "key_works"), lambda _: ANNEX in parts),
    }

    def placed(record: Any) -> Any:
        sources: dict[str, Any] = {
            name: replace(source, document=by_name.get(source.document, source.document))
            for name in ("source", "actual_source", "name_source")
            if (source := getattr(record, name, None)) is not None
        }
        if cells := getattr(record, "sources", ()):
            sources["sources"] = tuple(
                (label, replace(source, document=by_name.get(source.document, source.document)))
                for label, source in cells
            )
        return replace(record, **sources)

    contents: dict[str, Any] = {
        name: tuple(placed(record) for record in getattr(disclosure, name) if contributes[name](record))
        for name in _CONTENTS
    }
    return replace(disclosure, parts=parts, **contents)


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
