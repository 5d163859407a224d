"""File(s) → Disclosure: open, tell whose it is, read tables, passages, facts and performance, keep a ledger."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from ingest.documents.document import Block, Document, Grid, Paragraph, UnreadableDocument
from ingest.documents.open import open_document
from ingest.facts.facts import read_facts
from ingest.key import (
    Evidence,
    NotADisclosure,
    UncertainKey,
    UnfilledForm,
    gather,
    patterns,
    printed_name,
    tell_key,
)
from ingest.key_beside import settled
from ingest.ledger import missing_tables
from ingest.notes import read_notes
from ingest.performance.performance import Performance, read_performance
from ingest.performance.poured_evaluations import with_evaluations
from ingest.performance.poured_key_works import with_key_works
from ingest.prose.flow import layout
from ingest.prose.passages import passages
from ingest.records import Disclosure, DisclosureKey, Kind, LedgerEntry, Note, Passage, Scope, Unit
from ingest.tables.captions import Tables
from ingest.tables.figures import Reading
from ingest.tables.statutory import read_statutory
from ontology.layout import bare

__all__ = ["NotADisclosure", "UncertainKey", "UnfilledForm", "UnreadableDocument", "read_disclosure"]


@dataclass(frozen=True, slots=True)
class _Part:
    """What one file gave."""

    document: Document
    key: DisclosureKey
    aliases: tuple[str, ...]
    sample: bool
    reading: Reading
    passages: tuple[Passage, ...]
    others: tuple[Grid, ...]
    performance: Performance
    notes: tuple[Note, ...]
    blocks: tuple[Block, ...]
    kept: tuple[Block, ...]


_Keyed = tuple[Document, Evidence, DisclosureKey, tuple[str, ...]]


def read_disclosure(
    paths: Sequence[Path], *, unit: str | None = None, year: int | None = None,
    kind: Kind | None = None, scope: Scope | None = None, beside: bool = False,
) -> Disclosure:
    """The disclosure that one or several files make. What is given of the key is taken; the rest is told by the print,
    and where one file does not tell it, by the others. ``beside``: files that are not given here belong to it too.

    UnreadableDocument and its kinds NotADisclosure, UnfilledForm, UncertainKey name the file, the cause and what to do;
    UncertainKey also where the files speak of different disclosures.
    """
    if not paths:
        raise ValueError("read_disclosure: no file given")
    given = {"unit": unit, "year": year, "kind": kind, "scope": scope}
    parts = [_read(*keyed) for keyed in _keyed([open_document(path) for path in paths], given, beside)]
    first = parts[0].key
    for part in parts[1:]:
        if part.key != first:
            raise UncertainKey(
                part.document.file.name, f"与 {parts[0].document.file.name} 不属于同一份公开（{part.key} / {first}）",
                "请分别读入，或用 --unit --year --kind --scope 指明")
    facts = []
    figures = []
    for part in parts:
        found, derived = read_facts(
            part.passages, year=first.year, document=part.document.file.name, kind=first.kind)
        facts.extend(found)
        figures.extend([*part.reading.figures, *part.performance.figures, *derived])
    supplies = {f"form:{f.form_id}" for f in figures if f.form_id and f.kind == "table"}
    # A note under a table is no narrative, nor is a row of an evaluation: only text under a heading is a part that
    # another file could revise.
    if any(
        p.section and p.source.row is None and not layout().is_table_title(p.section[-1])
        for part in parts for p in part.passages
    ):
        supplies.add("prose")
    return Disclosure(
        key=first,
        unit=_unit(first.unit, parts),
        title=f"{first.unit}{first.year}年度{first.scope}{first.kind}",
        files=tuple(part.document.file for part in parts),
        figures=tuple(figures),
        facts=tuple(facts),
        passages=tuple(p for part in parts for p in part.passages),
        ledger=_ledger(first, parts),
        indicators=tuple(i for part in parts for i in part.performance.indicators),
        projects=tuple(p for part in parts for p in part.performance.projects),
        goals=tuple(g for part in parts for g in part.performance.goals),
        scores=tuple(s for part in parts for s in part.performance.scores),
        key_works=tuple(w for part in parts for w in part.performance.key_works),
        notes=tuple(n for part in parts for n in part.notes),
        blanks=tuple(b for part in parts for b in part.reading.blanks),
        sample=any(part.sample for part in parts),
        parts=frozenset(supplies),
    )


def _ledger(key: DisclosureKey, parts: Sequence[_Part]) -> tuple[LedgerEntry, ...]:
    """What every file's readers say, then what all files together lack."""
    told = [entry for part in parts for entry in part.reading.ledger]
    names = tuple(dict.fromkeys((key.unit, *(alias for part in parts for alias in part.aliases))))
    return (*told, *missing_tables([part.blocks for part in parts], names, told, key.kind, key.year))


