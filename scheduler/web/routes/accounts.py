"""Who may sign in, and as what: accounts made, changed, let in by a link, and shut out."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response

from scheduler.config import Settings
from scheduler.domain.accounts import Account, Actor, Role
from scheduler.errors import (
    ConflictError,
    ForbiddenError,
    InvalidInputError,
    SchedulerError,
    StaleError,
)
from scheduler.service import accounts, inviting, overview, terms
from scheduler.service.inviting import Typed
from scheduler.service.rights import Action
from scheduler.service.tokens import Kind, new_token
from scheduler.store.engine import Store
from scheduler.web.asking import Config, Db, Sent, allowed
from scheduler.web.forms import Form, FormError, errors_of
from scheduler.web.links import base_of
from scheduler.web.rendering import render
from scheduler.web.views import accounts as view

router = APIRouter(prefix="/accounts")
Editor = Annotated[Actor, allowed(Action.ACCOUNT_EDIT)]
Wanted = Annotated[str, Query(max_length=200)]
NOBODY = Typed(email="")
MOST_ACCOUNTS = 100_000
MOST_SHOWN = 100


@router.get("")
def accounts_page(request: Request, store: Db, actor: Editor, find: Wanted = "") -> Response:
    """List the accounts, and ask what a new one is to be."""
    return _list(request, store, actor, NOBODY, [], find)


@router.post("")
def make(request: Request, store: Db, settings: Config, sent: Sent, actor: Editor) -> Response:
    """Make an account, and the link by which its owner comes in first."""
    typed = _typed(Form(sent), store, actor)
    token = new_token(Kind.LINK)

    def effect() -> Account:
        return accounts.make(store, actor, inviting.wanted(store, actor, typed), token)

    made, errors = _tried(effect)
    if made is None:
        return _list(request, store, actor, typed, errors)
    days = f"{accounts.INVITATION_LASTS.days} days"
    return _show_link(request, settings, made, token, days, is_new=True)


@router.get("/{account}")
def account_page(request: Request, store: Db, actor: Editor, account: str) -> Response:
    """Show an account, and what can be changed of it."""
    found = accounts.one(store, actor, account)
    return _one(request, store, actor, found, view.typed_of(found), [])


@router.post("/{account}")
def change(request: Request, store: Db, sent: Sent, actor: Editor, account: str) -> Response:
    """Change what an account is."""
    found = accounts.one(store, actor, account)
    form = Form(sent)
    typed = _typed(form, store, actor, found)

    def effect() -> Account:
        wanted = view.still(found, inviting.wanted(store, actor, typed))
        return accounts.change(store, actor, account, wanted, form.text("state"))

    changed, errors = _tried(effect, "roles" if account == actor.account else "schools")
    if changed is None:
        now = accounts.one(store, actor, account)
        return _one(request, store, actor, now, typed, errors)
    return RedirectResponse(f"/accounts/{account}", HTTPStatus.SEE_OTHER)


@router.post("/{account}/link")
def make_link(
    request: Request, store: Db, settings: Config, actor: Editor, account: str
) -> Response:
    """Make a link for somebody who cannot sign in; it is shown once."""
    found = accounts.one(store, actor, account)
    token = new_token(Kind.LINK)
    try:
        accounts.link_for(store, actor, account, token)
    except ConflictError as no:
        return _one(request, store, actor, found, view.typed_of(found), errors_of(no))
    return _show_link(request, settings, found, token, "a day")


@router.post("/{account}/disable")
def disable(request: Request, store: Db, sent: Sent, actor: Editor, account: str) -> Response:
    """Let an account in no more, or again."""
    found = accounts.one(store, actor, account)
    wanted = Form(sent).text("do") != "enable"
    done, errors = _tried(lambda: accounts.disable(store, actor, account, wanted), "")
    if done is None:
        return _one(request, store, actor, found, view.typed_of(found), errors)
    return RedirectResponse(f"/accounts/{account}", HTTPStatus.SEE_OTHER)


def _tried(
    effect: Callable[[], Account], forbidden: str = "schools"
) -> tuple[Account | None, list[FormError]]:
    """Do it, or say why not, each fault in its field of the form."""
    try:
        return effect(), []
    except InvalidInputError as no:
        errors = [
            FormError(field=one.field, text=f"{one.message} {one.next_step}") for one in no.faults
        ]
        return None, errors or errors_of(no)
    except SchedulerError as no:
        fields = {ConflictError: "email", ForbiddenError: forbidden, StaleError: ""}
        if type(no) not in fields:
            raise
        return None, errors_of(no, fields[type(no)])


def _typed(form: Form, store: Store, actor: Actor, before: Account | None = None) -> Typed:
    """Give what was typed."""
    schools = _schools(store, actor, before)
    return Typed(
        email=form.text("email"),
        name=form.text("name"),
        roles=tuple(role for role in Role if form.text(f"role-{role}")),
        person=form.text("person"),
        wards=view.several_of(form.text("wards")),
        schools=tuple(one for one in sorted(schools) if form.text(f"school-{one}")),
    )


def _list(
    request: Request,
    store: Store,
    actor: Actor,
    typed: Typed,
    errors: list[FormError],
    find: str = "",
) -> Response:
    everybody = accounts.page(store, actor, None, MOST_ACCOUNTS)
    found = view.lines(everybody, _schools(store, actor), find)
    return render(
        request,
        "accounts.html",
        HTTPStatus.UNPROCESSABLE_ENTITY if errors else HTTPStatus.OK,
        lines=found[:MOST_SHOWN],
        more=len(found) - MOST_SHOWN,
        find=find,
        may_find=len(everybody) > view.FEW,
        errors=errors,
        zone=_zone(store, actor),
        **_form(store, actor, typed),
    )


def _one(
    request: Request,
    store: Store,
    actor: Actor,
    account: Account,
    typed: Typed,
    errors: list[FormError],
) -> Response:
    return render(
        request,
        "account_of.html",
        HTTPStatus.UNPROCESSABLE_ENTITY if errors else HTTPStatus.OK,
        line=view.line(account, _schools(store, actor)),
        is_own=account.id == actor.account,
        state=accounts.state_of(account),
        errors=errors,
        zone=_zone(store, actor),
        crumbs=[("/accounts", "Accounts")],
        **_form(store, actor, typed, account),
    )


def _form(
    store: Store, actor: Actor, typed: Typed, account: Account | None = None
) -> dict[str, object]:
    """What the form of an account shows, whether new or not."""
    schools = _schools(store, actor, account)
    asked = len(schools) > 1 or actor.schools or (account is not None and account.schools)
    return {
        "typed": typed,
        "roles": view.ROLES,
        "schools": list(schools.items()) if asked else [],
        "only_some": bool(actor.schools),
    }


def _schools(store: Store, actor: Actor, account: Account | None = None) -> dict[str, str]:
    """Name the schools by id; an account may be for one that no data knows."""
    found = {str(one.id): one.name for one in terms.schools_of(store, actor)}
    for one in sorted(account.schools if account is not None else ()):
        found.setdefault(one, one)
    return found


def _zone(store: Store, actor: Actor) -> str:
    zones = (one.zone for one in overview.terms_by_id(store, actor).values())
    return next(zones, "UTC")


def _show_link(
    request: Request,
    settings: Settings,
    account: Account,
    token: str,
    lasts: str,
    is_new: bool = False,
) -> Response:
    return render(
        request,
        "account_link.html",
        account=account,
        name=view.name_of(account),
        address=f"{base_of(request, settings)}/sign-in/{token}",
        lasts=lasts,
        is_new=is_new,
        crumbs=[("/accounts", "Accounts"), (f"/accounts/{account.id}", view.name_of(account))],
    )
