"""The words of questions, from ``lexicon/*.toml``, and how texts are brought to one form before they are compared."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parents[1] / "lexicon"
OTHER = frozenset("副非")
MARKS = re.compile(r"[\s（）()“”\"'‘’「」『』《》〈〉【】\[\]·、:：]+")
CHINESE_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")


@cache
def lexicon(name: str) -> dict[str, Any]:
    """The data of ``lexicon/{name}.toml``."""
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """A pattern of the lexicon, compiled once. There are more of them than ``re`` remembers, and other patterns, made
    for a question, would push them out."""
    return re.compile(pattern)


@cache
def _converter() -> Any:
    import opencc

    return opencc.OpenCC("t2s")


def simplified(text: str) -> str:
    """Full width → half width, traditional → simplified characters; printed look-alikes (岀) → the usual ones."""
    plain = unicodedata.normalize("NFKC", text).replace("岀", "出").replace("\u3000", " ")
    converted: str = _converter().convert(plain)
    return converted


@lru_cache(maxsize=50_000)
def comparable(text: str) -> str:
    """A name as it is compared: one form of characters, without white space, brackets and quotation marks."""
    return MARKS.sub("", unicodedata.normalize("NFKC", text)).lower()


@cache
def fillers() -> tuple[str, ...]:
    """Words without meaning of their own, the longest first."""
    words = {comparable(w) for kind in ("filler", "function") for w in lexicon("words")[kind]}
    return tuple(sorted(words, key=lambda w: (-len(w), w)))


@cache
def neutral() -> frozenset[str]:
    """Fillers, and words that say nothing beside the name of a figure in a table."""
    return frozenset({*fillers(), *(comparable(w) for w in lexicon("words")["neutral"])})


@cache
def garnish() -> frozenset[str]:
    """Verbs of spending, asking and printing with what stands beside them, and words like them: none could select
    another figure. They are taken out only where words begin and end: 备的 is a piece of 设备的."""
    words = lexicon("garnish")
    verbs, after, before = (words["verbs"][part] for part in ("words", "after", "before"))
    ended = [v + end for v in verbs for end in ("", *after)]
    said = {*ended, *(b + v for v in ended for b in before), *words["others"]["words"]}
    return frozenset(comparable(w) for w in said)


@cache
def _pipeline() -> Any:
    from ingest.language.pipeline import pipeline

    return pipeline()


@lru_cache(maxsize=50_000)
def tokens(text: str) -> tuple[str, ...]:
    """A text cut into words by the pipeline that reads the documents."""
    return tuple(token.text for token in _pipeline().make_doc(text))


@lru_cache(maxsize=20_000)
def edges(text: str) -> frozenset[int]:
    """Where the words of a text begin and end."""
    doc = _pipeline().make_doc(text)
    return frozenset({0, len(text), *(t.idx for t in doc), *(t.idx + len(t.text) for t in doc)})


def holds(text: str, word: str) -> bool:
    """Whether a text holds a word, and not as the beginning of another: 委员 does not stand in 专门委员会. What
    stands at another word's end is its head, and means the same: 出版 in 编辑出版. One with 副 or 非 before it is
    another thing: 主任, 副主任."""
    start = text.find(word)
    while start >= 0:
        if start + len(word) in edges(text) and text[start - 1 : start] not in OTHER:
            return True
        start = text.find(word, start + 1)
    return False
