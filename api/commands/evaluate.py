"""`mingzhang eval FILE`: ask questions whose answers are known, and grade what comes."""

from __future__ import annotations

import json
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import click

from api.commands.options import fail, json_option, print_json, settings, store_option


@click.command("eval")
@click.argument("questions", type=click.File(encoding="utf-8"), metavar="FILE")
@click.option("--misses", is_flag=True, help="Print each question that was not answered rightly, and why.")
@store_option
@json_option
def command(questions: Any, misses: bool, store: Path | None, as_json: bool) -> None:
    """Ask the questions in FILE (one JSON a line, with their known answers) and grade the answers by kind.

    A line holds "question", "kind", "status" (answered, unanswered, blank), "numbers", "unit", "document", "any_of",
    "all_of" and "none_of"; answer/grading.py tells what they mean. Exit code 1 where not all are right.
    """
    from api.holdings import NoStore, open_store

    asked = read(questions)
    try:
        generation = open_store(settings(store=store))
    except NoStore as error:
        fail(str(error))
    from answer.answer import answer
    from answer.grading import grade
    from answer.knowledge import Knowledge

    knowledge = Knowledge(generation)
    kinds: dict[str, Counter[str]] = {}
    total: Counter[str] = Counter()
    failures = []
    for question in asked:
        reply = answer(question["question"], knowledge)
        verdict, why = grade(question, reply)
        kinds.setdefault(question.get("kind", "lookup"), Counter())[verdict] += 1
        total[verdict] += 1
        if verdict != "right":
            failures.append({"verdict": verdict, "question": question["question"], "why": why, "text": reply["text"]})
    if as_json:
        by_kind = {kind: dict(kinds[kind]) for kind in sorted(kinds)}
        print_json({"total": dict(total), "kinds": by_kind, "failures": failures})
    else:
        if misses:
            for each in failures:
                click.echo("{verdict}: {question} -> {text} [{why}]".format(**each))
        for kind in sorted(kinds):
            click.echo(f"{kind:12} {line(kinds[kind])}")
        click.echo(f"{'all':12} {line(total)}")
    if total["right"] != len(asked):
        raise SystemExit(1)


def line(count: Counter[str]) -> str:
    return f"right {count['right']} of {count.total()}, wrong {count['wrong']}, missed {count['missed']}"


def read(questions: Any) -> list[dict[str, Any]]:
    """The questions of a file; a line that holds none ends the command with exit code 2 and its number."""
    found = []
    for number, text in enumerate(questions, start=1):
        if not text.strip():
            continue
        try:
            question = json.loads(text, parse_float=Decimal)
            found.append({**question, "question": str(question["question"])})
        except (ValueError, KeyError, TypeError):
            raise click.UsageError(f'line {number} of {questions.name} is no JSON object with a "question"') from None
    return found
