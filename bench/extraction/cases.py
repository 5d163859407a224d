"""What is drawn: each case a document with its truth, described in ``layouts.toml``, drawn from a seed."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import TypeVar

from bench.extraction.forms import EXTRA, extra_document
from bench.extraction.reshape import reshape
from samples.generate.blocks import Document
from samples.generate.compose import budget_document, final_document
from samples.generate.layout import Layout, layouts
from samples.generate.records import accounts
from samples.generate.units import bodies

LAYOUTS = Path(__file__).with_name("layouts.toml")
SEED = "extraction"
YEARS = (2021, 2022, 2023, 2024)

Choice = TypeVar("Choice")


@dataclass(frozen=True)
class Case:
    """One file to be drawn: ``layout`` names the section of ``layouts.toml``, ``written`` the writer with options."""

    layout: str
    printed: str
    reshape: tuple[str, ...]
    written: str
    parts: str
    body: str
    year: int

    @property
    def name(self) -> str:
        written = self.written.replace(":", "_").replace("=", "-").replace(".", "")
        return f"{self.layout}.{self.printed}.{written}"

    @property
    def writer(self) -> str:
        return self.written.split(":")[0]


def cases(seed: str = SEED, only: str = "") -> list[Case]:
    """All cases whose name contains ``only``, in the order of the file.

    The same seed draws the same bodies, years and pairs of forms and writers; another seed others. Raises
    KeyError for a form set that there is not.
    """
    with LAYOUTS.open("rb") as file:
        sections = tomllib.load(file)
    found: list[Case] = []
    for layout, section in sections.items():
        first = int(Random(f"{seed}/{layout}").random() * len(section["printed"]))
        for place, written in enumerate(section["written"]):
            rng = Random(f"{seed}/{layout}/{place}")
            printed = section["printed"][(first + place) % len(section["printed"])]
            _sets(printed)
            found.append(Case(
                layout, printed, tuple(section.get("reshape", ())), written, section.get("parts", "tables"),
                f"{_pick(rng, list(bodies()))}#{1 + int(rng.random() * 40)}", _pick(rng, YEARS)))
    return [case for case in found if only in case.name]


def what(layout: str) -> str:
    """What the documents of a layout have in common, in a few words."""
    with LAYOUTS.open("rb") as file:
        return str(tomllib.load(file)[layout]["what"])


def _pick(rng: Random, choices: Sequence[Choice]) -> Choice:
    return choices[int(rng.random() * len(choices))]


def _sets(printed: str) -> Layout:
    return EXTRA[printed].layout if printed in EXTRA else layouts()[printed]


def compose(case: Case, seed: str = SEED) -> Document:
    """The document of a case before it takes a format; its tables hold the truth."""
    book = accounts(case.body, case.year, seed)
    layout = _sets(case.printed)
    if case.printed in EXTRA:
        document = extra_document(book, EXTRA[case.printed])
    else:
        make = budget_document if layout.budget else final_document
        document = make(book, layout, seed, case.parts)
    return reshape(document, case.reshape, book)
