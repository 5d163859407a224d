"""The statutory forms as data: what a title, a header and a row label stand for. Data in ``forms/*.toml``.

A form file names the titles it is printed under, the dimensions its figures have, and rules that set a dimension by
the header path, the row label or the code. A new province's form is a new file; no code changes. ``like`` takes over
everything from another form that the file does not say itself.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, get_args

from ontology.layout import (
    FOLDER,
    bare,
    comparison,
    compiled,
    counted,
    data,
    in_chinese,
    in_present_words,
    is_neutral,
    is_total,
    strip_ordinal,
)
from ontology.schemes import class_codes, scheme_of_code
from ontology.titles import clean_title, folded

__all__ = [
    "DIMENSIONS", "LEVELS", "Form", "FormLayout", "Level", "Rule", "bare", "clean_title", "dimensions", "form_of",
    "forms", "is_total", "strip_ordinal",
]

FormLayout = Literal["sides", "coded", "single"]
Level = Literal["total", "class", "group", "item", ""]
"""Level of a row in its classification: 合计, 类, 款, 项; empty where the row stands in no classification."""
LEVELS: dict[str, Level] = {level: level for level in get_args(Level)}


DIMENSIONS = ("measure", "fund", "nature", "scheme", "item", "level")
"""What a rule may set: the dimensions of ``ingest.records.Dimensions``, and the row's level."""


@dataclass(frozen=True, slots=True)
class Rule:
    """Sets dimensions where every given pattern is found in the column path, the item, the code and, for ``beside``,
    in the header of any column of the table."""

    column: re.Pattern[str] | None
    item: re.Pattern[str] | None
    code: re.Pattern[str] | None
    set: dict[str, str]
    beside: re.Pattern[str] | None = None

    def holds(self, column: str, item: str, code: str, headers: str = "") -> bool:
        """Whether every pattern of the rule is found."""
        return all(
            pattern is None or pattern.search(text)
            for pattern, text in ((self.column, column), (self.item, item), (self.code, code), (self.beside, headers))
        )


@dataclass(frozen=True, slots=True)
class Form:
    """One statutory form. ``layout``: sides (label and value columns side by side), coded (one row a code), single.

    ``titles`` are compared with what ``titles.folded`` leaves of a printed title. ``headed`` is found in the header of
    any table that can be this form; a table under its title without it is another.
    """

    id: str
    zh: str
    en: str
    layout: FormLayout
    codes: str
    titles: tuple[re.Pattern[str], ...]
    headed: re.Pattern[str]
    dimensions: dict[str, str]
    rules: tuple[Rule, ...]
    headers: tuple[tuple[str, ...], ...]
    identities: tuple[dict[str, Any], ...]
    repeated: Rule | None = None

    def names(self, subject: str) -> bool:
        """Whether a folded title is one this form is printed under."""
        return any(pattern.fullmatch(subject) for pattern in self.titles)


def _pattern(text: str | None) -> re.Pattern[str] | None:
    return None if text is None else re.compile(text)


def _dimensions(name: str, data: dict[str, str]) -> dict[str, str]:
    unknown = set(data) - set(DIMENSIONS)
    if unknown:
        raise ValueError(f"forms/{name}: a rule sets {sorted(unknown)}; it may set {', '.join(DIMENSIONS)}")
    if data.get("level", "") not in LEVELS:
        raise ValueError(f"forms/{name}: level {data['level']!r} is none of {', '.join(filter(None, LEVELS))}")
    return dict(data)


def _rule(name: str, data: dict[str, Any]) -> Rule:
    return Rule(
        _pattern(data.get("column")), _pattern(data.get("item")), _pattern(data.get("code")),
        _dimensions(name, data["set"]), _pattern(data.get("beside")),
    )


@cache
def _data(name: str) -> dict[str, Any]:
    path = FOLDER / name
    own = tomllib.loads(path.read_text(encoding="utf-8"))
    return {**_data(f"{own['like']}.toml"), **own} if "like" in own else own


def _form(name: str) -> Form:
    data = _data(name)
    if data["layout"] not in get_args(FormLayout):
        raise ValueError(f"forms/{name}: layout {data['layout']!r} is none of {', '.join(get_args(FormLayout))}")
    repeated = data.get("repeated")
    return Form(
        id=data["id"], zh=data["zh"], en=data["en"], layout=data["layout"], codes=data.get("codes", ""),
        titles=tuple(re.compile(t) for t in data["titles"]),
        headed=re.compile(data.get("headed", "")),
        dimensions=_dimensions(name, data["dimensions"]),
        rules=tuple(_rule(name, rule) for rule in data["rules"]),
        headers=tuple(tuple(h) for h in data["headers"]),
        identities=tuple(data["identities"]),
        repeated=_rule(name, {"column": repeated["column"], "item": repeated["after"], "set": repeated["set"]})
        if repeated else None,
    )


@cache
def forms() -> tuple[Form, ...]:
    """Every form, by file name. ValueError names the file whose data is not understood."""
    return tuple(_form(path.name) for path in sorted(FOLDER.glob("*.toml")) if path.name != "layout.toml")


@cache
def form_of(title: str) -> Form | None:
    """The form that a cleaned title (``titles.clean_title``) names, None where it names none."""
    subject = folded(title)
    return next((form for form in forms() if form.names(subject)), None) if subject else None


def _understood(form: Form, column: str) -> bool:
    """Whether every segment of a header path is one that says nothing of its own (合计, 决算数, the form's own name),
    or one that a rule of the form knows."""
    known: list[tuple[int, int]] = []
    for rule in form.rules:
        if rule.column is not None:
            known.extend(found.span() for found in rule.column.finditer(column))
    start = 0
    for segment in column.split("/"):
        end = start + len(segment)
        named = is_neutral(segment) or form.names(folded(clean_title(f"{segment}表")))
        if not named and not any(a < end and b > start for a, b in known):
            return False
        start = end + 1
    return True


def _other_way(column: str, found: Mapping[str, str]) -> bool:
    """Whether a header segment says that the column is of revenue and the form has it as expenditure, or the other way
    round."""
    return any(
        way != found.get("measure") and found.get("measure") in ("revenue", "expenditure")
        and any(compiled(pattern).search(segment) for segment in column.split("/"))
        for way, pattern in data()["columns"]["ways"])


def dimensions(form: Form, column: str, item: str, code: str, headers: str = "") -> dict[str, str]:
    """What a cell of a form stands for, by ``DIMENSIONS``: the form's own, its classification, then its rules in order.

    ``code`` is the full code of the row. A code of another classification than the form's own is taken for what it is.
    ``headers`` are those of all columns of the table, a line each, where the table is at hand.
    ``measure`` is empty where the column compares or counts, or has a header the form does not know.
    """
    column, headers = in_chinese(column), "\n".join(map(in_chinese, headers.split("\n")))
    column, headers, item = map(in_present_words, (column, headers, item))
    found = dict(form.dimensions)
    if code and form.codes:
        if scheme := scheme_of_code(code):
            found["scheme"], found["item"] = scheme, code
    elif form.codes and (known := class_codes(form.codes).get(item)):
        found["scheme"], found["item"] = form.codes, known
    for rule in form.rules:
        if rule.holds(column, item, code, headers):
            found.update(rule.set)
    if comparison(column) or counted(item) or not _understood(form, column) or _other_way(column, found):
        found["measure"] = ""
    return found
