"""``/oidc``: to the school's own sign-in and back. For browsers, beside the API."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse

from scheduler.api.asking import Config, Db, https, public
from scheduler.api.sign_in import device_of, with_cookie
from scheduler.errors import NotFoundError, NotSignedInError
from scheduler.service import oidc

router = APIRouter(prefix="/oidc", include_in_schema=False)
_MINUTES = 10
_AGAIN = "The sign-in took too long or was begun elsewhere. Begin again."


@router.get("", dependencies=[public("Nobody is signed in before they have signed in.")])
def begin(request: Request) -> Response:
    """Send a browser to the school's own sign-in."""
    secret = oidc.new_secret()
    response = RedirectResponse(_provider(request).begin(secret), 303)
    secure = https(request)
    response.set_cookie(
        _cookie(secure),
        secret,
        max_age=_MINUTES * 60,
        path="/",
        secure=secure,
        httponly=True,
        samesite="lax",
    )
    return response


@router.get("/back", dependencies=[public("The school's sign-in says who it is.")])
def back(
    request: Request,
    store: Db,
    settings: Config,
    state: Annotated[str, Query(max_length=200)] = "",
    code: Annotated[str, Query(max_length=4000)] = "",
) -> Response:
    """Sign in whom the school's own sign-in sent back."""
    secure = https(request)
    provider = _provider(request)
    secret = request.cookies.get(_cookie(secure))
    if secret is None or not code:
        raise NotSignedInError(_AGAIN)
    claims = provider.end(secret, state, code)
    token = oidc.signed_in(store, settings, provider, claims, device_of(request))
    response = with_cookie(RedirectResponse("/", 303), request, token)
    response.delete_cookie(_cookie(secure), path="/", secure=secure, httponly=True, samesite="lax")
    return response


def _cookie(secure: bool) -> str:
    return "__Host-fieldweek-oidc" if secure else "fieldweek-oidc"


def _provider(request: Request) -> oidc.Provider:
    found: oidc.Provider | None = request.app.state.oidc
    if found is None:
        raise NotFoundError("This school signs in with passwords. Use the page for signing in.")
    return found
