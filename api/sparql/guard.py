"""Which SPARQL queries the public may run: read by a tokenizer before any engine sees them.

The engine fetches whatever ``SERVICE`` and ``LOAD`` name and has no switch for it, so these words must not reach it in
any disguise: with escapes, in odd case, behind comments, or glued to the next word (``SERVICE:x``, ``SERVICE?x`` and
``SERVICESILENT<x>`` all run). Where a text could be read in two ways, this tokenizer takes the one that shows more
words: a query refused wrongly can be written in another way, one let through wrongly can't be taken back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

MOST_NESTING = 200
"""Brackets within brackets; thousands overflow the engine's stack and end its process."""
FORBIDDEN = re.compile(r"service|\bload\b", re.IGNORECASE)

Form = Literal["SELECT", "ASK", "CONSTRUCT", "DESCRIBE"]
FORMS: tuple[Form, ...] = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
UPDATES = ("INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH")

# No alternative gives back what it took (`*+`), so the time is in proportion to the text.
TOKEN = re.compile(
    r"""
      (?P<comment> \#[^\r\n]* )
    | (?P<string> \"{3} (?: \"{0,2}+ (?: [^"\\] | \\. ) )*+ \"{3} | '{3} (?: '{0,2}+ (?: [^'\\] | \\. ) )*+ '{3}
                | " (?: [^"\\\r\n] | \\. )*+ " | ' (?: [^'\\\r\n] | \\. )*+ ' )
    | (?P<unclosed> ["'] )
    | (?P<iri> < [^<>"{}|^`\x00-\x20]*+ > )
    | (?P<variable> [?$]\w++ )
    | (?P<language> @[A-Za-z]++ (?: -[A-Za-z0-9-]++ )? )
    | (?P<name> [\w.-]*+ : (?: [\w:-] | %[0-9A-Fa-f]{2} | \\[^\w\s] )*+ | [\w.-]++ )
    | (?P<opening> [(\[{] )
    | (?P<closing> [)\]}] )
    | (?P<other> \S )
    """,
    re.VERBOSE | re.DOTALL,
)
ABSOLUTE = re.compile(r"<[A-Za-z][A-Za-z0-9+.-]*://")
ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")


class Refused(Exception):
    """The query is not run. The message says why, and what would be."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A query that may run: its form, and the graphs that its FROM clauses name, as absolute IRIs."""

    text: str
    form: Form
    graphs: tuple[str, ...]


def check(query: str) -> Checked:
    """Let a query pass or raise ``Refused``.

    The text is read twice, as it stands and with its ``\\u`` escapes decoded, because the engine decodes some of them
    before it looks for words and some after. Syntax is otherwise left to the engine.
    """
    form, graphs = _read(query)
    decoded = ESCAPE.sub(_character, query)
    if decoded != query:
        _read(decoded)
    return Checked(query, form, graphs)


def check_update(update: str) -> None:
    """Let a SPARQL update pass or raise ``Refused``: nothing is fetched, and nothing is nested too deep.

    Which graphs it may write to is for ``graph.store.own`` to say.
    """
    for text in {update, ESCAPE.sub(_character, update)}:
        depth = 0
        for kind, token in _tokens(text):
            if kind in ("word", "prefixed"):
                _refuse_forbidden(token.split(":", 1)[0])
            elif kind == "iri":
                _refuse_ambiguous(token)
            elif kind in ("opening", "closing"):
                depth += 1 if kind == "opening" else -1
                if depth > MOST_NESTING:
                    raise Refused(f"brackets stand more than {MOST_NESTING} deep in each other; write it flatter")


