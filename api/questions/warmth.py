"""What takes its time to get ready behind the service: the language for questions, the encoder, the vectors.

Nothing here holds up figures: until the encoder is there prose is found by words, and each thing says how far it is.
"""

from __future__ import annotations

import contextlib
import logging
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from api.questions.examples import candidates
from api.questions.language_model import language_model
from api.settings import Settings
from graph.embedding.encoder import Encoder, EncoderUnavailable
from graph.store.generation import Generation

if TYPE_CHECKING:
    from answer.holdings.knowledge import Knowledge
    from api.holdings.generation import Holdings
    from graph.search.passages import Hit

log = logging.getLogger("mingzhang")
SHOWN = 3
"""Examples on the first page."""


class Warmth:
    """One for each service. ``answer`` and ``search`` may be called from several threads at once."""

    def __init__(self, settings: Settings) -> None:
        self.encoder = Encoder(settings.embedding_model)
        self._model = language_model(settings)
        self.threads = ThreadPoolExecutor(settings.ask_threads, thread_name_prefix="question")
        self.language = "loading"
        self._knowledge: dict[tuple[int, int], Knowledge] = {}
        self._examples: dict[tuple[int, str], list[str]] = {}
        self._embedded = self._passages = 0
        self._built: tuple[int, int] = (-1, 0)
        self._changed = threading.Event()
        self._stopping = False
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def start(self, holdings: Holdings) -> None:
        """Begin in the background and return at once."""
        self._thread = threading.Thread(target=self._run, args=(holdings,), name="warmth", daemon=True)
        self._thread.start()

    def wake(self) -> None:
        """Another generation was published: look what it lacks."""
        self._changed.set()

    def stop(self) -> None:
        """Let everything go. Vectors under way stay in the cache."""
        self._stopping = True
        self._changed.set()
        self.encoder.close()
        self.threads.shutdown(wait=False, cancel_futures=True)
        if self._thread is not None:
            self._thread.join(5)

    # ------------------------------------------------------------ what requests call

    def answer(self, question: str, generation: Generation, lang: str | None) -> dict[str, Any]:
        """The answer by the contract; imports the language at the first call (a second or two)."""
        from answer.answer import answer

        return answer(question, self._knowledge_of(generation), lang=lang)

    def search(
        self, generation: Generation, text: str, *, units: Sequence[str] | None, years: Sequence[int] | None, k: int
    ) -> list[Hit]:
        """Passages by words and, as far as vectors are there, by meaning; none where there is no index."""
        searcher = self._knowledge_of(generation).searcher
        if searcher is None:
            return []
        return searcher.search(text, units=units, years=years, k=k, encoder=self.encoder)

    def vectors(self) -> dict[str, Any]:
        """How far search by meaning is: ``vectors`` is lexical only, loading, building, complete or failed."""
        state: str = self.encoder.state
        if state == "ready":
            state = "complete" if self._embedded >= self._passages else "building"
        elif state == "not started":
            state = "loading"
        model = self.encoder.choice.name
        told = {"vectors": state, "embedded": self._embedded, "passages": self._passages, "model": model}
        return {**told, "reason": self.encoder.reason} if self.encoder.reason else told

    def examples(self, generation: Generation, lang: str) -> list[str]:
        """Questions to try; those known to be answered once they have been asked, candidates until then."""
        with self._lock:
            known = self._examples.get((generation.number, lang))
        return known if known is not None else candidates(generation, lang)[:SHOWN]

    # ------------------------------------------------------------ the background

    def _run(self, holdings: Holdings) -> None:
        try:
            from answer.answer import answer as _  # noqa: F401

            self.language = "ready"
        except Exception:
            self.language = "failed"
            log.exception("questions can't be answered")
        while not self._stopping:
            self._changed.clear()
            generation = holdings.generation
            if generation is not None:
                self._passages = int(generation.manifest.get("passages", 0))
                # What fails for one generation may work for the next; the service goes on by words.
                with contextlib.suppress(EncoderUnavailable):
                    try:
                        self._choose_examples(generation)
                        self._complete(generation)
                    except OSError:
                        log.exception("fault while getting generation %d ready", generation.number)
            self._changed.wait()

    def _choose_examples(self, generation: Generation) -> None:
        """Ask the candidates and keep those that are answered with a figure."""
        if self.language != "ready":
            return
        for lang in ("zh", "en"):
            good: list[str] = []
            for question in candidates(generation, lang):
                try:
                    reply = self.answer(question, generation, None)
                except Exception:
                    log.exception("fault while asking %s", question)
                    continue
                if reply["status"] == "answered" and reply["values"]:
                    good.append(question)
                if len(good) == SHOWN or self._stopping:
                    break
            with self._lock:
                self._examples = {key: each for key, each in self._examples.items() if key[0] == generation.number}
                self._examples[generation.number, lang] = good

    def _complete(self, generation: Generation) -> None:
        """Start the encoder and compute the vectors that the generation lacks."""
        from graph.search.indexing import complete_vectors

        if not self.encoder.choice.reference:
            self._passages = int(generation.manifest.get("passages", 0))
            return

        def progress(done: int, total: int) -> None:
            self._embedded, self._passages = done, total
            if self._stopping:
                raise EncoderUnavailable("the service stops")

        self._embedded, self._passages = 0, int(generation.manifest.get("passages", 0))
        if not self.encoder.wait():
            return
        state = complete_vectors(generation.path, generation.store, generation.base, self.encoder, progress,
                                 generation.vectors_url)
        self._embedded = self._passages = state.total
        with self._lock:
            self._built = (generation.number, self._built[1] + 1)

    def _knowledge_of(self, generation: Generation) -> Knowledge:
        """A generation with what questions have read of it, made anew once its vectors are there."""
        from answer.holdings.knowledge import Knowledge

        with self._lock:
            built = self._built[1] if self._built[0] == generation.number else 0
            key = (generation.number, built)
            if key not in self._knowledge:
                self._knowledge = {kept: each for kept, each in self._knowledge.items() if kept[0] == generation.number}
                self._knowledge[key] = Knowledge(generation, self.encoder, self._model)
            return self._knowledge[key]
