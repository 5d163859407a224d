"""Work done by keys alone, as by people who can't use a mouse: no click, nothing focused or filled from outside."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import pytest
from browsing import KEY, Open
from playwright.sync_api import Page, expect
from test_documents import DRAFT

FAR = 150
"""More presses of Tab than any page here should need to reach what stands on its first screens."""
SEEN = """() => { const at = document.activeElement, look = getComputedStyle(at), box = at.getBoundingClientRect();
  return box.bottom > 0 && box.top < innerHeight && (look.outlineStyle !== 'none' || look.boxShadow !== 'none'); }"""


def tab_to(page: Page, wanted: str, contents: str = "") -> None:
    """Press Tab until what holds the focus is ``wanted`` (a selector, and text in it); then one sees that it does."""
    for _ in range(FAR):
        page.keyboard.press("Tab")
        if page.evaluate(
            "([wanted, contents]) => { const at = document.activeElement;"
            " return at.matches(wanted) && at.textContent.includes(contents); }", [wanted, contents]
        ):  # fmt: skip
            assert page.evaluate(SEEN), f"the focus on {wanted} is not seen"
            return
    pytest.fail(f"{wanted} is not reached by {FAR} presses of Tab")


def choose(page: Page, file: Path) -> None:
    """Choose a file by keys. The dialog is listened for before any key is pressed: where that is asked for only with
    the press, a busy browser may open the dialog before it hears of it, and then nobody ever answers it."""
    page.on("filechooser", lambda chooser: chooser.set_files(file))
    tab_to(page, "[type=file]")
    page.keyboard.press("Enter")
    page.wait_for_function("document.querySelector('[type=file]').files.length === 1")


def test_a_draft_is_given_and_its_finding_opened(visit: Open) -> None:
    page = visit("/pages/check")
    choose(page, DRAFT)
    tab_to(page, "form.upload [data-key]")
    page.keyboard.type(KEY)
    tab_to(page, "form.upload button")
    page.keyboard.press("Enter")
    finding = page.locator(".finding").first
    expect(finding).to_contain_text("129.87", timeout=90_000)
    side = finding.locator(".printed").first
    expect(side).to_have_attribute("open", "")
    tab_to(page, ".finding .printed summary")
    page.keyboard.press("Enter")
    expect(side).not_to_have_attribute("open", "")
    page.keyboard.press("Enter")
    expect(side).to_have_attribute("open", "")
    # The page of the document is larger than its frame; the arrows move it.
    sheet = finding.locator(".sheet").first
    expect(sheet.locator("img")).to_have_js_property("complete", True)
    tab_to(page, ".finding .sheet")
    before = sheet.evaluate("sheet => sheet.scrollTop")
    page.keyboard.press("ArrowUp" if before > 100 else "ArrowDown")
    page.wait_for_function("before => document.activeElement.scrollTop !== before", arg=before)


def test_a_finding_is_confirmed_and_taken_back(visit: Open) -> None:
    page = visit("/pages/findings")
    finding = page.locator(".finding").first
    expect(finding).to_be_visible(timeout=30_000)
    tab_to(page, ".keyrow [data-key]")
    page.keyboard.type(KEY)
    tab_to(page, "[data-by]")
    page.keyboard.type("李四")
    tab_to(page, ".finding [name=note]")
    page.keyboard.type("已核")
    tab_to(page, ".finding button[value=confirmed]")
    page.keyboard.press("Enter")
    expect(finding.locator(".verdict")).to_contain_text("已确认")
    tab_to(page, ".finding button[value='']")
    page.keyboard.press("Space")
    expect(finding.locator(".verdict")).to_contain_text("已保存")


def test_findings_are_filtered(visit: Open) -> None:
    page = visit("/pages/findings")
    expect(page.locator(".finding").first).to_be_visible(timeout=30_000)
    tab_to(page, "select[name=severity]")
    page.keyboard.press("ArrowDown")
    tab_to(page, "form.fields button")
    page.keyboard.press("Enter")
    page.wait_for_url("**severity=**")
    expect(page.locator("select[name=severity]")).not_to_have_value("")


def test_a_table_as_read_leads_to_its_page(visit: Open) -> None:
    page = visit("/pages/disclosures/" + quote("示例市图书馆/2023/决算/单位") + "?table=3")
    tab_to(page, "#table-read a", "1894.50")
    page.keyboard.press("Enter")
    page.wait_for_function("document.querySelector('#page-picture').src.includes('xywh=')")


def test_units_are_compared(visit: Open) -> None:
    page = visit("/pages/units")
    tab_to(page, "#main a", "示例市图书馆")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("示例市图书馆")
    tab_to(page, "#main summary, #main a.download, #main button[data-csv]")
    page = visit("/pages/compare")
    tab_to(page, "#main form button")
    page.keyboard.press("Enter")
    expect(page.locator("#table-compared")).to_be_visible()
    with page.expect_download() as saved:
        tab_to(page, "button[data-csv=table-compared]")
        page.keyboard.press("Enter")
    assert saved.value.suggested_filename.endswith(".csv")
