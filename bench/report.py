"""Where results go: data under ``bench/results``, a section of ``docs/benchmarks.md``, and what machine it was."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Iterable, Sequence
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
RESULTS = ROOT / "bench" / "results"
PICTURES = ROOT / "docs" / "pictures"
DOCUMENT = ROOT / "docs" / "benchmarks.md"


def machine(*packages: str) -> str:
    """One line on the machine and the versions that a measurement depends on."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    versions = ", ".join(f"{name} {version(name)}" for name in packages)
    return (
        f"{date.today()}, {os.cpu_count()} cores ({platform.machine()}), {memory:.0f} GiB, "
        f"{platform.system()} {platform.release()}, Python {platform.python_version()}{versions and f', {versions}'}"
    )


def table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table in Markdown."""
    lines = ["| " + " | ".join(heads) + " |", "|" + "---|" * len(heads)]
    lines += ["| " + " | ".join(map(str, row)) + " |" for row in rows]
    return "\n".join(lines)


def keep(name: str, result: Any) -> Path:
    """Writes a result as data; gives the file."""
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / f"{name}.json"
    path.write_text(json.dumps(result, ensure_ascii=False, indent=1, default=str) + "\n", "utf-8")
    return path


def picture(name: str, svg: str, about: str = "") -> str:
    """Writes a picture beside the document and gives the Markdown that shows it."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    (PICTURES / f"bench-{name}.svg").write_text(svg, "utf-8")
    return f"![{about or name}](pictures/bench-{name}.svg)"


def write_section(name: str, text: str, document: Path = DOCUMENT) -> None:
    """Puts ``text`` between the document's marks ``<!-- name -->`` and ``<!-- /name -->``, or at its end."""
    begin, end = f"<!-- {name} -->", f"<!-- /{name} -->"
    whole = document.read_text("utf-8")
    section = f"{begin}\n{text.strip()}\n{end}"
    if begin in whole and end in whole:
        before, _, rest = whole.partition(begin)
        whole = before + section + rest.partition(end)[2]
    else:
        whole = whole.rstrip() + f"\n\n{section}\n"
    document.write_text(whole, "utf-8")
