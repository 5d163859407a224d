"""Forms that the samples do not have, as other provinces print them, and the sets of them that documents are drawn of.

``plateau-budget``: codes over 类, 款 and 项, headers over four rows, rows of the unit itself, projects by item.
``coast-budget``: one code column, expenditure by nature, vertical three-public list, procurement by kind.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from samples.generate.blocks import Centred, Document, Header, PageBreak, Table, leaves, squeeze
from samples.generate.budget_forms import economic_budget, planned, shown
from samples.generate.compose import MARK
from samples.generate.forms import item_widths
from samples.generate.frame import Sheet, by_item, finish, ordinal
from samples.generate.layout import Layout
from samples.generate.records import FISCAL, PERSONNEL, Accounts
from samples.generate.units import Amount, names

Build = Callable[[Accounts, Layout, int], Table]
Row = tuple[str, str, Sequence[Amount | None]]
"""A row label as printed, the item it stands for, and its amounts."""


@dataclass(frozen=True)
class ExtraSet:
    layout: Layout
    forms: tuple[Build, ...]


def extra_document(accounts: Accounts, extra: ExtraSet) -> Document:
    """The tables of a budget behind a cover."""
    body, year = accounts.body, accounts.year
    tables = tuple(build(accounts, extra.layout, number) for number, build in enumerate(extra.forms, 1))
    cover = (
        Centred(MARK, 14), Centred(body.name, 22), Centred(f"{year}年{body.scope}预算", 22),
        Centred(f"{year}年2月", 14), PageBreak(),
    )
    return Document(f"{body.name}{year}年{body.scope}预算", body.name, MARK, (*cover, *tables))


def _lay(sheet: Sheet, row: int, column: int, rows: Sequence[Row], paths: Sequence[str], code: str = "") -> None:
    for place, (label, item, amounts) in enumerate(rows):
        closes = squeeze(label).endswith(("总计", "合计"))
        sheet.grid.put(row + place, column, label, align="c" if closes else "l")
        for offset, value in enumerate(amounts):
            sheet.amount(row + place, column + 1 + offset, value, paths[offset], item, code)


def _numbered(rows: Sequence[tuple[str, Sequence[Amount | None]]]) -> list[Row]:
    return [(f"{ordinal(place)}、{name}", name, amounts) for place, (name, amounts) in enumerate(rows, 1)]


def _classes(accounts: Accounts, sources: Sequence[str] | None) -> list[str]:
    return sorted({
        line.code[:3] for line in accounts.budget if line.spent and (sources is None or line.source in sources)
    })


def _codes(accounts: Accounts, sources: Sequence[str] | None) -> list[str]:
    return sorted({line.code for line in accounts.budget if line.spent and (not sources or line.source in sources)})


def _sides(
    sheet: Sheet, heads: tuple[Header, Header], left: list[Row], right: list[Row], foot: Sequence[tuple[Row, Row]],
) -> tuple[int, int]:
    """Two lists beside each other, closed by the same rows. Returns header rows and rows."""
    paths = [[path for path in leaves([head]) if not path.endswith("项目")] for head in heads]
    width = 1 + len(paths[0])
    sheet.grid.header(list(heads), 0, 0, 2)
    lines = max(len(left), len(right))
    for column, rows, side in ((0, left, 0), (width, right, 1)):
        _lay(sheet, 2, column, rows, paths[side])
        _lay(sheet, 2 + lines, column, [pair[side] for pair in foot], paths[side])
    return 2, 2 + lines + len(foot)


def summary(accounts: Accounts, layout: Layout, number: int) -> Table:
    """部门收支总表: what is carried over below the year's totals."""
    sheet = Sheet(layout, "预算")
    whole = planned(accounts)
    left = _numbered([
        ("一般公共预算拨款收入", [planned(accounts, ("general",))]),
        ("政府性基金预算拨款收入", [shown(planned(accounts, ("fund",)))]),
        ("国有资本经营预算拨款收入", [None]),
        ("事业收入", [shown(planned(accounts, ("business",)))]),
        ("事业单位经营收入", [None]),
        ("其他收入", [shown(planned(accounts, ("other",)))]),
    ])
    right = _numbered([
        (names("functional")[code], [planned(accounts, prefix=code)]) for code in _classes(accounts, None)
    ])
    header_rows, rows = _sides(
        sheet, (("收入", ["项目", "预算数"]), ("支出", ["项目", "预算数"])), left, right, [
            (("本年收入合计", "本年收入合计", [whole]), ("本年支出合计", "本年支出合计", [whole])),
            (("七、上年结转", "上年结转", [None]), ("结转下年", "结转下年", [None])),
            (("收  入  总  计", "收入总计", [whole]), ("支  出  总  计", "支出总计", [whole])),
        ])
    return finish(sheet, accounts, "部门收支总表", number, rows, header_rows, (30, 16, 30, 16))


