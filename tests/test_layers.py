"""The house rules that a machine can hold: imports go down the floors, files stay small and say one thing."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FLOORS = ("ontology", "ingest", "graph", "answer", "api")
"""From the ground up; a floor may import those below it, in any order."""
SOURCES = sorted(path for floor in FLOORS for path in (ROOT / floor).rglob("*.py"))
MOST_LINES = 400


def imported(path: Path) -> set[str]:
    """Top-level names of the packages that a file imports, at its top or within a function."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names.update(alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            names.add(node.module.split(".")[0])
        elif isinstance(node, ast.ImportFrom) and node.level > 1:
            names.add("..")
    return names


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


ROOMS = {
    "graph": ("naming", "store", "describe", "embedding", "search", "findings", "library"),
    "answer": ("language", "holdings", "request", "prose", "projects", "figures"),
    "api": ("http", "holdings", "sparql", "linked_data", "questions", "pages"),
}
"""Of a floor, from the ground up, as FLOORS; what stands beside the rooms may use them all."""
BESIDE = {"graph": ("queries",), "answer": (), "api": ("settings",)}
"""What stands beside the rooms of a floor and may be used in all of them."""


def test_there_are_sources_on_every_floor() -> None:
    assert {path.relative_to(ROOT).parts[0] for path in SOURCES} == set(FLOORS)


@pytest.mark.parametrize("path", SOURCES, ids=name)
def test_imports_go_down(path: Path) -> None:
    floor = path.relative_to(ROOT).parts[0]
    above = set(FLOORS[FLOORS.index(floor) + 1 :])
    wrong = imported(path) & (above | {"tests", "bench", "samples", ".."})
    assert not wrong, f"{name(path)} imports {sorted(wrong)}, which stand above {floor}/"


def rooms_used(path: Path) -> set[str]:
    """Rooms of its own floor that a file imports from; modules beside the rooms by their names."""
    floor = path.relative_to(ROOT).parts[0]
    used: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module == floor:
            used.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.module.startswith(floor + "."):
            used.add(node.module.split(".")[1])
    return used


FOLDERS = {ROOT / floor / room for floor, rooms in ROOMS.items() for room in rooms}


@pytest.mark.parametrize("path", [path for path in SOURCES if path.parent in FOLDERS], ids=name)
def test_rooms_use_those_below(path: Path) -> None:
    floor, room = path.relative_to(ROOT).parts[:2]
    below = set(ROOMS[floor][: ROOMS[floor].index(room) + 1]) | set(BESIDE[floor])
    assert rooms_used(path) <= below, f"{name(path)} imports from {sorted(rooms_used(path) - below)}"


@pytest.mark.parametrize("path", SOURCES, ids=name)
def test_a_file_does_one_thing(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").count("\n")
    assert lines <= MOST_LINES, f"{name(path)} has {lines} lines: split it by what it does"
    assert not re.search(r"util|helper|misc|common", path.stem), f"{name(path)}: name it after what it does"


@pytest.mark.parametrize("path", SOURCES, ids=name)
def test_every_module_says_what_it_is_for(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not text.strip() or ast.get_docstring(ast.parse(text)), f"{name(path)} has no docstring"


READERS = [path for path in SOURCES if path.relative_to(ROOT).parts[0] in ("ontology", "ingest")]


@pytest.mark.parametrize("path", READERS, ids=name)
def test_readers_stay_light(path: Path) -> None:
    """Processes that read documents start by the dozen: neither a tensor library nor the graph comes with them."""
    heavy = {"torch", "sentence_transformers", "transformers", "pyoxigraph", "rdflib", "fastapi"}
    assert not imported(path) & heavy, f"{name(path)} imports {sorted(imported(path) & heavy)}"


def text_files() -> list[Path]:
    kinds = {".py", ".toml", ".csv", ".rq", ".ttl", ".md", ".html", ".css", ".txt", ""}
    hidden = {".git", ".venv", ".mingzhang", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis"}
    return sorted(
        path
        for path in ROOT.rglob("*")
        if path.is_file()
        and path.suffix in kinds
        and "__pycache__" not in path.parts
        and not hidden & set(path.relative_to(ROOT).parts)
        and not any(part.endswith(".egg-info") for part in path.parts)
    )


def test_no_path_of_a_machine_is_written_down() -> None:
    """What is in the project holds on any machine."""
    of_a_machine = re.compile(r"/(?:work|tmp|root|home/[a-z]+|Users/[A-Za-z]+)/[\w.]")
    found = []
    for path in text_files():
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
        except UnicodeDecodeError:
            continue
        found += [f"{name(path)}:{number}: {line.strip()}" for number, line in enumerate(lines, 1)
                  if of_a_machine.search(line)]
    assert not found, "\n".join(found)
