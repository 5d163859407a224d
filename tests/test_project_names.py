"""Two spellings of one project meet; look-alikes stay apart."""

from __future__ import annotations

from decimal import Decimal

import pytest

from ingest.performance.project_names import same
from ingest.records import Project, Source

AT = Source("a.txt", "x")


def project(name: str, budget: str, executed: str, uom: str = "万元") -> Project:
    return Project(name, Decimal(budget), Decimal(executed), "", uom, AT)


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("招投标电子平台运转维护费", "招标投标电子平台运转维护费"),
        ("平台运维费", "平台运行维护费"),
        ("示例专项经费项目", "示例专项经费"),
        ("2023年示例专项经费", "“示例专项经费”"),
        ("中小河道 综合整治工程", "中小河道综合整治工程"),
        ("新建示例街道公共服务中心", "示例街道公共服务中心新建工程"),
    ],
)
def test_another_spelling_needs_no_money(one: str, two: str) -> None:
    link = same(one, two, ())
    assert link is not None
    assert (link.name, link.of, link.method, link.score) == (one, two, "spelling", Decimal(1))


def test_a_longer_name_meets_by_its_money() -> None:
    one, two = "政府集中采购工作运转经费", "政府采购工作运转经费"
    assert same(one, two, ()) is None
    found = same(one, two, [project(one, "265", "88.24"), project(two, "2650000.00", "882400.00", "元")])
    assert found is not None
    assert (found.method, found.score) == ("name+money", Decimal("0.833"))
    assert same(one, two, [project(one, "265", "88.24"), project(two, "265", "88.25")]) is None


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("河道整治一期工程", "河道整治工程"),
        ("河道整治一期工程", "河道整治二期工程"),
        ("新建社区服务中心改造工程", "社区服务中心改造工程"),
        ("区公共资源交易平台运行经费", "公共资源交易平台运行经费"),
        ("2号泵站养护经费补助", "泵站养护经费补助"),
        ("泵闸运行养护经费", "管网运行养护经费"),
        ("新建示例街道服务中心", "扩建示例街道服务中心"),
        ("图书购置经费", "图书馆建筑设备购置经费"),
    ],
)
def test_look_alikes_stay_apart_even_with_the_same_money(one: str, two: str) -> None:
    assert same(one, two, [project(one, "100", "90"), project(two, "100", "90")]) is None
