"""Coming in and going: guessing is slow, sign-ins end, passwords are good ones."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from scheduler.domain.accounts import Account, Role
from scheduler.service import passwords, throttle
from scheduler.store import accounts
from scheduler.store.engine import Store
from tests.asking import ORIGIN, a_browser, a_key, an_account, an_organisation

GOOD = "plum gravel tuesday lantern"


@pytest.fixture
def account(store: Store) -> Account:
    made = an_account(store, an_organisation(store), Role.ADMIN)
    with store.write() as tx:
        accounts.set_password(tx, made.id, passwords.hashed(GOOD))
    return made


def sign_in(app: FastAPI, email: str, password: str, address: str = "10.0.0.1") -> Any:
    client = TestClient(app, base_url=ORIGIN, client=(address, 1))
    return client.post("/v1/sign-in", json={"email": email, "password": password})


class Clock:
    """A clock that can be put forward."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.ahead = timedelta()
        for module in ("who", "sign_in", "accounts", "keys", "links"):
            monkeypatch.setattr(f"scheduler.service.{module}.moment", self)

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead


def test_a_wrong_password_and_an_unknown_address_are_answered_alike(
    app: FastAPI, account: Account
) -> None:
    wrong, unknown = sign_in(app, account.email, "x"), sign_in(app, "no@body.example", "x")
    assert wrong.status_code == unknown.status_code == 401
    assert wrong.json() == unknown.json()
    for _ in range(10):
        wrong, unknown = sign_in(app, account.email, "x"), sign_in(app, "no@body.example", "x")
    assert wrong.status_code == unknown.status_code == 429
    assert wrong.json() == unknown.json()


