"""Evaluation forms poured out as lines: cells end with a blank, blank cells are two more, merged cells stand once."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.documents.document import Block, Grid, Paragraph
from ingest.performance.performance import read_performance
from ingest.performance.poured_evaluations import with_evaluations

TOP = ["项目名称 河道保洁经费 ", "主管部门 示例市水务局 实施单位 示例市河道所 ",
       "预算执行情况（万元） 预算数（A） 执行数（B） 执行率（B/A） ", "年度财政资金总额 50.00 48.30 96.6% "]
HEADS = "一级指标 二级指标 三级指标 年初目标值（A） 实际完成值（B） 得分 "


def lines(*texts: str) -> list[Block]:
    return [Paragraph(text, line=n) for n, text in enumerate(texts, 1)]


def read(*texts: str) -> list[tuple[str, ...]]:
    """Level, level, name, target, result and points of the indicators."""
    found = read_performance(with_evaluations(lines(*texts)), [], "a.txt", year=2022, kind="决算")
    return [(i.level1, i.level2, i.name, i.target, i.actual, i.score) for i in found.indicators]


def untouched(texts: Sequence[str]) -> bool:
    blocks = lines(*texts)
    return list(with_evaluations(blocks)) == blocks


def test_merged_levels_hold_for_the_rows_below() -> None:
    texts = [*TOP, HEADS, "产出指标 数量指标 保洁长度 ≥12公里 13公里 15 ", "打捞次数 ≥40次 38次 9.5 ",
             "质量指标 水质达标率 100% 100% 10 ", "满意度指标 满意度指标 居民满意度 ≥90% 93.5% 10 ", "总分 44.5 "]
    assert read(*texts) == [
        ("产出指标", "数量指标", "保洁长度", "≥12公里", "13公里", "15"),
        ("产出指标", "数量指标", "打捞次数", "≥40次", "38次", "9.5"),
        ("产出指标", "质量指标", "水质达标率", "100%", "100%", "10"),
        ("满意度指标", "满意度指标", "居民满意度", "≥90%", "93.5%", "10"),
    ]
    found = read_performance(with_evaluations(lines(*texts)), [], "a.txt", year=2022, kind="决算")
    assert [(p.name, str(p.budget), str(p.executed), p.rate) for p in found.projects] == [
        ("河道保洁经费", "50.00", "48.30", "96.6%"),
    ]
    assert ("主管部门", "示例市水务局") in found.projects[0].remarks
    assert [(s.project, s.name, s.score) for s in found.scores] == [("河道保洁经费", "总分", "44.5")]
    assert found.indicators[1].source.line == 7


def test_cells_broken_over_lines_are_put_together() -> None:
    heads = ["一级指", "标 ", "二级指标 ", "三级指标 年初目标值（A） 实际完成值（B） 得分 "]
    row = ["产出指标 数量指标 城区河道保洁长", "度 ", "≥12公里 13公里 15 "]
    assert read(*TOP, *heads, *row, "后面的说明。 ") == [
        ("产出指标", "数量指标", "城区河道保洁长度", "≥12公里", "13公里", "15"),
    ]


def test_a_blank_cell_keeps_its_place() -> None:
    heads = "一级指标 二级指标 三级指标 年度指标值 实际完成值 未完成原因和改进措施 "
    rows = ["产出指标 数量指标 保洁长度 ≥12公里   汛期停工 ", "时效指标 完成时间 12月底 12月20日   "]
    assert read(*TOP, heads, *rows) == [
        ("产出指标", "数量指标", "保洁长度", "≥12公里", "", ""),
        ("产出指标", "时效指标", "完成时间", "12月底", "12月20日", ""),
    ]


def test_a_form_that_does_not_fit_its_heads_stays_as_lines() -> None:
    assert untouched([*TOP, HEADS, "产出指标 数量指标 保洁长度 ≥12 公里 13 公里 15 ", "打捞次数 ≥40次 38次 9.5 "])
    assert untouched([*TOP, HEADS, "产出指标 数量指标 保洁长度 ≥12公里 13公里 优 "])
    assert untouched(["项目名称 河道保洁经费 ", "项目支出增加是因为 保洁面积扩大。 "])


def test_other_grids_and_lines_stay() -> None:
    grid = Grid(4, (), 0, 0)
    row = "产出指标 数量指标 长度 ≥12公里 13公里 15 "
    found = with_evaluations([grid, *lines("第一部分 概况", *TOP, HEADS, row, "二、说明")])
    assert [type(block).__name__ for block in found] == ["Grid", "Paragraph", "Grid", "Paragraph"]
    assert isinstance(found[2], Grid)
    assert found[2].index == 5
