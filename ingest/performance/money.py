"""The money of a project's form: budget, executed and rate, by stage and by source of funds, however it is laid out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from itertools import pairwise

from ingest.documents.document import Cell
from ingest.language.quantities import number
from ingest.performance.layout import clean, layout, spelled
from ingest.performance.rows import cell_of, distinct, text_of, texts_of
from ingest.performance.values import Money, Values
from ingest.records import Score

_RATE = re.compile(r"[\d.]+[%％]")
LABELS = {"budget": "预算数", "executed": "执行数", "rate": "执行率"}
"""Role of a money column → label of its place in ``Project.sources``."""


class MoneyPart:
    """Reads the rows that speak of money into ``money``, the project's at hand."""

    def __init__(self, values: Values) -> None:
        self.values = values
        self.money = Money()
        self.scores: list[Score] = []
        """Points for execution, printed beside its rate; whoever reads the form takes them."""
        self._parents: dict[int, str] = {}
        """Column → label of money that the labels below it are parts of."""
        self._sources: dict[int, str] = {}
        """Of a form with one row a stage: column → source of funds, empty for the sum."""

    def begin(self, money: Money) -> None:
        """Another project's money."""
        self.money, self._parents, self._sources = money, {}, {}

    @property
    def owner(self) -> str:
        """The project whose money is being read, or what the money of the whole unit is called."""
        return self.money.name or layout().whole_name

    # --- amounts beside their own label ----------------------------------------------------------------------------

    def amounts(self, filled: list[Cell], table: int, *, by_heads: bool) -> bool:
        """Labels of money with the amount in the cell to their right, or in their own; ``by_heads``: the rows at hand
        have heads that say what the cells are, so only amounts with a label in one cell are of this kind."""
        seen, stage, spent = False, "", False
        for cell in filled:
            seen = self._in_one(cell, table) or seen
        for label, value in pairwise(filled) if not by_heads else ():
            name = layout().uom.sub("", layout().fund_lead.sub("", spelled(label.text)).rstrip("："))
            amount = number(spelled(value.text))
            role = layout().money_role(name)
            if role in ("budget", "initial", "executed"):
                stage, spent = clean(label.text), role == "executed"
            if role == "rate" and _RATE.fullmatch(spelled(value.text)):
                self.money.sources.setdefault(LABELS[role], self.values.source(value, table))
                self._set(role, amount, clean(value.text), name)
                seen = True
                self.values.add(value, table, ("", clean(label.text)), clean(label.text), self.owner, self.money)
                continue
            if amount is None:
                continue
            parent = self._parents.get(label.column, "")
            if name in layout().stage_labels:
                self._parents[label.column], parent = clean(label.text), ""
                self.money.sources.setdefault(name, self.values.source(value, table))
                self.money.stages.append((name, amount))
                if name in layout().budget_labels:
                    self.money.budget = amount
            elif layout().fund_label.fullmatch(name):
                if not spent:  # 执行数 | 684 | 其他资金 | 84: what was spent of it is no part of the budget
                    self.money.sources.setdefault(name, self.values.source(value, table))
                    self.money.funds.append((parent, name, amount))
            elif role is not None and self.money.name:
                self.money.sources.setdefault(LABELS.get(role, name), self.values.source(value, table))
                self._set(role, amount, clean(value.text), name)
            else:
                continue
            seen = True
            above = parent or ("" if stage == clean(label.text) else stage)
            self.values.add(value, table, (above, clean(label.text)), "", self.owner, self.money)
        return seen

    @staticmethod
    def beside(filled: list[Cell]) -> bool:
        """Whether a row has labels of money with their amounts to the right, not heads with the amounts below."""
        return any(
            layout().money_role(layout().uom.sub("", spelled(label.text).rstrip("：")))
            and number(spelled(value.text)) is not None
            for label, value in pairwise(filled)
        )

    def _in_one(self, cell: Cell, table: int) -> bool:
        """其中：一般公共预算：1350.00: label and amount in one cell."""
        found = layout().labelled_amount.fullmatch(spelled(cell.text))
        amount = number(found.group("amount")) if found else None
        if found is None or amount is None:
            return False
        name = layout().fund_lead.sub("", found.group("label")).rstrip("：")
        if name in layout().natures or name in layout().stage_labels:
            self.money.stages.append((name, amount))
        elif layout().fund_label.fullmatch(name):
            self.money.funds.append(("", name, amount))
        else:
            return False
        self.money.sources.setdefault(name, self.values.source(cell, table))
        return True

    # --- a row a source of funds, under heads ----------------------------------------------------------------------

    def fund(self, row: Mapping[int, Cell], columns: Mapping[str, int], heads: Mapping[int, str], table: int) -> None:
        """A row of the part on execution: by source of funds, or the sum."""
        budget, executed = (number(spelled(text_of(row, columns, role))) for role in ("budget", "executed"))
        if budget is None and executed is None:
            return
        amounts = min((columns[role] for role in ("budget", "initial", "executed") if role in columns), default=0)
        label = next((cell for cell in reversed(distinct(row)) if cell.column < amounts), None)
        name = layout().fund_lead.sub("", spelled(label.text)) if label else ""
        is_sum = name in layout().sum_rows or layout().uom.search(name) is not None  # the head of the part itself
        labels = [label.column] if label is not None else []
        self.values.under(heads, row, labels, table, (clean(label.text) if label else "",), self.owner, self.money)
        if not is_sum and budget is not None and name in layout().natures:
            self.money.stages.append((name, budget))
        elif not is_sum and budget is not None:
            self.money.funds.append(("", name, budget))
        if is_sum or self.money.budget is None:
            self.sums(row, columns, heads, table)
            self._rate_score(row, columns, table)
            if self.money.place is None:
                self.money.place, self.money.table = label, table

    def sums(self, row: Mapping[int, Cell], columns: Mapping[str, int], heads: Mapping[int, str], table: int) -> None:
        """The amounts of the whole, which a row prints under heads."""
        for role, place in LABELS.items():
            if (cell := cell_of(row, columns, role)) is not None:
                self.money.sources[place] = self.values.source(cell, table)
        self.money.budget, self.money.executed = (
            number(spelled(text_of(row, columns, role))) for role in ("budget", "executed")
        )
        self.money.rate = text_of(row, columns, "rate")
        self._stages(row, columns, heads)

    def _stages(self, row: Mapping[int, Cell], columns: Mapping[str, int], heads: Mapping[int, str]) -> None:
        """The amounts of the sum row by stage, where the form prints the budget of the beginning of the year too."""
        if "initial" not in columns or columns["initial"] == columns.get("budget"):
            return
        for role in ("initial", "budget", "executed"):
            amount = number(spelled(text_of(row, columns, role)))
            if amount is not None:
                self.money.stages.append((re.sub(r"（[^）]*）", "", spelled(heads[columns[role]])), amount))

    def _rate_score(self, row: Mapping[int, Cell], columns: Mapping[str, int], table: int) -> None:
        """The points for execution, which stand beside its rate."""
        rate = cell_of(row, columns, "rate")
        full_mark, score = text_of(row, columns, "full_mark"), text_of(row, columns, "score")
        if rate is not None and number(full_mark) is not None and number(score) is not None:
            place = self.values.source(rate, table)
            self.scores.append(Score(self.money.name, LABELS["rate"], "", full_mark, score, "", place))

    # --- a row a stage, a column a source of funds -----------------------------------------------------------------

    def opens_by_stage(self, row: Mapping[int, Cell]) -> bool:
        """Heads 合计 | 财政拨款 | 其他资金: the rows below are budget, executed and rate."""
        heads = {column: spelled(text) for column, text in texts_of(row).items() if text.strip()}
        funds = {column: head for column, head in heads.items() if layout().fund_label.fullmatch(head)}
        sums = [column for column, head in heads.items() if head in layout().sum_rows]
        if len(sums) != 1 or not funds or len(heads) - len(funds) > 2:
            return False
        self._sources = {sums[0]: "", **funds}
        return True

    def by_stage(self, row: Mapping[int, Cell], table: int) -> bool:
        """One row of such a part: 全年预算数 | 80.00 | 70.00; False where it is none."""
        filled = distinct(row)
        first = [cell for cell in filled if cell.column < min(self._sources, default=0)]
        head = re.sub(r"（[^）]*）", "", spelled(first[-1].text)) if first else ""
        role = layout().money_role(head)
        if role is None:
            return False
        for column, source in self._sources.items():
            cell = row.get(column)
            if cell is None or not cell.text.strip():
                continue
            self.values.add(cell, table, (source, head), head, self.owner, self.money)
            amount = number(spelled(cell.text))
            if not source:
                self.money.sources[LABELS.get(role, head)] = self.values.source(cell, table)
                self._set(role, amount, clean(cell.text), head)
            elif role == "budget" and amount is not None:
                self.money.funds.append(("", source, amount))
        return True

    def _set(self, role: str, amount: Decimal | None, printed: str, head: str) -> None:
        if role == "rate":
            self.money.rate = printed
        elif amount is not None and role == "executed":
            self.money.executed = amount
        elif amount is not None and (role == "budget" or self.money.budget is None):
            self.money.budget = amount
        if amount is not None and role == "initial":
            self.money.stages.append((head, amount))
