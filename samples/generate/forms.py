"""The nine statutory tables of final accounts (财政部《部门决算公开》 set), each as a ``Table`` in a layout."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from samples.generate.blocks import Header, Table, leaves
from samples.generate.frame import TITLES, Sheet, by_item, finish
from samples.generate.layout import Layout
from samples.generate.records import FISCAL, PERSONNEL, Accounts, ThreePublic
from samples.generate.summary_forms import fiscal, shown, summary
from samples.generate.units import Amount, names


def item_widths(sheet: Sheet, amounts: Sequence[float]) -> tuple[float, ...]:
    labels = (14.0,) if sheet.labels == 2 else (5.0,) * (sheet.labels - 1)
    return (*labels, 32.0, *amounts)


def _columns_note(layout: Layout, text: str) -> list[str]:
    return [text] if layout.identities and layout.column_numbers else []


def income(accounts: Accounts, layout: Layout, number: int) -> Table:
    """收入决算表: income of the year by item and source; unused sources stay blank."""
    sheet = Sheet(layout, "决算")
    sources = (FISCAL, ("upper",), ("business",), ("trade",), ("members",), ("other",))
    headers = ["本年收入合计", "财政拨款收入", "上级补助收入", "事业收入", "经营收入", "附属单位上缴收入", "其他收入"]

    def values(code: str) -> Sequence[Amount | None]:
        whole = accounts.total("income", prefix=code)
        return (whole, *(shown(accounts.total("income", source, code)) for source in sources))

    codes = sorted({line.code for line in accounts.lines if line.income})
    header_rows, rows = by_item(sheet, "income", headers, codes, values)
    notes = [
        "注：本表反映部门本年度取得的各项收入情况。",
        *_columns_note(layout, "1栏各行＝（2＋3＋4＋5＋6＋7）栏各行。"),
    ]
    return finish(
        sheet,
        accounts,
        TITLES["income"],
        number,
        rows,
        header_rows,
        item_widths(sheet, (14, 14, 9, 11, 9, 10, 11)),
        notes,
        landscape=True,
    )


def expenditure(accounts: Accounts, layout: Layout, number: int) -> Table:
    """支出决算表: expenditure by item, basic and project."""
    sheet = Sheet(layout, "决算")
    headers = ["本年支出合计", "基本支出", "项目支出", "上缴上级支出", "经营支出", "对附属单位补助支出"]

    def values(code: str) -> Sequence[Amount | None]:
        return (*(accounts.total(part, prefix=code) for part in ("spent", "basic", "project")), None, None, None)

    codes = sorted({line.code for line in accounts.lines if line.spent})
    header_rows, rows = by_item(sheet, "expenditure", headers, codes, values)
    notes = ["注：本表反映部门本年度各项支出情况。", *_columns_note(layout, "1栏各行=（2+3+4+5+6）栏各行。")]
    return finish(
        sheet,
        accounts,
        TITLES["expenditure"],
        number,
        rows,
        header_rows,
        item_widths(sheet, (14, 14, 14, 10, 10, 11)),
        notes,
        landscape=True,
    )


def general(accounts: Accounts, layout: Layout, number: int) -> Table:
    """一般公共预算财政拨款支出决算表."""
    sheet = Sheet(layout, "决算")
    parts = ["小计", "基本支出", "项目支出"]
    headers: list[Header] = [("本年支出", parts)] if layout.column_numbers else ["合计", *parts[1:]]

    def values(code: str) -> Sequence[Amount | None]:
        return tuple(accounts.total(part, ("general",), code) for part in ("spent", "basic", "project"))

    codes = sorted({line.code for line in accounts.lines if line.spent and line.source == "general"})
    header_rows, rows = by_item(sheet, "general", headers, codes, values)
    notes = [
        "注：本表反映部门本年度一般公共预算财政拨款支出情况。",
        *_columns_note(layout, "1栏各行＝（2＋3）栏各行。"),
    ]
    return finish(
        sheet, accounts, TITLES["general"], number, rows, header_rows, item_widths(sheet, (17, 17, 17)), notes
    )


def basic(accounts: Accounts, layout: Layout, number: int) -> Table:
    """一般公共预算财政拨款基本支出决算(明细)表: economic items in two or three blocks side by side."""
    sheet = Sheet(layout, "决算")
    listed = names("economic")
    groups = [[code for code in listed if code[:3] in wanted] for wanted in (PERSONNEL, ("302",), ("310",))]
    if layout.basic_blocks == 2:
        groups = [groups[0], groups[1] + groups[2]]
    grid, row = sheet.grid, 0
    titles = [("人员经费", 1), ("公用经费", layout.basic_blocks - 1)]
    named = layout.basic_blocks == 3
    if named:
        column = 0
        for title, blocks in titles:
            grid.put(0, column, title, colspan=blocks * 3)
            column += blocks * 3
        row = 1
    for block in range(layout.basic_blocks):
        for place, head in enumerate(("科目代码" if named else "经济分类科目编码", "科目名称", "决算数")):
            grid.put(row, block * 3 + place, head)
    header_rows = row = row + 1
    for block, codes in enumerate(groups):
        path = f"{'人员经费' if block == 0 else '公用经费'}/决算数" if named else "决算数"
        for place, code in enumerate(codes):
            amount = accounts.basic_group(code) if len(code) == 3 else accounts.economic.get(code, 0)
            grid.put(row + place, block * 3, code, align="l")
            grid.put(row + place, block * 3 + 1, ("" if len(code) == 3 else "  ") + listed[code], align="l")
            sheet.amount(row + place, block * 3 + 2, amount, path, listed[code], code)
    row += max(len(codes) for codes in groups)
    staff, running = accounts.basic_group(*PERSONNEL), accounts.basic_group("302", "310")
    last = layout.basic_blocks * 3 - 1
    grid.put(row, 0, "人员经费合计", colspan=2)
    sheet.amount(row, 2, staff, "人员经费/决算数" if named else "决算数", "人员经费合计")
    grid.put(row, 3, "公用经费合计", colspan=last - 3)
    sheet.amount(row, last, running, "公用经费/决算数" if named else "决算数", "公用经费合计")
    notes = ["注：本表反映部门本年度一般公共预算财政拨款基本支出明细情况。"]
    title = layout.titles.get("basic", TITLES["basic"])
    widths = (8, 26, 11) * layout.basic_blocks if named else (11, 27, 12) * 2
    return finish(sheet, accounts, title, number, row + 1, header_rows, widths, notes, landscape=named)


def _parts(money: ThreePublic) -> list[Amount]:
    return [money.total, money.overseas, money.cars, money.purchase, money.running, money.reception]


def three_public(accounts: Accounts, layout: Layout, number: int) -> Table:
    """财政拨款“三公”经费支出决算表: the budget's six columns then the final ones, or six pairs."""
    sheet = Sheet(layout, "决算")
    planned = accounts.three_public_adjusted if layout.budget_stage == "全年预算" else accounts.three_public_budget
    stages = ((layout.budget_stage, _parts(planned)), ("决算", _parts(accounts.three_public)))
    if layout.three_public == "sides":
        parts: list[Header] = [
            "合计",
            "因公出国（境）费",
            ("公务用车购置及运行维护费", ["小计", "公务用车购置费", "公务用车运行维护费"]),
            "公务接待费",
        ]
        headers: list[Header] = [("预算数", parts), ("决算数", parts)]
        amounts = [(stage, value) for stage, values in stages for value in values]
    else:
        pair: list[Header] = ["预算数", "决算数"]
        cars: list[Header] = [(part, pair) for part in ("小计", "公务用车购置费", "公务用车运行维护费")]
        headers = [
            (
                "财政拨款“三公”经费",
                [
                    ("合计", pair),
                    ("因公出国（境）费", pair),
                    ("公务用车购置及运行维护费", cars),
                    ("公务接待费", pair),
                ],
            )
        ]
        amounts = [(stage, values[place]) for place in range(6) for stage, values in stages]
    rows = 3 if layout.three_public == "sides" else 4
    sheet.grid.header(headers, 0, 0, rows)
    if layout.column_numbers:
        for place in range(12):
            sheet.grid.put(rows, place, str(place + 1))
        rows += 1
    paths = leaves(headers)
    for place, (stage, value) in enumerate(amounts):
        sheet.amount(rows, place, value, paths[place], stage=stage)
    notes = ["注：本表反映部门本年度财政拨款“三公”经费支出预决算情况。"]
    if layout.budget_stage != "预算":
        notes[0] += (
            f"其中，预算数为“三公”经费{layout.budget_stage}数，"
            + ("反映按规定程序调整后的预算数；" if layout.budget_stage == "全年预算" else "")
            + "决算数是包括当年财政拨款和以前年度结转资金安排的实际支出。"
        )
    if layout.three_public == "sides":
        notes += _columns_note(layout, "1栏＝（2＋3＋6）栏；3栏＝（4＋5）栏；7栏＝（8＋9＋12）栏；9栏＝（10＋11）栏。")
    else:
        notes += _columns_note(layout, "1栏＝（3＋5＋11）栏；5栏＝（7＋9）栏；2栏＝（4＋6＋12）栏；6栏＝（8＋10）栏。")
    title = layout.titles.get("three_public", TITLES["three_public"])
    return finish(sheet, accounts, title, number, rows + 1, rows, (8,) * 12, notes, landscape=True)


