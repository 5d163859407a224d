"""Check a draft: give a file, see what is wrong with it, both sides of each finding marked where they are printed."""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import Any

from nicegui import ui

from api.pages.drafts import Draft, drafts_of
from api.pages.findings import SEVERITIES, entry
from api.pages.frame import Visit, page

SHOWN = 200
"""Findings listed; a report holds all."""


@page("/pages/check", "nav_check")
async def check(visit: Visit) -> None:
    """The form that takes a draft."""
    visit.show("check.html", no_key=not visit.service.settings.key.get_secret_value(), endings=endings())


def endings() -> str:
    from api.holdings.documents import TAKEN

    return ",".join(sorted(TAKEN))


@page("/pages/check/{draft}", "nav_check")
async def checked(visit: Visit) -> None:
    """What came of a draft; the page may be left and opened again while it is being read."""
    draft = drafts_of(visit.app.state).one(visit.part("draft"))
    ui.page_title(f"{draft.path.name} · {visit.words['name']}")
    visit.show("draft_head.html", name=draft.path.name)
    assert draft.work is not None

    def show(found: tuple[list[Any], list[Any]]) -> None:
        shown(visit, draft, *found)

    await visit.eventually(asyncio.shield(draft.work), show)


def shown(visit: Visit, draft: Draft, findings: list[Any], reading: list[Any]) -> None:
    """Findings first, then what was and was not understood."""
    counts = Counter(each["severity"] for each in findings)
    root = f"/pages/drafts/{draft.id}"
    entries = [entry(visit, each, f"{root}.png", f"{root}/place") for each in findings[:SHOWN]]
    visit.show(
        "draft.html", findings=entries, total=len(findings), report=root + "/report",
        counts=[(severity, counts[severity]) for severity in SEVERITIES if counts[severity]],
        reading=[{**each, "rows": ledger_rows(each["ledger"])} for each in reading],
    )  # fmt: skip


def ledger_rows(ledger: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The ledger for a table: what was read by form, then what was not, in the order of the document."""
    order = {"read": 0}
    return sorted(ledger, key=lambda each: order.get(each["event"], 1))
