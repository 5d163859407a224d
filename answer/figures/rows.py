"""What is said of rows: all of them, the largest, those whose amount fits a condition; and whether the tables agree on
one."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from decimal import Decimal

from answer.holdings.held import Blank, Statement, in_print_order
from answer.request.lookup import Found
from answer.request.question import RELATIONS, Operator, in_yuan
from answer.request.reply import Reply, cite, value_of
from answer.request.speak import basis, name_of, said


def rank(reply: Reply, rows: Sequence[Statement], asked: Operator, uom: str) -> bool:
    """The largest, the smallest or the first n of some rows."""
    ranked = sorted(
        (f for f in rows if f.amount is not None),
        key=lambda f: (f.amount or Decimal(0), f.iri),
        reverse=not re.search("少|小|低", asked.parts.get("order", "最大")),
    )
    if not ranked:
        return False
    count, place = _count(asked.parts.get("count", "")), _count(asked.parts.get("place", ""))
    top = ranked[place - 1 : place] if place else ranked[: count or 1]
    if not top:
        return False
    least = top[0].amount == 0 and not (count or place) and ranked[-1].amount != 0
    some = next((f for f in ranked if f.amount), None)
    tied = [f for f in ranked if f.amount == top[-1].amount and f not in top]
    over = "units" if len({r.unit.iri for r in rows}) > 1 else "years" if len({r.year for r in rows}) > 1 else "rows"
    names = [{"units": f.unit.name, "years": f"{f.year}年"}.get(over, f.item or name_of(f)) for f in top]
    word = f"第{place}" if place else asked.parts.get("order", "最大")
    if count:
        reply.text = (
            f"前{len(top)}位："
            + "；".join(f"{n} {told(f, uom)}" for n, f in zip(names, top, strict=True))
            + f"。见《{top[0].form}》。"
        )
    else:
        also = "（另有并列）" if tied else ""
        subject = {"units": f"{top[0].year}年{name_of(top[0])}", "years": f"{top[0].unit.name}{name_of(top[0])}"}.get(
            over, f"{top[0].unit.name}{top[0].year}年"
        )
        reply.text = f"{subject}{word}的是{names[0]}，{told(top[0], uom)}{also}，见{basis(top[0])}。"
        if least and some is not None and tied:
            # Cells that print a zero are the smallest, and hardly what is asked for: the next is said too.
            zeros = sum(1 for f in ranked if f.amount == 0)
            reply.text += f"印为零的共{zeros}项；其余里{word}的是{some.item or name_of(some)}，{said(some, uom)}。"
            top = [some, *top]
        if over != "rows":
            others = "；".join(
                f"{f.unit.name if over == 'units' else f'{f.year}年'}{told(f, uom)}" for f in ranked if f not in top
            )
            reply.text += f"其余：{others}。"
    reply.values = [value_of(f, uom) for f in top]
    reply.status = "answered"
    cite(reply, top)
    return True


def told(figure: Statement, uom: str) -> str:
    """An amount among others, one that no document of its year prints marked."""
    return said(figure, uom) + ("（推算）" if figure.derived else "")


def _count(text: str) -> int:
    if text.isdigit():
        return int(text)
    return {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}.get(
        text, 0
    )


def listing(reply: Reply, rows: Sequence[Statement], uom: str) -> bool:
    """All rows, complete, each with its amount, in the order they are printed in."""
    if not rows:
        return False
    rows = in_print_order(rows)
    listed = "；".join(f"{f.item or name_of(f)}{said(f, uom)}" for f in rows)
    where = basis_of(rows).removesuffix("各项")
    reply.text = f"{rows[0].unit.name}{rows[0].year}年{where}共{len(rows)}项：{listed}。"
    reply.values = [value_of(f, uom) for f in rows]
    reply.status = "answered"
    cite(reply, rows)
    return True


def ordered(reply: Reply, rows: Sequence[Statement], least_first: bool, uom: str) -> bool:
    """All rows in the order of their amounts."""
    known = [f for f in rows if f.amount is not None]
    if len(known) != len(rows):
        return False
    known.sort(key=lambda f: (f.amount or Decimal(0), f.iri), reverse=not least_first)
    over_units, over_years = len({f.unit.iri for f in rows}) > 1, len({f.year for f in rows}) > 1
    names = [f.unit.name if over_units else f"{f.year}年" if over_years else f.item or name_of(f) for f in known]
    listed = "；".join(f"{i}. {name} {told(f, uom)}" for i, (name, f) in enumerate(zip(names, known, strict=True), 1))
    subject = f"{known[0].year}年{name_of(known[0])}" if over_units else f"{known[0].unit.name}{name_of(known[0])}"
    where = subject if over_units or over_years else f"{known[0].unit.name}{known[0].year}年{basis_of(known)}"
    reply.text = f"{where}从{'低到高' if least_first else '高到低'}：{listed}。"
    reply.values = [value_of(f, uom) for f in known]
    reply.status = "answered"
    cite(reply, known)
    return True


def blank(reply: Reply, cells: Sequence[Blank]) -> bool:
    """Rows whose cells are printed blank, each once."""
    if not cells:
        return False
    names = list(dict.fromkeys(c.item for c in cells))
    first = cells[0]
    where = f"《{first.form}》" + (f"“{first.column}”栏" if len({c.column for c in cells}) == 1 else "")
    reply.text = f"{first.unit.name}{first.year}年{where}印为空白的共{len(names)}项：{'；'.join(names)}。"
    reply.status = "answered"
    cite(reply, cells)
    return True


def among(reply: Reply, rows: Sequence[Statement], asked: Operator, uom: str) -> bool:
    """The rows whose amount fits a condition, complete, the largest first."""
    if "zero" in asked.parts:
        return kept(reply, rows, lambda amount: amount == 0, "为零", uom)
    if "nonzero" in asked.parts:
        return kept(reply, rows, lambda amount: amount != 0, "不为零", uom)
    limit, unit = in_yuan(asked.parts["limit"], asked.parts["uom"])
    if low := asked.parts.get("low", ""):
        least = in_yuan(low, asked.parts.get("low_uom") or asked.parts["uom"])[0]
        condition = f"在{low}{asked.parts.get('low_uom') or unit}至{asked.parts['limit']}{unit}之间"
        return kept(reply, rows, lambda amount: least <= amount <= limit, condition, uom)
    relation = asked.parts.get("relation") or asked.parts.get("above", "")
    said_limit = f"{asked.parts['limit']}{unit}"
    condition = f"{relation}{said_limit}" if asked.parts.get("relation") else f"{said_limit}{relation}"
    return kept(reply, rows, lambda amount: RELATIONS[relation](amount, limit), condition, uom)


def kept(
    reply: Reply, rows: Sequence[Statement], fits: Callable[[Decimal], bool], condition: str, uom: str
) -> bool:
    """The rows whose amount in yuan fits, complete, the largest first; ``condition`` says it in words."""
    known = [f for f in rows if f.amount is not None]
    if not known or len(known) != len(rows):
        return False
    fitting = [f for f in known if fits(f.amount or Decimal(0))]
    fitting.sort(key=lambda f: (-(f.amount or Decimal(0)), f.iri))
    over_units, over_years = len({f.unit.iri for f in rows}) > 1, len({f.year for f in rows}) > 1
    names = [f.unit.name if over_units else f"{f.year}年" if over_years else f.item or name_of(f) for f in fitting]
    listed = "；".join(f"{name} {told(f, uom)}" for name, f in zip(names, fitting, strict=True))
    where_from = f"{known[0].unit.name}{known[0].year}年{basis_of(known)}" if not over_units else f"{len(known)}个单位"
    if over_years and not over_units:
        where_from = f"{known[0].unit.name}{len(known)}年的{name_of(known[0])}"
    reply.text = f"{where_from}中{condition}的共{len(fitting)}项" + (
        f"：{listed}。" if fitting else "。"
    )
    reply.values = [value_of(f, uom) for f in fitting]
    reply.status = "answered"
    cite(reply, fitting or known[:2])
    return True


def basis_of(rows: Sequence[Statement]) -> str:
    """The form and column that rows stand in."""
    column = f"“{rows[0].column}”栏" if len({f.column for f in rows}) == 1 else ""
    return f"《{rows[0].form}》{column}各项"


def consistent(reply: Reply, found: Sequence[Found]) -> bool:
    """Whether all the tables that print one quantity print one amount for it."""
    if len(found) != 1 or not (found[0].reading or found[0].differing):
        return False
    chosen = [found[0].reading] if found[0].reading else list(found[0].differing)
    best = chosen[0].best
    rows = [
        f
        for f in found[0].books.figures
        if (f.item, f.year, f.stage, f.scope) == (best.item, best.year, best.stage, best.scope)
        and f.kind == "table"
        and f.nature in ("", "total")
        and f.amount is not None
        and f.measure.removesuffix("-total") == best.measure.removesuffix("-total")
    ]
    amounts = sorted({f.amount for f in rows if f.amount is not None})
    if len({f.form for f in rows}) < 2:
        return False
    shown = [next(f for f in rows if f.amount == amount) for amount in amounts]
    listed = "；".join(f"{basis(f)}为{said(f)}" for f in (shown if len(shown) > 1 else rows[:3]))
    reply.text = f"{'一致' if len(amounts) == 1 else '不一致'}：{best.unit.name}{best.year}年{best.item}，{listed}。"
    reply.values = [value_of(f) for f in shown]
    reply.status = "answered"
    cite(reply, shown if len(shown) > 1 else rows[:3])
    return True
