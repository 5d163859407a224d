"""Text to vectors, in a process of its own, so that no other pays for torch (ten seconds and half a gigabyte).

An ``Encoder`` is cheap to make and to ask for its state. Without a model the state is "lexical only" and search goes by
words; nothing else changes.
"""

from __future__ import annotations

import atexit
import base64
import itertools
import json
import os
import subprocess
import sys
import threading
from collections import OrderedDict, deque
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Literal, Protocol

import numpy as np
import numpy.typing as npt

from graph.embedding.models import Choice, choose

Vectors = npt.NDArray[np.float32]
State = Literal["lexical only", "not started", "loading", "ready", "failed"]

BATCH = 8
"""Passages a request: half a second at most, which a question that comes in between has to wait."""
_REMEMBERED = 512
_PATIENCE = 10.0
"""Seconds a question waits for its turn before search goes by words."""
_DEADLINE = 120.0
"""Seconds a request may take before the process counts as hung and is ended."""
_RESTARTS = 3


@dataclass(frozen=True)
class ModelInfo:
    """What an index and the encoder that searches it must agree on; ``hash`` covers weights, tokenizer and prompts."""

    name: str
    dimension: int
    hash: str


class EncoderUnavailable(Exception):
    """No vector can be had now; search goes by words. The message names the cause."""


class TextEncoder(Protocol):
    """What indexing and search need of an encoder."""

    @property
    def ready(self) -> bool: ...

    @property
    def info(self) -> ModelInfo | None: ...

    def encode_question(self, text: str) -> Vectors:
        """A vector (dimension,) of length 1. Raises EncoderUnavailable."""

    def encode_passages(self, texts: Sequence[str]) -> Iterator[Vectors]:
        """Matrices (n, dimension) of rows of length 1, in the order of ``texts``. Raises EncoderUnavailable."""


