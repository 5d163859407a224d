"""What a check yields: findings with both sides in the evidence, and what people say about them."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any, Literal

Severity = Literal["error", "warning", "hint"]
FindingKind = Literal["figure", "text", "form"]
Verdict = Literal["confirmed", "dismissed", ""]


@dataclass(frozen=True, slots=True)
class Evidence:
    """One printed place. ``form``, ``row`` and ``column`` are empty in prose; ``quote`` is as printed; ``iri`` is the
    place's name in the graph, empty for a disclosure without its files."""

    document: str
    page: int | None
    form: str
    row: str
    column: str
    quote: str
    iri: str


@dataclass(frozen=True, slots=True)
class Review:
    """What a person says of a finding. ``verdict``: confirmed, dismissed or empty; ``by``: who."""

    verdict: Verdict = ""
    note: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding. ``id`` stays the same as long as the same thing is found in the same disclosure, wherever it is
    printed and however the reader improves. ``expected``, ``found`` and ``difference`` are as printed or computed,
    with their unit; empty where they do not apply."""

    id: str
    rule: str
    severity: Severity
    kind: FindingKind
    document: str
    disclosure: str
    message: str
    message_en: str
    expected: str
    found: str
    difference: str
    evidence: tuple[Evidence, ...]
    review: Review = field(default_factory=Review)

    def as_json(self) -> dict[str, Any]:
        """The finding under the names of the contract, ready for ``json.dumps``."""
        return asdict(self)
