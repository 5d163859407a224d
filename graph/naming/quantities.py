"""Which figures speak of the same quantity: the dimensions of an observation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from graph.naming.identity import normal
from ingest.records import Disclosure, DisclosureKey, Figure

TOTAL = "合计"
"""Label of the item that stands for the whole of a slice."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """What an observation is an observation of. Ids of ``ontology/schemes``; ``uom`` only where it is no money."""

    unit: str
    year: int
    scope: str
    stage: str
    measure: str
    fund: str
    nature: str
    scheme: str
    item: str
    uom: str = ""

    @property
    def is_total(self) -> bool:
        """Whether it is the whole of its slice."""
        return self.scheme == "label" and self.item == TOTAL


def quantities(disclosure: Disclosure) -> list[Quantity | None]:
    """The quantity each figure of a disclosure speaks of, None where row and column do not settle it.

    Two rows of one form and column are two quantities, whatever their labels say. Where they come out as one (a table
    that lists the same label or code under several heads), the label does not say which is which, and neither figure
    is given a quantity: a missing link, not a wrong one. Rows under different labels that print one value
    (小计 and its only part, a total repeated on the next page) do speak of one quantity.
    """
    found = [quantity(figure, disclosure.key) for figure in disclosure.figures]
    printed: dict[tuple[str, str, str, Quantity], list[int]] = {}
    for place, (figure, of) in enumerate(zip(disclosure.figures, found, strict=True)):
        if of is not None and figure.kind != "derived":
            where = (figure.kind, figure.form_id or figure.form, figure.column, of)
            printed.setdefault(where, []).append(place)
    for (*_, of), places in printed.items():
        if not _one_quantity(of, [disclosure.figures[place] for place in places]):
            for place in places:
                found[place] = None
    return found


def quantity(figure: Figure, key: DisclosureKey) -> Quantity | None:
    """What a figure by itself speaks of, or None where its row or column was not understood."""
    dims = figure.dimensions
    if not dims.measure:
        return None
    scheme, item = dims.scheme, normal(dims.item)
    if not item:
        if scheme and figure.level != "total":
            return None
        scheme, item = "label", TOTAL
    return Quantity(
        unit=normal(key.unit), year=figure.year, scope=key.scope, stage=figure.stage, measure=dims.measure,
        fund=dims.fund, nature=dims.nature, scheme=scheme or "label", item=item,
        uom="" if figure.amount is not None else figure.uom,
    )


def _one_quantity(of: Quantity, figures: Sequence[Figure]) -> bool:
    if len(figures) == 1:
        return True
    if len({(figure.value, figure.uom) for figure in figures}) > 1:
        return False
    rows = {(figure.code, normal(figure.item)) for figure in figures}
    return of.is_total or len(rows) == len(figures)
