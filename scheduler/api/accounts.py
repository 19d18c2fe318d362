"""``/v1/accounts``: who may sign in, and as what."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Response
from pydantic import Field, StringConstraints

from scheduler.api.asking import Db, allowed
from scheduler.api.etags import AsRead, etag
from scheduler.api.idempotency import Answer, Idempotent
from scheduler.api.paging import Page, Paging, paged
from scheduler.api.problem_shapes import CREATES, EDITS, READS_BODY, SIGNED_IN, answers
from scheduler.api.shapes import BodyIn, BodyOut, Email, Id, Truth, example
from scheduler.domain.accounts import Account, Actor, Role
from scheduler.service import accounts
from scheduler.service.rights import Action
from scheduler.service.tokens import Kind

router = APIRouter(prefix="/accounts", tags=["accounts"], responses=SIGNED_IN)
MayRead = Annotated[Actor, allowed(Action.ACCOUNT_READ)]
MayEdit = Annotated[Actor, allowed(Action.ACCOUNT_EDIT)]


class AccountIn(BodyIn):
    """What an account is to be."""

    model_config = example(
        email="t1@school.example",
        name="T. One",
        roles=["advisor"],
        person="T1",
        schools=["BAY"],
    )
    email: Email
    name: Annotated[str, StringConstraints(max_length=200)] = ""
    roles: list[Role] = Field(max_length=len(Role))
    person: Id | None = Field(None, description="Their id in the school's data.")
    wards: list[Id] = Field([], max_length=50, description="The students of a guardian.")
    schools: list[Id] = Field([], max_length=200, description="Empty: all schools.")
    disabled: Truth = False

    def wanted(self) -> accounts.Wanted:
        """Say what is wanted in the words of the service."""
        return accounts.Wanted(
            email=self.email,
            name=self.name,
            roles=frozenset(self.roles),
            person=self.person,
            wards=frozenset(self.wards),
            schools=frozenset(self.schools),
            disabled=self.disabled,
        )


_SHOWN = {
    "id": "acc_nbswy3dpeb3w64tmmqqho2lu",
    "email": "t1@school.example",
    "name": "T. One",
    "roles": ["advisor"],
    "person": "T1",
    "wards": [],
    "schools": ["BAY"],
    "disabled": False,
    "made_at": "2026-08-15T09:00:00Z",
    "seen_at": None,
}


class AccountOut(BodyOut):
    """An account. Its ETag is sent back with a change."""

    model_config = example(**_SHOWN)
    id: str
    email: str
    name: str
    roles: list[Role]
    person: str | None
    wards: list[str]
    schools: list[str]
    disabled: bool
    made_at: datetime | None
    seen_at: datetime | None = Field(description="When it signed in last.")

    @classmethod
    def of(cls, account: Account) -> AccountOut:
        """Put an account into its JSON shape."""
        return cls(
            id=account.id,
            email=account.email,
            name=account.name,
            roles=sorted(account.roles),
            person=account.person,
            wards=sorted(account.wards),
            schools=sorted(account.schools),
            disabled=account.disabled,
            made_at=account.made_at,
            seen_at=account.seen_at,
        )


class NewAccountOut(AccountOut):
    """A new account, and the secret of the link by which its owner comes in first."""

    model_config = example(**_SHOWN, token="fwl_3q2-7wAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")
    token: str = Field(repr=False, description="Signs in once, within 7 days.")


class TokenOut(BodyOut):
    """The secret of a link that signs in once."""

    model_config = example(token="fwl_3q2-7wAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")
    token: str = Field(repr=False, description="Signs in once, within a day.")


@router.get("")
def list_accounts(store: Db, actor: MayRead, wanted: Paging) -> Page[AccountOut]:
    """List the accounts."""
    found = accounts.page(store, actor, wanted.after, wanted.limit)
    items, after = paged(found, wanted, lambda account: account.id)
    return Page[AccountOut](items=[AccountOut.of(one) for one in items], next=after)


@router.post("", status_code=201, response_model=NewAccountOut, responses=CREATES)
def make_account(body: AccountIn, actor: MayEdit, once: Idempotent) -> Response:
    """Make an account; its owner comes in by a link that works once."""
    secret = once.secret(Kind.LINK)

    def effect(store: Db) -> Answer:
        account = accounts.make(store, actor, body.wanted(), secret)
        made = NewAccountOut(**AccountOut.of(account).model_dump(), token=secret)
        return Answer(
            status=201,
            body=made,
            headers={
                "Location": f"/v1/accounts/{account.id}",
                "ETag": etag(accounts.state_of(account)),
            },
        )

    return once.answer(actor, effect)


@router.get("/{account}")
def read_account(account: Id, store: Db, actor: MayRead, response: Response) -> AccountOut:
    """Read an account."""
    found = accounts.one(store, actor, account)
    response.headers["ETag"] = etag(accounts.state_of(found))
    return AccountOut.of(found)


@router.put("/{account}", responses=READS_BODY | EDITS | answers(409))
def change_account(
    account: Id, body: AccountIn, store: Db, actor: MayEdit, as_read: AsRead, response: Response
) -> AccountOut:
    """Change an account; with other rights, or disabled, it is signed out everywhere."""
    found = accounts.change(store, actor, account, body.wanted(), as_read)
    response.headers["ETag"] = etag(accounts.state_of(found))
    return AccountOut.of(found)


@router.post(
    "/{account}/sign-in-links", status_code=201, response_model=TokenOut, responses=CREATES
)
def make_sign_in_link(account: Id, actor: MayEdit, once: Idempotent) -> Response:
    """Make a link for somebody who cannot sign in; it works once, within a day."""
    secret = once.secret(Kind.LINK)

    def effect(store: Db) -> Answer:
        accounts.link_for(store, actor, account, secret)
        return Answer(status=201, body=TokenOut(token=secret))

    return once.answer(actor, effect)
