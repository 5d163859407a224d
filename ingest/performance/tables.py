"""Self-evaluation, target, score and key-work tables → indicators, goals, projects, scores, key works.

Such tables are forms: parts with heads of their own stand one below the other in one grid. The reader walks down the
rows, and each row either opens a part or belongs to the one that is open.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import pairwise

from ingest.documents.document import Cell, Grid
from ingest.language.quantities import number
from ingest.performance.goals import GoalPart
from ingest.performance.layout import clean, layout, of_year, spelled
from ingest.performance.money import LABELS, MoneyPart
from ingest.performance.rows import cell_of, distinct, rows_of, text_of, texts_of
from ingest.performance.values import Money, Printed, Values
from ingest.records import Goal, Indicator, KeyWork, Project, Score, Source
from ontology.forms import bare

_NO_VALUES = ("level1", "level2", "name", "note", "project", "unit", "goal", "sign", "uom")
"""Columns of an indicator table whose cells say of what the others are."""


@dataclass
class Found:
    """The records read so far, in reading order."""

    indicators: list[Indicator] = field(default_factory=list)
    projects: list[Project] = field(default_factory=list)
    goals: list[Goal] = field(default_factory=list)
    scores: list[Score] = field(default_factory=list)
    key_works: list[KeyWork] = field(default_factory=list)
    values: list[Printed] = field(default_factory=list)
    """The cells that may print a value."""


class TableReader:
    """Reads the grids of one document in order; a form may go on in the next grid."""

    def __init__(self, document: str, year: int) -> None:
        self.year = year
        self.values = Values(document)
        self.found = Found()
        self.part = ""
        """Which part the rows belong to: indicators, money, score, key_work, goals or none."""
        self.columns: dict[str, int] = {}
        self.blocks: list[dict[str, int]] = []
        """The columns of indicators that stand side by side, with the levels each has come to."""
        self.levels: list[tuple[str, str]] = []
        self.heads: dict[int, str] = {}
        """Column → head as printed, of the part that is open."""
        self.width = 0
        self.level1 = self.level2 = ""
        self.goals = GoalPart(self.values, self.found.goals)
        self.paid = MoneyPart(self.values)

    @property
    def money(self) -> Money:
        """The money of the project whose form is being read."""
        return self.paid.money

    def read(self, grid: Grid, following: Grid | None = None) -> bool:
        """Read one grid; False where it holds nothing this reader knows, and nothing was read. ``following`` stands
        right below it: the head of a form may be a grid of its own above that of the indicators."""
        rows = rows_of(grid)
        if following is not None and self._is_head(rows, rows_of(following)):
            self._close_project()
            self._leave()
        elif not self._opens(rows) and not (self.part in ("indicators", "key_work") and grid.columns == self.width):
            self.part = ""
            return False
        self.width = grid.columns
        for row in rows:
            self._row(row, grid)
        return True

    def close(self) -> Found:
        """The records, when all grids are read."""
        self._close_project()
        self.found.values = self.values.close()
        return self.found

    # --- what a row is ---------------------------------------------------------------------------------------------

    def _opens(self, rows: list[dict[int, Cell]]) -> bool:
        forms = layout()
        return any(
            heads.columns(texts_of(row)) for row in rows for part, heads in forms.parts.items() if part != "money"
        )

    def _is_head(self, rows: list[dict[int, Cell]], below: list[dict[int, Cell]]) -> bool:
        """Whether rows name one project and say something else of it in labels with their values, above a part that
        names none."""
        if self._opens(rows) or not self._opens(below):
            return False
        if any(self._named_at(distinct(row)) is not None for row in below):
            return False
        labelled = [filled for row in rows if len(filled := distinct(row)) > 1]
        named = [filled for filled in labelled if self._named_at(filled) is not None]
        others = [spelled(filled[0].text).rstrip("：") for filled in labelled if filled not in named]
        forms = layout()
        return len(named) == 1 and any(
            forms.goal_heads.fullmatch(label) or forms.particulars.fullmatch(label) or forms.money_role(label)
            or label in forms.stage_labels for label in others
        )

    def _row(self, row: dict[int, Cell], grid: Grid) -> None:
        forms = layout()
        texts = {column: of_year(text, self.year) for column, text in texts_of(row).items()}
        filled = distinct(row)
        if not filled or all(forms.separator.fullmatch(cell.text.strip()) for cell in filled):
            return
        if self.part != "indicators" and self.paid.opens_by_stage(row):
            self._note_uom(filled)
            self.part = "by_stage"
            return
        if self.part == "by_stage" and self.paid.by_stage(row, grid.index):
            return
        for part, heads in forms.parts.items():
            if part == "money" and self.paid.beside(filled):
                continue
            if blocks := heads.blocks(texts):
                self.part, self.columns, self.level1, self.level2 = part, blocks[0], "", ""
                self.blocks, self.levels = blocks, [("", "")] * len(blocks)
                self.heads = {column: bare(text) for column, text in texts_of(row).items() if text.strip()}
                self._note_uom(filled)
                return
        if len(filled) == 1 and filled[0].column == 0 and not forms.goal.fullmatch(spelled(filled[0].text)):
            self._note_uom(filled)
            self._leave()  # a title over the whole width
            return
        if self._label(filled, grid) or self._goal(row, filled, grid):
            return
        if self.part == "indicators":
            self._indicators(row, grid)
        elif self.part == "money":
            self.paid.fund(row, self.columns, self.heads, grid.index)
            self.found.scores.extend(self.paid.scores)
            self.paid.scores.clear()
        elif self.part == "score":
            self._score(row, grid)
        elif self.part == "key_work":
            self._key_work(row, grid)
        elif self.part == "projects":
            self._listed(row, grid)

    # --- parts -----------------------------------------------------------------------------------------------------

    def _label(self, filled: list[Cell], grid: Grid) -> bool:
        """A row of labels with their values beside them."""
        forms = layout()
        first, value = spelled(filled[0].text).rstrip("："), filled[1] if len(filled) > 1 else None
        self._note_uom(filled)
        if (at := self._named_at(filled)) is not None:
            uom = "" if self.money.name else self.money.uom  # printed above the first name of the form
            self._close_project()
            self.paid.begin(Money(name=clean(filled[at + 1].text), place=filled[at + 1], table=grid.index, uom=uom))
            self._particulars(filled[:at] + filled[at + 2 :], grid)
            self._leave()
            return True
        if forms.whole.fullmatch(first) and value is not None:
            if self._is_head_of_project(filled, grid):
                self.money.remarks.append((clean(filled[0].text), clean(value.text)))
                return True
            if self.money.name:
                self._close_project()
            self._leave()
            return True
        if self.money.name and not self.part and self._particulars(filled, grid):
            return True
        if forms.remarks.fullmatch(first) and self.part not in ("key_work", "score"):
            if value is not None and not forms.empty_remarks.fullmatch(clean(value.text)):
                self.money.remarks.append((clean(filled[0].text).rstrip("："), clean(value.text)))
                self.values.add(value, grid.index, (clean(filled[0].text),), "", self.money.name)
            self.part = ""
            return True
        if forms.empty_remarks.fullmatch(first) and value is None:
            return True
        return self.paid.amounts(filled, grid.index, by_heads=self.part in ("money", "projects"))

    def _is_head_of_project(self, filled: list[Cell], grid: Grid) -> bool:
        """Whether the unit named here is that of the project named right above: 项目名称, then 预算单位."""
        money = self.money
        above = money.place is not None and money.table == grid.index and filled[0].row == money.place.row + 1
        return above and not self.part and bool(money.name)

    @staticmethod
    def _named_at(filled: list[Cell]) -> int | None:
        """Which of a row of labels, each with its value to the right, names a project; None where none does."""
        label = layout().project
        places = range(0, len(filled) - 1, 2)
        return next((at for at in places if label.fullmatch(spelled(filled[at].text).rstrip("："))), None)

    def _particulars(self, filled: list[Cell], grid: Grid) -> bool:
        """What the form says of the project beside its money: labels, each with its value to the right."""
        label = layout().particulars
        found = False
        for name, value in pairwise(filled):
            head, text = spelled(name.text).rstrip("："), clean(value.text)
            if label.fullmatch(head) and not label.fullmatch(spelled(value.text).rstrip("：")):
                self.money.remarks.append((clean(name.text).rstrip("："), text))
                found = True
            elif layout().total.fullmatch(head) and number(text) is not None:
                place = self._source(value, grid.index)
                self.found.scores.append(Score(self.money.name, clean(name.text), "", "", text, "", place))
                self.values.add(value, grid.index, ("", clean(name.text)), clean(name.text), self.money.name)
        return found

    def _goal(self, row: dict[int, Cell], filled: list[Cell], grid: Grid) -> bool:
        goes_on = self.goals.read(row, filled, grid.index, self.money.name, is_open=self.part == "goals")
        if goes_on is None:
            return False
        self.part = "goals" if goes_on else ""
        return True

    def _indicators(self, row: dict[int, Cell], grid: Grid) -> None:
        """A row of indicators: one, or several side by side."""
        if self._total(row, grid):
            return
        goals = sorted(self.goals.at.items()) if len(self.goals.at) == len(self.blocks) > 1 else []
        for number_, columns in enumerate(self.blocks):
            self.columns, (self.level1, self.level2) = columns, self.levels[number_]
            if "level1" not in columns:
                self.level1 = self.levels[0][0]
            if goals:
                self.goals.text = goals[number_][1]
            self._indicator(row, grid)
            self.levels[number_] = self.level1, self.level2
        self.columns = self.blocks[0]

    def _indicator(self, row: dict[int, Cell], grid: Grid) -> None:
        level1, level2 = (layout().points.sub("", spelled(self._text(row, role))) for role in ("level1", "level2"))
        if level1 and level1 != self.level1:
            self.level1, self.level2 = level1, ""
        self.level2 = level2 or self.level2
        name, wanted = self._cell(row, "name"), self._cell(row, "target") or self._cell(row, "first_target")
        if name is None or name is wanted:  # one cell over both: a remark on all of them
            return
        self._project_of_row(row, grid)
        place, target, actual = (self._source(cell, grid.index) if cell is not None else None for cell in (
            name, wanted, self._cell(row, "actual")))
        assert place is not None
        labels = (self.level1, self.level2, clean(name.text))
        for role, cell in (("target", wanted), ("actual", self._cell(row, "actual"))):
            if cell is not None and role in self.columns and (uom := self._text(row, "uom")):
                self.values.add(cell, grid.index, labels, self.heads[self.columns[role]], self.money.name, uom=uom)
        self.values.under(self.heads, row, self._columns(*_NO_VALUES), grid.index, labels, self.money.name)
        self.found.indicators.append(
            Indicator(
                project=self.money.name, goal=self.goals.text, level1=self.level1, level2=self.level2,
                name=clean(name.text), target=self._target(row),
                actual=self._text(row, "actual"), note=self._text(row, "note"),
                source=target or place, actual_source=actual, name_source=place,
                weight=self._text(row, "weight"), score=self._text(row, "score"),
            )
        )

    def _project_of_row(self, row: dict[int, Cell], grid: Grid) -> None:
        """Where one table lists the targets of all projects, each row names its project, its budget and its goal."""
        cell = self._cell(row, "project")
        if cell is None or cell is self.money.place:
            return
        self._close_project()
        self.paid.begin(Money(name=clean(cell.text), place=cell, table=grid.index))
        self.goals.text = self._text(row, "goal")
        budget, goal = self._cell(row, "budget"), self._cell(row, "goal")
        if budget is not None:
            found = layout().uom.search(spelled(self.heads[self.columns["budget"]]))
            self.money.uom = found.group("uom") if found else ""
            self.money.budget = number(spelled(budget.text))
            self.money.sources[LABELS["budget"]] = self._source(budget, grid.index)
            self.values.add(budget, grid.index, (self.money.name,), self.heads[self.columns["budget"]],
                            self.money.name, self.money)
        if goal is not None:
            head = spelled(self.heads[self.columns["goal"]])
            self.found.goals.append(Goal(self.money.name, head, self.goals.text, self._source(goal, grid.index)))

    def _target(self, row: dict[int, Cell]) -> str:
        """The target in one, where the form parts it: ≥ | 9000 | 亩."""
        sign, value, uom = (self._text(row, role) for role in ("sign", "target", "uom"))
        value = value or self._text(row, "first_target")
        return (sign if layout().sign.fullmatch(sign) else "") + value + uom if value else ""

    def _total(self, row: dict[int, Cell], grid: Grid) -> bool:
        """The row that adds the points up: 总分 100 95.33."""
        filled = distinct(row)
        if len(filled) < 2 or not layout().total.fullmatch(spelled(filled[0].text)):
            return False
        full_mark, score = self._text(row, "weight"), self._text(row, "score")
        if score or full_mark:
            place = self._source(filled[0], grid.index)
            name = clean(filled[0].text)
            self.found.scores.append(Score(self.money.name, name, "", full_mark, score, "", place))
            self.values.under(self.heads, row, [filled[0].column], grid.index, (name,), self.money.name)
        return True

    def _score(self, row: dict[int, Cell], grid: Grid) -> None:
        name = self._cell(row, "name")
        if name is not None:
            weight, full_mark, score, grade = (self._text(row, r) for r in ("weight", "full_mark", "score", "grade"))
            place = self._source(name, grid.index)
            self.found.scores.append(Score(self.money.name, clean(name.text), weight, full_mark, score, grade, place))
            self.values.under(self.heads, row, self._columns("name", "grade"), grid.index, (clean(name.text),),
                              self.money.name)

    def _listed(self, row: dict[int, Cell], grid: Grid) -> None:
        """A project that has a row in a list, with its money and its score."""
        name, uom = self._cell(row, "name"), self.money.uom
        self._close_project()
        self.money.uom = uom
        if name is None:
            return
        if layout().total.fullmatch(spelled(name.text)):
            self.values.under(self.heads, row, self._columns("name", "number", "unit", "grade"), grid.index,
                              (clean(name.text),), "", self.money)
            return
        self.paid.begin(Money(name=clean(name.text), place=name, table=grid.index, uom=uom))
        self.paid.sums(row, self.columns, self.heads, grid.index)
        if (score := self._cell(row, "score")) is not None:
            head, place = self.heads[self.columns["score"]], self._source(score, grid.index)
            self.found.scores.append(
                Score(self.money.name, head, "", "", clean(score.text), self._text(row, "grade"), place)
            )
        self.values.under(self.heads, row, self._columns("name", "number", "unit", "grade"), grid.index, (),
                          self.money.name, self.money)

    def _key_work(self, row: dict[int, Cell], grid: Grid) -> None:
        name = self._cell(row, "name")
        if name is not None and layout().total.fullmatch(spelled(name.text)):
            return
        if name is None and self.found.key_works:  # the row goes on behind a page break
            last = self.found.key_works[-1]
            content, result = last.content + self._text(row, "content"), last.result + self._text(row, "result")
            self.found.key_works[-1] = replace(last, content=content, result=result)
        if name is not None:
            number_, content, result = (self._text(row, r) for r in ("number", "content", "result"))
            self.found.key_works.append(
                KeyWork(number_, clean(name.text), content, result, self._source(name, grid.index))
            )
        if self.found.key_works:
            self.values.under(self.heads, row, self._columns("number", "name"), grid.index,
                              (self.found.key_works[-1].name,), "")

    # --- helpers ---------------------------------------------------------------------------------------------------

    def _leave(self) -> None:
        self.part = self.goals.text = ""

    def _close_project(self) -> None:
        """Put down the project whose form was read; the form of the whole unit comes again on every page."""
        money = self.money
        self.goals.at = {}
        if money.place is not None and (money.budget is not None or money.name):
            project = Project(
                name=money.name or layout().whole_name, budget=money.budget, executed=money.executed, rate=money.rate,
                uom=money.uom, source=self._source(money.place, money.table),
                stage_values=tuple(dict.fromkeys(money.stages)),
                funds=tuple((label, amount) for _, label, amount in dict.fromkeys(money.funds)),
                remarks=tuple(dict.fromkeys(money.remarks)),
                sources=tuple(money.sources.items()),
            )
            self.found.projects.append(project)
        self.paid.begin(Money())

    def _columns(self, *roles: str) -> list[int]:
        return [self.columns[role] for role in roles if role in self.columns]

    def _note_uom(self, filled: list[Cell]) -> None:
        for cell in filled:
            if found := layout().uom.search(spelled(cell.text)):
                self.money.uom = self.money.uom or found.group("uom")

    def _cell(self, row: dict[int, Cell], role: str) -> Cell | None:
        return cell_of(row, self.columns, role)

    def _text(self, row: dict[int, Cell], role: str) -> str:
        return text_of(row, self.columns, role)

    def _source(self, cell: Cell, table: int) -> Source:
        return self.values.source(cell, table)
