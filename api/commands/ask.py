"""`mingzhang ask`: answer questions from the store."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from api.commands.options import fail, json_option, print_json, settings, store_option

if TYPE_CHECKING:
    from api.settings import Settings


@click.command("ask")
@click.argument("text", required=False)
@click.option(
    "--file",
    "questions",
    type=click.File(encoding="utf-8"),
    help='Questions, one JSON a line: {"question": "..."}; - reads standard input. Prints one JSON a line, in order.',
)
@click.option("--lang", type=click.Choice(["zh", "en"]), help="Language of the answer.  [default: the question's]")
@store_option
@json_option
def command(text: str | None, questions: Any, lang: str | None, store: Path | None, as_json: bool) -> None:
    """Answer TEXT, a question in Chinese or English, with the printed place of every figure.

    Prose is searched by its words; `mingzhang serve` searches it by meaning too. Exit code 1 where a question could
    not be answered; the answer then says why.
    """
    if (text is None) == (questions is None):
        raise click.UsageError("give a question, or --file with questions")
    now = settings(store=store)
    asked = [(text, lang)] if text is not None else read_questions(questions, lang)
    from api.holdings.generation import NoStore

    unanswered = False
    try:
        for reply in replies(now, asked):
            unanswered |= reply["status"] != "answered"
            if as_json or questions is not None:
                print_json(reply)
            else:
                show(reply)
    except NoStore as error:
        fail(str(error))
    if unanswered and questions is None:
        raise SystemExit(1)


def replies(now: Settings, asked: Iterable[tuple[str, str | None]]) -> Iterator[dict[str, Any]]:
    """The answer to each question, of one generation, whole. Raises NoStore."""
    from api.holdings.generation import NoStore, open_store
    from graph.store.generation import GenerationGone
    from graph.store.server import ServerError

    generation = open_store(now)
    from answer.answer import answer
    from answer.holdings.knowledge import Knowledge
    from api.questions.language_model import language_model

    knowledge = Knowledge(generation, model=language_model(now))
    for question, language in asked:
        while True:
            try:
                reply = answer(question, knowledge, lang=language)
            except GenerationGone:
                knowledge.generation.close()
                knowledge = Knowledge(open_store(now), model=language_model(now))
            except ServerError as error:
                raise NoStore(str(error)) from None
            else:
                break
        yield reply


def read_questions(lines: Any, lang: str | None) -> Iterator[tuple[str, str | None]]:
    """Each line's question and language. A line that holds none ends the command with exit code 2 and its number."""
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            entry = json.loads(line)
            question = entry["question"]
        except (ValueError, KeyError, TypeError):
            question = None
        if not isinstance(question, str):
            raise click.UsageError(f'line {number} of {lines.name} is no JSON object with a "question"')
        yield question, entry.get("lang") or lang


def show(reply: dict[str, Any]) -> None:
    """An answer for people: the text, the formula, then each printed place."""
    click.echo(reply["text"] or reply.get("reason") or "")
    if reply.get("formula"):
        click.echo(f"  = {reply['formula']}")
    for place in reply.get("evidence") or ():
        page = f" 第{place['page']}页" if place.get("page") else f" 第{place['line']}行" if place.get("line") else ""
        cell = " / ".join(str(place[part]) for part in ("form", "row", "column") if place.get(part))
        click.echo(f"  [{place['document']}{page}] {cell} “{place['quote']}”")
    for suggestion in reply.get("suggestions") or ():
        click.echo(f"  可以问: {suggestion}")
    sys.stdout.flush()
