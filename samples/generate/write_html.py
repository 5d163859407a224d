"""Writes HTML as an office program saves it for the web: paragraphs, and tables with spans."""

from __future__ import annotations

from html import escape
from pathlib import Path

from samples.generate.blocks import Cell, Centred, Document, Heading, PageBreak, Table
from samples.generate.write_text import Pages

STYLE = """body{font-family:SimSun,serif;max-width:62em;margin:2em auto;line-height:1.7}
table{border-collapse:collapse;width:100%;font-size:10pt;line-height:1.3}
td{border:1px solid #000;padding:2pt 4pt}
p{text-indent:2em;margin:.3em 0}
.c{text-align:center;text-indent:0}.r{text-align:right;text-indent:0}.l{text-align:left;text-indent:0}
.pair{display:flex;justify-content:space-between}.pair p{text-indent:0}"""

PAGED = """
@page{size:A4;margin:20mm 18mm}@page wide{size:A4 landscape;margin:18mm 20mm}
body{max-width:none;margin:0}.own{break-before:page}.wide{page:wide}"""

RULES = {
    "full": "td{border:1px solid #000;padding:2pt 4pt}",
    "none": "td{padding:2pt 4pt}",
    "horizontal": "td{border-top:1px solid #000;border-bottom:1px solid #000;padding:2pt 4pt}",
    "frame": "table{border:1px solid #000}td{padding:2pt 4pt}",
    "separate": "table,td{border:1px solid #000}table{border-collapse:separate!important}td{padding:2pt 4pt}",
}


def write_html(
    document: Document,
    path: Path,
    rules: str = "full",
    paged: bool = False,
    size: float = 10.0,
    encoding: str = "utf-8",
) -> Pages:
    """Write one page of HTML; it needs nothing from elsewhere.

    ``rules``: full, none, horizontal, frame, or separate (a box around each cell); ``paged``: tables start a page of
    their own when printed, wide ones lie on their side, headers are repeated; ``size``: points of the text in tables.
    """
    style = STYLE.replace(RULES["full"], RULES[rules]).replace("font-size:10pt", f"font-size:{size:g}pt")
    style += PAGED if paged else ""
    lines = [
        "<!DOCTYPE html>",
        '<html lang="zh-CN">',
        "<head>",
        f'<meta charset="{encoding}">',
        f"<title>{escape(document.title)}</title>",
        f'<meta name="description" content="{escape(document.subject)}">',
        f'<meta name="author" content="{escape(document.author)}">',
        '<meta name="keywords" content="样例">',
        f"<style>{style}</style>",
        "</head>",
        "<body>",
    ]
    for block in document.blocks:
        if isinstance(block, Table):
            turned = " wide" if block.landscape else ""
            own = [f'<div class="own{turned}">', "</div>"] if paged and block.own_page else []
            lines += [*own[:1], *_table(block, paged and block.repeat_header), *own[1:]]
        elif isinstance(block, PageBreak):
            lines.append("<hr>")
        elif isinstance(block, Centred):
            lines.append(f'<p class="c" style="font-size:{block.size:g}pt">{escape(block.text)}</p>')
        elif isinstance(block, Heading):
            lines.append(f"<h{block.level + 1}>{escape(block.text)}</h{block.level + 1}>")
        else:
            lines.append(f"<p>{escape(block.text)}</p>")
    lines += ["</body>", "</html>", ""]
    path.write_bytes("\n".join(lines).encode(encoding))
    return {}


def _table(table: Table, repeat_header: bool) -> list[str]:
    # A cell of the header's last row that goes on below it can't stand in a part of its own.
    rows = table.header_rows
    repeat_header &= all(cell.row >= rows or cell.row + cell.rowspan <= rows for cell in table.cells)
    lines = [f'<p class="c"><b>{escape(text)}</b></p>' for text in (table.lead, table.title) if text]
    for left, right in table.caption:
        if left and right:
            lines.append(f'<div class="pair"><p>{escape(left)}</p><p>{escape(right)}</p></div>')
        else:
            lines.append(f'<p class="{"l" if left else "r"}">{escape(left or right)}</p>')
    lines.append("<table>")
    for number, row in enumerate(table.grid()):
        line = "<tr>" + "".join(_cell(cell) for cell in row if cell is not None) + "</tr>"
        if repeat_header and number == 0:
            line = "<thead>" + line
        if repeat_header and number == table.header_rows - 1:
            line += "</thead>"
        lines.append(line)
    lines.append("</table>")
    lines += [f'<p class="l">{escape(note)}</p>' for note in table.notes]
    return lines


def _cell(cell: Cell) -> str:
    spans = f' rowspan="{cell.rowspan}"' if cell.rowspan > 1 else ""
    spans += f' colspan="{cell.colspan}"' if cell.colspan > 1 else ""
    indent = len(cell.text) - len(cell.text.lstrip())
    text = "&nbsp;" * indent + escape(cell.text.strip())
    return f'<td{spans} class="{cell.align}">{f"<b>{text}</b>" if cell.bold else text}</td>'
