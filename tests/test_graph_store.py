"""The embedded store, whose changes wait in memory: before and after they go to disk, it holds what was last set."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from pyoxigraph import NamedNode, Quad

from graph.store.embedded import EmbeddedStore

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


def test_a_filled_store_holds_every_graph_whatever_its_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = [(graph, quads(graph, range(5))) for graph in GRAPHS]
    for most in (3, 100):  # by a bulk, and by one transaction
        monkeypatch.setattr("graph.store.embedded.LEAST_IN_BULK", most)
        store = EmbeddedStore(tmp_path / str(most))
        store.fill(iter(wanted))
        store.close()
        again = EmbeddedStore(tmp_path / str(most))
        assert set(again.quads()) == {quad for _, some in wanted for quad in some}
        assert set(again.graphs()) == set(GRAPHS)
        again.close()


def test_only_an_empty_store_is_filled(tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path)
    store.set_graph(GRAPHS[0], quads(GRAPHS[0], range(1)))
    with pytest.raises(ValueError, match="holds nothing"):
        store.fill([(GRAPHS[1], quads(GRAPHS[1], range(1)))])


def test_a_filling_that_breaks_off_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph.store.embedded.LEAST_IN_BULK", 3)

    def broken() -> Iterator[tuple[NamedNode, set[Quad]]]:
        yield GRAPHS[0], quads(GRAPHS[0], range(5))
        raise OSError("the disk is full")

    store = EmbeddedStore(tmp_path)
    with pytest.raises(OSError, match="full"):
        store.fill(broken())
    assert list(store.quads()) == []


def test_a_writer_killed_while_it_fills_leaves_nothing(tmp_path: Path) -> None:
    fill = (
        "import sys, time\n"
        "from pathlib import Path\n"
        "from pyoxigraph import NamedNode, Quad\n"
        "from graph.store.embedded import LEAST_IN_BULK, EmbeddedStore\n"
        "def graphs():\n"
        "    graph = NamedNode('urn:g')\n"
        "    for n in range(3 * LEAST_IN_BULK // 1000):\n"
        "        yield graph, [Quad(NamedNode(f'urn:s:{n}:{m}'), graph, graph, graph) for m in range(1000)]\n"
        "    print('under way', flush=True)\n"
        "    time.sleep(60)\n"
        "EmbeddedStore(Path(sys.argv[1])).fill(graphs())\n"
    )
    process = subprocess.Popen([sys.executable, "-c", fill, str(tmp_path / "store")], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "under way\n"
    process.kill()
    process.wait()
    process.stdout.close()
    store = EmbeddedStore(tmp_path / "store")
    assert list(store.quads()) == []
    store.fill([(GRAPHS[0], quads(GRAPHS[0], range(5)))])
    assert set(store.quads()) == quads(GRAPHS[0], range(5))
    store.close()
