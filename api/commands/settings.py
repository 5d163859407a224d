"""`mingzhang settings`: what is set, and where it comes from."""

from __future__ import annotations

from pathlib import Path

import click

from api.commands.options import json_option, print_json, settings, store_option


@click.command("settings")
@store_option
@json_option
def command(store: Path | None, as_json: bool) -> None:
    """Print every setting.

    A setting comes from a command's flag, else from the environment (MINGZHANG_ and its name in capitals), else from
    the file that MINGZHANG_SETTINGS names (default: mingzhang/settings.toml in the user's configuration folder), else
    from its default.
    """
    from api.settings import Settings, settings_file

    now = settings(store=store).model_dump(mode="json")
    if as_json:
        print_json(now)
        return
    found = "" if settings_file().exists() else " (not there)"
    click.echo(f"# file: {settings_file()}{found}")
    for name, field in Settings.model_fields.items():
        click.echo(f"\n# {field.description}\n{name} = {toml(now[name])}")


def toml(value: object) -> str:
    """A number or a text as TOML writes it, so that what is printed can be pasted into the file."""
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return str(value)
