"""The words that provinces print: titles, header cells, and what they must not be taken for."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from ontology.forms import clean_title, dimensions, form_of, forms

TITLES: dict[str, list[str]] = tomllib.loads(
    (Path(__file__).parent / "data" / "titles.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("form", "title"), [(form, title) for form, titles in TITLES.items() for title in titles])
def test_a_printed_title_names_its_form_and_no_other(form: str, title: str) -> None:
    found = form_of(clean_title(title))
    assert (found.id if found else "none") == form


HEADERS = {
    "revenue": {
        "本年收入/小计": ("revenue", "all"), "财政拨款收入/小计": ("revenue", "fiscal"),
        "财政拨款收入/其中：政府性基金预算财政拨款": ("revenue", "fund"),
        "财政拨款/一般公共预算": ("revenue", "general"),
        "上年结转结余/小计": ("revenue", "carried-over"), "事业单位经营收入": ("revenue", "operating"),
        "非财政拨款收入": ("", ""), "非同级财政拨款收入": ("", ""), "使用非财政拨款结余": ("", ""),
        "用事业基金弥补收支差额": ("", ""), "事业收入/其中：教育收费": ("", ""), "部门预算资金": ("", ""),
    },
    "expenditure": {
        "本年支出合计": ("expenditure", "total"), "基本支出/人员支出": ("expenditure", "personnel"),
        "基本支出/日常公用支出": ("expenditure", "running"), "项目支出/小计": ("expenditure", "project"),
        "本年收入": ("", ""), "结转下年": ("closing-balance", "total"), "人员类": ("", ""), "债务还本支出": ("", ""),
    },
    "general-expenditure": {
        "本年收入": ("revenue", "total"), "本年收入/基本支出": ("revenue", "basic"),
        "年初结转和结余": ("opening-balance", "total"), "本年支出/小计": ("expenditure", "total"),
        "上年结转": ("", ""), "2024年预算数比2023年执行数/增减额": ("", ""), "2022年决算数": ("expenditure", "total"),
    },
    "fund": {
        "收入/金额": ("revenue", "total"), "支出/金额": ("expenditure", "total"),
        "本年政府性基金预算支出/合计": ("expenditure", "total"), "年末结转和结余": ("closing-balance", "total"),
    },
    "capital": {
        "本年国有资本经营预算支出/项目支出": ("expenditure", "project"), "合计": ("expenditure", "total"),
    },
    "three-public": {
        "“三公”经费合计": ("three-public", "total"), "公务接待费": ("three-public", "reception"),
        "国内公务接待": ("", ""), "公务用车购置及运维费": ("three-public", "vehicles"), "比上年增减": ("", ""),
    },
}
SECOND = {"revenue": "fund", "three-public": "item"}
"""What the second of each pair is; the nature elsewhere."""


@pytest.mark.parametrize(("form", "header"), [(form, header) for form, known in HEADERS.items() for header in known])
def test_a_header_says_what_its_column_measures_or_is_left_open(form: str, header: str) -> None:
    measure, second = HEADERS[form][header]
    found = dimensions(next(f for f in forms() if f.id == form), header, "", "")
    assert found["measure"] == measure
    assert not measure or found[SECOND.get(form, "nature")] == second
