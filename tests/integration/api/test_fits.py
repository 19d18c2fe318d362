"""Questions about one seat over the API and the pages: of the draft, and of what is lived."""

from __future__ import annotations

import json
import re

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from scheduler.asgi import application
from scheduler.check import score
from scheduler.config import Settings
from scheduler.domain.accounts import Role
from scheduler.domain.records import TimetableOrigin
from scheduler.service.completing import completed
from scheduler.store import instances, timetables
from scheduler.store.engine import Store
from tests import factories as f
from tests.asking import a_browser, an_account, an_organisation

SCHOOL = f.instance(mentors=(f.mentor("M1"), f.mentor("M2")))
SHORT = completed(SCHOOL, f.timetable(days_out=(f.day_out("S1", 1),)))


@pytest.fixture
def org(store: Store) -> str:
    return an_organisation(store)


@pytest.fixture
def planner(app: FastAPI, store: Store, org: str) -> TestClient:
    return a_browser(app, an_account(store, org, Role.SCHEDULER))


@pytest.fixture
def term(store: Store, org: str, planner: TestClient) -> str:
    """A term with a draft in which a day out of S1 has no place."""
    with store.write() as tx:
        version = instances.add(tx, org, SCHOOL, made_by="acc_1")
        kept = timetables.add(
            tx,
            org,
            SHORT,
            instance=version.id,
            score=score(SCHOOL, SHORT),
            origin=TimetableOrigin.HAND,
            made_by="acc_1",
        ).id
    got = planner.put(f"/v1/terms/{version.term}/draft", json={"timetable": kept})
    assert got.status_code == 200, got.text
    return version.term


def test_what_is_recommended_goes_into_the_draft_as_it_is(planner: TestClient, term: str) -> None:
    path = f"/v1/terms/{term}/draft"
    got = planner.get(f"{path}/fits", params={"about": "S1"})
    assert got.status_code == 200, got.text
    (item,) = got.json()["items"]
    best = item["candidates"][0]
    assert (best["works"], best["unplaced"], best["touched"]) == (True, [-1, 0, 0], [])
    before = planner.get(path).json()["score"]
    body = {"moves": best["moves"]}
    made = planner.patch(path, json=body, headers={"If-Match": '"1"'})
    assert made.status_code == 200, made.text
    after = made.json()["score"]
    assert after["unplaced"] == [0, 0, 0]
    assert after["penalty"] - before["penalty"] == best["points"]
    again = planner.get(f"{path}/fits", params={"about": "S1"}).json()["items"]
    assert again == []  # the next version of the draft is asked, not the one kept at hand


def test_why_not_says_what_is_in_the_way(planner: TestClient, term: str) -> None:
    asked = {"student": "S1", "place": "M1", "day": 0}
    got = planner.get(f"/v1/terms/{term}/draft/why-not", params=asked).json()
    assert got["blockers"] == ["S1 has W1-1 on Mon 10:00"]
    assert [one["unplaced"] for one in got["ways"]] == [[-1, 1, 0]]


def test_what_is_not_there_is_refused_without_repeating_it(planner: TestClient, term: str) -> None:
    got = planner.get(f"/v1/terms/{term}/draft/fits", params={"about": "no-such-thing"})
    assert got.status_code == 422
    assert got.json()["faults"][0]["field"] == "about"
    assert "no-such-thing" not in got.text
    nothing = planner.get(f"/v1/terms/{term}/fits", params={"about": "S1"})
    assert nothing.status_code == 409  # nothing is released yet


@pytest.fixture
def pages(store: Store, org: str) -> TestClient:
    app = application(store, Settings())
    return a_browser(app, an_account(store, org, Role.SCHEDULER))


def test_the_page_makes_what_it_recommends_and_refuses_what_is_stale(
    pages: TestClient, term: str
) -> None:
    path = f"/terms/{term}/draft/fit"
    page = pages.get(path, params={"about": "Ada"})
    assert page.status_code == 200
    fields = dict(re.findall(r'name="(csrf|version)" value="([^"]*)"', page.text))
    moves = re.search(r'name="moves" value="([^"]*)"', page.text)
    assert moves is not None
    sent = fields | {"moves": moves[1].replace("&#34;", '"').replace("&quot;", '"')}
    assert json.loads(sent["moves"])[0]["student"] == "S1"
    made = pages.post(path, data=sent, follow_redirects=False)
    assert (made.status_code, made.headers["location"]) == (303, f"/terms/{term}/draft")
    assert pages.post(path, data=sent).status_code == 412
    broken = pages.post(path, data=sent | {"version": "2", "moves": "[{}]"})
    assert broken.status_code == 422
    unknown = pages.get(path, params={"about": "Nobody Known"})
    assert unknown.status_code == 422
    assert "Nothing has the id or name" in unknown.text
