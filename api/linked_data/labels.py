"""What people read in place of an IRI: labels from the graph, or what the address itself says of the thing."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import quote, unquote

from pyoxigraph import Literal, NamedNode, Quad

from graph.naming.vocabulary import ALT_LABEL, LABEL, PREF_LABEL, TITLE, vocabulary
from graph.store.generation import Generation

KINDS = {
    "unit": ("单位", "Body"), "disclosure": ("公开", "Disclosure"), "document": ("文件", "Document"),
    "figure": ("数字", "Figure"), "fact": ("事实", "Fact"), "passage": ("段落", "Passage"), "part": ("表", "Part"),
    "observation": ("观测值", "Observation"), "slice": ("切片", "Slice"), "series": ("序列", "Series"),
    "measure": ("项目", "Measure"), "fund": ("资金", "Fund"), "nature": ("性质", "Nature"), "form": ("表", "Form"),
    "stage": ("口径", "Stage"), "item": ("行", "Row label"), "project": ("项目", "Project"),
    "indicator": ("绩效指标", "Indicator"), "functional": ("功能分类", "Functional class"),
    "economic": ("经济分类", "Economic class"),
}  # fmt: skip
"""Segment of an IRI → what kind of thing it names, in Chinese and English."""


def kind_of(iri: str, base: str) -> str:
    """The segment that tells the kind: the last known one, since figures stand below their disclosure."""
    known = [part for part in iri.removeprefix(base).split("#")[0].split("/") if part in KINDS]
    return known[-1] if known else ""


def here(iri: str, base: str) -> str | None:
    """Path under which this service shows an IRI; None for the IRIs of others."""
    if not iri.startswith(base):
        return None
    path, _, fragment = iri.removeprefix(base).partition("#")
    # What is escaped in the IRI stays so; the rest is escaped for the address.
    return "/" + quote(path, safe="/%:@!$&'()*+,;=~") + (f"#{fragment}" if fragment else "")


def page_of(iri: str, base: str) -> str | None:
    """Path of the page that shows a unit or a disclosure as people want to see it; None for other things."""
    parts = unquote(iri.removeprefix(f"{base}id/")).split("/")
    if not iri.startswith(f"{base}id/"):
        return None
    if parts[0] == "unit" and len(parts) == 2:
        return f"/pages/units/{parts[1]}"
    return f"/pages/disclosures/{'/'.join(parts[1:5])}" if parts[0] == "disclosure" and len(parts) >= 5 else None


def place_url(iri: str, base: str) -> str | None:
    """Path under which a printed place is shown as it looks there; None for what is no place in a file."""
    path, _, fragment = iri.removeprefix(base).partition("#")
    if not fragment or not iri.startswith(f"{base}id/document/"):
        return None
    return f"/places/{path.removeprefix('id/document/')}?{fragment}"


def label(generation: Generation, iri: str, lang: str = "zh") -> str:
    """The best label of a thing, never its IRI as long as the graph or the address says anything of it."""
    about = list(generation.about(iri))
    return label_from(about, lang) or described(generation, about, lang) or from_address(iri, generation.base)


def label_from(about: Iterable[Quad], lang: str) -> str:
    """A label among quads: the preferred one in the language asked for, else in any; a title; another name."""
    best, rank = "", 99
    order = {PREF_LABEL: 0, LABEL: 1, TITLE: 2, ALT_LABEL: 8}
    for quad in about:
        if quad.predicate in order and isinstance(quad.object, Literal):
            worth = order[quad.predicate] + (0 if quad.object.language in (lang, None) else 4)
            if worth < rank or (worth == rank and quad.object.value < best):
                best, rank = quad.object.value, worth
    return best


def described(generation: Generation, about: Iterable[Quad], lang: str) -> str:
    """Words for a thing without a label, from what is printed there or from its dimensions."""
    mz = vocabulary(generation.base)
    values = {quad.predicate: quad.object for quad in about}
    if mz.printed in values:
        row, column = values.get(mz.itemLabel), values.get(mz.column)
        parts = [part.value for part in (row, column) if isinstance(part, Literal)]
        printed = values[mz.printed]
        text = printed.value if isinstance(printed, Literal) else ""
        return " · ".join([*parts, text if len(text) <= 60 else text[:60] + "…"])
    if mz.text in values and isinstance(values[mz.text], Literal):
        text = values[mz.text].value  # type: ignore[union-attr]
        return text if len(text) <= 60 else text[:60] + "…"
    if mz.fileName in values and isinstance(values[mz.fileName], Literal):
        return values[mz.fileName].value  # type: ignore[union-attr]
    named = [values[each] for each in (mz.slice, mz.item) if each in values]
    if mz.year in values and mz.measure in values:
        named = [values[each] for each in (mz.unit, mz.measure, mz.fund, mz.nature, mz.stage) if each in values]
    if mz.current in values:
        named = [values[mz.current]]
    if mz.formTitle in values and isinstance(values[mz.formTitle], Literal):
        return values[mz.formTitle].value  # type: ignore[union-attr]
    words = [label(generation, each.value, lang) for each in named if isinstance(each, NamedNode)]
    year = values.get(mz.year)
    if words and isinstance(year, Literal):
        words.insert(1, year.value)
    return " · ".join(words)


def from_address(iri: str, base: str) -> str:
    """What the address says: the name in it, or the fragment of a place."""
    path, _, fragment = iri.removeprefix(base).partition("#")
    if fragment and path != "ontology":
        return place_words(fragment)
    last = unquote(fragment or path.rstrip("/").rsplit("/", 1)[-1])
    kind = kind_of(iri, base)
    if kind == "disclosure":
        return " ".join(unquote(part) for part in path.split("/")[2:6])
    if all(char in "0123456789abcdef" for char in last) and len(last) >= 12 and kind:
        return f"{KINDS[kind][0]} {last[:6]}"
    return last


def place_words(fragment: str) -> str:
    """``page=8&table=3&row=5&column=2`` in words; the box on the page is left out."""
    words = {"page": "第{}页", "table": "表{}", "row": "第{}行", "column": "第{}列", "line": "第{}行（文本）"}
    pairs = (part.partition("=") for part in fragment.split("&"))
    return " ".join(words[name].format(value) for name, _, value in pairs if name in words) or fragment
