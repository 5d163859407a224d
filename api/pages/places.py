"""Printed places on pages: quoted, and shown where they stand when they are opened."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, urlencode

from api.linked_data.labels import place_words

SHOWN = ("page", "table", "row", "column", "line", "xywh")
"""Parts of a place's fragment that `/places` takes."""


def place(evidence: Mapping[str, Any]) -> dict[str, Any]:
    """One piece of evidence for ``evidence.html``.

    ``picture``: address of the page with the cell marked; ``part``: address of the table or the lines as read, where
    there are no pages; both empty where the place is known no closer than its file.
    """
    iri = str(evidence.get("iri") or "")
    document, _, fragment = iri.partition("#")
    given = {name: value for name, value in parse_qsl(fragment) if name in SHOWN}
    address = f"/places/{document.rpartition('/')[2]}"
    picture = part = ""
    if document and "page" in given:
        wanted = [(name, given[name]) for name in ("page", "xywh") if name in given]
        picture = f"{address}.png?{urlencode(wanted, safe=',')}"
    elif document and ({"table", "line"} & given.keys()):
        part = f"{address}?{urlencode(given, safe=',')}"
    return {
        **evidence,
        "picture": picture, "part": part, "xywh": given.get("xywh", ""), "address": iri,
        "cell": " / ".join(str(evidence.get(name)) for name in ("form", "row", "column") if evidence.get(name)),
        "where": place_words(fragment) if given else "",
    }  # fmt: skip
