"""Budget tables in two regional sets: nine tables as in Shanghai, eleven as in Jiangsu."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from samples.generate.blocks import Header, Table, leaves, squeeze
from samples.generate.forms import item_widths
from samples.generate.frame import Sheet, by_item, finish, ordinal
from samples.generate.layout import Layout
from samples.generate.records import FISCAL, PERSONNEL, Accounts, total
from samples.generate.units import Amount, names

Row = tuple[str, Amount | None]

SHANGHAI = {
    "revenue": "部门财务收支预算总表",
    "income": "部门收入预算总表",
    "expenditure": "部门支出预算总表",
    "fiscal": "部门财政拨款收支预算总表",
    "general": "部门一般公共预算支出功能分类预算表",
    "fund": "部门政府性基金预算支出功能分类预算表",
    "capital": "部门国有资本经营预算支出功能分类预算表",
    "basic": "部门一般公共预算基本支出部门预算经济分类预算表",
    "three_public": "部门“三公”经费和机关运行经费预算表",
}


def planned(accounts: Accounts, sources: Sequence[str] | None = None, prefix: str = "", field: str = "spent") -> Amount:
    return total(accounts.budget, field, sources, prefix)


def shown(value: Amount) -> Amount | None:
    return value or None


def listing(
    sheet: Sheet, row: int, column: int, rows: Sequence[tuple[str, Sequence[Amount | None]]], paths: Sequence[str]
) -> None:
    """Labelled amounts below each other."""
    for place, (label, amounts) in enumerate(rows):
        closes = label.endswith(("总计", "合计", "小计"))
        sheet.grid.put(row + place, column, label, align="c" if closes else "l")
        item = squeeze(label).split("、", 1)[-1]
        item = item.split(".", 1)[-1] if item[:1].isdigit() else item
        for offset, value in enumerate(amounts):
            sheet.amount(row + place, column + 1 + offset, value, paths[offset], item)


def _classes(accounts: Accounts, sources: Sequence[str]) -> list[str]:
    return sorted({line.code[:3] for line in accounts.budget if line.source in sources and line.spent})


def revenue(accounts: Accounts, layout: Layout, number: int) -> Table:
    """部门财务收支预算总表: income by source, expenditure by the classes used."""
    sheet = Sheet(layout, "预算")
    everything = (*FISCAL, "business", "other")
    left: list[Row] = [
        ("一、财政拨款收入", planned(accounts, FISCAL)),
        ("1. 一般公共预算资金", planned(accounts, ("general",))),
        ("2. 政府性基金", shown(planned(accounts, ("fund",)))),
        ("3. 国有资本经营预算", None),
        ("二、事业收入", shown(planned(accounts, ("business",)))),
        ("三、事业单位经营收入", None),
        ("四、其他收入", shown(planned(accounts, ("other",)))),
    ]
    right: list[Row] = [
        (f"{ordinal(place)}、{names('functional')[code]}", planned(accounts, prefix=code))
        for place, code in enumerate(_classes(accounts, everything), 1)
    ]
    lines = max(len(left), len(right)) + 2
    grid = sheet.grid
    for column, title in ((0, "本年收入"), (2, "本年支出")):
        grid.put(0, column, title, colspan=2)
        grid.put(1, column, "项目")
        grid.put(1, column + 1, "预算数")
    listing(sheet, 2, 0, [(label, (value,)) for label, value in left], ["本年收入/预算数"])
    listing(sheet, 2, 2, [(label, (value,)) for label, value in right], ["本年支出/预算数"])
    listing(sheet, 2 + lines, 0, [("收入总计", (planned(accounts),))], ["本年收入/预算数"])
    listing(sheet, 2 + lines, 2, [("支出总计", (planned(accounts),))], ["本年支出/预算数"])
    return finish(sheet, accounts, SHANGHAI["revenue"], number, 3 + lines, 2, (30, 16, 30, 16), landscape=True)


def _items(
    accounts: Accounts,
    layout: Layout,
    number: int,
    form: str,
    group: str,
    parts: Sequence[str],
    values: Callable[[str], Sequence[Amount | None]],
    sources: Sequence[str] | None,
) -> Table:
    sheet = Sheet(layout, "预算")
    headers: list[Header] = [(group, ["合计", *parts])]
    codes = sorted(
        {line.code for line in accounts.budget if line.spent and (sources is None or line.source in sources)}
    )
    header_rows, rows = by_item(
        sheet,
        form,
        headers,
        codes,
        values,
        name_title="功能分类科目名称",
        blank_rows=8,
    )
    notes = [] if codes else [f"注：本{accounts.body.scope}{accounts.year}年无{group}安排的支出，故本表为空表。"]
    widths = item_widths(sheet, (15,) * (len(parts) + 1))
    return finish(sheet, accounts, SHANGHAI[form], number, rows, header_rows, widths, notes, landscape=True)


def income(accounts: Accounts, layout: Layout, number: int) -> Table:
    """部门收入预算总表."""

    def values(code: str) -> Sequence[Amount | None]:
        return (
            planned(accounts, prefix=code),
            planned(accounts, FISCAL, code),
            shown(planned(accounts, ("business",), code)),
            None,
            shown(planned(accounts, ("other",), code)),
        )

    return _items(
        accounts,
        layout,
        number,
        "income",
        "收入预算",
        ["财政拨款收入", "事业收入", "事业单位经营收入", "其他收入"],
        values,
        None,
    )


def _spending(form: str, group: str, sources: Sequence[str] | None) -> Callable[[Accounts, Layout, int], Table]:
    def build(accounts: Accounts, layout: Layout, number: int) -> Table:
        def values(code: str) -> Sequence[Amount | None]:
            return tuple(planned(accounts, sources, code, field) for field in ("spent", "basic", "project"))

        return _items(accounts, layout, number, form, group, ["基本支出", "项目支出"], values, sources)

    return build


def fiscal(accounts: Accounts, layout: Layout, number: int) -> Table:
    """部门财政拨款收支预算总表."""
    sheet = Sheet(layout, "预算")
    grid = sheet.grid
    grid.put(0, 0, "财政拨款收入", colspan=2)
    grid.put(0, 2, "财政拨款支出", colspan=5)
    for column, text in enumerate(
        ("项目", "预算数", "项目", "合计", "一般公共预算", "政府性基金预算", "国有资本经营预算")
    ):
        grid.put(1, column, text)
    by_fund = (FISCAL, ("general",), ("fund",), ("capital",))
    left: list[Row] = [
        ("一、一般公共预算资金", planned(accounts, ("general",))),
        ("二、政府性基金", shown(planned(accounts, ("fund",)))),
        ("三、国有资本经营预算", None),
    ]
    right = [
        (
            f"{ordinal(place)}、{names('functional')[code]}",
            [shown(planned(accounts, sources, code)) for sources in by_fund],
        )
        for place, code in enumerate(_classes(accounts, FISCAL), 1)
    ]
    lines = max(len(left), len(right)) + 1
    paths = [f"财政拨款支出/{part}" for part in ("合计", "一般公共预算", "政府性基金预算", "国有资本经营预算")]
    listing(sheet, 2, 0, [(label, (value,)) for label, value in left], ["财政拨款收入/预算数"])
    listing(sheet, 2, 2, right, paths)
    listing(sheet, 2 + lines, 0, [("收入总计", (planned(accounts, FISCAL),))], ["财政拨款收入/预算数"])
    listing(sheet, 2 + lines, 2, [("支出总计", [shown(planned(accounts, sources)) for sources in by_fund])], paths)
    return finish(
        sheet, accounts, SHANGHAI["fiscal"], number, 3 + lines, 2, (24, 13, 26, 13, 13, 13, 13), landscape=True
    )


def economic_budget(accounts: Accounts, *groups: str) -> list[tuple[str, Amount]]:
    """Budgeted economic items with their groups, those of a group prefix only where given."""
    budget = {code: value for code, value in accounts.economic_budget.items() if not groups or code[:3] in groups}
    sums: dict[str, Amount] = dict(budget)
    for code, value in budget.items():
        sums[code[:3]] = sums.get(code[:3], 0) + value
    return sorted(sums.items())


def basic(accounts: Accounts, layout: Layout, number: int) -> Table:
    """部门一般公共预算基本支出部门预算经济分类预算表: codes split over 类 and 款."""
    sheet = Sheet(layout, "预算", levels="类款")
    listed = dict(economic_budget(accounts))

    def values(code: str) -> Sequence[Amount | None]:
        rows = [(key, value) for key, value in listed.items() if (len(key) == 5 if not code else key == code)]
        whole = sum(value for _, value in rows)
        staff = sum(value for key, value in rows if key[:3] in PERSONNEL)
        return whole, shown(staff), shown(whole - staff)

    headers: list[Header] = [("一般公共预算基本支出", ["合计", "人员经费", "公用经费"])]
    header_rows, rows = by_item(
        sheet,
        "basic",
        headers,
        list(listed),
        values,
        scheme="economic",
        code_title="部门预算经济分类科目编码",
        name_title="经济分类科目名称",
    )
    return finish(
        sheet, accounts, SHANGHAI["basic"], number, rows, header_rows, item_widths(sheet, (15, 15, 15)), landscape=True
    )


def three_public(accounts: Accounts, layout: Layout, number: int) -> Table:
    """部门“三公”经费和机关运行经费预算表: printed in 万元 among tables in yuan."""
    sheet = Sheet(replace(layout, uom="万元", zero="0.00"), "预算")
    running_title = f"{accounts.year}年机关运行经费预算数"
    headers: list[Header] = [
        "合计",
        "因公出国（境）费",
        "公务接待费",
        ("公务用车购置及运行费", ["小计", "购置费", "运行费"]),
    ]
    sheet.grid.header([("“三公”经费预算数", headers), running_title], 0, 0, 3)
    paths = leaves([("“三公”经费预算数", headers), running_title])
    money = accounts.three_public_budget
    running = sum(value for code, value in economic_budget(accounts, "302", "310") if len(code) == 5)
    values = (
        money.total,
        money.overseas,
        money.reception,
        money.cars,
        money.purchase,
        money.running,
        running if accounts.body.administrative else 0,
    )
    for column, value in enumerate(values):
        sheet.amount(3, column, value, paths[column])
    return finish(sheet, accounts, SHANGHAI["three_public"], number, 4, 3, (12,) * 6 + (18,), landscape=True)


SHANGHAI_FORMS: dict[str, Callable[[Accounts, Layout, int], Table]] = {
    "revenue": revenue,
    "income": income,
    "expenditure": _spending("expenditure", "支出预算", None),
    "fiscal": fiscal,
    "general": _spending("general", "一般公共预算支出", ("general",)),
    "fund": _spending("fund", "政府性基金预算支出", ("fund",)),
    "capital": _spending("capital", "国有资本经营预算支出", ("capital",)),
    "basic": basic,
    "three_public": three_public,
}
