"""HTML from templates (``pages/templates``), its words in Chinese or English: plain pages, and parts of the others."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from api.http.negotiation import choose
from api.linked_data.labels import here

FOLDER = Path(__file__).parents[1] / "pages"
NAVIGATION = (
    ("/", "nav_ask"), ("/pages/units", "nav_units"), ("/pages/compare", "nav_compare"),
    ("/pages/disclosures", "nav_disclosures"),
    ("/pages/check", "nav_check"), ("/pages/findings", "nav_findings"),
    ("/pages/sparql", "nav_sparql"),
)  # fmt: skip
"""Paths of the pages and the names of their texts."""


@cache
def environment() -> Environment:
    """The templates; a name that is not there is an error, not a gap on the page."""
    folder = FileSystemLoader(FOLDER / "templates")
    return Environment(loader=folder, autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=StrictUndefined)


@cache
def texts(lang: str) -> dict[str, str]:
    """The words of the pages in one language (``pages/texts/*.toml``)."""
    words: dict[str, str] = {}
    for path in sorted((FOLDER / "texts").glob("*.toml")):
        with path.open("rb") as file:
            words |= tomllib.load(file)[lang]
    return words


def language(request: Request) -> str:
    """``lang`` of the address, else what the browser prefers of the two; Chinese where it says nothing."""
    asked = request.query_params.get("lang")
    if asked in ("zh", "en"):
        return asked
    # Language ranges are no media types; written as such they are weighed by the same rule.
    ranges = request.headers.get("accept-language", "")
    media = ",".join("l/" + part.strip().split("-")[0] + "".join(part.partition(";")[1:]) for part in ranges.split(","))
    return (choose(media, ["l/zh", "l/en"]) or "l/zh")[2:]


def address(root: str, lang: str, path: str, **parameters: Any) -> str:
    """The address of a page in a language; parameters that are None or empty are left out."""
    given = {name: value for name, value in parameters.items() if value not in (None, "")}
    if lang == "en":
        given["lang"] = "en"
    # Names of units are Chinese; what is escaped already stays so.
    return root + quote(path, safe="/%:@!$&'()*+,;=~") + (f"?{urlencode(given)}" if given else "")


def heading(request: Request) -> dict[str, Any]:
    """What the head of a page shows: the other pages, this one marked, and its address in the other language."""
    lang, root, path = language(request), request.scope.get("root_path", ""), request.url.path
    words = texts(lang)
    links = [
        {"href": address(root, lang, target), "text": words[name],
         "current": path == target or (target != "/" and path.startswith(target + "/"))}
        for target, name in NAVIGATION
    ]  # fmt: skip
    others = {**dict(parse_qsl(request.url.query)), "lang": "zh" if lang == "en" else "en"}
    return {"navigation": links, "other_language": f"?{urlencode(others)}"}


def fragment(template: str, lang: str, root: str, **values: Any) -> str:
    """HTML of a template; everything in it is escaped."""

    def to(path: str, **parameters: Any) -> str:
        return address(root, lang, path, **parameters)

    return environment().get_template(template).render(t=texts(lang), lang=lang, root=root, address=to, **values)


def render(request: Request, template: str, *, status: int = 200, base: str = "", **values: Any) -> HTMLResponse:
    """A whole page without any script. ``base`` is that of the IRIs on it, which link to their pages here."""
    lang = language(request)
    root = request.scope.get("root_path", "")

    def link(iri: str) -> str:
        inside = here(iri, base) if base else None
        return iri if inside is None else root + inside

    content = fragment(template, lang, root, here=link, **heading(request), **values)
    return HTMLResponse(content, status, headers={"Vary": "Accept, Accept-Language", "Content-Language": lang})
