"""From a draft to people who are told, over the API."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime, timedelta

import pytest
from icalendar import Calendar

from scheduler.check import score
from scheduler.domain.accounts import Role
from scheduler.domain.records import TimetableOrigin
from scheduler.store import instances, people, timetables
from tests import factories as f
from tests.asking import a_browser, a_key, an_account, an_organisation

TODAY = datetime.now(UTC).date()
# The least school's term, around today: releases hold from today on.
MONDAY = TODAY - timedelta(days=TODAY.weekday())
SCHOOL = f.instance(term=f.term(first=MONDAY, last=MONDAY + timedelta(days=25)))
SOON = str(TODAY + timedelta(days=2))
TO_FRIDAY = {"moves": [{"move": "move-day", "student": "S1", "day": 1, "to_day": 4}]}


@pytest.fixture
def org(store):
    return an_organisation(store)


@pytest.fixture
def kept(store, org):
    with store.write() as tx:
        version = instances.add(tx, org, SCHOOL, made_by="acc_1")
        people.set_email(tx, org, "S1", "s1@example.org")
        timetable = timetables.add(
            tx,
            org,
            f.timetable(),
            instance=version.id,
            score=score(SCHOOL, f.timetable()),
            origin=TimetableOrigin.HAND,
            made_by="acc_1",
        )
    return version.term, timetable.id


@pytest.fixture
def planner(app, store, org):
    return a_browser(app, an_account(store, org, Role.SCHEDULER))


@pytest.fixture
def draft(kept, planner):
    path = f"/v1/terms/{kept[0]}/draft"
    taken = planner.put(path, json={"timetable": kept[1]})
    assert (taken.status_code, taken.headers["etag"]) == (200, '"1"')
    return path


def released(planner, term, after, version, **more):
    body = {"holds_from": SOON, "after": after, **more}
    headers = {**a_key(), "If-Match": f'"{version}"'}
    return planner.post(f"/v1/terms/{term}/releases", json=body, headers=headers)


def test_a_draft_is_tried_moved_pinned_and_undone(planner, draft):
    trial = planner.post(f"{draft}/trial", json=TO_FRIDAY).json()
    assert trial["violations"] == []
    assert [one["person"] for one in trial["people"]] == ["M1", "S1"]
    moved = planner.patch(draft, json=TO_FRIDAY, headers={"If-Match": '"1"'})
    assert (moved.status_code, moved.headers["etag"], moved.json()["version"]) == (200, '"2"', 2)
    pinned = {"pinned": True, "what": [{"pin": "day", "student": "S1", "day": 4}]}
    made = planner.patch(f"{draft}/pins", json=pinned, headers={"If-Match": '"2"'})
    assert made.json()["pins"] == [{"pin": "day", "student": "S1", "internship": 0, "day": 4}]
    back = {"moves": [{"move": "move-day", "student": "S1", "day": 4, "to_day": 1}]}
    refused = planner.patch(draft, json=back, headers={"If-Match": '"3"'})
    assert (refused.status_code, refused.json()["code"]) == (422, "breaks-rules")
    assert [one["field"] for one in refused.json()["faults"]] == ["pinned"]
    undone = planner.delete(f"{draft}/steps/last", headers={"If-Match": '"3"'})
    assert (undone.status_code, undone.json()["pins"]) == (200, [])
    steps = planner.get(f"{draft}/steps", params={"since": 1}).json()["items"]
    assert [one["kind"] for one in steps] == ["move", "pin", "undo"]
    data = planner.get(f"{draft}/data")
    assert [out["day"] for out in data.json()["days_out"]] == [3, 4]


def test_a_stale_draft_is_412_and_says_what_changed(planner, draft):
    assert planner.patch(draft, json=TO_FRIDAY, headers={"If-Match": '"1"'}).status_code == 200
    stale = planner.patch(draft, json=TO_FRIDAY, headers={"If-Match": '"1"'})
    assert stale.status_code == 412
    assert "S1 is out on Fri instead of Tue." in stale.json()["detail"]
    for strange in ('"x"', '"99999999999999999999"', '"-1"'):
        assert (
            planner.patch(draft, json=TO_FRIDAY, headers={"If-Match": strange}).status_code == 412
        )
    assert planner.patch(draft, json=TO_FRIDAY).status_code == 428


@pytest.mark.parametrize(
    "move",
    [
        {"move": "fly", "student": "S1"},
        {"student": "S1", "day": 1},
        {"move": "move-day", "student": "S\x00", "day": 1, "to_day": 2},
        {"move": "move-day", "student": "S1", "day": 10**30, "to_day": 2},
        {"move": "move-session", "section": "W1-1", "slot": 1, "to_slot": 10**30},
        {"move": "move-session", "section": "W1-1", "slot": 1, "to_slot": -5},
        {"move": "place-day", "student": "S1", "day": 2, "there": [{"mode": "fly"}]},
    ],
)
def test_a_strange_move_is_422_and_not_said_back(planner, draft, move):
    refused = planner.patch(draft, json={"moves": [move]}, headers={"If-Match": '"1"'})
    assert refused.status_code == 422
    assert "fly" not in refused.text
    assert planner.get(draft).json()["version"] == 1


def test_a_release_is_previewed_made_once_and_found_by_its_date(planner, draft, kept):
    term, _ = kept
    preview = planner.get(
        f"{draft}/preview", params={"holds_from": SOON}, headers={"If-Match": '"1"'}
    ).json()
    assert (preview["number"], preview["after"]) == (1, 0)
    assert preview["people"] == ["M1", "S1", "S2", "T1", "T2"]
    key = {**a_key(), "If-Match": '"1"'}
    body = {"holds_from": SOON, "after": 0, "note": "first"}
    made = planner.post(f"/v1/terms/{term}/releases", json=body, headers=key)
    assert (made.status_code, made.json()["number"]) == (201, 1)
    again = planner.post(f"/v1/terms/{term}/releases", json=body, headers=key)
    assert (again.status_code, again.content) == (201, made.content)
    assert planner.get(made.headers["location"]).json() == made.json()
    on = {"on": SOON}
    assert planner.get(f"/v1/terms/{term}/releases", params=on).json()["items"] == [made.json()]
    early = {"on": str(TODAY)}
    assert planner.get(f"/v1/terms/{term}/releases", params=early).json()["items"] == []


def test_a_release_that_lost_a_race_is_409_and_one_of_a_stale_draft_412(planner, draft, kept):
    assert released(planner, kept[0], 0, 1).status_code == 201
    assert released(planner, kept[0], 0, 1).status_code == 409
    assert planner.patch(draft, json=TO_FRIDAY, headers={"If-Match": '"1"'}).status_code == 200
    assert released(planner, kept[0], 1, 1).status_code == 412
    second = released(planner, kept[0], 1, 2).json()
    assert (second["number"], second["touched"]) == (2, 2)
    page = planner.get(f"/v1/terms/{kept[0]}/releases", params={"limit": 1}).json()
    assert [one["number"] for one in page["items"]] == [2]
    rest = planner.get(
        f"/v1/terms/{kept[0]}/releases", params={"limit": 1, "cursor": page["next"]}
    ).json()
    assert ([one["number"] for one in rest["items"]], rest["next"]) == ([1], None)
    past = released(planner, kept[0], 2, 2, holds_from=str(TODAY - timedelta(days=3)))
    assert (past.status_code, past.json()["faults"][0]["field"]) == (422, "holds_from")


def test_who_has_to_be_told_is_listed_and_printed(planner, draft, kept):
    made = released(planner, kept[0], 0, 1).json()
    changes = planner.get(f"/v1/releases/{made['id']}/changes", params={"limit": 2}).json()
    assert [one["person"] for one in changes["items"]] == ["M1", "S1"]
    rest = planner.get(
        f"/v1/releases/{made['id']}/changes", params={"limit": 9, "cursor": changes["next"]}
    ).json()
    assert [one["person"] for one in rest["items"]] == ["S2", "T1", "T2"]
    messages = planner.get(f"/v1/releases/{made['id']}/messages").json()["items"]
    assert {one["state"] for one in messages} == {"listed"}
    assert messages[1]["text"].startswith("Dear Ada,")
    table = planner.get(f"/v1/releases/{made['id']}/messages.csv")
    rows = list(csv.DictReader(io.StringIO(table.content.decode("utf-8-sig"))))
    assert [(row["person"], row["name"]) for row in rows][:2] == [("M1", "M1"), ("S1", "Ada")]
    again = planner.post(f"/v1/releases/{made['id']}/sendings", headers=a_key())
    assert (again.status_code, again.json()) == (202, {"waiting": 5})


def test_a_person_reads_their_calendar_until_it_is_revoked(app, store, org, planner, draft, kept):
    released(planner, kept[0], 0, 1)
    student = a_browser(app, an_account(store, org, Role.STUDENT, person="S1"))
    made = student.post("/v1/people/S1/calendars", headers=a_key())
    assert made.status_code == 201
    feed = planner.get(made.json()["path"])
    assert feed.headers["content-type"] == "text/calendar; charset=utf-8"
    events = Calendar.from_ical(feed.content).walk("VEVENT")
    assert min(one["dtstart"].dt for one in events).date() >= TODAY + timedelta(days=2)
    unchanged = {"If-None-Match": feed.headers["etag"]}
    assert planner.get(made.json()["path"], headers=unchanged).status_code == 304
    assert student.get("/v1/people/S1/calendars").json()["items"][0]["id"] == made.json()["id"]
    assert student.post("/v1/people/S2/calendars", headers=a_key()).status_code == 404
    gone = student.delete(f"/v1/calendars/{made.json()['id']}")
    assert gone.status_code == 204
    assert planner.get(made.json()["path"]).status_code == 404


def test_a_term_rolls_forward_with_the_release_people_live_by(planner, draft, kept, store, org):
    released(planner, kept[0], 0, 1)
    body = {"key": "next", "name": "Next", "first": "2027-01-04", "last": "2027-01-29"}
    path = f"/v1/terms/{kept[0]}/next"
    made = planner.post(path, json=body, headers=a_key())
    assert made.status_code == 201
    with store.read() as tx:
        school = instances.load(tx, org, made.json()["instance"])
    assert (school.id, school.release.days_out) == ("next", f.timetable().days_out)
    assert planner.get(f"/v1/terms/{made.json()['term']}").json()["follows"] == kept[0]
    assert planner.post(path, json=body, headers=a_key()).status_code == 409
    forever = {**body, "key": "long", "last": "9999-12-31"}
    assert planner.post(path, json=forever, headers=a_key()).status_code == 422


def test_a_run_goes_on_from_the_draft_with_what_is_pinned(planner, draft, kept, store, org):
    pinned = {"pinned": True, "what": [{"pin": "section", "section": "W1-1"}]}
    planner.patch(f"{draft}/pins", json=pinned, headers={"If-Match": '"1"'})
    headers = {**a_key(), "If-Match": '"2"'}
    run = planner.post(f"{draft}/runs", json={"seconds": 5}, headers=headers)
    assert run.status_code == 202
    with store.read() as tx:
        school = instances.load(tx, org, run.json()["instance"])
    assert [one.section for one in school.pins.timetable.sections] == ["W1-1"]
    assert run.json()["state"] == "queued"