def _fund_form(accounts: Accounts, layout: Layout, number: int, form: str, source: str, fund: str) -> Table:
    sheet = Sheet(layout, "决算")
    first = "小计" if layout.column_numbers else "合计"
    headers: list[Header] = [
        "年初结转和结余",
        "本年收入",
        ("本年支出", [first, "基本支出", "项目支出"]),
        "年末结转和结余",
    ]
    fields = ("opening", "income", "spent", "basic", "project", "closing")

    def values(code: str) -> Sequence[Amount | None]:
        return tuple(accounts.total(field, (source,), code) for field in fields)

    codes = sorted({line.code for line in accounts.lines if line.source == source})
    header_rows, rows = by_item(sheet, form, headers, codes, values)
    notes = [
        f"注：本表反映部门本年度{fund}财政拨款收入、支出及结转和结余情况。",
        *_columns_note(layout, "6栏各行＝（1＋2－3）栏各行；3栏各行＝（4＋5）栏各行。"),
    ]
    if not codes:
        notes.append(f"{accounts.body.name}没有{fund}财政拨款收入，也没有使用{fund}财政拨款安排的支出，故本表无数据。")
    title = layout.titles.get(form, TITLES[form])
    return finish(
        sheet,
        accounts,
        title,
        number,
        rows,
        header_rows,
        item_widths(sheet, (13, 13, 13, 12, 12, 13)),
        notes,
        landscape=True,
    )


