"""Any order of ingest, replacement and removal gives the graph that a rebuild from scratch gives, byte for byte."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from itertools import permutations
from pathlib import Path

import pytest
from disclosure_builders import disclosure, everything, figure, realistic
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import Quad

from graph.library.library import Library
from graph.naming.identity import Names
from graph.store.embedded import sorted_nquads
from graph.store.generation import open_current
from ingest.records import Disclosure, Kind, Passage, Source, Unit

RUNS = Names().runs_graph
UNITS = ("示例市甲局", "示例市乙中心", "示例市人民政府")


def small(unit: str, year: int, kind: Kind, what: str, content: int) -> Disclosure:
    """One file of a disclosure: tables, prose or both, in one of several editions of the file."""
    document = f"{what}{content}.pdf"
    stage = "决算" if kind == "决算" else "年初预算"
    figures = (
        figure(f"{100 + content}.5", code="201", year=year, stage=stage),
        figure("7.25", item="其他资金", scheme="label", dim_item="其他资金", level="", year=year, stage=stage),
        figure("50", year=year - 1, stage=stage, kind="derived", form_id="", formula="x − y"),
    )
    text = f"{unit}{year}年支出说明，第{content}稿。"
    passage = Passage(text, ("说明",), Source(document, text, page=2))
    tables, prose = what in ("表", "全"), what in ("文", "全")
    return disclosure(
        *(figures if tables else ()), name=unit, year=year, kind=kind, document=document,
        content=f"{unit}{year}{kind}{what}{content}",
        passages=(passage,) if prose else (),
        parts=frozenset(({"form:expenditure"} if tables else set()) | ({"prose"} if prose else set())),
        unit=Unit(unit, aliases=(f"别名{content}",), parent=UNITS[2], members=(UNITS[0],), staff=content),
    )


def graphs(library: Library) -> list[str]:
    library.publish()
    with open_current(library.store_dir) as generation:
        quads: list[Quad] = [*generation.store, *generation.replaced]
    return list(sorted_nquads(quads, without=[RUNS]))


FILES = st.builds(
    small, st.sampled_from(UNITS), st.integers(2021, 2023), st.sampled_from(("预算", "决算")),
    st.sampled_from(("表", "文", "全")), st.integers(0, 2),
)
ACTIONS = st.sampled_from(("add", "add", "add", "replace", "remove", "remove-file"))
STEPS = st.lists(st.tuples(ACTIONS, FILES), max_size=12)


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(STEPS)
def test_any_history_equals_a_rebuild_from_scratch(steps: list[tuple[str, Disclosure]]) -> None:
    check(steps)


@pytest.mark.slow
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(STEPS)
def test_any_of_many_histories_equals_a_rebuild_from_scratch(steps: list[tuple[str, Disclosure]]) -> None:
    check(steps)


def check(steps: list[tuple[str, Disclosure]]) -> None:
    """Plays the steps; what is held then must be what a rebuild gives, and what a new store gives for what is left."""
    with tempfile.TemporaryDirectory() as folder, Library(folder) as library:
        for step, of in steps:
            take(library, step, of)
        worked = graphs(library)
        library.rebuild()
        assert graphs(library) == worked
    with tempfile.TemporaryDirectory() as folder, Library(folder) as fresh:
        for entries in library.journal.by_key.values():
            for entry in entries:
                fresh.add(read_before(steps, entry.files[0]))
        assert graphs(fresh) == worked


def take(library: Library, step: str, of: Disclosure) -> None:
    try:
        if step == "add":
            library.add(of)
        elif step == "replace":
            library.replace(of)
        elif step == "remove":
            library.remove(library.names.disclosure(of.key).value)
        else:
            library.remove(of.files[0].sha256)
    except KeyError:
        pass  # nothing of that name is held


def read_before(steps: list[tuple[str, Disclosure]], sha256: str) -> Disclosure:
    return next(of for _, of in steps if of.files[0].sha256 == sha256)


def test_files_that_only_add_parts_give_the_same_graph_in_every_order(tmp_path: Path) -> None:
    files = [small(UNITS[0], 2023, "决算", "表", 0), small(UNITS[0], 2023, "决算", "文", 1),
             small(UNITS[0], 2022, "决算", "全", 0)]
    found = set()
    for number, order in enumerate(permutations(files)):
        with Library(tmp_path / str(number)) as library:
            for of in order:
                library.add(of)
            found.add("\n".join(graphs(library)))
    assert len(found) == 1


def test_opening_a_store_again_changes_nothing(tmp_path: Path) -> None:
    with Library(tmp_path) as library:
        library.add(everything())
        library.add(replace(realistic(year=2022, document="2022.pdf"), sample=True))
        before = graphs(library)
    with Library(tmp_path) as library:
        assert graphs(library) == before
