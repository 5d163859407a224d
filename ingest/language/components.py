"""The parts of the spaCy pipeline. Import through ``ingest.language.pipeline``, which keeps torch out."""

from __future__ import annotations

import logging
import os
import re
import tempfile
from collections.abc import Generator, Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import jieba
import spacy
from spacy.language import Language
from spacy.matcher import Matcher, PhraseMatcher
from spacy.tokens import Doc, Span
from spacy.util import filter_spans
from spacy.vocab import Vocab

from ingest.language.lexicon import alternatives, quantity_words
from ingest.language.pipeline import DATES, LABELS, QUANTITIES, Label
from ingest.language.token_tags import (
    ABOUT,
    AFTER,
    BOUND,
    CODE,
    DATE_UNIT,
    ISO_DATE,
    NUMBER,
    NUMERAL,
    PERCENT,
    UNIT,
    WORD,
)

_PIECE = re.compile(
    r"(?P<space>\s+)"
    r"|(?P<iso>(?<!\d)(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}(?![\d.]))"
    r"|(?P<code>[A-Za-z][A-Za-z0-9]*(?:[.+_-][A-Za-z0-9]+)*|\d+[A-Za-z]+(?:\+?[A-Za-z0-9]+)*)"
    r"|(?P<percent>(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?[%％‰])"
    r"|(?P<number>(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?)"
    r"|(?P<han>[^\s\dA-Za-z]+)"
)

Piece = tuple[str, str]
"""A token's text and its tag."""


@cache
def _segmenter() -> jieba.Tokenizer:
    """A jieba of our own: the module's shared one keeps its cache where every user of the machine can write it."""
    jieba.setLogLevel(logging.WARNING)
    segmenter = jieba.Tokenizer()
    segmenter.tmp_dir = _private_folder()
    segmenter.initialize()
    words = quantity_words()
    for word in (*words.before, *words.money, *words.counters):
        if len(word) > 1:
            segmenter.add_word(word)
    return segmenter


def _private_folder() -> str:
    """Where jieba keeps its compiled dictionary: the user's cache, or a folder for this process only."""
    folder = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "mingzhang" / "jieba"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if os.access(folder, os.W_OK):
            return str(folder)
    except OSError:
        pass
    return tempfile.mkdtemp(prefix="mingzhang-jieba-")


class JiebaTokenizer:
    """Text → tokens whose boundaries respect numbers, units of measure and qualifiers; tags say which is which.

    The text comes back unchanged from the tokens, white space and all.
    """

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab
        self.words = quantity_words()
        self.after = re.compile(alternatives(self.words.after))
        self.segmenter = _segmenter()

    def __call__(self, text: str) -> Doc:
        pieces = list(self._pieces(text))
        words: list[str] = []
        tags: list[str] = []
        spaces: list[bool] = []
        for word, tag in pieces:
            if word.isspace():
                if words and word[0] == " " and not spaces[-1]:
                    spaces[-1] = True
                    word = word[1:]
                if not word:
                    continue
            words.append(word)
            tags.append(tag)
            spaces.append(False)
        return Doc(self.vocab, words=words, spaces=spaces, tags=tags)

    def to_bytes(self, **_: object) -> bytes:  # spaCy asks every tokenizer for these four when a pipeline is copied
        return b""

    def from_bytes(self, _: bytes, **__: object) -> JiebaTokenizer:
        return self

    def to_disk(self, *_: object, **__: object) -> None:
        return None

    def from_disk(self, *_: object, **__: object) -> JiebaTokenizer:
        return self

    def _pieces(self, text: str) -> Iterator[Piece]:
        position = 0
        while position < len(text):
            found = _PIECE.match(text, position)
            if found is None:  # cannot happen: the classes cover every character
                yield text[position], WORD
                position += 1
                continue
            kind = found.lastgroup
            position = found.end()
            if kind == "space":
                yield found.group(), WORD
            elif kind == "iso":
                yield found.group(), ISO_DATE
            elif kind == "code":
                yield found.group(), CODE
            elif kind == "han":
                yield from self._han(found.group())
            else:
                yield found.group(), PERCENT if kind == "percent" else NUMBER
                position = yield from self._behind(text, position, percent=kind == "percent")

    def _behind(self, text: str, position: int, *, percent: bool) -> Generator[Piece, None, int]:
        """Tokens for unit and qualifier behind a number; returns the position after them."""
        words = self.words
        if percent:
            if after := self.after.match(text, position):
                yield after.group(), AFTER
                return after.end()
            return position
        found = words.behind_number.match(text, position)
        if found is None:
            return position
        start = position
        for group, tag in (("about", ABOUT), ("unit", UNIT), ("after", AFTER)):
            if not (part := found.group(group)):
                continue
            if found.start(group) > start:
                yield text[start : found.start(group)], WORD
            if tag == UNIT:
                tag = DATE_UNIT if part in words.date_units and part not in words.counters else UNIT
            yield part, tag
            start = found.end(group)
        return start

    def _han(self, text: str) -> Iterator[Piece]:
        """Words of a run without digits, Chinese numerals with a counter set apart."""
        position = 0
        for found in self.words.numeral.finditer(text):
            before, after = text[: found.start()], text[found.start() :]
            if after.startswith(self.words.never) or before.endswith(self.words.never_after):
                continue
            yield from self._cut(text[position : found.start()])
            for group, tag in (("number", NUMERAL), ("about", ABOUT), ("unit", UNIT), ("after", AFTER)):
                if part := found.group(group):
                    yield part, tag
            position = found.end()
        yield from self._cut(text[position:])

    def _cut(self, text: str) -> Iterator[Piece]:
        for word in self.segmenter.cut(text, HMM=False):
            yield word, BOUND if word in self.words.before else WORD


