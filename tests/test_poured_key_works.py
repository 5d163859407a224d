"""Key-work tables poured out as lines: cells over pages are put together, and doubt leaves the lines as they are."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.documents.document import Block, Grid, Paragraph
from ingest.performance.poured_key_works import with_key_works

HEAD = ["序", "号 重要事项 工作内容及目标 完成情况"]


def pages(*texts: Sequence[str]) -> list[Block]:
    return [Paragraph(text, page=page, line=n) for page, lines in enumerate(texts, 1) for n, text in enumerate(lines)]


def cells(blocks: Sequence[Block]) -> list[list[str]]:
    (grid,) = (block for block in blocks if isinstance(block, Grid))
    by_place = {(cell.row, cell.column): cell.text for cell in grid.cells}
    return [[by_place.get((row, column), "") for column in range(4)] for row in range(1, grid.rows)]


def test_cells_go_on_over_the_page() -> None:
    found = with_key_works(
        pages(
            [*HEAD, "1", "优化服", "务", "1.设立窗口并配备人员，公开办", "事指南和流程，方便各类企业和",
             "1.设立窗口三个，配备人员九名", "；办事指南已公开，共发放指南"],
            ["个人办理业务。", "2.改造场地，更换老旧设备。", "四百册。", "2.场地改造完成。",
             "2", "加强管", "理", "1.建立制度，落实各岗位的责任", "并公开。", "1.制度已建立。", "第五部分 名词解释"],
        )
    )
    assert cells(found) == [
        ["1", "优化服务",
         "1.设立窗口并配备人员，公开办事指南和流程，方便各类企业和个人办理业务。2.改造场地，更换老旧设备。",
         "1.设立窗口三个，配备人员九名；办事指南已公开，共发放指南四百册。2.场地改造完成。"],
        ["2", "加强管理", "1.建立制度，落实各岗位的责任并公开。", "1.制度已建立。"],
    ]  # fmt: skip
    assert [block.text for block in found if isinstance(block, Paragraph)] == ["第五部分 名词解释"]


def test_a_table_that_can_be_parted_in_two_ways_stays_as_lines() -> None:
    sentences = ["设立服务窗口并且配备人员。", "公开了办事指南和各种流程。", "改造了全部的场地和设备等。"]
    blocks = pages([*HEAD, "1", "优化", *sentences])
    assert list(with_key_works(blocks)) == blocks


def test_brackets_tell_whose_line_goes_on() -> None:
    found = with_key_works(
        pages(
            [*HEAD, "1", "合作", "1.签署了《甲乙丙三城市深入推进", "1.印发了“三城市互相承认证书"],
            ["合作协议》。", "”通知。"],
        )
    )
    assert cells(found)[0][2:] == ["1.签署了《甲乙丙三城市深入推进合作协议》。", "1.印发了“三城市互相承认证书”通知。"]


def test_other_lines_are_left_alone() -> None:
    blocks = pages(["序号 姓名 职务 电话", "1", "张三"])
    assert list(with_key_works(blocks)) == blocks
