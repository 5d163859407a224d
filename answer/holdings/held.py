"""What the store holds for a unit and year, as answers need it: statements, blank cells, facts, with their places."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from pyoxigraph import QuerySolutions

from answer.holdings.directory import Directory, HeldUnit
from graph.naming.identity import parse_place
from graph.queries import bound
from graph.store.generation import Generation
from ontology.schemes import current_code


@dataclass(frozen=True, slots=True)
class Evidence:
    """A printed place: file name, disclosure (revision), place IRI, form, row, column and the printed text."""

    document: str
    disclosure: str
    place: str
    form: str
    row: str
    column: str
    quote: str


@dataclass(frozen=True, slots=True)
class Statement:
    """A figure as the answers see it. ``value`` is in ``uom``; ``amount`` in yuan, None where it is no money; ids are
    those of the code lists; ``item`` is the row's label, ``concept`` the class's code or label."""

    iri: str
    unit: HeldUnit
    scope: str
    disclosure_kind: str
    year: int
    kind: str
    form_id: str
    form: str
    stage: str
    code: str
    item: str
    column: str
    value: Decimal
    uom: str
    amount: Decimal | None
    measure: str
    fund: str
    nature: str
    scheme: str
    concept: str
    level: str
    derived: bool
    formula: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Blank:
    """A cell printed blank."""

    unit: HeldUnit
    scope: str
    disclosure_kind: str
    year: int
    form_id: str
    form: str
    stage: str
    code: str
    item: str
    column: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class ProseFact:
    """A quantity stated in prose."""

    iri: str
    unit: HeldUnit
    disclosure_year: int
    disclosure_kind: str
    year: int | None
    subject: str
    measure: str
    value: Decimal | None
    uom: str
    amount: Decimal | None
    qualifier: str
    role: str
    reason: str
    text: str
    evidence: Evidence


def rows_of(generation: Generation, text: str) -> Iterator[Any]:
    """The rows of a query."""
    result = generation.query(text)
    assert isinstance(result, QuerySolutions)
    yield from result


def text_of(row: Any, name: str) -> str:
    """A column of a row as text, empty where it is unbound."""
    term = row[name]
    return "" if term is None else str(term.value)


def _last(row: Any, name: str) -> str:
    return text_of(row, name).rsplit("/", 1)[-1]


def _number(text: str) -> Decimal:
    """The printed number where the print is one, so that 25.30 stays 25.30."""
    return Decimal(text)


def directory(generation: Generation) -> Directory:
    """All units held, with the disclosures of each."""
    held: dict[str, set[tuple[int, str, str]]] = {}
    names: dict[str, str] = {}
    for row in rows_of(generation, bound("revisions-held", generation.base)):
        iri = text_of(row, "unit")
        names[iri] = text_of(row, "name")
        held.setdefault(iri, set()).add((int(text_of(row, "year")), text_of(row, "kind"), text_of(row, "scope")))
    aliases: dict[str, set[str]] = {}
    for row in rows_of(generation, bound("unit-names", generation.base)):
        aliases.setdefault(text_of(row, "unit"), set()).add(text_of(row, "name"))
    return Directory(
        HeldUnit(iri, name, tuple(sorted(aliases.get(iri, set()) - {name})), tuple(sorted(held[iri])))
        for iri, name in names.items()
    )


def _concept(iri: str) -> tuple[str, str]:
    """(scheme, code or label) of an item's IRI: .../id/functional/2019/2010350, .../id/three-public/reception. A class
    is known by the code that the newest edition gives it."""
    parts = iri.split("/id/", 1)[-1].split("/")
    if len(parts) == len(("scheme", "edition", "code")) and parts[0] != "item":
        return parts[0], current_code(parts[0], parts[2], parts[1])
    return (("label", "/".join(parts[1:])) if parts[0] == "item" else (parts[0], parts[-1])) if iri else ("", "")


def statements(generation: Generation, unit: HeldUnit, year: int | None) -> list[Statement]:
    """Every figure printed about a unit and year (None: all years), in the order of their IRIs."""
    found = []
    for row in rows_of(generation, bound("statements", generation.base, unit=unit.iri, year=year)):
        value, uom = _number(text_of(row, "value")), text_of(row, "uom")
        scale = text_of(row, "scale")
        scheme, concept = _concept(text_of(row, "class"))
        item, column, form = text_of(row, "item"), text_of(row, "column"), text_of(row, "form")
        found.append(
            Statement(
                iri=text_of(row, "statement"),
                unit=unit,
                scope=text_of(row, "scope"),
                disclosure_kind=text_of(row, "disclosureKind"),
                year=int(text_of(row, "year")),
                kind=text_of(row, "kind"),
                form_id=_last(row, "formIri"),
                form=form,
                stage=_last(row, "stage"),
                code=text_of(row, "code"),
                item=item,
                column=column,
                value=_as_printed(value, text_of(row, "printed"), text_of(row, "derived") == "true"),
                uom=uom,
                amount=value * Decimal(scale) if scale else None,
                measure=_last(row, "measure"),
                fund=_last(row, "fund"),
                nature=_last(row, "nature"),
                scheme=scheme,
                concept=concept,
                level=text_of(row, "level"),
                derived=text_of(row, "derived") == "true",
                formula=text_of(row, "formula"),
                evidence=printed_at(
                    row, text_of(row, "printed"), f"{text_of(row, 'code')} {item}".strip(), column, form
                ),
            )
        )
    return sorted(found, key=lambda s: s.iri)


def printed_at(
    row: Any, quote: str, label: str = "", column: str = "", form: str = "", place: str = "place"
) -> Evidence:
    """Where a row of a query was printed (``place``: the column that says so); what stands in a sentence has neither
    label nor column nor form."""
    return Evidence(
        text_of(row, "document"), text_of(row, "revision"), text_of(row, place), form, label, column, quote
    )


def _as_printed(value: Decimal, printed: str, derived: bool) -> Decimal:
    """The value with the decimals of its print: the store keeps 25.30 as 25.3."""
    if derived:
        return value
    fraction = printed.strip().rstrip("%％)）").rpartition(".")[2] if "." in printed else ""
    places = len(fraction) if fraction.isdigit() else 0
    exponent = value.as_tuple().exponent
    if isinstance(exponent, int) and -exponent < places:
        return value.quantize(Decimal(1).scaleb(-places))
    return value


def blanks(generation: Generation, unit: HeldUnit, year: int | None) -> list[Blank]:
    """Every cell of the statutory tables that is printed blank."""
    found = []
    for row in rows_of(generation, bound("blanks", generation.base, unit=unit.iri, year=year)):
        item, column, form = text_of(row, "item"), text_of(row, "column"), text_of(row, "form")
        found.append(
            Blank(
                unit=unit,
                scope=text_of(row, "scope"),
                disclosure_kind=text_of(row, "disclosureKind"),
                year=int(text_of(row, "year")),
                form_id=_last(row, "formIri"),
                form=form,
                stage=_last(row, "stage"),
                code=text_of(row, "code"),
                item=item,
                column=column,
                evidence=printed_at(row, "（空白）", f"{text_of(row, 'code')} {item}".strip(), column, form),
            )
        )
    return sorted(found, key=lambda b: (b.form, b.code, b.item, b.column, b.evidence.place))


def facts(generation: Generation, unit: HeldUnit, disclosure_year: int | None) -> list[ProseFact]:
    """Every quantity stated in the prose of a unit's disclosures of a year."""
    found = []
    for row in rows_of(generation, bound("facts", generation.base, unit=unit.iri, disclosureYear=disclosure_year)):
        value = text_of(row, "value")
        amount = text_of(row, "amount")
        year = text_of(row, "year")
        found.append(
            ProseFact(
                iri=text_of(row, "fact"),
                unit=unit,
                disclosure_year=int(text_of(row, "disclosureYear")),
                disclosure_kind=text_of(row, "disclosureKind"),
                year=int(year) if year else None,
                subject=text_of(row, "subject"),
                measure=_last(row, "measure"),
                value=Decimal(value) if value else None,
                uom=text_of(row, "uom"),
                amount=Decimal(amount) if amount else None,
                qualifier=text_of(row, "qualifier"),
                role=text_of(row, "role"),
                reason=text_of(row, "reason"),
                text=text_of(row, "text") or text_of(row, "printed"),
                evidence=printed_at(row, text_of(row, "printed")),
            )
        )
    return sorted(found, key=lambda f: (_line(f.evidence.place), f.subject, str(f.value), f.role))


