"""Accounts, keys and links over the API."""

from __future__ import annotations

import re

from fastapi import FastAPI
from fastapi.testclient import TestClient

from scheduler.api.asking import csrf_token
from scheduler.asgi import application
from scheduler.domain.accounts import Role
from scheduler.service.accounts import first_link
from scheduler.store.engine import Store
from tests.asking import ORIGIN, a_browser, a_key, an_account, an_organisation, settings_of
from tests.worlds import World

GOOD = "plum gravel tuesday lantern"


def test_the_first_link_signs_in_once_and_its_owner_chooses_a_password(
    app: FastAPI, store: Store
) -> None:
    token = first_link(store)
    assert token is not None
    client = TestClient(app, base_url=ORIGIN, headers={"Origin": ORIGIN})
    assert client.post("/v1/sign-in/link", json={"token": token}).status_code == 204
    me = client.get("/v1/me").json()
    assert me["roles"] == ["admin", "scheduler"]
    assert first_link(store) is not None  # without a password nobody could come back
    assert client.put("/v1/me/password", json={"old": "", "new": GOOD}).status_code == 204
    account = client.get(f"/v1/accounts/{me['account']}")
    named = {"email": "Head@School.example", "roles": ["admin", "scheduler"]}
    changed = client.put(
        f"/v1/accounts/{me['account']}", json=named, headers={"If-Match": account.headers["etag"]}
    )
    assert changed.status_code == 200
    other = TestClient(app, base_url=ORIGIN)
    assert other.post("/v1/sign-in/link", json={"token": token}).status_code == 401
    signed_in = other.post("/v1/sign-in", json={"email": "head@school.example", "password": GOOD})
    assert signed_in.status_code == 204
    assert re.search("HttpOnly.*SameSite=lax", signed_in.headers["set-cookie"])
    assert other.get("/v1/me").json()["account"] == me["account"]
    assert first_link(store) is None
    assert client.delete("/v1/sign-ins").status_code == 204
    assert other.get("/v1/me").status_code == 401
    assert client.delete("/v1/sign-in").status_code == 204
    assert client.get("/v1/me").status_code == 401


def test_the_first_administrator_takes_an_address_of_their_own_on_the_page(
    store: Store,
) -> None:
    app = application(store, settings_of())
    token = first_link(store)
    an_account(store, an_organisation(store), Role.ADVISOR, email="taken@school.example")
    client = TestClient(app, base_url=ORIGIN, headers={"Origin": ORIGIN})
    client.post("/v1/sign-in/link", json={"token": token})
    csrf = csrf_token(client.cookies["fieldweek"])

    def use(address: str) -> str:
        return client.post("/account/email", data={"address": address, "csrf": csrf}).text

    assert "This is no e-mail address." in use("head at school")
    assert "Nothing was changed" in use("taken@school.example")
    me = client.get("/v1/me").json()["account"]
    assert client.get(f"/v1/accounts/{me}").json()["email"].endswith(".invalid")
    assert "you sign in as head@school.example" in use("Head@School.example")
    client.put("/v1/me/password", json={"old": "", "new": GOOD})
    other = TestClient(app, base_url=ORIGIN)
    came = other.post("/v1/sign-in", json={"email": "head@school.example", "password": GOOD})
    assert came.status_code == 204


def test_a_made_account_comes_in_by_its_link(app: FastAPI, store: Store) -> None:
    admin = a_browser(app, an_account(store, an_organisation(store), Role.ADMIN))
    body = {"email": "t1@school.example", "roles": ["advisor"], "person": "T1"}
    key = a_key()
    made = admin.post("/v1/accounts", json=body, headers=key)
    assert made.status_code == 201
    again = admin.post("/v1/accounts", json=body, headers=key)
    assert (again.status_code, again.content) == (201, made.content)
    assert again.headers["idempotency-replayed"] == "true"
    assert again.headers["location"] == made.headers["location"]
    other = admin.post("/v1/accounts", json={**body, "person": "T2"}, headers=key)
    assert (other.status_code, other.json()["code"]) == (422, "key-reused")
    assert admin.post("/v1/accounts", json=body, headers=a_key()).status_code == 409
    missing = admin.post("/v1/accounts", json=body)
    assert (missing.status_code, missing.json()["code"]) == (400, "key-missing")
    client = TestClient(app, base_url=ORIGIN)
    got = client.post("/v1/sign-in/link", json={"token": made.json()["token"]})
    assert got.status_code == 204
    assert client.get("/v1/me").json()["person"] == "T1"
    listed = admin.get("/v1/accounts", params={"limit": 1}).json()
    rest = admin.get("/v1/accounts", params={"limit": 1, "cursor": listed["next"]}).json()
    assert {listed["items"][0]["id"], rest["items"][0]["id"]} >= {made.json()["id"]}
    assert rest["next"] is None


