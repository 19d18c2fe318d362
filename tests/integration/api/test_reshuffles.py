"""Something changes, over the API: what is refused, the menu, and the release that comes of it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from scheduler.asgi import application
from scheduler.check import score
from scheduler.domain.accounts import Role
from scheduler.domain.records import TimetableOrigin
from scheduler.store import instances, people, reshuffles, timetables
from scheduler.store.engine import Store
from tests import factories as f
from tests.asking import a_browser, a_key, an_account, an_organisation, settings_of

TODAY = datetime.now(UTC).date()
MONDAY = TODAY - timedelta(days=TODAY.weekday())
SCHOOL = f.instance(
    term=f.term(first=MONDAY, last=MONDAY + timedelta(days=60)),
    mentors=(f.mentor("M1"), f.mentor("M2")),
)
DAYS = [when for when, _, _ in SCHOOL.term.dates()]
FIRST = next(when for when in DAYS if when > TODAY + timedelta(days=7))
AWAY = {"edit": "mentor-away", "mentor": "M1", "days": [1]}
REPAIRED = f.timetable(days_out=(f.day_out("S1", 1, mentor="M2"), f.day_out("S1", 3, mentor="M2")))


@pytest.fixture
def org(store: Store) -> str:
    return an_organisation(store)


@pytest.fixture
def admin(app: FastAPI, store: Store, org: str) -> TestClient:
    return a_browser(app, an_account(store, org, Role.ADMIN))


@pytest.fixture
def planner(app: FastAPI, store: Store, org: str) -> TestClient:
    return a_browser(app, an_account(store, org, Role.SCHEDULER))


@pytest.fixture
def term(store: Store, org: str, planner: TestClient) -> str:
    with store.write() as tx:
        version = instances.add(tx, org, SCHOOL, made_by="acc_1")
        people.set_email(tx, org, "S1", "s1@example.org")
    kept = keep(store, org, version.id, f.timetable())
    path = f"/v1/terms/{version.term}"
    planner.put(f"{path}/draft", json={"timetable": kept})
    body = {"holds_from": str(TODAY), "after": 0}
    got = planner.post(f"{path}/releases", json=body, headers=a_key() | {"If-Match": '"1"'})
    assert got.status_code == 201, got.text
    return version.term


def keep(store: Store, org: str, instance: str, body: Any) -> str:
    with store.write() as tx:
        return timetables.add(
            tx,
            org,
            body,
            instance=instance,
            score=score(SCHOOL, body),
            origin=TimetableOrigin.HAND,
            made_by="acc_1",
        ).id


def ask(client: TestClient, term: str, since: date = FIRST, **more: Any) -> Any:
    body = {"since": str(since), "edits": [AWAY]} | more
    return client.post(f"/v1/terms/{term}/reshuffles", json=body, headers=a_key())


def answered(store: Store, org: str, asked: Any, body: Any = REPAIRED) -> None:
    """Put the menu of one repair there, as a worker does."""
    repair = {
        "aim": "fewest touched",
        "timetable": keep(store, org, asked["instance"], body),
        "touched": ["M2", "S1"],
        "weight": 4,
        "told": 3,
        "journeys": 0,
        "newly_unplaced": 0,
        "unplaced": [0, 0, 0],
        "penalty": 0,
        "goals": {},
    }
    answer = {
        "stranded": ["S1"],
        "unplaced_bound": [0, 0, 0],
        "unplaced_proven": True,
        "touched_bound": 4,
        "touched_proven": True,
        "first_seconds": 0.1,
        "proven_seconds": 0.2,
        "seconds": 0.3,
        "menu": [repair],
    }
    with store.write() as tx:
        reshuffles.keep_answer(tx, org, asked["id"], answer)


def test_a_change_waits_for_a_worker_and_is_no_version_of_the_data_yet(
    admin: TestClient, term: str
) -> None:
    got = ask(admin, term)
    assert got.status_code == 202, got.text
    asked = got.json()
    assert got.headers["location"] == f"/v1/reshuffles/{asked['id']}"
    assert (asked["state"], asked["answer"], asked["since"]) == ("queued", None, str(FIRST))
    assert [one["edit"] for one in asked["edits"]] == [AWAY]
    assert admin.get(f"/v1/reshuffles/{asked['id']}").json() == asked
    versions = admin.get("/v1/instances", params={"term": term}).json()["items"]
    assert asked["instance"] not in [one["id"] for one in versions]
    assert admin.get(f"/v1/reshuffles/{asked['id']}/repairs/1").status_code == 409


def test_all_faults_are_told_at_once_and_nothing_is_kept(admin: TestClient, term: str) -> None:
    pins = [{"pin": "day", "student": "S1", "day": 4}]
    edits = [{"edit": "mentor-left", "mentor": "nobody"}]
    before = next(when for when in reversed(DAYS) if when <= TODAY) if DAYS[0] <= TODAY else TODAY
    got = ask(admin, term, before, edits=edits, pins=pins)
    assert got.status_code == 422
    positions = [fault["position"] for fault in got.json()["faults"]]
    assert sorted(positions) == sorted(["since", "edits[0].mentor", "pins[0]"])
    assert admin.get(f"/v1/terms/{term}/reshuffles").json()["items"] == []


def test_the_days_of_notice_do_not_move(admin: TestClient, term: str) -> None:
    ahead = [when for when in DAYS if when > TODAY]
    refused = ask(admin, term, ahead[1])
    assert refused.status_code == 422
    assert str(ahead[2]) in refused.json()["faults"][0]["next_step"]
    assert ask(admin, term, ahead[2]).status_code == 202


def test_what_is_pinned_stays_or_the_change_is_refused(
    admin: TestClient, term: str, store: Store, org: str
) -> None:
    wednesday = [{"pin": "day", "student": "S1", "day": 3}]
    asked = ask(admin, term, pins=wednesday)
    assert asked.status_code == 202
    with store.read() as tx:
        held = instances.load(tx, org, asked.json()["instance"]).pins.timetable
    assert held is not None and [out.day for out in held.days_out] == [3]
    tuesday = [{"pin": "day", "student": "S1", "day": 1}]
    refused = ask(admin, term, pins=tuesday)
    assert [fault["position"] for fault in refused.json()["faults"]] == ["pins[0]"]


def test_an_accepted_repair_is_the_next_release_once(
    admin: TestClient, planner: TestClient, term: str, store: Store, org: str
) -> None:
    asked = ask(admin, term).json()
    at = f"/v1/reshuffles/{asked['id']}"
    assert admin.post(f"{at}/acceptance", json={"repair": 1}, headers=a_key()).status_code == 409
    answered(store, org, asked)
    repair = admin.get(f"{at}/repairs/1").json()
    assert [one["person"] for one in repair["people"]] == ["M1", "M2", "S1"]
    early = {"repair": 1, "holds_from": str(TODAY)}
    assert admin.post(f"{at}/acceptance", json=early, headers=a_key()).status_code == 422
    assert admin.post(f"{at}/acceptance", json={"repair": 2}, headers=a_key()).status_code == 404
    key, body = a_key(), {"repair": 1, "note": "M1 is away."}
    got = admin.post(f"{at}/acceptance", json=body, headers=key)
    assert got.status_code == 201, got.text
    made = got.json()
    assert (made["number"], made["holds_from"], made["touched"]) == (2, str(FIRST), 3)
    assert admin.post(f"{at}/acceptance", json=body, headers=key).json() == made
    again = admin.post(f"{at}/acceptance", json=body, headers=a_key())
    assert again.status_code == 409
    assert "Release 2" in again.json()["detail"]
    versions = admin.get("/v1/instances", params={"term": term}).json()["items"]
    assert versions[0]["id"] == made["instance"] == asked["instance"]
    told = admin.get(f"/v1/releases/{made['id']}/messages").json()["items"]
    assert [one["person"] for one in told] == ["M1", "M2", "S1"]
    assert planner.get(f"/v1/terms/{term}/draft").json()["taken"] == made["timetable"]


def test_where_somebody_would_live_is_nowhere_until_it_is_so(
    admin: TestClient, term: str, store: Store, org: str
) -> None:
    with store.read() as tx:
        before = people.person(tx, org, "S1")
    home = {"lat": f.HERE.lat, "lon": f.HERE.lon + 0.001}
    edits = [{"edit": "student-moved", "student": "S1", "home": home}, AWAY]
    other = ask(admin, term, edits=[edits[0] | {"home": {"lat": 41.9, "lon": -71.4}}]).json()
    asked = ask(admin, term, edits=edits).json()
    with store.read() as tx:
        assert people.person(tx, org, "S1") == before
        assert instances.load(tx, org, asked["instance"]).student_of["S1"].home.lon == home["lon"]
        assert instances.load(tx, org, other["instance"]).student_of["S1"].home.lat == 41.9
    with store.write() as tx:
        people.set_email(tx, org, "S1", "ada@example.org")
    answered(store, org, asked, REPAIRED)
    at = f"/v1/reshuffles/{asked['id']}/acceptance"
    got = admin.post(at, json={"repair": 1}, headers=a_key())
    assert got.status_code == 201, got.text
    with store.read() as tx:
        after = people.person(tx, org, "S1")
    assert after.home is not None and after.home.lon == home["lon"]
    assert (after.name, after.email) == (before.name, "ada@example.org")


def test_what_holds_for_a_while_is_over_by_itself(
    admin: TestClient, planner: TestClient, term: str, store: Store, org: str
) -> None:
    ahead = [when for when in DAYS if when >= FIRST]
    before = ask(admin, term, until=str(FIRST - timedelta(days=1)))
    assert [fault["position"] for fault in before.json()["faults"]] == ["until"]
    asked = ask(admin, term, until=str(ahead[4])).json()
    assert (asked["since"], asked["until"]) == (str(FIRST), str(ahead[4]))
    answered(store, org, asked)
    at = f"/v1/reshuffles/{asked['id']}/acceptance"
    late = {"repair": 1, "holds_from": str(ahead[5])}
    assert admin.post(at, json=late, headers=a_key()).status_code == 422
    made = admin.post(at, json={"repair": 1}, headers=a_key())
    assert made.status_code == 201, made.text
    found = admin.get(f"/v1/terms/{term}/releases").json()["items"]
    again, repaired, first = found
    assert [one["holds_from"] for one in (repaired, again)] == [str(FIRST), str(ahead[5])]
    assert repaired["id"] == made.json()["id"]
    assert (again["timetable"], again["instance"]) == (first["timetable"], first["instance"])
    told = admin.get(f"/v1/releases/{again['id']}/messages").json()["items"]
    assert [one["person"] for one in told] == ["M1", "M2", "S1"]
    versions = admin.get("/v1/instances", params={"term": term}).json()["items"]
    assert versions[0]["id"] == first["instance"]  # the data is as before
    draft = planner.get(f"/v1/terms/{term}/draft").json()
    assert draft["taken"] == first["timetable"]  # and so is what the term is planned on from
    meanwhile = ask(admin, term, ahead[1])
    assert str(ahead[5]) in meanwhile.json()["faults"][0]["next_step"]


def test_a_draft_that_went_on_is_left_alone(
    planner: TestClient, term: str, store: Store, org: str
) -> None:
    draft = planner.get(f"/v1/terms/{term}/draft").json()
    moved = {"moves": [{"move": "move-day", "student": "S1", "day": 1, "to_day": 4}]}
    path = f"/v1/terms/{term}/draft"
    got = planner.patch(path, json=moved, headers={"If-Match": f'"{draft["version"]}"'})
    assert got.status_code == 200, got.text
    asked = ask(planner, term).json()
    answered(store, org, asked)
    body = {"repair": 1}
    at = f"/v1/reshuffles/{asked['id']}/acceptance"
    assert planner.post(at, json=body, headers=a_key()).status_code == 201
    after = planner.get(f"/v1/terms/{term}/draft").json()
    assert (after["taken"], after["version"]) == (draft["taken"], draft["version"] + 1)


def test_without_a_release_there_is_nothing_to_repair(
    admin: TestClient, store: Store, org: str
) -> None:
    with store.write() as tx:
        term = instances.add(tx, org, replace(SCHOOL, id="other"), made_by="acc_1").term
    assert ask(admin, term).status_code == 409
    got = admin.get(f"/v1/terms/{term}/today", params={"away": "M1"})
    assert got.status_code == 409


def test_a_run_is_not_asked_to_reshuffle(planner: TestClient, term: str) -> None:
    version = planner.get("/v1/instances", params={"term": term}).json()["items"][0]["id"]
    body = {"instance": version, "operation": "reshuffle", "seconds": 1}
    assert planner.post("/v1/runs", json=body, headers=a_key()).status_code == 422


def test_today_says_where_students_go(admin: TestClient, term: str) -> None:
    tuesday = next(when for when in DAYS if when > TODAY and when.weekday() == 1)
    params = {"away": ["M1"], "on": str(tuesday)}
    got = admin.get(f"/v1/terms/{term}/today", params=params)
    assert got.status_code == 200, got.text
    day = got.json()
    assert day["students"] == [{"student": "S1", "mentor": "M2", "site": "LAB"}]
    assert [one["person"] for one in day["told"]] == day["touched"] == ["M2", "S1"]
    past = {"away": ["M1"], "on": str(TODAY - timedelta(days=2))}  # wherever it is still yesterday
    assert admin.get(f"/v1/terms/{term}/today", params=past).status_code == 422


def test_the_page_of_somebody_ill_says_that_it_only_looks_and_leads_to_notes(
    store: Store, org: str, term: str
) -> None:
    pages = a_browser(application(store, settings_of()), an_account(store, org, Role.ADMIN))
    tuesday = next(when for when in DAYS if when > TODAY and when.weekday() == 1)
    page = pages.get(f"/terms/{term}/today", params={"away": "M1", "on": str(tuesday)}).text
    assert "This page only looks" in page
    (address,) = set(re.findall(r'href="(/terms/[^"]*/presence/[^"]*)"', page))
    assert address == f"/terms/{term}/presence/S1?from={tuesday}"
    assert "Record or correct" in pages.get(address).text
