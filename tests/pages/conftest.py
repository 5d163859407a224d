"""A real service over the samples, and a browser that may talk to nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from browsing import CHROMIUM, FLAGS, ROOT, Open, run, serving, visits, with_slip
from playwright.sync_api import Browser, expect, sync_playwright


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(item.fspath).parent == Path(__file__).parent and "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.slow)
            if CHROMIUM is None:
                item.add_marker(pytest.mark.skip(reason="needs Chromium (Debian: apt-get install chromium)"))


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The samples, and a later revision of one of them in which a figure was changed: it has findings."""
    folder = tmp_path_factory.mktemp("pages")
    run("ingest", str(ROOT / "samples" / "documents"), "--store", str(folder / "store"))
    original = ROOT / "samples" / "documents" / "shili-tushuguan-2021-juesuan.txt"
    changed = folder / "shili-tushuguan-2021-juesuan-xiuding.txt"
    changed.write_text(with_slip(original.read_text(encoding="utf-8")), encoding="utf-8")
    run("ingest", str(changed), "--store", str(folder / "store"))
    return folder / "store"


@pytest.fixture(scope="session")
def service(store: Path) -> Iterator[str]:
    with serving(store) as address:
        yield address


@pytest.fixture(scope="module")  # while it lives, this thread belongs to its event loop, and later tests have their own
def browser() -> Iterator[Browser]:
    expect.set_options(timeout=20_000)  # a machine that does much else is slow
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield started
        started.close()


@pytest.fixture
def visit(browser: Browser, service: str) -> Iterator[Open]:
    """``visit(path, lang=, size=, dark=)`` opens a page. Requests to elsewhere and faults in the page fail the test."""
    wrong: list[str] = []
    with visits(browser, service, wrong) as opened:
        yield opened
    assert not wrong, wrong


@pytest.fixture
def browser_errors_expected(browser: Browser, service: str) -> Iterator[Open]:
    """As ``visit``, for what the service refuses: the browser notes the status as an error."""
    wrong: list[str] = []
    with visits(browser, service, wrong) as opened:
        yield opened
    assert [each for each in wrong if "the server responded with a status of 4" not in each] == []
