"""One's own account: the address, the password, and keys for programs."""

from __future__ import annotations

from dataclasses import replace
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from scheduler.domain.accounts import Actor, ApiKey, Via
from scheduler.errors import (
    ConflictError,
    InvalidInputError,
    NotSignedInError,
    StaleError,
    TooManyError,
)
from scheduler.service import accounts, keys
from scheduler.service import sign_in as signing
from scheduler.service.rights import RIGHTS, Action, may
from scheduler.service.tokens import Kind, new_token
from scheduler.service.who import moment
from scheduler.store.engine import Store
from scheduler.web.asking import Config, Db, Sent, allowed, gate
from scheduler.web.forms import Form, FormError, errors_of
from scheduler.web.links import base_of
from scheduler.web.rendering import render
from scheduler.web.views.accounts import roles_of

router = APIRouter(prefix="/account")
Owner = Annotated[Actor, allowed(Action.ME_EDIT)]
KeyMaker = Annotated[Actor, allowed(Action.KEY_MAKE)]
SCOPES = (
    ("read", "Read what I may read"),
    ("all", "Do what I may do"),
)
FOR_PEOPLE = frozenset({Action.KEY_MAKE, Action.ME_EDIT})
"""What no key may do, whatever its scopes."""
MOST_KEYS = 1000
MOST_LETTERS = 200


@router.get("")
def account_page(request: Request, store: Db, actor: Owner) -> Response:
    """Show one's own account."""
    return _account(request, store, actor, [])


@router.post("/password")
def set_password(request: Request, store: Db, sent: Sent, actor: Owner) -> Response:
    """Set one's own password."""
    old, new = str(sent.get("old", "")), str(sent.get("password", ""))
    try:
        signing.new_password(store, actor, old, new, gate(request).address(request))
    except InvalidInputError as weak:
        return _account(request, store, actor, errors_of(weak, "password"))
    except (NotSignedInError, TooManyError) as no:
        return _account(request, store, actor, errors_of(no, "old"))
    return _account(
        request, store, actor, [], "The password is set. All other sign-ins have ended."
    )


@router.post("/email")
def set_address(
    request: Request, store: Db, sent: Sent, actor: Annotated[Actor, allowed(Action.ACCOUNT_EDIT)]
) -> Response:
    """Set the address with which one signs in oneself."""
    try:
        found = accounts.new_address(store, actor, Form(sent).text("address"))
    except (InvalidInputError, ConflictError, StaleError) as no:
        return _account(request, store, actor, errors_of(no, "address"))
    now = replace(actor, email=found.email)
    return _account(request, store, now, [], f"From now on you sign in as {found.email}.")


@router.post("/keys")
def make_key(
    request: Request, store: Db, settings: Config, sent: Sent, actor: KeyMaker
) -> Response:
    """Make a key by which a program asks in one's name; it is shown once."""
    form = Form(sent)
    name = form.needed("key-name", "What the key is for")
    if len(name) > MOST_LETTERS or not name.isprintable():
        form.wrong("key-name", "What the key is for is too long, or not one line. Shorten it.")
    scope = form.text("scope")
    if scope not in dict(SCOPES):
        form.wrong("scope", "Say what it may do: choose one of the list.")
    if form.errors:
        return _account(request, store, actor, form.errors, typed=(name, scope))
    token = new_token(Kind.KEY)
    keys.make(store, actor, name, _scopes(actor, scope), token)
    base = base_of(request, settings)
    return render(request, "key_made.html", name=name, token=token, base=base)


def _scopes(actor: Actor, wanted: str) -> frozenset[Action]:
    mine = {action for action in Action if may(actor, action)} - FOR_PEOPLE
    return frozenset(one for one in mine if wanted == "all" or one.value.endswith(".read"))


@router.post("/keys/end")
def end_key(store: Db, sent: Sent, actor: KeyMaker) -> Response:
    """End one of one's keys."""
    form = Form(sent)
    if form.text("key"):
        keys.revoke(store, actor, form.text("key"))
    return RedirectResponse("/account", HTTPStatus.SEE_OTHER)


def _account(
    request: Request,
    store: Store,
    actor: Actor,
    errors: list[FormError],
    done: str = "",
    typed: tuple[str, str] = ("", "read"),
) -> Response:
    status = HTTPStatus.UNPROCESSABLE_ENTITY if errors else HTTPStatus.OK
    may_key = may(actor, Action.KEY_MAKE) and actor.via is Via.SESSION
    return render(
        request,
        "account.html",
        status,
        email=actor.email,
        may_move=actor.roles & RIGHTS[Action.ACCOUNT_EDIT].keys(),
        roles=roles_of(actor.roles),
        may_key=may_key,
        keys=_good_keys(store, actor) if may_key else [],
        scopes=SCOPES,
        key_name=typed[0],
        scope=typed[1],
        errors=errors,
        done=done,
    )


def _good_keys(store: Store, actor: Actor) -> list[ApiKey]:
    now = moment()
    found = keys.page(store, actor, None, MOST_KEYS)
    good = [
        one
        for one in found
        if one.revoked_at is None and (one.expires_at is None or one.expires_at > now)
    ]
    return sorted(good, key=lambda one: (one.made_at, one.id))