def _natures(basic: Amount) -> tuple[Amount, Amount, Amount, Amount]:
    """Basic expenditure of an item as wages, family, goods, capital: shares that add up."""
    wages, family, capital = basic * 70 // 100, basic * 6 // 100, basic // 50
    return wages, family, basic - wages - family - capital, capital


def deep_expenditure(accounts: Accounts, layout: Layout, number: int) -> Table:
    """部门支出总表: header cells over four rows."""
    sheet = Sheet(layout, "预算")
    headers: list[Header] = [(f"{accounts.year}年预算数", [
        "合计",
        ("基本支出", [
            "小计", ("人员经费", ["小计", "工资福利支出", "对个人和家庭的补助"]),
            ("公用经费", ["小计", "商品和服务支出", "资本性支出"]),
        ]),
        "项目支出",
    ])]

    def values(code: str) -> Sequence[Amount | None]:
        parts = [0, 0, 0, 0]
        for item in _codes(accounts, None):
            if item.startswith(code):
                for place, part in enumerate(_natures(planned(accounts, prefix=item, field="basic"))):
                    parts[place] += part
        wages, family, goods, capital = parts
        basic, project = sum(parts), planned(accounts, prefix=code, field="project")
        found = (basic + project, basic, wages + family, wages, family, goods + capital, goods, capital, project)
        return [shown(value) for value in found]

    header_rows, rows = by_item(sheet, "expenditure", headers, _codes(accounts, None), values)
    widths = item_widths(sheet, (13, 13, 13, 13, 12, 12, 12, 11, 13))
    return finish(sheet, accounts, "部门支出总表", number, rows, header_rows, widths, landscape=True)


def fiscal(accounts: Accounts, layout: Layout, number: int) -> Table:
    """财政拨款收支预算总表: expenditure by fund."""
    sheet = Sheet(layout, "预算")
    by_fund = (FISCAL, ("general",), ("fund",), ("capital",))
    left = _numbered([
        ("一般公共预算", [planned(accounts, ("general",))]), ("政府性基金预算", [shown(planned(accounts, ("fund",)))]),
        ("国有资本经营预算", [None]),
    ])
    right = _numbered([
        (names("functional")[code], [shown(planned(accounts, sources, code)) for sources in by_fund])
        for code in _classes(accounts, FISCAL)
    ])
    parts: list[Header] = ["项目", "合计", "一般公共预算", "政府性基金预算", "国有资本经营预算"]
    whole = [shown(planned(accounts, sources)) for sources in by_fund]
    header_rows, rows = _sides(
        sheet, (("收入", ["项目", "预算数"]), ("支出", parts)), left, right,
        [(("收入总计", "收入总计", whole[:1]), ("支出总计", "支出总计", whole))])
    return finish(
        sheet, accounts, "财政拨款收支预算总表", number, rows, header_rows, (22, 13, 26, 13, 13, 13, 13),
        landscape=True)


def _by_nature(form: str, sources: Sequence[str] | None) -> Build:
    def build(accounts: Accounts, layout: Layout, number: int) -> Table:
        sheet = Sheet(layout, "预算")

        def values(code: str) -> Sequence[Amount | None]:
            return [shown(planned(accounts, sources, code, field)) for field in ("spent", "basic", "project")]

        header_rows, rows = by_item(
            sheet, form, ["合计", "基本支出", "项目支出"], _codes(accounts, sources), values, code_title="科目编码")
        return finish(
            sheet, accounts, form, number, rows, header_rows, item_widths(sheet, (17, 17, 17)),
            [] if _codes(accounts, sources) else ["注：本表无数据。"])

    return build


