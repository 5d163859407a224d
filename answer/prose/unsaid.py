"""What a quotation leaves unsaid of a question. A word that the document prints elsewhere sets what is asked apart from
what is quoted (个人二等功 is no 集体二等功); one that it prints nowhere is only the asker's way to say it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from answer.holdings.knowledge import Knowledge
from answer.language.words import comparable, lexicon, tokens
from answer.prose.sentences import Target, sentences
from answer.request import stated

CLAUSE = re.compile("[，,；;。]")
COUNTED = re.compile(rf"^(?:[\d一两二三四五六七八九十几]+(?:{stated.COUNTERS}|地|方|月|日|号|天)?)$")
"""A number of things asked for says nothing of which they are."""


def words(knowledge: Knowledge, targets: Sequence[Target], asked: Sequence[str], said: str) -> list[str]:
    """The words asked that a quotation, with all it is told under (as names are compared), does not say and the
    documents of its units and years do."""
    light = {*stated.light(), *lexicon("prose")["kinds"], *lexicon("prose")["direction"]}
    lacking = [
        w for w in asked if w not in said and w not in light and not COUNTED.match(w) and not stated.called(w, said)
    ]
    return [w for w in lacking if any(w in _printed(knowledge, target) for target in targets)]


def parted(text: str, asked: Sequence[str], quote: str) -> bool:
    """Whether a quotation says the two words that a question ends with as one name (集体二等功) apart, the second one
    after another word (个人二等功)."""
    one, other = asked[-2:] if len(asked) > 1 else ("", "")
    if len(one) < 2 or len(other) < 2 or not comparable(text).endswith(one + other):
        return False
    clauses = [comparable(c) for c in CLAUSE.split(quote)]
    return (
        any(one in c for c in clauses)
        and not any(one in c and other in c for c in clauses)
        and any(_after_another(other, c, asked) for c in clauses)
    )


def _after_another(word: str, clause: str, asked: Sequence[str]) -> bool:
    """Whether a word follows another of two characters or more, which the question does not say."""
    told = tokens(clause)
    return any(
        other == word and len(one) > 1 and one not in asked and one not in stated.light()
        for one, other in pairwise(told)
    )


def _printed(knowledge: Knowledge, target: Target) -> str:
    """All that the prose of a unit's year says, as names are compared."""
    unit, year = target
    return knowledge.once(
        ("printed", unit.iri, year),
        lambda: "\n".join(s.heading + comparable(s.text) for s in sentences(knowledge, target)),
    )
