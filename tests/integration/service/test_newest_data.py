"""A draft frozen, and repairs only asked for, are made of older data and put none of it back."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from scheduler.domain.edits import Edit, MentorAway, StudentMoved
from scheduler.domain.ids import StudentId
from scheduler.domain.instance import Instance
from scheduler.domain.pins import PinnedDay
from scheduler.domain.places import Position
from scheduler.domain.records import InstanceOrigin
from scheduler.domain.runs import Limits
from scheduler.service import freezing, pinning, plan, reshuffling, scenarios
from scheduler.store import erasing, instances, people, terms
from scheduler.store.engine import Store
from tests import factories as f
from tests.worlds import World

OLD = f.instance()
NEW = replace(
    OLD,
    name="Longer",
    term=replace(OLD.term, last=date(2026, 12, 18)),
    students=(
        OLD.students[0],
        replace(OLD.students[1], name="Ben Newname"),
        replace(OLD.students[1], id=StudentId("S9"), name="Zoe"),
    ),
)
BEFORE = datetime(2026, 8, 31, tzinfo=UTC)


@pytest.fixture
def world(store: Store) -> World:
    world = World(store)
    plan.keep_instance(store, world.actor, NEW)
    return world


def known(world: World) -> tuple[object, ...]:
    """What is known of the term and the people in it."""
    org, term = world.organisation, world.bay.ids["term"]
    with world.store.read() as tx:
        record, newest = terms.term(tx, org, term), instances.newest(tx, org, term)
        assert newest is not None
        everybody = people.people(tx, org)
        return record, newest, everybody


def frozen(world: World) -> str:
    """The version of the data that a draft is frozen with: it is of the old data."""
    term = world.bay.ids["term"]
    pinning.pin(world.store, world.actor, term, [PinnedDay(student=StudentId("S1"), day=1)], 1)
    run = freezing.request_run(
        world.store, world.actor, term, 2, Limits(seconds=1), settings=world.settings
    )
    return run.instance


def asked(world: World, edit: Edit) -> reshuffling.Reshuffle:
    prepared = reshuffling.prepare(
        world.store,
        world.actor,
        world.bay.ids["term"],
        [edit],
        date(2026, 9, 14),
        Limits(seconds=1),
        settings=world.settings.model_copy(update={"notice_days": 0}),
        clock=lambda: BEFORE,
    )
    return reshuffling.request(world.store, world.actor, prepared)


def data(world: World, version: str) -> Instance:
    with world.store.read() as tx:
        return instances.load(tx, world.organisation, version)


def test_a_draft_frozen_leaves_the_term_and_people_as_they_are(world: World) -> None:
    before = known(world)
    version = frozen(world)
    assert known(world) == before
    with world.store.read() as tx:
        assert instances.version(tx, world.organisation, version).origin is InstanceOrigin.DRAFT
    assert data(world, version).students == OLD.students
    assert data(world, version).term == OLD.term


def test_who_was_erased_does_not_come_back_with_a_draft(world: World) -> None:
    with world.store.write() as tx:
        erasing.erase(tx, world.organisation, "S2", "acc_1")
    before = known(world)
    version = frozen(world)
    assert known(world) == before
    assert data(world, version).students[1].name == "S2"


def test_asking_for_repairs_leaves_the_term_and_people_as_they_are(world: World) -> None:
    before = known(world)
    made = asked(world, MentorAway(mentor=OLD.mentors[0].id, days=(0,)))
    assert known(world) == before
    assert data(world, made.record.instance).students == OLD.students


def test_an_accepted_repair_says_of_people_what_was_edited_and_no_more(world: World) -> None:
    home = Position(lat=41.801, lon=-71.401)
    made = asked(world, StudentMoved(student=StudentId("S1"), home=home))
    with world.store.write() as tx:
        people.settle(tx, world.organisation, made.record.instance)
    with world.store.read() as tx:
        everybody = people.people(tx, world.organisation)
    assert everybody["S1"].home == home
    assert everybody["S2"].name == "Ben Newname"


def test_a_scenario_kept_says_of_people_what_was_edited_and_no_more(world: World) -> None:
    term, old = world.bay.ids["term"], world.bay.ids["instance"]
    home = Position(lat=41.801, lon=-71.401)
    edit = StudentMoved(student=StudentId("S1"), home=home)
    ready = scenarios.prepare(world.store, world.actor, term, [edit], old)
    begun = scenarios.begin(world.store, world.actor, ready, "Moved")
    made = scenarios.data_of(world.store, world.actor, begun)
    kept = scenarios.keep_data(world.store, world.actor, begun, made)
    _, newest, everybody = known(world)
    assert newest == kept
    assert everybody["S1"].home == home  # type: ignore[index]
    assert everybody["S2"].name == "Ben Newname"  # type: ignore[index]
