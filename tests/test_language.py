"""The pipeline: tokens whose boundaries hold, quantities, dates, labels; and what it does not import."""

from __future__ import annotations

import subprocess
import sys
from decimal import Decimal

import pytest

from ingest.language.pipeline import DATES, LABELS, Label, pipeline
from ingest.language.quantities import number, quantities
from ingest.language.sentences import normalise, sentences


def read(text: str) -> list[tuple[Decimal, str, str]]:
    return [(q.value, q.uom, q.qualifier) for q in quantities(pipeline()(normalise(text)))]


@pytest.mark.parametrize("word", ["2,447.51", "6.73%", "万元", "台（套）", "W060701"])
def test_numbers_and_units_stay_whole(word: str) -> None:
    doc = pipeline()("收支总计2,447.51万元，增长6.73%，设备0台（套），W060701单元")
    assert word in [token.text for token in doc]


def test_tokens_give_back_the_text_with_its_blanks() -> None:
    text = "  收、支总计  373.97 万元。\n与 2022 年度相比  "
    assert pipeline()(text).text == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("支出 1,191.27 万元，占 48.7%", [("1191.27", "万元", ""), ("48.7", "%", "")]),
        ("接待2批次20人次", [("2", "批次", ""), ("20", "人次", "")]),
        ("设备 0 台(套)", [("0", "台（套）", "")]),
        ("咨询 1000 余次", [("1000", "次", "余")]),
        ("次数不少于 5 次", [("5", "次", "≥")]),
        ("满意度 $\\geq 95\\%$ ，总成交笔数 \\geq 1,500 笔", [("95", "%", "≥"), ("1500", "笔", "≥")]),
        ("单价50万元（含）以上", [("50", "万元", "≥")]),
        ("约3万元", [("3", "万元", "约")]),
        ("运行率>99%", [("99", "%", ">")]),
        ("累计完成三百余场，签署两项协议", [("300", "场", "余"), ("2", "项", "")]),
    ],
)
def test_quantities(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert read(text) == [(Decimal(value), uom, qualifier) for value, uom, qualifier in expected]


@pytest.mark.parametrize(
    "text",
    [
        "国办函〔2019〕41号", "第三次会议", "2023年12月31日", "1-8月工资", "5G+区块链",
        "“15分钟社区生活圈”", "规范V2.1",
        "1.一般公共服务", "活动2-3次", "落实“四个意识”", "中央八项规定", "《第1批目录》", "图1：变动情况",
    ],
)  # fmt: skip
def test_numbers_that_count_nothing(text: str) -> None:
    assert read(text) == []


def test_dates() -> None:
    doc = pipeline()("截至2023年12月31日，9月到位，自2023-01-01起，2022年度")
    assert [span.text for span in doc.spans[DATES]] == ["2023年12月31日", "9月", "2023-01-01", "2022年度"]


def test_labels_are_found_across_word_boundaries_and_the_longest_wins() -> None:
    nlp = pipeline([Label("接待费", "measure", "short"), Label("公务接待费", "measure", "reception")])
    doc = nlp("去年的公务接待费是多少")
    found = [(span.text, span.label_, span.id_) for span in doc.spans[LABELS]]
    assert found == [("公务接待费", "measure", "reception")]


def test_a_name_with_two_meanings_comes_back_twice() -> None:
    nlp = pipeline([Label("住房公积金", "functional", "2210201"), Label("住房公积金", "economic", "30113")])
    doc = nlp("住房公积金多少")
    assert {span.id_ for span in doc.spans[LABELS]} == {"2210201", "30113"}


def test_number_reads_chinese_numerals_and_refuses_words() -> None:
    assert [number(text) for text in ("二十三", "三百", "十二", "两", "2,000.5")] == [23, 300, 12, 2, Decimal("2000.5")]
    assert number("若干") is None


def test_sentences_keep_the_print_and_read_one_spelling() -> None:
    first, second = sentences("收、支总计 373.97 万元。占 100 ％")
    assert (first.printed, first.text) == ("收、支总计 373.97 万元。", "收、支总计373.97万元。")
    assert second.text == "占100%"


def test_the_pipeline_does_not_import_torch() -> None:
    code = "import sys; from ingest.language.pipeline import pipeline; pipeline(); sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