def test_guessing_one_account_is_slow_from_wherever_and_ends_in_time(
    app: FastAPI, account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock(monkeypatch)
    for n in range(throttle.FREE["account"]):
        assert sign_in(app, account.email, "x", f"10.0.1.{n}").status_code == 401
    waiting = sign_in(app, account.email, GOOD, "10.0.2.1")
    assert waiting.status_code == 429
    assert int(waiting.headers["retry-after"]) in (1, 2, 3, 4, 5)
    clock.ahead = timedelta(seconds=10)
    assert sign_in(app, account.email, GOOD, "10.0.2.1").status_code == 204
    assert sign_in(app, account.email, "x", "10.0.2.1").status_code == 401


def test_guessing_many_accounts_from_one_address_is_slow(app: FastAPI, account: Account) -> None:
    statuses = [sign_in(app, f"{n}@x.example", "x").status_code for n in range(25)]
    assert statuses[: throttle.FREE["address"]] == [401] * throttle.FREE["address"]
    assert statuses[-1] == 429
    assert sign_in(app, account.email, GOOD, "10.9.9.9").status_code == 204


def test_a_sign_in_ends_when_nobody_is_there_and_in_any_case_after_a_day_of_work(
    app: FastAPI, account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock(monkeypatch)
    client = a_browser(app, account)
    for minutes in range(0, 12 * 60, 25):
        clock.ahead = timedelta(minutes=minutes)
        assert client.get("/v1/me").status_code == 200
    clock.ahead = timedelta(hours=12, minutes=1)
    assert client.get("/v1/me").status_code == 401
    clock.ahead = timedelta()
    other = a_browser(app, account)
    clock.ahead = timedelta(minutes=31)
    assert other.get("/v1/me").status_code == 401


def test_sign_ins_are_listed_and_ended_one_by_one(app: FastAPI, account: Account) -> None:
    here, there = a_browser(app, account), a_browser(app, account)
    listed = here.get("/v1/sign-ins").json()["items"]
    assert sorted(one["this"] for one in listed) == [False, True]
    (other,) = [one["id"] for one in listed if not one["this"]]
    assert here.delete(f"/v1/sign-ins/{other}").status_code == 204
    assert there.get("/v1/me").status_code == 401
    assert here.delete(f"/v1/sign-ins/{other}").status_code == 404
    assert here.get("/v1/me").status_code == 200


def test_signing_in_again_takes_another_token(app: FastAPI, account: Account) -> None:
    one, two = sign_in(app, account.email, GOOD), sign_in(app, account.email, GOOD)
    assert one.cookies["fieldweek"] != two.cookies["fieldweek"]


@pytest.mark.parametrize(
    "password",
    [
        "",
        "short",
        "passwordpassword",
        "qwertyuiop12",
        "aaaaaaaaaaaaaaaa",
        "x" * 129,
        "fieldweek2026",
    ],
)
def test_weak_passwords_are_refused_and_not_repeated(
    app: FastAPI, account: Account, password: str
) -> None:
    client = a_browser(app, account)
    got = client.put("/v1/me/password", json={"old": GOOD, "new": password})
    assert (got.status_code, got.json()["code"]) == (422, "invalid-input")
    assert not password or password not in got.text


def test_ones_own_address_is_no_password(app: FastAPI, account: Account) -> None:
    client = a_browser(app, account)
    got = client.put("/v1/me/password", json={"old": GOOD, "new": account.email})
    assert got.status_code == 422


def test_a_new_password_needs_the_old_one_and_ends_other_sign_ins(
    app: FastAPI, account: Account
) -> None:
    here, there = a_browser(app, account), a_browser(app, account)
    new = "quiet basin seven otters"
    assert here.put("/v1/me/password", json={"old": "x", "new": new}).status_code == 401
    assert here.put("/v1/me/password", json={"old": GOOD, "new": new}).status_code == 204
    assert there.get("/v1/me").status_code == 401
    assert here.get("/v1/me").status_code == 200
    assert sign_in(app, account.email, GOOD).status_code == 401
    assert sign_in(app, account.email, new).status_code == 204


def test_a_key_cannot_do_what_only_a_person_may(app: FastAPI, account: Account) -> None:
    client = a_browser(app, account)
    body = {"name": "all", "scopes": ["me.edit", "key.make"]}
    made = client.post("/v1/api-keys", json=body, headers=a_key()).json()
    program = TestClient(app, headers={"Authorization": f"Bearer {made['key']}"})
    assert program.get("/v1/sign-ins").status_code == 403
    new = {"old": GOOD, "new": "quiet basin seven otters"}
    assert program.put("/v1/me/password", json=new).status_code == 403
    assert program.post("/v1/api-keys", json=body, headers=a_key()).status_code == 403
    assert program.get("/v1/api-keys").status_code == 200


def test_a_key_is_shown_once_kept_as_a_hash_and_revoked(
    app: FastAPI, store: Store, account: Account
) -> None:
    client = a_browser(app, account)
    body = {"name": "k", "scopes": ["audit.read"]}
    key = a_key()
    made = client.post("/v1/api-keys", json=body, headers=key)
    again = client.post("/v1/api-keys", json=body, headers=key)
    assert again.content == made.content
    secret = made.json()["key"]
    assert secret not in client.get("/v1/api-keys").text
    if store.is_sqlite:
        assert store.path is not None
        from pathlib import Path

        for file in Path(store.path).parent.iterdir():
            assert secret.encode() not in file.read_bytes()
    other = a_browser(app, account)
    refused = other.post("/v1/api-keys", json=body, headers=key)
    assert (refused.status_code, refused.json()["code"]) == (409, "conflict")
    program = TestClient(app, headers={"Authorization": f"Bearer {secret}"})
    assert program.get("/v1/audit").status_code == 200
    assert client.delete(f"/v1/api-keys/{made.json()['id']}").status_code == 204
    assert program.get("/v1/audit").status_code == 401


def test_a_key_and_a_link_end_on_time(
    app: FastAPI, store: Store, monkeypatch: pytest.MonkeyPatch, account: Account
) -> None:
    clock = Clock(monkeypatch)
    client = a_browser(app, account)
    end = (datetime.now(UTC) + timedelta(hours=1)).isoformat()
    body = {"name": "k", "scopes": ["audit.read"], "expires_at": end}
    made = client.post("/v1/api-keys", json=body, headers=a_key()).json()
    program = TestClient(app, headers={"Authorization": f"Bearer {made['key']}"})
    assert program.get("/v1/audit").status_code == 200
    link = client.post(f"/v1/accounts/{account.id}/sign-in-links", headers=a_key()).json()["token"]
    clock.ahead = timedelta(days=1, minutes=1)
    assert program.get("/v1/audit").status_code == 401
    fresh = TestClient(app, base_url=ORIGIN)
    assert fresh.post("/v1/sign-in/link", json={"token": link}).status_code == 401
