"""The graph on a SPARQL server: what readers see while it changes, what a crash leaves, what the errors say."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from disclosure_builders import disclosure, figure, realistic
from engines import empty, oxigraph
from pyoxigraph import NamedNode
from stored_graph import stored

from api.holdings.generation import NoStore
from api.holdings.one_generation import OneGeneration, on_one_generation
from api.settings import Settings
from graph.library.library import Library
from graph.naming.identity import Names
from graph.queries import bound
from graph.search.indexing import indexers
from graph.store.connection import Connection, wants_graph
from graph.store.generation import GenerationGone, NoGeneration, open_current
from graph.store.remote import answered, plainer, values_apart
from graph.store.server import Server, ServerError, ServerRefused
from ingest.records import Disclosure

RUNS = Names().runs_graph
FIRST = disclosure(figure("310.38", code="201"), figure("373.97"), document="决算表.pdf")
SECOND = disclosure(figure("99.00"), document="决算表（新）.pdf")


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with oxigraph(tmp_path_factory.mktemp("oxigraph")) as server:
        yield server


@pytest.fixture
def server(started: Server) -> Server:
    empty(started)
    return started


def embedded(folder: Path, *disclosures: Disclosure) -> list[str]:
    with Library(folder) as library:
        for each in disclosures:
            library.add(each)
        library.publish(indexers())
    return stored(folder)


def test_the_graph_is_that_of_the_embedded_store(tmp_path: Path, server: Server) -> None:
    disclosures = [realistic(year=2022), realistic(year=2023, document="新.pdf")]
    with Library(tmp_path / "b", server=server) as library:
        for each in disclosures:
            library.add(each)
        library.publish(indexers(server))
    assert stored(tmp_path / "b", server) == embedded(tmp_path / "a", *disclosures)


def test_a_reader_never_sees_two_generations_in_one(tmp_path: Path, server: Server) -> None:
    with Library(tmp_path, server=server) as library:
        library.add(FIRST)
        library.publish()
        with open_current(tmp_path, server) as reader:
            library.add(SECOND)
            assert reader.query("ASK { ?s ?p ?o }")  # nothing is sent before it is published
            library._store.flush()
            with pytest.raises(GenerationGone, match="being changed"):
                reader.query("ASK { ?s ?p ?o }")
            with pytest.raises(NoGeneration, match="come back in a moment"):
                open_current(tmp_path, server, patience=0.2)
            library.publish()
            with pytest.raises(GenerationGone, match="holds generation 2 and not generation 1"):
                list(reader.graph(RUNS.value))
        with open_current(tmp_path, server) as reader:
            assert reader.query("ASK { ?s ?p ?o }")


@pytest.mark.slow
def test_a_writer_cut_off_at_any_update_leaves_nothing_half_done(
    tmp_path: Path, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = embedded(tmp_path / "embedded", FIRST, SECOND)
    monkeypatch.setattr("graph.store.remote_store.MOST_IN_UPDATE", 2_000)
    update, sent = Connection.update, 0

    def cut_off(at: int) -> Callable[[Connection, str], None]:
        def some(self: Connection, text: str) -> None:
            nonlocal sent
            sent += 1
            if sent > at:
                raise ServerError("the line is cut")
            update(self, text)

        return some

    for at in range(1, 60):
        folder, sent = tmp_path / str(at), 0
        empty(server)
        monkeypatch.setattr(Connection, "update", cut_off(at))
        try:
            with Library(folder, server=server) as library:
                library.add(FIRST)
                library.publish(indexers(server))
                library.add(SECOND)
                library.publish(indexers(server))
            done = True
        except ServerError:
            done = False
        monkeypatch.setattr(Connection, "update", update)
        with Library(folder, server=server) as library:
            for each in (FIRST, SECOND):
                library.add(each)
            library.publish(indexers(server))
        assert stored(folder, server) == wanted, f"cut off after {at} updates"
        if done:
            break
    assert done, "more updates than were tried"
    assert at > 15


def test_what_was_published_can_be_read_again_once_a_writer_has_looked(tmp_path: Path, server: Server) -> None:
    with Library(tmp_path, server=server) as library:
        library.add(FIRST)
        library.publish()
        library._store.published(7)  # the server has lost, or kept, another mark than the folder
    with pytest.raises(NoGeneration, match="mingzhang ingest"):
        open_current(tmp_path, server, patience=0.0)
    Library(tmp_path, server=server).close()
    with open_current(tmp_path, server) as generation:
        assert generation.number == 1


def test_a_server_that_takes_few_at_once_is_given_few(
    tmp_path: Path, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    update, sizes = Connection.update, []

    def few(self: Connection, text: str) -> None:
        if text.count(" .") > 1_500:
            raise ServerRefused("memory exhausted", 400)
        sizes.append(text.count(" ."))
        update(self, text)

    monkeypatch.setattr(Connection, "update", few)
    with Library(tmp_path / "b", server=server) as library:
        library.add(FIRST)
        library.publish(indexers(server))
    assert max(sizes) > 500
    assert stored(tmp_path / "b", server) == embedded(tmp_path / "a", FIRST)


def test_two_stores_never_share_a_server(tmp_path: Path, server: Server) -> None:
    Library(tmp_path / "a", server=server).close()
    with pytest.raises(ValueError, match="holds the graphs of another store"):
        Library(tmp_path / "b", server=server)
    empty(server)
    with closing(Connection(server)) as line:
        line.update("INSERT DATA { GRAPH <https://mingzhang.example/id/x> { <urn:a> <urn:b> <urn:c> } }")
    with pytest.raises(ValueError, match="that no store has written"):
        Library(tmp_path / "b", server=server)


def test_a_store_moves_to_a_server_and_back(tmp_path: Path, server: Server) -> None:
    wanted = embedded(tmp_path, FIRST)
    with Library(tmp_path, server=server) as library:
        assert stored(tmp_path, server) == wanted  # readers go on with what is published
        library.add(SECOND)
        library.publish(indexers(server))
    both = stored(tmp_path, server)
    assert both != wanted
    with pytest.raises(NoGeneration, match="set MINGZHANG_STORE_URL"):
        open_current(tmp_path)
    with Library(tmp_path) as library:
        library.publish(indexers())
    assert stored(tmp_path) == both


def test_rules_that_changed_make_the_graph_anew(
    tmp_path: Path, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Library(tmp_path, server=server) as library:
        library.add(FIRST)
        library.publish(indexers(server))
    before = stored(tmp_path, server)
    monkeypatch.setattr("graph.library.upkeep.rules_digest", lambda units: "other")
    with Library(tmp_path, server=server) as library:
        library.publish(indexers(server))
    assert stored(tmp_path, server) == before


# ---------------------------------------------------------------- what a server says


@contextmanager
def saying(status: int, body: str = "", wait: float = 0.0, **headers: str) -> Iterator[str]:
    """The address of a server that says the same to every request, and waits before."""
    over = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["content-length"]))
            over.wait(wait)
            given = self.headers.get("authorization", "").startswith("Basic ")
            self.send_response(200 if given else status)
            for name, value in headers.items():
                self.send_header(name.replace("_", "-"), value)
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *_: Any) -> None:
            pass

    http = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield f"http://127.0.0.1:{http.server_port}/sparql"
    over.set()
    http.shutdown()
    thread.join()
    http.server_close()


@pytest.mark.parametrize(("status", "headers", "message"), [
    (404, {}, "answers 404: .*MINGZHANG_STORE_UPDATE_URL"),
    (401, {"WWW_Authenticate": 'Basic realm="x"'}, "answers 401: .*MINGZHANG_STORE_USER"),
    (302, {"Location": "http://127.0.0.1:1/"}, "sends to http://127.0.0.1:1/, which is not followed"),
    (503, {}, "answers 503: too much to do"),
    (200, {"Content_Type": "text/html"}, "gives what is no result of a query"),
])  # fmt: skip
def test_what_a_server_refuses_is_told_with_its_address(status: int, headers: dict[str, str], message: str) -> None:
    with saying(status, "too much to do", **headers) as url, closing(Connection(Server(url))) as line:
        with pytest.raises(ServerError, match=message) as told:
            answered(line, "ASK {}")
        assert url in str(told.value)


def test_a_server_that_does_not_answer_is_told(tmp_path: Path) -> None:
    with pytest.raises(ServerError, match=r"can't be reached .* start it"):
        Connection(Server("http://127.0.0.1:1/sparql")).update("CLEAR ALL")
    with saying(200, wait=5.0) as url, pytest.raises(ServerError, match=r"not answered within 0\.2 s"):
        Connection(Server(url, timeout=0.2)).update("CLEAR ALL")


def test_name_and_password_are_given_when_asked_for() -> None:
    body = '{"head": {}, "boolean": true}'
    more = {"WWW_Authenticate": 'Basic realm="x"', "Content_Type": "application/sparql-results+json"}
    with saying(401, body, **more) as url:
        assert answered(Connection(Server(url, user="a", password="b")), "ASK {}")


@pytest.mark.parametrize(("url", "update"), [
    ("http://a/query", "http://a/update"),
    ("http://a/books/query", "http://a/books/update"),
    ("http://a/sparql", "http://a/sparql"),
    ("http://a/repositories/books", "http://a/repositories/books/statements"),
])  # fmt: skip
def test_where_updates_go(url: str, update: str) -> None:
    assert Server(url).updates == update
    assert Server(url, "http://a/other").updates == "http://a/other"


@pytest.mark.parametrize("url", ["file:///etc/passwd", "a.example:7878", "http://", "http://name:secret@a/sparql"])
def test_an_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match=r"address of (a|the)"):
        Server(url)
    with pytest.raises(ValueError, match=r"address of (a|the)"):
        Settings(store_url=url)


@pytest.mark.parametrize(("query", "graph"), [
    ("SELECT * {}", False),
    ("# DESCRIBE\nPREFIX a: <http://x#CONSTRUCT>\nBASE <http://x/>\n construct {} WHERE {}", True),
    ("ASK { ?construct ?p ?o }", False),
])  # fmt: skip
def test_the_form_of_a_query(query: str, graph: bool) -> None:
    assert wants_graph(query) == graph


def test_values_of_several_variables_are_given_one_by_one() -> None:
    query = bound("series", unit=["https://a/（一）", "https://b"], scope='a" } ) ( \\ \n', level="total")
    assert 'VALUES ?unit { <https://a/（一）> <https://b> } VALUES ?scope { "a\\" } ) ( \\\\ \\n" } VALUES' in (
        values_apart(query)
    )
    pairs = 'VALUES (?a ?b) { ("1" "2") ("3" "4") }'
    assert values_apart(pairs) == pairs  # not every combination


def test_a_limit_that_is_none_is_left_out() -> None:
    assert plainer("SELECT ?s {} ORDER BY ?s\nLIMIT 1000000\nOFFSET 0\n") == "SELECT ?s {} ORDER BY ?s\n"
    for kept in ("SELECT ?s {} LIMIT 1000", "SELECT ?s {} LIMIT 1000000 OFFSET 20", "SELECT ?s { { } LIMIT 2000000 }"):
        assert plainer(kept) == kept


# ---------------------------------------------------------------- readers that ask again


def test_the_command_line_asks_again_and_gives_up_in_the_end(tmp_path: Path) -> None:
    embedded(tmp_path, FIRST)
    now, times = Settings(store=tmp_path), 0

    def work(_: object) -> int:
        nonlocal times
        times += 1
        if times < 3:
            raise GenerationGone("changed")
        return times

    assert on_one_generation(now, work) == 3
    times = -9
    with pytest.raises(NoStore, match=r"changed \(tried 5 times\)"):
        on_one_generation(now, work)


def test_a_request_is_answered_again_with_its_body(tmp_path: Path) -> None:
    class Moving:
        followed = 0

        def follow(self) -> bool:
            self.followed += 1
            return True

    holdings, bodies, sent = Moving(), [], []
    parts = [{"type": "http.request", "body": b"ab", "more_body": True}, {"type": "http.request", "body": b"c"}]

    async def app(scope: Any, receive: Any, send: Any) -> None:
        bodies.append((await receive())["body"] + (await receive())["body"])
        if len(bodies) < 3:
            raise GenerationGone("changed")
        await send({"type": "http.response.start"})

    async def receive() -> Any:
        return parts.pop(0)

    async def send(message: Any) -> None:
        sent.append(message)

    asyncio.run(OneGeneration(app, holdings)({"type": "http"}, receive, send))  # type: ignore[arg-type]
    assert bodies == [b"abc"] * 3
    assert (len(sent), holdings.followed) == (1, 2)


def test_graphs_are_named_and_counted(tmp_path: Path, server: Server) -> None:
    with Library(tmp_path, server=server) as library:
        outcome = library.add(FIRST)
        library.publish()
    with open_current(tmp_path, server) as generation:
        assert NamedNode(outcome.revision) in generation.store.named_graphs()
        assert generation.store.contains_named_graph(NamedNode(outcome.revision))
        assert not generation.store.contains_named_graph(NamedNode("urn:none"))
        assert len(generation.store) == len(list(generation.store))
