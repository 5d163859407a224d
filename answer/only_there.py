"""Whose documents alone print a name: a question that names no body but such a name (沙浦人民法庭, a made-up road) is
asked of that body."""

from __future__ import annotations

import re
from collections.abc import Sequence

from answer.holdings.directory import HeldUnit
from answer.language.words import comparable, lexicon
from answer.prose.naming import WHICH
from answer.prose.sentences import QUOTED, words_asked
from answer.request import retrieved, stated
from answer.request.asking import Asking

MOST_LOOKED_AT = 20
"""Passages that a name is looked for in."""
CHINESE = re.compile("[\u4e00-\u9fff]{2,6}")
LEAST_QUOTED = 4


def unit_of(asking: Asking) -> HeldUnit | None:
    """The one body whose documents print a name that the question says, in a passage that says all else it does; None
    where it says no name that the word list does not know, or another body's documents print it too."""
    plain = WHICH.sub(" ", asking.rest)
    names = [comparable(name) for name in QUOTED.findall(asking.out.question) if len(name) >= LEAST_QUOTED]
    names += _unknown(plain)
    years = asking.asked.years
    for name in names:
        found = [
            h for h in retrieved.passages(asking.knowledge, name, None, years or None, MOST_LOOKED_AT)
            if name in comparable(h.text)
        ]
        told = comparable("\n".join(h.text for h in found if _says_all(plain, comparable(h.text))))
        units = [u for u in asking.knowledge.directory.units if any(f"/{u.name}/" in h.iri for h in found)]
        if told and len(units) == 1:
            return units[0]
    return None


def _unknown(text: str) -> list[str]:
    """Runs of characters that the word cutter knows no word for: names."""
    words = stated.content(text)
    runs = [w for w in stated.joined_words(words) if w not in words]
    return [w for w in runs if CHINESE.fullmatch(w)]


def _says_all(text: str, said: str) -> bool:
    words: Sequence[str] = [w for w in words_asked(text) if w not in lexicon("prose")["kinds"]]
    return all(w in said or stated.called(w, said) for w in words)
