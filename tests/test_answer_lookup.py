"""One figure looked up, and what other classifications print under the same name."""

from __future__ import annotations

from dataclasses import replace

from answer_store import knowledge

from answer.language.names import Segment, Tag
from answer.language.words import comparable
from answer.request.lookup import _beside
from answer.request.match import Reading


def test_a_rate_is_no_other_reading_of_an_amount() -> None:
    held = knowledge()
    figures = [f for u in held.directory.units for f in held.books(u, 2023).figures if f.amount and f.kind == "table"]
    best = next(f for f in figures if f.scheme == "functional" and f.nature in ("", "total"))
    named = [Segment(best.item, frozenset({Tag("label", comparable(best.item))}))]
    other = replace(best, scheme="label", value=best.value + 1, amount=best.amount + 1 if best.amount else None)
    rate = replace(other, uom="%", amount=None)
    reading = Reading((best,), (0,))
    assert [r.best for r in _beside(reading, [reading, Reading((other,), (1,))], named)] == [other]
    assert _beside(reading, [reading, Reading((rate,), (1,))], named) == []