class Encoder:
    """The encoder process, seen from the program that started it. Safe to use from several threads.

    ``setting`` is the setting ``embedding_model``; ``threads`` the cores torch may use, 0 for all this process has.
    """

    def __init__(self, setting: str = "", threads: int = 0) -> None:
        self.choice: Choice = choose(setting)
        self._threads = threads
        self._process: subprocess.Popen[str] | None = None
        self._info: ModelInfo | None = None
        self._failure = ""
        self._lost = 0
        self._last_words: deque[str] = deque(maxlen=5)
        self._loaded = threading.Event()
        self._start_lock = threading.Lock()
        self._turn = threading.Condition()
        self._busy = False
        self._questions = 0
        self._numbers = itertools.count(1)
        self._remembered: OrderedDict[str, Vectors] = OrderedDict()

    @property
    def state(self) -> State:
        if not self.choice.reference:
            return "lexical only"
        if self._failure:
            return "failed"
        if self._process is None:
            return "not started"
        return "ready" if self._loaded.is_set() else "loading"

    @property
    def reason(self) -> str:
        """Why there are no vectors; empty where there are, or soon will be."""
        return self.choice.reason or self._failure

    @property
    def ready(self) -> bool:
        return self.state == "ready"

    @property
    def info(self) -> ModelInfo | None:
        """The model, once it is loaded."""
        return self._info

    def start(self) -> None:
        """Starts the process and returns at once; loading goes on in the background. No model: nothing happens."""
        with self._start_lock:
            if not self.choice.reference or self._process is not None or self._failure:
                return
            self._process = self._spawn()
            atexit.register(self.close)
            threading.Thread(target=self._await_model, args=(self._process,), daemon=True).start()

    def wait(self, timeout: float | None = None) -> bool:
        """Starts if need be and waits for the model; False if it can't be loaded, or not within ``timeout`` seconds."""
        self.start()
        if self.choice.reference:
            self._loaded.wait(timeout)
        return self.ready

    def encode_question(self, text: str) -> Vectors:
        """The vector of a question; goes before passages that wait. Raises EncoderUnavailable."""
        with self._turn:
            if (known := self._remembered.get(text)) is not None:
                self._remembered.move_to_end(text)
                return known
            self._questions += 1
        try:
            vector: Vectors = self._request("query", [text])[0]
        finally:
            with self._turn:
                self._questions -= 1
                self._turn.notify_all()
        with self._turn:
            self._remembered[text] = vector
            if len(self._remembered) > _REMEMBERED:
                self._remembered.popitem(last=False)
        return vector

    def encode_passages(self, texts: Sequence[str]) -> Iterator[Vectors]:
        """Vectors of ``texts`` in order, a matrix of at most BATCH rows at a time. Raises EncoderUnavailable."""
        for start in range(0, len(texts), BATCH):
            yield self._request("document", list(texts[start : start + BATCH]))

    def close(self) -> None:
        """Ends the process. The encoder can be started again."""
        atexit.unregister(self.close)
        with self._start_lock:
            process, self._process = self._process, None
            self._loaded.clear()
        if process is not None:
            _end(process)

    def __enter__(self) -> Encoder:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _spawn(self) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "graph.embedding.worker", self.choice.reference]
        command += ["--network"] if self.choice.network else []
        command += ["--threads", str(self._threads)]
        root = str(Path(__file__).resolve().parents[2])
        path = os.pathsep.join([root, *filter(None, [os.environ.get("PYTHONPATH")])])
        process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": path, "TOKENIZERS_PARALLELISM": "false"},
            encoding="utf-8",
        )
        threading.Thread(target=self._listen, args=(process.stderr,), daemon=True).start()
        return process

    def _listen(self, errors: IO[str] | None) -> None:
        for line in errors or ():
            self._last_words.append(line.strip())

    def _await_model(self, process: subprocess.Popen[str]) -> None:
        assert process.stdout is not None
        line = process.stdout.readline()
        try:
            told: dict[str, Any] = json.loads(line)
        except ValueError:
            told = {"failed": "the encoder process ended: " + " ".join(self._last_words)[-300:]}
        if process is not self._process:
            return
        if "ready" in told:
            self._info = ModelInfo(self.choice.name, told["ready"]["dimension"], told["ready"]["hash"])
        else:
            self._failure = f"model {self.choice.reference}: {told.get('failed', 'no answer')}"
        self._loaded.set()

    def _request(self, kind: Literal["query", "document"], texts: list[str]) -> Vectors:
        if not self.ready or self._info is None:
            raise EncoderUnavailable(self.reason or f"the model is {self.state}")
        with self._turn:
            patience = _PATIENCE if kind == "query" else None
            free = lambda: not self._busy and (kind == "query" or self._questions == 0)  # noqa: E731
            if not self._turn.wait_for(free, patience):
                raise EncoderUnavailable("the encoder is busy")
            self._busy = True
        try:
            told = self._exchange({"id": next(self._numbers), "kind": kind, "texts": texts})
        finally:
            with self._turn:
                self._busy = False
                self._turn.notify_all()
        if "vectors" not in told:
            raise EncoderUnavailable(str(told.get("error", "no vectors")))
        flat = np.frombuffer(base64.b64decode(told["vectors"]), dtype="<f4")
        return flat.reshape(len(texts), self._info.dimension)

    def _exchange(self, request: dict[str, Any]) -> dict[str, Any]:
        process = self._process
        if process is None or process.stdin is None or process.stdout is None:
            raise EncoderUnavailable("the encoder was closed")
        watch = threading.Timer(_DEADLINE, process.kill)
        watch.start()
        try:
            process.stdin.write(json.dumps(request) + "\n")
            process.stdin.flush()
            told: dict[str, Any] = json.loads(process.stdout.readline())
        except (OSError, ValueError) as error:
            self._restart(process)
            raise EncoderUnavailable(self._failure or "the encoder process ended; it is started again") from error
        finally:
            watch.cancel()
        return told

    def _restart(self, process: subprocess.Popen[str]) -> None:
        """The process died or hung: another takes its place, but not for ever."""
        with self._start_lock:
            if process is not self._process:
                return
            self._process = None
            self._loaded.clear()
            self._lost += 1
            if self._lost > _RESTARTS:
                self._failure = "the encoder process ended: " + " ".join(self._last_words)[-300:]
                self._loaded.set()
        _end(process)
        self.start()


def _end(process: subprocess.Popen[str]) -> None:
    if process.stdin is not None:
        with suppress(OSError):
            process.stdin.close()
    try:
        process.wait(2)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
