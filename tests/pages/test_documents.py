"""Documents: uploaded and followed, their ledger, their tables beside the page; drafts checked; findings reviewed."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import pytest
from browsing import KEY, Open, check, picture
from playwright.sync_api import Page, expect

DRAFT = Path(__file__).parents[1] / "data" / "draft-with-slip.pdf"
"""Drawn by ``python -m bench.generate OUT --bodies 1 --years 2023 --layouts wuhan:pdf --errors 1 --seed draft-b``:
《收入支出决算总表》 prints 129.87 for 卫生健康支出, which is 119.87 elsewhere."""
ONE = "/pages/disclosures/" + quote("示例市图书馆/2023/决算/单位")


def give(page: Page, file: Path, key: str = KEY) -> None:
    page.locator("[type=file]").set_input_files(file)
    page.locator("form.upload [data-key]").fill(key)
    page.locator("form.upload button").click()


@pytest.mark.parametrize(("lang", "size"), [("zh", "wide"), ("en", "phone")])
def test_a_draft_with_a_slip(visit: Open, tmp_path: Path, lang: str, size: str) -> None:
    page = visit("/pages/check", lang=lang, size=size)
    check(page)
    give(page, DRAFT)
    finding = page.locator(".finding").first
    expect(finding).to_contain_text("129.87", timeout=90_000)
    assert "/pages/check/" in page.url
    # Both sides stand open, each with its cell marked on its page.
    pictures = finding.locator(".printed[open] img")
    expect(pictures).to_have_count(2)
    for place in range(2):
        pictures.nth(place).scroll_into_view_if_needed()
        expect(pictures.nth(place)).to_have_js_property("complete", True)
        assert pictures.nth(place).evaluate("image => image.naturalWidth") > 500
    expect(finding.locator(".printed q").nth(1)).to_have_text("119.87")
    page.evaluate("scrollTo(0, 0)")
    check(page)
    picture(page, f"draft-{lang}-{size}", tmp_path)
    expect(page.locator(".ledger").first).to_contain_text("48")
    with page.expect_download() as saved:
        page.locator("a[download]").first.click()
    assert "129.87" in Path(saved.value.path()).read_text(encoding="utf-8")
    # It can be left and found again.
    page.goto(page.url.split("/pages/")[0] + "/pages/check")
    page.locator("[data-work] a").first.click()
    expect(page.locator(".finding").first).to_contain_text("129.87")


def test_a_wrong_key_says_what_to_do(browser_errors_expected: Open) -> None:
    page = browser_errors_expected("/pages/check")
    give(page, DRAFT, "wrong")
    expect(page.locator("form.upload .refusal")).to_contain_text("key")


def test_a_document_is_read_and_its_ledger_shown(visit: Open, tmp_path: Path) -> None:
    page = visit("/pages/disclosures")
    expect(page.locator("#table-disclosures")).to_contain_text("shili-tushuguan-2023-juesuan.pdf")
    check(page)
    picture(page, "disclosures", tmp_path)
    give(page, DRAFT)
    expect(page.locator("h1")).to_have_text("已读入", timeout=90_000)
    expect(page.locator(".ledger")).to_contain_text("勾稽不符")
    check(page)
    picture(page, "reading", tmp_path)
    page.wait_for_timeout(2500)  # the service moves to what was published within two seconds
    page.locator("a", has_text="打开这份公开").click()
    expect(page.locator("h1")).to_contain_text("示例市第1图书馆")
    page.goto(page.url.split("/pages/")[0] + "/pages/disclosures?q=" + quote("第1图书馆"))
    expect(page.locator("#table-disclosures tbody tr")).to_have_count(1)


@pytest.mark.parametrize(("lang", "size"), [("zh", "wide"), ("en", "wide"), ("zh", "phone")])
def test_tables_as_read_beside_their_page(visit: Open, tmp_path: Path, lang: str, size: str) -> None:
    page = visit(ONE + "?table=3", lang=lang, size=size)
    expect(page.locator(".forms a")).to_have_count(7)
    cell = page.locator("#table-read a", has_text="1894.50").first
    cell.click()
    page.wait_for_function("document.querySelector('#page-picture').src.includes('xywh=')")
    page.wait_for_function("document.querySelector('#page-picture').complete")
    check(page)
    picture(page, f"disclosure-{lang}-{size}", tmp_path, most=2600 if size == "phone" else 1600)


def test_what_a_revision_changed(visit: Open) -> None:
    page = visit("/pages/disclosures/" + quote("示例市图书馆/2021/决算/单位"))
    expect(page.locator(".changes").first).to_contain_text("75.53")
    expect(page.locator("#main")).to_contain_text("已被取代")
    # A file without pages: a figure leads to its lines.
    page.locator("#table-read a").first.click()
    expect(page.locator("mark").first).to_be_visible()


@pytest.mark.parametrize(("lang", "size"), [("zh", "wide"), ("en", "phone")])
def test_a_finding_is_confirmed_with_a_note(visit: Open, tmp_path: Path, lang: str, size: str) -> None:
    page = visit("/pages/findings", lang=lang, size=size)
    finding = page.locator(".finding").first
    expect(finding).to_be_visible(timeout=30_000)
    check(page)
    picture(page, f"findings-{lang}-{size}", tmp_path)
    page.locator(".keyrow [data-key]").fill(KEY)
    page.locator("[data-by]").fill("张三")
    finding.locator("[name=note]").fill("已与单位核实")
    finding.locator("button[value=confirmed]").click()
    word = {"zh": "已确认", "en": "confirmed"}[lang]
    expect(finding.locator(".verdict")).to_contain_text(word)
    page.goto(page.url.partition("?")[0] + "?verdict=confirmed" + ("&lang=en" if lang == "en" else ""))
    expect(page.locator(".finding")).to_have_count(1)
    expect(page.locator(".finding .verdict")).to_contain_text(f"{word} · 张三")
    expect(page.locator(".finding [name=note]")).to_have_value("已与单位核实")
    # The key is kept in this tab, not asked for again; what was said can be taken back.
    page.locator(".finding button[value='']").click()
    expect(page.locator(".finding .verdict")).to_contain_text({"zh": "已保存", "en": "Kept"}[lang])
    page.reload()
    expect(page.locator(".finding")).to_have_count(0)


def test_findings_filtered(visit: Open) -> None:
    page = visit("/pages/findings")
    expect(page.locator(".finding").first).to_be_visible(timeout=30_000)
    everything = page.locator(".finding").count()
    page.locator("select[name=rule]").select_option("table-sum")
    page.locator("select[name=unit]").select_option("示例市图书馆")
    page.locator("form.fields button").first.click()
    page.wait_for_url("**rule=table-sum**")
    expect(page.locator(".finding").first).to_be_visible()
    assert 0 < page.locator(".finding").count() <= everything
    # Both sides, opened: the lines of the text with the figure marked.
    page.locator(".printed summary", has_text=".txt").first.click()
    expect(page.locator(".printed mark").first).to_be_visible()
