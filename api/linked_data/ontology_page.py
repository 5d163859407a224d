"""The documentation of the vocabulary, made from the vocabulary itself: every term with its meaning and an example.

What the examples say is read from the graph that is held; a term that nothing held uses has one in ``mingzhang.ttl``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import pyoxigraph as ox
from fastapi import Request, Response

from api.linked_data import rendering
from api.linked_data.labels import here, label
from graph.naming.vocabulary import LABEL, PREF_LABEL, TYPE, describe_ontology
from graph.store.generation import Generation
from ontology.terms import RDFS, SKOS, prefixes

COMMENT = ox.NamedNode(RDFS + "comment")
DOMAIN = ox.NamedNode(RDFS + "domain")
RANGE = ox.NamedNode(RDFS + "range")
BROADER = ox.NamedNode(RDFS + "subClassOf")
EXAMPLE = ox.NamedNode(SKOS + "example")
SCHEME = ox.NamedNode(SKOS + "ConceptScheme")
IN_SCHEME = ox.NamedNode(SKOS + "inScheme")
CLASS_KINDS = ("Class", "ConstraintComponent")
LOOKED_AT = 50
"""Statements among which the example of a term is chosen: the first by its text."""


@dataclass(frozen=True, slots=True)
class Link:
    """Something named on the page; ``href`` is None where there is nothing to open."""

    text: str
    href: str | None


@dataclass(frozen=True, slots=True)
class Term:
    """A class or property. ``example``: of a class an instance; of a property a thing and its value."""

    name: str
    short: str
    zh: str
    en: str
    comment_zh: str
    comment_en: str
    is_class: bool
    broader: tuple[Link, ...]
    domain: tuple[Link, ...]
    range: tuple[Link, ...]
    example: tuple[Link, ...]


class Vocabulary:
    """The graph of the ontology by subject, and the held graph where there is one."""

    def __init__(self, base: str, generation: Generation | None, lang: str) -> None:
        self.base, self.generation, self.lang = base, generation, lang
        self.said: dict[str, list[ox.Quad]] = {}
        for quad in describe_ontology(base):
            if isinstance(quad.subject, ox.NamedNode):
                self.said.setdefault(quad.subject.value, []).append(quad)
        self.prefixes = prefixes(base)

    def text(self, iri: str, predicate: ox.NamedNode, lang: str) -> str:
        """A text that is said of a thing in a language; empty where there is none."""
        found = (quad.object for quad in self.said.get(iri, ()) if quad.predicate in (predicate, PREF_LABEL))
        texts = (each.value for each in found if isinstance(each, ox.Literal) and each.language == lang)
        return next(texts, "")

    def objects(self, iri: str, predicate: ox.NamedNode) -> list[str]:
        return sorted(
            quad.object.value for quad in self.said.get(iri, ())
            if quad.predicate == predicate and isinstance(quad.object, ox.NamedNode)
        )  # fmt: skip

    def short(self, iri: str) -> str:
        """``mz:amount``; the IRI itself where no prefix fits."""
        for prefix, namespace in self.prefixes.items():
            if iri.startswith(namespace):
                return f"{prefix}:{iri.removeprefix(namespace)}"
        return iri

    def links(self, iris: Sequence[str]) -> tuple[Link, ...]:
        """Terms by their labels; those of this vocabulary lead to their place on the page."""
        own = f"{self.base}ontology#"
        return tuple(
            Link(self.text(iri, LABEL, self.lang) or self.short(iri), f"#{iri.removeprefix(own)}"
                 if iri.startswith(own) else iri)
            for iri in iris
        )  # fmt: skip

    def terms(self) -> Iterator[Term]:
        """All terms of the vocabulary in the order of their names."""
        own = f"{self.base}ontology#"
        for iri in sorted(self.said):
            if iri.startswith(own):
                kinds = [kind.rpartition("#")[2] for kind in self.objects(iri, TYPE)]
                is_class = any(kind in CLASS_KINDS for kind in kinds)
                yield Term(
                    name=iri.removeprefix(own), short=self.short(iri), zh=self.text(iri, LABEL, "zh"),
                    en=self.text(iri, LABEL, "en"), comment_zh=self.text(iri, COMMENT, "zh"),
                    comment_en=self.text(iri, COMMENT, "en"), is_class=is_class,
                    broader=self.links(self.objects(iri, BROADER)), domain=self.links(self.objects(iri, DOMAIN)),
                    range=self.links(self.objects(iri, RANGE)), example=self.example(iri, is_class),
                )  # fmt: skip

    def example(self, iri: str, is_class: bool) -> tuple[Link, ...]:
        """An instance of a class, or a thing and its value, as held; else what the vocabulary gives as an example."""
        if self.generation is not None:
            node = ox.NamedNode(iri)
            pattern = (None, TYPE, node) if is_class else (None, node, None)
            held = list(islice(self.generation.store.quads_for_pattern(*pattern), LOOKED_AT))
            # Labels of what has none are made of what is printed there; the code lists describe themselves.
            if held:
                quad = min(held, key=lambda each: (str(each.subject), str(each.object)))
                return (self.shown(quad.subject),) if is_class else (self.shown(quad.subject), self.shown(quad.object))
        given = sorted(quad.object.value for quad in self.said[iri] if quad.predicate == EXAMPLE)  # type: ignore[union-attr]
        return tuple(Link(text, None) for text in given[:1])

    def shown(self, term: object) -> Link:
        assert self.generation is not None
        if isinstance(term, ox.NamedNode):
            return Link(label(self.generation, term.value, self.lang), here(term.value, self.base) or term.value)
        text = getattr(term, "value", str(term))
        return Link(text if len(text) <= 60 else text[:60] + "…", None)

    def code_lists(self) -> list[tuple[Link, int]]:
        """The concept schemes with the number of their concepts."""
        size: dict[str, int] = {}
        for iri in self.said:
            for scheme in self.objects(iri, IN_SCHEME):
                size[scheme] = size.get(scheme, 0) + 1
        return [
            (Link(self.text(iri, PREF_LABEL, self.lang), here(iri, self.base)), size.get(iri, 0))
            for iri in sorted(self.said) if SCHEME.value in self.objects(iri, TYPE)
        ]  # fmt: skip


def page(request: Request, base: str, generation: Generation | None) -> Response:
    """The page, in the language the browser prefers; meanings stand in both."""
    lang = rendering.language(request)
    vocabulary = Vocabulary(base, generation, lang)
    terms = list(vocabulary.terms())
    iri = f"{base}ontology"
    return rendering.render(
        request, "ontology.html", base=base, iri=iri, title=vocabulary.text(iri, LABEL, lang),
        about=vocabulary.text(iri, COMMENT, lang), classes=[each for each in terms if each.is_class],
        properties=[each for each in terms if not each.is_class], code_lists=vocabulary.code_lists(),
    )  # fmt: skip
