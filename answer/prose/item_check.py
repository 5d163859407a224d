"""Whether a number of the prose is told of the item that a question names: an item of the code lists (其他组织事务支出)
or a kind of spending (人员经费) is a name, and a sentence that holds its words apart speaks of others."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from answer.holdings.held import ProseFact
from answer.holdings.knowledge import Knowledge
from answer.language.names import Tag, cut, general_names, mend
from answer.language.words import comparable
from answer.prose.excerpts import OPENS
from answer.prose.sentences import Target, sentences
from answer.request import stated
from answer.request.reply import Reply

Item = frozenset[Tag]
NAMING = frozenset({"item", "nature"})
SHORTEST = 4
"""Characters of a name that is one and no word of everyday speech (培训); one less where it ends as a cost does."""
END = re.compile("(?:支出|经费|费用|费)$")
SHORTEST_CUT = 3
"""Characters of a name that may stand without the word for spending at its end."""
QUOTED = re.compile(f"{OPENS.pattern}(.*)”", re.DOTALL)
BUDGETED = re.compile("预算|计划|安排|拟")
SPENT = re.compile("决算|执行|实际|完成")
DEEPER = r"(?:类|款)[^\d，。；]*?(?:款|项)(?:支出)?\d"
"""A name that begins a chain of classes whose last one the number is told of."""


def of_item(text: str, reply: Reply, knowledge: Knowledge, target: Target) -> bool:
    """Whether what an answer quotes names every item that the question's ``text`` does: in the sentence, over it, or,
    where the sentence itself names none, in what stands before it."""
    asked = items_named(comparable(text))
    if not asked or not reply.evidence:
        return True
    quote = comparable(quoted_in(reply))
    # What a number was found by is no name that the document gives it.
    measures = "|".join(m for v in reply.values if (m := comparable(str(v["measure"]))) not in comparable(text))
    heading, before = around(knowledge, target, str(reply.evidence[0]["iri"]), quote)
    own = "|".join((quote, measures, heading))
    others = bool(items_named(quote))
    return all(_named(item, own) or (not others and _named(item, before)) for item in asked)


def of_stage(text: str, reply: Reply) -> bool:
    """Whether what is quoted is of the stage that a question's ``text`` says. Final accounts tell a budget only where
    they call it one, and a budget document tells final accounts only where it speaks of what was carried out."""
    staged, planned = stated.FUNDS.sub(" ", text), "/预算/" in str(reply.evidence[0]["disclosure"])
    told = stated.FUNDS.sub(" ", comparable(quoted_in(reply) + str(reply.evidence[0]["row"])))
    if BUDGETED.search(staged) and not SPENT.search(staged):
        return planned or BUDGETED.search(told) is not None or "目标" in str(reply.evidence[0]["column"])
    return not (planned and SPENT.search(staged)) or SPENT.search(told) is not None


def of_change(text: str, fact: ProseFact) -> bool:
    """Whether a change is one of what a text names: its sentence names no other item up to where it tells the change,
    and no other total."""
    quote, asked = comparable(fact.evidence.quote), comparable(text)
    head = quote[: quote.find(comparable(fact.text)) + len(comparable(fact.text))]
    others = items_named(head)
    named = not others or any(name in asked for item in others for name in spellings(item))
    return named and not ("总计" in fact.subject and "本年" in asked)


def quoted_in(reply: Reply) -> str:
    """The sentence that an answer quotes in its words, or what it cites where it quotes none."""
    cited = str(reply.evidence[0]["quote"])
    said = QUOTED.search(reply.text)
    return said[1] if said and comparable(said[1]) in comparable(cited) else cited


@lru_cache(maxsize=20_000)
def items_named(text: str, mistyped: bool = False) -> tuple[Item, ...]:
    """The items that a text (as names are compared) names, each by what it can mean; ``mistyped`` ones, too, where a
    name is all but one of theirs."""
    segments = cut(text, general_names())
    if mistyped:
        segments = mend(segments, general_names())
    # The end of a longer name is none by itself: 维护费 of 电子平台运转维护费.
    inside = [not before.known and len(before.text) > 1 for before in segments]
    named = [s for s, within in zip(segments, (False, *inside), strict=False) if _is_name(s.text) and not within]
    tags = (frozenset(t for t in s.tags if t.kind in NAMING) for s in named)
    return tuple(item for item in tags if item)


def _is_name(text: str) -> bool:
    return len(text) >= SHORTEST or (len(text) == SHORTEST - 1 and text.endswith("费"))


@lru_cache(maxsize=20_000)
def spellings(item: Item) -> frozenset[str]:
    """All that an item is called."""
    return frozenset(name for tag in item for name in _names().get(tag, ()))


@cache
def _names() -> dict[Tag, frozenset[str]]:
    found: dict[Tag, set[str]] = {}
    for name, tags in general_names().items():
        for tag in tags:
            short = END.sub("", name)
            found.setdefault(tag, set()).update({name, short} if len(short) >= SHORTEST_CUT else {name})
    return {tag: frozenset(names) for tag, names in found.items()}


def _named(item: Item, told: str) -> bool:
    held = [name for name in spellings(item) if name in told]
    return any(not re.search(re.escape(name) + "(?:支出|经费)?" + DEEPER, told) for name in held)


def around(knowledge: Knowledge, target: Target, place: str, quote: str) -> tuple[str, str]:
    """The headings over a quoted sentence, and the paragraphs before it."""
    for sentence in sentences(knowledge, target):
        if sentence.evidence.place == place and comparable(sentence.text) in quote:
            return sentence.heading, sentence.before
    return "", ""
