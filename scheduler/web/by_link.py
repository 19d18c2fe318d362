"""Pages that open by a link alone, with no account: whose link it is, or that it is over."""

from __future__ import annotations

from http import HTTPStatus

from fastapi import Request
from fastapi.responses import Response

from scheduler.config import Settings
from scheduler.domain.accounts import Actor, LinkKind, Via
from scheduler.errors import NotSignedInError, TooManyError
from scheduler.service import throttle
from scheduler.service.who import moment, who
from scheduler.store.engine import Store
from scheduler.web.asking import gate
from scheduler.web.rendering import render


def whose_link(
    request: Request,
    store: Store,
    settings: Settings,
    token: str,
    kind: LinkKind,
    otherwise: str,
) -> Actor:
    """Say whose link it is; ``otherwise`` is what is said of a good link of another kind.

    Raises
    ------
    NotSignedInError
        It is no link of that kind, or no longer good.
    TooManyError
        It went wrong too often lately from this address.
    """
    keys = [throttle.named("address", gate(request).address(request))]
    throttle.check(store, keys, moment())
    try:
        actor = who(store, settings, Via.SESSION, token)
        if actor.link is not kind:
            raise NotSignedInError(otherwise)
    except NotSignedInError:
        throttle.failed(store, keys, moment())
        raise
    return actor


def link_is_over(request: Request, no: NotSignedInError | TooManyError) -> Response:
    """Show that nothing can be recorded by this link, and why."""
    status = HTTPStatus.TOO_MANY_REQUESTS if isinstance(no, TooManyError) else HTTPStatus.NOT_FOUND
    return render(request, "link_over.html", status, text=no.message)
