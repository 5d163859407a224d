"""Tests of the embedded graph, run again as they are on SPARQL servers (``on_server``)."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from engines import program

HERE = Path(__file__).parent
CORE = (
    "test_graph_library.py", "test_graph_queries.py", "test_graph_indexing.py", "test_graph_export.py",
    "test_findings_graph.py", "test_answer_contract.py", "test_api_sparql.py", "test_api_service.py", "test_cli.py",
)
NOT_ON_A_SERVER = (
    # A process of its own, which has no server named to it.
    "test_cli.py::test_asking_loads_no_tensors",
    # What was not sent when a writer ended is computed again when the next one opens, which is when damage is told.
    "test_graph_library.py::test_damage_is_named",
)
NOT_ON = {
    "oxigraph": (),
    "virtuoso": (
        # Virtuoso adds the dataset of the protocol to the query's own, instead of putting it in its place.
        "test_api_sparql.py::test_datasets",
        # Two stores at the same time, and the tests have one server.
        "test_graph_indexing.py::test_a_later_generation_finds_the_same_as_one_built_at_once",
    ),
}  # fmt: skip
PROGRAMS = {"oxigraph": "oxigraph", "virtuoso": "virtuoso-t"}


@pytest.mark.slow
@pytest.mark.parametrize("engine", sorted(NOT_ON))
def test_the_same_tests_pass_on_a_server(engine: str) -> None:
    program(PROGRAMS[engine])
    left_out = [f"--deselect=tests/{test}" for test in (*NOT_ON_A_SERVER, *NOT_ON[engine])]
    told = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "on_server", "-p", "no:cacheprovider", *left_out,
         *(f"tests/{name}" for name in CORE)],
        cwd=HERE.parent, capture_output=True, text=True, timeout=1500,
        env={**os.environ, "MINGZHANG_TEST_ENGINE": engine, "PYTHONPATH": f"{HERE.parent}{os.pathsep}{HERE}"},
    )  # fmt: skip
    assert told.returncode == 0, told.stdout[-5000:] + told.stderr[-2000:]
