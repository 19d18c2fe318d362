"""The pages that phones and mentors have at hand, however long they were open or without a net."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import update

from scheduler.api.asking import csrf_token
from scheduler.asgi import application
from scheduler.domain.accounts import Link, LinkKind, Role
from scheduler.service import links as mentor_links
from scheduler.service import people
from scheduler.service.attend import live, reading, recording, registers
from scheduler.service.rights import Purpose
from scheduler.service.tokens import Kind, hash_of, new_token
from scheduler.store import links, marks, refusals
from scheduler.store.engine import Store
from scheduler.store.ids import new_id
from scheduler.store.tables import TermRow
from tests.asking import ORIGIN, a_browser, an_account, settings_of
from tests.worlds import World

TUESDAY = date(2026, 9, 8)
THURSDAY = date(2026, 9, 10)
TEN = datetime(2026, 9, 8, 14, tzinfo=UTC)
"""Tuesday at the school, where S1 is at the lab with M1 from 9:30."""
DAY = 86_400


@pytest.fixture
def engine_name() -> str:
    """Pages ask the service, whose own tests run on both databases."""
    return "sqlite"


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> list[datetime]:
    """What moment it is: the last of the list."""
    found = [TEN]
    for module in (recording, reading):
        monkeypatch.setattr(module, "moment", lambda: found[-1])
    return found


@pytest.fixture
def world(store: Store, now: list[datetime]) -> World:
    return World(store)


@pytest.fixture
def app(store: Store, world: World) -> Iterator[FastAPI]:
    yield application(store, settings_of())


def kept(world: World, day: date = TUESDAY) -> dict[str, Any]:
    with world.store.read() as tx:
        found = marks.of_student_on(tx, world.organisation, "S1", day)
    return {one.id: one for one in found}


def phone(app: FastAPI, world: World) -> TestClient:
    token = new_token(Kind.LINK)
    link = Link(
        id=new_id("lnk"),
        organisation=world.organisation,
        kind=LinkKind.DEVICE,
        person="S1",
        made_at=TEN,
        made_by=world.maker.id,
    )
    with world.store.write() as tx:
        links.add(tx, link, hash_of(token))
    client = TestClient(app, base_url=ORIGIN, headers={"X-CSRF-Token": csrf_token(token)})
    client.cookies.set("fieldweek", token)
    return client


def a_tap(number: int, **other: object) -> dict[str, object]:
    given: dict[str, object] = {
        "id": f"tap_{number:032x}",
        "entry": "day-out.0",
        "day": "2026-09-08",
        "what": "in",
        "seconds_since": 5,
        "claimed_at": "2026-09-08T14:00:00.000Z",
        "offset": -240,
        "band": "inside",
        "accuracy": 10,
        "question": "",
        "answer": "",
    }
    return given | other


@pytest.mark.parametrize(
    ("zone", "when", "days"),
    [
        ("Australia/Sydney", "2026-09-06T13:59Z", []),
        ("Australia/Sydney", "2026-09-06T14:00Z", ["2026-09-07"]),
        ("Australia/Sydney", "2026-09-25T13:59Z", ["2026-09-25"]),
        ("Australia/Sydney", "2026-09-25T14:00Z", []),
        ("America/New_York", "2026-09-07T03:59Z", []),
        ("America/New_York", "2026-09-07T04:00Z", ["2026-09-07"]),
        ("America/New_York", "2026-09-26T03:59Z", ["2026-09-25"]),
        ("America/New_York", "2026-09-26T04:00Z", []),
    ],
)
def test_a_term_begins_and_ends_by_the_clocks_of_its_schools(
    world: World, zone: str, when: str, days: list[str]
) -> None:
    with world.store.write() as tx:
        tx.execute(update(TermRow).where(TermRow.id == world.bay.ids["term"]).values(zone=zone))
    found = reading.days_of(world.store, world.organisation, datetime.fromisoformat(when))
    ours = [one for one in found if one.known.term.id == world.bay.ids["term"]]
    assert [str(one.day) for one in ours] == days


def test_who_was_erased_is_named_nowhere_in_attendance(
    app: FastAPI, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registers, "LOOKS_AGAIN", 0)
    monkeypatch.setattr(live.LiveDay, "minute", lambda self, now=None: 600)
    office = a_browser(app, an_account(world.store, world.organisation, Role.COORDINATOR))
    under = f"/terms/{world.bay.ids['term']}"
    pages = (
        f"{under}/presence/S1?from=2026-09-08",
        f"{under}/presence/LAB?from=2026-09-08",
        f"{under}/board/people?state=missing&from=2026-09-08",
        f"{under}/reports.csv?first=2026-09-07&last=2026-09-11",
        f"{under}/weeks/S1",
    )

    def named() -> list[bool]:
        return ["Ada" in office.get(one).text for one in pages]

    assert named() == [True] * 5
    people.erase(world.store, world.actor, "S1")
    assert named() == [False] * 5


@pytest.mark.parametrize(("sent", "code"), [({"do": "all"}, "PO"), ({"code.S1": "A"}, "A")])
def test_a_page_that_was_open_since_another_day_records_nothing(
    world: World,
    app: FastAPI,
    now: list[datetime],
    sent: dict[str, str],
    code: str,
) -> None:
    token = new_token(Kind.LINK)
    mentor_links.make(world.store, world.actor, "M1", Purpose.CONFIRM, 9, token)
    client = TestClient(app, base_url=ORIGIN)

    def day_of(text: str) -> str:
        (found,) = set(re.findall(r'name="day" value="([^"]*)"', text))
        return found

    tuesday = day_of(client.get(f"/confirm/{token}").text)
    now.append(datetime(2026, 9, 10, 4, 5, tzinfo=UTC))  # Thursday, five past midnight
    before = set(kept(world, THURSDAY))
    got = client.post(f"/confirm/{token}", data=sent | {"day": tuesday})
    assert got.status_code == 422
    assert "The page was of another day" in got.text
    assert (kept(world), set(kept(world, THURSDAY))) == ({}, before)
    thursday = day_of(got.text)
    assert (tuesday, thursday) == ("2026-09-08", "2026-09-10")
    assert client.post(f"/confirm/{token}", data=sent | {"day": thursday}).status_code == 200
    added = [one for id, one in kept(world, THURSDAY).items() if id not in before]
    assert [one.code for one in added] == [code]


def test_a_tap_that_cannot_be_taken_keeps_no_other_back(app: FastAPI, world: World) -> None:
    taps = [
        a_tap(1, seconds_since=14 * DAY),
        a_tap(2),
        a_tap(3, what="up"),
        a_tap(4, accuracy=150_000),
        a_tap(5, id="tap_\0"),
    ]
    got = phone(app, world).post("/check-in/taps", json={"taps": taps})
    assert got.status_code == 200
    found = {one["id"]: (one["taken"], one["sentence"]) for one in got.json()["results"]}
    old, unread = taps[0]["id"], taps[2]["id"]
    assert [found[one["id"]] for one in (taps[1], taps[3])] == [(True, "")] * 2
    assert (found[old][0], "more than ten days ago" in found[old][1]) == (False, True)
    assert found[unread] == found[""] == (False, found[unread][1])
    assert "could not be read" in found[unread][1]
    assert {id: one.accuracy for id, one in kept(world).items()} == {
        taps[1]["id"]: 10,
        taps[3]["id"]: 100_000,
    }
    with world.store.read() as tx:
        page = refusals.page(tx, world.organisation, None, 9)
    assert {(one.mark, one.code) for _, one in page} == {
        (old, "too-old"),
        (unread, "not-read"),
        ("", "not-read"),
    }
