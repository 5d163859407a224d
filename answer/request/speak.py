"""Numbers and sentences of answers. No figure is spoken that is not an operand or a result."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from answer.holdings.held import Blank, ProseFact, Statement
from ontology.schemes import concepts

PLAIN_COLUMNS = frozenset(
    {
        "决算数",
        "预算数",
        "金额",
        "合计",
        "小计",
        "本年支出",
        "收入",
        "支出",
        "人员经费",
        "公用经费",
        "年初预算数",
        "支出预算",
        "收入预算",
        "本年收入",
        "本年支出合计",
        "本年收入合计",
        "功能分类",
        "支出用途",
    }
)
"""Header cells that say nothing beyond what the row, the stage and the form say."""
SCALE = {"元": Decimal(1), "万元": Decimal(10000), "亿元": Decimal(100000000)}


def number(value: Decimal) -> str:
    """A decimal in plain digits, its printed decimals kept."""
    return format(value, "f")


def grouped(value: Decimal) -> str:
    """A decimal with thousands separators, for people."""
    return format(value, ",f")


def trimmed(value: Decimal) -> Decimal:
    """A computed decimal without trailing zeros, but never in exponent form."""
    short = value.normalize()
    return (
        short.quantize(Decimal(1))
        if isinstance(short.as_tuple().exponent, int) and short == short.to_integral()
        else short
    )


def rounded(value: Decimal, places: int) -> Decimal:
    """Half up, as the forms round."""
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def money(amount: Decimal, uom: str) -> str:
    """Yuan said in a unit."""
    return f"{grouped(trimmed(amount / SCALE[uom]))}{uom}"


BARE_TOTALS = ("合计", "总计", "小计", "")


def name_of(figure: Statement | Blank) -> str:
    """What a figure is of, for people: its row; for a bare total what it is the total of (基本支出, “三公”经费合计)."""
    if isinstance(figure, Statement) and figure.kind == "performance":
        return figure.item.rsplit("/", 1)[-1]
    # A department's unit is named before what its row prints.
    bare = figure.item in (*BARE_TOTALS, figure.unit.name) or bool(figure.unit.within)
    if isinstance(figure, Statement) and bare:
        if figure.scheme == "three-public" or figure.measure == "three-public":
            return _label("three_public", figure.concept if figure.scheme == "three-public" else "total")
        fund = _label("funds", figure.fund) if figure.fund not in ("", "all") else ""
        nature = _label("natures", figure.nature) if figure.nature not in ("", "total") else ""
        if flow := nature or _label("measures", figure.measure):
            return f"{fund}{flow}" if not fund.endswith(flow) else fund
    column = [part for part in figure.column.split("/") if part]
    detail = [part for part in column if part not in PLAIN_COLUMNS]
    if not figure.item or (figure.unit.within and detail):
        return detail[-1] if detail else "".join(column[-2:])
    return figure.item + (f"（{'/'.join(detail)}）" if detail else "")


def _label(scheme: str, id: str) -> str:
    return next((c.zh for c in concepts(scheme) if c.id == id), "")


def said(figure: Statement, uom: str = "") -> str:
    """The figure's amount as printed, or in the unit asked for."""
    if uom and figure.amount is not None and figure.uom != uom:
        return money(figure.amount, uom)
    return f"{grouped(figure.value)}{figure.uom}"


def basis(figure: Statement | Blank) -> str:
    """Where a figure stands, for people."""
    where = f"《{figure.form}》" if figure.form else "正文"
    return where + (f"“{figure.item}”行" if figure.item else "") + (f"“{figure.column}”栏" if figure.column else "")


def stage_word(figure: Statement | Blank) -> str:
    """The stage, said where it is not plain."""
    plain = not isinstance(figure, Statement) or figure.kind != "performance"
    return f"{figure.stage}数" if figure.stage and plain else ""


def fact_said(fact: ProseFact) -> str:
    """A quantity of the prose with its qualifier and unit."""
    return f"{fact.qualifier}{'' if fact.value is None else grouped(fact.value)}{fact.uom}"