def _keyed(documents: Sequence[Document], given: Mapping[str, Any], beside: bool) -> list[_Keyed]:
    """Each document with what tells its key, the key, the unit's aliases; what one leaves open the others settle."""
    evidence = [gather(document.blocks) for document in documents]
    told: dict[int, _Keyed] = {}
    open_: dict[int, UncertainKey] = {}
    for at, (document, found) in enumerate(zip(documents, evidence, strict=True)):
        try:
            key = tell_key(document.file.name, found, **given, beside=beside or len(documents) > 1)
            told[at] = (document, found, *key)
        except UncertainKey as error:
            open_[at] = error
    keys = [key for _, _, key, _ in told.values()]
    for at, cause in open_.items():
        other = settled(cause.known, keys) if cause.known else None
        key = tell_key(documents[at].file.name, evidence[at], **(asdict(other) if other else given), beside=beside)
        told[at] = (documents[at], evidence[at], *key)
    return [told[at] for at in range(len(documents))]


def _read(document: Document, evidence: Evidence, key: DisclosureKey, aliases: tuple[str, ...]) -> _Part:
    names = (key.unit, *aliases, *printed_name(evidence))
    statutory = read_statutory(document.blocks, names, document.file.name, key.year)
    tables, reading, blocks = statutory.tables, statutory.reading, statutory.blocks
    grids = {id(sheet.grid) for table in tables.tables for sheet in table.sheets}
    kept = with_evaluations(with_key_works([
        block for position, block in enumerate(blocks)
        if position not in tables.captions and not _statutory(block, grids, tables)
    ]))
    name = document.file.name
    found = tuple(passages(kept, name))
    performance = read_performance(kept, found, name, year=key.year, kind=key.kind, names=names)
    reading.ledger.extend(LedgerEntry("note", note) for note in document.notes)
    reading.ledger.extend(LedgerEntry("not-understood", part) for part in document.unread)
    reading.ledger.extend(
        LedgerEntry("not-understood", f"第 {grid.index} 个表格不是已知的法定表格，按文字收录", page=grid.page,
                    line=grid.line, table=grid.index)
        for grid in tables.others if grid.index not in performance.consumed_grids
    )
    if not reading.figures and not found:
        raise NotADisclosure(name, "没有读到任何数字或说明文字", "请检查文件")
    notes = tuple(read_notes(found, {table.name: table.notes for table in tables.tables}))
    return _Part(document, key, aliases, evidence.sample, reading, found, tuple(tables.others), performance, notes,
                 document.blocks, kept)


def _statutory(block: Block, grids: set[int], tables: Tables) -> bool:
    """Whether a block is a statutory table's grid: any grid that is not among the others."""
    return isinstance(block, Grid) and (id(block) in grids or all(block is not other for other in tables.others))


def _unit(name: str, parts: Sequence[_Part]) -> Unit:
    """The unit as the files present it: other names, region, parent, duties, staff, members."""
    data = patterns()
    aliases = [alias for part in parts for alias in part.aliases]
    prose = [p for part in parts for p in part.passages]
    text = "".join(bare(p.text) for p in prose)
    for found in re.finditer(data["abbreviation"], text):
        if found["name"].endswith(name) or name.endswith(found["name"]):
            aliases.append(found["alias"])
    duties = [p.text for p in prose if any(re.search(data["duties"], bare(s)) for s in p.section)]
    staff = next((int(m["count"]) for p in data["staff"] if (m := re.search(p, text))), None)
    parent = next((body for part in parts for grid in part.others if (body := _parent(grid))), "")
    region = re.match(data["region"], name)
    return Unit(
        name=name, aliases=tuple(a for a in dict.fromkeys(aliases) if a != name),
        region=region["region"] if region and region["region"] != name else "",
        parent=parent if parent != name else "", duties="\n".join(duties), staff=staff, members=_members(name, parts),
    )


def _parent(grid: Grid) -> str:
    """What a self-evaluation table prints beside 主管部门, where it is the name of a body."""
    data = patterns()
    for head in grid.cells:
        if re.search(data["parent"], bare(head.text)):
            beside = [c for c in grid.cells if c.row == head.row and c.column > head.column and bare(c.text)]
            if beside and re.search(data["ends"], bare(beside[0].text)):
                return bare(beside[0].text)
    return ""


def _members(name: str, parts: Sequence[_Part]) -> tuple[str, ...]:
    """Units whose accounts are taken in: the column headed 单位名称, else numbered lines. Only names of bodies that
    begin as the unit's own does are taken."""
    data = patterns()
    listed: list[str] = []
    for part in parts:
        for grid in part.others:
            heads = [c for c in grid.cells if re.search(data["members_header"], bare(c.text))]
            for head in heads:
                listed.extend(bare(c.text) for c in grid.cells if c.column == head.column and c.row > head.row)
        lines = [bare(b.text) for b in part.kept if isinstance(b, Paragraph)]
        listed.extend(m["unit"] for line in lines if (m := re.match(data["members_line"], line)))
    return tuple(dict.fromkeys(
        found for found in listed
        if found[:2] == name[:2] and re.search(data["ends"], re.sub(r"[（(].*?[）)]$", "", found))
    ))
