"""Records survive the library's JSON exactly."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from decimal import Decimal

import pytest
from disclosure_builders import disclosure, everything, figure

from graph.library.records_json import dumps, loads
from ingest.records import Disclosure


def test_a_record_comes_back_equal_and_its_text_is_canonical() -> None:
    of = everything()
    assert loads(dumps(of)) == of
    assert dumps(loads(dumps(of))) == dumps(of)


def test_the_record_used_here_fills_every_field() -> None:
    """A field that is added to the records must be added to ``everything``, so that this file tests it."""
    of = everything()
    assert [field.name for field in fields(Disclosure) if not getattr(of, field.name)] == []


@pytest.mark.parametrize("value", ["25.30", "0.00", "-0.05", "1E+3", "123456789012345678901234.5678"])
def test_decimals_keep_every_digit(value: str) -> None:
    of = disclosure(replace(figure("1"), value=Decimal(value)))
    (back,) = loads(dumps(of)).figures
    assert str(back.value) == value


def test_boxes_keep_every_bit() -> None:
    of = disclosure(figure("1"))
    box = (71.30000000000001, 1 / 3, 111.5, 112.0)
    of = replace(of, figures=(replace(of.figures[0], source=replace(of.figures[0].source, box=box)),))
    assert loads(dumps(of)).figures[0].source.box == box


def test_defaults_are_left_out() -> None:
    text = json.loads(dumps(disclosure(figure("1"))))
    assert "facts" not in text
    assert "formula" not in text["figures"][0]


@pytest.mark.parametrize("text", ["{}", '{"key": {}}', "[]", "not json", '{"key": {"unit": "a"}, "figures": [7]}'])
def test_what_is_no_record_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        loads(text)


