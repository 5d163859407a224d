"""What the tests of the pages share: a service in a process of its own, a browser, what holds for every page."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import urlopen

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page

ROOT = Path(__file__).parents[2]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
KEY = "a-key-for-tests"
PICTURES = ROOT / "docs" / "pictures"
SIZES = {"wide": {"width": 1200, "height": 820}, "phone": {"width": 390, "height": 780}}
Open = Callable[..., Page]


def run(*arguments: str) -> None:
    subprocess.run([sys.executable, "-m", "api.cli", *arguments], cwd=ROOT, env=environment(), check=True,
                   capture_output=True)  # fmt: skip


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), "MINGZHANG_EMBEDDING_MODEL": "none", "MINGZHANG_KEY": KEY}


def with_slip(text: str) -> str:
    """The document with one figure of 支出决算表 changed, so that it is not the sum of its parts any more."""
    row = "210 卫生健康支出 72.53"
    assert row in text
    return text.replace(row, "210 卫生健康支出 75.53", 1)


@contextmanager
def serving(store: Path) -> Iterator[str]:
    """The address of `mingzhang serve` in a process of its own."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = store.parent / f"serve-{port}.log"
    with log.open("w") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "api.cli", "serve", "--port", str(port), "--store", str(store)],
            cwd=store.parent, env=environment(), stdout=out, stderr=out,
        )  # fmt: skip
    address = f"http://127.0.0.1:{port}"
    try:
        began = time.monotonic()
        while True:
            try:
                urlopen(address + "/health", timeout=1).close()
                break
            except OSError:
                assert process.poll() is None, log.read_text()
                assert time.monotonic() - began < 90, "it does not listen"  # 2 s on an idle machine
                time.sleep(0.1)
        yield address
    finally:
        process.terminate()
        process.wait(20)
    assert "Traceback" not in log.read_text(), log.read_text()[-4000:]


@contextmanager
def visits(browser: Browser, service: str, wrong: list[str]) -> Iterator[Open]:
    """Opens pages; ``wrong`` takes requests to elsewhere, errors of scripts and what the browser complains of."""
    contexts: list[BrowserContext] = []

    def opened(path: str, lang: str = "zh", size: str = "wide", dark: bool = False) -> Page:
        context = browser.new_context(
            viewport=SIZES[size], locale={"zh": "zh-CN", "en": "en-GB"}[lang],  # type: ignore[arg-type]
            color_scheme="dark" if dark else "light", accept_downloads=True,
        )  # fmt: skip
        contexts.append(context)
        context.on("request", lambda request: None if local(request.url, service) else wrong.append(request.url))
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(f"{path}: {error}"))
        page.on("console", lambda told: wrong.append(f"{path}: {told.text}") if told.type == "error" else None)
        page.goto(service + path)
        page.locator("#main").wait_for()
        return page

    try:
        yield opened
    finally:
        for context in contexts:
            context.close()


def local(address: str, service: str) -> bool:
    parts = urlsplit(address)
    return parts.scheme in ("data", "blob") or parts.netloc == urlsplit(service).netloc


def faults(page: Page) -> list[str]:
    """What axe finds that is serious or critical."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    return [
        f"{each['id']}: {each['help']}: {node['html'][:200]}"
        for each in found if each["impact"] in ("serious", "critical") for node in each["nodes"]
    ]  # fmt: skip


def check(page: Page) -> None:
    """What holds for every page at any time: no grave fault of accessibility, nothing wider than the screen."""
    found = faults(page)
    assert not found, found
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), "the page scrolls sideways"


def picture(page: Page, name: str, tmp_path: Path, most: int = 1300) -> None:
    """Keep a picture of a page's upper part, in 64 colours; in docs/pictures only where MINGZHANG_PICTURES is set."""
    folder = PICTURES if os.environ.get("MINGZHANG_PICTURES") else tmp_path
    whole = folder / f"{name}.png"
    page.evaluate("scrollTo(0, 0)")
    width, height = page.evaluate("[innerWidth, document.documentElement.scrollHeight]")
    page.screenshot(path=whole, full_page=True, clip={"x": 0, "y": 0, "width": width, "height": min(height, most)})
    with Image.open(whole) as image:
        image.convert("RGB").quantize(64, dither=Image.Dither.NONE).save(whole, optimize=True)
    assert whole.stat().st_size < 250_000
