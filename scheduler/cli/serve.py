"""``fieldweek serve``: API, pages and worker with one command."""

from __future__ import annotations

import os
import socket
import sys
import threading
import time
import urllib.error
import urllib.request
from http import HTTPStatus
from typing import Annotated

import typer

from scheduler.cli.addresses import here, public_address
from scheduler.cli.talk import say

READY_SECONDS = 120.0
LOOK_SECONDS = 0.2


def run(
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(min=0, max=65535, help="Port to listen on.")] = None,
    workers: Annotated[
        int, typer.Option(min=0, max=64, help="Workers to start; above 1 needs PostgreSQL.")
    ] = 1,
) -> int:
    """Serve pages and API, and plan the runs that are asked for, until Ctrl-C.

    Settings come from the environment, see docs/reference/settings.md.
    """
    from scheduler.cli.supervising import Supervised, supervise
    from scheduler.config import read_settings, unknown_settings
    from scheduler.service.accounts import first_link
    from scheduler.service.oidc import check_settings
    from scheduler.store.engine import open_store
    from scheduler.store.migrations import migrate

    settings = read_settings()
    if settings.oidc_issuer:
        check_settings(settings)
    for line in unknown_settings(os.environ):
        say(line)
    host = settings.host if host is None else host
    port = _free(host, settings.port if port is None else port)
    migrate(settings.database_url)
    store = open_store(settings.database_url)
    if workers > 1 and store.is_sqlite:
        raise typer.BadParameter("SQLite takes one worker; set FIELDWEEK_DATABASE to PostgreSQL.")
    token = first_link(store)
    store.close()
    told = {"FIELDWEEK_HOST": host, "FIELDWEEK_PORT": str(port)}
    if sys.stderr.isatty() and "FIELDWEEK_LOG_FORMAT" not in os.environ:
        told["FIELDWEEK_LOG_FORMAT"] = "text"
    processes = [Supervised("server", "scheduler.asgi", told)]
    processes += [Supervised("worker", "scheduler.worker", told) for _ in range(workers)]
    address, local = public_address(settings, host, port), f"http://{here(host)}:{port}"
    ready = threading.Thread(target=_say_when_ready, args=(local, address, token), daemon=True)
    supervise(processes, ready)
    return 0


def _free(host: str, port: int) -> int:
    """Give the port if nobody listens on it, or any free one for 0."""
    kind = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(kind) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise typer.BadParameter(
                f"Port {port} of {host} cannot be used ({error.strerror}). "
                "End what listens there, or choose another --port."
            ) from error
        free: int = probe.getsockname()[1]
        return free


def _say_when_ready(local: str, address: str, token: str | None) -> None:
    """Say where it is, once it answers."""
    deadline = time.monotonic() + READY_SECONDS
    directly = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    while time.monotonic() < deadline:
        try:
            with directly.open(f"{local}/readyz", timeout=2):
                break
        except urllib.error.HTTPError as error:
            error.close()
            if error.code != HTTPStatus.SERVICE_UNAVAILABLE:
                break
        except OSError:
            time.sleep(LOOK_SECONDS)
    else:
        say(f"{local} does not answer yet; the lines above may say why.")
        return
    say(f"Fieldweek is at {address}")
    if token is not None:
        say(f"Sign in for the first time, once and within a day: {address}/sign-in/{token}")
    say("Ctrl-C ends it; what is being planned goes on at the next start.")
