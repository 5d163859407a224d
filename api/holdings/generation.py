"""What is held: the published generation, followed as writers publish new ones."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

from api.http.problems import Problem
from graph.store.generation import Generation, NoGeneration, open_current

if TYPE_CHECKING:
    from api.settings import Settings

LET_GO = 60.0
"""Seconds that a replaced generation is still held for requests that began on it,"""
MOST_REPLACED = 3
"""unless so many younger ones were replaced since, by a writer that publishes every few seconds: each takes memory."""


class NoStore(Exception):
    """The store can't be read; the message says why and what to do."""


def open_store(settings: Settings) -> Generation:
    """The published generation, for the command line. Raises ``NoStore``."""
    try:
        return _opened(settings)
    except NoGeneration as error:
        raise NoStore(f"{error} (`mingzhang ingest PATH... --store {settings.store}`, or another --store)") from None
    except OSError as error:
        raise NoStore(f"the store {settings.store} can't be read: {error}") from None


def _opened(settings: Settings, **more: float) -> Generation:
    """The published generation, told where its vectors are."""
    generation = open_current(settings.store, settings.server, **more)
    generation.vectors_url = settings.vectors_url.get_secret_value()
    return generation


class Holdings:
    """The generation that the service answers from. ``follow`` is called every second; requests call ``current``."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.reason = "nothing has been read into the store yet"
        self._current: Generation | None = None
        self._replaced: list[tuple[float, Generation]] = []
        self._lock = threading.Lock()

    def follow(self) -> bool:
        """Move to the published generation where it is another one; True where it moved. Never raises."""
        with self._lock:
            now = time.monotonic()
            while self._replaced and (now - self._replaced[0][0] > LET_GO or len(self._replaced) > MOST_REPLACED):
                self._replaced.pop(0)[1].close()
            try:
                if self._current is not None and not self._current.changed():
                    return False
                fresh = _opened(self.settings, patience=0.5)
            except (NoGeneration, OSError, ValueError) as error:
                self.reason = str(error)
                return False
            if self._current is not None:
                self._replaced.append((now, self._current))
            self._current = fresh
            return True

    @property
    def generation(self) -> Generation | None:
        return self._current

    def current(self) -> Generation:
        """The generation to answer from; ``Problem`` 503 where there is none yet."""
        if self._current is None:
            raise Problem(503, "nothing-held", f"nothing can be asked yet: {self.reason}", {"Retry-After": "5"})
        return self._current

    def close(self) -> None:
        with self._lock:
            for generation in [*(each for _, each in self._replaced), *([self._current] if self._current else [])]:
                generation.close()
            self._current, self._replaced = None, []