def using(update: str, default: tuple[str, ...], named: tuple[str, ...]) -> str:
    """An update with the dataset of the protocol (using-graph-uri, using-named-graph-uri) for each of its WHEREs.

    ``Refused`` where it names a dataset itself (SPARQL 1.1 Protocol, 2.2.3), or an address is none.
    """
    if any(set(iri) & set('<>"{}|^`\\') or any(char <= " " for char in iri) for iri in (*default, *named)):
        raise Refused("using-graph-uri and using-named-graph-uri take absolute IRIs")
    clause = "".join([*(f"USING <{iri}> " for iri in default), *(f"USING NAMED <{iri}> " for iri in named)])
    parts, depth, done, before = [], 0, 0, ""
    for match in TOKEN.finditer(update):
        text = match[0]
        if match.lastgroup == "opening":
            depth += 1
        elif match.lastgroup == "closing":
            depth -= 1
        elif match.lastgroup == "name" and depth == 0:
            if text.upper() in ("USING", "WITH"):
                raise Refused("the update names its dataset itself (USING, WITH), and the address another")
            # After a template; in DELETE WHERE the word follows DELETE, and there is no dataset to give.
            if text.upper() == "WHERE" and before == "}":
                parts += [update[done : match.start()], clause]
                done = match.start()
        if match.lastgroup != "comment":
            before = text
    return "".join(parts) + update[done:]


def _character(escape: re.Match[str]) -> str:
    point = int(escape[1] or escape[2], 16)
    if point > 0x10FFFF or 0xD800 <= point <= 0xDFFF:
        raise Refused(f"{escape[0]} is no character")
    return chr(point)


def _read(query: str) -> tuple[Form, tuple[str, ...]]:
    """Form and graphs of one reading of the query; raises ``Refused``."""
    depth = 0
    form: Form | None = None
    prefixes: dict[str, str] = {}
    graphs: list[str] = []
    before: tuple[str, str] = ("", "")
    earlier: tuple[str, str] = ("", "")
    for kind, text in _tokens(query):
        upper = text.upper()
        if kind == "word":
            _refuse_forbidden(text)
            if form is None:
                if upper.startswith(UPDATES):
                    raise Refused("this address answers queries; updates are not taken")
                form = next((each for each in FORMS if upper.startswith(each)), None)
        elif kind == "prefixed":
            _refuse_forbidden(text.split(":", 1)[0])
        elif kind == "iri":
            _refuse_ambiguous(text)
        elif kind == "opening":
            depth += 1
            if depth > MOST_NESTING:
                raise Refused(f"brackets stand more than {MOST_NESTING} deep in each other; write the query flatter")
        elif kind == "closing":
            depth -= 1
        if kind in ("iri", "prefixed"):
            if earlier == ("word", "PREFIX") and before[0] == "prefixed":
                prefixes[before[1]] = text[1:-1]
            elif (before[0] == "word" and before[1].startswith("FROM")) or (earlier, before) == (
                ("word", "FROM"), ("word", "NAMED")
            ):
                graphs.append(_iri(kind, text, prefixes))
        earlier, before = before, (kind, upper if kind == "word" else text)
    if form is None:
        raise Refused("no query: it has none of the words SELECT, ASK, CONSTRUCT and DESCRIBE")
    return form, tuple(graphs)


def _tokens(query: str) -> Iterator[tuple[str, str]]:
    """Kind and text of each token but comments and blanks; a run such as ``1.5-a`` yields a word for each part."""
    for match in TOKEN.finditer(query):
        kind, text = match.lastgroup or "other", match[0]
        if kind == "unclosed":
            raise Refused(f"a quote is opened and not closed: {query[match.start():match.start() + 20]!r}")
        if kind == "name" and ":" in text:
            yield "prefixed", text
        elif kind == "name":
            for word in re.split(r"[.-]+", text):
                yield "word", word
        elif kind != "comment":
            yield kind, text


def _refuse_forbidden(word: str) -> None:
    if found := FORBIDDEN.search(word):
        raise Refused(
            f"{found[0].upper()} is not allowed: queries are answered from this store only, nothing is fetched "
            f"({word!r} may be a prefix or a name: then choose another)"
        )


def _refuse_ambiguous(iri: str) -> None:
    """``?a<?b)SERVICE?v#>`` could be an address or a comparison; the engine decides by what stands around it."""
    if not ABSOLUTE.match(iri) and (set(iri) & set("'#\\") or FORBIDDEN.search(iri)):
        raise Refused(f"{iri} can be read in two ways; write addresses in full and blanks around < and >")


def _iri(kind: str, text: str, prefixes: dict[str, str]) -> str:
    """The address that an IRI or a prefixed name stands for; unknown prefixes are left for the engine to name."""
    if kind == "iri":
        return text[1:-1]
    prefix, local = text.split(":", 1)
    return prefixes.get(prefix + ":", prefix + ":") + local
