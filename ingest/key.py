"""Whose disclosure a document is: unit, fiscal year, kind and scope, by what is printed.

Every pattern, rank and weight is in ``patterns/key.toml``. A reading is certain where it is clearly ahead of the next;
where it is not, nothing is stored and the error says what was found.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping

from ingest.documents.document import UnreadableDocument
from ingest.key_beside import KnownKey, same_body
from ingest.key_evidence import Evidence, UnitVotes, gather, patterns, split_alias, unit_votes, votes_by_rank
from ingest.records import DisclosureKey, Kind, Scope

__all__ = ["Evidence", "NotADisclosure", "UncertainKey", "UnfilledForm", "gather", "patterns", "printed_name",
           "split_alias", "tell_key"]


class NotADisclosure(UnreadableDocument):
    """The file holds no statutory table and nothing that says whose budget or final accounts it is."""


class UnfilledForm(UnreadableDocument):
    """The file is an empty form: XX stands where the unit's name should."""


class UncertainKey(UnreadableDocument):
    """Unit, year, kind or scope can't be told; the message says what was found. ``known``: what could be told."""

    def __init__(self, file: str, cause: str, remedy: str, known: KnownKey | None = None) -> None:
        super().__init__(file, cause, remedy)
        self.known = known


def tell_key(
    file: str, evidence: Evidence, *, unit: str | None = None, year: int | None = None,
    kind: Kind | None = None, scope: Scope | None = None, beside: bool = False,
) -> tuple[DisclosureKey, tuple[str, ...]]:
    """(key, aliases of the unit). What the caller states is taken; the rest is told by the print, and by the file's
    name where the print is silent. ``beside``: other files stand beside this one, which may tell the scope better than
    the habits of forms do; it is then left open.

    NotADisclosure, UnfilledForm or UncertainKey (with what was found) where it can't be told.
    """
    units = unit_votes(evidence, file)
    printed = units.cover + units.text
    placeholder = re.compile(patterns()["placeholder"])
    if unit is None and printed and placeholder.search(printed.most_common(1)[0][0]):
        name = printed.most_common(1)[0][0]
        raise UnfilledForm(file, f"是未填写的空白表样（单位名称印作“{name}”）", "请提供已填写的公开文件")
    if not evidence.titles and not printed:
        raise NotADisclosure(file, "不是预决算公开文件：没有法定表格，也没有写明单位", "请检查文件")
    names, aliases = _merged(printed or units.sentences or units.file)
    years, kinds, scopes = (votes_by_rank(evidence, what, file) for what in ("year", "kind", "scope"))
    found_unit, found_year = unit or _unit(units), year or _told(years, doubted=True)
    found_kind, found_scope = kind or _told(kinds, doubted=True), scope or _told(
        {rank: votes for rank, votes in scopes.items() if not beside or rank < patterns()["habit"]})
    lacking = [
        f"{what}（{_listed(votes)}）" for what, value, votes in (
            ("单位 --unit", found_unit, [names]), ("年度 --year", found_year, years.values()),
            ("类别 --kind", found_kind, kinds.values()), ("口径 --scope", found_scope, scopes.values()))
        if value is None
    ]
    if lacking:
        known = KnownKey(found_unit, found_year and int(found_year), found_kind, found_scope)  # type: ignore[arg-type]
        raise UncertainKey(file, "无法确定" + "、".join(lacking), "请用括号前的参数指明", known)
    key = DisclosureKey(str(found_unit), int(str(found_year)), found_kind, found_scope)  # type: ignore[arg-type]
    return key, aliases.get(str(found_unit), ())


def printed_name(evidence: Evidence) -> tuple[str, ...]:
    """The unit's name as the document prints it, where that is certain: its tables are the unit's, whatever name the
    caller gave it."""
    name = _unit(unit_votes(evidence))
    return (name,) if name else ()


def _unit(votes: UnitVotes) -> str | None:
    """The name that is clearly ahead. The cover's goes before what others print more often (targets name the units
    under a department, each in a table of its own), but a cover that no caption bears out, against captions that all
    name another body, is a contradiction."""
    cover, text = _merged(votes.cover)[0], _merged(votes.text)[0]
    by_file = _merged(votes.file)[0]
    if not cover and not text:
        return _certain(_bodies(_merged(votes.sentences)[0])) or _certain(_bodies(by_file))
    titled = _certain(_bodies(cover))
    if titled is not None and _told_of(titled, text) >= (1 if text else 0):
        return _spelt(titled, cover + text)
    sure = _certain(_bodies(cover + text))
    if sure is not None and (titled is None or same_body(sure, titled)):
        return _spelt(sure, cover + text)
    among = [name for name in _bodies(cover + text) if _told_of(name, by_file)]
    return among[0] if len(among) == 1 else None


def _bodies(names: Counter[str]) -> Counter[str]:
    """Votes by body: a name with its place before it and one without are one body, under the longer."""
    bodies: Counter[str] = Counter()
    for name in sorted(names, key=lambda name: (-len(name), name)):
        bodies[next((body for body in bodies if same_body(body, name)), name)] += names[name]
    return bodies


def _told_of(body: str, names: Counter[str]) -> int:
    return sum(weight for name, weight in names.items() if same_body(body, name))


def _spelt(body: str, names: Counter[str]) -> str:
    """The spelling of a body's name that is printed most, the longest of several."""
    return max((name for name in names if same_body(body, name)), key=lambda name: (names[name], len(name), name))


def _told(ranks: Mapping[int, Counter[str]], *, doubted: bool = False) -> str | None:
    """What the first rank that decides says; readings of a rank that are close are left to the next to decide between.

    ``doubted``: titles and headings may contradict what stands before them. None where nothing decides.
    """
    doubt = patterns()["contradicting"]
    candidates: set[str] | None = None
    for rank, votes in ranks.items():
        left = Counter({value: weight for value, weight in votes.items() if candidates is None or value in candidates})
        found = _certain(left)
        if found is not None:
            against = ranks[doubt["rank"]] if doubted and rank < doubt["rank"] else Counter[str]()
            contradicted = found not in against and len(against) == 1 and against.total() >= doubt["weight"]
            return None if contradicted else found
        if left:
            candidates = set(left)
    return None


def _certain(votes: Counter[str]) -> str | None:
    ranked = sorted(votes.items(), key=lambda v: (-v[1], v[0]))
    if not ranked:
        return None
    if len(ranked) > 1 and ranked[0][1] < patterns()["margin"] * ranked[1][1]:
        return None
    return ranked[0][0]


def _merged(units: Counter[str]) -> tuple[Counter[str], dict[str, tuple[str, ...]]]:
    """Votes by bare name, and the other names that stood in its brackets."""
    names: Counter[str] = Counter()
    aliases: dict[str, tuple[str, ...]] = {}
    for printed, weight in sorted(units.items()):
        name, others = split_alias(printed)
        names[name] += weight
        aliases[name] = tuple(dict.fromkeys((*aliases.get(name, ()), *others)))
    return names, aliases


def _listed(votes: Iterable[Counter[str]]) -> str:
    found = sum(votes, Counter[str]())
    if not found:
        return "文中没有写明"
    return "文中读到：" + "、".join(name for name, _ in sorted(found.items(), key=lambda v: (-v[1], v[0]))[:4])
