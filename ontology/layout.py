"""How printed tables say what their parts are: columns, rows, stages, units, notes. Data in ``forms/layout.toml``.

All functions take text as printed; those that compare say so where they want it without white space (``bare``).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args

from ontology.schemes import unit_factors

FOLDER = Path(__file__).parent / "forms"
CHINESE = "一二三四五六七八九"
SPACE = re.compile(r"[\s\u3000\u00a0\u200b\ufeff]+")

Stage = Literal["年初预算", "全年预算", "调整预算", "预算", "决算", "执行", "上年决算"]
ColumnKind = Literal["code", "label", "line", "ignore", "value"]
Comparison = Literal["", "amount", "rate", "unclear"]
STAGES: dict[str, Stage] = {stage: stage for stage in get_args(Stage)}
KINDS: tuple[ColumnKind, ...] = ("code", "label", "line", "ignore")


def bare(text: str) -> str:
    """Text without any white space: how titles, headers and labels are compared."""
    return SPACE.sub("", text)


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """A pattern of the data files, compiled once."""
    return re.compile(pattern)


@cache
def data() -> dict[str, dict[str, Any]]:
    """The sections of ``forms/layout.toml``. ValueError where a pattern there is none or a stage is unknown."""
    path = FOLDER / "layout.toml"
    sections: dict[str, dict[str, Any]] = tomllib.loads(path.read_text(encoding="utf-8"))
    for rules in (sections["stages"]["segment"], sections["stages"]["note"], sections["stages"]["title"]):
        for stage, _ in rules:
            if stage not in STAGES and stage != "note":
                raise ValueError(f"{path.name}: [stages] names {stage!r}, which is none of {', '.join(STAGES)}")
    return sections


def search(section: str, key: str, text: str) -> re.Match[str] | None:
    """The first match of the patterns under ``[section] key`` in a text without white space."""
    patterns: str | Iterable[str] = data()[section][key]
    for pattern in [patterns] if isinstance(patterns, str) else patterns:
        if found := compiled(pattern).search(text):
            return found
    return None


@cache
def in_chinese(text: str) -> str:
    """A title or header path (without white space) without what it says again in another language: 基本支出Basic →
    基本支出."""
    segments = [
        next((text[:found.start()] + text[found.end():] for found in (search("other_language", "after", text),
              search("other_language", "before", text)) if found), text) for text in text.split("/")
    ]
    return "/".join(segments)


def in_present_words(text: str) -> str:
    """A title, header or label (without white space) in the words of today: 公共财政预算 → 一般公共预算."""
    for pattern, replacement in data()["title"]["former"]:
        text = compiled(pattern).sub(replacement, text)
    return text


def column_kind(label: str) -> ColumnKind:
    """What a column holds by its leaf header (without white space)."""
    label = in_chinese(label)
    return next((kind for kind in KINDS if search("columns", kind, label)), "value")


def code_family(header: str) -> str:
    """What a code column classifies by, from its header path: functional, economic, government, unit, project; empty
    where the header leaves it to the form."""
    return next((family for family, pattern in data()["columns"]["families"] if compiled(pattern).search(header)), "")


def comparison(header: str) -> Comparison:
    """How a column compares with other years or columns: by an amount, by a rate, or it does not say by which. Empty
    for a column that prints amounts of its own."""
    leaf = header.rsplit("/", 1)[-1]
    if search("comparison", "rate", leaf):
        return "rate"
    if not search("comparison", "change", header):
        return ""
    return "amount" if search("comparison", "amount", leaf) else "unclear"


def is_neutral(segment: str) -> bool:
    """Whether a header segment says nothing of what is measured: 合计, 金额, 决算数."""
    return search("columns", "neutral", without_unit(in_chinese(segment))) is not None or is_stage(segment)


def is_stage(segment: str) -> bool:
    """Whether a header segment names a stage: 决算数, 2022年执行数."""
    text = without_unit(in_chinese(segment))
    return any(compiled(pattern).fullmatch(text) for _, pattern in data()["stages"]["segment"])


def own_unit(text: str) -> str:
    """The unit of measure that a header or row label prints at its end (万元, %, 辆), empty where it prints none."""
    found = search("units", "own", text) or search("units", "bare", text)
    return found["uom"].replace("％", "%") if found else ""


def names_column(segment: str) -> bool:
    """Whether a header segment is a whole name of columns (公务接待费, 基本支出), and no stage or 金额."""
    plain = any(compiled(pattern).fullmatch(segment) for pattern in data()["flowed"]["words"])
    return plain and segment != "金额" and not is_stage(segment)


def without_unit(text: str) -> str:
    """A header or label without the unit of measure at its end."""
    found = search("units", "own", text)
    return text[:found.start()] if found else text


def counted(text: str) -> str:
    """What a header or row label counts (人次, 辆 ...) by its unit or its own words, empty where it counts nothing."""
    unit = own_unit(text)
    if unit and unit != "%" and unit not in unit_factors():
        return unit
    plain = without_unit(text)
    return next((unit for unit, pattern in data()["units"]["counts"] if compiled(pattern).search(plain)), "")


def strip_ordinal(label: str) -> str:
    """A row label without its order number: 一、教育支出 → 教育支出."""
    for pattern in data()["rows"]["ordinal"]:
        shorter = compiled(pattern).sub("", label, count=1)
        if shorter != label and shorter:
            return shorter
    return label


def ordinal_level(label: str) -> int:
    """The level that the order number of a row label shows: 0 for 一、, 1 for （一）, 2 for 1. ...; -1 without one."""
    patterns = data()["rows"]["ordinal"]
    return next((level for level, pattern in enumerate(patterns) if compiled(pattern).search(label)), -1)


def ordinal_number(label: str) -> int:
    """The number that a row label of the highest level leads with: 12 for 十二、; 0 without one."""
    found = compiled(data()["rows"]["ordinal"][0]).search(label)
    if found is None:
        return 0
    tens, ten, ones = found[0].rstrip("、").rpartition("十")
    value = 10 * (CHINESE.find(tens) + 1 if tens else 1) if ten else 0
    return value + CHINESE.find(ones) + 1 if ones else value


def is_total(label: str) -> bool:
    """Whether a row label stands for a total."""
    return search("rows", "total", label) is not None


def is_blank(text: str) -> bool:
    """Whether a cell prints nothing, or a mark that stands for nothing."""
    stripped = bare(text)
    return not stripped or search("rows", "blank", stripped) is not None


def stage_of(column: str, notes: str, title: str) -> Stage:
    """Stage by header, then note, then title; 预算 where these leave it open (design, Figure).

    A column that compares two stages is of neither: it has the title's.
    """
    stages = data()["stages"]
    if not comparison(column):
        for segment in reversed(column.split("/")):
            for stage, pattern in stages["segment"]:
                if compiled(pattern).fullmatch(without_unit(in_chinese(segment))):
                    return _stage_by_note(notes) if stage == "note" else STAGES[stage]
    return next((STAGES[stage] for stage, pattern in stages["title"] if compiled(pattern).search(title)), "预算")


def _stage_by_note(notes: str) -> Stage:
    text = bare(notes)
    patterns = data()["stages"]["note"]
    return next((STAGES[stage] for stage, pattern in patterns if compiled(pattern).search(text)), "预算")


def year_of(header: str, year: int) -> int:
    """The fiscal year a column speaks of: the one it names, the one before where it says 上年, else ``year``. The year
    that carried-over money comes from (2022年结转) is not the one it is spent in."""
    if comparison(header):
        return year
    segments = [segment for segment in header.split("/") if not search("stages", "carried_over", segment)]
    for segment in segments:
        if named := re.search(r"(20\d{2})年", segment):
            return int(named[1])
    return year - 1 if any(search("stages", "last_year", segment) for segment in segments) else year
