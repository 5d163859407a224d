"""Pages from templates (``pages/*.html``), their words in Chinese or English. No script, nothing from elsewhere."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from api.labels import here
from api.negotiation import choose

FOLDER = Path(__file__).parent / "pages"


@cache
def environment() -> Environment:
    """The templates; a name that is not there is an error, not a gap on the page."""
    folder = FileSystemLoader(FOLDER)
    return Environment(loader=folder, autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=StrictUndefined)


@cache
def texts(lang: str) -> dict[str, str]:
    """The words of the pages in one language."""
    with (FOLDER / "texts.toml").open("rb") as file:
        found: dict[str, dict[str, str]] = tomllib.load(file)
    return found[lang]


def language(request: Request) -> str:
    """``lang`` of the address, else what the browser prefers of the two; Chinese where it says nothing."""
    asked = request.query_params.get("lang")
    if asked in ("zh", "en"):
        return asked
    # Language ranges are no media types; written as such they are weighed by the same rule.
    ranges = request.headers.get("accept-language", "")
    media = ",".join("l/" + part.strip().split("-")[0] + "".join(part.partition(";")[1:]) for part in ranges.split(","))
    return (choose(media, ["l/zh", "l/en"]) or "l/zh")[2:]


def render(request: Request, template: str, *, status: int = 200, base: str = "", **values: Any) -> HTMLResponse:
    """A page. ``base`` is that of the IRIs on it, which link to their pages here."""
    lang = language(request)
    root = request.scope.get("root_path", "")

    def link(iri: str) -> str:
        inside = here(iri, base) if base else None
        return iri if inside is None else root + inside

    def ask(question: str) -> str:
        return f"{root}/?{urlencode({'q': question, **({'lang': 'en'} if lang == 'en' else {})})}"

    others = {**dict(parse_qsl(request.url.query)), "lang": "zh" if lang == "en" else "en"}
    content = environment().get_template(template).render(
        t=texts(lang), lang=lang, root=root, here=link, ask=ask, other_language=f"?{urlencode(others)}", **values
    )
    return HTMLResponse(content, status, headers={"Vary": "Accept, Accept-Language", "Content-Language": lang})
