"""Believable disclosures of any number of bodies and years: ``python -m bench.generate OUT --bodies 100``.

Writes ``documents/`` in all formats and layouts in turn, ``truth/`` beside each (every figure as printed), and
``errors.csv``: the slips put into some of them on purpose, with what ought to have been printed. The same seed writes
the same bytes. Bodies, accounts and layouts are those of ``samples.generate``.
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from random import Random

from samples.generate.blocks import Cell, Document
from samples.generate.catalogue import drawn, write_all

SEED = "mingzhang"


@dataclass(frozen=True)
class Slip:
    """A figure printed wrongly on purpose: where, what stands there, what ought to."""

    document: str
    form: str
    item: str
    column: str
    printed: str
    right: str
    kind: str


def slipped(document: Document, name: str, chance: Random) -> tuple[Document, Slip | None]:
    """The document with one figure of a statutory table printed wrongly; none where no figure can be."""
    places = [
        (table, cell)
        for table in document.tables
        if table.kind == "table"
        for cell in table.cells
        if cell.figure is not None and cell.figure.value >= 1
    ]
    if not places:
        return document, None
    table, cell = places[int(chance.random() * len(places))]
    kind, value = _wrong(cell, chance)
    assert cell.figure is not None
    text = _printed_like(cell.text, value)
    wrong = replace(cell, text=text, figure=replace(cell.figure, value=value))
    changed = replace(table, cells=tuple(wrong if each is cell else each for each in table.cells))
    blocks = tuple(changed if block is table else block for block in document.blocks)
    slip = Slip(name, table.form, cell.figure.item, cell.figure.column, text, cell.text, kind)
    return replace(document, blocks=blocks), slip


def _wrong(cell: Cell, chance: Random) -> tuple[str, Decimal]:
    """A kind of slip that typists make, and the value it leads to."""
    assert cell.figure is not None
    value = cell.figure.value
    digits = f"{value:f}"
    at = [i for i in range(len(digits) - 1) if digits[i].isdigit() and digits[i + 1].isdigit()
          and digits[i] != digits[i + 1] and (i or digits[i + 1] != "0")]  # fmt: skip
    if at and chance.random() < 0.5:
        i = at[int(chance.random() * len(at))]
        return "transposed", Decimal(digits[:i] + digits[i + 1] + digits[i] + digits[i + 2 :])
    if chance.random() < 0.5:
        return "ten-times", value * 10
    return "one-digit", value + Decimal(1).scaleb(max(value.adjusted() - 1, 0))


def _printed_like(text: str, value: Decimal) -> str:
    """The value with as many decimals as the printed text has, and thousands parted where it parts them."""
    decimals = len(text.partition(".")[2])
    return f"{value:,.{decimals}f}" if "," in text else f"{value:.{decimals}f}"


def write_errors(slips: Iterable[Slip], path: Path) -> None:
    """The list of slips as CSV."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(Slip.__dataclass_fields__)
        for slip in slips:
            writer.writerow(vars(slip).values())


def generate(
    out: Path, bodies: int, years: Iterable[int], *, layouts: Sequence[str] = (), errors: float = 0.0, seed: str = SEED
) -> list[Path]:
    """Writes the disclosures of so many bodies over some years; returns the documents' paths, in order.

    A share ``errors`` of the documents gets one slip each.
    """
    slips: list[Slip] = []

    def alter(document: Document, name: str) -> Document:
        chance = Random(f"{seed}/slip/{name}")
        if chance.random() >= errors:
            return document
        document, slip = slipped(document, name, chance)
        slips.extend([slip] if slip else [])
        return document

    paths = [path for path, _ in write_all(drawn(bodies, years, layouts, seed), out, alter)]
    write_errors(slips, out / "errors.csv")
    return paths


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.generate", description=__doc__)
    parser.add_argument("out", type=Path, help="folder for documents/, truth/ and errors.csv")
    parser.add_argument("--bodies", type=int, required=True, help="how many bodies to draw")
    parser.add_argument("--years", default="2021-2023", help="first and last year (default: 2021-2023)")
    parser.add_argument("--layouts", default="", help="layout:format[:option=value], in turn, parted by commas")
    parser.add_argument("--errors", type=float, default=0.0, help="share of documents with a slip (default: 0)")
    parser.add_argument("--seed", default=SEED, help="any word; the same word writes the same files")
    given = parser.parse_args()
    first, _, last = given.years.partition("-")
    paths = generate(
        given.out, given.bodies, range(int(first), int(last or first) + 1),
        layouts=given.layouts.split(",") if given.layouts else (), errors=given.errors, seed=given.seed,
    )  # fmt: skip
    print(f"{len(paths)} documents in {given.out / 'documents'}")


if __name__ == "__main__":
    main()
