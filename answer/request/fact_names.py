"""What a quantity of the prose is called: by its sentence, and by the names of its type."""

from __future__ import annotations

import re
from functools import cache

from answer.holdings.held import ProseFact
from answer.language.words import comparable
from ontology.schemes import concepts

FUNDED = {"fiscal-": "财政拨款", "general-": "一般公共预算", "fund-": "政府性基金", "capital-": "国有资本"}
"""Typed quantities of one fund → the word a question must hold for them."""
ASIDE = re.compile(r"(?<=[\u4e00-\u9fff]{2})[（(][^（）()]{4,}[）)]$")
"""How a subject is to be understood (政府采购金额（以合同签订为准）): no part of its name."""
COMPARED = re.compile(
    r"^(?:比|较|与|同)?.*?(?:上年|年(?!初)度?|预算|决算)数?(?:相比|比较|相较)?|(?:支出)?(?:预算|决算)数?$"
)
CHANGED = re.compile(r"(?P<name>[\u4e00-\u9fff“”、（）]{4,}?)各?(?:增加|减少|增长|下降|提高|降低)")


def subject_of(fact: ProseFact) -> str:
    """What a quantity is said of, as names are compared. A clause of a change with a subject of its own does not speak
    of what the sentence before it spoke of."""
    own = comparable(ASIDE.sub("", fact.subject))
    found = CHANGED.match(fact.text) if fact.role == "change" else None
    if found is None:
        return own
    told = COMPARED.sub("", comparable(found["name"]))
    last = own.rsplit("/", 1)[-1]
    return own if not told or last in told or told in last else told


MONEY_END = re.compile("(?:预算|支出|资金|总|金额|总额|数额|数)+$")
"""What the name of an amount ends with, and says nothing of what it is of."""


@cache
def bare_names(measure: str) -> frozenset[str]:
    """The names of a typed quantity without their last words: 政府采购 of 政府采购支出总额."""
    names = [n for c in concepts("facts") if c.id == measure for n in (c.zh, *c.aliases)]
    return frozenset(MONEY_END.sub("", comparable(n)) for n in names) - {""}


def other_names(fact: ProseFact) -> frozenset[str]:
    """All names of the typed quantity that a fact is; none where it is of no type."""
    return frozenset(comparable(n) for c in concepts("facts") if c.id == fact.measure for n in (c.zh, *c.aliases))


@cache
def aliases(measure: str) -> str:
    """All names of a typed quantity, so that a question may use any of them."""
    return "".join("|".join((c.zh, *c.aliases)) for c in concepts("facts") if c.id == measure)


def told_of_other_fund(fact: ProseFact, text: str) -> bool:
    """Whether a quantity is one fund's and the question names no fund at all: 支出合计 is not 财政拨款支出."""
    return any(fact.measure.startswith(prefix) for prefix in FUNDED) and not re.search(
        "拨款|公共预算|基金|国有资本|财政", text
    )
