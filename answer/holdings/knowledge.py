"""One generation as the answers use it: the units held, and per unit and year what is printed, read once."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from answer.holdings.body_rows import body_of, marked
from answer.holdings.directory import Directory, HeldUnit
from answer.holdings.held import Blank, ProseFact, Statement, blanks, directory, facts, statements
from answer.holdings.language_model import LanguageModel
from answer.language.names import Tag, cut, general_names, names_of
from answer.language.words import comparable
from graph.embedding.encoder import TextEncoder
from graph.search.search import Searcher
from graph.store.generation import Generation
from ontology.forms import is_total

KEPT = 768
"""Figures, facts, sentences of units and years held in memory at once; each is some hundred rows."""
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Books:
    """What is printed about a unit and a fiscal year, and the names its rows go by."""

    unit: HeldUnit
    year: int
    figures: tuple[Statement, ...]
    blanks: tuple[Blank, ...]
    names: dict[str, frozenset[Tag]]
    one_column: bool = False
    """Whether these are the cells of one column that the question names as such."""
    met: dict[Any, frozenset[int]] = field(default_factory=dict, compare=False, repr=False)
    """What ``answer.match`` keeps of these cells."""

    def of(self, scope: str) -> Books:
        """The part of one scope (部门 or 单位)."""
        return replace(self, figures=tuple(f for f in self.figures if f.scope == scope),
                       blanks=tuple(b for b in self.blanks if b.scope == scope), met={})


    def at(self, row: str, column: str) -> Books:
        """The cells of a row and a column named as such; all of them where nothing is printed there."""

        def stands(cell: Statement | Blank) -> bool:
            header, label = "/" + comparable(cell.column), comparable(cell.item)
            return (not column or header.endswith("/" + comparable(column))) and (not row or label == comparable(row))

        figures, empty = tuple(filter(stands, self.figures)), tuple(filter(stands, self.blanks))
        if not figures and not empty:
            return self
        return replace(self, figures=figures, blanks=empty, one_column=bool(column), met={})


def books_of(unit: HeldUnit, year: int, figures: Sequence[Statement], empty: Sequence[Blank]) -> Books:
    """Figures and blank cells with the names of their rows, forms and columns."""
    # What was worked out from prose has no row of its own where plain names say what it is.
    items = [(f.item, f.code, f.scheme, f.concept) for f in figures
             if not (f.derived and all(s.known for s in cut(f.item, general_names())))]
    items += [(b.item, b.code, "", "") for b in empty]
    forms = {(f.form, f.form_id) for f in figures} | {(b.form, b.form_id) for b in empty}
    columns = {f.column for f in figures if f.kind == "table"} | {b.column for b in empty}
    return Books(unit, year, tuple(figures), tuple(empty), names_of(items, forms, columns))


def rows_of_body(department: Books, body: HeldUnit) -> Books:
    """The rows of a department's disclosure that bear a body's name, each read as the total of its table is."""
    printed = [f for f in department.figures if f.kind == "table"]
    totals = {(f.evidence.disclosure, f.form, f.column): f for f in printed if is_total(f.item)}
    figures = []
    called = body_of(body.name, department.unit.name)
    for f in printed:
        whole = totals.get((f.evidence.disclosure, f.form, f.column))
        if body_of(f.item, department.unit.name) == called and whole is not None:
            figures.append(
                replace(f, unit=body, scope="单位", code="", level="total", measure=whole.measure, fund=whole.fund,
                        nature=whole.nature, scheme=whole.scheme, concept=whole.concept)
            )  # fmt: skip
    empty = [replace(b, unit=body, scope="单位", code="") for b in department.blanks
             if body_of(b.item, department.unit.name) == called]
    return books_of(body, department.year, figures, empty)


class Knowledge:
    """A generation with what questions need read and kept. Safe to use from several threads."""

    def __init__(
        self, generation: Generation, encoder: TextEncoder | None = None, model: LanguageModel | None = None
    ) -> None:
        self.generation = generation
        self.encoder = encoder
        self.model = model
        self._lock = threading.Lock()
        self._kept: OrderedDict[Hashable, Any] = OrderedDict()
        self._directory: Directory | None = None
        self._searcher: Searcher | None = None

    @property
    def directory(self) -> Directory:
        """The units held."""
        if self._directory is None:
            self._directory = directory(self.generation)
        return self._directory

    @property
    def searcher(self) -> Searcher | None:
        """Search in the prose, None where the generation has no index."""
        if self._searcher is None and (self.generation.path / "text").is_dir():
            try:
                self._searcher = Searcher(self.generation.path, database=self.generation.vectors_url)
            except (OSError, ValueError):
                return None
        return self._searcher

    def books(self, unit: HeldUnit, year: int) -> Books:
        """What is printed about a unit and year; empty where nothing is."""
        return self.once(("books", unit.iri, year), lambda: self._books(unit, year))

    def facts(self, unit: HeldUnit, year: int) -> tuple[ProseFact, ...]:
        """Quantities in the prose of a unit's disclosures of a year; of one not held, what the next year says of it, of
        one whose budget alone is held, what the next year says was spent."""
        own = self._told(unit, year) if year in unit.years else ()
        if year + 1 not in unit.years or any((y, kind) == (year, "决算") for y, kind, _ in unit.held):
            return own
        later = [f for f in self._told(unit, year + 1) if f.year == year]
        return (*own, *(f for f in later if not own or f.role == "result"))

    def _told(self, unit: HeldUnit, year: int) -> tuple[ProseFact, ...]:
        return self.once(("facts", unit.iri, year), lambda: tuple(facts(self.generation, unit, year)))

    def _books(self, unit: HeldUnit, year: int) -> Books:
        if unit.within:
            department = next(u for u in self.directory.units if u.iri == unit.within)
            return rows_of_body(self.books(department, year), unit)
        return books_of(
            unit, year, marked(statements(self.generation, unit, year)), blanks(self.generation, unit, year)
        )

    def once(self, key: Hashable, make: Callable[[], T]) -> T:
        """What ``make`` gives, read once and kept while it is asked for."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                kept: T = self._kept[key]
                return kept
        made = make()
        with self._lock:
            self._kept[key] = made
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return made
