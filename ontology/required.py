"""Which statutory forms a disclosure prints. Data in ``schemes/required_forms.toml``."""

from __future__ import annotations

import tomllib
from functools import cache
from typing import Any

from ontology.schemes import FOLDER


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads((FOLDER / "required_forms.toml").read_text(encoding="utf-8"))


def required_forms(kind: str, year: int) -> tuple[str, ...]:
    """Ids of the forms that a 预算 or 决算 of a fiscal year prints, in their usual order."""
    return tuple(
        form for each in _data()["required"]
        if each["kind"] == kind and each["from"] <= year <= each.get("to", year) for form in each["forms"])


def in_place_of(form: str) -> tuple[str, ...]:
    """Ids of the forms that may stand in place of a form."""
    return tuple(_data()["instead"].get(form, ()))
