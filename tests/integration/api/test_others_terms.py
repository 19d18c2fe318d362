"""Data of one school does not take another school's term, nor its people."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient
from httpx import Response

from scheduler.domain.accounts import Role
from scheduler.domain.edits import StudentJoined
from scheduler.domain.ids import StudentId
from scheduler.domain.instance import Instance
from scheduler.domain.runs import Limits
from scheduler.errors import ForbiddenError
from scheduler.files import instance_bytes, parse_instance
from scheduler.service import reshuffling
from scheduler.store import people, terms
from scheduler.store.engine import Store
from tests import factories as f
from tests.asking import a_browser, a_key, an_account, an_actor, an_app
from tests.worlds import World, at_the_other_school

OURS = f.instance()


@pytest.fixture
def world(store: Store) -> World:
    return World(store)


def planner(world: World, *schools: str) -> TestClient:
    named = frozenset(schools)
    account = an_account(world.store, world.organisation, Role.SCHEDULER, schools=named)
    return a_browser(an_app(world.store), account)


def keep(browser: TestClient, school: Instance) -> Response:
    headers = {"Content-Type": "application/json"} | a_key()
    return browser.post("/v1/instances", content=instance_bytes(school), headers=headers)


def with_one_more(id: str, **changes: Any) -> Instance:
    another = replace(OURS.students[1], id=id, name="Somebody", **changes)
    return replace(OURS, id="mine", students=(*OURS.students, another))


def test_a_term_is_not_taken_by_its_id(world: World) -> None:
    ours, both = planner(world, "BAY"), planner(world, "BAY", "HBAY")
    refused = keep(ours, replace(OURS, id="Hleast"))
    assert refused.status_code == 403
    assert "Give the data an id of its own." in refused.json()["detail"]
    with world.store.read() as tx:
        term = terms.term(tx, world.organisation, world.hill.ids["term"])
    assert term.schools == ("HBAY",)
    assert ours.get(f"/v1/instances/{world.hill.ids['instance']}/data").status_code == 404
    assert keep(ours, OURS).status_code == 201  # their own term
    assert keep(both, replace(OURS, id="Hleast")).status_code == 201  # who may, may still


def test_people_of_another_school_are_not_taken_by_their_ids(world: World) -> None:
    ours, whole = planner(world, "BAY"), planner(world)
    refused = keep(ours, with_one_more("HS1"))
    assert refused.status_code == 403
    assert "HS1" in refused.text
    assert "1 id of people of other schools" in refused.json()["detail"]
    with world.store.read() as tx:
        assert people.person(tx, world.organisation, "HS1").name == "Ada"
    assert ours.get("/v1/people/HS1").status_code == 404
    # Their own people may be in another term of theirs, and somebody new.
    assert keep(ours, with_one_more("S9")).status_code == 201
    # Who plans for all schools is warned, and decides.
    assert keep(whole, with_one_more("HS1")).json()["warnings"] != []


def test_ids_that_were_in_ones_own_data_already_stay_usable(world: World) -> None:
    whole, ours, hill = planner(world), planner(world, "BAY"), planner(world, "HBAY")
    assert keep(whole, with_one_more("HS1")).status_code == 201
    assert keep(ours, with_one_more("HS1", grade=11)).status_code == 201
    theirs = parse_instance(at_the_other_school(instance_bytes(OURS)), "test")
    assert keep(hill, theirs).status_code == 201


def test_a_room_with_the_id_of_a_person_of_another_school_shows_nothing_of_them(
    world: World,
) -> None:
    hall = OURS.school_sites[0]
    named = replace(hall, rooms=(*hall.rooms, f.room("HS1")))
    later = replace(OURS.term, first=OURS.term.first + timedelta(days=7))
    ours = planner(world, "BAY")
    assert (
        keep(ours, replace(OURS, id="mine", school_sites=(named,), term=later)).status_code == 201
    )
    assert ours.get("/v1/people/HS1").status_code == 404


def test_nobody_of_another_school_joins_by_a_change(world: World) -> None:
    joins = StudentJoined(student=replace(OURS.students[1], id=StudentId("HS1"), name="Somebody"))
    account = an_account(
        world.store, world.organisation, Role.SCHEDULER, schools=frozenset({"BAY"})
    )
    asked = reshuffling.prepare(
        world.store,
        an_actor(account),
        world.bay.ids["term"],
        [joins],
        date(2026, 9, 14),
        Limits(seconds=1),
        settings=world.settings.model_copy(update={"notice_days": 0}),
        clock=lambda: datetime(2026, 8, 31, tzinfo=UTC),
    )
    with pytest.raises(ForbiddenError, match="HS1"):
        reshuffling.request(world.store, an_actor(account), asked)
