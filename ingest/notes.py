"""Prose → statements without a figure: terms explained, notes under tables, dated events, bodies with their role, and
problems, reasons, measures and use of results. What they look like is ``patterns/notes.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from ingest.language.lexicon import patterns
from ingest.language.sentences import Sentence, normalise, sentences
from ingest.performance.prose import project_named
from ingest.records import Note, NoteKind, Passage
from ontology.forms import bare

_PROBE = 40
"""Characters of a table's note by which it is told from those of other tables."""


@cache
def _data() -> dict[str, Any]:
    data = patterns("notes")
    body = data["body"]
    return {
        **{f"definition_{name}": re.compile(pattern) for name, pattern in data["definition"].items()},
        **{f"event_{name}": re.compile(pattern) for name, pattern in data["event"].items()},
        **{name: re.compile(body[name]) for name in ("trailing", "none", "place", "place_none")},
        "ends": re.compile(body["ends"] + "$"),
        "table_note": re.compile(data["table_note"]["start"]),
        "roles": [(role, re.compile(pattern)) for role, pattern in body["roles"]],
        "remarks": [(part["kind"], re.compile(part["section"]), re.compile(part["lead"])) for part in data["remark"]],
    }


def read_notes(passages: Sequence[Passage], table_notes: Mapping[str, Sequence[str]]) -> list[Note]:
    """The notes of a document in reading order. ``table_notes``: name of a statutory table → its notes as printed.

    A body whose name does not end like one is left out: a missing name is better than a wrong one.
    """
    found: list[Note] = []
    under: dict[str, str] = {}
    for name, lines in table_notes.items():
        for line in lines:
            under.setdefault(bare(line)[:_PROBE], name)
    for passage in passages:
        section = normalise("/".join(passage.section))
        if passage.source.table is None and _data()["definition_section"].search(section):
            found.extend(_definitions(passage))
            continue
        if passage.source.table is None and _data()["table_note"].match(bare(passage.text)):
            found.append(Note("table-note", _noted(passage, under), passage.text.strip(), passage.source))
            continue
        found.extend(_remarks(passage, section))
        for sentence in sentences(passage.text):
            found.extend(_bodies(sentence, passage))
            if passage.source.table is None:
                found.extend(_events(sentence, passage))
    return found


def _noted(passage: Passage, under: Mapping[str, str]) -> str:
    """The table a note stands under, empty where several tables have the same note."""
    text = bare(passage.text)
    return next((name for start, name in under.items() if text.startswith(start)), "")


def _definitions(passage: Passage) -> Iterator[Note]:
    """The entries of a glossary that a passage holds, one a line."""
    for line in passage.text.split("\n"):
        if (entry := _entry(normalise(line))) is not None:
            term, meaning = entry
            yield Note("definition", term, meaning, replace(passage.source, printed=line.strip()))


def _entry(text: str) -> tuple[str, str] | None:
    """Term and meaning of an entry. A line without an ordinal is one only where it says 是指 or the like: else it goes
    on with the one before."""
    ordinal = _data()["definition_ordinal"].match(text)
    if ordinal is None:
        found = _data()["definition_entry_bare"].fullmatch(text)
    else:
        found = _data()["definition_entry"].fullmatch(text[ordinal.end():])
    if found is None:
        return None
    term = re.sub(r"（[类款项]）", "/", found.group("term")).strip("/、")
    return (term, found.group("text")) if term else None


def _remarks(passage: Passage, section: str) -> Iterator[Note]:
    """Problems, reasons, measures and use of results; the words at the beginning win over the heading."""
    text = normalise(passage.text)
    if len(text) < 8:
        return
    project = project_named(passage)
    for kind, _, lead in _data()["remarks"]:
        if found := lead.match(text):
            yield _remark(kind, project, found.group("text"), passage)
            return
    if passage.source.table is None:
        heading = normalise(passage.section[-1]) if passage.section else ""
        above = normalise("/".join(passage.section[-2:]))
        for scope in (heading, above):
            for kind, place, _ in _data()["remarks"]:
                if place.search(scope):
                    yield _remark(kind, project, text, passage)
                    return


def _remark(kind: NoteKind, project: str, text: str, passage: Passage) -> Note:
    return Note(kind, project, text, passage.source)


def _events(sentence: Sentence, passage: Passage) -> Iterator[Note]:
    """What a sentence dates: one event a stretch between semicolons."""
    data = _data()
    for stretch in re.split(r"(?<=；)", sentence.text):
        dated = data["event_date"].search(stretch)
        if dated is None or data["event_state"].search(stretch[: dated.start()]):
            continue
        if data["event_happened"].search(stretch[dated.end():]):
            source = replace(passage.source, printed=sentence.printed)
            yield Note("event", "", stretch.rstrip("；。"), source, period=dated.group())


def _bodies(sentence: Sentence, passage: Passage) -> Iterator[Note]:
    seen: set[tuple[str, str]] = set()
    for stretch in re.split(r"(?<=；)", sentence.text):
        for role, pattern in _data()["roles"]:
            for found in pattern.finditer(stretch):
                for name in _names(found.group("body"), shares=role == "合作"):
                    if (role, name) not in seen:
                        seen.add((role, name))
                        source = replace(passage.source, printed=sentence.printed)
                        yield Note("body", name, stretch.rstrip("；。"), source, role=role)


def _names(words: str, *, shares: bool) -> Iterable[str]:
    """The bodies that words name, each by itself where each has a name of its own, else all together."""
    data = _data()
    whole = data["trailing"].sub("", words).strip()
    parts = [data["trailing"].sub("", part).strip("“”") for part in re.split("[、]|和(?!平|谐)|以及", whole)]
    if all(_is_body(part) for part in parts):
        return parts
    if _is_body(whole.strip("“”")) and "“" not in whole:
        return [whole]
    if shares and len(parts) == 1 and data["place"].match(whole) and not data["place_none"].search(whole):
        return [whole]
    return []


def _is_body(name: str) -> bool:
    data = _data()
    return len(name) >= 4 and bool(data["ends"].search(name)) and not data["none"].search(name)
