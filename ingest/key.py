"""Whose disclosure a document is: unit, fiscal year, kind and scope, by the votes of what is printed.

Every pattern and weight is in ``patterns/key.toml``. A reading is certain where it is clearly ahead of the next; where
it is not, nothing is stored and the error says what was found.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ingest.documents.document import Block, Grid, Paragraph, UnreadableDocument
from ingest.printed_numbers import parse_number
from ingest.records import DisclosureKey, Kind, Scope
from ontology.forms import form_of
from ontology.layout import bare
from ontology.titles import clean_title


class NotADisclosure(UnreadableDocument):
    """The file holds no statutory table and nothing that says whose budget or final accounts it is."""


class UnfilledForm(UnreadableDocument):
    """The file is an empty form: XX stands where the unit's name should."""


class UncertainKey(UnreadableDocument):
    """Unit, year, kind or scope can't be told; the message says what was found."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """The printed lines that may tell a key, without white space: cover, table titles, all text; the sample mark."""

    cover: tuple[str, ...]
    titles: tuple[str, ...]
    text: tuple[str, ...]
    sample: bool


@cache
def patterns() -> dict[str, Any]:
    """The patterns of ``patterns/key.toml``."""
    return tomllib.loads((Path(__file__).parent / "patterns" / "key.toml").read_text(encoding="utf-8"))


def gather(blocks: Sequence[Block]) -> Evidence:
    """The lines of a document that may tell its key."""
    text: list[str] = []
    titles: list[str] = []
    cover: list[str] = []
    in_cover = True
    for block in blocks:
        lines = [block.text] if isinstance(block, Paragraph) else list(_grid_lines(block))
        for line in lines:
            printed = bare(line)
            if not printed:
                continue
            # A caption may share its line with the unit of measure; what stands apart is read apart.
            parts = [bare(part) for part in re.split(r"\s{2,}", line.strip()) if bare(part)]
            text.extend(dict.fromkeys([printed, *parts] if len(parts) > 1 else [printed]))
            in_cover = in_cover and _of_cover(block) and len(cover) < patterns()["cover_lines"] and (
                printed not in ("目录", "目次") and not re.match(r"^(?:第一部分|[一二1][、.])", printed))
            if in_cover and not re.match(patterns()["around"], printed):
                cover.append(printed)
            if form_of(clean_title(printed)) is not None:
                titles.append(printed)
    sample = any(patterns()["sample"] in line for line in cover[:patterns()["cover_lines"]] or text[:6])
    return Evidence(tuple(cover), tuple(dict.fromkeys(titles)), tuple(text), sample)


def _of_cover(block: Block) -> bool:
    """Whether a block may be of the cover: text, or a sheet that holds a few words and no number."""
    return isinstance(block, Paragraph) or (
        block.rows <= patterns()["cover_lines"] and not any(parse_number(cell.text) is not None for cell in block.cells)
    )


def _grid_lines(grid: Grid) -> Iterator[str]:
    for cell in grid.cells:
        if (cell.row < 4 or _of_cover(grid)) and len(cell.text) < 80:
            yield cell.text


def _joined_cover(cover: Sequence[str]) -> list[str]:
    """Cover lines, and what two or three of them read as one: a name broken over lines."""
    joined = list(cover)
    for length in (2, 3):
        joined.extend("".join(cover[i:i + length]) for i in range(len(cover) - length + 1))
    return joined


def unit_votes(evidence: Evidence) -> Counter[str]:
    """Names the document gives its unit, with their weight."""
    data = patterns()
    votes: Counter[str] = Counter()
    for source, lines in (("unit", evidence.text), ("cover", _joined_cover(evidence.cover))):
        for rule in data[source]:
            for line in lines:
                found = re.search(rule["pattern"], line)
                if found and (name := _name(found["unit"])):
                    votes[name] += rule["weight"]
    return votes


def _name(text: str) -> str:
    data = patterns()
    name = re.sub(data["books"], "", re.sub(data["body_code"], "", text.strip("：:，。、")))
    shortest = 2 if re.search(data["placeholder"], name) else 4
    if re.search(data["no_name"], name) or not shortest <= len(name) <= 50:
        return ""
    if name.count("（") != name.count("）") or form_of(clean_title(name)):
        return ""
    plain = re.sub(r"[（(].*?[）)]$", "", name)
    return name if re.search(data["ends"], plain) or re.search(data["placeholder"], name) else ""


def _votes(evidence: Evidence, what: str, group: str | int) -> Counter[str]:
    votes: Counter[str] = Counter()
    for rule in patterns()[what]:
        lines = {"cover": _joined_cover(evidence.cover), "title": evidence.titles, "text": evidence.text}[rule["where"]]
        seen: set[str] = set()
        for line in lines:
            for found in re.finditer(rule["pattern"], line):
                value = found[group].removeprefix("主管")
                if rule.get("once") and value in seen:
                    continue
                seen.add(value)
                votes[value] += rule["weight"]
    return votes


def _certain(votes: Counter[str]) -> str | None:
    ranked = sorted(votes.items(), key=lambda v: (-v[1], v[0]))
    if not ranked:
        return None
    if len(ranked) > 1 and ranked[0][1] < patterns()["margin"] * ranked[1][1]:
        return None
    return ranked[0][0]


def split_alias(name: str) -> tuple[str, tuple[str, ...]]:
    """A name and the other names its bracket holds: 甲中心（乙中心） → 甲中心, (乙中心, the whole)."""
    found = re.match(patterns()["alias"], name)
    return (found["name"], (found["alias"], name)) if found else (name, ())


def tell_key(
    file: str, evidence: Evidence, *, unit: str | None = None, year: int | None = None,
    kind: Kind | None = None, scope: Scope | None = None,
) -> tuple[DisclosureKey, tuple[str, ...]]:
    """(key, aliases of the unit). What the caller states is taken; the rest is told by the print.

    NotADisclosure, UnfilledForm or UncertainKey (with what was found) where it can't be told.
    """
    units = unit_votes(evidence)
    placeholder = re.compile(patterns()["placeholder"])
    if unit is None and units and placeholder.search(units.most_common(1)[0][0]):
        printed = units.most_common(1)[0][0]
        raise UnfilledForm(file, f"是未填写的空白表样（单位名称印作“{printed}”）", "请提供已填写的公开文件")
    if not evidence.titles and not units:
        raise NotADisclosure(file, "不是预决算公开文件：没有法定表格，也没有写明单位", "请检查文件")
    names, aliases = _merged(units)
    years, kinds, scopes = (
        _votes(evidence, "year", 1), _votes(evidence, "kind", "kind"), _votes(evidence, "scope", "scope"))
    found_unit, found_year = unit or _certain(names), year or _certain(years)
    found_kind, found_scope = kind or _certain(kinds), scope or _certain(scopes)
    lacking = [
        f"{what}（{_listed(votes)}）" for what, value, votes in (
            ("单位 --unit", found_unit, names), ("年度 --year", found_year, years),
            ("类别 --kind", found_kind, kinds), ("口径 --scope", found_scope, scopes))
        if value is None
    ]
    if lacking:
        raise UncertainKey(file, "无法确定" + "、".join(lacking), "请用括号前的参数指明")
    key = DisclosureKey(str(found_unit), int(str(found_year)), found_kind, found_scope)  # type: ignore[arg-type]
    return key, aliases.get(str(found_unit), ())


def printed_name(evidence: Evidence) -> tuple[str, ...]:
    """The unit's name as the document prints it, where that is certain: its tables are the unit's, whatever name the
    caller gave it."""
    name = _certain(_merged(unit_votes(evidence))[0])
    return (name,) if name else ()


def _merged(units: Counter[str]) -> tuple[Counter[str], dict[str, tuple[str, ...]]]:
    """Votes by bare name, and the other names that stood in its brackets."""
    names: Counter[str] = Counter()
    aliases: dict[str, tuple[str, ...]] = {}
    for printed, weight in sorted(units.items()):
        name, others = split_alias(printed)
        names[name] += weight
        aliases[name] = tuple(dict.fromkeys((*aliases.get(name, ()), *others)))
    return names, aliases


def _listed(votes: Counter[str]) -> str:
    if not votes:
        return "文中没有写明"
    return "文中读到：" + "、".join(name for name, _ in sorted(votes.items(), key=lambda v: (-v[1], v[0]))[:4])