def income(accounts: Accounts, layout: Layout, number: int) -> Table:
    """收入预算总表: income by item and source."""
    sheet = Sheet(layout, "预算")
    funds = (None, FISCAL, ("special",), ("business",), ("other",))

    def values(code: str) -> Sequence[Amount | None]:
        return [shown(planned(accounts, sources, code)) for sources in funds]

    headers = ["合计", "财政拨款", "财政专户管理资金", "事业收入", "其他资金"]
    header_rows, rows = by_item(
        sheet, "income", headers, _codes(accounts, None), values, code_title="科目编码")
    return finish(
        sheet, accounts, "收入预算总表", number, rows, header_rows, item_widths(sheet, (14,) * 5), landscape=True)


def _basic(form: str, head: str) -> Build:
    """Basic expenditure by economic item."""
    def build(accounts: Accounts, layout: Layout, number: int) -> Table:
        sheet = Sheet(layout, "预算", levels="类款")
        listed = dict(economic_budget(accounts))

        def values(code: str) -> Sequence[Amount | None]:
            keys = [key for key in listed if (key == code if code else len(key) == 3)]
            whole = sum(listed[key] for key in keys)
            staff = sum(listed[key] for key in keys if key[:3] in PERSONNEL)
            return whole, shown(staff), shown(whole - staff)

        headers: list[Header] = [(head, ["合计", "人员经费", "公用经费"])]
        header_rows, rows = by_item(
            sheet, form, headers, list(listed), values, scheme="economic", code_title="经济分类科目编码")
        return finish(sheet, accounts, form, number, rows, header_rows, item_widths(sheet, (16, 16, 16)))

    return build


def unit_three_public(accounts: Accounts, layout: Layout, number: int) -> Table:
    """“三公”经费 with a row for the unit below the total."""
    sheet = Sheet(layout, "预算")
    heads: list[Header] = [
        ("当年财政拨款预算安排", [
            "合计", "因公出国（境）费用",
            ("公务用车购置及运行费", ["小计", "公务用车购置费", "公务用车运行费"]), "公务接待费",
        ])]
    sheet.grid.put(0, 0, "单位编码", rowspan=3)
    sheet.grid.put(0, 1, "单位名称", rowspan=3)
    sheet.grid.header(heads, 0, 2, 3)
    money = accounts.three_public_budget
    amounts = (money.total, money.overseas, money.cars, money.purchase, money.running, money.reception)
    for row, code, label in ((3, "", "合计"), (4, "102001", accounts.body.name)):
        sheet.grid.put(row, 0, code)
        sheet.grid.put(row, 1, label, align="l" if code else "c")
        for column, value in enumerate(amounts):
            sheet.amount(row, column + 2, shown(value), leaves(heads)[column], label, code)
    title, widths = "一般公共预算“三公”经费支出预算表", (10, 30, 12, 12, 12, 12, 12, 12)
    return finish(sheet, accounts, title, number, 5, 3, widths, landscape=True)


def projects(accounts: Accounts, layout: Layout, number: int) -> Table:
    """一般公共预算项目支出预算表: projects below their items."""
    sheet = Sheet(layout, "预算")
    sheet.grid.put(0, 0, "科目编码", colspan=3)
    for column, level in enumerate("类款项"):
        sheet.grid.put(1, column, level)
    sheet.grid.put(0, 3, "项目名称", rowspan=2)
    sheet.grid.put(0, 4, "金额", rowspan=2)
    listed = [one for one in accounts.projects if one.plan.fund == "general"]
    sheet.grid.put(2, 3, "合计")
    sheet.amount(2, 4, sum(one.budget for one in listed), "金额", "合计")
    for row, one in enumerate(sorted(listed, key=lambda one: one.plan.item), 3):
        code = one.plan.item
        for column, part in enumerate((code[:3], code[3:5], code[5:])):
            sheet.grid.put(row, column, part)
        sheet.grid.put(row, 3, one.plan.name, align="l")
        sheet.amount(row, 4, one.budget, "金额", one.plan.name, code)
    return finish(
        sheet, accounts, "一般公共预算项目支出预算表", number, 3 + len(listed), 2, (6, 6, 6, 44, 20))


