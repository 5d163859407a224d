"""``python -m samples.generate``: write all samples again, byte for byte."""

from __future__ import annotations

import argparse
from pathlib import Path

from samples.generate.catalogue import catalogue, drawn, write_all

HERE = Path(__file__).resolve().parent.parent


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m samples.generate", description=__doc__)
    parser.add_argument("--out", type=Path, default=HERE, help="folder for documents/ and truth/ (default: samples/)")
    parser.add_argument("--bodies", type=int, default=0, help="instead of the samples: how many bodies to draw")
    parser.add_argument("--years", default="2021-2023", help="with --bodies: first and last year")
    parser.add_argument(
        "--layouts",
        default="",
        help="with --bodies: layout:format[:option=value] in turn, such as wuhan:pdf:rules=none,split:html",
    )
    parser.add_argument(
        "--seed", default="mingzhang", help="with --bodies: any word; the same word draws the same bodies"
    )
    options = parser.parse_args()
    if options.bodies:
        first, last = (int(year) for year in options.years.split("-"))
        orders = drawn(
            options.bodies, range(first, last + 1), options.layouts.split(",") if options.layouts else (), options.seed
        )
    else:
        orders = catalogue()
    for path, figures in write_all(orders, options.out):
        print(f"{path.name}: {figures} figures")


if __name__ == "__main__":
    main()
