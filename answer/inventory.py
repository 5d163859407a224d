"""Questions about what is held: which units, which fiscal years, which files. They are answered from the store's own
list of disclosures, with the query that gives it; no printed place says what a store holds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import cache

from answer.holdings.directory import HeldUnit, Linked, comparable_kept
from answer.holdings.held import rows_of, text_of
from answer.holdings.knowledge import Knowledge
from answer.language.words import lexicon
from answer.request.question import without_years
from answer.request.reply import Reply, computed
from graph.queries import bound

MOST_NAMED = 40
"""Units or files named in one answer; of more the rest is counted."""
ALL = 10_000_000
"""More disclosures than any store holds: none is left out of what is counted."""


def wanted(text: str, linked: Linked) -> str:
    """units, years or disclosures where a question asks which of them are held, else empty."""
    plain = comparable_kept(without_years(text))
    for mention in linked.mentions:
        if mention.method != "everyone":  # 哪些单位 names nobody
            plain = plain.replace(mention.text, " ")
    plain = re.sub(r"[\s，,、：:？?！!。]+", "", plain)
    return next((of for of, pattern in _patterns() if pattern.fullmatch(plain)), "")


def told(reply: Reply, knowledge: Knowledge, of: str, units: Sequence[HeldUnit], years: Sequence[int]) -> Reply:
    """What is held, of these units and years where any are named."""
    some = [unit for unit in units or knowledge.directory.units if not years or set(years) & set(unit.years)]
    if of == "years" and len(units) != 1:
        listed = [f"{year}年" for year in sorted({year for unit in some for year in unit.years})]
        subject, counter = "年度", "个"
    elif of == "disclosures":
        listed = _files(knowledge, some, years)
        subject, counter = "公开文件", "份"
    elif of == "years":
        listed = [f"{year}年{kind}（{scope}）" for year, kind, scope in some[0].held] if some else []
        subject, counter = f"{units[0].name}的公开", "份"
    else:
        listed = [f"{unit.name}（{_span(unit)}）" for unit in some]
        subject, counter = "单位", "个"
    rest = f"等（只列出前{MOST_NAMED}{counter}）" if len(listed) > MOST_NAMED else ""
    named = f"：{'；'.join(listed[:MOST_NAMED])}{rest}" if listed else ""
    reply.text = f"共收录{len(listed)}{counter}{subject}{named}。"
    reply.values = [computed(Decimal(len(listed)), counter, None, f"收录的{subject}")]
    reply.status = "answered"
    asked = "disclosures" if of == "disclosures" else "revisions-held"
    reply.sparql = bound(asked, knowledge.generation.base, unit=units[0].iri if len(units) == 1 else None)
    return reply


def _span(unit: HeldUnit) -> str:
    return "、".join(dict.fromkeys(f"{year}年{kind}" for year, kind, _ in unit.held))


def _files(knowledge: Knowledge, units: Sequence[HeldUnit], years: Sequence[int]) -> list[str]:
    """Names of the files of these units' current disclosures, each with what it is."""
    iris = {unit.iri for unit in units}
    found = {}
    for row in rows_of(knowledge.generation, bound("disclosures", knowledge.generation.base, limit=ALL)):
        if text_of(row, "unit") in iris and (not years or int(text_of(row, "year")) in years):
            name = text_of(row, "document")
            found[name] = f"{name}（{text_of(row, 'name')}{text_of(row, 'year')}年{text_of(row, 'kind')}）"
    return [found[name] for name in sorted(found)]


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    data = lexicon("holdings")
    before, after = ("|".join(data["words"][end]) for end in ("before", "after"))
    return tuple(
        (each["of"], re.compile(f"(?:{before})*(?:{pattern})(?:{after})*"))
        for each in data["holdings"] for pattern in each["patterns"]
    )  # fmt: skip
