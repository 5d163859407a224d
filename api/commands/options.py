"""What every command shares: its options, how it prints, and how it says that something failed."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import click

if TYPE_CHECKING:
    from api.settings import Settings
    from graph.library.library import Library

F = TypeVar("F", bound=Callable[..., Any])


def store_option(command: F) -> F:
    """``--store DIR``: the store to work on."""
    return click.option(
        "--store",
        type=click.Path(file_okay=False, path_type=Path),
        help="Folder of the store.  [env: MINGZHANG_STORE; default: in the user's data folder]",
    )(command)


def json_option(command: F) -> F:
    """``--json``: print JSON for programs instead of text for people."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON, for programs.")(command)


def settings(**flags: object) -> Settings:
    """The settings with the flags that were given set over them; wrong ones end the command with exit code 2."""
    from pydantic import ValidationError

    from api.settings import Settings

    given: dict[str, Any] = {name: value for name, value in flags.items() if value is not None}
    try:
        return Settings(**given)
    except ValidationError as error:
        wrong = "; ".join(f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in error.errors())
        raise click.UsageError(f"settings: {wrong}. `mingzhang settings --help` tells where they come from.") from None


def open_library(now: Settings) -> Library:
    """The writer of the store, which says when it has to wait for another. Raises StoreBusy, ValueError, OSError."""
    from graph.library.library import Library

    return Library(now.store, base=now.base, server=now.server, notice=lambda message: click.echo(message, err=True))


def indexers_of(now: Settings) -> list[Callable[..., Any]]:
    """What fills a generation when it is published."""
    from graph.search.indexing import indexers

    return list(indexers(now.server, now.vectors_url.get_secret_value()))


def print_json(value: object) -> None:
    """One JSON value on a line of its own, keys as given, flushed so that a reader of the pipe has it at once."""
    click.echo(json.dumps(value, ensure_ascii=False))


def fail(message: str) -> NoReturn:
    """End with exit code 1 and the reason on standard error."""
    click.echo(f"mingzhang: {message}", err=True)
    raise SystemExit(1)
