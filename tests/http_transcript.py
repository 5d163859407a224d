"""Write docs/http.md: every endpoint with curl, as it answers. ``python tests/http_transcript.py``."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from click.testing import CliRunner
from service_store import listening, settings

from api.app import create_app
from api.cli import main as command_line

ROOT = Path(__file__).parents[1]
TARGET = ROOT / "docs" / "http.md"
CALLS = Path(__file__).parent / "data" / "http.toml"
DOCUMENTS = ROOT / "samples" / "documents"
HELD = ("shili-tushuguan-2022-juesuan.docx", "shili-tushuguan-2023-juesuan.pdf")
SHOWN = "127.0.0.1:8000"
MASKED = (
    (re.compile(r'"generation":\d+'), '"generation":1'),
    (re.compile(r'"(passages|embedded)":\d+'), r'"\1":0'),
    (re.compile(r'"questions":"\w+"'), '"questions":"ready"'),
)
"""What differs from run to run, or with every improvement of a reader."""


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """Host and port of a service over two samples."""
    store = folder / "store"
    names = [str(DOCUMENTS / name) for name in HELD]
    assert CliRunner().invoke(command_line, ["ingest", *names, "--store", str(store)]).exit_code == 0
    app = create_app(settings(store, key="the-key-of-this-service"))
    with listening(app, server_header=False) as host:
        yield host


def transcript(host: str) -> str:
    """docs/http.md as the service answers now."""
    with CALLS.open("rb") as file:
        sections = tomllib.load(file)["section"]
    shell = shutil.which("bash") or "sh"
    environment = {**os.environ, "KEY": "the-key-of-this-service", "no_proxy": "127.0.0.1"}
    parts = [
        "# HTTP, endpoint by endpoint\n",
        "Written by `python tests/http_transcript.py` from [tests/data/http.toml](../tests/data/http.toml), run by\n"
        "`tests/test_http_transcript.py`. The store holds two samples; `$KEY` is the key of the service.\n",
    ]
    for section in sections:
        parts.append(f"## {section['title']}\n")
        if "text" in section:
            parts.append(section["text"] + "\n")
        for call in section["calls"]:
            line = [shell, "-c", call.replace(SHOWN, host)]
            run = subprocess.run(line, cwd=DOCUMENTS, env=environment, capture_output=True, timeout=120)
            printed = run.stdout.decode("utf-8").replace("\r", "").replace(host, SHOWN).rstrip("\n")
            for pattern, mask in MASKED:
                printed = pattern.sub(mask, printed)
            lines = "\n".join("    " + line for line in [*("$ " + call).splitlines(), *printed.splitlines()])
            parts.append(lines + "\n")
    return "\n".join(parts)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder)) as host:
        TARGET.write_text(transcript(host), encoding="utf-8")


if __name__ == "__main__":
    main()
