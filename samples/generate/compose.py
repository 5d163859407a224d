"""Puts a disclosure together: cover, contents, parts in order; or its tables or its text alone."""

from __future__ import annotations

from dataclasses import replace

from samples.generate.blocks import Block, Centred, Document, Heading, PageBreak, Paragraph, Table
from samples.generate.budget_forms import SHANGHAI_FORMS
from samples.generate.budget_prose import explanation, other_matters
from samples.generate.forms import final_forms
from samples.generate.frame import ordinal
from samples.generate.jiangsu_forms import JIANGSU_FORMS
from samples.generate.layout import Layout
from samples.generate.performance import evaluation, key_works, project_table, whole_table
from samples.generate.prose import glossary, narrative, overview
from samples.generate.records import Accounts
from samples.generate.wording import Voice, voice

MARK = "样例：虚构单位，仅供演示"


def _cover(accounts: Accounts, title: str, date: str) -> list[Block]:
    return [
        Centred(MARK, 14),
        Centred(accounts.body.name, 22),
        Centred(title, 22),
        Centred(date, 14),
        PageBreak(),
    ]


def _contents(blocks: list[Block], tables: list[Table]) -> list[Block]:
    lines: list[Block] = [Centred("目  录", 16)]
    for block in blocks:
        if isinstance(block, Heading) and block.level == 1:
            lines.append(Paragraph(block.text))
            if block.text.startswith("第二部分"):
                lines += [Paragraph(f"{ordinal(place)}、{table.form}") for place, table in enumerate(tables, 1)]
        elif isinstance(block, Heading) and block.level == 2:
            lines.append(Paragraph(block.text))
    return [*lines, PageBreak()]


def _annex(speaker: Voice, part: str) -> list[Block]:
    tables = [whole_table(speaker), *(project_table(speaker, project) for project in speaker.now.projects)]
    return [
        Heading(f"{part} 附件", 1),
        Heading(f"一、{speaker.year}年度整体绩效自评表", 2),
        tables[0],
        Heading(f"二、{speaker.year}年度项目绩效自评表", 2),
        *tables[1:],
    ]


def final_document(accounts: Accounts, layout: Layout, seed: str, parts: str = "all") -> Document:
    """The final accounts of a body's year. ``parts``: all, tables, prose."""
    scope = accounts.body.scope
    title = f"{accounts.year}年度{scope}决算公开"
    speaker = voice(accounts, layout, seed)
    forms = final_forms(accounts, layout)
    if layout.caption == "unit":
        # These tables name their unit nowhere but in a line above the first of them.
        forms[0] = replace(forms[0], lead=f"{accounts.body.name}{accounts.year}年度{scope}决算表")
    heading: list[Block] = [Heading(f"第二部分 {accounts.body.name}{accounts.year}年度{scope}决算表", 1)]
    tables = [*heading, *forms]
    blocks: list[Block] = []
    if parts != "tables":
        blocks += overview(speaker)
    if parts == "all":
        blocks += tables
    if parts != "tables":
        blocks += [
            *narrative(speaker),
            *evaluation(speaker),
            *key_works(speaker, "第四部分"),
            *glossary(speaker, "第五部分"),
            *_annex(speaker, "第六部分"),
        ]
        blocks = [*_contents(blocks, forms), *blocks]
    else:
        blocks = list(forms)
    return Document(
        f"{accounts.body.name}{title}（样例）",
        accounts.body.name,
        MARK,
        (*_cover(accounts, title, f"{accounts.year + 1}年9月"), *blocks),
    )


def budget_document(accounts: Accounts, layout: Layout, seed: str, parts: str = "all") -> Document:
    """The budget of a body's year, published at the start of it. ``parts`` as for final accounts."""
    title = f"{accounts.year}年{accounts.body.scope}预算"
    speaker = voice(accounts, layout, seed)
    forms = JIANGSU_FORMS if layout.id.startswith("jiangsu") else SHANGHAI_FORMS
    tables = [forms[form](accounts, layout, number) for number, form in enumerate(layout.order, 1)]
    blocks: list[Block] = []
    if parts != "tables":
        blocks += explanation(speaker)
    if parts != "prose":
        blocks += tables
    if parts != "tables":
        blocks += other_matters(speaker)
    return Document(
        f"{accounts.body.name}{title}（样例）",
        accounts.body.name,
        MARK,
        (*_cover(accounts, title, f"{accounts.year}年2月"), *blocks),
    )
