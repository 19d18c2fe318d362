"""People's own data: who saw it is known, it can be taken away whole, and it can be erased."""

from __future__ import annotations

import json
import logging
import threading
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from scheduler.domain.accounts import AuditEntry, Role
from scheduler.service import audit as audit_service
from scheduler.service.rights import Action
from scheduler.store import audit
from scheduler.store.engine import Store
from tests.asking import a_browser, a_key, an_account
from tests.worlds import World


@pytest.fixture
def world(store: Store) -> World:
    return World(store)


@pytest.fixture
def admin(app: FastAPI, world: World) -> TestClient:
    return a_browser(app, an_account(world.store, world.organisation, Role.ADMIN))


def entries(client: TestClient, subject: str) -> list[tuple[str, str]]:
    found = client.get("/v1/audit", params={"subject": subject}).json()["items"]
    return [(one["actor"], one["action"]) for one in found]


def test_every_look_at_a_student_is_in_the_audit_log(
    app: FastAPI, world: World, admin: TestClient
) -> None:
    advisor, student = world.account(Role.ADVISOR), world.account(Role.STUDENT)
    assert a_browser(app, advisor).get("/v1/people/S1").json()["name"] == "Ada"
    assert a_browser(app, student).get("/v1/people/S1").status_code == 200
    assert a_browser(app, student).get("/v1/people/S2").status_code == 404
    found = a_browser(app, advisor).get("/v1/people", params={"name": "b"}).json()["items"]
    assert [one["id"] for one in found] == ["S2"]
    assert a_browser(app, student).get("/v1/people/S1/export").status_code == 200
    looks = [one for one in entries(admin, "S1") if one[1].startswith("person")]
    assert looks == [
        (student.id, "person.export"),
        (student.id, "person.export"),
        (student.id, "person.read"),
        (advisor.id, "person.read"),
    ]
    assert ("person.read") in [action for _, action in entries(admin, "S2")]


def test_an_entry_names_its_request(admin: TestClient, world: World) -> None:
    got = admin.get("/v1/people/S1")
    (entry,) = [
        one
        for one in admin.get("/v1/audit", params={"subject": "S1"}).json()["items"]
        if one["action"] == "person.read"
    ]
    assert entry["request"] == got.headers["x-request-id"]


