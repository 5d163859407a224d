"""The frame of every page: who visits it, in which language; navigation, footer, errors that say what to do."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from fastapi import Request
from nicegui import background_tasks, ui

from api.http.problems import Problem
from api.linked_data import rendering
from api.linked_data.labels import here
from api.pages.service import Service
from api.pages.shell import SERVICE

log = logging.getLogger("mingzhang")
T = TypeVar("T")
PATHS: list[str] = []
"""Paths of all pages, filled as their modules are imported."""
AT_ONCE = 1.5
"""Seconds that a page waits for what it shows; what takes longer is filled in when it comes."""
LONGEST = 60.0
HEAD = (
    '<link rel="stylesheet" href="{root}/static/mingzhang.css">'
    '<script src="{root}/static/pages.js" defer></script>'
)


class Visit:
    """One visit to a page: its parameters, its language, and the service to ask."""

    def __init__(self, request: Request) -> None:
        self.request = request
        self.app = request.scope[SERVICE]
        self.service = Service(self.app, request)
        self.lang = rendering.language(request)
        self.words = rendering.texts(self.lang)
        self.root: str = request.scope.get("root_path", "")

    def parameter(self, name: str, most: int = 500) -> str:
        """A parameter of the address, shortened to what any honest one has; empty where it is not given."""
        return self.request.query_params.get(name, "").strip()[:most]

    def part(self, name: str) -> str:
        """A part of the path."""
        return str(self.request.path_params[name])

    def address(self, path: str, **parameters: Any) -> str:
        """The address of a page in the visitor's language."""
        return rendering.address(self.root, self.lang, path, **parameters)

    def absolute(self, path: str) -> str:
        """A path of this service with scheme and host, as the visitor's browser knows them."""
        return f"{self.request.url.scheme}://{self.request.url.netloc}{path}"

    def here(self, iri: str) -> str:
        """Where this service shows an IRI; IRIs of others as they are."""
        inside = here(iri, self.service.base)
        return iri if inside is None else self.root + inside

    def fragment(self, template: str, **values: Any) -> str:
        """HTML of a template (``templates/``), everything in it escaped."""
        return rendering.fragment(template, self.lang, self.root, here=self.here, **values)

    def show(self, template: str, **values: Any) -> ui.html:
        """Put a template on the page."""
        return ui.html(self.fragment(template, **values), sanitize=False)

    def problem(self, problem: Problem) -> None:
        """Say what went wrong, and what to do about it where the texts know more than the service says."""
        advice = self.words.get(f"advice_{problem.kind.replace('-', '_')}", "")
        self.show("problem.html", problem=problem.detail, advice=advice)

    async def eventually(self, work: Awaitable[T], show: Callable[[T], Awaitable[None] | None]) -> None:
        """Show what ``work`` gives: with the page where it is there soon, else in its place as soon as it is."""
        task = asyncio.ensure_future(work)
        place = ui.element("div").props('aria-live="polite"').classes("place")

        async def fill() -> None:
            await asyncio.wait({task})
            place.clear()
            with place:
                try:
                    shown = show(await task)
                    if shown is not None:
                        await shown
                except Problem as problem:
                    self.problem(problem)
                except Exception:
                    log.exception("fault on a page")
                    self.problem(Problem(500, "fault", self.words["fault"]))

        await asyncio.wait({task}, timeout=AT_ONCE)
        if task.done():
            await fill()
        else:
            with place:
                self.show("waiting.html")
            background_tasks.create(fill())


Build = Callable[[Visit], Awaitable[None]]


def page(path: str, title: str) -> Callable[[Build], Build]:
    """Register a page at ``path``; ``title`` names its text. What the function builds stands between head and foot."""

    def register(build: Build) -> Build:
        PATHS.append(path)

        @ui.page(path, response_timeout=LONGEST)
        async def built(request: Request) -> None:
            visit = Visit(request)
            ui.add_head_html(HEAD.format(root=visit.root))
            ui.add_body_html(f"<noscript>{visit.words['noscript']}</noscript>")
            ui.page_title(f"{visit.words[title]} · {visit.words['name']}")
            with ui.header(fixed=False, elevated=False, wrap=False):
                visit.show("head.html", **rendering.heading(request))
            with ui.footer(fixed=False, wrap=False):
                visit.show("foot.html")
            with ui.element("div").props("id=main tabindex=-1").classes("main"):
                try:
                    await build(visit)
                except Problem as problem:
                    ui.context.client.status_code = problem.status
                    visit.problem(problem)

        return build

    return register


def button(text: str, press: Callable[[], Any], kind: str = "quiet") -> ui.element:
    """A plain button that calls ``press`` here."""
    made = ui.element("button").props("type=button").classes(kind).on("click", press)
    with made:
        ui.label(text).classes("text")
    return made
