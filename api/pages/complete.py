"""`/pages/complete`: names of units and measures that what is being typed may go on to."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request

from api.holdings.disclosures import held
from api.holdings.rows import rows
from graph.store.generation import Generation
from ontology.schemes import concepts

router = APIRouter()
LONGEST = 40
MOST = 8


@router.get("/pages/complete", include_in_schema=False)
def complete(
    request: Request,
    text: Annotated[str, Query(max_length=500, description="What stands before the caret")],
    lang: Annotated[str, Query(pattern="^(zh|en)$")] = "zh",
) -> dict[str, object]:
    """``items`` may take the place of what stands in ``text`` from character ``start`` on."""
    state = request.app.state
    generation = held(request)
    if getattr(state, "names", (None,))[0] is not generation:
        state.names = (generation, {})
    known: dict[str, tuple[str, ...]] = state.names[1]
    if lang not in known:
        known[lang] = names(generation, lang)
    start, items = completions(text, known[lang])
    return {"start": start, "items": items}


def names(generation: Generation, lang: str) -> tuple[str, ...]:
    """Names of units as they are printed, then what is measured, in the language."""
    units = sorted({str(row["name"]) for row in rows(generation, "unit-names")})
    measured = [each for scheme in ("measures", "natures", "economic") for each in concepts(scheme)]
    return tuple(dict.fromkeys([*units, *(each.en if lang == "en" else each.zh for each in measured)]))


def completions(text: str, known: tuple[str, ...]) -> tuple[int, list[str]]:
    """Where the longest end of ``text`` begins that some name begins with, else contains; and those that go on."""
    folded = text.casefold()
    for begins in (True, False):
        for start in range(max(0, len(text) - LONGEST), len(text) - (0 if begins else 1)):
            end = folded[start:]
            if not end.strip() or end[0].isspace():
                continue
            found = [each for each in known if each and fits(each.casefold(), end, begins)]
            if found:
                return start, [each for each in found if each.casefold() != end][:MOST]
    return len(text), []


def fits(name: str, end: str, begins: bool) -> bool:
    # The name of “三公”经费 is typed without its quotation marks.
    return name.startswith((end, "“" + end)) if begins else end in name.replace("”", "").replace("“", "")
