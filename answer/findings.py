"""Questions about what is wrong in a disclosure: the findings of the checks, counted, listed, or told of one thing.

What is found stands in the graph; nothing is checked here. A question that names a thing is answered only by a finding
that speaks of it, and where none does, it is not said that all is well with it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from answer.holdings.directory import HeldUnit
from answer.holdings.held import Evidence, rows_of, text_of
from answer.holdings.knowledge import Knowledge
from answer.language.words import comparable, compiled, lexicon
from answer.projects.achieved import Target
from answer.prose.item_check import items_named, spellings
from answer.request import stated
from answer.request.question import asks_quantity, in_yuan
from answer.request.reply import Reply, cite, entry
from answer.request.speak import SCALE
from graph.findings.describe import SEVERITIES
from graph.findings.held import held_findings
from graph.findings.records import Finding
from graph.queries import bound

LEAST_SHARED = 0.6
"""Share of a question's words that a finding must speak of, where the question asks of one thing."""
MOST_LISTED = 40
LEAST_NUMBERS = 3
"""Numbers of a question that tell by themselves which sum it asks about."""
COUNT = re.compile(r"几|多少")
MONEY = re.compile(r"(?P<number>\d[\d,]*(?:\.\d+)?)(?P<uom>万元|亿元|元)")
AMOUNT = re.compile(r"\d[\d,]*(?:\.\d+)?(?:万元|亿元|元|[%％])?")
OTHER_NAME = re.compile("“(?P<prose>[^“”]+)”文字为.*表中同数为“(?P<table>[^“”]+)”")
ROUNDING = re.compile("(?P<why>尾差)：\\d+ 处(?P<how>只差末位（四舍五入所致）)：(?P<parts>.+)")


def _fits(patterns: Sequence[str], text: str) -> bool:
    return any(re.search(p, text) for p in patterns)


def asked(text: str) -> bool:
    """Whether a question without its units and years asks what is wrong in a disclosure."""
    words = lexicon("findings")["asked"]
    return _fits(words["review"], text) or (_fits(words["fault"], text) and _fits(words["where"], text)) or (
        _fits(words["verify"], text) or of_agreement(text) or _fits([lexicon("findings")["called"]["pattern"]], text)
    )


def of_agreement(text: str) -> bool:
    """Whether a question asks if two places say the same: that one of them is there is no answer."""
    return _fits(lexicon("findings")["asked"]["agree"], text)


def findings_of(knowledge: Knowledge, target: Target) -> tuple[Finding, ...]:
    """What is wrong in the disclosures of a unit and year, gravest first; what people dismissed is left out."""
    unit, year = target

    def read() -> tuple[Finding, ...]:
        rows = rows_of(knowledge.generation, bound("revisions-of", knowledge.generation.base, unit=unit.iri, year=year))
        revisions = sorted({text_of(row, "revision") for row in rows})
        found = [f for iri in revisions for f in held_findings(knowledge.generation, iri)]
        return tuple(f for f in found if f.review.verdict != "dismissed")

    return knowledge.once(("findings", unit.iri, year), read)


def tell(reply: Reply, knowledge: Knowledge, targets: Sequence[Target], text: str) -> bool:
    """The findings a question asks for; False where it names a thing that no finding speaks of."""
    if not asked(text) or len(targets) > 2:
        return False
    found = [f for target in targets for f in findings_of(knowledge, target)]
    if called := compiled(lexicon("findings")["called"]["pattern"]).search(text):
        return _called_otherwise(reply, found, called)
    named, kept = _of_one_thing(found, text)
    if named:
        return bool(kept) and _say_of_one(reply, kept, of_agreement(text))
    if not kept and not _whole(text):
        return False
    unit, years = targets[0][0], "、".join(f"{y}年" for _, y in targets)
    counts = Counter(f.severity for f in kept)
    split = "、".join(f"{name}{counts[s]}处" for s, name in lexicon("findings")["names"].items() if counts[s])
    what = _what(text)
    if not kept:
        reply.text = f"{unit.name}{years}公开：审核规则没有发现{what or '问题'}。"
        reply.values = [_count_value(0, unit, targets[0][1])]
        reply.status = "answered"
        cite(reply, _document(knowledge, targets[0]))
        return bool(reply.evidence)
    reply.text = f"{unit.name}{years}公开的审核发现{what and f'（{what}）'}共{len(kept)}处（{split}）"
    reply.values = [_count_value(len(kept), unit, targets[0][1])]
    if COUNT.search(text) and not re.search("哪|列", text):
        reply.text += "。"
    else:
        listed = "；".join(f"{n}．{f.message}" for n, f in enumerate(kept[:MOST_LISTED], 1))
        reply.text += f"：{listed}{'……' if len(kept) > MOST_LISTED else ''}。"
    reply.status = "answered"
    cite(reply, [_evidence(f) for f in kept if f.evidence])
    return True


