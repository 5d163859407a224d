"""Counts of people and units against their parts, and money that the prose says there is none of."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import takewhile
from typing import Any

from graph.findings.checks import check
from graph.findings.context import Candidate, Context, Text
from graph.findings.rulebook import Rule

_BRACKET = re.compile(r"(?<=[人名])（[^（）]*）")


@check("staff-parts")
def staff_parts(context: Context, rule: Rule) -> Iterator[Candidate]:
    """在职 48 人，其中：行政 40 人、事业 8 人: the parts of one division against the whole.

    Ranks, degrees, sexes and ages each divide the same people anew, so what one division tells is never added to what
    another does. Short of the whole is wrong only where the division is told complete; more than the whole always is.
    """
    whole, part, aside, again = (re.compile(rule.parameters[name]) for name in ("whole", "part", "aside", "again"))
    for text in context.passages:
        bare = _BRACKET.sub("", text.text)  # 专业技术人员38人（其中研究馆员2人）
        for match in whole.finditer(bare):
            parts = itertools.takewhile(lambda found: not again.search(found["kind"]), part.finditer(match["parts"]))
            told = {found["kind"]: _number(found["count"]) for found in parts if not aside.search(found["kind"])}
            counted = _number(match["count"])
            at = max(text.text.find(match[0][:8]), 0)
            for division in rule.parameters["divisions"]:
                counts = [count for kind, count in told.items() if re.search(division["kinds"], kind)]
                total = sum(counts)
                if len(counts) > 1 and (total > counted or (
                    total < counted and _is_whole(division, told, rule.parameters["divisions"])
                )):
                    yield Candidate(match["name"], (context.of_text(text, at, at + len(match[0])),),
                                    f"{total} 人", f"{counted} 人", str(abs(total - counted)),
                                    words={"formula": " + ".join(map(str, counts))})


def _number(printed: str) -> int:
    return int(printed.replace(",", ""))


def _is_whole(division: Mapping[str, Any], kinds: Iterable[str], divisions: Sequence[Mapping[str, Any]]) -> bool:
    """Whether all that a division has is told: the kinds it cannot be without, and none that may be more posts."""
    of_persons = [each["kinds"] for each in divisions if not each.get("posts")]
    known = [division["kinds"], *of_persons]
    needed = division.get("complete", ())
    return bool(needed) and all(any(re.search(need, kind) for kind in kinds) for need in needed) and (
        all(any(re.search(each, kind) for each in known) for kind in kinds))


@check("member-count")
def member_count(context: Context, rule: Rule) -> Iterator[Candidate]:
    """The units that the accounts take in: how many are told, and how many listed."""
    find = re.compile(rule.parameters["pattern"])
    listed = len(context.disclosure.unit.members)
    numbered = re.compile(rule.parameters["numbered"])
    for index, text in enumerate(context.passages):
        for match in find.finditer(text.text):
            below = int(match["below"])
            told = int(match["all"]) if match["all"] else below + 1
            place = (context.of_text(text, match.start(), match.end()),)
            if told != below + 1:
                yield Candidate("编制范围", place, f"1 + {below}", f"{told} 个")
            elif listed > 1 and listed != told and listed == _numbered(context.passages[index + 1:], text, numbered):
                yield Candidate("编制范围", place, f"{listed} 个", f"{told} 个")


def _numbered(following: Sequence[Text], announced: Text, pattern: re.Pattern[str]) -> int:
    """How many numbered lines stand right behind the sentence that announces them."""
    lines = "\n".join(text.text for text in takewhile(lambda text: text.section == announced.section, following))
    return len(pattern.findall(lines))


@check("denied-money")
def denied_money(context: Context, rule: Rule) -> Iterator[Candidate]:
    """The prose says that there is none of a fund, and its table holds some."""
    for each in rule.parameters["funds"]:
        find = re.compile(each["find"])
        held = [f for f in context.forms.get(each["form"], ()) if f.value and f.year == context.key.year]
        for text in context.passages if held else ():
            for match in find.finditer(text.text):
                # No income and yet expenditure is what was carried over: only like is held against like.
                figure = next((f for f in held if match["what"] in f.column and "结转" not in f.column), None)
                if figure is not None:
                    yield Candidate(each["zh"] + match["what"], (context.of_text(text, match.start(), match.end()),
                                                                 context.of_figure(figure)),
                                    figure.source.printed, match[0])


@check("graded")
def graded(context: Context, rule: Rule) -> Iterator[Candidate]:
    """14个项目 … “优”11个、“良”2个、“中”1个: the projects of each grade against all that were evaluated.

    More than all is wrong; fewer only where three grades are told, for then none is left out.
    """
    grade = re.compile(rule.parameters["grade"])
    for text in context.passages:
        counted = [fact for fact in text.facts if fact.measure == rule.parameters["measure"] and fact.role == "result"
                   and fact.value is not None and not fact.qualifier]
        if len(counted) != 1:
            continue
        whole = counted[0]
        start = text.text.find(whole.text) + len(whole.text)
        runs: list[list[re.Match[str]]] = []
        for match in grade.finditer(text.text, max(start, 0)):
            near = runs and len(text.text[runs[-1][-1].end() : match.start()]) <= rule.parameters["near"]
            if near and not re.search("[。；]", text.text[runs[-1][-1].end() : match.start()]):
                runs[-1].append(match)
            else:
                runs.append([match])
        for run in runs[:1]:
            if re.search(rule.parameters["others"], text.text[max(start, 0) : run[0].start()]):
                break  # of other projects: 对8个项目自评，抽取5个项目复核，优3个
            total = sum(_number(match["count"]) for match in run)
            if len({match["name"] for match in run}) == len(run) > 1 and (
                total > int(whole.value or 0) or (total < int(whole.value or 0) and len(run) > 2)
            ):
                yield Candidate(whole.subject, (context.of_fact(whole),
                                                context.of_text(text, run[0].start(), run[-1].end())),
                                f"{total} {whole.uom}", f"{whole.value} {whole.uom}",
                                str(abs(total - int(whole.value or 0))),
                                words={"formula": " + ".join(match["count"] for match in run)})


@check("done-and-not")
def done_and_not(context: Context, rule: Rule) -> Iterator[Candidate]:
    """设置指标7个，已完成6个 … 未完成1个: what was done and what was not make all there is."""
    done = re.compile(rule.parameters["done"])
    for text, following in itertools.pairwise((*context.passages, *context.passages[-1:])):
        facts = [*text.facts, *(following.facts if following is not text else ())]
        for at, fact in enumerate(text.facts):
            match = done.match(fact.subject)
            if match is None or fact.value is None or at == 0:
                continue
            name = match["name"]
            left = [other for other in facts[at + 1:] if other.uom == fact.uom and other.value is not None
                    and re.match(rule.parameters["undone"] + re.escape(name) + "$", other.subject)]
            whole = next((other for other in reversed(text.facts[:at]) if other.uom == fact.uom
                          and other.role == fact.role == "result" and name and other.subject.endswith(name)
                          and not done.match(other.subject)), None)
            if whole is None or whole.value is None or not left or left[0].value is None:
                continue
            total = fact.value + left[0].value
            if total != whole.value:
                places = (context.of_fact(whole), context.of_fact(fact), context.of_fact(left[0]))
                yield Candidate(whole.subject, places, f"{total} {fact.uom}", f"{whole.value} {whole.uom}",
                                str(abs(total - whole.value)),
                                words={"formula": f"{fact.value} + {left[0].value}"})


@check("listed-units")
def listed_units(context: Context, rule: Rule) -> Iterator[Candidate]:
    """预算单位共计4家，具体包括：甲、乙、丙、丁: how many are told, and how many named. Only names without a comma of
    their own are counted, so every one must end as a body does; 和 may join two or be part of one, and the body itself
    (本级) may be named beside those that are counted."""
    find, body = re.compile(rule.parameters["pattern"]), re.compile(rule.parameters["body"])
    for text in context.passages:
        for match in find.finditer(text.text):
            names = [name for name in re.split("、", re.sub("（[^（）]*）", "", match["list"])) if name]
            told = _number(match["count"])
            least = len(names) - any(re.search(rule.parameters["itself"], name) for name in names)
            most = len(names) + sum(len(re.findall("[和及与]", name)) for name in names)
            if len(names) > 1 and not least <= told <= most and all(body.search(name) for name in names):
                yield Candidate("单位构成", (context.of_text(text, match.start(), match.end()),), f"{len(names)} 个",
                                f"{told} 个", str(abs(told - len(names))))


@check("chosen")
def chosen(context: Context, rule: Rule) -> Iterator[Candidate]:
    """对7个项目编制了绩效目标，选取8个项目开展监控: more were chosen than there are."""
    find = re.compile(rule.parameters["pattern"])
    for text in context.passages:
        told = list(find.finditer(text.text))
        all_of_them = [_number(match["count"]) for match in told if not match["choice"]]
        for match in told:
            if match["choice"] and all_of_them and _number(match["count"]) > max(all_of_them):
                yield Candidate("项目", (context.of_text(text, match.start(), match.end()),),
                                f"≤ {max(all_of_them)} 个", f"{match['count']} 个")
