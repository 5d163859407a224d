"""A SPARQL 1.1 server over HTTP: queries to one address, updates to another, and errors that name it.

Only the address that the keeper of the store has set is ever spoken to; redirects are not followed.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Sequence

import httpx2

from graph.store.server import Server, ServerError, ServerRefused

RESULTS = "application/sparql-results+json"
TRIPLES = "application/n-triples, text/turtle;q=0.5"
UPDATE = "application/sparql-update"
FORM = re.compile(
    r"\s*(?:(?:#[^\n]*|(?:BASE|PREFIX\s+[^\s:]*:)\s*<[^>]*>)\s*)*(SELECT|ASK|CONSTRUCT|DESCRIBE)\b", re.IGNORECASE
)
"""A query up to the word that says its form: Virtuoso answers a CONSTRUCT as a table where it may."""
SAID = 300
"""Most characters of a server's own words in an error."""


class _Login(httpx2.Auth):
    """Name and password in the way that the server asks for when it refuses: Digest or Basic."""

    def __init__(self, user: str, password: str) -> None:
        self._digest, self._basic = httpx2.DigestAuth(user, password), httpx2.BasicAuth(user, password)
        self._asks_basic = False

    def auth_flow(self, request: httpx2.Request) -> Generator[httpx2.Request, httpx2.Response, None]:
        if not self._asks_basic:
            flow = self._digest.auth_flow(request)
            response = yield next(flow)
            offered = response.headers.get_list("www-authenticate")
            self._asks_basic = response.status_code == 401 and not any(
                each.lower().startswith("digest") for each in offered
            )
            if not self._asks_basic:
                try:
                    yield flow.send(response)
                except StopIteration:
                    return
                return
        yield from self._basic.auth_flow(request)


class Connection:
    """An open line to a server; may be used from several threads at once."""

    def __init__(self, server: Server) -> None:
        self.server = server
        login = _Login(server.user, server.password) if server.user else None
        self._client = httpx2.Client(auth=login, timeout=server.timeout, follow_redirects=False, trust_env=False)

    def query(
        self, text: str, *, default_graphs: Sequence[str] = (), named_graphs: Sequence[str] = (), union: bool = False
    ) -> tuple[str, bytes]:
        """The media type and the bytes of an answer: a table as SPARQL JSON, a graph as N-Triples or Turtle.

        ``union`` asks a server that has to be asked (Oxigraph) for the union of all graphs as the default graph.
        Raises SyntaxError where the server finds the query wrong, ServerError for all else.
        """
        form: dict[str, str | list[str]] = {
            "query": text, "default-graph-uri": list(default_graphs), "named-graph-uri": list(named_graphs),
        }  # fmt: skip
        url = self.server.url
        if union:
            url = str(httpx2.URL(url).copy_merge_params({"union-default-graph": ""}))
        try:
            response = self._post(url, data=form, accept=TRIPLES if wants_graph(text) else RESULTS)
        except ServerRefused as error:
            if error.status == 400:
                raise SyntaxError(str(error)) from None
            raise
        return response.headers.get("content-type", "").split(";")[0].strip(), response.content

    def update(self, text: str) -> None:
        """Runs an update; done, as far as the server says so, when this returns. Raises ServerError."""
        self._post(self.server.updates, content=text.encode(), accept="*/*", kind=UPDATE)

    def close(self) -> None:
        """Lets go of the line."""
        self._client.close()

    def _post(
        self, url: str, *, accept: str, data: dict[str, str | list[str]] | None = None, content: bytes | None = None,
        kind: str | None = None,
    ) -> httpx2.Response:  # fmt: skip
        headers = {"Accept": accept, **({"Content-Type": kind} if kind else {})}
        try:
            response = self._client.post(url, data=data, content=content, headers=headers)
        except httpx2.TimeoutException:
            raise ServerError(
                f"the SPARQL server {url} has not answered within {self.server.timeout:g} s; see whether it is busy, "
                "or set a longer MINGZHANG_STORE_TIMEOUT"
            ) from None
        except httpx2.HTTPError as error:
            raise ServerError(
                f"the SPARQL server {url} can't be reached ({error}); start it, or correct MINGZHANG_STORE_URL"
            ) from None
        if response.is_success:
            return response
        raise ServerRefused(_told(url, response), response.status_code)


def wants_graph(query: str) -> bool:
    """Whether the answer is a graph."""
    found = FORM.match(query)
    return found is not None and found[1].upper() in ("CONSTRUCT", "DESCRIBE")


def _told(url: str, response: httpx2.Response) -> str:
    said = " ".join(response.text.split())[:SAID]
    cause = f"the SPARQL server {url} answers {response.status_code}: {said or response.reason_phrase}"
    if response.is_redirect:
        cause += f" (it sends to {response.headers.get('location', '?')}, which is not followed: set that address)"
    elif response.status_code in (401, 403):
        cause += "; set MINGZHANG_STORE_USER and MINGZHANG_STORE_PASSWORD of somebody who may write there"
    elif response.status_code in (404, 405):
        cause += "; set MINGZHANG_STORE_URL, and MINGZHANG_STORE_UPDATE_URL where updates have an address of their own"
    return cause