def _whole(text: str) -> bool:
    """Whether a question asks for all there is, or for one severity, kind or topic: nothing else may be in it."""
    return not _words(text)


def _what(text: str) -> str:
    """The words of a question for severity and topic, for people."""
    words = lexicon("findings")
    parts = [words["names"][s] for s, patterns in words["severity"].items() if _fits(patterns, text)]
    parts += [found[0] for topic in words["topic"] for p in topic["words"] if (found := re.search(p, text))]
    return "、".join(dict.fromkeys(parts))


def _wanted(text: str) -> tuple[set[str], set[str]]:
    """The severities, and the rules by their topics, that a question names; empty sets where it names none."""
    words = lexicon("findings")
    severities = {s for s, patterns in words["severity"].items() if _fits(patterns, text)}
    return severities, {rule for topic in words["topic"] if _fits(topic["words"], text) for rule in topic["rules"]}


def _of_one_thing(found: Sequence[Finding], text: str) -> tuple[bool, list[Finding]]:
    """(whether the question names a thing, the findings it asks for)."""
    severities, rules = _wanted(text)
    kinds = {k for k, ps in lexicon("findings")["kind"].items() if _fits(ps, text)} if not rules else set()
    kept = [
        f
        for f in found
        if (not severities or f.severity in severities)
        and (not rules or f.rule in rules)
        and (not kinds or f.kind in kinds)
    ]
    terms = _words(text)
    if not terms:
        return False, kept
    size = sum(map(len, terms))
    numbers = AMOUNT.findall(text)
    items, agree = items_named(comparable(text)), of_agreement(text)
    scored = []
    for finding in found if not rules else kept:
        if agree and finding.kind != "figure" and finding.rule not in lexicon("findings")["differing"]["rules"]:
            continue  # how something is worded, or left out, is no second place
        for one in _each(finding):
            message = comparable(one.message)
            beside = "" if one is not finding else "".join(e.quote + e.row + e.form for e in one.evidence)
            told = message + comparable(beside)
            share = sum(len(t) for t in terms if t in told) / size
            inside = sum(len(t) for t in terms if t in message) / size
            # A name misspelt is none of the code lists; what speaks of another item does not speak of this one.
            named = not items_named(message) or all(
                any(name in message for name in spellings(item)) for item in items
            )
            # A finding of a sum that tells every number of a question for one is it, however the question calls them.
            summed = len(numbers) >= LEAST_NUMBERS and _tells_all(message, numbers)
            if (summed or (share >= LEAST_SHARED and inside > 0)) and named and all(_tells(told, n) for n in numbers):
                scored.append((-inside, -share, one))
    best = min((s[:2] for s in scored), default=None)
    return True, [f for a, b, f in scored if (a, b) == best]


def _each(finding: Finding) -> list[Finding]:
    """A finding, or, where it lists things that differ by no more than rounding, one for each of them."""
    listed = ROUNDING.match(finding.message) if finding.rule == "rounding" else None
    if listed is None:
        return [finding]
    found = []
    for part in listed["parts"].split("；"):
        own = [e for e in finding.evidence if e.row and comparable(e.row) in comparable(part)]
        cited = tuple(own) or finding.evidence
        found.append(replace(finding, message=f"{listed['why']}，{listed['how']}：{part}", evidence=cited))
    return found


def _tells_all(message: str, numbers: Sequence[str]) -> bool:
    return {n.replace(",", "") for n in numbers} <= set(re.findall(r"\d+(?:\.\d+)?", message))


def _tells(told: str, amount: str) -> bool:
    """Whether a finding tells an amount that a question says, as it stands or rounded to another unit (350.35万元 of
    3503499元)."""
    if amount.rstrip("万亿元%％").replace(",", "") in told:
        return True
    found = MONEY.fullmatch(amount)
    if found is None:
        return False
    exponent = Decimal(found["number"].replace(",", "")).as_tuple().exponent
    value, unit = in_yuan(found["number"], found["uom"])
    half = SCALE[unit] * Decimal(10) ** int(exponent) / 2
    return any(abs(in_yuan(m["number"], m["uom"])[0] - value) <= half for m in MONEY.finditer(told))


def _words(text: str) -> list[str]:
    """The words of a question that name a thing: none that speak of findings as such."""
    words = lexicon("findings")
    for patterns in (
        *(topic["words"] for topic in words["topic"]), *words["severity"].values(), *words["kind"].values(),
        words["asked"]["review"], words["asked"]["agree"], words["asked"]["verify"], words["asked"]["fault"],
    ):
        for pattern in patterns:
            text = compiled(pattern).sub(" ", text)
    text = re.sub(rf"(?:到底|究竟)?(?:总共|共|有|是)*(?:几|多少)(?:{stated.COUNTERS})", " ", AMOUNT.sub(" ", text))
    filler = {comparable(w) for w in words["asked"]["filler"]}
    for word in sorted(filler, key=len, reverse=True):
        text = text.replace(word, " ") if len(word) > 1 else text
    return [w for w in stated.joined_words(stated.content(text)) if w not in filler and w not in stated.light()]


