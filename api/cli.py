"""The command line: `mingzhang COMMAND`. Each command stands in a module of its own under ``api/commands``.

Commands are imported when they are called for, and import what they need when they run, so that help comes at once.
Exit codes: 0 done, 1 something could not be read or answered and is named, 2 wrong use.
"""

from __future__ import annotations

import sys
from importlib import import_module

import click

COMMANDS = {
    "ingest": "ingest.command",
    "check": "check.command",
    "ask": "ask.command",
    "query": "query.command",
    "export": "export.command",
    "remove": "remove.command",
    "update": "update.command",
    "eval": "evaluate.command",
    "serve": "serve.command",
    "mcp": "mcp.command",
    "backup": "backup.backup_command",
    "restore": "backup.restore_command",
    "settings": "settings.command",
}
"""Command → module of ``api.commands`` and the click command in it; in the order of a day's work."""


class Commands(click.Group):
    """A group whose commands are imported on demand and listed in the order given."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name].split(".")
        command = getattr(import_module(f"api.commands.{module}"), name)
        assert isinstance(command, click.Command)
        return command


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="mingzhang", prog_name="mingzhang")
def main() -> None:
    """Mingzhang (明账) reads what Chinese public bodies disclose about their money and answers questions on it.

    Every answer comes with the printed place it was read from.
    """
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        # Documents and answers are Chinese: UTF-8 also where the locale is C, or Windows has a code page of its own.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")


if __name__ == "__main__":
    main()
