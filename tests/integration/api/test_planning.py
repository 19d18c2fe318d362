"""From a school's data to a run and a timetable, over the API."""

from __future__ import annotations

import json
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from scheduler.domain.accounts import Role
from scheduler.files import instance_bytes, timetable_bytes
from scheduler.store.engine import Store
from tests import factories as f
from tests.asking import a_browser, a_key, an_account, an_organisation

JSON = {"Content-Type": "application/json"}


@pytest.fixture
def client(app: FastAPI, store: Store) -> TestClient:
    return a_browser(app, an_account(store, an_organisation(store), Role.SCHEDULER))


def keep(client: TestClient, data: bytes | None = None) -> dict[str, Any]:
    sent = instance_bytes(f.instance()) if data is None else data
    got = client.post("/v1/instances", content=sent, headers=JSON | a_key())
    assert got.status_code == 201, got.text
    found: dict[str, Any] = got.json()
    return found


def test_data_is_kept_listed_and_read_back_as_sent(client: TestClient) -> None:
    made = keep(client)
    assert made.pop("warnings") == []
    assert client.get(f"/v1/instances/{made['id']}").json() == made
    data = client.get(f"/v1/instances/{made['id']}/data")
    assert data.content == instance_bytes(f.instance())
    (term,) = client.get("/v1/terms").json()["items"]
    assert term["id"] == made["term"]
    assert term["zone"] == f.instance().term.zone
    second = keep(client, instance_bytes(f.instance()).replace(b'"Ada', b'"Eda'))
    assert second.pop("warnings") == []
    first = client.get("/v1/instances", params={"term": term["id"], "limit": 1}).json()
    rest = client.get(
        "/v1/instances", params={"term": term["id"], "limit": 1, "cursor": first["next"]}
    ).json()
    assert [first["items"], rest["items"], rest["next"]] == [[second], [made], None]
    assert [one["id"] for one in client.get("/v1/schools").json()["items"]] == ["BAY"]


def test_data_with_faults_is_refused_with_all_of_them(client: TestClient) -> None:
    data = json.loads(instance_bytes(f.instance()))
    data["students"][0]["advisory"] = "NONE"
    data["students"][1]["advisory"] = "NONE"
    got = client.post("/v1/instances", json=data, headers=a_key())
    assert got.status_code == 422
    assert len(got.json()["faults"]) == 2
    assert client.get("/v1/terms").json()["items"] == []


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 422),
        (b"not json", 422),
        (b"[" * 10_000 + b"]" * 10_000, 422),
        (b'{"format": NaN}', 422),
        (b"\xff\xfe", 422),
    ],
)
def test_data_that_is_none_is_refused(client: TestClient, body: bytes, status: int) -> None:
    assert client.post("/v1/instances", content=body, headers=JSON | a_key()).status_code == status


def test_a_repeated_upload_is_kept_once(client: TestClient) -> None:
    key, data = a_key(), instance_bytes(f.instance())
    first = client.post("/v1/instances", content=data, headers=JSON | key)
    again = client.post("/v1/instances", content=data, headers=JSON | key)
    assert (again.status_code, again.content) == (201, first.content)
    assert again.headers["idempotency-replayed"] == "true"
    other = client.post("/v1/instances", content=data + b" ", headers=JSON | key)
    assert other.status_code == 422
    listed = client.get("/v1/instances", params={"term": first.json()["term"]}).json()
    assert len(listed["items"]) == 1


def test_a_hand_made_timetable_is_scored_kept_and_compared(client: TestClient) -> None:
    made = keep(client)
    whole = json.loads(timetable_bytes(f.timetable()))
    asked = {"instance": made["id"], "timetable": whole}
    scored = client.post("/v1/score", json=asked)
    assert scored.status_code == 200, scored.text
    assert scored.json()["violations"] == []
    kept = client.post("/v1/timetables", json=asked | {"name": "by hand"}, headers=a_key())
    assert kept.status_code == 201, kept.text
    assert kept.json()["score"] == scored.json()["score"]
    data = client.get(f"/v1/timetables/{kept.json()['id']}/data")
    assert data.content == timetable_bytes(f.timetable())
    whole["enrolments"] = []
    broken = client.post("/v1/score", json={"instance": made["id"], "timetable": whole}).json()
    assert {one["rule"] for one in broken["violations"]} == {"enrolled-once"}
    refused = client.post(
        "/v1/timetables", json=asked | {"timetable": whole, "name": "x"}, headers=a_key()
    )
    assert refused.status_code == 422
    same = client.get(
        f"/v1/timetables/{kept.json()['id']}/comparison", params={"old": kept.json()["id"]}
    ).json()
    assert (same["touched"], same["people"]) == (0, [])


def test_a_run_is_asked_for_followed_and_stopped(client: TestClient) -> None:
    made = keep(client)
    got = client.post("/v1/runs", json={"instance": made["id"], "seconds": 5}, headers=a_key())
    assert got.status_code == 202
    run = got.headers["location"]
    assert client.get(run).json()["state"] == "queued"
    assert client.delete(run).json()["state"] == "stopped"
    events = client.get(f"{run}/events").text
    assert [line for line in events.splitlines() if line.startswith("event")] == [
        "event: queued",
        "event: stopped",
    ]
    rest = client.get(f"{run}/events", headers={"Last-Event-ID": "1"}).text
    assert "queued" not in rest and "event: stopped" in rest
    checked = client.post(
        "/v1/runs", json={"instance": made["id"], "operation": "none"}, headers=a_key()
    )
    assert checked.json()["state"] == "done"
    listed = client.get("/v1/runs", params={"limit": 1}).json()
    assert [one["id"] for one in listed["items"]] == [checked.json()["id"]]
    rest = client.get("/v1/runs", params={"limit": 1, "cursor": listed["next"]}).json()
    assert [one["links"]["self"] for one in rest["items"]] == [run]
