"""A request sent again does nothing twice, whatever died in between."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from scheduler.api.asking import Allowed
from scheduler.api.describing import policies, routes_of
from scheduler.domain.accounts import Account, Role
from scheduler.store.engine import Store
from tests.asking import a_browser, a_key, an_account, an_organisation

BODY = {"email": "t1@school.example", "roles": ["advisor"]}
WITHOUT = {"/v1/score", "/v1/sign-in", "/v1/sign-in/link", "/v1/terms/{term}/draft/trial"}
"""POST routes that create nothing."""
MARKS = {"/v1/marks", "/v1/marks/batch", "/v1/terms/{term}/disputes", "/v1/terms/{term}/voids"}
"""POST routes of marks, whose ids are made where they are recorded."""


@pytest.fixture
def account(store: Store) -> Account:
    return an_account(store, an_organisation(store), Role.ADMIN)


def made(client: TestClient) -> int:
    """How many accounts there are beside the one that asks."""
    return len(client.get("/v1/accounts").json()["items"]) - 1


def test_every_post_that_creates_asks_for_a_key(app: FastAPI, account: Account) -> None:
    posts = {str(one.path) for one in routes_of(app) if "POST" in (one.methods or ())}
    paths = app.openapi()["paths"]
    asking = {
        path
        for path in posts
        if any(
            one["name"] == "Idempotency-Key" and one["required"]
            for one in paths[path]["post"].get("parameters", [])
        )
    }
    assert posts - asking == WITHOUT | MARKS
    assert all(
        isinstance(policies(one)[0], Allowed) for one in routes_of(app) if one.path in asking
    )


def test_a_refusal_keeps_nothing_so_that_a_mended_request_may_use_its_key(
    app: FastAPI, account: Account
) -> None:
    client, key = a_browser(app, account), a_key()
    taken = BODY | {"email": account.email}
    assert client.post("/v1/accounts", json=taken, headers=key).status_code == 409
    assert client.post("/v1/accounts", json=BODY, headers=key).status_code == 201
    assert made(client) == 1


@pytest.mark.parametrize("key", ["", "x" * 256, "with space", "ümlaut"])
def test_an_odd_key_is_refused(app: FastAPI, account: Account, key: str) -> None:
    client = a_browser(app, account)
    got = client.post("/v1/accounts", json=BODY, headers={"Idempotency-Key": key.encode()})
    assert (got.status_code, got.json()["code"]) == (400, "key-missing")


def test_a_key_is_of_one_account_and_one_address(app: FastAPI, store: Store) -> None:
    home = an_organisation(store)
    one, two = (a_browser(app, an_account(store, home, Role.ADMIN)) for _ in range(2))
    key = a_key()
    first = one.post("/v1/accounts", json=BODY, headers=key)
    second = two.post("/v1/accounts", json=BODY | {"email": "t2@school.example"}, headers=key)
    assert (first.status_code, second.status_code) == (201, 201)
    elsewhere = one.post("/v1/api-keys", json=BODY, headers=key)
    assert elsewhere.status_code == 422


def test_many_at_once_with_one_key_do_it_once(app: FastAPI, account: Account) -> None:
    client, key = a_browser(app, account), a_key()
    answers: list[tuple[int, bytes]] = []

    def ask() -> None:
        got = client.post("/v1/accounts", json=BODY, headers=key)
        answers.append((got.status_code, got.content))

    threads = [threading.Thread(target=ask) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {status for status, _ in answers} <= {201, 409}
    assert len({body for status, body in answers if status == 201}) == 1
    assert made(client) == 1


_DYING = """
import json, os, sys
from tests.asking import an_app, a_browser_with
from scheduler.store.engine import open_store
from scheduler.api import idempotency

url, token, when, body, key = json.loads(sys.argv[1])
if when == "before":
    keep = idempotency.kept_answers.keep
    def dies(*args):
        keep(*args)
        os._exit(9)
    idempotency.kept_answers.keep = dies
if when == "after":
    idempotency.Once._send = lambda *_: os._exit(9)
client = a_browser_with(an_app(open_store(url)), token)
got = client.post("/v1/accounts", json=body, headers=key)
print(json.dumps([got.status_code, dict(got.headers), got.json()]))
"""


@pytest.mark.parametrize(("when", "replayed"), [("before", False), ("after", True)])
def test_a_process_that_dies_leaves_all_or_nothing(
    app: FastAPI, store: Store, account: Account, database_url: str, when: str, replayed: bool
) -> None:
    from tests.asking import a_browser_with, a_token

    token, key = a_token(app, account), a_key()

    def ask(when: str) -> subprocess.CompletedProcess[str]:
        told = json.dumps([database_url, token, when, BODY, key])
        return subprocess.run(
            [sys.executable, "-c", _DYING, told], capture_output=True, text=True, check=False
        )

    assert ask(when).returncode == 9
    client = a_browser_with(app, token)
    assert made(client) == (1 if replayed else 0)
    again = ask("never")
    assert again.returncode == 0, again.stderr
    found: list[Any] = json.loads(again.stdout)
    assert found[0] == 201
    assert ("idempotency-replayed" in found[1]) is replayed
    assert made(client) == 1
    last = client.post("/v1/accounts", json=BODY, headers=key)
    assert last.json() == found[2]
