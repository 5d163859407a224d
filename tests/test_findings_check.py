"""`mingzhang check`: what it prints, its exit codes, and that it stores nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from api.cli import main

SAMPLES = Path(__file__).parents[1] / "samples" / "documents"
CLEAN = SAMPLES / "shifanqu-shuiwuju-2023-juesuan.txt"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(each) for each in arguments])


@pytest.fixture(scope="module")
def draft(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sample with one wrong rate."""
    path = tmp_path_factory.mktemp("draft") / CLEAN.name
    path.write_text(CLEAN.read_text(encoding="utf-8").replace("增长3.39%", "增长3.93%"), encoding="utf-8")
    return path


def test_json_is_one_list_of_findings(draft: Path, tmp_path: Path) -> None:
    result = run("check", draft, "--json", "--store", tmp_path / "store")
    assert result.exit_code == 0
    (found,) = json.loads(result.stdout)
    assert (found["rule"], found["expected"], found["document"]) == ("change-rate", "3.39 %", CLEAN.name)
    assert not (tmp_path / "store").exists()


def test_findings_change_the_exit_code_only_when_strict(draft: Path) -> None:
    assert run("check", draft).exit_code == 0
    assert run("check", draft, "--strict").exit_code == 1
    assert run("check", CLEAN, "--strict").exit_code == 0


def test_text_tells_message_and_every_place(draft: Path) -> None:
    told = run("check", draft).stdout
    assert "error change-rate: “一般公共预算财政拨款支出”增减幅度印为 3.93 %" in told
    assert "增长3.93%" in told
    assert "1 errors" in told
    assert "nothing found" in run("check", CLEAN).stdout


def test_sarif_and_html(draft: Path) -> None:
    log = json.loads(run("check", draft, "--sarif").stdout)
    assert [each["ruleId"] for each in log["runs"][0]["results"]] == ["change-rate"]
    page = run("check", draft, "--html").stdout
    assert page.startswith("<!doctype html>")
    assert "3.93 %" in page


def test_one_form_of_output_at_a_time(draft: Path) -> None:
    result = run("check", draft, "--json", "--html")
    assert result.exit_code == 2
    assert "exclude one another" in result.stderr


def test_an_unreadable_file_is_named_and_the_others_are_checked(draft: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.4 nothing")
    result = run("check", broken, draft, "--json")
    assert result.exit_code == 1
    assert [each["rule"] for each in json.loads(result.stdout)] == ["change-rate"]
    assert "broken.pdf" in result.stderr


def test_tables_and_text_in_two_files_are_one_disclosure(tmp_path: Path) -> None:
    text = SAMPLES / "yanglixian-jikongzhongxin-2022-juesuan-shuoming.html"
    changed = tmp_path / text.name
    changed.write_text(text.read_text(encoding="utf-8").replace("收入合计3607", "收入合计4607", 1), encoding="utf-8")
    tables = SAMPLES / "yanglixian-jikongzhongxin-2022-juesuan-biao.xls"
    found = json.loads(run("check", tables, changed, "--json").stdout)
    assert {each["rule"] for each in found} >= {"prose-table"}
    assert {place["document"] for place in found[0]["evidence"]} == {tables.name, text.name}


def test_without_paths_the_store_is_checked(draft: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    assert run("check", "--store", store).exit_code == 2
    assert run("ingest", draft, "--store", store).exit_code == 0
    found = json.loads(run("check", "--store", store, "--json").stdout)
    assert [each["rule"] for each in found] == ["change-rate"]
    review = {"id": found[0]["id"], "verdict": "dismissed", "note": "按调整后口径", "by": "审核人"}
    (store / "findings-reviews.jsonl").write_text(json.dumps(review, ensure_ascii=False) + "\n", encoding="utf-8")
    again = run("check", "--store", store, "--json", "--strict")
    assert again.exit_code == 0
    assert json.loads(again.stdout)[0]["review"] == {"verdict": "dismissed", "note": "按调整后口径", "by": "审核人"}
