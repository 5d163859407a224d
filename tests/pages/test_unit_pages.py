"""Units and their comparison."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import pytest
from browsing import Open, check, picture
from playwright.sync_api import expect

WATER = "/pages/units/" + quote("示例市示范区水务局")


@pytest.mark.parametrize(("lang", "size"), [("zh", "wide"), ("en", "wide"), ("zh", "phone")])
def test_a_unit(visit: Open, tmp_path: Path, lang: str, size: str) -> None:
    page = visit(WATER, lang=lang, size=size)
    expect(page.locator(".chart svg")).to_have_count(5)
    expect(page.locator(".project").first).to_be_visible()
    expect(page.locator("h2")).to_have_count(2, timeout=30_000)
    check(page)
    picture(page, f"unit-{lang}-{size}", tmp_path)
    # Each chart has its figures as a table: 支出 2023, as printed on the form's total line.
    tables = page.locator(".figures summary")
    tables.first.click()
    expect(page.locator("#table-revenue-and-expenditure")).to_contain_text("5226.82")
    with page.expect_download() as saved:
        page.locator("button[data-csv=table-revenue-and-expenditure]").click()
    assert "5226.82" in Path(saved.value.path()).read_text(encoding="utf-8-sig")


def test_projects_show_their_indicators(visit: Open) -> None:
    page = visit("/pages/units/" + quote("示例市图书馆"))
    project = page.locator(".project", has=page.locator("tbody")).first
    project.locator("summary").click()
    expect(project.locator("tbody tr").first).to_be_visible()


def test_units_are_found(visit: Open) -> None:
    page = visit("/pages/units")
    check(page)
    page.locator("input[name=q]").fill("水务")
    page.keyboard.press("Enter")
    expect(page.locator("#table-units tbody tr")).to_have_count(1)
    page.locator("#table-units a").click()
    expect(page.locator("h1")).to_have_text("示例市示范区水务局")


@pytest.mark.parametrize(("lang", "size"), [("zh", "wide"), ("en", "phone")])
def test_comparison(visit: Open, tmp_path: Path, lang: str, size: str) -> None:
    page = visit("/pages/compare", lang=lang, size=size)
    table = page.locator("#table-compared")
    expect(table).to_contain_text("3892.75")
    expect(table).to_contain_text("+5.16%")
    # 2391.50 ÷ 68
    expect(table.locator("tr", has_text="示例市图书馆")).to_contain_text("35.17")
    check(page)
    picture(page, f"compare-{lang}-{size}", tmp_path)
    page.locator("select[name=year]").select_option("2022")
    page.locator("form.fields button").click()
    page.wait_for_url("**year=2022**")
    expect(table.locator("tbody tr").first).to_contain_text("3606.52")


def test_a_unit_that_is_not_held(browser_errors_expected: Open) -> None:
    page = browser_errors_expected("/pages/units/" + quote("没有这个局"))
    expect(page.locator(".refusal")).to_contain_text("单位")
