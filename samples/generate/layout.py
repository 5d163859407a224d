"""How a disclosure is printed: the choices that vary between real ones, read from ``data/layouts.toml``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import Any

from samples.generate.units import DATA, Amount


@dataclass(frozen=True)
class Layout:
    """A set of choices.

    ``line_numbers``: 行次 columns; ``column_numbers``: a 栏次 row; ``codes``: one column ("single"), the whole code in
    three merged columns ("merged") or split over 类, 款 and 项 ("split"); ``three_public``: budget and final side by
    side ("sides") or in pairs ("pairs"); ``zero``: how an amount of nought is printed; ``number``: the form number;
    ``caption``: where unit and unit of measure stand; ``budget_stage``: what the three-public table's note calls its
    budget, 预算 where it leaves that open; ``classes``: lines of the summary forms; ``total_last``: forms whose 合计
    stands last; ``basic_blocks``: columns of blocks in the table of basic expenditure.
    """

    id: str
    order: tuple[str, ...]
    uom: str = "万元"
    line_numbers: bool = True
    column_numbers: bool = True
    codes: str = "merged"
    three_public: str = "sides"
    separators: bool = True
    zero: str = ""
    decimals: int = 2
    number: str = ""
    caption: str = "line"
    budget_stage: str = "年初预算"
    classes: int = 26
    summary_amount: str = "决算数"
    year_in_title: bool = True
    identities: bool = True
    spaced: bool = False
    basic_blocks: int = 3
    total_last: tuple[str, ...] = ()
    titles: dict[str, str] = field(default_factory=dict)

    @property
    def budget(self) -> bool:
        """Whether these are budget tables."""
        return self.id.endswith("-budget")

    def value(self, amount: Amount, uom: str = "") -> Decimal:
        """The amount in the printed unit of measure, with the printed number of decimals."""
        if (uom or self.uom) == "元":
            return Decimal(amount * 100).quantize(Decimal(10) ** -self.decimals)
        return (Decimal(amount) / 100).quantize(Decimal("0.01"))

    def money(self, amount: Amount | None, uom: str = "") -> str:
        """An amount as a table prints it: blank for None, ``zero`` for nought."""
        if amount is None:
            return ""
        if amount == 0:
            return self.zero
        value = self.value(amount, uom)
        return f"{value:,}" if self.separators else f"{value}"

    def prose(self, amount: Amount) -> str:
        """An amount as the text says it, in 万元."""
        value = (Decimal(amount) / 100).quantize(Decimal("0.01"))
        return f"{value:,}" if self.separators and self.uom == "万元" else f"{value}"

    def wide(self, text: str) -> str:
        """A short heading with blanks between its characters, as Word documents print it, where the layout does so."""
        return " ".join(text) if self.spaced else text


def percent(part: Amount, whole: Amount, places: int = 2) -> str:
    """Share of a whole in per cent, rounded half up; "0" of nothing."""
    if whole == 0:
        return "0.00%"
    share = Decimal(part) * 100 / Decimal(whole)
    return f"{share.quantize(Decimal(10) ** -places, ROUND_HALF_UP)}%"


def _layout(name: str, row: dict[str, Any]) -> Layout:
    values: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in row.items()}
    return Layout(id=name, **values)


@cache
def layouts() -> dict[str, Layout]:
    """All layouts by name."""
    with (DATA / "layouts.toml").open("rb") as file:
        return {name: _layout(name, row) for name, row in tomllib.load(file).items()}
