"""Pages for coming in and going: by password, or by a link that works once."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from scheduler.domain.accounts import Actor
from scheduler.errors import NotSignedInError, TooManyError
from scheduler.service import sign_in as signing
from scheduler.service.rights import Action
from scheduler.web.asking import Config, Db, Sent, allowed, gate, public
from scheduler.web.forms import Form, FormError, errors_of
from scheduler.web.rendering import render

router = APIRouter()
FOR_ALL = [public("Whoever comes in is nobody yet.")]


@router.get("/sign-in", dependencies=FOR_ALL)
def sign_in_page(request: Request, next: str = "/") -> Response:
    """Ask for e-mail address and password."""
    return _ask(request, next, [])


@router.post("/sign-in", dependencies=FOR_ALL)
def sign_in(request: Request, store: Db, settings: Config, sent: Sent) -> Response:
    """Sign in by password."""
    gate(request).check_origin(request)
    form = Form(sent)
    email, onward = form.needed("email", "The e-mail address"), form.text("next")
    password = str(sent.get("password", ""))
    if not password:
        form.wrong("password", "The password is missing. Fill it in.")
    if form.errors:
        return _ask(request, onward, form.errors, email, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        token = signing.by_password(
            store, settings, email, password, gate(request).address(request), _device(request)
        )
    except NotSignedInError as no:
        return _ask(request, onward, errors_of(no, "email"), email, HTTPStatus.UNPROCESSABLE_ENTITY)
    except TooManyError as slow:
        page = _ask(request, onward, errors_of(slow), email, HTTPStatus.TOO_MANY_REQUESTS)
        page.headers["Retry-After"] = str(max(1, round(slow.retry_after + 0.5)))
        return page
    return _let_in(request, token, onward)


@router.get("/sign-in/{token}", dependencies=FOR_ALL)
def link_page(request: Request, token: str) -> Response:
    """Ask whether to use a link: programs that look at links must not use them up."""
    return _shown(render(request, "sign_in_link.html", errors=[]))


@router.post("/sign-in/{token}", dependencies=FOR_ALL)
def sign_in_by_link(request: Request, store: Db, settings: Config, token: str) -> Response:
    """Sign in by a link; it works once."""
    gate(request).check_origin(request)
    try:
        cookie = signing.by_link(
            store, settings, token, gate(request).address(request), _device(request)
        )
    except (NotSignedInError, TooManyError) as no:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return _shown(render(request, "sign_in_link.html", status, errors=errors_of(no)))
    return _let_in(request, cookie, "/")


@router.post("/sign-out")
def sign_out(
    request: Request, store: Db, actor: Annotated[Actor, allowed(Action.ME_EDIT)]
) -> Response:
    """End the sign-in of this browser."""
    signing.end(store, actor)
    gone = RedirectResponse("/sign-in", HTTPStatus.SEE_OTHER)
    at = gate(request)
    gone.delete_cookie(
        at.cookie_name(request), secure=at.https(request), httponly=True, samesite="lax"
    )
    gone.headers["Clear-Site-Data"] = '"cache", "storage"'
    return gone


def _ask(
    request: Request,
    onward: str,
    errors: list[FormError],
    email: str = "",
    status: HTTPStatus = HTTPStatus.OK,
) -> Response:
    onward = own_path(onward)
    return _shown(
        render(request, "sign_in.html", status, next=onward, errors=errors, email=email, oidc="")
    )


def _shown(page: Response) -> Response:
    """Let browsers say that the form is of this page: without a referrer they would not."""
    page.headers["Referrer-Policy"] = "same-origin"
    return page


def own_path(wanted: str) -> str:
    """Give the path to go to, if it is one of ours: no other site, no other address.

    >>> own_path("/runs"), own_path("//evil.example"), own_path("https://evil.example")
    ('/runs', '/', '/')
    """
    good = wanted.startswith("/") and not wanted.startswith(("//", "/\\"))
    return wanted if good and wanted.isprintable() else "/"


def _let_in(request: Request, token: str, onward: str) -> Response:
    at = gate(request)
    inside = RedirectResponse(own_path(onward), HTTPStatus.SEE_OTHER)
    inside.set_cookie(
        at.cookie_name(request), token, secure=at.https(request), httponly=True, samesite="lax"
    )
    return inside


def _device(request: Request) -> str:
    return request.headers.get("user-agent", "")
