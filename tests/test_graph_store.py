"""The embedded store, whose changes wait in memory: before and after they go to disk, it holds what was last set."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from pyoxigraph import NamedNode, Quad

from graph.store import EmbeddedStore

GRAPHS = [NamedNode(f"urn:graph:{name}") for name in "ab"]


def quads(graph: NamedNode, numbers: range | list[int]) -> set[Quad]:
    return {Quad(NamedNode(f"urn:s:{n % 3}"), NamedNode("urn:p"), NamedNode(f"urn:o:{n}"), graph) for n in numbers}


def test_a_graph_that_goes_and_comes_back_before_it_is_written_stays(tmp_path: Path) -> None:
    store, wanted = EmbeddedStore(tmp_path), quads(GRAPHS[0], range(4))
    store.set_graph(GRAPHS[0], wanted)
    store.flush()
    store.set_graph(GRAPHS[0], [])
    assert (list(store.graphs()), list(store.quads())) == ([], [])
    store.set_graph(GRAPHS[0], wanted)
    store.close()
    again = EmbeddedStore(tmp_path)
    assert (list(again.graphs()), set(again.quads())) == ([GRAPHS[0]], wanted)


def test_quads_of_another_graph_are_refused() -> None:
    with pytest.raises(ValueError, match="urn:graph:a"):
        EmbeddedStore().set_graph(GRAPHS[0], quads(GRAPHS[1], range(1)))


@pytest.mark.parametrize("seed", range(20))
def test_any_order_of_changes_ends_with_what_was_last_set(tmp_path: Path, seed: int) -> None:
    store, chance = EmbeddedStore(tmp_path), Random(seed)
    held: dict[NamedNode, set[Quad]] = {graph: set() for graph in GRAPHS}
    for _ in range(40):
        graph = chance.choice(GRAPHS)
        some = quads(graph, chance.sample(range(8), chance.randrange(8)))
        step = chance.choice(["set", "set", "change", "flush", "open"])
        if step == "set":
            store.set_graph(graph, some)
            held[graph] = some
        elif step == "change":
            gone = set(chance.sample(sorted(held[graph], key=str), len(held[graph]) // 2))
            store.change(gone, some - gone)
            held[graph] = held[graph] - gone | some - gone
        elif step == "flush":
            store.flush()
        else:
            store.close()
            store = EmbeddedStore(tmp_path)
        for each in GRAPHS:
            assert set(store.quads(each)) == held[each]
        assert {graph for graph in GRAPHS if held[graph]} <= set(store.graphs())
    store.close()
