"""How exactly disclosures are read: recall and precision of cells by layout, writer and format, and the speed.

    python -m bench.extraction [--seed WORD] [--only TEXT] [--without LAYOUT...] [--misses N] [--folder DIR]
                               [--plain NAME...] [--no-speed] [--write]

Documents are drawn from a seed in the layouts of ``layouts.toml`` and written by reportlab, python-docx and the like,
by LibreOffice and by Chromium; the truth is what the accounts behind them say, never what a reader said. Where
``MINGZHANG_DISCLOSURES`` names a folder, the real documents with ground truth (``tests/groundtruth``) are read as well.

Beside Mingzhang, bare table finders with a plain adapter, and the wall time against pdfplumber's ``extract_text`` and
``extract_tables`` on every page. ``--write`` puts the tables into docs/benchmarks.md and every file's counts into
bench/results/extraction.json.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

from bench.extraction.cases import SEED, cases
from bench.extraction.office import browser, office
from bench.extraction.report import as_data, section
from bench.extraction.results import FINDERS, Result, measure, targets, warm_up
from bench.extraction.writers import draw, lacking
from bench.report import keep, write_section


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m bench.extraction", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default="", help="files whose name contains this")
    parser.add_argument("--without", nargs="*", default=[], help="layouts to leave out, as scanned: it takes long")
    parser.add_argument("--misses", type=int, default=0, help="show so many lacking and wrong cells a file")
    parser.add_argument("--folder", type=Path, help="keep the documents here, and take those that are here already")
    parser.add_argument("--seed", default=SEED, help="any word; another one draws other documents")
    parser.add_argument("--plain", nargs="*", default=list(FINDERS), help="table finders to run beside, none for none")
    parser.add_argument("--no-speed", action="store_true", help="leave out the run of bare pdfplumber")
    parser.add_argument("--write", action="store_true", help="write docs/benchmarks.md and bench/results")
    options = parser.parse_args()
    finders = [name for name in options.plain if name != "camelot" or find_spec("camelot")]
    if len(finders) < len(options.plain):
        print("camelot is not installed (pip install -e '.[bench]'): left out", file=sys.stderr)
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.folder or Path(temporary)
        results = run(
            folder, options.seed, options.only, options.without, finders, not options.no_speed, options.misses)
    if not results:
        parser.error(f"no file has {options.only!r} in its name")
    text = section(results, finders, _programs())
    print(f"\n{text}")
    if options.write:
        write_section("extraction", text)
        keep("extraction", as_data(results))


def run(
    folder: Path, seed: str, only: str, without: list[str], finders: list[str], speed: bool, misses: int
) -> list[Result]:
    """Draw, read and score, with a line for each file as it is done."""
    chosen = []
    for case in cases(seed, only):
        if case.layout in without:
            continue
        if need := lacking(case):
            print(f"{case.name}: left out, {need} is not installed", file=sys.stderr)
        else:
            chosen.append(case)
    real = os.environ.get("MINGZHANG_DISCLOSURES")
    warm_up()
    results = []
    for target in targets(draw(chosen, folder, seed), Path(real) if real else None):
        if only not in target.name:
            continue
        result = measure(target, finders, speed)
        results.append(result)
        score = result.score
        print(
            f"{target.name}: {score.wanted} cells, {len(score.lacking)} lacking, {len(score.wrong)} wrong,"
            f" {score.right - score.staged} of another stage, {score.seconds:.2f} s {score.error}", flush=True)
        for sign, cells in (("lacking", score.lacking), ("wrong", score.wrong)):
            for cell in cells[:misses]:
                print("   ", sign, *cell, sep=" | ")
    return results


def _programs() -> list[str]:
    """The office program and the browser with their versions."""
    found = []
    for path in filter(None, (office(), browser())):
        done = subprocess.run([path, "--version"], capture_output=True, text=True, check=False)
        found.append(" ".join(done.stdout.split()[:2]))
    return found


if __name__ == "__main__":
    main()
