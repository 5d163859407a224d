"""What a page is about in the words of schema.org, as JSON-LD in its head, for search engines."""

from __future__ import annotations

import json
from typing import Any

from api.holdings.disclosures import disclosure_list
from api.holdings.rows import rows
from api.linked_data.labels import here, kind_of, label
from graph.store.generation import Generation

CONTEXT = "https://schema.org"
NAMES = ("公共部门预算与决算公开", "Budgets and final accounts disclosed by Chinese public bodies")
KINDS = {"预算": "budget", "决算": "final accounts"}


def script(about: dict[str, Any] | None) -> str:
    """The element for the head of a page; empty where nothing is said. No text in it can end the element."""
    if about is None:
        return ""
    text = json.dumps({"@context": CONTEXT, **about}, ensure_ascii=False)
    for char in "<>&\u2028\u2029":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return f'<script type="application/ld+json">{text}</script>'


def of_thing(generation: Generation, iri: str, root: str) -> dict[str, Any] | None:
    """A disclosure as a data set, a unit as an organization; None for the other things.

    ``root``: where the service is reached, without a slash at its end.
    """
    match kind_of(iri, generation.base):
        case "disclosure":
            # Its IRI or that of its current revision; a replaced one is no longer offered.
            for each in disclosure_list(generation):
                if iri in (each["disclosure"], each["revision"]):
                    return dataset(generation, each, root)
        case "unit":
            return organization(generation, iri, root)
    return None


def catalog(generation: Generation, root: str) -> dict[str, Any]:
    """All that is held: a catalogue and the one data set of all figures, for the first page."""
    years = sorted({int(each["year"]) for each in disclosure_list(generation)})
    zh, en = NAMES
    return {
        "@type": ["DataCatalog", "Dataset"], "@id": f"{generation.base}.well-known/void#dataset", "name": zh,
        "alternateName": en, "description": f"{zh}：每个数字都有原文出处。{en}, every figure with its printed place.",
        "url": f"{root}/", "inLanguage": "zh-Hans", "isAccessibleForFree": True,
        **({"temporalCoverage": f"{years[0]}/{years[-1]}"} if years else {}),
        "distribution": [
            download(f"{root}/figures.csv", "text/csv"),
            download(f"{root}/figures.parquet", "application/vnd.apache.parquet"),
        ],
        "potentialAction": {
            "@type": "SearchAction", "target": f"{root}/?q={{question}}", "query-input": "required name=question"
        },
    }  # fmt: skip


def dataset(generation: Generation, held: dict[str, Any], root: str) -> dict[str, Any]:
    """A disclosure, as `/disclosures` lists it."""
    unit, year, kind = str(held["unit"]), str(held["year"]), str(held["kind"])
    name = f"{held['name']}{year}年度{kind}公开（{held['scope']}）"
    return {
        "@type": "Dataset", "@id": held["disclosure"], "name": name,
        "version": str(held["revision"]).rpartition("/")[2],
        "alternateName": f"{held['name']}, {KINDS.get(kind, kind)} {year}",
        "description": f"{name}：表格和正文中的数字，每个都有原文出处。",
        "url": root + (here(str(held["disclosure"]), generation.base) or ""),
        "creator": {"@type": "GovernmentOrganization", "@id": unit, "name": held["name"]},
        "temporalCoverage": year, "inLanguage": "zh-Hans", "isAccessibleForFree": True,
        "includedInDataCatalog": {"@type": "DataCatalog", "@id": f"{generation.base}.well-known/void#dataset",
                                  "name": NAMES[0], "url": f"{root}/"},
        "isBasedOn": [{"@type": "DigitalDocument", "@id": file["file"], "name": file["document"]}
                      for file in held["files"]],
        "distribution": [
            download(f"{root}{here(str(held['revision']), generation.base)}?format={short}", media)
            for short, media in (("turtle", "text/turtle"), ("jsonld", "application/ld+json"))
        ],
    }  # fmt: skip


def organization(generation: Generation, iri: str, root: str) -> dict[str, Any] | None:
    """A unit with its other names, the body above it and its disclosures; None where nothing of its own is held."""
    found = rows(generation, "units", unit=iri)
    if not found:
        return None
    parent = found[0]["parent"]
    above = {"@type": "GovernmentOrganization", "@id": parent, "name": label(generation, str(parent))}
    others = [row["name"] for row in rows(generation, "unit-names", unit=iri) if row["kind"] == "alias"]
    return {
        "@type": "GovernmentOrganization", "@id": iri, "name": found[0]["name"],
        "url": root + (here(iri, generation.base) or ""),
        **({"alternateName": others} if others else {}),
        **({"parentOrganization": above} if parent else {}),
        "subjectOf": [{"@type": "Dataset", "@id": each["disclosure"], "name": each["title"] or each["disclosure"]}
                      for each in disclosure_list(generation, unit=iri)],
    }  # fmt: skip


def download(address: str, media: str) -> dict[str, str]:
    return {"@type": "DataDownload", "contentUrl": address, "encodingFormat": media}
