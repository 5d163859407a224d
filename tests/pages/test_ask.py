"""The first page: from a start to an answer with its place, by mouse, by keyboard, on a phone, in both languages."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import quote

import pytest
from browsing import Open, check, picture
from PIL import Image
from playwright.sync_api import expect

QUESTION = "示例市图书馆2023年支出合计比2022年增加了多少？"


def test_the_first_answer_is_one_click_after_the_start(visit: Open, tmp_path: Path) -> None:
    page = visit("/")
    expect(page.get_by_text("3 个单位")).to_be_visible()
    check(page)
    picture(page, "ask", tmp_path)
    about = json.loads(page.locator("script[type='application/ld+json']").text_content() or "")
    assert "DataCatalog" in about["@type"]
    assert page.request.get(about["distribution"][0]["contentUrl"]).ok
    page.locator(".examples a").first.click()
    expect(page.locator(".figure data")).to_be_visible()
    expect(page.locator(".printed").first).to_be_visible()


@pytest.mark.parametrize(("lang", "size"), [("zh", "wide"), ("en", "wide"), ("zh", "phone"), ("en", "phone")])
def test_an_answer_with_its_place(visit: Open, tmp_path: Path, lang: str, size: str) -> None:
    page = visit("/?q=" + quote(QUESTION), lang=lang, size=size)
    expect(page.locator(".figure data")).to_have_text("117.44")
    expect(page.locator(".formula")).to_contain_text("2391.5 − 2274.06 = 117.44")
    # The page of the PDF is shown with the answer, its cell in the middle of what is seen.
    shown = page.locator(".printed img").first
    expect(shown).to_be_visible()
    page.wait_for_function("document.querySelector('.printed img').naturalWidth > 0")
    expect(page.locator(".chart svg")).to_be_visible()
    check(page)
    picture(page, f"answer-{lang}-{size}", tmp_path)
    shown.scroll_into_view_if_needed()
    picture_of_page = tmp_path / "page.png"
    page.locator(".printed .sheet").first.screenshot(path=picture_of_page)
    with Image.open(picture_of_page) as seen:
        red = [pixel for pixel in seen.convert("RGB").get_flattened_data() if pixel[0] > 150 and max(pixel[1:]) < 90]
    assert len(red) > 50, "the frame around the cell is seen"
    # The second place is in a Word file: opened, it is the table as read, its cell marked.
    page.locator(".printed summary").nth(1).click()
    expect(page.locator(".printed mark")).to_have_text("2274.06")
    check(page)


def test_by_keyboard_alone(visit: Open) -> None:
    page = visit("/")
    keys = page.keyboard
    page.wait_for_function("document.activeElement.id === 'q'")
    keys.type("示例市图")
    expect(page.locator("#completions [role=option]").first).to_have_text("示例市图书馆")
    keys.press("ArrowDown")
    keys.press("Enter")
    keys.type("2023年支出")
    expect(page.locator("#completions")).to_be_visible()
    keys.press("Escape")
    keys.type("合计是多少")
    expect(page.locator("#q")).to_have_value("示例市图书馆2023年支出合计是多少")
    keys.press("Enter")
    expect(page.locator(".figure data")).to_have_text("2391.50")
    # The first stop of the page leads past its head; from there on to the first place, which Enter closes and opens.
    keys.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    for _ in range(40):
        if page.evaluate("document.activeElement.matches('.printed summary')"):
            break
        keys.press("Tab")
    place = page.locator(".printed").first
    expect(place).to_have_attribute("open", "")
    keys.press("Enter")
    expect(place).not_to_have_attribute("open", "")
    keys.press("Enter")
    expect(place).to_have_attribute("open", "")


def test_a_refusal_says_what_is_held(visit: Open) -> None:
    page = visit("/?q=" + quote("示例市图书馆1999年支出合计是多少？"))
    expect(page.locator(".refusal")).to_contain_text("没有收录")
    expect(page.locator(".figure")).to_have_count(0)
    page.locator(".examples a").first.click()
    expect(page.locator(".figure data")).to_be_visible()


def test_what_is_asked_is_never_markup(visit: Open) -> None:
    page = visit("/?q=" + quote("<img src=x onerror=alert(1)>\"'></script><script>alert(2)</script>`${1}"))
    expect(page.locator(".refusal")).to_be_visible()
    assert page.locator("img[src=x]").count() == 0
    assert "alert(2)" in page.locator("#q").input_value()


def test_cited_downloaded_shared(visit: Open) -> None:
    page = visit("/?q=" + quote(QUESTION))
    citation = page.locator("#citation")
    expect(citation).to_contain_text("shili-tushuguan-2023-juesuan.pdf 第9页")
    expect(citation).to_contain_text("查阅日期")
    expect(citation).to_contain_text("/id/disclosure/示例市图书馆/2023/决算/单位/")
    with page.expect_download() as saved:
        page.locator("button[data-csv=table-values]").click()
    rows = Path(saved.value.path()).read_text(encoding="utf-8-sig").splitlines()
    assert rows[0].startswith("单位,年度")
    assert any("2391.50" in row for row in rows)
    with page.expect_download() as saved:
        page.get_by_text("下载答案（JSON）").click()
    assert '"117.44"' in Path(saved.value.path()).read_text(encoding="utf-8")
    # Questions near to it were asked before they are offered.
    page.locator("h2", has_text="还可以问").wait_for()


def test_dark(visit: Open, tmp_path: Path) -> None:
    page = visit("/?q=" + quote(QUESTION), dark=True)
    expect(page.locator(".chart svg")).to_be_visible()
    red, green, blue = page.evaluate("getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number)")
    assert max(red, green, blue) < 60
    check(page)
    picture(page, "answer-dark", tmp_path)


def test_pages_weigh_little_after_the_first(visit: Open) -> None:
    page = visit("/")
    page.wait_for_load_state("networkidle")
    page.reload()
    page.wait_for_load_state("networkidle")
    weight = page.evaluate("performance.getEntries().reduce((sum, each) => sum + (each.transferSize || 0), 0)")
    assert weight < 150_000, weight
