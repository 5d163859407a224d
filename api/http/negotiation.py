"""Content negotiation: which of the offered media types a client's Accept header asks for (RFC 9110, 12.5.1)."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.requests import Request


def accepted(request: Request) -> str | None:
    """What a request accepts; several lines of the header are one list. None: it does not say."""
    lines = request.headers.getlist("accept")
    return ", ".join(lines) if lines else None


def choose(accept: str | None, offered: Sequence[str]) -> str | None:
    """The offered type with the highest quality; among equals the one offered first. None: none is acceptable.

    No header, or an empty one, accepts everything. A part of the header that can't be read is passed over.
    """
    wanted = _ranges(accept or "*/*") or [("*/*", 1.0)]
    best, best_quality = None, 0.0
    for media in offered:
        quality = _quality(media, wanted)
        if quality > best_quality:
            best, best_quality = media, quality
    return best


def _quality(media: str, wanted: list[tuple[str, float]]) -> float:
    """Quality that the most specific range gives to a type; 0 where none covers it."""
    for candidate in (media, media.split("/", 1)[0] + "/*", "*/*"):
        for pattern, quality in wanted:
            if pattern == candidate:
                return quality
    return 0.0


def _ranges(accept: str) -> list[tuple[str, float]]:
    ranges = []
    for part in accept.split(","):
        pattern, *parameters = (each.strip().lower() for each in part.split(";"))
        quality = 1.0
        for parameter in parameters:
            if parameter.startswith("q="):
                try:
                    quality = min(1.0, max(0.0, float(parameter[2:])))
                except ValueError:
                    quality = 0.0
        if "/" in pattern:
            ranges.append((pattern, quality))
    return ranges
