"""The words around a number → the thing it is said of."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from ingest.language.lexicon import alternatives, patterns


@dataclass(frozen=True, slots=True)
class Words:
    """Words in front of a number, taken apart: the thing named, what was done to it, whether it must stand behind."""

    name: str
    predicate: str
    behind: bool


@cache
def _data() -> dict[str, Any]:
    data = patterns("clauses")["subject"]
    adverbs, front = alternatives(data["adverbs"]), alternatives(data["verbs"])
    verbs = alternatives((*data["verbs"], *data["verbs_before_noun"]))
    return {
        "leading": re.compile("|".join(f"(?:{part})" for part in data["leading"])),
        "trailing": re.compile("(?:" + "|".join(f"(?:{part})" for part in data["trailing"]) + ")$"),
        "up_to": [re.compile(part) for part in data["up_to"]],
        "front_verb": re.compile(f"(?:{adverbs})*(?P<verb>{front})了?(?=[^率费])"),
        "back_verb": re.compile(f"(?P<verb>{verbs})了?$"),
        "adverbs": re.compile(f"(?:{adverbs})*"),
        "with": re.compile(data["with"]),
        "verbs": frozenset(data["verbs"]),
        "behind_ends": re.compile(data["behind_ends"]),
        "things_too": frozenset(data["things_too"]),
        "counts_doings": frozenset(data["counts_doings"]),
        "uncertain": re.compile(data["uncertain"]),
        "longest": data["longest"],
    }


def strip_leading(text: str) -> str:
    """Without list numbers, conjunctions and dates in front."""
    text = text.lstrip("，；：、“”\"'.· ）") if not text.startswith("“") else text
    while found := _data()["leading"].match(text):
        if not found.end():
            break
        text = text[found.end() :].lstrip("，：、 ")
    return text


def strip_trailing(text: str) -> str:
    """Without copulas and the like at the end."""
    while True:
        cut = text.rstrip("：，、 ")
        found = _data()["trailing"].search(cut)
        if found is None or len(cut) == len(found.group()):
            return "" if found is not None else cut
        text = cut[: found.start()]


def take_apart(before: str, *, noun_behind: bool) -> Words:
    """The words between the last separator (or number) and a number; ``noun_behind``: something stands behind it."""
    data = _data()
    text = strip_leading(before)
    for pattern in data["up_to"]:
        if found := pattern.match(text):
            text = strip_leading(text[found.end() :])
    ends_with_verb = data["back_verb"].search(text)
    text = strip_trailing(text)
    if noun_behind and (text.endswith(("等", "”", "》")) or data["with"].match(text)):
        return Words("", "", True)
    if text in data["things_too"] and not noun_behind:
        return Words(text, "", False)
    predicate = ""
    while found := data["front_verb"].match(text):
        predicate += found.group("verb")
        text = text[found.end() :]
    found = data["back_verb"].search(text)
    if found is not None and not data["adverbs"].fullmatch(text[: found.start()]):
        found = None if not noun_behind else found
        return Words(text, predicate or _verb(found), noun_behind)
    if found is not None:
        return Words("", predicate + _verb(found), True)
    return Words(text, predicate or _verb(ends_with_verb), not text or (noun_behind and ends_with_verb is not None))


def _verb(found: re.Match[str] | None) -> str:
    """The verb found, empty where it is a preposition or none at all."""
    return found.group("verb") if found is not None and found.group("verb") in _data()["verbs"] else ""


def behind(after: str) -> str:
    """The noun phrase that begins right behind a number, empty where none does."""
    text = re.sub(r"^（[^）]*）", "", after)
    text = text.removeprefix("的")
    found = _data()["behind_ends"].search(text)
    if found:
        rest = text[found.start() :]
        clause = found.start() > 6  # 发展所需、群众所想的课题: a clause stands before 的, not the thing counted
        if clause and re.fullmatch(r"的[\u4e00-\u9fff]{2,12}", rest):
            return rest[1:]
        text = text[: found.start()]
    return text.strip("，、；：。 ”“").rstrip("和及与或的了")


def is_uncertain(name: str) -> bool:
    """A name that holds a change of its own: whose number it is cannot be told."""
    return bool(_data()["uncertain"].search(name))


def counts_noun_behind(uom: str) -> bool:
    """Whether the noun behind this counter is what it counts, whatever stands before the number."""
    return uom not in _data()["counts_doings"]


def shortened(name: str) -> str:
    """A name too long for a thing counted: what stands behind its last 的, empty where that is no name either."""
    if not too_long(name):
        return name
    rest = name.rpartition("的")[2]
    return rest if "的" in name and len(rest) >= 4 and not too_long(rest) else ""


def too_long(name: str) -> bool:
    """Longer than a name of a thing counted can be."""
    return len(name) > int(_data()["longest"])
