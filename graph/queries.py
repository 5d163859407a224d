"""The project's own SPARQL queries: files ``queries/*.rq`` with a header that states question and parameters.

A file is a valid query as it stands. Its header is comment lines::

    # question: 一个单位一个年度的全部数字
    # question-en: All figures of a unit in a fiscal year
    # parameter unit iri required: the unit
    # parameter year integer: fiscal year
    # parameter limit count 10: most rows

A parameter is bound through a line of its own in the body, ``VALUES ?unit { UNDEF }``: the values take the place of
``UNDEF`` as RDF terms written by pyoxigraph, so nothing in them can become query text. Without a value the line goes.
Parameters of one block of such lines are bound together, every combination of their values.
A line ``# if level: ?observation mz:level ?level .`` is a comment until its parameter has a value.
A ``count`` stands in ``LIMIT 10`` or ``OFFSET 0`` (its default) and takes whole numbers only.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from itertools import product
from pathlib import Path
from typing import Literal as Choice
from typing import cast

from pyoxigraph import Literal, NamedNode

from graph.naming.literals import decimal_literal, integer_literal
from ontology.terms import DEFAULT_BASE, with_base

FOLDER = Path(__file__).parent / "queries"

Type = Choice["iri", "string", "integer", "decimal", "count"]
Value = str | int | Decimal | NamedNode | Literal
_PLACEHOLDER = re.compile(r"VALUES \?(\w+) \{ UNDEF \}")
_PLACEHOLDERS = re.compile(r"^((?:[ \t]*VALUES \?\w+ \{ UNDEF \}[ \t]*\n)+)", re.MULTILINE)
_PARAMETER = re.compile(r"# parameter (\w+) (iri|string|integer|decimal|count)(?: (required|\d+))?: (.+)")


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a query: its name (a variable without ``?``), type, whether it must be given, what it is."""

    name: str
    type: Type
    required: bool
    meaning: str


@dataclass(frozen=True, slots=True)
class Query:
    """A query of the project. ``text`` is as in the file, under the default base."""

    name: str
    question: str
    question_en: str
    parameters: tuple[Parameter, ...]
    text: str

    def bind(self, base: str = DEFAULT_BASE, **values: Value | Iterable[Value] | None) -> str:
        """The query with its parameters bound; several values for one mean any of them, None means not given.

        Raises TypeError for a parameter that the query has not or a required one that is not given, ValueError for a
        value that is not of the parameter's type. An empty list of values binds to nothing: no rows.
        """
        unknown = values.keys() - {parameter.name for parameter in self.parameters}
        if unknown:
            raise TypeError(f"query {self.name} has no parameter {', '.join(sorted(unknown))}")
        text = with_base(self.text, base)
        given: dict[str, list[str]] = {}
        for parameter in self.parameters:
            value = values.get(parameter.name)
            if value is None and parameter.required:
                raise TypeError(f"query {self.name} needs a value for {parameter.name}: {parameter.meaning}")
            if parameter.type == "count":
                text = self._counted(text, parameter, value)
            elif value is not None:
                several = [value] if isinstance(value, (str, int, Decimal, NamedNode, Literal)) else list(value)
                given[parameter.name] = [str(term(one, parameter)) for one in several]
                text = text.replace(f"# if {parameter.name}: ", "")
        # Splitting leaves the text between the blocks at even places, and each block of placeholders at an odd one.
        pieces = _PLACEHOLDERS.split(text)
        pieces[1::2] = [_values_block(_PLACEHOLDER.findall(block), given) for block in pieces[1::2]]
        return "".join(pieces)

    def _counted(self, text: str, parameter: Parameter, value: object) -> str:
        if value is None:
            return text
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            raise ValueError(f"{parameter.name} must be a whole number from 0, not {value!r}")
        return re.sub(rf"\b{parameter.name.upper()} \d+", f"{parameter.name.upper()} {value}", text)


def _values_block(names: Sequence[str], given: Mapping[str, Sequence[str]]) -> str:
    """One VALUES clause for all parameters of a block that have values, every combination a row.

    One clause, because the engine plans a join of several far worse (measured: 20 ms against 200 ms).
    """
    bound = [name for name in names if name in given]
    if not bound:
        return ""
    rows = " ".join(f"({' '.join(row)})" for row in product(*(given[name] for name in bound)))
    return f"  VALUES ({' '.join(f'?{name}' for name in bound)}) {{ {rows} }}\n"


def term(value: Value, parameter: Parameter) -> NamedNode | Literal:
    """A value as the RDF term of a parameter's type. Raises ValueError."""
    if isinstance(value, (NamedNode, Literal)):
        return value
    try:
        if parameter.type == "iri" and isinstance(value, str):
            return NamedNode(value)
        if parameter.type == "integer" and not isinstance(value, bool):
            return integer_literal(int(value))
        if parameter.type == "decimal" and not isinstance(value, bool):
            return decimal_literal(Decimal(value))
    except (ValueError, ArithmeticError) as error:
        raise ValueError(f"{parameter.name}: {value!r} is no {parameter.type} ({error})") from error
    if parameter.type == "string" and isinstance(value, str):
        return Literal(value)
    raise ValueError(f"{parameter.name}: {value!r} is no {parameter.type}")


@cache
def queries() -> Mapping[str, Query]:
    """All queries of the project by name, sorted."""
    return {path.stem: _read(path) for path in sorted(FOLDER.glob("*.rq"))}


def query(name: str) -> Query:
    """A query by its name. Raises KeyError that names those there are."""
    try:
        return queries()[name]
    except KeyError:
        raise KeyError(f"no query {name}; there are {', '.join(queries())}") from None


def bound(name: str, base: str = DEFAULT_BASE, **values: Value | Iterable[Value] | None) -> str:
    """The text of the query ``name`` with its parameters bound; see ``Query.bind``."""
    return query(name).bind(base, **values)


def _read(path: Path) -> Query:
    text = path.read_text("utf-8")
    header = {
        key: match[1] for key in ("question", "question-en") if (match := re.search(rf"^# {key}: (.+)$", text, re.M))
    }
    if len(header) < 2:
        raise ValueError(f"{path}: the header must state question and question-en")
    parameters = tuple(
        Parameter(match[1], cast(Type, match[2]), match[3] == "required", match[4])
        for line in text.splitlines()
        if (match := _PARAMETER.fullmatch(line))
    )
    return Query(path.stem, header["question"], header["question-en"], parameters, text)