def as_statement(fact: ProseFact) -> Statement:
    """A quantity of the prose as a figure, so that it can be computed with."""
    return Statement(
        iri=fact.iri,
        unit=fact.unit,
        scope="",
        disclosure_kind=fact.disclosure_kind,
        year=fact.year or fact.disclosure_year,
        kind="prose",
        form_id="",
        form="",
        stage={"budget": "预算", "result": "决算"}.get(fact.role, ""),
        code="",
        item=fact.subject.rsplit("/", 1)[-1],
        column="",
        value=fact.value or Decimal(0),
        uom=fact.uom,
        amount=fact.amount,
        measure=fact.measure,
        fund="",
        nature="",
        scheme="",
        concept="",
        level="",
        derived=False,
        formula="",
        evidence=fact.evidence,
    )


def _line(place: str) -> tuple[int, int]:
    found = parse_place(place)
    return (found.page or 0, found.line or 0)


def in_print_order(rows: Sequence[Statement]) -> list[Statement]:
    """Rows in the order they are printed in."""

    def place(figure: Statement) -> tuple[str, int, int, int, int]:
        at = parse_place(figure.evidence.place)
        return (figure.evidence.document, at.page or 0, at.table or 0, at.row or at.line or 0, at.column or 0)

    return sorted(rows, key=place)
