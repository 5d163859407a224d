"""The printed lines that may tell whose disclosure a document is, and the votes they give.

Every pattern and weight is in ``patterns/key.toml``.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from ingest.documents.document import Block, Grid, Paragraph
from ingest.tables.printed_numbers import parse_number
from ontology.forms import form_of
from ontology.layout import bare
from ontology.titles import clean_title


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


_ZERO_TO_NINE = str.maketrans("〇○零Oo一二三四五六七八九０１２３４５６７８９", "000001234567890123456789")
_YEAR = re.compile("[二２2][〇○零Oo０0][〇○零Oo一二三四五六七八九０-９0-9]{2}(?=年)")


def in_digits(text: str) -> str:
    """A printed line with its years in digits: 二○二三年度, ２０２３年度 → 2023年度."""
    return _YEAR.sub(lambda year: year.group().translate(_ZERO_TO_NINE), text)


def gather(blocks: Sequence[Block]) -> Evidence:
    """The lines of a document that may tell its key."""
    text: list[str] = []
    titles: list[str] = []
    cover: list[str] = []
    in_cover = True
    for at, block in enumerate(blocks):
        lines = [block.text] if isinstance(block, Paragraph) else list(_grid_lines(block))
        if at == 0 and isinstance(block, Grid) and not _of_cover(block):
            cover.extend(_heading(block))
        for line in lines:
            printed = in_digits(bare(line))
            if not printed:
                continue
            # A caption may share its line with the unit of measure; what stands apart is read apart.
            parts = [in_digits(bare(part)) for part in re.split(r"\s{2,}", line.strip()) if bare(part)]
            text.extend(dict.fromkeys([printed, *parts] if len(parts) > 1 else [printed]))
            in_cover = in_cover and _of_cover(block) and len(cover) < patterns()["cover_lines"] and (
                printed not in ("目录", "目次") and not re.match(r"^(?:第一部分|[一二1][、.])", printed))
            if in_cover and not re.match(patterns()["around"], printed):
                cover.append(printed)
            if form_of(clean_title(printed)) is not None:
                titles.append(printed)
    sample = any(patterns()["sample"] in line for line in (*cover[:patterns()["cover_lines"]], *text[:6]))
    return Evidence(tuple(cover), tuple(dict.fromkeys(titles)), tuple(text), sample)


def _of_cover(block: Block) -> bool:
    """Whether a block may be of the cover: text, or a sheet that holds a few words and no number."""
    return isinstance(block, Paragraph) or (
        block.rows <= patterns()["cover_lines"] and not any(parse_number(cell.text) is not None for cell in block.cells)
    )


def _grid_lines(grid: Grid) -> Iterator[str]:
    """Texts above a grid's first numbers, where it is no part of the cover; of its first rows in any case."""
    numbered = min((cell.row for cell in grid.cells if parse_number(cell.text) is not None), default=0)
    for cell in grid.cells:
        if (cell.row < max(4, min(numbered, patterns()["head_rows"])) or _of_cover(grid)) and len(cell.text) < 80:
            yield cell.text


def _heading(grid: Grid) -> list[str]:
    """What stands alone in the first row of a sheet that begins with its tables, where it is not the title of one."""
    printed = [in_digits(bare(cell.text)) for cell in grid.cells if cell.row == 0 and bare(cell.text)]
    return printed if len(printed) == 1 and form_of(clean_title(printed[0])) is None else []


def _joined(cover: Sequence[str]) -> list[str]:
    """Cover lines, and what two or three of them read as one: a name broken over lines. Two names of bodies of one
    place, line under line, are two names."""
    joined = list(cover)
    apart = [_is_body(first) and second[:2] == first[:2] for first, second in pairwise(cover)]
    for length in (2, 3):
        joined.extend("".join(cover[i:i + length]) for i in range(len(cover) - length + 1)
                      if not any(apart[i:i + length - 1]))
    return joined


def _is_body(line: str) -> bool:
    return len(line) >= 4 and re.search(patterns()["ends"], line) is not None


def file_lines(file: str) -> list[str]:
    """What a file's name says, whole and in parts: 附件1-示例市水务局2023年度部门决算.pdf."""
    stem = in_digits(unicodedata.normalize("NFKC", file.rsplit(".", 1)[0]))
    whole = re.sub(patterns()["file_tail"], "", re.sub(patterns()["file_head"], "", stem))
    parts = [part for part in re.split(patterns()["file_parts"], whole) if part]
    return list(dict.fromkeys([bare(whole), *parts]))


@dataclass(frozen=True, slots=True)
class UnitVotes:
    """Names given to the unit, with their weight: by the cover, by captions and headings, in sentences, by the file's
    name."""

    cover: Counter[str]
    text: Counter[str]
    sentences: Counter[str]
    file: Counter[str]


def unit_votes(evidence: Evidence, file: str = "") -> UnitVotes:
    """Names the document gives its unit."""
    return UnitVotes(
        _names("cover", _joined(evidence.cover)), _names("unit", evidence.text), _names("sentence", evidence.text),
        _names("cover", file_lines(file)) + _names("file", file_lines(file)),
    )


def _names(source: str, lines: Sequence[str]) -> Counter[str]:
    votes: Counter[str] = Counter()
    for rule in patterns()[source]:
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


def split_alias(name: str) -> tuple[str, tuple[str, ...]]:
    """A name and the other names its bracket holds: 甲中心（乙中心） → 甲中心, (乙中心, the whole)."""
    found = re.match(patterns()["alias"], name)
    return (found["name"], (found["alias"], name)) if found else (name, ())


def votes_by_rank(evidence: Evidence, what: str, file: str = "") -> dict[int, Counter[str]]:
    """Votes for year, kind or scope by rank, from the one that is asked first."""
    titles = frozenset(evidence.titles)
    cover = _joined(evidence.cover)
    places: dict[str, Sequence[str]] = {
        "named": [line for line in cover if _names("cover", [line])],
        "cover": cover, "title": evidence.titles, "file": file_lines(file),
        "text": [line for line in evidence.text if line not in titles],
    }
    ranks: dict[int, Counter[str]] = {}
    for rule in patterns()[what]:
        ranks.setdefault(rule["rank"], Counter()).update(_votes(rule, places[rule["where"]]))
    return dict(sorted(ranks.items()))


def _votes(rule: Mapping[str, Any], lines: Sequence[str]) -> Counter[str]:
    votes: Counter[str] = Counter()
    for line in lines:
        for found in re.finditer(rule["pattern"], line):
            value = rule.get("means") or found[1].removeprefix("主管")
            if not (rule.get("once") and value in votes):
                votes[value] += rule["weight"]
    return votes
