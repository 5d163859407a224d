"""`mingzhang mcp`: the tools for language models, over standard input and output."""

from __future__ import annotations

from pathlib import Path

import click

from api.commands.options import settings, store_option


@click.command("mcp")
@store_option
def command(store: Path | None) -> None:
    """Serve the tools ask, search, sparql, unit, evidence, check and schema to an MCP client, over stdin and stdout.

    Give a client (an editor, an agent) this command to start. Over HTTP the same stand at /mcp of `mingzhang serve`.
    """
    import asyncio

    from api.app import create_app, lifespan
    from api.logs import configure
    from api.mcp_server import create_server

    now = settings(store=store)
    configure("off")

    async def serve() -> None:
        app = create_app(now)
        async with lifespan(app):
            await create_server(app, local=True).run_stdio_async()

    asyncio.run(serve())