def nature_summary(accounts: Accounts, layout: Layout, number: int) -> Table:
    """收支总体情况表: expenditure by nature instead of class."""
    sheet = Sheet(layout, "预算")
    whole, head = planned(accounts), f"{accounts.year}年预算"
    left = _numbered([
        ("财政拨款", [planned(accounts, FISCAL)]), ("财政专户管理资金", [None]),
        ("其他资金", [shown(planned(accounts, ("business", "other")))]),
    ])
    right = _numbered([
        ("基本支出", [planned(accounts, field="basic")]), ("项目支出", [planned(accounts, field="project")]),
        ("事业单位经营支出", [None]),
    ])
    header_rows, rows = _sides(
        sheet, (("收入", ["项目", head]), ("支出", ["项目", head])), left, right, [
            (("本年收入合计", "本年收入合计", [whole]), ("本年支出合计", "本年支出合计", [whole])),
            (("四、上年结转", "上年结转", [None]), ("四、结转下年", "结转下年", [None])),
            (("收入总计", "收入总计", [whole]), ("支出总计", "支出总计", [whole])),
        ])
    return finish(sheet, accounts, "收支总体情况表", number, rows, header_rows, (30, 16, 30, 16))


def list_three_public(accounts: Accounts, layout: Layout, number: int) -> Table:
    """“三公”经费 as a list."""
    sheet = Sheet(layout, "预算")
    head, money = f"{accounts.year}年预算数", accounts.three_public_budget
    sheet.grid.header(["项目", head], 0, 0, 1)
    rows: list[Row] = [
        ("“三公”经费合计", "“三公”经费合计", [money.total]),
        ("一、因公出国（境）支出", "因公出国（境）支出", [shown(money.overseas)]),
        ("二、公务用车购置及运行维护支出", "公务用车购置及运行维护支出", [shown(money.cars)]),
        ("（一）公务用车购置", "公务用车购置", [shown(money.purchase)]),
        ("（二）公务用车运行维护费", "公务用车运行维护费", [shown(money.running)]),
        ("三、公务接待费支出", "公务接待费支出", [shown(money.reception)]),
    ]
    _lay(sheet, 1, 0, rows, [head])
    return finish(sheet, accounts, "财政拨款“三公”经费支出预算表", number, 1 + len(rows), 1, (60, 30))


def procurement(accounts: Accounts, layout: Layout, number: int) -> Table:
    """政府采购预算表: goods, works, services."""
    sheet = Sheet(layout, "预算")
    bought = accounts.procurement
    sheet.grid.header(["采购项目", "合计", "财政拨款", "其他资金"], 0, 0, 1)
    parts = ((bought.goods, "货物类"), (bought.works, "工程类"), (bought.services, "服务类"))
    rows: list[Row] = [("合计", "合计", [bought.total, bought.total, None])]
    rows += _numbered([(name, [shown(value), shown(value), None]) for value, name in parts])
    _lay(sheet, 1, 0, rows, ["合计", "财政拨款", "其他资金"])
    return finish(sheet, accounts, "政府采购预算表", number, 1 + len(rows), 1, (30, 20, 20, 20))


def _layout(name: str, **values: object) -> Layout:
    given: dict[str, object] = {
        "line_numbers": False, "column_numbers": False, "identities": False, "budget_stage": "预算", "order": (),
        **values,
    }
    return Layout(id=name, **given)  # type: ignore[arg-type]


EXTRA: dict[str, ExtraSet] = {
    "plateau-budget": ExtraSet(
        _layout("plateau-budget", codes="split", zero="", number="表{n}", caption="stack", year_in_title=False),
        (
            summary, deep_expenditure, fiscal, _by_nature("一般公共预算支出预算表", ("general",)),
            _basic("一般公共预算基本支出预算表", "基本支出"), projects, unit_three_public,
            _by_nature("政府性基金支出预算表", ("fund",)),
        )),
    "coast-budget": ExtraSet(
        _layout(
            "coast-budget", codes="single", uom="元", zero="0.00", separators=True, number="", caption="body",
            year_in_title=True),
        (
            nature_summary, income, _by_nature("支出预算总表", None),
            _by_nature("一般公共预算支出预算表（按功能分类科目）", ("general",)),
            _basic("一般公共预算基本支出预算表（按支出经济分类科目）", "基本支出预算"), list_three_public, procurement,
        )),
}
