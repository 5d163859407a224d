"""The rules as data: one TOML file a rule, read once and checked on reading.

A file holds ``id`` (the file's name), ``severity``, ``kind``, ``check`` (a function of ``checks/``), ``zh`` and ``en``
(messages; ``{name}`` is filled by the check), ``source`` (whose rule it is), ``tested`` (what it was tried on) and
``[parameters]`` for the check.
"""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, get_args

from graph.findings.records import FindingKind, Severity

FOLDER = Path(__file__).parent / "rules"
KEYS = {"id", "severity", "kind", "check", "zh", "en", "source", "tested", "parameters"}


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule as its file says it."""

    id: str
    severity: Severity
    kind: FindingKind
    check: str
    zh: str
    en: str
    source: str
    tested: tuple[str, ...]
    parameters: dict[str, Any]


def read_rule(path: Path) -> Rule:
    """The rule of a file. ValueError names the file and what is wrong in it."""
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    wrong = sorted(set(data) ^ KEYS - {"parameters"} if "parameters" not in data else set(data) ^ KEYS)
    if wrong:
        raise ValueError(f"{path.name}: keys missing or unknown: {', '.join(wrong)}")
    if data["id"] != path.stem:
        raise ValueError(f"{path.name}: id {data['id']!r} is not the file's name")
    if data["severity"] not in get_args(Severity) or data["kind"] not in get_args(FindingKind):
        raise ValueError(f"{path.name}: severity or kind unknown: {data['severity']}, {data['kind']}")
    return Rule(
        data["id"], data["severity"], data["kind"], data["check"], data["zh"], data["en"], data["source"],
        tuple(data["tested"]), data.get("parameters", {}),
    )


@cache
def all_rules() -> tuple[Rule, ...]:
    """Every rule, by file name."""
    return tuple(read_rule(path) for path in sorted(FOLDER.glob("*.toml")))


@cache
def findings_digest() -> str:
    """Name of all that decides what is found: the rules and the checks that they name."""
    files = sorted(path for ending in ("*.toml", "*.csv", "*.py") for path in FOLDER.parent.rglob(ending))
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()[:16]


@cache
def rule_of(name: str) -> Rule:
    """The rule of that id. KeyError where there is none."""
    found = {each.id: each for each in all_rules()}
    return found[name]