@Language.factory("mingzhang_quantities")
class QuantityMatcher:
    """Fills the span groups of quantities and dates."""

    def __init__(self, nlp: Language, name: str) -> None:
        self.name = name
        space: dict[str, Any] = {"IS_SPACE": True, "OP": "*"}
        self.matcher = Matcher(nlp.vocab)
        self.matcher.add(
            QUANTITIES,
            [
                [
                    {"TAG": BOUND, "OP": "?"}, space, {"TAG": {"IN": [NUMBER, NUMERAL]}}, space,
                    {"TAG": ABOUT, "OP": "?"}, space, {"TAG": UNIT, "OP": "?"}, {"TAG": AFTER, "OP": "?"},
                ],
                [{"TAG": BOUND, "OP": "?"}, space, {"TAG": PERCENT}, {"TAG": AFTER, "OP": "?"}],
            ],
            greedy="LONGEST",
        )
        year: list[dict[str, Any]] = [{"TEXT": {"REGEX": r"^(19|20)\d\d$"}}, space, {"TEXT": {"IN": ["年", "年度"]}}]
        month: list[dict[str, Any]] = [{"TEXT": {"REGEX": r"^\d{1,2}$"}}, space, {"TEXT": {"IN": ["月", "月份"]}}]
        day: list[dict[str, Any]] = [{"TEXT": {"REGEX": r"^\d{1,2}$"}}, space, {"TEXT": {"IN": ["日", "号"]}}]
        self.matcher.add(
            DATES,
            [
                year, [*year, space, *month], [*year, space, *month, space, *day], month, [*month, space, *day],
                [{"TAG": ISO_DATE}],
            ],
            greedy="LONGEST",
        )

    def __call__(self, doc: Doc) -> Doc:
        found: dict[str, list[Span]] = {QUANTITIES: [], DATES: []}
        for match, start, end in self.matcher(doc):
            found[doc.vocab.strings[match]].append(Span(doc, start, end))
        dates = filter_spans(found[DATES])
        taken = {index for span in dates for index in range(span.start, span.end)}
        doc.spans[DATES] = dates
        doc.spans[QUANTITIES] = [
            span for span in filter_spans(found[QUANTITIES]) if not any(i in taken for i in range(span.start, span.end))
        ]
        return doc


@Language.factory("mingzhang_labels")
class LabelMatcher:
    """Fills the span group of labels, matched on characters: word boundaries never hide a name."""

    def __init__(self, nlp: Language, name: str) -> None:
        self.name = name
        self.characters = spacy.blank("zh")
        self.matcher = PhraseMatcher(self.characters.vocab)
        self.known: dict[str, list[Label]] = {}

    def add(self, labels: Iterable[Label]) -> None:
        for label in labels:
            if label.text and label not in self.known.setdefault(label.text, []):
                self.known[label.text].append(label)
                self.matcher.add(label.text, [self._by_character(label.text)])

    def _by_character(self, text: str) -> Doc:
        return Doc(self.characters.vocab, words=list(text), spaces=[False] * len(text))

    def __call__(self, doc: Doc) -> Doc:
        spans: list[Span] = []
        if self.known:
            characters = self._by_character(doc.text)
            matches = [Span(characters, start, end) for _, start, end in self.matcher(characters)]
            for match in filter_spans(matches):
                for label in self.known[match.text]:
                    span = doc.char_span(
                        match.start, match.end, label=label.kind, span_id=label.id, alignment_mode="expand"
                    )
                    if span is not None:
                        spans.append(span)
        doc.spans[LABELS] = spans
        return doc


def build(labels: Iterable[Label]) -> Language:
    """See ``ingest.language.pipeline``."""
    nlp = spacy.blank("zh")
    nlp.tokenizer = JiebaTokenizer(nlp.vocab)
    nlp.add_pipe("mingzhang_quantities")
    matcher = nlp.add_pipe("mingzhang_labels")
    assert isinstance(matcher, LabelMatcher)
    matcher.add(labels)
    return nlp

