"""What a disclosure says of its performance: targets, results, scores, the money of projects, key works.

From self-evaluation forms (whole unit and per project), target forms of budgets, score tables, key-work tables, and
the same told in prose. Everything keeps the printed spelling; the same indicator told in a form and in prose comes
back twice, each with its own place.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.documents.document import Block, Grid, Paragraph
from ingest.performance_layout import layout, spelled
from ingest.performance_prose import ProseReader
from ingest.performance_tables import TableReader
from ingest.records import Goal, Indicator, KeyWork, Passage, Project, Score, Source


@dataclass(frozen=True)
class Performance:
    """The records, those of tables before those of prose; ``consumed_grids``: ``Grid.index`` of every table read."""

    indicators: tuple[Indicator, ...]
    projects: tuple[Project, ...]
    goals: tuple[Goal, ...]
    scores: tuple[Score, ...]
    key_works: tuple[KeyWork, ...]
    consumed_grids: frozenset[int]


def read_performance(blocks: Sequence[Block], passages: Sequence[Passage], document: str) -> Performance:
    """Read what is left of a document when its statutory tables are taken out; ``document`` is the file name.

    A goal said again in prose word for word, or a form of the whole unit that repeats its head on every page, counts
    once.
    """
    reader = TableReader(document)
    consumed = frozenset(block.index for block in blocks if isinstance(block, Grid) and reader.read(block))
    tables = reader.close()
    prose = ProseReader().read(passages)
    scored = {score.project for score in prose.scores if score.project}
    owner = scored.pop() if len(scored) == 1 else ""
    scores = [replace(score, project=owner) for score in _score_lines(blocks, document)]
    said = {(goal.project, goal.number, goal.text) for goal in tables.goals}
    goals = [goal for goal in prose.goals if (goal.project, goal.number, goal.text) not in said]
    return Performance(
        indicators=(*tables.indicators, *prose.indicators),
        projects=(*tables.projects, *prose.projects),
        goals=(*tables.goals, *goals),
        scores=(*tables.scores, *scores, *prose.scores),
        key_works=tuple(tables.key_works),
        consumed_grids=consumed,
    )


def _score_lines(blocks: Sequence[Block], document: str) -> list[Score]:
    """Score tables that a flowing text holds as lines, cells parted by blanks: 预算执行 20% 20 20.00 优."""
    found: list[Score] = []
    columns: dict[str, int] = {}
    width = 0
    for block in blocks:
        if not isinstance(block, Paragraph):
            columns = {}
            continue
        cells = block.text.split()
        if heads := layout().parts["score"].columns({index: spelled(cell) for index, cell in enumerate(cells)}):
            columns, width = heads, len(cells)
        elif columns and len(cells) == width:
            weight, full_mark, score, grade = (
                cells[columns[role]] if role in columns else "" for role in ("weight", "full_mark", "score", "grade")
            )
            source = Source(document, block.text.strip(), page=block.page, line=block.line, box=block.box)
            found.append(Score("", cells[columns["name"]], weight, full_mark, score, grade, source))
        elif cells:
            columns = {}
    return found
