"""``/v1/sign-in`` and ``/v1/sign-ins``: coming in with a browser, and going again.

Signing in takes no Idempotency-Key: a second sign-in harms nobody, and an answer that lets
in is kept nowhere.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Request, Response
from pydantic import Field

from scheduler.api.asking import Config, Db, allowed, check_origin, cookie_name, https, public
from scheduler.api.problem_shapes import READS_BODY, SIGNED_IN, answers
from scheduler.api.shapes import BodyIn, BodyOut, Id, Text, example
from scheduler.domain.accounts import Actor, SignIn
from scheduler.service import sign_in
from scheduler.service.rights import Action

router = APIRouter(tags=["sign-in"])


class PasswordIn(BodyIn):
    """What somebody signs in with."""

    model_config = example(email="head@school.example", password="four words nobody says")
    email: Text
    password: str = Field(max_length=1000, repr=False)


class LinkIn(BodyIn):
    """The secret of a link that signs in once: what follows `#` or the last `/` in it."""

    model_config = example(token="fwl_3q2-7wAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")
    token: Id = Field(repr=False)


class NewPasswordIn(BodyIn):
    """One's old password, empty where there was none, and the new one."""

    model_config = example(old="", new="four words nobody says")
    old: str = Field(max_length=1000, repr=False)
    new: str = Field(max_length=1000, repr=False)


class SignInOut(BodyOut):
    """A browser that is signed in to one's account."""

    model_config = example(
        id="sgn_mfrggzdfmztwq2lknnwg23tp",
        device="Mozilla/5.0 (X11; Linux x86_64)",
        made_at="2026-09-01T06:55:00Z",
        seen_at="2026-09-01T07:10:00Z",
        expires_at="2026-09-01T18:55:00Z",
        this=True,
    )
    id: str
    device: str = Field(description="What the browser says it is.")
    made_at: datetime
    seen_at: datetime = Field(description="To the minute.")
    expires_at: datetime
    this: bool = Field(description="Whether it is the one that asks.")

    @classmethod
    def of(cls, found: SignIn, actor: Actor) -> SignInOut:
        """Put a sign-in into its JSON shape."""
        return cls(
            id=found.id,
            device=found.device,
            made_at=found.made_at,
            seen_at=found.seen_at,
            expires_at=found.expires_at,
            this=found.id == actor.credential,
        )


class SignInsOut(BodyOut):
    """Where one's account is signed in, latest first."""

    items: list[SignInOut]
    model_config = example(items=[SignInOut.model_config["json_schema_extra"]["examples"][0]])  # type: ignore[index]


_COMING_IN = answers(401, 403, 422, 429, 503) | READS_BODY


@router.post(
    "/sign-in",
    status_code=204,
    response_class=Response,
    dependencies=[public("Nobody is signed in before they have signed in.")],
    responses=_COMING_IN,
)
def sign_in_by_password(
    body: PasswordIn, request: Request, store: Db, settings: Config
) -> Response:
    """Sign in with e-mail address and password; the answer sets the cookie."""
    check_origin(request)
    token = sign_in.by_password(
        store, settings, body.email, body.password, address_of(request), device_of(request)
    )
    return with_cookie(Response(status_code=204), request, token)


@router.post(
    "/sign-in/link",
    status_code=204,
    response_class=Response,
    dependencies=[public("The secret of the link says who it is.")],
    responses=_COMING_IN,
)
def sign_in_by_link(body: LinkIn, request: Request, store: Db, settings: Config) -> Response:
    """Sign in by a link that works once; the answer sets the cookie."""
    check_origin(request)
    token = sign_in.by_link(store, settings, body.token, address_of(request), device_of(request))
    return with_cookie(Response(status_code=204), request, token)


@router.delete("/sign-in", status_code=204, response_class=Response, responses=SIGNED_IN)
def sign_out(
    request: Request, store: Db, actor: Annotated[Actor, allowed(Action.ME_EDIT)]
) -> Response:
    """Sign this browser out."""
    sign_in.end(store, actor)
    return without_cookie(Response(status_code=204), request)


@router.get("/sign-ins", responses=SIGNED_IN)
def list_sign_ins(store: Db, actor: Annotated[Actor, allowed(Action.ME_EDIT)]) -> SignInsOut:
    """Say where one's account is signed in."""
    return SignInsOut(items=[SignInOut.of(one, actor) for one in sign_in.sign_ins_of(store, actor)])


@router.delete("/sign-ins", status_code=204, response_class=Response, responses=SIGNED_IN)
def end_other_sign_ins(store: Db, actor: Annotated[Actor, allowed(Action.ME_EDIT)]) -> Response:
    """End all sign-ins of one's account but the one that asks."""
    sign_in.end_others(store, actor)
    return Response(status_code=204)


@router.delete(
    "/sign-ins/{sign_in_id}", status_code=204, response_class=Response, responses=SIGNED_IN
)
def end_sign_in(
    sign_in_id: Id, store: Db, actor: Annotated[Actor, allowed(Action.ME_EDIT)]
) -> Response:
    """End one sign-in of one's account."""
    sign_in.end(store, actor, sign_in_id)
    return Response(status_code=204)


@router.put(
    "/me/password", status_code=204, response_class=Response, responses=SIGNED_IN | READS_BODY
)
def change_password(
    body: NewPasswordIn,
    request: Request,
    store: Db,
    actor: Annotated[Actor, allowed(Action.ME_EDIT)],
) -> Response:
    """Change one's own password; all other sign-ins of the account end."""
    sign_in.new_password(store, actor, body.old, body.new, address_of(request))
    return Response(status_code=204)


def address_of(request: Request) -> str:
    """Where a request comes from, as the server or its trusted proxy says."""
    return request.client.host if request.client else "unknown"


def device_of(request: Request) -> str:
    """What a browser says it is."""
    return request.headers.get("user-agent", "")


def with_cookie(response: Response, request: Request, token: str) -> Response:
    """Give a browser its sign-in."""
    secure = https(request)
    response.set_cookie(
        cookie_name(secure), token, path="/", secure=secure, httponly=True, samesite="lax"
    )
    return response


def without_cookie(response: Response, request: Request) -> Response:
    """Take a browser's sign-in away, and what it remembers of our pages."""
    secure = https(request)
    response.delete_cookie(
        cookie_name(secure), path="/", secure=secure, httponly=True, samesite="lax"
    )
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response
