"""Passages: lines joined, headings kept as a path, nothing but prose."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import pytest

from ingest.documents.document import Block, Cell, Grid, Paragraph
from ingest.documents.open import open_document
from ingest.prose.flow import join_lines
from ingest.prose.passages import passages, split_at_sentences
from ingest.records import Passage


def lines(text: str) -> list[Block]:
    return [Paragraph(line, line=n) for n, line in enumerate(text.splitlines(), 1) if line.strip()]


def texts(found: Sequence[Passage]) -> list[str]:
    return [passage.text for passage in found]


def test_lines_broken_at_the_margin_are_joined_without_blanks() -> None:
    found = passages(
        lines(
            "一、单位主要职能\n"
            "贯彻执行国家、省、市有关公共资源交易的方针政策\n"
            "和法律法规，为进场交易的各类公共资源交易活动提供场\n"
            "所及服务；承担市级公共资源交易电子服务系统的使用、\n"
            "维护和管理。"
        ),
        "a.txt",
    )
    assert texts(found) == [
        "贯彻执行国家、省、市有关公共资源交易的方针政策和法律法规，为进场交易的各类公共资源交易活动提供场所及服务；"
        "承担市级公共资源交易电子服务系统的使用、维护和管理。"
    ]
    assert found[0].section == ("一、单位主要职能",)
    assert found[0].source.line == 2


def test_the_code_of_an_item_at_the_start_of_a_line_is_no_list_number() -> None:
    found = passages(
        lines(
            "（三）具体情况\n"
            "1.社会保障和就业支出（208）行政事业单位养老支出（05）基本养老保险缴费支出\n"
            "（05）：支出决算为186.42万元，完成预算100.00%。\n"
        ),
        "a.txt",
    )
    assert texts(found) == [
        "1.社会保障和就业支出（208）行政事业单位养老支出（05）基本养老保险缴费支出（05）：支出决算为186.42万元，"
        "完成预算100.00%。"
    ]


def test_a_line_cut_short_by_an_unbreakable_number_goes_on() -> None:
    joined = join_lines(
        [
            Paragraph("2021 年度一般公共预算财政拨款支出年初预算", line=1),
            Paragraph("3,758.14 万元，支出决算为 2,447.51 万元，完成年初预算", line=2),
            Paragraph("的 65.1%。", line=3),
        ]
    )
    assert [item.text for item in joined] == [
        "2021 年度一般公共预算财政拨款支出年初预算3,758.14 万元，支出决算为 2,447.51 万元，完成年初预算的 65.1%。"
    ]


def test_a_sentence_with_two_numbers_is_no_table_row() -> None:
    text = "汉市政府采购中心）共有单价 50 万元(含)以上通用设备 1"
    joined = join_lines(
        [Paragraph("截至年底，某中心（武", line=1), Paragraph(text, line=2), Paragraph("台(套)。", line=3)]
    )
    assert joined[0].text == f"截至年底，某中心（武{text}台(套)。"


def test_rows_of_a_table_set_as_text_are_left_out() -> None:
    rows = [
        "30101   基本工资 170.16 30201   办公费 7.55",
        "预算执行 20% 20 20.00 优",
        "合    计 2,447.51 1,191.27 1,256.24",
    ]
    assert join_lines([Paragraph(row, line=n) for n, row in enumerate(rows, 1)]) == []


def test_the_path_of_headings_and_where_it_ends() -> None:
    found = passages(
        lines(
            "第三部分 某局2023年度部门决算情况说明\n"
            "一、收入支出决算总体情况说明\n"
            "2023年度收、支总计373.97万元。\n"
            "二、“三公”经费支出决算情况说明\n"
            "（一）总体情况说明。\n"
            "2023年度“三公”经费支出决算为1.42万元。\n"
            "第四部分 名词解释\n"
            "（一）基本支出：指为保障机构正常运转而发生的支出。\n"
        ),
        "a.txt",
    )
    assert [(passage.section, passage.text) for passage in found] == [
        (("第三部分 某局2023年度部门决算情况说明", "一、收入支出决算总体情况说明"), "2023年度收、支总计373.97万元。"),
        (
            ("第三部分 某局2023年度部门决算情况说明", "二、“三公”经费支出决算情况说明", "（一）总体情况说明"),
            "2023年度“三公”经费支出决算为1.42万元。",
        ),
        (("第四部分 名词解释",), "（一）基本支出：指为保障机构正常运转而发生的支出。"),
    ]


def test_a_heading_set_over_two_lines_is_one_heading() -> None:
    found = passages(
        lines(
            "第三部分  武汉市某某中心（武\n"
            "汉市某某采购中心）\n"
            "2021 年度决算情况说明\n"
            "一、收入决算情况说明\n"
            "2021 年度收入合计 10.00 万元。\n"
        ),
        "a.txt",
    )
    assert found[0].section == (
        "第三部分 武汉市某某中心（武汉市某某采购中心）2021 年度决算情况说明",
        "一、收入决算情况说明",
    )


def test_a_defined_term_is_a_passage_not_a_heading() -> None:
    found = passages(
        lines("第四部分 名词解释\n一、财政拨款：指财政部门拨付的资金。\n二、其他资金：包括利息。\n"), "a.txt"
    )
    assert texts(found) == ["一、财政拨款：指财政部门拨付的资金。", "二、其他资金：包括利息。"]


def test_list_items_set_like_headings_are_kept_under_their_own_section() -> None:
    found = passages(
        lines("一、主要职责\n1、负责信息登记。\n2、完成上级交办的其他任务。\n二、机构设置情况\n本局设三个科室。\n"),
        "a.txt",
    )
    assert [(passage.section, passage.text) for passage in found] == [
        (("一、主要职责",), "1、负责信息登记。\n2、完成上级交办的其他任务。"),
        (("二、机构设置情况",), "本局设三个科室。"),
    ]


def test_what_a_numbered_paragraph_opens_with_does_not_cover_the_next_one() -> None:
    found = passages(
        lines("3.公务接待费预算支出412.50万元，比上年减少31万元。\n2018年度培训费预算支出97.60万元，比上年增加。\n"),
        "a.txt",
    )
    assert [passage.section for passage in found] == [(), ()]


def test_what_it_announces_is_covered() -> None:
    found = passages(
        lines("2.公务用车运行费支出1.3万元。其中：\n公务用车购置费0万元，当年没有购置车辆，与上年数一致。\n"), "a.txt"
    )
    assert found[1].section == ("公务用车运行费支出",)


def test_cover_contents_and_page_numbers_are_left_out() -> None:
    found = passages(
        lines(
            "2023年度\n某某市某某局决算公开\n目 录\n第一部分 某某局概况\n一、主要职责\n第二部分 决算情况说明\n- 1 -\n"
            "第一部分 某某局概况\n一、主要职责\n负责本市某某工作。\n- 2 -\n"
        ),
        "a.txt",
    )
    assert [(passage.section, passage.text) for passage in found] == [
        (("第一部分 某某局概况", "一、主要职责"), "负责本市某某工作。")
    ]


def test_an_answer_of_one_word_is_kept_under_its_heading() -> None:
    found = passages(lines("十、机关运行经费支出说明\n无\n十一、政府采购支出说明\n支出总额84.15万元。\n"), "a.txt")
    assert (found[0].section, found[0].text) == (("十、机关运行经费支出说明",), "无")


def test_between_statutory_tables_only_sentences_are_prose() -> None:
    found = passages(
        lines(
            "第二部分 某局2023年度决算表\n"
            "2023年度国有资本经营预算财政拨款支出决算表（表 9）\n"
            "一、一般公共服务支出\n"
            "本局没有国有资本经营预算财政拨款收入，也没有安排支出，故本表无数据\n"
            "第三部分 某局2023年度决算情况说明\n"
        ),
        "a.txt",
    )
    assert texts(found) == ["本局没有国有资本经营预算财政拨款收入，也没有安排支出，故本表无数据"]
    assert found[0].section[-1] == "2023年度国有资本经营预算财政拨款支出决算表（表 9）"


def test_long_paragraphs_are_split_at_sentences_and_nothing_is_lost() -> None:
    sentence = "为进场交易的各类公共资源交易活动提供场所及服务，保障全市项目顺利开展。"
    text = sentence * 23
    spans = split_at_sentences(text, 400)
    pieces = [text[start:end] for start, end in spans]
    assert "".join(pieces) == text
    assert all(len(piece) <= 400 and piece.endswith("。") for piece in pieces)
    assert max(map(len, pieces)) - min(map(len, pieces)) <= 2 * len(sentence)


def test_a_sentence_over_the_limit_is_split_at_clauses() -> None:
    text = "；".join(["完成若干项工作任务，取得一定成效"] * 60) + "。"
    spans = split_at_sentences(text, 400)
    assert "".join(text[start:end] for start, end in spans) == text
    assert all(end - start <= 400 for start, end in spans)


def test_rows_of_a_performance_table_name_their_columns() -> None:
    rows = [
        ["年度绩效目标完成情况", "一级指标", "二级指标", "三级指标", "年初目标值", "实际完成值"],
        ["", "产出指标", "数量指标", "累计完成交易场次", "≥500场", "548场"],
        ["", "", "质量指标", "不见面开评标完成率", "100%", "100%"],
    ]
    cells = tuple(Cell(text, r, c, line=10 + r) for r, row in enumerate(rows) for c, text in enumerate(row) if text)
    found = passages([Grid(4, cells, len(rows), 6, line=10, spans_known=False)], "a.txt")
    assert texts(found) == [
        "一级指标：产出指标；二级指标：数量指标；三级指标：累计完成交易场次；年初目标值：≥500场；实际完成值：548场",
        "一级指标：产出指标；二级指标：质量指标；三级指标：不见面开评标完成率；年初目标值：100%；实际完成值：100%",
    ]
    assert (found[1].source.table, found[1].source.row, found[1].source.line) == (4, 3, 12)


def test_rows_of_a_list_name_columns_that_no_form_knows() -> None:
    """Columns ran together once: 1：城关镇 暖阳之家 方月琴 38."""
    rows = [["序号", "所在乡镇", "机构名称", "负责人", "人数（人）"], ["1", "城关镇", "暖阳之家", "方月琴", "38"],
            ["2", "石桥镇", "同心之家", "邱建国", "26"]]  # fmt: skip
    cells = tuple(Cell(text, r, c, line=10 + r) for r, row in enumerate(rows) for c, text in enumerate(row))
    found = passages([Grid(4, cells, len(rows), 5, line=10, spans_known=False)], "a.txt")
    assert texts(found) == [
        "所在乡镇：城关镇；机构名称：暖阳之家；负责人：方月琴；人数（人）：38",
        "所在乡镇：石桥镇；机构名称：同心之家；负责人：邱建国；人数（人）：26",
    ]


def test_marked_paragraphs_are_never_joined() -> None:
    blocks = [Paragraph("本局设三个科室，分别是", complete=True), Paragraph("办公室、财务科和业务科。", complete=True)]
    assert len(join_lines(blocks)) == 2


def test_heads_and_feet_are_left_out_whatever_page_they_count() -> None:
    blocks: list[Block] = []
    for page in (1, 2, 3):
        blocks.append(Paragraph(f"第{page}年的工作情况如下，完成了预定的任务，", page=page, box=(80, 100, 500, 112)))
        blocks.append(Paragraph("并取得了成效。", page=page, box=(80, 120, 170, 132)))
        blocks.append(Paragraph(f"某某局 {page}", page=page, box=(250, 800, 300, 812)))
    found = passages(blocks, "a.pdf")
    assert texts(found) == [f"第{page}年的工作情况如下，完成了预定的任务，并取得了成效。" for page in (1, 2, 3)]
    assert [passage.source.page for passage in found] == [1, 2, 3]
    assert found[0].source.box == (80, 100, 500, 132)


def test_notes_of_several_tables_stay_apart() -> None:
    blocks = [
        Paragraph("注：本表反映部门本年度各项支出情况。", page=7, box=(80, 700, 300, 712)),
        Paragraph("注：本表反映部门本年度各项收入情况。", page=8, box=(80, 700, 300, 712)),
    ]
    assert len(join_lines(blocks)) == 2


def test_a_heading_named_after_the_unit_opens_a_section() -> None:
    found = passages(
        lines("示例市水务局机构设置\n本局内设6个机构。\n2023年部门预算编制说明\n收入预算10.00万元。\n"), "a.txt"
    )
    assert [passage.section for passage in found] == [("示例市水务局机构设置",), ("2023年部门预算编制说明",)]


def disclosures() -> Path:
    folder = os.environ.get("MINGZHANG_DISCLOSURES")
    if not folder:
        pytest.skip("MINGZHANG_DISCLOSURES is not set: no real disclosures to read")
    return Path(folder)


@pytest.mark.real
@pytest.mark.parametrize(
    ("name", "page", "line", "heading", "opening", "ending"),
    [
        (
            "wuhan-ggzyjyzx-2021-juesuan.txt",
            None,
            916,
            "（三）财政拨款支出决算具体情况",
            "2021 年度一般公共预算财政拨款支出年初预算为3,758.14 万元，",
            "主要公共资源交易活动顺利开展。",
        ),
        (
            "wuhan-caidian-ggzyjyzx-2023-juesuan.txt",
            None,
            481,
            "六、一般公共预算财政拨款基本支出决算情况说明",
            "公用经费17.48万元，主要包括：办公费2.55万元、",
            "福利费7.05万元、公务用车运行维护费1.3万元、其他商品和服务支出1.48万元。",
        ),
        (
            "sh-putuo-ghzyj-2024-juesuan-dept.pdf",
            21,
            None,
            "（三）一般公共预算财政拨款支出决算具体情况",
            "2、社会保障和就业支出（类）行政事业单位养老支出（款）事业单位离退休（项）。",
            "决算数同预算数持平。",
        ),
    ],
)
def test_paragraphs_of_real_disclosures(
    name: str, page: int | None, line: int | None, heading: str, opening: str, ending: str
) -> None:
    found = passages(open_document(disclosures() / name).blocks, name)
    passage = next(passage for passage in found if passage.text.startswith(opening))
    assert passage.text.endswith(ending)
    assert passage.section[-1] == heading
    assert (passage.source.page, passage.source.line) == (page, line)
    assert all(len(passage.text) <= 400 for passage in found)


def test_a_duty_that_fills_its_line_goes_on_whatever_its_last_word() -> None:
    duty = "（一）受市政府委托向市人大常委会提出市级预算执行审计工作报告", "和整改情况报告并公布审计结果。"
    text = "\n".join((*duty, "（二）负责起草地方性审计法规草案，并组织实施本市的审计规划。"))
    assert texts(passages(lines("一、主要职责\n" + text), "a.txt"))[0].startswith("".join(duty))
    report = passages(lines("一、收支情况\n" + text), "a.txt")  # a heading anywhere else
    assert report[0].section[-1].endswith("审计工作报告")


def test_the_line_signed_under_a_form_stays_apart_from_the_next_heading() -> None:
    heading = "附件3 2023年度项目支出绩效自评表（二）"
    blocks: list[Block] = [
        Paragraph("附件2 2023年度项目支出绩效自评表（一）", page=1, box=(80, 60, 420, 72)),
        Paragraph("填表人：龙晚晴\u3000\u3000填报日期：2024年5月14日", page=1, box=(80, 700, 410, 712)),
        Paragraph(heading, page=2, box=(80, 60, 420, 72)),
        Grid(3, (Cell("项目名称", 0, 0), Cell("信访经费", 0, 1), Cell("一级指标", 1, 0), Cell("指标值", 1, 1),
                 Cell("产出指标", 2, 0), Cell("12次", 2, 1)), 3, 2, page=2),
    ]  # fmt: skip
    assert [joined.text for joined in join_lines(blocks[:3])][-1] == heading  # type: ignore[arg-type]
    assert passages(blocks, "a.pdf")[-1].section[-1] == heading
