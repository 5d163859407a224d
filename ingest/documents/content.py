"""What a format reader hands to ``open_document``."""

from __future__ import annotations

from typing import NamedTuple

from ingest.documents.document import Block


class Content(NamedTuple):
    """Blocks in reading order, the number of pages of a paged file, and remarks, a sentence each.

    ``unread``: what of the file could not be read, so that figures may be missing.
    """

    blocks: tuple[Block, ...]
    pages: int | None = None
    notes: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
