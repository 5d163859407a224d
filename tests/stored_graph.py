"""The graph that a store holds, as tests compare it."""

from __future__ import annotations

from pathlib import Path

from graph.generation import open_current
from graph.identity import Names
from graph.server import Server
from graph.store import sorted_nquads


def stored(folder: Path, server: Server | None = None) -> list[str]:
    """What is published, replaced revisions with it, as sorted lines; without the runs, which differ by the time."""
    with open_current(folder, server) as generation:
        return list(sorted_nquads([*generation.store, *generation.replaced], without=[Names().runs_graph]))
