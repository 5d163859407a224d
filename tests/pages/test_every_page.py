"""What holds for every page: both languages, all widths, the keyboard."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from browsing import Open, check
from playwright.sync_api import expect

PAGES = ("/", *(f"/pages/{name}" for name in ("units", "compare", "disclosures", "findings", "check", "sparql")))
PLAIN = ("/id/unit/" + quote("示例市图书馆"), "/ontology")
"""Pages of linked data: HTML without any script, in the same look."""


@pytest.mark.parametrize("size", ["wide", "phone"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_in_both_languages_at_every_width(visit: Open, lang: str, size: str) -> None:
    for path in (*PAGES, *PLAIN):
        page = visit(path, lang=lang, size=size)
        expect(page.locator("html")).to_have_attribute("lang", lang)
        expect(page.locator("h1").first).to_be_attached()
        expect(page.locator(".waiting")).to_have_count(0)
        if path not in PLAIN:
            # The head leads to the same page in the other language.
            other = {"zh": "en", "en": "zh"}[lang]
            assert f"lang={other}" in (page.locator("a.language").get_attribute("href") or "")
        check(page)
        page.close()


@pytest.mark.parametrize("path", PAGES)
def test_by_keyboard_every_page_is_reached_and_left(visit: Open, path: str) -> None:
    """From the top of each page Tab goes through its links and fields, each seen, and out at the end."""
    page = visit(path)
    page.wait_for_timeout(700)
    stops: list[str] = []
    page.evaluate("document.activeElement.blur()")
    for _ in range(60):
        page.keyboard.press("Escape")
        page.keyboard.press("Tab")
        stops.append(page.evaluate("document.activeElement === document.body ? '' : document.activeElement.outerHTML"))
    assert len(set(stops)) >= 10
    assert any('class="skip"' in stop for stop in stops)
    assert "" in stops or len(set(stops)) > 30, "nothing holds the focus for ever"
