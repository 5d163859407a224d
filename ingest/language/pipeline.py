"""The one spaCy pipeline that reads documents and questions alike.

No trained model: a tokenizer over jieba that keeps numbers and their units apart and whole, a ``Matcher`` for
quantities and dates, and labels (given by the caller) matched on characters. Importing this module costs nothing; the
first call of ``pipeline`` imports spaCy.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.language import Language

QUANTITIES = "quantities"
DATES = "dates"
LABELS = "labels"
"""Names of the span groups of a document that the pipeline has read."""


@dataclass(frozen=True, slots=True)
class Label:
    """A name to find in text: ``kind`` (unit, measure, item ...) and ``id`` come back on the span."""

    text: str
    kind: str
    id: str


@contextmanager
def _without_torch() -> Iterator[None]:
    """Let spaCy be imported without torch.

    thinc, under spaCy, asks by a trial import whether torch is there, which costs seconds and 200 MB that a pipeline
    without trained parts never uses. ``None`` in ``sys.modules`` makes that trial fail
    (https://docs.python.org/3/reference/import.html#the-module-cache); afterwards torch can be imported as ever.
    Where torch is in already, there is nothing to save.
    """
    if "torch" in sys.modules:
        yield
        return
    sys.modules["torch"] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        sys.modules.pop("torch", None)


def pipeline(labels: Iterable[Label] = ()) -> Language:
    """A new pipeline that finds ``labels``.

    Calling it on a text gives a spaCy ``Doc`` with three span groups: ``doc.spans["quantities"]``,
    ``doc.spans["dates"]`` and ``doc.spans["labels"]`` (``label_`` is the kind, ``id_`` the id; the longest label wins,
    several with the same text all come back). Keep the ``Doc`` as long as its spans are used.
    ``ingest.quantities`` gives the quantities their values.
    """
    with _without_torch():
        from ingest.language import components
    return components.build(labels)
