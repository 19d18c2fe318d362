"""The web process: API and pages. It never loads the solver.

Start it by ``python -m scheduler.asgi``; `fieldweek serve` does, with a worker beside it.
"""

from __future__ import annotations

import signal
from contextlib import closing
from types import FrameType

import uvicorn
from fastapi import FastAPI, Request

from scheduler import lifeline, pace
from scheduler.api import asking, sign_in
from scheduler.api.app import create
from scheduler.api.wire import Wire
from scheduler.config import Settings, read_settings
from scheduler.log import configure
from scheduler.service.who import Remembered
from scheduler.store.alone import only_one
from scheduler.store.engine import Store, open_store
from scheduler.store.migrations import migrate
from scheduler.web.app import install, pages
from scheduler.web.asking import Gate


def application(store: Store, settings: Settings) -> FastAPI:
    """Put the web process together."""
    app = create(store, settings, Remembered(store, settings), more=[pages()])
    install(app, GATE)
    return app


def _cookie_name(request: Request) -> str:
    return asking.cookie_name(asking.https(request))


def _token(request: Request) -> str:
    cookie = request.cookies.get(_cookie_name(request))
    return asking.csrf_token(cookie) if cookie else ""


GATE = Gate(
    actor_of=asking.actor_of,
    token_of=_token,
    check_origin=asking.check_origin,
    cookie_name=_cookie_name,
    https=asking.https,
    address=sign_in.address_of,
)
"""The sign-in of the API, for the pages too."""


def main() -> None:
    """Serve until told to stop; requests under way are answered first."""
    settings = read_settings()
    configure(settings)
    pace.keep()
    lifeline.hold()
    migrate(settings.database_url)
    for stop in (signal.SIGTERM, signal.SIGINT):
        signal.signal(stop, _leave)  # uvicorn answers what is under way, then raises it again
    with closing(open_store(settings.database_url)) as store, only_one(store, "web"):
        uvicorn.run(
            application(store, settings),
            host=settings.host,
            port=settings.port,
            http=Wire,
            log_config=None,
            access_log=False,
            server_header=False,
            date_header=True,
            timeout_graceful_shutdown=10,
            forwarded_allow_ips=settings.proxies,
        )


def _leave(_number: int, _frame: FrameType | None) -> None:
    """End well: the store is closed on the way out."""
    raise SystemExit(0)


if __name__ == "__main__":
    main()
