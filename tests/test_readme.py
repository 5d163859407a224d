"""What the README shows is what the program prints."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from api.cli import main

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def shown(command: str) -> tuple[str, list[str]]:
    """The line of a command in the README, and the lines printed below it."""
    match = re.search(rf"^    \$ mingzhang ({command} .+)\n((?:    .+\n)+)", README, re.MULTILINE)
    assert match
    return match[1], [line.strip() for line in match[2].splitlines()]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = str(tmp_path_factory.mktemp("readme") / "store")
    documents = [str(path) for path in (ROOT / "samples" / "documents").glob("shili-tushuguan-202[23]*")]
    assert CliRunner().invoke(main, ["ingest", *documents, "--store", folder]).exit_code == 0
    return folder


@pytest.mark.slow
def test_the_question(store: str) -> None:
    line, expected = shown("ask")
    arguments = line.split()
    arguments[arguments.index("--store") + 1] = store
    reply = CliRunner().invoke(main, arguments)
    assert [each.strip() for each in reply.stdout.splitlines()] == expected


@pytest.mark.slow
def test_the_query(store: str, tmp_path: Path) -> None:
    line, expected = shown("query")
    query = tmp_path / line.split()[1]
    text = re.search(r"```sparql\n(.+?)```", README, re.DOTALL)
    assert text
    query.write_text(text[1], encoding="utf-8")
    reply = CliRunner().invoke(main, ["query", str(query), "--store", store])
    assert [re.sub(r"\s+", " ", each.strip()) for each in reply.stdout.splitlines()] == [
        re.sub(r"\s+", " ", each) for each in expected
    ]


def test_every_command_is_named() -> None:
    from api.cli import COMMANDS

    for command in COMMANDS:
        assert f"`{command}`" in README or f"mingzhang {command}" in README, f"README does not name {command}"


def test_links_lead_somewhere() -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", README):
        assert (ROOT / target).exists(), target
