"""Budget tables as in Jiangsu: title and unit of measure inside the first cells, flat lists, several label columns."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from samples.generate.blocks import Header, Table, leaves
from samples.generate.budget_forms import economic_budget, listing, planned, shown
from samples.generate.frame import Sheet, finish, item_rows, ordinal
from samples.generate.layout import Layout
from samples.generate.records import FISCAL, Accounts
from samples.generate.units import Amount, names

Row = tuple[str, Sequence[Amount | None]]


def _own(accounts: Accounts) -> Amount:
    return planned(accounts, ("business", "other"))


def _purposes(accounts: Accounts, sources: Sequence[str] | None) -> list[Row]:
    return [
        ("一、基本支出", (planned(accounts, sources, field="basic"),)),
        ("二、项目支出", (planned(accounts, sources, field="project"),)),
        ("三、单位预留机动经费", (None,)),
    ]


def revenue(accounts: Accounts, layout: Layout, number: int) -> Table:
    """收支预算总表: income, expenditure by function and by purpose, side by side."""
    sheet = Sheet(layout, "预算")
    headers: list[Header] = [
        ("收入", ["项目名称", "金额"]),
        ("支出", [("功能分类", ["功能科目名称", "金额"]), ("支出用途", ["项目名称", "金额"])]),
    ]
    sheet.grid.header(headers, 0, 0, 3)
    whole = planned(accounts)
    left: list[Row] = [
        ("一、财政拨款", (planned(accounts, FISCAL),)),
        ("1.一般公共预算", (planned(accounts, ("general",)),)),
        ("2.政府性基金预算", (shown(planned(accounts, ("fund",))),)),
        ("二、财政专户管理资金", (None,)),
        ("三、其他资金", (shown(_own(accounts)),)),
    ]
    classes: list[Row] = [
        (f"{ordinal(place)}、{name}", (shown(planned(accounts, prefix=code)),))
        for place, (code, name) in enumerate(names("classes").items(), 1)
    ]
    lines = len(classes)
    for column, rows, path, foot in (
        (0, left, "收入/金额", ("当年收入小计", "上年结转资金", "收入合计")),
        (2, classes, "支出/功能分类/金额", ("当年支出小计", "结转下年资金", "支出合计")),
        (4, _purposes(accounts, None), "支出/支出用途/金额", ("", "", "")),
    ):
        listing(sheet, 3, column, rows, [path])
        for place, (label, value) in enumerate(zip(foot, (whole, None, whole), strict=True)):
            if label:
                listing(sheet, 3 + lines + place, column, [(label, (value,))], [path])
    return finish(sheet, accounts, "收支预算总表", number, lines + 6, 3, (24, 12, 26, 12, 20, 12))


def income(accounts: Accounts, layout: Layout, number: int) -> Table:
    """收入预算总表: two label columns, the source and its parts."""
    sheet = Sheet(layout, "预算")
    grid = sheet.grid
    grid.put(0, 0, "项目名称", colspan=2)
    grid.put(0, 2, "金额")
    grid.put(1, 0, "收入总计", colspan=2)
    sheet.amount(1, 2, planned(accounts), "金额", "收入总计")
    general, fund = planned(accounts, ("general",)), shown(planned(accounts, ("fund",)))
    business, other = shown(planned(accounts, ("business",))), shown(planned(accounts, ("other",)))
    groups: list[tuple[str, list[tuple[str, Amount | None]]]] = [
        ("一般公共预算资金", [("小计", general), ("公共财政拨款（补助）资金", general), ("专项收入", None)]),
        ("政府性基金", [("小计", fund)]),
        ("财政专户管理资金", [("小计", None), ("专户管理教育收费", None), ("其他非税收入", None)]),
        (
            "其他资金",
            [("小计", shown(_own(accounts))), ("事业收入", business), ("经营收入", None), ("其他收入", other)],
        ),
        ("上年结转和结余资金", [("小计", None), ("其中：动用上年结转和结余资金", None)]),
    ]
    row = 2
    for label, parts in groups:
        grid.put(row, 0, label, rowspan=len(parts))
        for part, value in parts:
            grid.put(row, 1, part, align="c" if part == "小计" else "l")
            sheet.amount(row, 2, value, "金额", f"{label}/{part}")
            row += 1
    return finish(sheet, accounts, "收入预算总表", number, row, 1, (30, 40, 24))


def expenditure(accounts: Accounts, layout: Layout, number: int) -> Table:
    """支出预算总表: one row without a label."""
    sheet = Sheet(layout, "预算")
    headers = ["合计", "基本支出", "项目支出", "单位预留机动经费", "结转下年资金"]
    sheet.grid.header(headers, 0, 0, 1)
    values = (planned(accounts), planned(accounts, field="basic"), planned(accounts, field="project"), None, None)
    for column, value in enumerate(values):
        sheet.amount(1, column, value, headers[column])
    return finish(sheet, accounts, "支出预算总表", number, 2, 1, (18, 18, 18, 20, 18))


def fiscal(accounts: Accounts, layout: Layout, number: int) -> Table:
    """财政拨款收支预算总表: income against expenditure by purpose."""
    sheet = Sheet(layout, "预算")
    sheet.grid.header([("收入", ["项目名称", "金额"]), ("支出", [("支出用途", ["项目名称", "金额"])])], 0, 0, 3)
    left: list[Row] = [
        ("一、一般公共预算", (planned(accounts, ("general",)),)),
        ("二、政府性基金预算", (shown(planned(accounts, ("fund",))),)),
        ("", ()),
        ("收入合计", (planned(accounts, FISCAL),)),
    ]
    right: list[Row] = [*_purposes(accounts, FISCAL), ("支出合计", (planned(accounts, FISCAL),))]
    listing(sheet, 3, 0, left, ["收入/金额"])
    listing(sheet, 3, 2, right, ["支出/支出用途/金额"])
    return finish(sheet, accounts, "财政拨款收支预算总表", number, 7, 3, (30, 18, 30, 18))


def _flat(
    title: str,
    rows_of: Callable[[Accounts], list[tuple[str, str, Amount]]],
    heads: tuple[str, str, str],
    note: str = "",
) -> Callable[[Accounts, Layout, int], Table]:
    """A list of codes, names and one amount, 合计 first."""

    def build(accounts: Accounts, layout: Layout, number: int) -> Table:
        sheet = Sheet(layout, "预算")
        sheet.grid.header(list(heads), 0, 0, 1)
        sheet.grid.put(1, 0, "合计", colspan=2)
        rows = rows_of(accounts)
        shortest = min((len(code) for code, _, _ in rows), default=0)
        if rows:
            sheet.amount(1, 2, sum(value for code, _, value in rows if len(code) == shortest), heads[2], "合计")
        for place, (code, name, value) in enumerate(rows, 2):
            sheet.code(place, code, name)
            sheet.amount(place, 2, value, heads[2], name, code)
        last = 2 + (len(rows) or 3)
        notes = [] if rows else [note.format(year=accounts.year)]
        return finish(sheet, accounts, title, number, last, 1, (24, 44, 24), notes)

    return build


def _functional(*sources: str) -> Callable[[Accounts], list[tuple[str, str, Amount]]]:
    def rows(accounts: Accounts) -> list[tuple[str, str, Amount]]:
        codes = item_rows({line.code for line in accounts.budget if line.source in sources and line.spent})
        return [(code, names("functional")[code], planned(accounts, sources, code)) for code in codes]

    return rows


def _by_economic(accounts: Accounts) -> list[tuple[str, str, Amount]]:
    return [(code, names("economic")[code], value) for code, value in economic_budget(accounts)]


def _running(accounts: Accounts) -> list[tuple[str, str, Amount]]:
    if not accounts.body.administrative:
        return []
    return [(code, names("economic")[code], value) for code, value in economic_budget(accounts, "302", "310")]


def three_public(accounts: Accounts, layout: Layout, number: int) -> Table:
    """“三公”经费、会议费、培训费支出预算表."""
    sheet = Sheet(layout, "预算")
    cars: Header = ("公务用车购置及运行维护费", ["小计", "公务用车购置费", "公务用车运行维护费"])
    headers: list[Header] = [
        "合计",
        ("“三公”经费", ["小计", "因公出国（境）费", cars, "公务接待费"]),
        "会议费",
        "培训费",
    ]
    sheet.grid.header(headers, 0, 0, 3)
    paths, money = leaves(headers), accounts.three_public_budget
    meetings, training = (accounts.economic_budget.get(code, 0) for code in ("30215", "30216"))
    values = (
        money.total + meetings + training,
        money.total,
        money.overseas,
        money.cars,
        money.purchase,
        money.running,
        money.reception,
        meetings,
        training,
    )
    for column, value in enumerate(values):
        sheet.amount(3, column, value, paths[column])
    title = "“三公”经费、会议费、培训费支出预算表（一般公共预算）"
    return finish(sheet, accounts, title, number, 4, 3, (10,) * 9, landscape=True)


FUNCTIONAL = ("功能科目代码", "功能科目名称", "金额")
ECONOMIC = ("科目编码", "科目名称", "金额")

JIANGSU_FORMS: dict[str, Callable[[Accounts, Layout, int], Table]] = {
    "revenue": revenue,
    "income": income,
    "expenditure": expenditure,
    "fiscal": fiscal,
    "fiscal_items": _flat("财政拨款支出预算表", _functional(*FISCAL), FUNCTIONAL),
    "fiscal_basic": _flat("财政拨款基本支出预算表", _by_economic, ECONOMIC),
    "fund": _flat(
        "财政拨款政府性基金支出预算表", _functional("fund"), FUNCTIONAL, "注：我单位无{year}年政府性基金支出安排。"
    ),
    "general": _flat("一般公共预算支出预算表", _functional("general"), FUNCTIONAL),
    "basic": _flat("一般公共预算基本支出预算表", _by_economic, ECONOMIC),
    "running": _flat(
        "一般公共预算机关运行经费支出预算表",
        _running,
        ("科目编码", "科目名称", "机关运行经费支出"),
        "注：我单位为事业单位，无{year}年机关运行经费支出安排，故本表无数据。",
    ),
    "three_public": three_public,
}
