"""Who asks for a page, and what a form sent: the dependencies of every page.

The pages and the API share one door and one sign-in; whoever wires them together hands the
pages a `Gate`, so that neither room knows the other.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import Depends, Request
from starlette.datastructures import FormData

from scheduler.domain.accounts import Actor
from scheduler.service.rights import Action, allow

if TYPE_CHECKING:
    from scheduler.config import Settings
    from scheduler.store.engine import Store

CSRF_FIELD = "csrf"
MOST_FILES = 100
"""That one form may send: a school has some thirty lists."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """How a browser shows who it is."""

    actor_of: Callable[[Request, str | None], Actor]
    """Who asks; for a form with the token that it sent."""
    token_of: Callable[[Request], str]
    """What a form of this browser must send back; empty where nobody is signed in."""
    check_origin: Callable[[Request], None]
    """Refuses a form that another site made a browser send, where nobody is signed in yet."""
    cookie_name: Callable[[Request], str]
    https: Callable[[Request], bool]
    address: Callable[[Request], str]
    """Where the browser is, for slowing down who guesses."""


def gate(request: Request) -> Gate:
    """Give the gate that the pages were wired with."""
    found: Gate = request.app.state.gate
    return found


def _store(request: Request) -> Any:
    return request.app.state.store


def _settings(request: Request) -> Any:
    return request.app.state.settings


async def _sent(request: Request) -> AsyncIterator[FormData]:
    if request.method != "POST":
        yield FormData()
        return
    async with request.form(max_files=MOST_FILES, max_fields=100) as form:
        yield form


if TYPE_CHECKING:
    Db = Annotated[Store, Depends(_store)]
    Config = Annotated[Settings, Depends(_settings)]
    Sent = Annotated[FormData, Depends(_sent)]
else:
    Db = Annotated[Any, Depends(_store)]
    Config = Annotated[Any, Depends(_settings)]
    Sent = Annotated[Any, Depends(_sent)]


class Allowed:
    """Lets those through who may do an action with somebody's data, and says who it is."""

    def __init__(self, action: Action) -> None:
        self.action = action

    def __call__(self, request: Request, sent: Sent) -> Actor:
        """Find out who is asking; a form must have come from a page of ours."""
        token = sent.get(CSRF_FIELD)
        actor = gate(request).actor_of(request, token if isinstance(token, str) else None)
        request.state.actor = actor
        request.state.csrf = gate(request).token_of(request)
        allow(actor, self.action)
        return actor


class Public:
    """Says why anybody may ask."""

    def __init__(self, why: str) -> None:
        self.why = why

    def __call__(self) -> None:
        """Let everybody through."""


def allowed(action: Action) -> Any:
    """A page for those who may do this; gives it its `Actor`."""
    return Depends(Allowed(action))


def public(why: str) -> Any:
    """A page for everybody."""
    return Depends(Public(why))
