"""Text as the full-text index sees it: character pairs, so that no word list decides what can be found."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_RUN = re.compile(r"(?P<han>[㐀-䶿一-鿿]+)|(?P<word>[a-z0-9]+(?:[.,][0-9]+)*%?)")


def normalised(text: str) -> str:
    """For matching: compatibility forms folded (NFKC), lower case, no white space."""
    return "".join(unicodedata.normalize("NFKC", text).lower().split())


def terms(text: str) -> Iterator[str]:
    """Pairs of neighbouring Han characters, a lone one as it is; Latin words and numbers whole, without separators."""
    for run in _RUN.finditer(normalised(text)):
        if (word := run["word"]) is not None:
            yield word.replace(",", "")
        else:
            han = run["han"]
            yield from (han,) if len(han) == 1 else (han[i : i + 2] for i in range(len(han) - 1))
