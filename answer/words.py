"""The words of questions, from ``lexicon/*.toml``, and how texts are brought to one form before they are compared."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "lexicon"
MARKS = re.compile(r"[\s（）()“”\"'‘’「」『』《》〈〉【】\[\]·、:：]+")
CHINESE_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")


@cache
def lexicon(name: str) -> dict[str, Any]:
    """The data of ``lexicon/{name}.toml``."""
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def _converter() -> Any:
    import opencc

    return opencc.OpenCC("t2s")


def simplified(text: str) -> str:
    """Full width → half width, traditional → simplified characters; printed look-alikes (岀) → the usual ones."""
    plain = unicodedata.normalize("NFKC", text).replace("岀", "出").replace("\u3000", " ")
    converted: str = _converter().convert(plain)
    return converted


def comparable(text: str) -> str:
    """A name as it is compared: one form of characters, without white space, brackets and quotation marks."""
    return MARKS.sub("", unicodedata.normalize("NFKC", text)).lower()


@cache
def fillers() -> tuple[str, ...]:
    """Words without meaning of their own, the longest first."""
    return tuple(sorted((comparable(w) for w in lexicon("words")["filler"]), key=len, reverse=True))
