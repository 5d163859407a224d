"""The page for SPARQL: examples, a query by keyboard, the grid, the chart, the files."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import pytest
from browsing import Open, check, picture
from playwright.sync_api import expect

QUERY = """PREFIX mz: <https://mingzhang.example/ontology#>
SELECT ?item ?value WHERE {
  ?part mz:disclosure ?revision ; mz:formTitle "支出决算表" .
  ?revision mz:year 2023 ; mz:unit <https://mingzhang.example/id/unit/示例市图书馆> .
  ?figure mz:part ?part ; mz:column "本年支出合计" ; mz:itemLabel ?item ; mz:value ?value ;
          mz:observation/mz:level "class" .
} ORDER BY DESC(?value)"""


@pytest.mark.parametrize(("lang", "size"), [("zh", "wide"), ("en", "phone")])
def test_a_query_with_its_grid_chart_and_csv(visit: Open, tmp_path: Path, lang: str, size: str) -> None:
    page = visit("/pages/sparql?query=" + quote(QUERY), lang=lang, size=size)
    expect(page.locator(".chart svg")).to_be_visible()
    expect(page.locator(".ag-row").first).to_contain_text("文化旅游体育与传媒支出")
    check(page)
    picture(page, f"sparql-{lang}-{size}", tmp_path)
    with page.expect_download() as saved:
        page.locator("a[download='result.csv']").click()
    rows = Path(saved.value.path()).read_text(encoding="utf-8").splitlines()
    assert rows[0] == "item,value"
    assert "文化旅游体育与传媒支出,1894.5" in rows


def test_an_example_run_by_keyboard(visit: Open) -> None:
    page = visit("/pages/sparql")
    page.locator(".chooser summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**query=**")
    expect(page.locator(".cm-content")).to_contain_text("SELECT")
    page.locator(".cm-content").focus()
    page.keyboard.press("Control+Enter")
    page.locator(".result, section[aria-label] h2").first.wait_for()
    # The editor takes Tab for itself; Escape gives it back.
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    assert not page.evaluate("document.activeElement.classList.contains('cm-content')")


def test_things_in_a_result_are_links(visit: Open) -> None:
    page = visit("/pages/sparql?query=" + quote("SELECT ?u { ?u a <https://mingzhang.example/ontology#Unit> }"))
    page.locator(".ag-row a", has_text="示例市图书馆").first.click()
    page.wait_for_url("**/id/unit/**")


def test_a_query_with_an_error_says_where(visit: Open) -> None:
    page = visit("/pages/sparql?query=" + quote("SELECT <script>alert(1)</script>"))
    expect(page.locator(".refusal")).to_be_visible()
    page = visit("/pages/sparql?query=" + quote("SELECT * { SERVICE <http://elsewhere.example/> { ?s ?p ?o } }"))
    expect(page.locator(".refusal")).to_contain_text("SERVICE")


def test_nothing_found_says_what_to_try(visit: Open) -> None:
    page = visit("/pages/sparql?query=" + quote("SELECT ?x { ?x a <urn:none> }"))
    expect(page.locator("section[aria-label]")).to_contain_text("没有符合条件")
