"""The board on pages: who is called about, what came of it, and the way there."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from scheduler.api.asking import csrf_token
from scheduler.asgi import application
from scheduler.attendance.board import BoardBy
from scheduler.domain.accounts import Role
from scheduler.service.attend import alerts, boards, live
from scheduler.store.engine import Store
from scheduler.web import errors
from scheduler.web.views import board as view
from tests.asking import a_browser, an_account, settings_of
from tests.worlds import World

TUESDAY = date(2026, 9, 8)
"""S1 is at the lab with M1 from 9:30; S2 is on campus."""
ALERT = "S1/day-out.0/not-there"
ASKED = "by=site&from=2026-09-08"


@pytest.fixture
def engine_name() -> str:
    """Pages ask the service, whose own tests run on both databases."""
    return "sqlite"


@pytest.fixture
def world(store: Store, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr(live.LiveDay, "minute", lambda self, now=None: 600)
    two_past_ten, seconds = datetime.fromisoformat("2026-09-08T14:02Z"), itertools.count()
    clock = lambda: two_past_ten + timedelta(seconds=next(seconds))  # noqa: E731
    monkeypatch.setattr(alerts, "moment", clock)
    return World(store)


@pytest.fixture
def app(store: Store, world: World) -> Iterator[FastAPI]:
    yield application(store, settings_of())


@pytest.fixture
def office(app: FastAPI, world: World) -> TestClient:
    rosa = an_account(world.store, world.organisation, Role.COORDINATOR, name="Rosa Quill")
    return a_browser(app, rosa)


def under(world: World) -> str:
    return f"/terms/{world.bay.ids['term']}"


def read(client: TestClient, world: World, more: str = "") -> str:
    got = client.get(f"{under(world)}/board?{ASKED}{more}")
    assert got.status_code == 200, got.text
    return got.text


def act(client: TestClient, world: World, **fields: str) -> tuple[int, str]:
    token = csrf_token(client.cookies.get("fieldweek") or "")
    path = f"{under(world)}/board/alerts?{ASKED}"
    got = client.post(path, data={"alert": ALERT, "csrf": token} | fields)
    return got.status_code, got.text


def row(page: str) -> str:
    """The one alert of a page, in words."""
    found = page.split("data-alert=")[1].split("</li>")[0]
    return " ".join(re.sub(r"<(select|label).*?</\1>|<[^>]*>", " ", found, flags=re.S).split())


def open_alerts(page: str) -> str:
    return page.split("data-open>")[1].split("<")[0]


def kept(world: World) -> list[tuple[str, str]]:
    term = world.bay.ids["term"]
    shown = boards.board_of(world.store, world.actor, term, TUESDAY).show(BoardBy.SITE, 600)
    return [(step.step, step.outcome) for step in shown.alerts[0].steps]


@pytest.mark.parametrize(
    ("step", "outcome", "sentence"),
    [
        ("resolved", "", "Choose what came of it first"),
        ("resolved", "no-answer", "While there is no answer it is not resolved"),
        ("called", "", "Choose what came of the call first"),
    ],
)
def test_what_came_of_it_is_asked_for_and_nothing_is_lost(
    office: TestClient, world: World, step: str, outcome: str, sentence: str
) -> None:
    status, page = act(office, world, step=step, outcome=outcome)
    assert (status, kept(world)) == (422, [])
    assert f'<a href="#outcome-1">Ada: {sentence}' in page
    assert f'<option value="{outcome}" selected>' in page
    assert f'href="{under(world)}/board?by=mentor&amp;from=2026-09-08#counts"' in page
    assert open_alerts(page) == "1"


def test_a_row_says_who_did_what_and_when_to_those_who_act(
    app: FastAPI, office: TestClient, world: World
) -> None:
    assert act(office, world, step="called", outcome="no-answer")[0] == 200
    assert "Called: no answer yet (Rosa Quill, 10:02)" in row(read(office, world))
    mentor = a_browser(app, world.account(Role.MENTOR))
    assert "Called: no answer yet (10:02)" in row(read(mentor, world))
    nameless = an_account(world.store, world.organisation, Role.COORDINATOR, name="")
    assert act(a_browser(app, nameless), world, step="resolved", outcome="safe")[0] == 200
    assert f"Resolved: found, and safe ({nameless.email}, 10:02)" in row(read(office, world))


def test_what_is_resolved_is_not_counted_and_can_be_opened_again(
    office: TestClient, world: World
) -> None:
    act(office, world, step="resolved", outcome="at-home")
    page = read(office, world)
    assert (open_alerts(page), "Open again" in row(page)) == ("0", True)
    status, page = act(office, world, step="called", outcome="safe")
    assert (status, "Somebody has resolved this alert meanwhile" in page) == (409, True)
    act(office, world, step="acknowledged", again="yes")
    page = read(office, world)
    assert "Opened again: somebody is looking into it (Rosa Quill, 10:02)" in row(page)
    assert (open_alerts(page), "I look into it" in row(page)) == ("1", False)
    assert kept(world) == [("resolved", "at-home"), ("acknowledged", "")]
    status, page = act(office, world, step="acknowledged", again="yes")
    assert (status, "This alert is open already" in page) == (409, True)


def test_the_board_in_the_navigation_leads_to_today_or_lets_choose(
    app: FastAPI, office: TestClient, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(boards, "today", lambda term: TUESDAY)
    home = office.get("/").text
    assert ('<a href="/board">Board</a>' in home, ">Somebody is ill</a>" in home) == (True, True)
    chosen = office.get("/board").text
    assert all(
        f'href="/terms/{one.ids["term"]}/board"' in chosen for one in (world.bay, world.hill)
    )
    mentor = a_browser(app, world.account(Role.MENTOR))
    assert '<a href="/board">Board</a>' in mentor.get("/").text
    got = mentor.get("/board", follow_redirects=False)
    assert (got.status_code, got.headers["location"]) == (303, f"{under(world)}/board")
    monkeypatch.setattr(boards, "today", lambda term: date(2020, 1, 1))
    assert "Today is in no term" in office.get("/board").text


def test_of_many_alerts_the_first_are_shown_and_the_others_when_asked(
    office: TestClient, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(view, "MOST_ALERTS", 0)
    page = read(office, world)
    assert "<span data-more>1</span> more to call about" in page
    assert ("data-alert" in page, open_alerts(page)) == (False, "1")
    assert "data-alert" in read(office, world, "&every=true")
    assert page.index('id="to-call"') < page.index('id="counts"') < page.index('id="map"')


FAR_PAGES = (
    "board?from={day}",
    "board/people?from={day}",
    "disputes?from={day}",
    "register?from={day}",
    "presence/S1?from={day}",
    "presence/LAB?from={day}",
    "answers?from={day}",
    "reports?first={day}&last={day}",
    "today?on={day}",
)


@pytest.mark.parametrize("page", FAR_PAGES)
@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_date_far_away_is_no_bug(office: TestClient, world: World, page: str, day: str) -> None:
    got = office.get(f"{under(world)}/{page.format(day=day)}")
    assert got.status_code in (200, 422), got.text


def test_what_nobody_expected_is_said_on_a_calm_page(
    app: FastAPI, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("secret")

    monkeypatch.setattr(boards, "term_seen", fail)
    office = a_browser(app, world.account(Role.COORDINATOR))
    got = office.get(f"{under(world)}/board")
    assert (got.status_code, got.headers["content-type"]) == (500, "text/html; charset=utf-8")
    assert f"Request {got.headers['x-request-id']}" in got.text
    assert ("Something went wrong on our side" in got.text, "secret" in got.text) == (True, False)
    for path in ("/v1" + under(world) + "/boards/2026-09-08", under(world) + "/board.json"):
        said = office.get(path)
        assert said.headers["content-type"] == "application/problem+json"
        assert (said.status_code, said.json()["code"]) == (500, "bug")
    monkeypatch.setattr(errors, "render", fail)
    assert office.get(f"{under(world)}/board").json()["code"] == "bug"
