"""What a question does with the figures it names: say, compare, divide, rank, list, add up, tell where they stand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from answer.holdings.held import Blank, ProseFact, Statement
from answer.holdings.knowledge import Books
from answer.language.names import cut, mend
from answer.language.words import comparable, lexicon
from answer.request.lookup import Found
from answer.request.reply import Reply, cite, computed, value_of, value_of_fact
from answer.request.speak import SCALE, basis, grouped, name_of, number, rounded, said, stage_word, trimmed


@dataclass(frozen=True, slots=True)
class Operand:
    """A figure a computation uses, with the words for it."""

    figure: Statement
    words: str


def operand(found: Found) -> Operand | None:
    """The figure of a lookup that settled on one."""
    if found.reading is None:
        return None
    figure = found.reading.best
    words = f"{figure.unit.name}{figure.year}年{name_of(figure)}{stage_word(figure)}"
    return Operand(figure, words)


def say(reply: Reply, found: Sequence[Found], uom: str) -> bool:
    """The figures, blank cells or differing readings of one or several lookups; False where a field is not there."""
    if not found or not all(f.any for f in found):
        return False
    sentences: list[str] = []
    for one in found:
        if one.reading is not None:
            best = one.reading.best
            subject = f"{best.unit.name}{best.year}年{name_of(best)}{stage_word(best)}"
            derived = "（由后一年公开的增减额推算，非当年公布）" if best.derived else ""
            sentences.append(f"{subject}为{said(best, uom)}{derived}，见{basis(best)}。")
            reply.values.append(value_of(best, uom))
            reply.formula = reply.formula or best.formula
            cite(reply, _each_form(one.reading.figures)[:3])
            cite(reply, one.agreeing[:2])
            sentences.extend(_beside(one, uom))
            for other in one.beside[:2]:
                reply.values.append(value_of(other.best, uom))
                cite(reply, other.figures[:1])
        elif one.blanks:
            cell = one.blanks[0]
            sentences.append(f"{cell.unit.name}{cell.year}年{name_of(cell)}在{basis(cell)}印为空白，没有数字。")
            reply.reason = "blank"
            cite(reply, one.blanks[:2])
        else:
            sentences.append(
                "这个问题有几种读法："
                + "；".join(
                    f"{basis(r.best)}（{_qualified(r.best)}）为{said(r.best, uom)}"
                    for r in one.differing[:4]
                )
                + "。"
            )
            for reading in one.differing[:4]:
                reply.values.append(value_of(reading.best, uom))
                cite(reply, reading.figures[:1])
    reply.status = "ambiguous" if any(f.differing for f in found) else "answered"
    mended = [pair for f in found for pair in f.mended]
    if mended:
        sentences.insert(0, "".join(f"“{a}”按“{b}”理解。" for a, b in dict.fromkeys(mended)))
    reply.text = "".join(sentences)
    return True


def _each_form(figures: Sequence[Statement]) -> list[Statement]:
    """Figures of one amount, those of other forms before more of the same form."""
    first = {f.form: f for f in reversed(figures)}
    return sorted(figures, key=lambda f: first[f.form] is not f)


def _qualified(figure: Statement) -> str:
    """Stage and scope of a figure, where it has them."""
    return "，".join(word for word in (stage_word(figure), f"{figure.scope}口径" if figure.scope else "") if word)


def _beside(found: Found, uom: str) -> list[str]:
    return [f"另：{basis(o.best)}印作{said(o.best, uom)}，口径不同。" for o in found.beside[:2]]


def where(reply: Reply, found: Sequence[Found]) -> bool:
    """The tables, pages, rows and columns a figure is printed in."""
    places = [f for one in found if one.reading for f in one.reading.figures]
    cells = [c for one in found for c in one.blanks]
    shown: list[Statement | Blank] = [*places[:4], *cells[:1]]
    if not shown:
        return False
    first = shown[0]
    listed = "；".join(
        dict.fromkeys(
            basis(f) + (f"（第{page}页）" if (page := _page(f.evidence.place)) else "")
            for f in shown
        )
    )
    reply.text = f"{first.unit.name}{first.year}年{name_of(first)}印在：{listed}；文件 {first.evidence.document}。"
    reply.status = "answered"
    cite(reply, shown)
    reply.values.extend(value_of(f) for f in places[:1])
    return True


def form_page(reply: Reply, books: Sequence[Books], text: str) -> bool:
    """The page a form that the question names starts on."""
    for one in books:
        segments = mend(cut(text, one.names), one.names)
        titles = [t.id for s in segments for t in s.tags if t.kind == "form"]
        if not titles or any(not s.known for s in segments):
            titles = shortened(text, one)
        if not titles:
            continue
        printed: list[Statement | Blank] = [*one.figures, *one.blanks]
        places = [f for f in printed if any(comparable(f.form) == t for t in titles)]
        if not places:
            continue
        pages = sorted({int(p) for f in places if (p := _page(f.evidence.place))})
        words = f"第{pages[0]}页" if pages else "文件正文"
        first = min(places, key=lambda f: (int(_page(f.evidence.place) or 0), f.evidence.place))
        reply.text = f"《{first.form}》印在{words}；文件 {first.evidence.document}。"
        reply.status = "answered"
        cite(reply, [first])
        return True
    return False


def shortened(text: str, books: Books) -> list[str]:
    """The one form whose title holds a shortened one (三公经费决算表) character by character."""
    named = re.findall(r"[\u4e00-\u9fff]{4,}?表", comparable(text))
    if not named:
        return []
    titles = {comparable(f.form) for f in books.figures if f.kind == "table"}
    for title in named:
        fitting = [t for t in titles if re.search(".*?".join(map(re.escape, title)), t)]
        if len(fitting) == 1:
            return fitting
    return []


SAME = frozenset({"相等", "一致", "一样", "相同", "持平", "对得上", "相符", "吻合"})
"""Relations of two figures that are one amount."""


def verify(reply: Reply, left: Operand, right: Operand, relation: str) -> bool:
    """Whether one figure is above, below or equal to another, as the question asks."""
    kinds = {"money" if o.figure.amount is not None else o.figure.uom for o in (left, right)}
    if len(kinds) > 1:
        return False  # money and a number of things stand in no relation
    a, b = (o.figure.amount if o.figure.amount is not None else o.figure.value for o in (left, right))
    if relation in SAME:
        words = "是，二者相等" if a == b else "否，二者不相等"
    elif relation in ("不低于", "不少于", "达到"):
        words = f"是，{relation}" if a >= b else f"否，没有{'达到' if relation == '达到' else '这么多'}"
    elif relation in ("不超过", "不高于"):
        words = f"是，{relation}" if a <= b else "否，超过"
    elif relation in ("小于", "低于", "少于", "不足", "不到", "少", "低", "小"):
        words = "是，小于" if a < b else "没有低于" if a > b else "没有低于，二者相等"
    else:
        words = "是，超过" if a > b else "没有超过，低于" if a < b else "没有超过，二者相等"
    reply.text = f"{words}：{left.words}为{said(left.figure)}，{right.words}为{said(right.figure)}。"
    reply.formula = (
        f"{number(left.figure.value)} {'>' if a > b else '<' if a < b else '='} {number(right.figure.value)}"
    )
    reply.values = [value_of(left.figure), value_of(right.figure)]
    reply.status = "answered"
    cite(reply, [left.figure, right.figure])
    return True


def _page(place: str) -> str:
    found = re.search(r"#page=(\d+)", place)
    return found[1] if found else ""


def difference(reply: Reply, operands: Sequence[Operand], uom: str) -> bool:
    """The difference of two figures of one kind."""
    if len(operands) != 2:
        return False
    a, b = operands
    if (a.figure.amount is None) != (b.figure.amount is None):
        return False
    unit = uom or a.figure.uom
    if a.figure.amount is not None and b.figure.amount is not None:
        first, second = a.figure.amount / SCALE[unit], b.figure.amount / SCALE[unit]
        amount = abs(a.figure.amount - b.figure.amount)
    else:
        first, second, amount = a.figure.value, b.figure.value, None
    gap = trimmed(abs(first - second))
    relation = "多" if first > second else "少" if first < second else ""
    points = "个百分点" if unit == "%" else unit
    reply.formula = f"{_long(first, a)} − {_long(second, b)} = {number(trimmed(first - second))}"
    tail = f"前者比后者{relation}{grouped(gap)}{points}" if relation else "二者相等"
    reply.text = (
        f"{a.words}为{said(a.figure, unit)}，{b.words}为{said(b.figure, unit)}，相差{grouped(gap)}{points}（{tail}）。"
    )
    reply.values = [computed(gap, points, amount, "相差"), value_of(a.figure, uom), value_of(b.figure, uom)]
    reply.status = "answered"
    cite(reply, [a.figure, b.figure])
    return True


def _long(value: Decimal, of: Operand) -> str:
    """An operand in a formula with the decimals of its print."""
    places = -of.figure.value.as_tuple().exponent if isinstance(of.figure.value.as_tuple().exponent, int) else 0  # type: ignore[operator]
    return (
        number(trimmed(value))
        if places <= 0
        else number(rounded(value, places))
        if value == rounded(value, places)
        else number(trimmed(value))
    )


def share(reply: Reply, part: Operand, whole: Operand, word: str) -> bool:
    """One figure as a share of another, in per cent."""
    if part.figure.evidence == whole.figure.evidence and part.figure.value == whole.figure.value:
        return False  # nothing is a share of itself
    if (part.figure.amount is None) != (whole.figure.amount is None) or (
        part.figure.amount is None and part.figure.uom != whole.figure.uom
    ):
        # Money is no share of a number of things, nor cases of households.
        return False
    numerator = part.figure.amount if part.figure.amount is not None else part.figure.value
    denominator = whole.figure.amount if whole.figure.amount is not None else whole.figure.value
    if denominator == 0:
        reply.status, reply.reason = "unanswered", "division by zero"
        reply.text = f"{whole.words}为零，不能计算{word}。"
        return True
    percent = rounded(numerator / denominator * 100, 2)
    reply.formula = (
        f"{number(part.figure.value)}{part.figure.uom} ÷ {number(whole.figure.value)}{whole.figure.uom} × 100% = "
        f"{number(percent)}%"
    )
    reply.text = f"{part.words}为{said(part.figure)}，{whole.words}为{said(whole.figure)}，{word}为{number(percent)}%。"
    reply.values = [computed(percent, "%", None, word), value_of(part.figure), value_of(whole.figure)]
    reply.status = "answered"
    cite(reply, [part.figure, whole.figure])
    return True


def change(reply: Reply, now: Operand, before: Operand, uom: str) -> bool:
    """How a figure changed from one year to another: amount and rate."""
    if now.figure.amount is None or before.figure.amount is None:
        return False
    unit = uom or now.figure.uom or before.figure.uom or "万元"
    gap = now.figure.amount - before.figure.amount
    word = "增加" if gap > 0 else "减少" if gap < 0 else "没有变化"
    size = trimmed(abs(gap) / SCALE[unit])
    reply.values = [computed(size, unit, abs(gap), word)]
    tail = ""
    if before.figure.amount:
        percent = rounded(gap / before.figure.amount * 100, 2)
        tail = f"，{'增长' if gap > 0 else '下降'}{number(abs(percent))}%" if gap else ""
        reply.values.append(computed(percent, "%", None, "变化率"))
    reply.formula = (
        f"{number(trimmed(now.figure.amount / SCALE[unit]))} − "
        f"{number(trimmed(before.figure.amount / SCALE[unit]))} = {number(trimmed(gap / SCALE[unit]))}"
    )
    reply.text = (
        f"{before.words}为{said(before.figure, unit)}，{now.words}为{said(now.figure, unit)}，{word}"
        f"{grouped(size) + unit if gap else ''}{tail}。"
    )
    reply.values.extend([value_of(now.figure, unit), value_of(before.figure, unit)])
    reply.status = "answered"
    cite(reply, [now.figure, before.figure])
    return True


def added(operands: Sequence[Operand]) -> list[Operand]:
    """Several figures of money as their sum; nothing where one is no money."""
    amounts = [o.figure.amount for o in operands if o.figure.amount is not None]
    if len(amounts) != len(operands) or not operands:
        return []
    first = operands[0].figure
    amount = sum(amounts, Decimal(0))
    value = trimmed(amount / SCALE[first.uom]) if first.uom in SCALE else amount
    figure = replace(first, amount=amount, value=value, derived=True, fund="")
    return [Operand(figure, "、".join(o.words for o in operands) + "之和")]


def total(reply: Reply, operands: Sequence[Operand], uom: str, mean: bool = False) -> bool:
    """The sum, or the mean, of several figures of money."""
    amounts = [o.figure.amount for o in operands]
    known = [a for a in amounts if a is not None]
    if len(known) < 2 or len(known) != len(amounts) or len({o.figure.stage in ("决算", "执行") for o in operands}) > 1:
        return False
    over_years = not mean and len({o.figure.year for o in operands}) > 1
    if over_years and any(re.search(lexicon("years")["never_added"], o.figure.item) for o in operands):
        return False  # what each has (人均收入), and what there is at a time, is not added up over years
    units = {o.figure.uom for o in operands}
    unit = uom or (units.pop() if len(units) == 1 else "万元")
    result = sum(known, Decimal(0)) / (len(known) if mean else 1)
    value = trimmed(result / SCALE[unit]) if not mean else rounded(result / SCALE[unit], 2)
    terms = " + ".join(number(trimmed(a / SCALE[unit])) for a in known)
    reply.formula = f"({terms}) ÷ {len(known)} = {number(value)}" if mean else f"{terms} = {number(value)}"
    listed = "，".join(
        f"{o.words}为{said(o.figure, unit)}{'（推算）' if o.figure.derived else ''}" for o in operands
    )
    reply.text = f"{listed}，{'平均' if mean else '合计'}{grouped(value)}{unit}。"
    reply.values = [
        computed(value, unit, value * SCALE[unit], "平均" if mean else "合计"),
        *(value_of(o.figure, unit) for o in operands),
    ][:6]
    reply.status = "answered"
    cite(reply, [o.figure for o in operands])
    return True


def per_head(reply: Reply, whole: Operand, staff: ProseFact, uom: str) -> bool:
    """A figure of money for each of what is counted: of the staff in post, of the visitors received."""
    if whole.figure.amount is None or not staff.value:
        return False
    unit = uom or whole.figure.uom
    if not uom and whole.figure.amount / SCALE[unit] < staff.value:
        unit = "元"  # less than one of the unit for each: two decimals would say little
    value = rounded(whole.figure.amount / SCALE[unit] / staff.value, 2)
    amount = number(trimmed(whole.figure.amount / SCALE[unit]))
    reply.formula = f"{amount}{unit} ÷ {number(staff.value)}{staff.uom} = {number(value)}{unit}"
    reply.text = (
        f"{whole.words}为{said(whole.figure, unit)}，{staff.subject}{number(staff.value)}{staff.uom}，平均每{staff.uom}"
        f"{grouped(value)}{unit}。"
    )
    reply.values = [
        computed(value, unit, value * SCALE[unit], f"平均每{staff.uom}"),
        value_of(whole.figure, unit),
        value_of_fact(staff),
    ]
    reply.status = "answered"
    cite(reply, [whole.figure, staff])
    return True
