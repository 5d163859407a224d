"""Whose disclosure it is: unit, year, kind and scope by the votes of the print."""

from __future__ import annotations

import pytest

from ingest.documents.document import Block, Paragraph
from ingest.key import NotADisclosure, UncertainKey, UnfilledForm, gather, split_alias, tell_key
from ingest.records import DisclosureKey
from tests.table_builders import grid

COVER = ("示例市水务局", "2023年度部门决算", "目录")


def blocks(*lines: str) -> list[Block]:
    return [Paragraph(line, line=number) for number, line in enumerate(lines, 1)]


def key_of(*lines: str, **given: object) -> DisclosureKey:
    return tell_key("x.txt", gather(blocks(*lines)), **given)[0]  # type: ignore[arg-type]


def test_a_cover_and_a_caption_agree() -> None:
    assert key_of(*COVER, "收入支出决算总表", "部门：示例市水务局") == DisclosureKey("示例市水务局", 2023, "决算",
        "部门")


@pytest.mark.parametrize(("lines", "key"), [
    (("2024年示例市第一中学单位预算公开", "单位收支总表", "单位名称：示例市第一中学"), ("示例市第一中学", 2024,
        "预算", "单位")),
    (("示例县财政局2022年部门预算", "部门收支总表"), ("示例县财政局", 2022, "预算", "部门")),
    (("示例县统计局2024年部门综合预算", "部门综合预算收支总表"), ("示例县统计局", 2024, "预算", "部门")),
    (("首页", "政务公开", "示例县财政局2022年部门预算", "发布时间：2022-02-20"), ("示例县财政局", 2022,
        "预算", "部门")),
    (("示例市图书馆", "2021年度", "单位决算公开说明", "收入支出决算总表"), ("示例市图书馆", 2021, "决算", "单位")),
    (("示例区退役军人事务局", "2022年度部门决算情况说明", "收入支出决算总表"), ("示例区退役军人事务局", 2022, "决算",
        "部门")),
    (("2022年度部门决算", "收入支出决算总表", "公开部门：示例区统计局"), ("示例区统计局", 2022, "决算", "部门")),
])
def test_covers_of_other_shapes(lines: tuple[str, ...], key: tuple[str, int, str, str]) -> None:
    found = key_of(*lines)
    assert (found.unit, found.year, found.kind, found.scope) == key


def test_the_code_of_a_unit_is_no_part_of_its_name() -> None:
    assert key_of(*COVER, "收入支出决算总表", "单位：310001_示例市水务局").unit == "示例市水务局"


def test_a_year_in_the_prose_does_not_outvote_the_cover() -> None:
    prose = ["2022年度收入总计90.00万元，比2021年度减少。"] * 3
    assert key_of(*COVER, "收入支出决算总表", *prose).year == 2023


def test_a_name_in_brackets_is_another_name() -> None:
    key, aliases = tell_key("x.txt", gather(blocks("示例市交易中心（示例市采购中心）", *COVER[1:], "收入支出决算总表",
                                                   "部门：示例市交易中心（示例市采购中心）")))
    assert key.unit == "示例市交易中心"
    assert "示例市采购中心" in aliases
    assert split_alias("示例市水务局") == ("示例市水务局", ())


def test_a_bracket_that_says_which_books_is_no_name() -> None:
    assert key_of("示例市水务局", "2023年度部门决算", "部门：示例市水务局（本级）",
        "收入支出决算总表").unit == "示例市水务局"


@pytest.mark.parametrize("name", ["XX局", "示例市××局", "XXX单位", "某某委员会"])
def test_a_placeholder_is_an_unfilled_form(name: str) -> None:
    with pytest.raises(UnfilledForm, match=r"x\.txt: 是未填写的空白表样"):
        key_of(name, "2023年度部门决算", "收入支出决算总表", f"部门：{name}")


def test_what_cannot_be_told_is_named_with_what_was_found() -> None:
    with pytest.raises(UncertainKey) as error:
        key_of("示例市水务局", "收入支出决算总表", "部门：示例市水务局")
    assert "年度 --year" in str(error.value)
    assert "文中没有写明" in str(error.value)


def test_two_units_are_uncertain_and_both_are_listed() -> None:
    with pytest.raises(UncertainKey) as error:
        key_of("2023年度部门决算", "部门：示例市水务局", "收入支出决算总表", "部门：示例市农业局", "支出决算表")
    assert "示例市水务局" in str(error.value)
    assert "示例市农业局" in str(error.value)


def test_what_the_caller_states_is_taken() -> None:
    found = key_of("示例市水务局", "收入支出决算总表", "部门：示例市水务局", year=2020, kind="决算", scope="单位")
    assert found == DisclosureKey("示例市水务局", 2020, "决算", "单位")


def test_no_table_and_no_unit_is_no_disclosure() -> None:
    with pytest.raises(NotADisclosure, match=r"x\.txt: 不是预决算公开文件"):
        key_of("关于召开会议的通知", "请各有关同志准时参加。")


def test_a_sample_is_known_by_its_mark_on_the_cover() -> None:
    assert gather(blocks("样例：虚构单位，仅供演示", *COVER)).sample
    assert not gather(blocks(*COVER, *["正文"] * 20, "样例")).sample


def test_the_unit_may_stand_in_a_cell() -> None:
    found = gather([*blocks("2023年度部门决算"),
        grid([["收入支出决算总表", ""], ["部门：示例市水务局", "单位：万元"], ["项目", "金额"], ["甲", "3.00"]])])
    assert tell_key("x.txt", found)[0].unit == "示例市水务局"


def test_the_year_over_the_tables_of_a_sheet() -> None:
    """The sheet has no cover: what heads it stands in the first cell of its grid."""
    sheet = grid([["示例区财政局2022年部门预算", ""], ["支出预算总表", ""], ["部门：示例区财政局", "单位：万元"],
                  ["项目", "合计"], ["教育支出", "1.00"]])
    assert tell_key("x.xlsx", gather([sheet]))[0] == DisclosureKey("示例区财政局", 2022, "预算", "部门")


def test_the_year_in_a_cell_of_its_own() -> None:
    """The national set prints it between the body and the unit of measure, in every sheet and nowhere else."""
    sheet = grid([["收入支出决算总表", "", ""], ["样例：虚构单位", "", "公开01表"],
                  ["部门：示例市水务局", "2024年度", "单位：万元"], ["项目", "", "金额"],
                  ["甲", "", "3.00"]])
    found = gather([*blocks("收入支出决算总表"), sheet])
    assert found.sample
    assert tell_key("x.xlsx", found)[0] == DisclosureKey("示例市水务局", 2024, "决算", "部门")


def test_columns_of_several_years_are_no_year() -> None:
    sheet = grid([["收入支出决算总表", "", ""], ["部门：示例市水务局", "", "单位：万元"],
                  ["项目", "2023年度", "2024年度"],
                  ["甲", "2.00", "3.00"]])
    with pytest.raises(UncertainKey, match="2023"):
        tell_key("x.xlsx", gather([sheet]))
