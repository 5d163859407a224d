"""The full-text index of a generation: BM25 over character pairs of text and section, with unit and year as filters."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import tantivy

from graph.search.pairs import terms
from graph.search.passages import Hit, IndexedPassage

_HEAP = 64 * 1024 * 1024
_SEPARATOR = "\n"


def _schema() -> Any:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("key", stored=True, indexed=True, fast=True)
    for name in ("disclosure", "unit_iri"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", stored=name == "unit_iri")
    builder.add_integer_field("year", stored=True, indexed=True, fast=True)
    # Terms are parted by blanks before they get here; positions are not needed, for a pair is its own phrase.
    for name in ("body", "heading", "about"):
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="freq")
    for name in ("iri", "text", "section", "unit_name", "document"):
        builder.add_text_field(name, stored=True, tokenizer_name="raw", index_option="basic")
    for name in ("page", "line"):
        builder.add_integer_field(name, stored=True)
    return builder.build()


def build_text_index(
    passages: Iterable[IndexedPassage],
    folder: Path,
    *,
    previous: Path | None = None,
    removed: Iterable[str] = (),
) -> int:
    """Writes the index of ``passages`` to the new folder ``folder``; returns how many passages it holds.

    With ``previous``, the folder of an earlier index, that one is taken over (by hard links where the disk has them)
    without the disclosures (revision IRIs) ``removed``, and ``passages`` are those that came in addition.
    """
    folder.mkdir(parents=True)
    if previous is not None:
        shutil.copytree(
            previous, folder, copy_function=_link, dirs_exist_ok=True, ignore=shutil.ignore_patterns("*.lock")
        )
    index = tantivy.Index(_schema(), path=str(folder))
    writer = index.writer(_HEAP, 1)
    for disclosure in removed:
        writer.delete_documents_by_term("disclosure", disclosure)
    for passage in passages:
        writer.add_document(_document(passage))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    return int(index.searcher().num_docs)


def _link(source: str, target: str) -> None:
    # Segment files are never changed once written; the few small ones that are, are replaced, not written into.
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def _document(passage: IndexedPassage) -> Any:
    document = tantivy.Document()
    document.add_unsigned("key", passage.key)
    document.add_integer("year", passage.year)
    section = _SEPARATOR.join(passage.section)
    for name, value in (
        ("iri", passage.iri),
        ("disclosure", passage.disclosure),
        ("unit_iri", passage.unit_iri),
        ("text", passage.text),
        ("section", section),
        ("unit_name", passage.unit_name),
        ("document", passage.document),
        ("body", " ".join(terms(passage.text))),
        ("heading", " ".join(terms(section))),
        ("about", " ".join([*terms(passage.unit_name), *terms(f"{passage.year}年")])),
    ):
        document.add_text(name, value)
    if passage.page is not None:
        document.add_integer("page", passage.page)
    if passage.line is not None:
        document.add_integer("line", passage.line)
    return document


class TextIndex:
    """A built index, open for reading."""

    def __init__(self, folder: Path) -> None:
        self._schema = _schema()
        self._index = tantivy.Index.open(str(folder))
        self._searcher = self._index.searcher()

    def __len__(self) -> int:
        return int(self._searcher.num_docs)

    def search(
        self,
        weights: Mapping[str, float],
        *,
        fields: Mapping[str, float],
        units: Sequence[str] | None = None,
        years: Sequence[int] | None = None,
        k: int = 10,
    ) -> list[tuple[int, float]]:
        """Keys of the ``k`` best passages with their BM25 scores, best first.

        ``weights``: term → how much it counts; ``fields``: field (body, heading, about) → how much it counts.
        ``units`` and ``years`` narrow what is ranked; None means all, an empty list none.
        """
        if not weights or units == [] or years == []:
            return []
        wanted = [
            (
                tantivy.Occur.Should,
                tantivy.Query.boost_query(tantivy.Query.term_query(self._schema, field, term, "freq"), weight * share),
            )
            for term, weight in weights.items()
            for field, share in fields.items()
        ]
        query = tantivy.Query.boolean_query(
            [(tantivy.Occur.Must, tantivy.Query.boolean_query(wanted)), *self._filters(units, years)]
        )
        found = self._searcher.search(query, k, count=False).hits
        if not found:
            return []
        keys = self._searcher.fast_field_values("key", [address for _, address in found])
        ranked = [(_key(key), float(score or 0.0)) for key, (score, _) in zip(keys, found, strict=True)]
        return sorted(ranked, key=lambda pair: (-pair[1], pair[0]))

    def keys(self, units: Sequence[str] | None, years: Sequence[int] | None) -> list[int]:
        """Keys of all passages of these units and years."""
        query = tantivy.Query.boolean_query(
            [(tantivy.Occur.Must, tantivy.Query.all_query()), *self._filters(units, years)]
        )
        found = self._searcher.search(query, max(len(self), 1), count=False).hits
        return [_key(key) for key in self._searcher.fast_field_values("key", [address for _, address in found])]

    def hits(self, scored: Sequence[tuple[int, float]]) -> list[Hit]:
        """The passages of these keys, with these scores, in this order. Keys that the index lacks are left out."""
        found = []
        for key, score in scored:
            query = tantivy.Query.term_query(self._schema, "key", key, "basic")
            for _, address in self._searcher.search(query, 1, count=False).hits:
                found.append(_hit(self._searcher.doc(address), score))
        return found

    def passages(self, keys: Iterable[int]) -> Iterator[IndexedPassage]:
        """The passages of these keys, as they were indexed."""
        for hit in self.hits([(key, 0.0) for key in keys]):
            yield IndexedPassage(
                hit.iri, hit.text, hit.section, hit.unit, hit.unit_name, hit.year, hit.document, hit.page, hit.line
            )

    def _filters(self, units: Sequence[str] | None, years: Sequence[int] | None) -> list[tuple[Any, Any]]:
        filters = []
        for field, values in (("unit_iri", units), ("year", years)):
            if values is not None:
                chosen = tantivy.Query.term_set_query(self._schema, field, list(values))
                filters.append((tantivy.Occur.Must, tantivy.Query.const_score_query(chosen, 0.0)))
        return filters


def _key(value: int | float | bool | None) -> int:
    if not isinstance(value, int):
        raise ValueError(f"a passage of the text index has no key but {value!r}; index the store again")
    return value


def _hit(document: Any, score: float) -> Hit:
    section = str(document.get_first("section"))
    return Hit(
        text=document.get_first("text"),
        score=score,
        document=document.get_first("document"),
        page=document.get_first("page"),
        section=tuple(section.split(_SEPARATOR)) if section else (),
        iri=document.get_first("iri"),
        unit=document.get_first("unit_iri"),
        year=int(document.get_first("year")),
        line=document.get_first("line"),
        unit_name=document.get_first("unit_name"),
    )
