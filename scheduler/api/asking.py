"""Who is asking, for what: the dependencies every route is built from.

A route names its action, ``actor: Annotated[Actor, allowed(Action.RUN_READ)]``, or says why
anybody may ask, ``dependencies=[public("…")]``; a test refuses routes that do neither.
"""

from __future__ import annotations

import hashlib
import hmac
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import urlsplit

from fastapi import Depends, Request
from fastapi.concurrency import run_in_threadpool

from scheduler.api.problems import RefusedError
from scheduler.domain.accounts import Actor, Via
from scheduler.errors import NotSignedInError
from scheduler.service.rights import Action, allow

if TYPE_CHECKING:
    from scheduler.config import Settings
    from scheduler.store.engine import Store

SAFE = ("GET", "HEAD", "OPTIONS")
CSRF_HEADER = "X-CSRF-Token"
CSRF_FIELD = "csrf"


# What only looks something up is asked in the loop itself: each way through a thread costs
# a read of the service as much as all it looks up.
async def _store(request: Request) -> Any:
    return request.app.state.store


async def _settings(request: Request) -> Any:
    return request.app.state.settings


if TYPE_CHECKING:
    Db = Annotated[Store, Depends(_store)]
    Config = Annotated[Settings, Depends(_settings)]
else:
    Db = Annotated[Any, Depends(_store)]
    Config = Annotated[Any, Depends(_settings)]


class Allowed:
    """Lets those through who may do an action with somebody's data, and says who it is."""

    def __init__(self, action: Action) -> None:
        self.action = action

    async def __call__(self, request: Request) -> Actor:
        """Find out who is asking."""
        if _is_known(request):
            actor = actor_of(request)
        else:
            actor = await run_in_threadpool(actor_of, request)
        allow(actor, self.action)
        request.state.actor = actor
        return actor


class Public:
    """Says why anybody may ask."""

    def __init__(self, why: str) -> None:
        self.why = why

    async def __call__(self) -> None:
        """Let everybody through."""


def allowed(action: Action) -> Any:
    """A route for those who may do this; gives the route its `Actor`."""
    return Depends(Allowed(action))


def public(why: str) -> Any:
    """A route for everybody."""
    return Depends(Public(why))


def actor_of(request: Request, field: str | None = None) -> Actor:
    """Say who asks by the API key, link or sign-in that they show.

    ``field`` is the CSRF token that a form of a page has sent.

    Raises
    ------
    NotSignedInError
        When nothing is shown, or nothing that is good.
    RefusedError
        When a browser was made to ask by another site.

    """
    who = request.app.state.who
    shown = request.headers.get("authorization")
    if shown is not None:
        scheme, _, token = shown.partition(" ")
        if scheme.lower() != "bearer" or not token.strip():
            raise NotSignedInError("Send the API key as `Authorization: Bearer KEY`.")
        bearer: Actor = who(Via.KEY, token.strip())
        request.state.token = token.strip()
        return bearer
    cookie = request.cookies.get(cookie_name(https(request)))
    if cookie is None:
        raise NotSignedInError("Sign in, or send an API key as `Authorization: Bearer KEY`.")
    signed_in: Actor = who(Via.SESSION, cookie)
    request.state.token = cookie
    if request.method not in SAFE:
        check_from_here(request, cookie, field)
    return signed_in


def _is_known(request: Request) -> bool:
    """Whether who asks is remembered, so that no database has to be asked."""
    knows = getattr(request.app.state.who, "knows", None)
    if knows is None:
        return False
    shown = request.headers.get("authorization")
    if shown is not None:
        return bool(knows(Via.KEY, shown.partition(" ")[2].strip()))
    return bool(knows(Via.SESSION, request.cookies.get(cookie_name(https(request)), "")))


def https(request: Request) -> bool:
    """Whether people reach the service by https: by its public address, where set."""
    given: bool = request.app.state.https
    return given


def cookie_name(secure: bool) -> str:
    """The name of the sign-in cookie; browsers keep ``__Host-`` to https and this host."""
    return "__Host-fieldweek" if secure else "fieldweek"


def csrf_token(cookie: str) -> str:
    """What a form must send back to show that it is a page of ours."""
    return hmac.new(cookie.encode(), b"csrf", hashlib.sha256).hexdigest()


def check_from_here(request: Request, cookie: str, field: str | None = None) -> None:
    """Refuse a change that another site made a signed-in browser ask for.

    Good is the CSRF token (header, or the form's field), or JSON with an Origin of ours:
    no other site can send either.
    """
    given = request.headers.get(CSRF_HEADER) or field
    if given is not None:
        if hmac.compare_digest(given.encode(), csrf_token(cookie).encode()):
            return
    elif _own_origin(request) and _no_form(request):
        return
    raise RefusedError(
        "not-from-here",
        "This change was not asked for by a page of this service. Load the page again.",
    )


def check_origin(request: Request) -> None:
    """Refuse a sign-in that another site made a browser ask for."""
    if "origin" in request.headers and not _own_origin(request):
        raise RefusedError(
            "not-from-here",
            "This sign-in was not asked for by a page of this service. Load the page again.",
        )


def _own_origin(request: Request) -> bool:
    origin = request.headers.get("origin")
    if origin is None:
        return False
    own = request.app.state.public_origin or f"{request.url.scheme}://{request.url.netloc}"
    parts = urlsplit(origin)
    return f"{parts.scheme}://{parts.netloc}" == own


def _no_form(request: Request) -> bool:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    return kind in ("", "application/json")
