"""The application: routers under ``/v1``, and what stands before them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from fastapi import APIRouter, FastAPI

from scheduler.api import (
    accounts,
    api_keys,
    attendance,
    attendance_codes,
    attendance_learned,
    audit,
    boards,
    calendars,
    devices,
    drafts,
    figures,
    fits,
    instances,
    marks,
    me,
    mentor_links,
    next_terms,
    oidc,
    people,
    problems,
    releases,
    reshuffles,
    runs,
    scenarios,
    sign_in,
    sweeps,
    terms,
    timetables,
    today,
    weeks,
)
from scheduler.api.asking import cookie_name
from scheduler.api.describing import describe
from scheduler.api.desk import Desk, tell_loops
from scheduler.api.door import Door
from scheduler.api.idempotency import Flying
from scheduler.api.limits import Limits
from scheduler.api.rates import Callers, Rate, Rates
from scheduler.api.short_way import ShortWay
from scheduler.domain.accounts import Actor, Via
from scheduler.service.attend.counter import Counter
from scheduler.service.oidc import Provider

if TYPE_CHECKING:
    from scheduler.config import Settings
    from scheduler.store.engine import Store

Who = Callable[[Via, str], Actor]
"""Says who asks by what they show, or raises `NotSignedInError`."""

ROUTERS: tuple[APIRouter, ...] = (
    weeks.router,  # what is asked for most comes first: routes are tried in turn
    releases.router,
    me.router,
    sign_in.router,
    accounts.router,
    api_keys.router,
    mentor_links.router,
    terms.router,
    instances.router,
    runs.router,
    timetables.router,
    drafts.router,
    fits.router,
    calendars.router,
    next_terms.router,
    scenarios.router,
    reshuffles.router,
    sweeps.router,
    today.router,
    marks.router,
    attendance.router,
    boards.router,
    attendance_learned.router,
    devices.router,
    attendance_codes.router,
    people.router,
    audit.router,
)
"""One a resource, each with its path below ``/v1``."""
STREAMED = (("POST", "/v1/instances"), ("POST", "/instances"), ("POST", "/score"))
"""Routes that read their body in parts."""


def create(
    store: Store,
    settings: Settings,
    who: Who,
    more: Sequence[APIRouter] = (),
) -> FastAPI:
    """Make the application; ``more`` are routers beside the API, such as the pages."""
    app = FastAPI(
        title="Fieldweek",
        version="1",
        docs_url=None,
        redoc_url=None,
        openapi_url="/v1/openapi.json",
        redirect_slashes=False,
        generate_unique_id_function=lambda route: route.name,
    )
    https = settings.public_url.startswith("https:")
    parts = urlsplit(settings.public_url)
    app.state.store = store
    app.state.settings = settings
    app.state.who = who
    app.state.https = https
    app.state.public_origin = f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""
    app.state.flying = Flying()
    app.state.oidc = Provider(settings) if settings.oidc_issuer else None
    problems.install(app)
    for router in ROUTERS:
        app.include_router(router, prefix="/v1")
    app.include_router(figures.router)
    app.include_router(oidc.router)
    for router in more:
        app.include_router(router)
    describe(app)
    app.state.figures = figures.Figures(store)
    add_doors(app, settings, https)
    return app


def add_doors(app: FastAPI, settings: Any, https: bool) -> None:
    """Put what stands before every route in its place: the last is the outermost."""
    counter = Counter(app.state.store, tell_loops)
    usual = Rate(settings.rate_each_second, settings.rate_at_once)
    callers = Callers(known=usual, unknown=usual, wrong=Rate(2, settings.wrong_at_once))
    app.state.short_way = ShortWay(counter, callers, app.state.figures.tell, https=https)
    app.add_middleware(Desk, counter=counter)
    app.add_middleware(Limits, streamed=STREAMED)
    app.add_middleware(Rates, callers=callers, cookie=cookie_name(https))
    app.add_middleware(
        Door,
        https=https,
        told=app.state.figures.tell,
        changed=getattr(app.state.who, "forget", None),
    )
