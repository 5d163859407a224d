"""The graph that a store holds, as tests compare it."""

from __future__ import annotations

from pathlib import Path

from graph.naming.identity import Names
from graph.store.embedded import sorted_nquads
from graph.store.generation import open_current
from graph.store.server import Server


def stored(folder: Path, server: Server | None = None) -> list[str]:
    """What is published, replaced revisions with it, as sorted lines; without the runs, which differ by the time."""
    with open_current(folder, server) as generation:
        return list(sorted_nquads([*generation.store, *generation.replaced], without=[Names().runs_graph]))