def test_an_administrator_of_a_school_makes_accounts_of_its_people_only(
    app: FastAPI, store: Store
) -> None:
    world = World(store)
    bay = frozenset({"BAY"})
    admin = a_browser(app, an_account(store, world.organisation, Role.ADMIN, schools=bay))
    body = {"email": "t1@school.example", "roles": ["advisor"], "schools": ["BAY"]}
    others = ({"person": "HT1"}, {"wards": ["S1", "HS1"]}, {"person": "nobody"})
    for one in others:
        got = admin.post("/v1/accounts", json=body | one, headers=a_key())
        assert (got.status_code, "your own schools only" in got.text) == (403, True)
    made = admin.post("/v1/accounts", json=body | {"person": "T1"}, headers=a_key())
    assert made.status_code == 201
    path, read = made.headers["location"], {"If-Match": made.headers["etag"]}
    for one in others:
        assert admin.put(path, json=body | one, headers=read).status_code == 403
    kept = admin.put(path, json=body | {"person": "T1", "disabled": True}, headers=read)
    assert kept.status_code == 200


def test_disabling_an_account_ends_its_sign_ins_and_keys(app: FastAPI, store: Store) -> None:
    home = an_organisation(store)
    admin = a_browser(app, an_account(store, home, Role.ADMIN))
    account = an_account(store, home, Role.SCHEDULER)
    browser = a_browser(app, account)
    made = browser.post(
        "/v1/api-keys", json={"name": "import", "scopes": ["term.read"]}, headers=a_key()
    ).json()
    program = TestClient(app, headers={"Authorization": f"Bearer {made['key']}"})
    assert program.get("/v1/me").json()["may"] == {"term.read": ["shared"], "me.read": ["own"]}
    assert program.get("/v1/accounts").status_code == 403
    read = admin.get(f"/v1/accounts/{account.id}")
    body = {"email": account.email, "roles": ["scheduler"], "disabled": True}
    stale = admin.put(f"/v1/accounts/{account.id}", json=body, headers={"If-Match": '"x"'})
    assert stale.status_code == 412
    assert admin.put(f"/v1/accounts/{account.id}", json=body).status_code == 428
    changed = admin.put(
        f"/v1/accounts/{account.id}", json=body, headers={"If-Match": read.headers["etag"]}
    )
    assert changed.status_code == 200
    assert program.get("/v1/me").status_code == 401
    assert browser.get("/v1/me").status_code == 401


def test_a_mentor_comes_in_by_a_link_sees_their_own_week_and_nothing_else(
    app: FastAPI, store: Store
) -> None:
    world = World(store)
    office = a_browser(app, world.maker)
    body = {"mentor": "M1", "purpose": "week.read", "days": 7}
    made = office.post("/v1/mentor-links", json=body, headers=a_key()).json()
    mentor = TestClient(app, base_url=ORIGIN, headers={"Origin": ORIGIN})
    for _ in range(2):
        came = mentor.post("/v1/sign-in/link", json={"token": made["token"]})
        assert came.status_code == 204
    weeks = f"/v1/terms/{world.bay.ids['term']}/weeks"
    week = mentor.get(f"{weeks}/M1", params={"from": "2026-09-14"})
    assert week.status_code == 200
    said = [
        line["text"] for day in week.json()["days"] for e in day["entries"] for line in e["lines"]
    ]
    assert "Ada" in said
    assert mentor.get(f"{weeks}/S1", params={"from": "2026-09-14"}).status_code == 404
    assert mentor.get("/v1/people/S1").status_code == 403
    assert mentor.get("/v1/mentor-links").status_code == 403
    assert [action for _, action in _seen(office, "S1")] == ["week.read"]
    assert mentor.get("/v1/sign-ins").status_code == 403
    assert mentor.delete("/v1/sign-in").status_code == 204
    assert mentor.get("/v1/me").status_code == 401
    again = TestClient(app, base_url=ORIGIN, headers={"Origin": ORIGIN})
    again.post("/v1/sign-in/link", json={"token": made["token"]})
    assert office.delete(f"/v1/mentor-links/{made['id']}").status_code == 204
    assert again.get(f"{weeks}/M1").status_code == 401
    refused = again.post("/v1/sign-in/link", json={"token": made["token"]})
    assert refused.status_code == 401


def _seen(client: TestClient, subject: str) -> list[tuple[str, str]]:
    found = client.get("/v1/audit", params={"subject": subject}).json()["items"]
    return [(one["actor"], one["action"]) for one in found if one["action"] == "week.read"]
