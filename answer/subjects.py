"""Which units and fiscal years a question is about, or why that cannot be told."""

from __future__ import annotations

import re
from collections.abc import Sequence

from answer import only_there
from answer.figures.operations import define
from answer.holdings.directory import HeldUnit, nearest
from answer.language.body_names import split_region
from answer.language.words import comparable
from answer.projects import projects
from answer.request.asking import Asking, Target
from answer.request.question import Operator, asks_quantity, operator_of
from answer.request.reply import refuse
from answer.request.suggestions import examples, years_of
from ingest.language.quantities import number

MOST_TARGETS = 60
"""Units and years one question may range over; more is a task for SPARQL."""
RANKED = re.compile("(?:最[高低多少大小][^，,]{0,2}|前|倒数|末)$")
MOST_NAMED = 8
"""Units named in a refusal."""
UNITS_SAID = re.compile(
    r"(?P<count>[两二三四五六七八九十]+|\d+)(?:家(?![\u4e00-\u9fff]{0,2}(?:公司|企业|供应商))|个(?=[\u4e00-\u9fff]{0,6}?(?:单位|部门|机构)))"
)
"""How many units a question says that it is about: 三家, 四个预算单位."""


def units_of(asking: Asking) -> list[HeldUnit] | None:
    """The units a question is about; None where the answer, or the refusal, has been given."""
    directory = asking.knowledge.directory
    mentions = asking.linked.mentions
    named = {u.iri for m in mentions if len(m.units) == 1 for u in m.units}
    # A bare word for a body (交易中心) beside the full name of one says no more than that.
    mentions = tuple(m for m in mentions if len(m.units) == 1 or not named & {u.iri for u in m.units})
    units = list(dict.fromkeys(u for m in mentions for u in m.units))
    several = [m for m in mentions if len(m.units) > 1]
    if several and not asking.linked.everyone:
        placed = split_region(comparable(several[0].text))[0] != ""
        fitting = [u for u in several[0].units if placed and set(asking.asked.years) & set(u.years)]
        if len(fitting) != 1:
            names = "、".join(u.name for u in several[0].units)
            refuse(
                asking.out,
                "ambiguous unit",
                f"“{several[0].text}”可以是：{names}。请写明是哪一个单位。",
                [f"{u.name}{_year_words(asking)}{asking.rest}" for u in several[0].units[:3]],
            )
            return None
        units = list(dict.fromkeys([*(u for m in mentions if len(m.units) == 1 for u in m.units), *fitting]))
    if asking.linked.unknown:
        names = "、".join(dict.fromkeys(name.strip() for name in asking.linked.unknown))
        near = nearest(directory.units, names)
        what = re.sub("|".join(map(re.escape, asking.linked.unknown)), "", asking.rest).strip()
        refuse(
            asking.out,
            "unit not held",
            f"没有收录“{names}”的公开文件，不能回答。",
            [f"{name}{_year_words(asking)}{what}" for name in near[:2]],
        )
        return None
    if units:
        return units
    if len(directory.units) == 1:
        return list(directory.units)
    if len(own := projects.owners(asking.knowledge, asking.rest)) == 1:
        # No unit is named, and only one reports on the project that is.
        return [u for u in directory.units if u.iri == own[0]]
    if (only := only_there.unit_of(asking)) is not None:
        return [only]
    operator = operator_of(asking.rest)
    asks_figure = asks_quantity(asking.rest) and re.search("多少|几|预算|决算", asking.rest)
    if operator is None or operator.id != "define":
        operator = Operator("define", {}, asking.rest)
    else:
        asks_figure = None
    if not asks_figure and define(asking, operator, ()):
        return None
    refuse(asking.out, "no unit", "没有写明单位，或这不是这些公开文件能回答的问题。", examples(asking.knowledge))
    return None


def targets_of(asking: Asking, units: Sequence[HeldUnit]) -> list[Target] | None:
    """Each unit with each year that is asked about; None where the question is refused."""
    years = asking.asked.years
    if asking.asked.unsettled:
        held_years = "；".join(f"{u.name}{years_of(u)}" for u in units[:3])
        refuse(
            asking.out,
            "year not settled",
            f"没有写明“{asking.asked.unsettled}”是哪一年；收有：{held_years}。",
            [
                f"{units[0].name}{y}年{asking.rest.replace(asking.asked.unsettled, '')}"
                for y in units[0].years[-1:]
            ],
        )
        return None
    if asking.asked.latest:
        return [(u, u.years[-1]) for u in units if u.years]
    if len(years) == len(units) > 1 and not asking.linked.everyone:
        pairs = list(zip(units, years, strict=True))
    else:
        pairs = [(u, y) for u in units for y in (years or u.years)]
    # Of a year not held the next year's documents may tell: nothing else has to be read to see that it is not.
    held = [
        (u, y) for u, y in pairs if y in u.years or (y + 1 in u.years and asking.knowledge.books(u, y).figures)
    ]
    lacking = [(u, y) for u, y in pairs if (u, y) not in held]
    if lacking and (years and (not asking.linked.everyone or not held)):
        unit, year = lacking[0]
        refuse(
            asking.out,
            "year not held",
            f"没有收录{unit.name}{year}年度的公开文件；收有：{years_of(unit)}。",
            [f"{unit.name}{y}年{asking.rest}" for y in unit.years[-2:]],
        )
        return None
    taken = len({u.iri for u, _ in held})
    said = UNITS_SAID.search(asking.asked.text)
    if said and RANKED.search(asking.asked.text[: said.start()]):
        said = None  # as many are asked for, of all there are
    if said and (asking.linked.everyone or taken > 1) and number(said["count"]) != taken:
        whose = "、".join(dict.fromkeys(u.name for u, _ in held[:MOST_NAMED])) + ("等" if taken > MOST_NAMED else "")
        refuse(
            asking.out,
            "ambiguous unit",
            f"问的是{said['count']}个单位，收录的有{taken}个：{whose}。请写明是哪几个。",
            [],
        )
        return None
    own = [(u, y) for u, y in held if (y, "单位") in {(held_year, scope) for held_year, _, scope in u.held}]
    if asking.asked.entity and len(own) < len(held):
        unit, year = next(t for t in held if t not in own)
        refuse(
            asking.out,
            "scope not held",
            f"没有收录{unit.name}本级{year}年度的公开文件；收有部门（含下属单位）的：{years_of(unit)}。",
            [],
        )
        return None
    if len(held) > MOST_TARGETS:
        refuse(asking.out, "too many", "涉及的单位和年度太多，请用 SPARQL 查询。", [])
        return None
    return held


def _year_words(asking: Asking) -> str:
    return f"{asking.asked.years[0]}年" if asking.asked.years else ""
