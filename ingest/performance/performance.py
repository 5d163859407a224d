"""What a disclosure says of its performance: targets, results, scores, the money of projects, key works.

From self-evaluation forms (whole unit and per project), target forms of budgets, score tables, key-work tables, and
the same told in prose. Everything keeps the printed spelling; the same indicator told in a form and in prose comes
back twice, each with its own place.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ingest.documents.document import Block, Grid, Paragraph
from ingest.performance.figures import figures, form_titles, title_of
from ingest.performance.layout import layout, spelled
from ingest.performance.prose import ProseReader
from ingest.performance.tables import TableReader
from ingest.performance.values import Printed
from ingest.records import Figure, Goal, Indicator, KeyWork, Kind, Passage, Project, Score, Source
from ontology.forms import bare


@dataclass(frozen=True)
class Performance:
    """The records, those of tables before those of prose; ``consumed_grids``: ``Grid.index`` of every table read."""

    indicators: tuple[Indicator, ...]
    projects: tuple[Project, ...]
    goals: tuple[Goal, ...]
    scores: tuple[Score, ...]
    key_works: tuple[KeyWork, ...]
    figures: tuple[Figure, ...]
    consumed_grids: frozenset[int]


def read_performance(
    blocks: Sequence[Block], passages: Sequence[Passage], document: str, *, year: int, kind: Kind,
    names: tuple[str, ...] = (),
) -> Performance:  # fmt: skip
    """Read what is left of a document when its statutory tables are taken out; ``document`` is the file name.

    ``year`` and ``kind`` are those of the disclosure, ``names`` the unit's names, to be taken off titles.
    A goal said again in prose word for word, or a form of the whole unit that repeats its head on every page, counts
    once.
    """
    reader = TableReader(document, year)
    consumed = frozenset(
        block.index for block, below in zip(blocks, [*blocks[1:], None], strict=False)
        if isinstance(block, Grid) and reader.read(block, below if isinstance(below, Grid) else None)
    )
    tables = reader.close()
    prose = ProseReader().read(passages)
    scored = {score.project for score in prose.scores if score.project}
    owner = scored.pop() if len(scored) == 1 else ""
    lines = _score_lines(blocks, document)
    scores = [replace(score, project=owner) for score in lines.scores]
    cells = [*tables.values, *(replace(cell, project=owner) for cell in lines.cells)]
    titles = form_titles(passages, names)
    titles[0] = _title_above(lines, passages, names)
    said = {(goal.project, goal.number, goal.text) for goal in tables.goals}
    goals = [goal for goal in prose.goals if (goal.project, goal.number, goal.text) not in said]
    return Performance(
        indicators=(*tables.indicators, *prose.indicators),
        projects=(*tables.projects, *prose.projects),
        goals=(*tables.goals, *goals),
        scores=(*tables.scores, *scores, *prose.scores),
        key_works=tuple(tables.key_works),
        figures=tuple(figures(cells, titles, year=year, kind=kind, document=document)),
        consumed_grids=consumed,
    )


@dataclass
class _ScoreLines:
    scores: list[Score] = field(default_factory=list)
    cells: list[Printed] = field(default_factory=list)


def _score_lines(blocks: Sequence[Block], document: str) -> _ScoreLines:
    """Score tables that a flowing text holds as lines, cells parted by blanks: 预算执行 20% 20 20.00 优."""
    found = _ScoreLines()
    columns: dict[str, int] = {}
    heads: list[str] = []
    for block in blocks:
        if not isinstance(block, Paragraph):
            columns = {}
            continue
        cells = block.text.split()
        if roles := layout().parts["score"].columns({index: spelled(cell) for index, cell in enumerate(cells)}):
            columns, heads = roles, cells
        elif columns and len(cells) == len(heads):
            weight, full_mark, score, grade = (
                cells[columns[role]] if role in columns else "" for role in ("weight", "full_mark", "score", "grade")
            )
            source = Source(document, block.text.strip(), page=block.page, line=block.line, box=block.box,
                            confidence=block.confidence)
            name = cells[columns["name"]]
            found.scores.append(Score("", name, weight, full_mark, score, grade, source))
            found.cells.extend(
                Printed("", (name,), bare(heads[index]), replace(source, printed=cells[index], column=index + 1))
                for role, index in columns.items() if role in ("weight", "full_mark", "score")
            )
        elif cells:
            columns = {}
    return found


def _title_above(lines: _ScoreLines, passages: Sequence[Passage], names: tuple[str, ...]) -> str:
    """Name of the report that score lines stand in: the last heading named a report above them, else the nearest."""
    if not lines.cells:
        return ""
    first = lines.cells[0].source
    above = [p for p in passages if p.section and (p.source.page or 0, p.source.line or 0)
             <= (first.page or 0, first.line or 0)]
    section = above[-1].section if above else ()
    reports = [heading for heading in section if bare(heading).endswith("报告")]
    return title_of(reports or section, names) if section else ""
