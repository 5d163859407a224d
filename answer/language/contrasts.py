"""Names of which one leaves the others of its kind out, whatever else is named with them: 小微企业 is no 中小企业."""

from __future__ import annotations

import re
from functools import cache

from answer.language.words import lexicon


def other(name: str, asked: str) -> bool:
    """Whether a name says another one of such names than a question does."""
    for group in _groups():
        said = set(group.findall(asked))
        if said and (told := set(group.findall(name))) and not said & told:
            return True
    return False


@cache
def _groups() -> tuple[re.Pattern[str], ...]:
    groups = lexicon("prose")["apart"]["names"]
    return tuple(re.compile("|".join(sorted(map(re.escape, g), key=len, reverse=True))) for g in groups)
