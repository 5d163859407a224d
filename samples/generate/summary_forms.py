"""The two statutory forms that set income beside expenditure: all money, and fiscal appropriations."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from samples.generate.blocks import Header, Table, leaves
from samples.generate.frame import TITLES, Sheet, finish, ordinal
from samples.generate.layout import Layout
from samples.generate.records import FISCAL, Accounts
from samples.generate.units import Amount, names

INCOME_LINES = (
    ("一般公共预算财政拨款收入", ("general",)),
    ("政府性基金预算财政拨款收入", ("fund",)),
    ("国有资本经营预算财政拨款收入", ("capital",)),
    ("上级补助收入", ("upper",)),
    ("事业收入", ("business",)),
    ("经营收入", ("trade",)),
    ("附属单位上缴收入", ("members",)),
    ("其他收入", ("other",)),
)

Row = tuple[str, Sequence[Amount | None]]
"""A label (empty for a filler line) and its amounts."""


def shown(value: Amount) -> Amount | None:
    """Lines of the summary forms that hold nothing stay blank whatever the layout does with noughts."""
    return value or None


def _class_rows(layout: Layout, amounts: Callable[[str], Sequence[Amount | None]]) -> list[Row]:
    listed = list(names("classes").items())
    if layout.classes == 24:
        listed = [pair for pair in listed if pair[0] not in ("231", "232")]
    return [(f"{ordinal(place)}、{name}", amounts(code)) for place, (code, name) in enumerate(listed, 1)]


def _two_sided(
    sheet: Sheet, left: Sequence[Row], right: Sequence[Row], heads: tuple[Sequence[Header], Sequence[Header]]
) -> tuple[int, int, dict[str, int]]:
    """Lay out income beside expenditure. Returns header rows, rows, and 行次 by side and label ("l/总计")."""
    layout, grid = sheet.layout, sheet.grid
    numbered = layout.line_numbers
    width = 2 if numbered else 1
    sides = (("收入", heads[0], left), ("支出", heads[1], right))
    upper = 3 if any(not isinstance(head, str) for head in heads[1]) else 2
    paths: list[list[str]] = []
    starts: list[int] = []
    column = 0
    for title, head, _ in sides:
        span = width + len(leaves(head))
        grid.put(0, column, layout.wide(title), colspan=span)
        grid.put(1, column, layout.wide("项目"), rowspan=upper - 1)
        if numbered:
            grid.put(1, column + 1, "行次", rowspan=upper - 1)
        grid.header(head, 1, column + width, upper - 1)
        paths.append([f"{title}/{path}" for path in leaves(head)])
        starts.append(column)
        column += span
    row = upper
    if layout.column_numbers:
        number = 1
        for start, leaf_paths in zip(starts, paths, strict=True):
            grid.put(row, start, layout.wide("栏次"))
            for place in range(len(leaf_paths)):
                grid.put(row, start + width + place, str(number))
                number += 1
        row += 1
    lines: dict[str, int] = {}
    count = max(len(left), len(right))
    for side, (start, rows) in enumerate(zip(starts, (left, right), strict=True)):
        for place in range(count):
            label, amounts = rows[place] if place < len(rows) else ("", ())
            line = place + 1 + side * count
            total = label.replace(" ", "") in ("总计", "本年收入合计", "本年支出合计")
            grid.put(row + place, start, label, align="c" if total else "l")
            if numbered:
                grid.put(row + place, start + 1, str(line))
            item = label.split("、", 1)[-1]
            for offset, value in enumerate(amounts):
                sheet.amount(row + place, start + width + offset, value, paths[side][offset], item)
            lines[f"{'lr'[side]}/{''.join(item.split())}"] = line
    return row, row + count, lines


def _pad(rows: list[Row], length: int) -> list[Row]:
    return rows + [("", ())] * (length - len(rows))


def summary(accounts: Accounts, layout: Layout, number: int) -> Table:
    """收入支出决算总表: income of the year by source, expenditure by class, and what is carried over."""
    sheet = Sheet(layout, "决算")
    left: list[Row] = [
        (f"{ordinal(place)}、{label}", (shown(accounts.total("income", sources)),))
        for place, (label, sources) in enumerate(INCOME_LINES, 1)
    ]
    right = _class_rows(layout, lambda code: (shown(accounts.total("spent", prefix=code)),))
    income, spent = accounts.total("income"), accounts.total("spent")
    opening, closing = accounts.total("opening"), accounts.total("closing")
    grand = layout.wide("总计")
    left = [
        *_pad(left, len(right)),
        ("本年收入合计", (income,)),
        ("使用非财政拨款结余", (None,)),
        ("年初结转和结余", (shown(opening),)),
        (grand, (income + opening,)),
    ]
    right = [
        *right,
        ("本年支出合计", (spent,)),
        ("结余分配", (None,)),
        ("年末结转和结余", (shown(closing),)),
        (grand, (spent + closing,)),
    ]
    heads: tuple[list[Header], list[Header]] = ([layout.summary_amount], [layout.summary_amount])
    header_rows, rows, line = _two_sided(sheet, left, right, heads)
    notes = ["注：1. 本表反映部门本年度的总收支和年末结转结余情况。", "2. 本套报表金额单位转换时可能存在尾数误差。"]
    if layout.identities and layout.line_numbers:
        end = line["l/本年收入合计"]
        last, first = line["r/本年支出合计"], line["r/一般公共服务支出"]
        notes += [
            f"{end}行＝（1＋2＋3＋4＋5＋6＋7＋8）行；{line['l/总计']}行＝（{end}＋{end + 1}＋{end + 2}）行；",
            f"{last}行＝（{first}＋{first + 1}＋…＋{last - 1}）行；"
            f"{line['r/总计']}行＝（{last}＋{last + 1}＋{last + 2}）行。",
        ]
    widths = (34, 6, 14, 34, 6, 14) if layout.line_numbers else (36, 14, 36, 14)
    return finish(sheet, accounts, TITLES["summary"], number, rows, header_rows, widths, notes)


def fiscal(accounts: Accounts, layout: Layout, number: int) -> Table:
    """财政拨款收入支出决算总表: the same for fiscal appropriations, expenditure by fund."""
    sheet = Sheet(layout, "决算")

    def by_fund(code: str) -> Sequence[Amount | None]:
        return tuple(
            shown(accounts.total("spent", sources, code)) for sources in (FISCAL, ("general",), ("fund",), ("capital",))
        )

    def carried(field: str) -> list[Row]:
        title = "年初财政拨款结转和结余" if field == "opening" else "年末财政拨款结转和结余"
        whole = shown(accounts.total(field, FISCAL))
        if field == "opening":
            return [
                (title, (whole,)),
                ("一般公共预算财政拨款", (shown(accounts.total(field, ("general",))),)),
                ("政府性基金预算财政拨款", (shown(accounts.total(field, ("fund",))),)),
                ("国有资本经营预算财政拨款", (None,)),
            ]
        funds = tuple(shown(accounts.total(field, (fund,))) for fund in ("general", "fund", "capital"))
        return [(title, (whole, *funds)), ("", ()), ("", ()), ("", ())]

    right = _class_rows(layout, by_fund)
    income, opening = accounts.total("income", FISCAL), accounts.total("opening", FISCAL)
    left = _pad(
        [
            (f"{ordinal(place)}、{name}", (shown(accounts.total("income", (fund,))),))
            for place, (name, fund) in enumerate(
                (
                    ("一般公共预算财政拨款", "general"),
                    ("政府性基金预算财政拨款", "fund"),
                    ("国有资本经营预算财政拨款", "capital"),
                ),
                1,
            )
        ],
        len(right),
    )
    closing = tuple(
        shown(accounts.total("spent", sources) + accounts.total("closing", sources))
        for sources in (FISCAL, ("general",), ("fund",), ("capital",))
    )
    left += [("本年收入合计", (income,)), *carried("opening"), (layout.wide("总计"), (income + opening,))]
    right += [("本年支出合计", by_fund("")), *carried("closing"), (layout.wide("总计"), closing)]
    funds: list[Header] = ["合计", "一般公共预算财政拨款", "政府性基金预算财政拨款", "国有资本经营预算财政拨款"]
    right_head: list[Header] = [(layout.wide("决算数"), funds)] if layout.line_numbers else funds
    header_rows, rows, line = _two_sided(sheet, left, right, (["决算数"], right_head))
    notes = [
        "注：本表反映部门本年度一般公共预算财政拨款、政府性基金预算财政拨款和国有资本经营预算财政拨款的总收支和年末结转结余情况。"
    ]
    if layout.identities and layout.line_numbers:
        end, last, first = line["l/本年收入合计"], line["r/本年支出合计"], line["r/一般公共服务支出"]
        notes += [
            f"{end}行＝（1+2+3）行；{end + 1}行＝（{end + 2}+{end + 3}+{end + 4}）行；"
            f"{line['l/总计']}行＝（{end}+{end + 1}）行；",
            f"{last}行＝（{first}+{first + 1}+…+{last - 1}）行；{line['r/总计']}行＝（{last}+{last + 1}）行。",
        ]
    widths = (24, 5, 11, 24, 5, 11, 11, 9, 9) if layout.line_numbers else (27, 12, 27, 12, 12, 10, 10)
    return finish(
        sheet, accounts, TITLES["fiscal"], number, rows, header_rows, widths, notes, landscape=not layout.line_numbers
    )
