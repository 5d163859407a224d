"""Rows of a department's tables that are bodies (局本级, 就业创业服务中心) and not classes or sums: they are told as
what they are, and none of their figures is the department's."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from answer.holdings.held import Statement
from answer.language.body_names import regions, split_region
from answer.language.words import comparable, lexicon
from ontology.forms import is_total

FORMS = frozenset({"revenue", "expenditure", "three-public", "general-expenditure", "fiscal-expenditure"})
"""Forms whose rows may be bodies."""
CLASS_CODES = frozenset({3, 5, 7})
"""Digits of the codes of classes, which no body has."""
OWN = re.compile("(?:本级|机关|本部|[（(](?:本级|本部|机关)[）)])$")
"""Ends the name of the row of the department itself."""
BODY = "body"
"""The level of a row that is a body's."""


def marked(figures: Sequence[Statement]) -> list[Statement]:
    """Figures with the level of those set that stand in a table of bodies: all its rows, but for totals, are called
    like bodies and are of no class. They may leave out their place."""
    printed = [f for f in figures if f.kind == "table" and f.form_id in FORMS and not is_total(f.item)]
    of_bodies: dict[tuple[str, str], bool] = {}
    for f in printed:
        of_bodies[_table(f)] = of_bodies.get(_table(f), True) and _is_called_like_one(f)
    # One row alone is the unit itself.
    several = {t for t in of_bodies if len({f.item for f in printed if _table(f) == t}) > 1}
    return [
        replace(f, level=BODY) if of_bodies.get(_table(f)) and _table(f) in several and not is_total(f.item) else f
        for f in figures
    ]


def body_of(label: str, unit: str) -> str:
    """What a row's label calls a body, in whichever table: without the place of the unit (松川市中心血站, 市中心血站),
    the unit itself always 本级."""
    if OWN.search(label):
        return "本级"
    name, place = comparable(label), split_region(comparable(unit))[0]
    for written in sorted(regions(place), key=len, reverse=True):
        if written and name.startswith(written):
            return name.removeprefix(written)
    return name.removeprefix(place[-1:])


def _table(figure: Statement) -> tuple[str, str]:
    return figure.evidence.disclosure, figure.form


def _is_called_like_one(figure: Statement) -> bool:
    ends = tuple(lexicon("bodies")["names"]["ends"])
    like = comparable(figure.item).endswith(ends) or OWN.search(figure.item) is not None
    return like and figure.scheme in ("", "label") and len(figure.code) not in CLASS_CODES
