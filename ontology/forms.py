"""The statutory forms as data: what a title, a header and a row label stand for. Data in ``forms/*.toml``.

A form file names the titles it is printed under, the dimensions its figures have, and rules that set a dimension by
the header path, the row label or the code. ``layout.toml`` holds what all forms share. A new province's form is a new
file; no code changes.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ontology.schemes import class_codes

FOLDER = Path(__file__).parent / "forms"
SPACE = re.compile(r"[\s\u3000\u00a0\u200b\ufeff]+")
DIMENSIONS = ("measure", "fund", "nature", "scheme", "item", "level")


def bare(text: str) -> str:
    """Text without any white space: how titles, headers and labels are compared."""
    return SPACE.sub("", text)


@dataclass(frozen=True, slots=True)
class Rule:
    """Sets dimensions where every given pattern is found in the column path, the item and the code."""

    column: re.Pattern[str] | None
    item: re.Pattern[str] | None
    code: re.Pattern[str] | None
    set: tuple[tuple[str, str], ...]

    def holds(self, column: str, item: str, code: str) -> bool:
        """Whether every pattern of the rule is found."""
        return all(
            pattern is None or pattern.search(text)
            for pattern, text in ((self.column, column), (self.item, item), (self.code, code))
        )


@dataclass(frozen=True, slots=True)
class Form:
    """One statutory form. ``layout``: sides (label and value columns side by side), coded (one row a code), single."""

    id: str
    zh: str
    en: str
    layout: str
    codes: str
    titles: tuple[re.Pattern[str], ...]
    dimensions: tuple[tuple[str, str], ...]
    rules: tuple[Rule, ...]
    headers: tuple[tuple[str, ...], ...]
    identities: tuple[dict[str, Any], ...]
    repeated: Rule | None = None

    def names(self, title: str) -> bool:
        """Whether a cleaned title is one this form is printed under."""
        return any(pattern.fullmatch(title) for pattern in self.titles)


@dataclass(frozen=True, slots=True)
class Layout:
    """What all forms share: patterns for titles, captions, notes, column kinds, totals, stages."""

    data: dict[str, Any]

    def search(self, section: str, key: str, text: str) -> re.Match[str] | None:
        """The first match of the patterns under ``[section] key`` in a text without white space."""
        patterns = self.data[section][key]
        for pattern in [patterns] if isinstance(patterns, str) else patterns:
            if found := _compiled(pattern).search(text):
                return found
        return None


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def _pattern(text: str | None) -> re.Pattern[str] | None:
    return None if text is None else re.compile(text)


def _rule(data: dict[str, Any]) -> Rule:
    unknown = set(data["set"]) - set(DIMENSIONS)
    if unknown:
        raise ValueError(f"ontology/forms: a rule sets {sorted(unknown)}; it may set {', '.join(DIMENSIONS)}")
    return Rule(
        _pattern(data.get("column")), _pattern(data.get("item")), _pattern(data.get("code")), tuple(data["set"].items())
    )


def _form(path: Path) -> Form:
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    repeated = data.get("repeated")
    return Form(
        id=data["id"], zh=data["zh"], en=data["en"], layout=data["layout"], codes=data.get("codes", ""),
        titles=tuple(re.compile(t) for t in data["titles"]),
        dimensions=tuple(data["dimensions"].items()),
        rules=tuple(_rule(r) for r in data["rules"]),
        headers=tuple(tuple(h) for h in data["headers"]),
        identities=tuple(data["identities"]),
        repeated=_rule({"column": repeated["column"], "item": repeated["after"], "set": repeated["set"]})
        if repeated else None,
    )


@cache
def forms() -> tuple[Form, ...]:
    """Every form, by file name."""
    return tuple(_form(path) for path in sorted(FOLDER.glob("*.toml")) if path.name != "layout.toml")


@cache
def layout() -> Layout:
    """What all forms share."""
    return Layout(tomllib.loads((FOLDER / "layout.toml").read_text(encoding="utf-8")))


@cache
def form_of(title: str) -> Form | None:
    """The form that a cleaned title names, None where it names none."""
    return next((form for form in forms() if form.names(title)), None)


def clean_title(text: str, unit_names: tuple[str, ...] = ()) -> str:
    """A printed title without white space, unit, year and form number: 二、2018 年度X厅收入预算总表 → 收入预算总表."""
    title = bare(text)
    data = layout().data["title"]
    patterns = (*data["number"], *data["year"], *data["trail"])
    for _ in range(6):
        before = title
        for pattern in patterns:
            title = _compiled(pattern).sub("", title, count=1)
        for name in sorted(unit_names, key=len, reverse=True):
            if len(name) > 3 and title.startswith(name) and len(title) > len(name):
                title = title[len(name):]
        if title == before:
            break
    return title


def dimensions(form: Form, column: str, item: str, code: str) -> dict[str, str]:
    """What a cell of a form stands for: the form's dimensions, its classification, then its rules in order."""
    found = dict(form.dimensions)
    if code and form.codes:
        found["scheme"], found["item"] = form.codes, code
    elif form.codes and (known := class_codes(form.codes).get(item)):
        found["scheme"], found["item"] = form.codes, known
    for rule in form.rules:
        if rule.holds(column, item, code):
            found.update(rule.set)
    return found


def column_kind(label: str) -> str:
    """What a column holds by its leaf header (without white space): code, label, line, ignore or value."""
    for kind in ("code", "label", "line", "ignore"):
        if layout().search("columns", kind, label):
            return kind
    return "value"


def strip_ordinal(label: str) -> str:
    """A row label without its order number: 一、教育支出 → 教育支出."""
    for pattern in layout().data["rows"]["ordinal"]:
        shorter = _compiled(pattern).sub("", label, count=1)
        if shorter != label and shorter:
            return shorter
    return label


def is_total(label: str) -> bool:
    """Whether a row label stands for a total."""
    return layout().search("rows", "total", label) is not None


def is_blank(text: str) -> bool:
    """Whether a cell prints nothing, or a mark that stands for nothing."""
    stripped = bare(text)
    return not stripped or layout().search("rows", "blank", stripped) is not None


def stage_of(column: str, notes: str, title: str) -> str:
    """Stage by header, then note, then title; 预算 where these leave it open (design, Figure)."""
    stages = layout().data["stages"]
    for segment in reversed(column.split("/")):
        for stage, pattern in stages["segment"]:
            if _compiled(pattern).fullmatch(segment):
                return _stage_by_note(notes) if stage == "note" else str(stage)
    for stage, pattern in stages["title"]:
        if _compiled(pattern).search(title):
            return str(stage)
    return "预算"


def _stage_by_note(notes: str) -> str:
    for stage, pattern in layout().data["stages"]["note"]:
        if _compiled(pattern).search(bare(notes)):
            return str(stage)
    return "预算"
