"""What if, over the API: edits are kept with their faults told, and become data."""

from __future__ import annotations

import json
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from scheduler.domain.accounts import Role
from scheduler.files import edit_document, instance_bytes
from scheduler.made.edits import random_edits
from scheduler.store.engine import Store
from tests import factories as f
from tests.asking import a_browser, a_key, an_account, an_organisation
from tests.integration.api.test_planning import keep

AWAY = {"edit": "mentor-away", "mentor": "M1", "days": [1]}


@pytest.fixture
def org(store: Store) -> str:
    return an_organisation(store)


@pytest.fixture
def client(app: FastAPI, store: Store, org: str) -> TestClient:
    return a_browser(app, an_account(store, org, Role.SCHEDULER, Role.ADMIN))


@pytest.fixture
def term(client: TestClient) -> str:
    school = f.instance(mentors=(f.mentor("M1"), f.mentor("M2")))
    return str(keep(client, instance_bytes(school))["term"])


def begun(client: TestClient, term: str, *edits: dict[str, Any], name: str = "One") -> Any:
    body = {"name": name, "edits": list(edits)}
    got = client.post(f"/v1/terms/{term}/scenarios", json=body, headers=a_key())
    assert got.status_code == 201, got.text
    return got.json()


def test_a_scenario_is_kept_extended_listed_and_dropped(client: TestClient, term: str) -> None:
    made = begun(client, term, AWAY)
    at = f"/v1/terms/{term}/scenarios/{made['id']}"
    assert client.get(at).json() == made
    more = {"edits": [{"edit": "student-left", "student": "S2"}]}
    longer = client.post(f"{at}/edits", json=more, headers=a_key())
    assert [one["edit"] for one in longer.json()["edits"]] == [AWAY, *more["edits"]]
    listed = client.get(f"/v1/terms/{term}/scenarios").json()["items"]
    assert [one["id"] for one in listed] == [made["id"]]
    assert client.delete(at).status_code == 204
    assert client.get(f"/v1/terms/{term}/scenarios").json()["items"] == []
    assert client.get(at).status_code == 404


def test_what_if_becomes_what_is(client: TestClient, term: str) -> None:
    made = begun(client, term, AWAY, {"edit": "student-left", "student": "S2"})
    at = f"/v1/terms/{term}/scenarios/{made['id']}"
    kept = client.post(f"{at}/instance", headers=a_key())
    assert (kept.status_code, kept.json()["number"], kept.json()["origin"]) == (201, 2, "edited")
    data = json.loads(client.get(f"/v1/instances/{kept.json()['id']}/data").content)
    assert [one["id"] for one in data["students"]] == ["S1"]
    assert [span["day"] for span in data["mentors"][0]["hours"]] == [0, 2, 3, 4]
    assert {one["instance"] for one in client.get(at).json()["edits"]} == {kept.json()["id"]}


def test_every_fault_is_told_and_nothing_kept(client: TestClient, term: str) -> None:
    edits = [AWAY, {"edit": "mentor-left", "mentor": "M1"}, {"edit": "van-out", "vehicle": "V9"}]
    body = {"name": "One", "edits": edits}
    got = client.post(f"/v1/terms/{term}/scenarios", json=body, headers=a_key())
    assert got.status_code == 422
    assert [(one["thing"], one["position"]) for one in got.json()["faults"]] == [
        ("edit 2 (mentor-left)", "edits[1].edit"),
        ("edit 3 (van-out)", "edits[2].vehicle"),
    ]
    assert client.get(f"/v1/terms/{term}/scenarios").json()["items"] == []


@pytest.mark.parametrize(
    "edit",
    [
        {},
        {"edit": "nothing"},
        {"edit": "put-back"},
        {"edit": "mentor-away", "mentor": "M1", "days": [1], "more": 1},
        {"edit": "mentor-away", "mentor": "M1", "days": ["1"]},
        {"edit": "mentor-capacity", "mentor": "M1", "in_all": 10**12},
        {"edit": "mentor-hours", "mentor": "M1", "hours": [{"day": 1, "start": "9", "end": "10"}]},
        {
            "edit": "mentor-hours",
            "mentor": "M1",
            "hours": [{"day": 1, "start": "09:00:30", "end": "10:00"}],
        },
        {"edit": "student-left", "student": "S\x00"},
    ],
)
def test_edits_that_are_none_are_refused(
    client: TestClient, term: str, edit: dict[str, Any]
) -> None:
    body = {"name": "One", "edits": [edit]}
    got = client.post(f"/v1/terms/{term}/scenarios", json=body, headers=a_key())
    assert (got.status_code, got.json()["code"]) == (422, "invalid-input")


def test_edits_of_every_kind_come_back_as_sent(client: TestClient, term: str) -> None:
    school = f.instance(mentors=(f.mentor("M1"), f.mentor("M2")))
    seen = set()
    for edit in random_edits(school, f.timetable(), 5, 150):
        if edit.edit in seen or edit.edit in ("mentor-joined", "student-joined"):
            continue
        seen.add(edit.edit)
        sent = edit_document(edit)
        made = begun(client, term, sent, name=edit.edit)
        assert [one["edit"] for one in made["edits"]] == [sent]
    assert len(seen) > 15


def test_a_new_person_has_no_name_in_a_scenario(client: TestClient, term: str) -> None:
    new = {"id": "S9", "name": "Zoe", "advisory": "A1", "grade": 9, "age": 14}
    new |= {"home": {"lat": 41.8, "lon": -71.4}}
    made = begun(client, term, {"edit": "student-joined", "student": new})
    assert made["edits"][0]["edit"]["student"]["name"] == "S9"


def test_an_erased_student_is_in_no_scenario_with_a_home(client: TestClient, term: str) -> None:
    home = {"lat": 41.9, "lon": -71.5}
    moved = {"edit": "student-moved", "student": "S1", "home": home}
    made = begun(client, term, moved, AWAY)
    erased = client.post("/v1/people/S1/erasure", headers=a_key())
    assert (erased.status_code, erased.json()["counts"]["edits"]) == (201, 1)
    left = client.get(f"/v1/terms/{term}/scenarios/{made['id']}").json()["edits"]
    assert [one["kind"] for one in left] == ["mentor-away"]
