"""What a format reader hands to ``open_document``."""

from __future__ import annotations

from typing import NamedTuple

from ingest.documents.document import Block


class Content(NamedTuple):
    """Blocks in reading order, the number of pages of a paged file, and what had to be left out, a sentence each."""

    blocks: tuple[Block, ...]
    pages: int | None = None
    notes: tuple[str, ...] = ()