def test_looks_that_come_together_are_written_together_and_none_is_lost(world: World) -> None:
    actor = world.actor
    threads = [
        threading.Thread(
            target=audit_service.seen,
            args=(world.store, actor, Action.PERSON_READ, [f"P{n}"]),
        )
        for n in range(32)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with world.store.read() as tx:
        found = audit.page(tx, world.organisation, before=None, limit=1000, actor=actor.account)
        assert audit.first_broken(tx, world.organisation) is None
    seen = {one.entry.subjects[0] for one in found if one.entry.action == "person.read"}
    assert seen == {f"P{n}" for n in range(32)}
    assert [one.number for one in found] == list(range(len(found), 0, -1))


def test_what_cannot_be_noted_is_not_shown(
    app: FastAPI, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = a_browser(app, world.account(Role.ADVISOR))
    from scheduler.errors import StoreUnavailableError

    def full(*_: object) -> None:
        raise StoreUnavailableError("There is no space left.")

    monkeypatch.setattr("scheduler.store.audit.append", full)
    got = client.get("/v1/people/S1")
    assert (got.status_code, got.json()["code"]) == (503, "store-unavailable")
    assert "Ada" not in got.text


def test_a_row_that_was_changed_is_found(store: Store, world: World) -> None:
    from sqlalchemy import text

    entry = AuditEntry(organisation=world.organisation, actor="a", action="x", subjects=("S1",))
    with store.write() as tx:
        audit.append(tx, [entry, entry, entry])
        last = audit.page(tx, world.organisation, before=None, limit=1)[0].number
    with store.write() as tx:
        if store.is_sqlite:
            tx.execute(text("DROP TRIGGER audit_refuse"))
        else:
            tx.execute(text("DROP TRIGGER audit_refuse ON audit"))
        tx.execute(text("UPDATE audit SET actor = 'b' WHERE number = :n"), {"n": last - 1})
    with store.read() as tx:
        assert audit.first_broken(tx, world.organisation) == last - 1


def test_a_student_takes_everything_away(app: FastAPI, world: World, admin: TestClient) -> None:
    assert admin.put("/v1/people/S1/email", json={"email": "ada@home.example"}).status_code == 204
    student = world.account(Role.STUDENT)
    got = a_browser(app, student).get("/v1/people/S1/export")
    assert got.headers["content-disposition"] == 'attachment; filename="export.json"'
    whole = got.json()
    assert whole["person"]["name"] == "Ada"
    assert whole["person"]["email"] == "ada@home.example"
    assert [one["id"] for one in whole["accounts"]] == [student.id]
    (term,) = [one for one in whole["terms"] if one["data"]]
    assert term["data"][0]["data"]["id"] == "S1"
    (release,) = term["releases"]
    assert {one["kind"] for one in release["week"]} >= {"day-out", "session", "meeting"}
    assert len(whole["messages"]) == 1
    assert "Ben" not in got.text


def test_an_erased_student_is_an_id_and_a_receipt(
    app: FastAPI, world: World, admin: TestClient
) -> None:
    student = a_browser(app, world.account(Role.STUDENT))
    key = a_key()
    admin.get("/v1/people/S1")
    got = admin.post("/v1/people/S1/erasure", headers=key)
    assert got.status_code == 201
    receipt = got.json()
    assert receipt["counts"]["accounts"] == 1
    again = admin.post("/v1/people/S1/erasure", headers=key)
    assert (again.status_code, again.content) == (201, got.content)
    assert student.get("/v1/me").status_code == 401
    assert admin.get("/v1/people/S1").status_code == 404
    assert admin.post("/v1/people/S1/erasure", headers=a_key()).status_code == 404
    scheduler = a_browser(app, world.maker)
    data = scheduler.get(f"/v1/instances/{world.bay.ids['instance']}/data")
    assert data.status_code == 200
    assert "Ada" not in data.text
    (one,) = [one for one in json.loads(data.text)["students"] if one["id"] == "S1"]
    assert one["name"] == "S1"
    released = scheduler.get(f"/v1/releases/{world.bay.ids['release']}")
    assert released.status_code == 200
    assert admin.get("/v1/erasures").json()["items"] == [receipt]
    assert admin.get("/v1/audit/seals").json() == {"sound": True, "first_broken": None}


def test_no_name_gets_into_the_log(
    app: FastAPI, world: World, admin: TestClient, caplog: Any
) -> None:
    caplog.set_level(logging.DEBUG)
    admin.get("/v1/people", params={"name": "Ada"})
    admin.get("/v1/people/S1")
    body = {"email": "Ada Lovelace", "roles": ["nobody"], "name": "Ada"}
    assert admin.post("/v1/accounts", json=body, headers=a_key()).status_code == 422
    ours = [one for one in caplog.records if one.name.startswith("scheduler")]
    assert [one.getMessage() for one in ours if "Ada" in one.getMessage()] == []
    assert [one for one in ours if "Ada" in str(one.__dict__)] == []


def test_nobody_sees_into_another_organisation(app: FastAPI, store: Store, world: World) -> None:
    other = World(store)
    theirs = a_browser(app, an_account(store, other.organisation, Role.ADMIN, Role.SCHEDULER))
    for path in (
        "/v1/terms",
        "/v1/runs",
        "/v1/accounts",
        "/v1/mentor-links",
        "/v1/audit",
        "/v1/erasures",
        "/v1/api-keys",
    ):
        text = theirs.get(path).text
        for one in (world.organisation, world.maker.id, *world.bay.ids.values()):
            assert one == "S1" or one not in text, path
