"""Attendance on pages: excuses, figures by name, what the state is told, and links ended."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from io import StringIO

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from scheduler.api.asking import csrf_token
from scheduler.asgi import application
from scheduler.domain.accounts import LinkKind, Role
from scheduler.domain.attendance import Asked, How
from scheduler.domain.codes import Counts
from scheduler.domain.places import Mode
from scheduler.domain.standing import Presence
from scheduler.service import links
from scheduler.service.attend import devices, live, reading, recording, reports, standings
from scheduler.service.rights import Purpose
from scheduler.service.tokens import Kind, new_token
from scheduler.store.engine import Store
from tests import factories as f
from tests.asking import ORIGIN, a_browser, an_account, settings_of
from tests.worlds import World

TUESDAY = date(2026, 9, 8)
"""S1 is at the lab with M1 from 9:30; S2 is on campus."""
TEN = datetime.fromisoformat("2026-09-08T14:00Z")


@pytest.fixture
def engine_name() -> str:
    """Pages ask the service, whose own tests run on both databases."""
    return "sqlite"


@pytest.fixture
def world(store: Store, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr(live.LiveDay, "minute", lambda self, now=None: 600)
    world = World(store)
    for module in (recording, reading):
        monkeypatch.setattr(module, "moment", lambda: TEN)
    monkeypatch.setattr(reports, "today", lambda term: TUESDAY)
    return world


@pytest.fixture
def app(store: Store, world: World) -> Iterator[FastAPI]:
    yield application(store, settings_of())


def under(world: World) -> str:
    return f"/terms/{world.bay.ids['term']}"


def post(client: TestClient, path: str, **fields: str) -> str:
    token = csrf_token(client.cookies.get("fieldweek") or "")
    got = client.post(path, data=fields | {"csrf": token})
    assert got.status_code < 500
    return got.text


def stands(world: World, student: str, day: date = TUESDAY) -> tuple[Presence, Counts, int, int]:
    found = standings.of_student(
        world.store, world.actor, world.bay.ids["term"], student, day
    ).found[0]
    one = found.standing
    return one.presence, one.counts, one.present_minutes, one.excused_minutes


def say(world: World, student: str, code: str, **more: object) -> None:
    (answer,) = recording.record(
        world.store,
        world.actor,
        [Asked(id=f"m-{student}-{code}", student=student, code=code, day=TUESDAY, **more)],
    )
    assert answer.became == "recorded"


def test_a_guardian_excuses_a_morning_and_two_days(app: FastAPI, world: World) -> None:
    guardian = a_browser(app, world.account(Role.GUARDIAN))
    page = f"{under(world)}/presence/S1?from=2026-09-08"
    shown = guardian.get(page).text
    assert ("Excused by a note" in shown, "Present" in shown, "Instead of" in shown) == (
        True,
        False,
        False,
    )
    post(guardian, page, code="E", reason="Dentist", start="09:30", end="11:00")
    assert stands(world, "S1") == (Presence.UNVERIFIED, Counts.NOTHING, 0, 90)
    again = f"{under(world)}/presence/S1?from=2026-09-14"
    post(guardian, again, code="I", reason="Flu", until="2026-09-15")
    for day in (14, 15):
        assert stands(world, "S1", date(2026, 9, day))[0] is Presence.EXCUSED
    assert "within six weeks" in post(guardian, again, code="I", reason="Flu", until="2026-09-08")
    assert "cannot be used here" in post(guardian, again, code="P", reason="There")
    others = guardian.get(f"{under(world)}/presence/S2?from=2026-09-08")
    assert others.status_code == 404


def test_an_advisor_is_offered_to_correct_what_the_register_says(
    app: FastAPI, world: World
) -> None:
    say(world, "S1", "PO")
    say(world, "S1", "A", how=How.REGISTER)
    page = f"{under(world)}/presence/S1?from=2026-09-08"
    offered = {}
    for role in (Role.ADVISOR, Role.COORDINATOR):
        shown = a_browser(app, world.account(role)).get(page).text.partition("Instead of")[2]
        offered[role] = {one for one in ("m-S1-PO", "m-S1-A") if f'value="{one}"' in shown}
    assert offered == {Role.ADVISOR: {"m-S1-A"}, Role.COORDINATOR: {"m-S1-PO", "m-S1-A"}}


def test_the_office_says_when_somebody_left(app: FastAPI, world: World) -> None:
    office = a_browser(app, world.account(Role.COORDINATOR))
    page = f"{under(world)}/presence/S1?from=2026-09-08"
    before = stands(world, "S1")
    assert before[0] is Presence.UNVERIFIED
    assert "as in 10:30" in post(office, page, code="PO", reason="Called", end="noon")
    post(office, page, code="PO", reason="Called", start="10:00", end="12:00")
    assert stands(world, "S1") == (Presence.CONFIRMED, Counts.PRESENT, 120, 0)


def test_figures_of_the_board_are_people_by_name(app: FastAPI, world: World) -> None:
    office = a_browser(app, world.account(Role.COORDINATOR))
    names = {one.id: one.name for one in world_students(world)}

    def listed(state: str, client: TestClient = office) -> set[str]:
        text = client.get(f"{under(world)}/board/people?from=2026-09-08&state={state}").text
        return {id for id, name in names.items() if f"/presence/{id}?" in text and name in text}

    assert (listed("missing"), listed("unverified"), listed("late")) == ({"S1"}, {"S2"}, set())
    say(world, "S1", "PO", start=590)
    assert (listed("missing"), listed("late")) == (set(), {"S1"})
    mentor = a_browser(app, world.account(Role.MENTOR))
    assert (listed("late", mentor), listed("unverified", mentor)) == ({"S1"}, set())
    board = office.get(f"{under(world)}/board?from=2026-09-08").text
    assert f"{under(world)}/presence/LAB?from=2026-09-08" in board


def world_students(world: World):  # type: ignore[no-untyped-def]
    with world.store.read() as tx:
        known = standings.known_of(tx, world.store, world.actor, world.bay.ids["term"])
    return known.register.holdings[0].instance.students


def test_the_state_is_told_of_each_day_on_pages_and_by_the_api(app: FastAPI, world: World) -> None:
    office = a_browser(app, world.account(Role.COORDINATOR))
    say(world, "S1", "PO", start=590)
    asked = "first=2026-09-08&last=2026-09-08"
    got = office.get(f"{under(world)}/reports/state.csv?{asked}").content.decode("utf-8-sig")
    (row,) = csv.DictReader(StringIO(got))
    told = {key: row[key] for key in ("Date", "Id", "School", "Where", "Code", "Ed-Fi category")}
    assert told == {
        "Date": "2026-09-08",
        "Id": "S1",
        "School": "BAY",
        "Where": "off-site",
        "Code": "PO",
        "Ed-Fi category": "Tardy",
    }
    parts = [int(row[f"Minutes {one}"]) for one in ("present", "excused", "absent")]
    assert (sum(parts), parts[2]) == (int(row["Minutes planned"]), 590 - 570)
    page = office.get(f"{under(world)}/reports?{asked}").text
    assert "1 day left out" in page
    (day,) = office.get(f"/v1{under(world)}/reports/state?{asked}").json()["items"]
    assert (day["student"], day["category"], day["absent"]) == ("S1", "Tardy", 20)


def test_rates_are_not_made_of_too_little(app: FastAPI, world: World) -> None:
    planner = a_browser(app, world.maker)
    token = csrf_token(planner.cookies.get("fieldweek") or "")
    headers = {"X-CSRF-Token": token, "Idempotency-Key": "rates-0001", "Origin": ORIGIN}
    got = planner.post(f"/v1{under(world)}/rates", headers=headers)
    assert (got.status_code, got.json()["code"]) == (409, "conflict")


def test_a_mentors_one_tap_leaves_out_who_is_ill(app: FastAPI, world: World) -> None:
    token = new_token(Kind.LINK)
    links.make(world.store, world.actor, "M1", Purpose.CONFIRM, 1, token)
    client = TestClient(app, base_url=ORIGIN)
    assert "S1" not in client.get(f"/confirm/{token}").text.split('value="all"')[0]
    say(world, "S1", "I")
    page = client.get(f"/confirm/{token}").text
    assert 'value="all"' not in page
    client.post(f"/confirm/{token}", data={"do": "all", "day": "2026-09-08"})
    assert stands(world, "S1")[0] is Presence.EXCUSED
    client.post(f"/confirm/{token}", data={"code.S1": "PO", "day": "2026-09-08"})
    assert stands(world, "S1")[0] is Presence.CONFIRMED


def test_a_screen_at_the_door_lets_in_who_was_excused_until_now(
    app: FastAPI, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = new_token(Kind.LINK)
    devices.open_kiosk(world.store, world.actor, "BAY", "HALL", token)
    screen = TestClient(app, base_url=ORIGIN)
    screen.post(f"/kiosk/{token}")
    say(world, "S2", "E", start=540, end=600)

    def offered() -> str:
        text = screen.get("/kiosk?advisory=A1").text
        return text.split('value="S2"')[1].split('name="what" value="')[1].split('"')[0]

    assert offered() == "in"
    post(screen, "/kiosk", student="S2", what="in")
    assert offered() == "out"
    monkeypatch.setattr(recording, "moment", lambda: TEN + timedelta(hours=1))
    post(screen, "/kiosk", student="S2", what="out")
    assert offered() == "in"


def test_links_and_screens_are_found_and_ended(app: FastAPI, world: World) -> None:
    links.make(world.store, world.actor, "M1", Purpose.CONFIRM, 1, new_token(Kind.LINK))
    devices.open_kiosk(world.store, world.actor, "BAY", "HALL", new_token(Kind.LINK))
    office = a_browser(app, an_account(world.store, world.organisation, Role.COORDINATOR))
    page = f"{under(world)}/devices"
    for whom, kind in (("M1", LinkKind.MENTOR), ("", LinkKind.KIOSK)):
        mark = f'name="kind" value="{kind.value}"'
        labels = re.findall('aria-label="End it: ([^"]*)"', office.get(f"{page}?whom={whom}").text)
        assert labels
        assert all(re.search(r", since \d+ \w+ \d{4}, \d\d:\d\d$", one) for one in labels)
        while mark in (text := office.get(f"{page}?whom={whom}").text):
            link = text.split(mark)[0].rsplit('name="link" value="', 1)[1].split('"')[0]
            post(office, f"{page}/revoke", link=link, kind=kind.value, whom=whom)
    assert links.of_mentor(world.store, world.actor, "M1") == []
    assert devices.kiosks(world.store, world.actor) == []
    assert office.get(f"{page}?whom=NOBODY").status_code == 422


@pytest.fixture
def a_van(monkeypatch: pytest.MonkeyPatch) -> None:
    """On Tuesdays S1 rides to the lab."""
    there = (f.leg("S1", "LAB", "9:00", "9:20", run="V1-am"),)
    walks = f.student("S1", name="Ada", internships=(f.internship(),), requests=(f.must("W1"),))
    school = f.instance(
        vehicles=(f.vehicle(),),
        runs=(f.run(),),
        students=(replace(walks, modes=(Mode.WALK, Mode.VAN)), f.instance().students[1]),
    )
    decided = f.timetable(
        days_out=(f.day_out(there=there), f.day_out("S1", 3)), runs=(f.run_use(),)
    )
    monkeypatch.setattr(f, "instance", lambda: school)
    monkeypatch.setattr(f, "timetable", lambda: decided)


@pytest.mark.usefixtures("a_van")
def test_whoever_drives_a_van_calls_its_own_riders_and_nobody_else(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    world, token = World(store), new_token(Kind.LINK)
    for module in (recording, reading):
        monkeypatch.setattr(module, "moment", lambda: TEN)
    devices.open_van(store, world.actor, "V1", token)
    driver = TestClient(application(store, settings_of()), base_url=ORIGIN)
    page = driver.get(f"/van/{token}").text
    assert ('value="V1-am"' in page, "code.S1" in page, "code.S2" in page) == (True, True, False)
    sent = {"run": "V1-am", "code.S1": "NB"}
    late = driver.post(f"/van/{token}", data=sent | {"day": "2026-09-07"})
    assert (late.status_code, "of another day" in late.text) == (422, True)
    driver.post(f"/van/{token}", data=sent | {"day": "2026-09-08"})
    assert "Did not board the van" in driver.get(f"/van/{token}").text
    assert stands(world, "S1")[0] is Presence.UNVERIFIED
    bearer = {"Authorization": f"Bearer {token}"}
    tried = (("S2", "B", "V1-am"), ("S1", "B", "HV1-am"), ("S1", "P", "V1-am"))
    for number, (student, code, run) in enumerate(tried):
        sent = {"id": f"driver-{number:04}", "student": student, "code": code}
        got = driver.post("/v1/marks", json=sent | {"run": run}, headers=bearer)
        assert (got.status_code, got.json()["code"]) == (422, "mark-refused")
    (link,) = devices.kiosks(store, world.actor)
    devices.revoke(store, world.actor, link.id)
    assert driver.get(f"/van/{token}").status_code == 404
