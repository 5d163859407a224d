"""`mingzhang check`: what is wrong or doubtful in documents before they go out, or in what the store holds."""

from __future__ import annotations

import json
import os
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from api.commands.options import fail, json_option, open_library, print_json, settings, store_option

if TYPE_CHECKING:
    from api.settings import Settings
    from graph.findings import Finding
    from ingest.records import Disclosure


@click.command("check")
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@store_option
@json_option
@click.option("--sarif", is_flag=True, help="Print a SARIF 2.1.0 log, for code review and editors.")
@click.option("--html", is_flag=True, help="Print one page of HTML, for people.")
@click.option("--reading", is_flag=True, help="Tell what was read and what was not, instead of findings.")
@click.option("--strict", is_flag=True, help="Exit with 1 where there is an error among the findings.")
def command(
    paths: tuple[Path, ...], store: Path | None, as_json: bool, sarif: bool, html: bool, reading: bool, strict: bool
) -> None:
    """Check documents, and store nothing; without PATHS, what the store holds.

    Tables against their sums and each other, prose against tables, rates, changes, wording, what must be there; years
    of one unit against each other. --json prints one list. Exit code 1 where a document could not be read.
    """
    if sum((as_json, sarif, html)) > 1:
        raise click.UsageError("--json, --sarif and --html exclude one another")
    now = settings(store=store)
    failed: list[str] = []
    readers = now.readers or os.cpu_count() or 1
    disclosures = list(_read(paths, readers, failed) if paths else _held(now))
    if reading:
        for disclosure in disclosures:
            _tell_reading(disclosure, as_json)
    else:
        found = _findings(disclosures, now.base, now.store)
        _print(found, disclosures, as_json=as_json, sarif=sarif, html=html)
        if strict and any(each.severity == "error" and each.review.verdict != "dismissed" for each in found):
            raise SystemExit(1)
    if failed:
        raise SystemExit(1)


def _read(paths: tuple[Path, ...], readers: int, failed: list[str]) -> Iterator[Disclosure]:
    """The disclosures of the files under ``paths``; names of those that can't be read are told and kept."""
    from ingest.batch import Failure, read_many
    from ingest.gather import gather
    from ingest.together import Companions, read_together

    with tempfile.TemporaryDirectory(prefix="mingzhang-") as scratch:
        found = gather(paths, Path(scratch))
        if not found.files and not found.errors:
            fail("no document among " + ", ".join(path.name for path in paths))
        for error in found.errors:
            failed.append(error)
            click.echo(f"failed: {error}", err=True)
        companions = Companions(Path(scratch))
        whole: dict[frozenset[str], Disclosure] = {}
        reading = read_together(found.files, found.places,
                                lambda some, given: read_many(some, readers=readers, key=given), {})
        for path, read in reading:
            if isinstance(read, Failure):
                failed.append(read.name)
                click.echo(f"failed: {read.message}", err=True)
                continue
            joined = companions.joined(found.places.get(path, path), read)
            files = frozenset(file.sha256 for file in joined.files)
            for parts in [held for held in whole if held < files]:
                del whole[parts]
            whole[files] = joined
        yield from whole.values()


def _held(now: Settings) -> Iterator[Disclosure]:
    """The current disclosures of a store."""
    if not now.store.exists():
        raise click.UsageError("name the documents to check; the store holds none")
    with open_library(now) as library:
        for key, _ in library.disclosures():
            disclosure = library.current(key)
            if disclosure is not None:
                yield disclosure


def _findings(disclosures: list[Disclosure], base: str, store: Path) -> list[Finding]:
    from graph.findings import findings, findings_across
    from graph.findings.joined import joined
    from graph.findings.review import REVIEWS, read_reviews, reviewed

    whole = joined(disclosures)
    found = [finding for each in whole for finding in findings(each, base)]
    found.extend(findings_across(whole, base))
    try:
        return reviewed(found, read_reviews(store / REVIEWS))
    except ValueError as error:
        fail(str(error))


def _print(found: list[Finding], disclosures: list[Disclosure], *, as_json: bool, sarif: bool, html: bool) -> None:
    if as_json:
        print_json([each.as_json() for each in found])
    elif sarif or html:
        from importlib.metadata import PackageNotFoundError, version

        from graph.findings import report

        try:
            program = version("mingzhang")
        except PackageNotFoundError:
            program = "0"
        click.echo(json.dumps(report.sarif(found, program), ensure_ascii=False, indent=1) if sarif
                   else report.page(found), nl=sarif)
    else:
        _tell(found, disclosures)


def _tell(found: list[Finding], disclosures: list[Disclosure]) -> None:
    """Findings for people, by document."""
    from graph.findings.report import where

    for disclosure in disclosures:
        key = disclosure.key
        names = [file.name for file in disclosure.files]
        click.echo(f"{', '.join(names)}: {key.unit} {key.year} {key.kind} ({key.scope})")
        mine = [each for each in found if each.document in names]
        for each in mine:
            verdict = f" [{each.review.verdict}: {each.review.note}]" if each.review.verdict else ""
            click.echo(f"  {each.severity} {each.rule}: {each.message}{verdict}")
            for place in each.evidence:
                click.echo(f"      {where(place)}")
        counts = Counter(each.severity for each in mine)
        click.echo("  " + (", ".join(f"{counts[level]} {level}s" for level in ("error", "warning", "hint")
                                     if counts[level]) or "nothing found"))


def _tell_reading(disclosure: Disclosure, as_json: bool) -> None:
    """What a document discloses, the tables read, the sums that hold and those that don't, what was not understood."""
    from ingest.ledger import as_table, place, remarks, table_lines

    forms = Counter(figure.form for figure in disclosure.figures if figure.kind == "table")
    key = disclosure.key
    name = ", ".join(file.name for file in disclosure.files)
    if as_json:
        about = {"document": name, "status": "read", **asdict(key)}
        tables = [asdict(line) for line in table_lines(disclosure)]
        print_json({**about, "forms": dict(forms), "tables": tables,
                    "ledger": [asdict(entry) for entry in disclosure.ledger]})
        return
    click.echo(f"{name}: {key.unit} {key.year} {key.kind} ({key.scope})")
    click.echo(as_table(disclosure))
    for entry in remarks(disclosure):
        where = place(entry.page, entry.line)
        click.echo(f"  {entry.event}{f' {where}' if where else ''}: {entry.message}")