def fund(accounts: Accounts, layout: Layout, number: int) -> Table:
    """政府性基金预算财政拨款收入支出决算表."""
    return _fund_form(accounts, layout, number, "fund", "fund", "政府性基金预算")


def capital(accounts: Accounts, layout: Layout, number: int) -> Table:
    """国有资本经营预算财政拨款(收入)支出决算表: empty for these bodies, in one shape or the other."""
    title = layout.titles.get("capital", TITLES["capital"])
    if "收入" in title:
        return _fund_form(accounts, layout, number, "capital", "capital", "国有资本经营预算")
    sheet = Sheet(layout, "决算")
    header_rows, rows = by_item(sheet, "capital", [("本年支出", ["合计", "基本支出", "项目支出"])], (), lambda code: ())
    notes = [
        "注：本表反映部门本年度国有资本经营预算财政拨款支出情况。",
        *_columns_note(layout, "1栏各行＝（2＋3）栏各行。"),
        f"{accounts.body.name}没有国有资本经营预算财政拨款收入，也没有使用国有资本经营预算财政拨款安排的支出，故本表无数据。",
    ]
    return finish(sheet, accounts, title, number, rows, header_rows, item_widths(sheet, (17, 17, 17)), notes)


FORMS: dict[str, Callable[[Accounts, Layout, int], Table]] = {
    "summary": summary,
    "income": income,
    "expenditure": expenditure,
    "fiscal": fiscal,
    "general": general,
    "basic": basic,
    "three_public": three_public,
    "fund": fund,
    "capital": capital,
}


def final_forms(accounts: Accounts, layout: Layout) -> list[Table]:
    """The nine tables in the order of the layout, numbered from 1."""
    return [FORMS[form](accounts, layout, number) for number, form in enumerate(layout.order, 1)]
