"""People who ask the service in tests: an organisation, accounts of every role, clients."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from functools import partial

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from scheduler.api.app import create
from scheduler.config import Settings
from scheduler.domain.accounts import Account, Role, Via
from scheduler.service import sign_in
from scheduler.service.accounts import new_account
from scheduler.service.who import actor_of, who
from scheduler.store import accounts, organisations
from scheduler.store.engine import Store

ORIGIN = "http://testserver"
_numbers = itertools.count(1)


def an_organisation(store: Store, name: str = "Our school") -> str:
    with store.write() as tx:
        return organisations.add(tx, name).id


def an_account(store: Store, organisation: str, *roles: Role, **fields: object) -> Account:
    from dataclasses import replace

    account = new_account(organisation, roles, f"account{next(_numbers)}@school.example")
    account = replace(account, **fields)  # type: ignore[arg-type]
    with store.write() as tx:
        accounts.add(tx, account)
    return account


def an_actor(account: Account):  # type: ignore[no-untyped-def]
    return actor_of(account, Via.SESSION, "sgn_test")


def a_browser(app: FastAPI, account: Account) -> TestClient:
    """A browser that is signed in, sending the Origin of the pages."""
    return a_browser_with(app, a_token(app, account))


def a_token(app: FastAPI, account: Account) -> str:
    """What the cookie of a browser holds that is signed in."""
    return sign_in.begin(app.state.store, app.state.settings, account, "a browser")


def a_browser_with(app: FastAPI, token: str) -> TestClient:
    """A browser with this in its cookie."""
    client = TestClient(app, base_url=ORIGIN, headers={"Origin": ORIGIN})
    client.cookies.set("fieldweek", token)
    return client


def a_key() -> dict[str, str]:
    """A new Idempotency-Key."""
    return {"Idempotency-Key": f"key-{next(_numbers)}"}


def settings_of(**settings: object) -> Settings:
    """Settings under which nobody asks too often."""
    given = {"rate_each_second": 100_000, "rate_at_once": 100_000, **settings}
    return Settings(**given)  # type: ignore[arg-type]


def an_app(store: Store, **settings: object) -> FastAPI:
    found = settings_of(**settings)
    return create(store, found, partial(who, store, found))


@pytest.fixture
def app(store: Store) -> Iterator[FastAPI]:
    yield an_app(store)
