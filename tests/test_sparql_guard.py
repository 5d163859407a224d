"""What the guard of /sparql lets through and what it does not."""

from __future__ import annotations

import pytest

from api.sparql.guard import MOST_NESTING, Refused, check

FETCHING = [
    "SELECT * { SERVICE <http://localhost:1/> { ?s ?p ?o } }",
    "SELECT * { service <http://localhost:1/> { ?s ?p ?o } }",
    "SELECT * { SeRvIcE SILENT <http://localhost:1/> { ?s ?p ?o } }",
    "SELECT * { \\u0053ERVICE <http://localhost:1/> { ?s ?p ?o } }",
    "SELECT * { \\U00000053ERVICE <http://localhost:1/> { ?s ?p ?o } }",
    "SELECT * { # a comment\nSERVICE#another\n<http://localhost:1/> { ?s ?p ?o } }",
    "SELECT * { # a comment\\u000aSERVICE <http://localhost:1/> { ?s ?p ?o } }",
    "SELECT * { # a comment\rSERVICE <http://localhost:1/> { ?s ?p ?o } }",
    # Glued to the next word, or the next word to it.
    "PREFIX : <http://localhost:1/> SELECT * { SERVICE:x { } }",
    "PREFIX ex: <http://localhost:1/> SELECT * { SERVICEex:x { } }",
    "SELECT * { SERVICESILENT<http://localhost:1/> { } }",
    "SELECT * { BIND(<http://localhost:1/> AS ?v) SERVICE?v{ } }",
    "SELECT * { {}UNION{}SERVICE<http://localhost:1/> { } }",
    # A comparison that looks like an address.
    "SELECT * { BIND(1 AS ?a) BIND(2 AS ?b) BIND(<http://localhost:1/> AS ?v) FILTER(?a<?b)SERVICE?v#>\n{ } }",
    "SELECT * { FILTER(?a<'b>' ) SERVICE ?v {} FILTER(1<'>') }",
    "PREFIX ex: <http://a/> SELECT * { FILTER(?a<ex:/'b>' ) SERVICE ?v {} FILTER(1<ex:/'>') }",
    # Quotes that do not hide it.
    "SELECT * { FILTER(?a = \"x\\\"\") SERVICE <http://localhost:1/> { } FILTER(?b = \"\") }",
    "SELECT * { FILTER(?a = \"x\\u0022) SERVICE <http://localhost:1/> {} FILTER(?b = \"y\") }",
    "SELECT * { FILTER(?a = '''x''') SERVICE <http://localhost:1/> { } FILTER(?b = '''y''') }",
    "SELECT * { ?a ?b ex:c\\# . SERVICE <http://localhost:1/> { } }",
    "SELECT * { ?a ?b ex:c\\' . SERVICE <http://localhost:1/> { } ?d ?e ex:f\\' }",
    "SELECT * { ?a ?b 'unclosed . SERVICE <http://localhost:1/> { } }",
    "LOAD <http://localhost:1/>",
    "PREFIX ex: <http://a/> load SILENT <http://localhost:1/>",
    "SELECT * { } ; LOAD <http://localhost:1/>",
]


@pytest.mark.parametrize("query", FETCHING)
def test_nothing_is_fetched(query: str) -> None:
    with pytest.raises(Refused):
        check(query)


ORDINARY = [
    "SELECT * { ?s ?p ?o }",
    "SELECT ?service { ?service ?load $load }",
    "SELECT * { ?s <http://example.org/service#Load> 'SERVICE <x>' }",
    "SELECT * { ?s <http://example.org/it's> \"LOAD\"@en-service }",
    "PREFIX ex: <http://example.org/> SELECT * { ?s ex:service ex:load }",
    "SELECT * { ?s ?p '''SERVICE\n\"LOAD\" ''' } # SERVICE <http://localhost:1/>",
    "SELECT * { ?s ?p \"\\\"SERVICE\" FILTER(?a < 5 && ?b > 3) }",
    "SELECT (COUNT(*) AS ?n) { ?s ?p ?o FILTER(?o<5&&?o>3) }",
    "SELECT ?payload ?upload { ?s ?p ?o }",
    "BASE <http://example.org/> SELECT * { ?s <p> ?o }",
    "SELECT * { VALUES ?x { 'a''b' \"\"\"\" \"\" } }",
    "ask{}",
]


@pytest.mark.parametrize("query", ORDINARY)
def test_the_words_may_stand_where_they_fetch_nothing(query: str) -> None:
    assert check(query).text == query


@pytest.mark.parametrize(
    ("query", "form"),
    [
        ("select * {}", "SELECT"),
        ("# SELECT\nPREFIX select: <http://a/> ASK {}", "ASK"),
        ("BASE <http://a/> CONSTRUCT { ?s ?p ?o } WHERE { SELECT * { ?s ?p ?o } }", "CONSTRUCT"),
        ("DESCRIBE<http://a/>", "DESCRIBE"),
    ],
)
def test_the_form_is_known_beforehand(query: str, form: str) -> None:
    assert check(query).form == form


@pytest.mark.parametrize(
    "query",
    ["INSERT DATA { <a:a> <a:b> 1 }", "DROP ALL", "PREFIX a: <a:> DELETE WHERE { ?s ?p ?o }", "", " # x", "?s ?p ?o"],
)
def test_only_queries_are_taken(query: str) -> None:
    with pytest.raises(Refused):
        check(query)


def test_graphs_of_from_clauses_are_told() -> None:
    query = """PREFIX g: <http://example.org/graph/>
        SELECT * FROM <http://example.org/a> FROM NAMED g:b FROM<http://example.org/c> { ?from ?named <http://d/> }"""
    assert check(query).graphs == ("http://example.org/a", "http://example.org/graph/b", "http://example.org/c")


@pytest.mark.parametrize(("opening", "closing"), ["{}", "()", "[]"])
def test_deep_nesting_is_refused(opening: str, closing: str) -> None:
    def nested(depth: int) -> str:
        return "ASK " + opening * depth + closing * depth

    assert check(nested(MOST_NESTING))
    for depth in (MOST_NESTING + 1, 20_000):
        with pytest.raises(Refused, match="deep"):
            check(nested(depth))


def test_a_long_text_is_read_in_time() -> None:
    """No pattern of the tokenizer runs wild on a text made for it."""
    for text in ('"' * 100_000, "'" * 100_001, "<" * 100_000, "\\" * 100_000, "?a<" * 50_000, ":" * 100_000,
                 '"""' + '"\\"' * 40_000, "a." * 50_000):
        with pytest.raises(Refused):
            check(text)
