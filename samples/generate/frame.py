"""What all forms share: captions, the code and name columns, rows by class, 款 and 项, figures with their places."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from samples.generate.blocks import Figure, Grid, Header, Table, depth, leaves, shifted, squeeze
from samples.generate.layout import Layout
from samples.generate.records import Accounts
from samples.generate.units import Amount, names

TITLES = {
    "summary": "收入支出决算总表",
    "income": "收入决算表",
    "expenditure": "支出决算表",
    "fiscal": "财政拨款收入支出决算总表",
    "general": "一般公共预算财政拨款支出决算表",
    "basic": "一般公共预算财政拨款基本支出决算表",
    "three_public": "财政拨款“三公”经费支出决算表",
    "fund": "政府性基金预算财政拨款收入支出决算表",
    "capital": "国有资本经营预算财政拨款收入支出决算表",
}

ORDINALS = "一二三四五六七八九十"


def ordinal(number: int) -> str:
    """1 → 一, 12 → 十二, 20 → 二十, 21 → 二十一 (to 99)."""
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else ORDINALS[tens - 1] + "十"
    return head + (ORDINALS[ones - 1] if ones else "")


class Sheet:
    """A form under construction: the grid, and how its figures are printed."""

    def __init__(self, layout: Layout, stage: str, uom: str = "", levels: str = "类款项") -> None:
        self.grid = Grid()
        self.layout = layout
        self.stage = stage
        self.uom = uom or layout.uom
        self.levels = levels

    @property
    def labels(self) -> int:
        """How many columns stand before the amounts: the code's and the name's."""
        return 2 if self.layout.codes == "single" else len(self.levels) + 1

    def amount(
        self,
        row: int,
        column: int,
        value: Amount | None,
        path: str,
        item: str = "",
        code: str = "",
        *,
        colspan: int = 1,
        stage: str = "",
    ) -> None:
        """Print an amount; the cell knows its figure unless it is blank."""
        text = self.layout.money(value, self.uom)
        figure = None
        if text and value is not None:
            figure = Figure(
                code, squeeze(item), path, stage or self.stage, self.layout.value(value, self.uom), self.uom
            )
        self.grid.put(row, column, text, colspan=colspan, align="r", figure=figure)

    def code(self, row: int, code: str, name: str) -> None:
        """The code and name columns of a row; indent below the class as printed lists do."""
        layout = self.layout
        name = ("" if len(code) < 7 or layout.codes != "merged" else "  ") + name
        last = self.labels - 1
        if layout.codes == "split":
            for place, part in enumerate((code[:3], code[3:5], code[5:7])[:last]):
                self.grid.put(row, place, part)
        else:
            self.grid.put(row, 0, code, colspan=last, align="l")
        self.grid.put(row, last, name, align="l")


def item_header(
    sheet: Sheet, headers: Sequence[Header], code_title: str = "功能分类科目编码", name_title: str = "科目名称"
) -> tuple[int, bool]:
    """Header of a form by functional item. Returns its rows, and whether 类, 款, 项 reach down beside the first row."""
    layout, grid = sheet.layout, sheet.grid
    labels = sheet.labels
    name = labels - 1
    numbers = layout.column_numbers
    levels = layout.codes != "single"
    # Above the 类 款 项 row: 项目, then the titles of the label columns.
    upper = max(depth(headers), 2 if levels and numbers else 3 if levels else 2)
    grid.put(0, 0, layout.wide("项目"), colspan=labels)
    beneath = 1 if levels and not numbers else 0
    grid.put(1, 0, code_title, colspan=name, rowspan=upper - 1 - beneath)
    grid.put(1, name, name_title, rowspan=upper - 1)
    if beneath:
        for place, level in enumerate(sheet.levels):
            grid.put(upper - 1, place, level)
    grid.header(headers, 0, labels, upper)
    rows = upper
    beside = False
    if numbers:
        if levels:
            beside = layout.codes == "merged"
            for place, level in enumerate(sheet.levels):
                grid.put(rows, place, level, rowspan=2 if beside else 1)
            grid.put(rows, name, "栏次")
        else:
            grid.put(rows, 0, "栏次", colspan=2)
        for number in range(len(leaves(headers))):
            grid.put(rows, labels + number, str(number + 1))
        rows += 1
    return rows, beside


def item_rows(codes: Iterable[str]) -> list[str]:
    """Codes of items with their classes and 款 above them, in order."""
    return sorted({code[:length] for code in codes for length in (3, 5, 7)})


def by_item(
    sheet: Sheet,
    form: str,
    headers: Sequence[Header],
    codes: Iterable[str],
    values: Callable[[str], Sequence[Amount | None]],
    *,
    scheme: str = "functional",
    code_title: str = "功能分类科目编码",
    name_title: str = "科目名称",
    blank_rows: int = 1,
) -> tuple[int, int]:
    """Fill a form of items: ``values`` gives a row's amounts below a code prefix ("" for the total).

    Returns header rows and rows. Without items the form is blank, with a total row that holds no number.
    """
    layout, paths = sheet.layout, leaves(headers)
    labels = sheet.labels
    row, beside = item_header(sheet, headers, code_title, name_title)
    header_rows = row
    listed = item_rows(codes) if scheme == "functional" else list(codes)
    last = form in layout.total_last

    def total(row: int, beside: bool) -> None:
        if beside:
            sheet.grid.put(row, labels - 1, layout.wide("合计"))
        else:
            sheet.grid.put(row, 0, layout.wide("合计"), colspan=labels)
        if listed:
            for place, value in enumerate(values("")):
                sheet.amount(row, labels + place, value, paths[place], "合计")

    if beside or not last:
        total(row, beside)
        row += 1
    for code in listed:
        sheet.code(row, code, names(scheme)[code])
        for place, value in enumerate(values(code)):
            sheet.amount(row, labels + place, value, paths[place], names(scheme)[code], code)
        row += 1
    if not listed:
        row += blank_rows
    if last and not beside:
        total(row, False)
        row += 1
    return header_rows, row


def finish(
    sheet: Sheet,
    accounts: Accounts,
    form: str,
    number: int,
    rows: int,
    header_rows: int,
    widths: Sequence[float],
    notes: Sequence[str] = (),
    *,
    landscape: bool = False,
) -> Table:
    """Close a form with its title and caption as the layout has them."""
    layout, name = sheet.layout, accounts.body.name
    year = f"{accounts.year}年{'' if layout.budget else '度'}" if layout.year_in_title else ""
    title, unit = year + form, f"单位：{sheet.uom}"
    label = layout.number.format(n=ordinal(number) if layout.number == "表{n}" else number)
    caption: tuple[tuple[str, str], ...] = (("", unit),)
    cells = sheet.grid.cells
    if layout.caption == "line":
        title += label
        caption = ((f"单位：{name}", unit),)
    elif layout.caption == "stack":
        caption = (("", label), (f"部门：{name}" if accounts.body.scope == "部门" else f"单位：{name}", f"金额{unit}"))
    elif layout.caption == "body":
        caption = ((f"编制部门：{name}", unit),)
    elif layout.caption == "grid":
        columns = max(cell.column + cell.colspan for cell in cells)
        cells = shifted(cells, 2)
        sheet.grid.cells = cells
        half = max(1, columns - 1)
        sheet.grid.put(0, 0, title, colspan=columns, bold=True)
        sheet.grid.put(1, 0, f"部门：{name}", colspan=half, align="l")
        sheet.grid.put(1, half, unit, colspan=columns - half, align="r")
        rows, header_rows = rows + 2, header_rows + 2
        title, caption = "", ((label, ""),)
    finished = sheet.grid.finish(rows)
    columns = max(cell.column + cell.colspan for cell in finished)
    if len(widths) != columns:
        raise ValueError(f"{form}: {columns} columns but {len(widths)} widths")
    # Amounts in yuan have four digits more than those in 万元.
    amounts = {cell.column for cell in finished if cell.figure} if sheet.uom == "元" else set()
    widths = [width * 1.35 if column in amounts else width for column, width in enumerate(widths)]
    return Table(
        form=squeeze(form),
        title=title,
        caption=caption,
        cells=finished,
        rows=rows,
        columns=columns,
        widths=tuple(widths),
        header_rows=header_rows,
        notes=tuple(notes),
        landscape=landscape,
        sheet=squeeze(form),
    )
