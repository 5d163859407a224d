"""Where a SPARQL 1.1 server is that keeps the graph, and what goes wrong with it. Speaking to it: ``connection``.

Imports the standard library only: settings are made of it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

UPDATES = ((r"/query/?$", "/update"), (r"(/repositories/[^/]+)/?$", r"\1/statements"))
"""Where servers that have another address for updates have it: Oxigraph and Fuseki, RDF4J and GraphDB."""


class ServerError(OSError):
    """The server does not answer, or answers with an error; the message names it and says what to do."""


class ServerRefused(ServerError):
    """The server has answered that it does not do what was asked; ``status`` is that of HTTP."""

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.status = status


@dataclass(frozen=True, slots=True)
class Server:
    """Where a SPARQL server is, and how one logs in; ``timeout`` in seconds, for one request."""

    url: str
    update_url: str = ""
    user: str = ""
    password: str = field(default="", repr=False)
    timeout: float = 300.0

    def __post_init__(self) -> None:
        for url in filter(None, (self.url, self.update_url)):
            parts = urlsplit(url)
            if parts.scheme not in ("http", "https") or not parts.hostname:
                raise ValueError(f"{url!r} is no address of a SPARQL server: it begins with http:// or https://")
            if parts.username or parts.password:
                raise ValueError(f"the address of the server {parts.hostname} holds a name or password; "
                                 "set MINGZHANG_STORE_USER and MINGZHANG_STORE_PASSWORD instead")  # fmt: skip

    @property
    def updates(self) -> str:
        """Where updates go: as set, or as the servers do it that are known here; else the address of queries."""
        if self.update_url:
            return self.update_url
        for pattern, put in UPDATES:
            found, count = re.subn(pattern, put, self.url)
            if count:
                return found
        return self.url
