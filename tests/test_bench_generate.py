"""The generator of the benchmarks: the same seed, the same bytes; slips are where its list says they are."""

from __future__ import annotations

import csv
from pathlib import Path

from bench.generate import generate

LAYOUTS = ("wuhan:flow", "split:html")


def content(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_same_seed_writes_the_same_bytes(tmp_path: Path) -> None:
    for name, seed in (("a", "one"), ("b", "one"), ("c", "two")):
        generate(tmp_path / name, 2, [2022, 2023], layouts=LAYOUTS, errors=0.5, seed=seed)
    assert content(tmp_path / "a") == content(tmp_path / "b") != content(tmp_path / "c")
    assert len(list((tmp_path / "a" / "documents").iterdir())) == 4


def test_every_slip_is_listed_and_printed(tmp_path: Path) -> None:
    generate(tmp_path / "right", 3, [2023], layouts=LAYOUTS)
    generate(tmp_path / "wrong", 3, [2023], layouts=LAYOUTS, errors=1)
    slips = rows(tmp_path / "wrong" / "errors.csv")
    assert len(slips) == 3
    for slip in slips:
        truth = f"truth/{Path(slip['document']).stem}.csv"
        right, wrong = rows(tmp_path / "right" / truth), rows(tmp_path / "wrong" / truth)
        differ = [(a["printed"], b["printed"]) for a, b in zip(right, wrong, strict=True) if a != b]
        assert differ == [(slip["right"], slip["printed"])]
        assert slip["printed"] in (tmp_path / "wrong" / "documents" / slip["document"]).read_text("utf-8")
