"""Boards, alerts, reports and phones over the API."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from scheduler.domain.accounts import Role
from scheduler.domain.alerts import AlertOutcome, AlertStep
from scheduler.domain.attendance import Asked
from scheduler.service.attend import alerts, devices, live, recording
from scheduler.store.engine import Store
from tests.asking import a_browser, a_key, an_app
from tests.worlds import World

TUESDAY = date(2026, 9, 8)
NOBODY = dict.fromkeys(
    (
        "expected",
        "confirmed",
        "self_reported",
        "late",
        "excused",
        "missing",
        "unverified",
        "absent",
    ),
    0,
)


@pytest.fixture
def world(store: Store, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr(live.LiveDay, "minute", lambda self, now=None: 600)
    return World(store)


@pytest.fixture
def app(store: Store, world: World) -> FastAPI:
    return an_app(store)


def get(client: TestClient, world: World, path: str) -> dict[str, Any]:
    got = client.get(f"/v1/terms/{world.bay.ids['term']}/{path}")
    assert got.status_code == 200, got.text
    return dict(got.json())


def test_a_board_is_counted_and_paged_and_shows_ones_own(app: FastAPI, world: World) -> None:
    office = a_browser(app, world.account(Role.COORDINATOR))
    first = get(office, world, "boards/2026-09-08?limit=1")
    assert {key: one for key, one in first.items() if key not in ("next", "items")} == {
        "day": "2026-09-08",
        "at": "10:00",
        "totals": NOBODY | {"missing": 1, "unverified": 1},
        "alerts": 1,
        "registers_not_taken": ["A1"],
    }
    assert first["items"] == [{"id": "HALL", "counts": NOBODY | {"unverified": 1}}]
    second = get(office, world, f"boards/2026-09-08?limit=1&cursor={first['next']}")
    assert second["items"] == [{"id": "LAB", "counts": NOBODY | {"missing": 1}}]
    assert second["next"] is None
    mentor = a_browser(app, world.account(Role.MENTOR))
    own = get(mentor, world, "boards/2026-09-08?by=mentor")
    assert own["items"] == [{"id": "M1", "counts": NOBODY | {"missing": 1}}]
    assert own["registers_not_taken"] == []


def test_alerts_are_listed_with_what_was_done(app: FastAPI, world: World) -> None:
    office = a_browser(app, world.account(Role.COORDINATOR))
    key = "S1/day-out.0/not-there"
    done = (AlertStep.CALLED, AlertOutcome.NO_ANSWER)
    alerts.act(world.store, world.actor, world.bay.ids["term"], TUESDAY, key, *done)
    (alert,) = get(office, world, "boards/2026-09-08/alerts")["items"]
    assert (alert["id"], alert["kind"], alert["people"]) == (key, "not-there", ["M1"])
    assert (alert["step"], alert["outcome"], alert["site"]) == ("called", "no-answer", "LAB")


def test_a_report_is_of_the_marks_of_now(
    app: FastAPI, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scheduler.service.attend.reports.today", lambda term: TUESDAY)
    office = a_browser(app, world.account(Role.COORDINATOR))
    asked = "reports?first=2026-09-08&last=2026-09-08"

    def of(student: str) -> tuple[int, int, int]:
        rows = {one["id"]: one for one in get(office, world, asked)["items"]}
        return rows[student]["present"], rows[student]["absent"], rows[student]["unverified"]

    assert (of("S1"), of("S2")) == ((0, 0, 1), (0, 0, 1))
    for number, code in enumerate(("PO", "A")):
        term, id = world.bay.ids["term"], f"mark-000{number}"
        named = Asked(
            id=id, term=term, student="S1", code=code, day=TUESDAY, seconds_ago=2 - number
        )
        recording.record(
            world.store, world.actor, [named], datetime.fromisoformat(f"{TUESDAY}T15:00Z")
        )
        assert of("S1") == ((1, 0, 0) if code == "PO" else (0, 1, 0))
    wrong = office.get(f"/v1/terms/{term}/reports?first=2026-09-09&last=2026-09-08")
    assert (wrong.status_code, wrong.json()["code"]) == (422, "invalid-input")
    (row,) = get(office, world, f"{asked}&by=mentor")["items"]
    assert (row["id"], row["days"], row["unconfirmed"]) == ("M1", 1, 1)


def test_a_phone_is_invited_listed_and_ended(app: FastAPI, world: World, store: Store) -> None:
    office = a_browser(app, world.account(Role.COORDINATOR))
    path = "/v1/students/S1/devices"
    key = a_key()
    made = office.post(path, headers=key)
    assert made.status_code == 201
    assert office.post(path, headers=key).json() == made.json()
    (invited,) = office.get(path).json()["items"]
    assert (invited["id"], invited["kind"], "token" in invited) == (
        made.json()["id"],
        "invitation",
        False,
    )
    devices.enrol(store, made.json()["token"], "192.0.2.1")
    (phone,) = office.get(path).json()["items"]
    assert phone["kind"] == "phone"
    assert office.delete(f"/v1/students/S2/devices/{phone['id']}").status_code == 404
    assert office.delete(f"{path}/{phone['id']}").status_code == 204
    assert office.get(path).json()["items"] == []
