"""Boards that are open: each is sent what changed, and what is shown alike is counted once."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Coroutine
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import pytest

from scheduler.attendance.board import BoardBy
from scheduler.domain.accounts import Actor, Role
from scheduler.domain.alerts import AlertOutcome, AlertStep
from scheduler.domain.attendance import Asked
from scheduler.errors import NotSignedInError
from scheduler.service.attend import alerts, boards, live
from scheduler.service.attend.recording import record
from scheduler.service.attend.shown import Figures
from scheduler.store.engine import Store
from scheduler.web import following
from tests.asking import an_account, an_actor
from tests.worlds import World

TUESDAY = date(2026, 9, 8)
NOT_SAID = {"at", "heard", "calling"}
"""Of an event: what depends on the time of the test."""


@pytest.fixture
def world(store: Store, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr(following, "today", lambda term: TUESDAY)
    monkeypatch.setattr(following, "EACH_SECONDS", 0.01)
    monkeypatch.setattr(live, "LOOK_EVERY", {True: 1e9, False: 1e9})
    monkeypatch.setattr(live.LiveDay, "minute", lambda self, now=None: 600)
    return World(store)


def say(world: World, student: str, code: str) -> None:
    asked = Asked(
        id=f"m-{student}-{code}",
        term=world.bay.ids["term"],
        student=student,
        code=code,
        day=TUESDAY,
    )
    record(world.store, world.actor, [asked])


def board(world: World, actor: Actor | None = None) -> boards.BoardOf:
    return boards.board_of(world.store, actor or world.actor, world.bay.ids["term"], TUESDAY)


def somebody(world: World, role: Role, person: str) -> Actor:
    return an_actor(an_account(world.store, world.organisation, role, person=person))


def followed(world: World, one: boards.BoardOf) -> AsyncIterator[str]:
    return following.follow(world.store, one, BoardBy.SITE, lambda: one)


def run(what: Coroutine[Any, Any, Any]) -> Any:
    """In a thread of its own: that of the tests may have a loop already, a browser's."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, what).result()


async def heard(events: AsyncIterator[str]) -> dict[str, Any]:
    """The next event that says how it stands."""
    async with asyncio.timeout(30):
        async for text in events:
            if text.startswith("event: board"):
                return dict(json.loads(text.partition("data: ")[2]))
    raise AssertionError("it ended")


def said(event: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in event.items() if key not in NOT_SAID}


def test_what_changed_is_sent_to_each_and_counted_once(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted: list[bytes | None] = []
    figures = boards.BoardOf.figures

    def count(self: boards.BoardOf, by: BoardBy) -> Figures:
        counted.append(self.key)
        return figures(self, by)

    monkeypatch.setattr(boards.BoardOf, "figures", count)

    async def look() -> None:
        office = [followed(world, board(world)) for _ in range(3)]
        nobody = followed(world, board(world, somebody(world, Role.ADVISOR, "T9")))
        mentor = followed(world, board(world, somebody(world, Role.MENTOR, "M1")))
        first = [await heard(one) for one in office]
        assert said(first[0]) == {
            "totals": [0, 0, 0, 0, 0, 1, 1, 0],
            "said": "1 missing, 1 unverified.",
            "rows": {"LAB": [0, 0, 0, 0, 0, 1, 0, 0], "HALL": [0, 0, 0, 0, 0, 0, 1, 0]},
            "alerts": 1,
            "listed": 1,
            "calls": ["S1/day-out.0/not-there"],
            "registers_not_taken": ["A1"],
        }
        assert first[1] == first[2] == first[0]
        assert (await heard(nobody))["totals"] == [0] * 8
        own = await heard(mentor)
        assert (own["rows"], own["alerts"]) == ({"LAB": [0, 0, 0, 0, 0, 1, 0, 0]}, 1)
        before = len(counted)
        say(world, "S1", "PO")
        after = [await heard(one) for one in office]
        assert [one["rows"] for one in after] == [{"LAB": [0, 1, 0, 0, 0, 0, 0, 0]}] * 3
        assert (after[0]["alerts"], after[0]["calling"] != first[0]["calling"]) == (0, True)
        assert (after[0]["ended"], after[0]["news"]) == (["S1/day-out.0/not-there"], False)
        assert (await heard(mentor))["totals"] == [0, 1, 0, 0, 0, 0, 0, 0]
        assert counted[before:].count(None) == 1
        for one in (*office, nobody, mentor):
            await one.aclose()  # type: ignore[attr-defined]
        assert following._OF == {}

    run(look())


def test_who_missed_something_is_sent_the_whole_and_steps_show(world: World) -> None:
    async def look() -> None:
        slow, quick = followed(world, board(world)), followed(world, board(world))
        await heard(slow)
        first = await heard(quick)
        alert = (
            boards.board_of(world.store, world.actor, world.bay.ids["term"], TUESDAY)
            .show(BoardBy.SITE, 600)
            .alerts[0]
        )
        term, key = world.bay.ids["term"], alert.alert.key
        alerts.act(world.store, world.actor, term, TUESDAY, key, AlertStep.ACKNOWLEDGED)
        second = await heard(quick)
        assert (second["rows"], second["calling"] != first["calling"]) == ({}, True)
        assert (second["alerts"], second["ended"], second["news"]) == (1, [], True)
        resolved = (AlertStep.RESOLVED, AlertOutcome.SAFE)
        alerts.act(world.store, world.actor, term, TUESDAY, key, *resolved)
        third = await heard(quick)
        assert (third["alerts"], third["listed"], third["ended"]) == (0, 1, [])
        say(world, "S1", "PO")
        assert set((await heard(quick))["rows"]) == {"LAB"}
        assert set((await heard(slow))["rows"]) == {"LAB", "HALL"}
        await slow.aclose()  # type: ignore[attr-defined]
        await quick.aclose()  # type: ignore[attr-defined]

    run(look())


def test_who_is_signed_out_sees_no_more(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def again() -> boards.BoardOf:
        raise NotSignedInError("Sign in.")

    async def look() -> list[str]:
        found = []
        async with asyncio.timeout(30):
            async for text in following.follow(world.store, board(world), BoardBy.SITE, again):
                found.append(text.partition("\n")[0])
                monkeypatch.setattr(following, "ASK_AGAIN_SECONDS", 0.0)
        return found

    assert run(look()) == ["event: board"]


def test_the_end_of_the_day_ends_it(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(following, "today", lambda term: date(2026, 9, 9))

    async def look() -> list[str]:
        return [text async for text in followed(world, board(world))]

    assert run(look()) == ["event: over\ndata: {}\n\n"]
