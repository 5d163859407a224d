"""The readers on what a fuzzer makes of small documents (tests/fuzz/readers.py), and on what it has found so far."""

from __future__ import annotations

import subprocess
import sys
import time
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

PROGRAM = Path(__file__).parent / "fuzz" / "readers.py"
_spec = spec_from_file_location("fuzz_readers", PROGRAM)
assert _spec is not None
assert _spec.loader is not None
readers = module_from_spec(_spec)
_spec.loader.exec_module(readers)


@pytest.mark.parametrize("kind", readers.FORMATS)
def test_the_seeds_are_sound(kind: str, tmp_path: Path) -> None:
    from ingest.disclosure import read_disclosure

    form = readers.FORMATS[kind]
    path = tmp_path / f"seed{form.ending}"
    path.write_bytes(form.packed(form.seeds[0]))
    disclosure = read_disclosure([path], unit="示例局", year=2023, kind="决算", scope="部门")
    assert [figure.source.printed for figure in disclosure.figures] == ["12.50", "12.50"]


@pytest.mark.slow
@pytest.mark.skipif(find_spec("atheris") is None, reason="atheris is not installed (Linux, Python 3.11 to 3.13)")
@pytest.mark.parametrize("kind", readers.FORMATS)
def test_a_short_run_of_the_fuzzer_finds_nothing(kind: str, tmp_path: Path) -> None:
    command = [sys.executable, str(PROGRAM), kind, "-runs=400", "-seed=1"]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=600)
    assert run.returncode == 0, run.stderr[-3000:]


@pytest.mark.parametrize("kind", ["text", "html"])
def test_a_long_word_in_latin_letters_takes_no_time(kind: str, tmp_path: Path) -> None:
    # A pattern for form numbers (GK01) tried every way to cut the word into pieces.
    form = readers.FORMATS[kind]
    begun = time.process_time()
    readers.read(kind, form.seeds[0] + b"\n" + b"s" * 60 + b"\n", tmp_path)
    assert time.process_time() - begun < 30
