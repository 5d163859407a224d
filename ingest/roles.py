"""What a number is by the words before it: a result, a budget, a change, a share, a completion or a target."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from ingest.lexicon import patterns
from ingest.quantities import QuantityKind


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a change is measured against. ``year`` where it is the year before (or another year named), else None."""

    base: str
    year: int | None


@dataclass(frozen=True, slots=True)
class Role:
    """``name`` is of ``clauses.toml``; ``subject`` is empty where the clause names none."""

    name: str
    subject: str
    stage: str = ""
    base: str = ""
    direction: str = ""


@cache
def _data() -> dict[str, Any]:
    data = patterns("clauses")
    return {
        "roles": [(role["role"], frozenset(role["units"]), re.compile(role["before"])) for role in data["role"]],
        "compare": re.compile(data["compare"]["pattern"]),
        "changed": re.compile(data["compare"]["changed"]),
        "planned_money": re.compile(data["subject"]["planned_money"]),
        "previous": re.compile(data["compare"]["previous_year"]),
        "flat": re.compile(data["compare"]["flat"]),
        "reason": re.compile(data["reason"]["pattern"]),
        "target_colon": re.compile(data["context"]["target_colon"]),
        "target": re.compile(data["context"]["target"]),
        "skip": re.compile("|".join(f"(?:{part})" for part in data["context"]["skip"])),
        "parents": re.compile(data["item"]["parents"]),
        "marks": re.compile(data["item"]["marks"]),
        "scope": re.compile(data["subject"]["scope"]),
        "project": re.compile(data["subject"]["project"]),
        "this_project": frozenset(data["subject"]["this_project"]),
        "scoped": re.compile(data["subject"]["scoped"]),
    }


def role_of(before: str, kind: QuantityKind) -> Role | None:
    """The role that the words before a quantity give it, None for a plain statement."""
    for name, units, pattern in _data()["roles"]:
        if kind in units and (found := pattern.fullmatch(before)):
            groups = found.groupdict()
            return Role(name, groups["subject"], groups.get("stage") or "", groups.get("base") or "", groups.get("direction") or "")
    return None


def comparison(text: str, year: int) -> tuple[Comparison, str, str] | None:
    """The comparison in ``text``, and the words before and after it; None where there is none."""
    found = _data()["compare"].search(text)
    if found is None:
        return None
    base = found.group("base")
    if _data()["previous"].match(base):
        against: int | None = year - 1
    elif named := re.match(r"(\d{4})年", base):
        against = int(named.group(1))
    else:
        against = None
    base = re.sub(r"（[^）]*）", "", base)
    return Comparison(base, against), text[: found.start()], text[found.end() :]


def is_flat(text: str) -> bool:
    return bool(_data()["flat"].search(text))


def reason_split(text: str) -> tuple[str, str] | None:
    """The words before 原因 and those after it, None where the clause gives no reason."""
    found = _data()["reason"].search(text)
    return None if found is None else (text[: found.start()], text[found.end() :])


def opens_target(text: str) -> bool:
    """Words before a colon that announce targets."""
    return bool(_data()["target_colon"].search(text))


def plans(before: str) -> bool:
    """Words before a number that make it a plan or a rule, not a result."""
    return bool(_data()["target"].search(before))


def is_skipped(clause: str) -> bool:
    """A clause whose numbers are part of a way of doing things."""
    return bool(_data()["skip"].search(clause))


def opens_parts(text: str) -> bool:
    """Words before a colon after which the parts of the subject are listed."""
    return bool(_data()["parents"].search(text))


def item_path(words: str) -> tuple[str, ...] | None:
    """Names of class, group and item in words like ``…（类）…（款）…（项）``, None where there are no such marks."""
    parts = _data()["marks"].split(words)
    if len(parts) == 1:
        return None
    names = [re.sub(r"^(?:\d+[.、．])?[“”\"，、：；]*", "", part) for part in parts[:-1:2]]
    rest = parts[-1]
    if not re.fullmatch(r"(?:支出|收入)?[”\"]?(?:支出|预算|经费)*(?:为|是)?", rest):
        return None
    return tuple(name for name in names if name)


def scope_of(text: str) -> str:
    """The group of things that the rest of the sentence speaks of, empty where the clause names none."""
    found = _data()["scope"].match(text)
    return str(found.group("scope")) if found else ""


def takes_scope(subject: str) -> bool:
    return bool(_data()["scoped"].search(subject))


def project_of(text: str) -> str:
    """The project a paragraph introduces, empty where it introduces none."""
    found = _data()["project"].match(text)
    return str(found.group("project")) if found else ""


def is_this_project(name: str) -> bool:
    return name in _data()["this_project"]


def changed_subject(text: str) -> str:
    """What a clause without a number says has grown or shrunk, empty where it says no such thing."""
    found = _data()["changed"].fullmatch(text)
    return str(found.group("subject")) if found else ""


def names_planned_money(name: str) -> bool:
    """Money planned by its own name: 采购预算, 预算金额."""
    return bool(_data()["planned_money"].search(re.sub(r"（[^）]*）", "", name)))