def _called_otherwise(reply: Reply, found: Sequence[Finding], called: re.Match[str]) -> bool:
    """What the text calls an amount that the table prints under another name."""
    kept = [
        (f, told) for f in found
        if f.rule == "absent-item" and (told := OTHER_NAME.search(f.message)) is not None
        and comparable(told["table"]) == comparable(called["table"])
        and (called["amount"] is None or _tells(comparable(f.message), called["amount"]))
    ]  # fmt: skip
    if len({told["prose"] for _, told in kept}) != 1:
        return False
    finding, told = kept[0]
    reply.text = f"文字里写的是“{told['prose']}”：{finding.message}。"
    reply.status = "answered"
    cite(reply, [_evidence(finding, at) for at in range(len(finding.evidence))])
    return bool(reply.evidence)


def _say_of_one(reply: Reply, kept: Sequence[Finding], agree: bool) -> bool:
    names = lexicon("findings")["names"]
    listed = "；".join(f"{f.message}（{names[f.severity]}）" for f in kept[:MOST_LISTED])
    differing = lexicon("findings")["differing"]["rules"]
    # Where agreement is asked, figures that do not come to one another do not agree.
    differs = any(f.rule in differing or (agree and f.kind == "figure") for f in kept)
    reply.text = f"{'不一致' if differs else '有疑点'}，审核发现：{listed}。"
    reply.status = "answered"
    cite(reply, [_evidence(f) for f in kept])
    cite(reply, [_evidence(f, at) for f in kept for at in range(1, len(f.evidence))])
    return bool(reply.evidence)


def _evidence(finding: Finding, at: int = 0) -> Evidence:
    one = finding.evidence[at]
    return Evidence(one.document, finding.disclosure, one.iri, one.form, one.row, one.column, one.quote)


def _document(knowledge: Knowledge, target: Target) -> list[Evidence]:
    """Something printed in the disclosure that was looked at."""
    figures = knowledge.books(*target).figures
    return [f.evidence for f in figures[:1]] or [f.evidence for f in knowledge.facts(*target)[:1]]


def _count_value(count: int, unit: HeldUnit, year: int) -> dict[str, Any]:
    return entry(str(count), "处", "审核发现数", unit.name, year, derived=True)


def over_units(reply: Reply, knowledge: Knowledge, units: Sequence[HeldUnit], years: Sequence[int], text: str) -> bool:
    """Which units have findings, and how many; of the severity and topic that the question names."""
    if not asked(text) or (asks_quantity(text) and not re.search("哪|最", text)):
        return False
    severities, rules = _wanted(text)
    if _words(re.sub("哪.{0,3}?(?:单位|部门|机构)|最[多少大]", " ", text)):
        return False
    held = {u.iri: u for u in units}
    counts: Counter[tuple[str, int]] = Counter()
    for row in rows_of(knowledge.generation, bound("findings-by-unit", knowledge.generation.base)):
        iri, year = text_of(row, "unit"), int(text_of(row, "year"))
        if (
            iri in held
            and (not years or year in years)
            and (not severities or SEVERITIES[text_of(row, "severity")] in severities)
            and (not rules or text_of(row, "rule").rpartition("/")[2] in rules)
        ):
            counts[(iri, year)] += int(text_of(row, "findings"))
    if not counts:
        return False
    ranked = sorted(counts.items(), key=lambda c: (-c[1], c[0]))
    most = re.search("最[多大]", text) is not None
    shown = [c for c in ranked if c[1] == ranked[0][1]] if most else ranked[:MOST_LISTED]
    what = _what(text)
    listed = "；".join(f"{held[iri].name}{year}年{count}处" for (iri, year), count in shown)
    number = len({iri for iri, _ in counts})
    subject = f"审核发现{what and f'（{what}）'}"
    more = "……" if len(ranked) > MOST_LISTED and not most else ""
    reply.text = f"{subject}最多的是{listed}。" if most else f"有{subject}的单位共{number}个：{listed}{more}。"
    reply.values = [_count_value(count, held[iri], year) for (iri, year), count in shown]
    reply.status = "answered"
    for (iri, year), _ in shown[:6]:
        found = [
            f for f in findings_of(knowledge, (held[iri], year))
            if (not severities or f.severity in severities) and (not rules or f.rule in rules)
        ]
        cite(reply, [_evidence(f) for f in found[:1] if f.evidence])
    return bool(reply.evidence)
