"""An answer said in English, before the words it was said in: figures with their yuan, formula, source, or why not.

The names that documents print stay as they are, with the English label of the code lists where there is one. Nothing is
added to what the answer holds: every figure is one of its values.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from typing import Any

from answer.language.words import comparable, lexicon
from answer.request.reply import Reply
from answer.request.speak import SCALE, grouped, trimmed
from ontology.schemes import concepts

MOST_SAID = 6


def say(reply: Reply) -> None:
    """Puts the answer in English before its text."""
    words = lexicon("english")["answers"]
    if reply.status == "unanswered":
        reply.text = f"{words['refused'].get(reply.reason, words['refused']['not found'])} {reply.text}"
        return
    parts = [words[reply.status]] if reply.status in words else []
    parts += ["; ".join(_value(v) for v in reply.values[:MOST_SAID]) + "."] if reply.values else []
    if reply.reason in words["reasons"]:
        parts.append(words["reasons"][reply.reason])
    if reply.formula:
        parts.append(f"{words['formula']}: {reply.formula}.")
    if reply.evidence:
        parts.append(f"{words['source']}: {_source(reply.evidence[0])}.")
    reply.text = f"{' '.join(parts)} {reply.text}"


def _value(value: Mapping[str, Any]) -> str:
    about = ", ".join(str(part) for part in (value["entity"], value["year"]) if part)
    stage = lexicon("english")["answers"]["stages"].get(value["stage"], "")
    name = " ".join(part for part in (_label(value["measure"]), f"({stage})" if stage else "") if part)
    number, unit = grouped(Decimal(value["value"])), value["unit"]
    shown = f"{number} {lexicon('english')['answers']['units'].get(unit, unit)}".strip()
    if unit in SCALE and unit != "元" and value["amount"]:
        shown = f"{grouped(trimmed(Decimal(value['amount'])))} yuan ({number} {unit})"
    return f"{about + ': ' if about else ''}{name + ' ' if name else ''}{shown}"


def _label(name: str) -> str:
    """A printed name with its English label, where the code lists have one."""
    label = _labels().get(comparable(name.rsplit("/", 1)[-1]))
    return f"{name} ({label})" if label else name


@cache
def _labels() -> dict[str, str]:
    schemes = ("functional", "economic", "three_public", "measures", "funds", "natures", "facts")
    found: dict[str, str] = {}
    for scheme in schemes:
        for concept in concepts(scheme):
            if concept.en:
                found.setdefault(comparable(concept.zh), concept.en)
    return found | {comparable(k): v for k, v in lexicon("english")["answers"]["computed"].items()}


def _source(evidence: Mapping[str, Any]) -> str:
    page = f"page {evidence['page']}" if evidence["page"] else ""
    row = f"row {evidence['row']}" if evidence["row"] and evidence["form"] else ""
    column = f"column {evidence['column']}" if evidence["column"] else ""
    return ", ".join(part for part in (evidence["document"], page, evidence["form"], row, column) if part)
