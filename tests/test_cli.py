"""The command line: help, exit codes, and what each command prints."""

from __future__ import annotations

import csv
import json
import os
import resource
import subprocess
import sys
import zipfile
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result
from disclosure_builders import UNIT
from service_store import make_store

from api.cli import COMMANDS, Commands, main

ROOT = Path(__file__).parents[1]
SAMPLES = ROOT / "samples" / "documents"
TEXT = SAMPLES / "shili-tushuguan-2021-juesuan.txt"


def run(*arguments: object, **more: object) -> Result:
    return CliRunner().invoke(main, [str(each) for each in arguments], **more)  # type: ignore[arg-type]


def python(code: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=True)


def lines(result: Result) -> list[dict[str, object]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_store(tmp_path_factory.mktemp("cli") / "store")


def commands() -> list[tuple[str, click.Command]]:
    group = main
    assert isinstance(group, Commands)
    context = click.Context(group)
    return [(name, command) for name in COMMANDS if (command := group.get_command(context, name)) is not None]


# ---------------------------------------------------------------- help and start


@pytest.mark.parametrize(("name", "command"), commands())
def test_every_command_and_option_has_help(name: str, command: click.Command) -> None:
    assert command.help
    shown = run(name, "--help")
    assert shown.exit_code == 0
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.help, f"{name} {parameter.opts[0]} has no help"
            assert parameter.opts[0] in shown.output


def test_every_command_takes_a_store() -> None:
    for name, command in commands():
        options = {option for parameter in command.params for option in parameter.opts}
        assert "--store" in options, name


def test_help_comes_at_once_and_loads_nothing() -> None:
    code = (
        "import sys; from api.cli import main; main(['--help'], standalone_mode=False); "
        "print(sorted({'torch', 'spacy', 'pyoxigraph', 'fastapi', 'pydantic', 'rdflib'} & set(sys.modules)))"
    )
    def spent() -> float:
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        return used.ru_utime + used.ru_stime

    begun = spent()
    shown = python(code)
    # Time of the processor, not of the clock: the machine may be busy with other tests.
    assert spent() - begun < 0.5
    assert shown.stdout.splitlines()[-1] == "[]"
    for name in COMMANDS:
        assert f"  {name} " in shown.stdout


def test_asking_loads_no_tensors(store: Path) -> None:
    code = (
        "import sys; from api.cli import main; "
        f"main(['ask', '{UNIT}2023年支出合计是多少', '--json', '--store', {str(store)!r}], standalone_mode=False); "
        "print('torch' in sys.modules)"
    )
    shown = python(code)
    assert shown.stdout.splitlines()[-1] == "False"


@pytest.mark.parametrize(
    "arguments",
    [
        ["nothing"], ["ask"], ["ask", "a", "--file", "-"], ["ingest"], ["ingest", "not-there.pdf"], ["check"],
        ["query", "not-there.rq"], ["export", "figures.doc"], ["serve", "--port", "99999"],
        ["ingest", "--kind", "x", "."],
    ],
)  # fmt: skip
def test_wrong_use_is_exit_2(arguments: list[str], tmp_path: Path) -> None:
    assert run(*arguments, *(["--store", tmp_path / "none"] if len(arguments) > 1 else [])).exit_code == 2


def test_wrong_settings_are_exit_2(tmp_path: Path) -> None:
    wrong = run("settings", env={"MINGZHANG_PORT": "many"})
    assert wrong.exit_code == 2
    assert "port" in wrong.stderr


@pytest.mark.parametrize("arguments", [["ask", "多少"], ["query", "-"], ["export", "figures.csv"]])
def test_no_store_is_exit_1_and_says_what_to_do(arguments: list[str], tmp_path: Path) -> None:
    result = run(*arguments, "--store", tmp_path / "none", input="ASK {}")
    assert result.exit_code == 1
    assert "mingzhang ingest" in result.stderr
    assert not result.stdout
    assert not (tmp_path / "none").exists()


def test_settings_come_from_flag_environment_and_file(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text('port = 7001\nhost = "::1"\n', encoding="utf-8")
    environment = {"MINGZHANG_SETTINGS": str(file), "MINGZHANG_PORT": "7002"}
    (shown,) = lines(run("settings", "--json", "--store", tmp_path, env=environment))
    assert (shown["host"], shown["port"], shown["store"]) == ("::1", 7002, str(tmp_path))
    printed = run("settings", env=environment).stdout
    assert "port = 7002" in printed


# ---------------------------------------------------------------- ingest


def test_ingest_reads_files_folders_and_zips(tmp_path: Path) -> None:
    folder, store = tmp_path / "documents", tmp_path / "store"
    folder.mkdir()
    (folder / TEXT.name).write_bytes(TEXT.read_bytes())
    (folder / "README.md").write_text("no document", encoding="utf-8")
    with zipfile.ZipFile(tmp_path / "more.zip", "w") as archive:
        archive.write(SAMPLES / "shili-tushuguan-2022-juesuan.docx", "../../evil/决算公开.docx")
        archive.writestr("picture.png", b"\x89PNG")
    first = run("ingest", folder, tmp_path / "more.zip", "--store", store, "--json")
    assert first.exit_code == 0, first.output
    assert [(each["document"], each["status"], each["year"]) for each in lines(first)] == [
        (TEXT.name, "new", 2021), ("决算公开.docx", "new", 2022),
    ]  # fmt: skip
    assert not list(tmp_path.glob("evil"))
    again = run("ingest", folder, "--store", store)
    assert again.exit_code == 0
    assert again.stdout.startswith("no-op: ")
    assert "README.md" in again.stderr
    assert "\r" not in again.output  # progress is for terminals
    assert json.loads(run("query", "-", "--json", "--store", store, input="ASK { ?s ?p 2022 }").stdout)["boolean"]


def test_what_cant_be_read_is_named_and_the_rest_is_read(tmp_path: Path) -> None:
    broken, empty = tmp_path / "broken.pdf", tmp_path / "empty.txt"
    broken.write_bytes(b"%PDF-1.7\nnothing")
    empty.touch()
    (tmp_path / "bad.zip").write_bytes(b"PK\x03\x04 broken")
    store = tmp_path / "store"
    result = run("ingest", broken, TEXT, empty, tmp_path / "bad.zip", "--store", store)
    assert result.exit_code == 1
    for name in ("broken.pdf", "empty.txt", "bad.zip"):
        assert f"failed: {name}: " in result.stderr
    assert result.stdout.startswith(f"new: {TEXT.name}")


def test_reading_nothing_changes_nothing(tmp_path: Path) -> None:
    store = make_store(tmp_path / "store", 2023)
    before = (store / "current").read_text()
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7\nnothing")
    assert run("ingest", broken, "--store", store).exit_code == 1
    assert (store / "current").read_text() == before


def test_a_file_read_again(tmp_path: Path) -> None:
    store = tmp_path / "store"
    assert run("ingest", TEXT, "--store", store).exit_code == 0
    (again,) = lines(run("ingest", TEXT, "--store", store, "--again", "--json"))
    assert again["status"] == "replaced"


def test_check_stores_nothing(tmp_path: Path) -> None:
    result = run("check", TEXT, "--reading", "--json", "--store", tmp_path / "store")
    assert result.exit_code == 0
    (told,) = lines(result)
    assert (told["unit"], told["year"], told["kind"]) == ("示例市图书馆", 2021, "决算")
    assert told["forms"]["支出决算表"] > 10  # type: ignore[index]
    assert told["ledger"]
    assert not (tmp_path / "store").exists()
    assert "支出决算表" in run("check", TEXT, "--reading", "--store", tmp_path / "store").stdout


# ---------------------------------------------------------------- ask, query, export


def test_ask(store: Path) -> None:
    shown = run("ask", f"{UNIT}2023年支出合计决算数是多少？", "--store", store)
    assert shown.exit_code == 0
    assert "373.97万元" in shown.stdout
    assert "[决算公开.pdf 第9页] 支出决算表 / 合计 / 本年支出合计 “373.97”" in shown.stdout
    (reply,) = lines(run("ask", f"{UNIT}2023年支出合计决算数是多少？", "--json", "--store", store))
    assert reply["values"][0]["amount"] == "3739700"  # type: ignore[index]


def test_ask_refuses_with_exit_1(store: Path) -> None:
    refused = run("ask", f"{UNIT}1999年支出合计是多少？", "--store", store, "--json")
    assert refused.exit_code == 1
    assert lines(refused)[0]["status"] == "unanswered"


def test_ask_a_file_in_order(store: Path, tmp_path: Path) -> None:
    questions = tmp_path / "questions.jsonl"
    asked = [f"{UNIT}{year}年支出合计是多少？" for year in (2023, 1999, 2022)]
    questions.write_text("\n".join(json.dumps({"id": n, "question": q}) for n, q in enumerate(asked)) + "\n\n", "utf-8")
    result = run("ask", "--file", questions, "--store", store)
    assert result.exit_code == 0
    assert [reply["question"] for reply in lines(result)] == asked
    assert [reply["status"] for reply in lines(result)] == ["answered", "unanswered", "answered"]
    questions.write_text('{"question": "x"}\nno json\n', "utf-8")
    wrong = run("ask", "--file", questions, "--store", store)
    assert wrong.exit_code == 2
    assert "line 2" in wrong.stderr


def test_eval_grades_by_kind(store: Path, tmp_path: Path) -> None:
    questions = tmp_path / "questions.jsonl"
    known = [
        {"question": f"{UNIT}2023年支出合计是多少？", "kind": "lookup", "numbers": [373.97], "status": "answered"},
        {"question": f"{UNIT}1999年支出合计是多少？", "kind": "abstain", "status": "unanswered"},
    ]
    questions.write_text("\n".join(json.dumps(each) for each in known), "utf-8")
    graded = run("eval", questions, "--store", store)
    assert graded.exit_code == 0
    assert graded.stdout.splitlines()[-1].endswith("right 2 of 2, wrong 0, missed 0")
    questions.write_text(json.dumps({**known[0], "numbers": [999]}), "utf-8")
    wrong = run("eval", questions, "--store", store, "--misses", "--json")
    assert wrong.exit_code == 1
    assert lines(wrong)[0]["total"] == {"wrong": 1}


def test_query_formats(store: Path, tmp_path: Path) -> None:
    query = tmp_path / "units.rq"
    query.write_text(
        "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> PREFIX mz: <https://mingzhang.example/ontology#> "
        "SELECT ?n { ?u a mz:Unit ; rdfs:label ?n FILTER(CONTAINS(?n, '数据')) }", "utf-8",
    )  # fmt: skip
    assert run("query", query, "--store", store).stdout == f'?n\n"{UNIT}"@zh\n'
    assert run("query", query, "--format", "csv", "--store", store).stdout.splitlines() == ["n", UNIT]
    assert json.loads(run("query", query, "--json", "--store", store).stdout)["head"]["vars"] == ["n"]
    assert run("query", "-", "--store", store, input="CONSTRUCT WHERE { ?s ?p 2023 }").stdout.startswith("@prefix")
    for wrong in ("SELECT * {", "DROP ALL", "SELECT * { SERVICE <http://localhost:1/> {} }"):
        assert run("query", "-", "--store", store, input=wrong).exit_code == 2
    assert run("query", query, "--format", "turtle", "--store", store).exit_code == 2


def test_export(store: Path, tmp_path: Path) -> None:
    file = tmp_path / "figures.csv"
    assert run("export", file, "--store", store).exit_code == 0
    with file.open(encoding="utf-8", newline="") as opened:
        rows = list(csv.DictReader(opened))
    (told,) = lines(run("export", tmp_path / "figures.parquet", "--store", store, "--json"))
    assert told["figures"] == len(rows) > 100
    assert run("export", tmp_path / "graph.nq", "--store", store).exit_code == 0
    assert run("export", tmp_path / "none" / "figures.csv", "--store", store).exit_code == 1
