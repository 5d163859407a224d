"""`mingzhang eval FILE`: ask questions whose answers are known, and grade what comes."""

from __future__ import annotations

import json
import time
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import click

from api.commands.options import fail, json_option, print_json, settings, store_option


@click.command("eval")
@click.argument("questions", type=click.File(encoding="utf-8"), metavar="FILE")
@click.option("--misses", is_flag=True, help="Print each question that was not answered rightly, and why.")
@click.option("--baselines", is_flag=True, help="Beside it, what the best passage by words, meaning and both would do.")
@store_option
@json_option
def command(questions: Any, misses: bool, baselines: bool, store: Path | None, as_json: bool) -> None:
    """Ask the questions in FILE (one JSON a line, with their known answers) and grade the answers by kind.

    A line holds "question", "kind", "status" (answered, unanswered, blank), "numbers", "unit", "document", "any_of",
    "all_of" and "none_of"; answer/grading.py tells what they mean. Exit code 1 where not all are right.
    """
    from api.holdings.generation import NoStore, open_store

    asked = read(questions)
    try:
        now = settings(store=store)
        generation = open_store(now)
    except NoStore as error:
        fail(str(error))
    from answer.answer import answer
    from answer.baselines import Baselines, judge
    from answer.grading import cites, grade
    from answer.holdings.knowledge import Knowledge
    from graph.embedding.encoder import Encoder
    from graph.search.indexing import complete_vectors

    knowledge = Knowledge(generation)
    encoder = Encoder(now.embedding_model) if baselines else None
    if encoder is not None and encoder.choice.reference:
        # The passages nearest by meaning need all vectors; those that are there are not computed again.
        encoder.start()
        if encoder.wait():
            complete_vectors(generation.path, generation.store, generation.base, encoder,
                             database=generation.vectors_url)
    others = Baselines(Knowledge(generation, encoder)) if baselines else None
    result = Result()
    for question in asked:
        started = time.perf_counter()
        reply = answer(question["question"], knowledge)
        seconds = time.perf_counter() - started
        verdict, why = grade(question, reply)
        cited = cites(question, reply) if verdict == "right" and reply["status"] != "unanswered" else None
        result.add(question, reply, verdict, why, cited, seconds)
        if others is not None:
            for name, passage in others.passages(question["question"]).items():
                result.baselines.setdefault(name, Counter())[judge(question, passage)] += 1
    if encoder is not None:
        encoder.close()
    if as_json:
        print_json(result.as_dict())
    else:
        result.show(misses)
    if result.total["right"] != len(asked):
        raise SystemExit(1)


class Result:
    """What a run has come to."""

    def __init__(self) -> None:
        self.kinds: dict[str, Counter[str]] = {}
        self.total: Counter[str] = Counter()
        self.baselines: dict[str, Counter[str]] = {}
        self.failures: list[dict[str, Any]] = []
        self.cited: Counter[bool] = Counter()
        self.answered = 0
        self.seconds: list[float] = []

    def add(
        self,
        question: dict[str, Any],
        reply: dict[str, Any],
        verdict: str,
        why: str,
        cited: bool | None,
        seconds: float,
    ) -> None:
        """One answer graded."""
        self.kinds.setdefault(question.get("kind", "lookup"), Counter())[verdict] += 1
        self.total[verdict] += 1
        self.seconds.append(seconds)
        self.answered += reply["status"] == "answered"
        if cited is not None:
            self.cited[cited] += 1
        if verdict != "right":
            self.failures.append(
                {"verdict": verdict, "question": question["question"], "why": why, "text": reply["text"]}
            )

    def share(self, part: float, whole: float) -> float | None:
        """Per cent, one decimal; None of nothing."""
        return round(100 * part / whole, 1) if whole else None

    def measures(self) -> dict[str, float | None]:
        """Per cent right of what was answered, per cent of evidence that is the cell itself, milliseconds."""
        times = sorted(self.seconds)
        said = self.total["right"] + self.total["wrong"]
        return {
            "precision": self.share(self.total["right"], said),
            "evidence": self.share(self.cited[True], self.cited.total()),
            "p50_ms": round(1000 * times[len(times) // 2], 1) if times else None,
            "p95_ms": round(1000 * times[int(len(times) * 0.95)], 1) if times else None,
        }

    def as_dict(self) -> dict[str, Any]:
        """For programs."""
        kinds = {kind: dict(self.kinds[kind]) for kind in sorted(self.kinds)}
        told = {"total": dict(self.total), "kinds": kinds, "failures": self.failures, "measures": self.measures()}
        return {**told, "baselines": {name: dict(count) for name, count in self.baselines.items()}}

    def show(self, misses: bool) -> None:
        """For people; the last line is the total."""
        if misses:
            for each in self.failures:
                click.echo("{verdict}: {question} -> {text} [{why}]".format(**each))
        for kind in sorted(self.kinds):
            click.echo(f"{kind:16} {line(self.kinds[kind])}")
        for name, count in self.baselines.items():
            click.echo(f"best passage by {name:16} {line(count)}")
        measures = self.measures()
        click.echo(
            f"precision {measures['precision']} %, evidence the cell or sentence itself {measures['evidence']} %, "
            f"latency p50 {measures['p50_ms']} ms, p95 {measures['p95_ms']} ms"
        )
        click.echo(f"{'all':16} {line(self.total)}")


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
