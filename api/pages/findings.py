"""Findings: what is wrong or doubtful in the documents held; filtered, confirmed or dismissed with a note."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

from api.pages.frame import Visit, page
from api.pages.places import place
from graph.findings.rulebook import all_rules

SEVERITIES = ("error", "warning", "hint")
VERDICTS = ("none", "confirmed", "dismissed")
SHOWN = 50
FILTERS = ("unit", "year", "rule", "severity", "verdict")


@page("/pages/findings", "nav_findings")
async def findings(visit: Visit) -> None:
    """``unit``, ``year``, ``rule``, ``severity``, ``verdict`` filter as those of `/findings` do; ``offset`` pages."""
    given = {name: visit.parameter(name) for name in FILTERS}
    offset = visit.parameter("offset")
    start = int(offset) if offset.isdecimal() and len(offset) < 8 else 0

    async def found() -> tuple[dict[str, Any], dict[str, Any]]:
        # All of them tell which rules there are to choose from, and how many of each.
        return (
            await visit.service.get("/findings", **given, limit=SHOWN, offset=start),
            await visit.service.get("/findings", limit=1000),
        )

    def show(got: tuple[dict[str, Any], dict[str, Any]]) -> None:
        listed, everything = got
        rules = Counter(each["rule"] for each in everything["results"])
        names = rule_names(visit.lang)
        visit.show(
            "findings.html", given=given, total=listed["total"], everything=everything["total"], start=start,
            rules=[(rule, names.get(rule, rule), count) for rule, count in rules.most_common()],
            severities=SEVERITIES, verdicts=VERDICTS,
            findings=[entry(visit, each) for each in listed["results"]],
            units=sorted({unit_name(each) for each in everything["results"]}),
            more=visit.address("/pages/findings", **given, offset=start + SHOWN)
            if start + SHOWN < listed["total"] else "",
            before=visit.address("/pages/findings", **given, offset=max(0, start - SHOWN)) if start else "",
            no_key=not visit.service.settings.key.get_secret_value(),
        )  # fmt: skip

    await visit.eventually(found(), show)


def unit_name(finding: dict[str, Any]) -> str:
    """The unit, as the IRI of its disclosure names it."""
    parts = str(finding["disclosure"]).partition("/id/disclosure/")[2].split("/")
    return parts[0]


def rule_names(lang: str) -> dict[str, str]:
    """What each rule says of a finding, by its id, without the particulars."""
    told = {rule.id: rule.en if lang == "en" else rule.zh for rule in all_rules()}
    return {rule: re.sub(r"(?:\{\w+\}\s*)+", "… ", text).strip() for rule, text in told.items()}


def entry(visit: Visit, finding: dict[str, Any], picture: str = "", part: str = "") -> dict[str, Any]:
    """A finding for ``finding_macro.html``. ``picture`` and ``part``: where a draft's places are shown."""
    places = []
    for each in finding["evidence"]:
        shown = place(each)
        if picture:
            drawn, read = shown["picture"].partition("?")[2], shown["part"].partition("?")[2]
            shown |= {"picture": f"{picture}?{drawn}" if drawn else "", "part": f"{part}?{read}" if read else "",
                      "address": ""}  # fmt: skip
        places.append(shown)
    return {
        **finding,
        "said": finding["message_en"] if visit.lang == "en" else finding["message"],
        "places": places,
        "disclosure": "" if picture else finding["disclosure"],
    }
