"""`mingzhang serve`: the service over HTTP."""

from __future__ import annotations

import socket
from pathlib import Path

import click

from api.commands.options import fail, settings, store_option


@click.command("serve")
@click.option("--host", help="Address to serve on.  [env: MINGZHANG_HOST; default: 127.0.0.1]")
@click.option("--port", type=click.IntRange(0, 65535), help="Port.  [env: MINGZHANG_PORT; default: 8000; 0: any free]")
@store_option
def command(host: str | None, port: int | None, store: Path | None) -> None:
    """Serve the pages, the HTTP interface and /sparql until stopped.

    What is read into the store meanwhile is served within two seconds.
    """
    now = settings(host=host, port=port, store=store)
    listening = socket.socket(socket.AF_INET6 if ":" in now.host else socket.AF_INET, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((now.host, now.port))
    except OSError as error:
        fail(f"can't serve on {now.host} port {now.port}: {error.strerror or error}. Choose another with --port.")
    import uvicorn

    from api.app import create_app
    from api.http.patience import Impatient
    from api.logs import configure

    address = f"[{now.host}]" if ":" in now.host else now.host
    click.echo(f"store: {now.store}", err=True)
    click.echo(f"Mingzhang serves at http://{address}:{listening.getsockname()[1]} (stop with Ctrl-C)", err=True)
    configure(now.log)
    config = uvicorn.Config(
        create_app(now), http=Impatient, log_config=None, access_log=False, server_header=False,
        timeout_graceful_shutdown=5,
    )  # fmt: skip
    server = uvicorn.Server(config)
    server.run(sockets=[listening])
