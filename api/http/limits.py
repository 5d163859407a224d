"""How much one client, and all together, may ask at once. More is answered with 429 or 503 and when to come back."""

from __future__ import annotations

import ipaddress
import math
import time
from collections import OrderedDict
from functools import lru_cache

from starlette.types import ASGIApp, Receive, Scope, Send

from api.http.problems import Problem, response
from api.settings import Settings

MOST_KNOWN = 10_000
"""Addresses remembered; the one that was silent the longest is forgotten first, and is then free again anyway."""
ALWAYS = ("/health", "/ready", "/metrics")
"""What watches over the service is answered also when it is busy."""


class Limits:
    """A bucket of tokens for each address, filled at ``rate`` a second up to ``burst``; and a count of what runs.

    Clients of this very machine have no rate: it is theirs. Behind a proxy on this machine uvicorn puts the address
    that the proxy names (X-Forwarded-For) into the scope.
    """

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app, self.settings = app, settings
        self.buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self.running = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] in ALWAYS:
            await self.app(scope, receive, send)
            return
        if wait := self.wait((scope.get("client") or ("",))[0]):
            problem = Problem(
                429, "too-many", f"more than {self.settings.rate:g} requests a second; come back in {wait} s",
                {"Retry-After": str(wait)},
            )  # fmt: skip
            await response(problem)(scope, receive, send)
            return
        if self.running >= self.settings.requests:
            problem = Problem(503, "busy", "too many requests are being answered; come back", {"Retry-After": "1"})
            await response(problem)(scope, receive, send)
            return
        self.running += 1
        try:
            await self.app(scope, receive, send)
        finally:
            self.running -= 1

    def wait(self, address: str) -> int:
        """Take a token of an address; else how many seconds until there is one. 0: it may ask."""
        if not self.settings.rate or not limited(address):
            return 0
        now = time.monotonic()
        tokens, last = self.buckets.pop(address, (float(self.settings.burst), now))
        tokens = min(float(self.settings.burst), tokens + (now - last) * self.settings.rate)
        self.buckets[address] = (tokens - 1 if tokens >= 1 else tokens, now)
        if len(self.buckets) > MOST_KNOWN:
            self.buckets.popitem(last=False)
        return 0 if tokens >= 1 else max(1, math.ceil((1 - tokens) / self.settings.rate))


@lru_cache(MOST_KNOWN)
def limited(address: str) -> bool:
    """Whether an address is one of elsewhere; sockets of this machine have none."""
    try:
        return not ipaddress.ip_address(address.partition("%")[0]).is_loopback
    except ValueError:
        return False
