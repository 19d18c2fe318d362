"""Runs and timetables on pages: each is called by what it is for, and can be told from others."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time, timedelta

import pytest
from fastapi.testclient import TestClient

from scheduler.asgi import application
from scheduler.check import score
from scheduler.domain.edits import Edit, MentorAway, StudentLeft
from scheduler.domain.ids import MentorId, StudentId
from scheduler.domain.records import ReshuffleRecord, TimetableOrigin
from scheduler.domain.runs import Limits
from scheduler.domain.service_runs import RunState
from scheduler.service import plan, reshuffling
from scheduler.service.loading import LOADED
from scheduler.store import claims, reshuffles, timetables
from scheduler.store.engine import Store
from tests import factories as f
from tests.asking import a_browser, settings_of
from tests.worlds import World

LACKING = f.timetable(days_out=(f.day_out("S1", 1),), unplaced=(f.unplaced("day", "S1", "0"),))


@pytest.fixture
def world(store: Store) -> World:
    return World(store)


@pytest.fixture
def client(store: Store, world: World) -> TestClient:
    app = application(store, settings_of())
    return a_browser(app, world.maker)


def found(world: World, instance: str, run: str | None, name: str = "") -> str:
    with world.store.write() as tx:
        return timetables.add(
            tx,
            world.organisation,
            LACKING,
            instance=instance,
            score=score(f.instance(), LACKING),
            origin=TimetableOrigin.HAND if run is None else TimetableOrigin.RUN,
            made_by=world.maker.id,
            run=run,
            name=name,
        ).id


def planned(world: World) -> tuple[str, str, str]:
    """A run that has found something better than its first: the run and both."""
    ids = world.bay.ids
    run = plan.request_run(
        world.store, world.actor, ids["instance"], Limits(seconds=5), settings=world.settings
    ).id
    first, better = (found(world, ids["instance"], run) for _ in range(2))
    with world.store.write() as tx:
        mine = claims.claim(tx, "worker")
        assert mine is not None and mine.id == run
        claims.advance(tx, mine, best=first)
        claims.advance(tx, mine, best=better)
        claims.finish(tx, mine, RunState.DONE, outcome={"status": "feasible"})
    return run, first, better


def asked(world: World, edit: Edit) -> ReshuffleRecord:
    """Repairs that are asked for."""
    first = f.instance().term.first
    before = datetime.combine(first - timedelta(days=7), time(), UTC)
    ready = reshuffling.prepare(
        world.store,
        world.actor,
        world.bay.ids["term"],
        [edit],
        first,
        Limits(seconds=1),
        settings=world.settings.model_copy(update={"notice_days": 0}),
        clock=lambda: before,
    )
    return reshuffling.request(world.store, world.actor, ready).record


def repaired(world: World) -> tuple[str, str, str, list[str]]:
    """Repairs of a mentor being away: their run, the first one found, and the menu."""
    record = asked(world, MentorAway(mentor=MentorId("M1"), days=(0,)))
    assert record.run is not None
    early, *menu = (found(world, record.instance, record.run) for _ in range(3))
    card = {"aim": "fewest touched", "touched": [], "newly_unplaced": 0, "journeys": 0}
    card |= {"penalty": 0, "goals": {}}
    answer = {"stranded": [], "unplaced_proven": True, "touched_proven": True}
    with world.store.write() as tx:
        mine = claims.claim(tx, "worker")
        assert mine is not None and mine.id == record.run
        claims.advance(tx, mine, best=early)
        reshuffles.keep_answer(
            tx,
            world.organisation,
            record.id,
            answer | {"menu": [card | {"timetable": one} for one in menu]},
        )
        claims.advance(tx, mine, best=menu[0])
        claims.finish(tx, mine, RunState.DONE)
    return record.run, record.id, early, menu


def names_in(page: str, path: str) -> dict[str, str]:
    return {
        one: re.sub(r"\s+", " ", name)
        for one, name in re.findall(rf'href="/{path}/([a-z]+_\w+)">([^<]+)</a></th>', page)
    }


def test_a_term_lists_each_timetable_once_by_what_it_is_for(
    world: World, client: TestClient
) -> None:
    run, first, best = planned(world)
    _, _, early, menu = repaired(world)
    loaded = found(world, world.bay.ids["instance"], None, LOADED)
    page = client.get(f"/terms/{world.bay.ids['term']}").text
    names = names_in(page, "timetables")
    assert names == {
        loaded: "Loaded from a file",
        menu[1]: "Repair 2 (mentor away: M1, on Mon)",
        menu[0]: "Repair 1 (mentor away: M1, on Mon)",
        best: f"Best of run {run[-6:]}",
        world.bay.ids["timetable"]: f"Made by hand {world.bay.ids['timetable'][-6:]}",
    }
    for one, name in ((first, f"Earlier best of run {run[-6:]}"), (early, "First repair")):
        shown = client.get(f"/timetables/{one}")
        assert shown.status_code == 200
        assert f"<h1>{name}" in shown.text
    chosen = client.get(f"/timetables/{best}").text
    assert re.findall(r'<option value="(\w+)"', chosen) == [one for one in names if one != best]


def test_runs_are_called_by_what_they_do(world: World, client: TestClient) -> None:
    run, _, _ = planned(world)
    repairs, reshuffle, _, _ = repaired(world)
    leaving = asked(world, StudentLeft(student=StudentId("S2"))).run or ""
    sweep = world.bay.ids["sweep"]
    for path in ("/runs", f"/terms/{world.bay.ids['term']}"):
        names = names_in(client.get(path).text, "runs")
        assert names[run] == f"Planning run {run[-6:]}"
        assert names[repairs] == f"Repairs {repairs[-6:]} (mentor away: M1, on Mon)"
        assert names[leaving] == f"Repairs {leaving[-6:]} (student left: Ben)"
        assert names[sweep] == f"What if {sweep[-6:]}"
    got = client.get(f"/runs/{repairs}", follow_redirects=False)
    assert got.headers["location"] == f"/reshuffles/{reshuffle}"


def test_why_things_have_no_place_can_be_asked_for(world: World, client: TestClient) -> None:
    _, first, best = planned(world)
    loaded = found(world, world.bay.ids["instance"], None, LOADED)
    term = world.bay.ids["term"]
    for one, way in (
        (first, f'<a href="/timetables/{best}">the best of the run</a>'),
        (loaded, f'<a href="/terms/{term}#run">start one</a>'),
    ):
        assert way in client.get(f"/timetables/{one}").text
    assert 'id="run"' in client.get(f"/terms/{term}").text
