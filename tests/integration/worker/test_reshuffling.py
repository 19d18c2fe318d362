"""A change to what people live by: a worker finds repairs, and one becomes the next release."""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from scheduler.check import broken, score
from scheduler.config import Settings
from scheduler.domain.accounts import Actor
from scheduler.domain.changes import diff
from scheduler.domain.edits import MentorLeft
from scheduler.domain.instance import Instance
from scheduler.domain.records import TimetableOrigin
from scheduler.domain.runs import Limits
from scheduler.domain.service_runs import RunState
from scheduler.domain.timetable import Timetable
from scheduler.errors import ConflictError
from scheduler.files import read_instance, read_timetable
from scheduler.service import accepting, draft, plan, release, reshuffling, telling
from scheduler.store import instances, timetables
from scheduler.store.engine import Store
from tests.integration.worker.running import TINY, over, scheduler_of, working

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="looks at /proc"),
]
SETTINGS = Settings()


@pytest.fixture
def who(store: Store) -> Actor:
    return scheduler_of(store)


def released(store: Store, who: Actor) -> tuple[str, Instance, Timetable]:
    """A term of `tiny` with a release."""
    school = read_instance(TINY)
    plan_of = read_timetable(Path(TINY).with_name("timetable.json"))
    kept = plan.keep_instance(store, who, school)
    with store.write() as tx:
        timetable = timetables.add(
            tx,
            who.organisation,
            plan_of,
            instance=kept.id,
            score=score(school, plan_of),
            origin=TimetableOrigin.HAND,
            made_by=who.account,
        ).id
    taken = draft.take(store, who, kept.term, timetable)
    first = school.term.first
    ready = release.prepare(store, who, kept.term, taken.version, first, clock=before(school))
    release.make(store, who, ready, 0, clock=before(school))
    return kept.term, school, plan_of


def before(school: Instance) -> reshuffling.Clock:
    """A week before the term."""
    first = datetime.combine(school.term.first, datetime.min.time(), UTC)
    return lambda: first - timedelta(days=7)


def test_a_repair_is_found_accepted_and_told(store: Store, who: Actor, database_url: str) -> None:
    term, school, plan_of = released(store, who)
    mentor = plan_of.days_out[0].mentor
    first = [when for when, _, _ in school.term.dates()][5]
    clock = before(school)
    asked = reshuffling.prepare(
        store,
        who,
        term,
        [MentorLeft(mentor=mentor)],
        first,
        Limits(seconds=3),
        settings=SETTINGS,
        clock=clock,
    )
    found = reshuffling.request(store, who, asked)
    with pytest.raises(ConflictError):
        accepting.prepare(store, who, found.record.id, 1, settings=SETTINGS, clock=clock)
    with store.read() as tx:
        newest = instances.newest(tx, who.organisation, term)
    assert newest is not None and newest.id != found.record.instance
    assert found.run is not None
    with working(database_url):
        ended = over(store, who, found.run.id)
    assert (ended.state, ended.reason) == (RunState.DONE, None)

    record = reshuffling.read(store, who, found.record.id).record
    assert record.answer is not None
    menu = record.answer["menu"]
    assert ended.best == menu[0]["timetable"]
    opened = accepting.opened(store, who, record.id, 1)
    changed, repaired = opened.mending.after
    assert mentor not in changed.mentor_of
    assert broken(changed, repaired) == []
    touched = diff(changed, plan_of, repaired).touched
    assert menu[0]["touched"] == [one for one in touched if one != mentor]
    assert {one.item for one in opened.reasons} == set(opened.mending.newly_unplaced)

    accepted = accepting.prepare(store, who, record.id, 1, settings=SETTINGS, clock=clock)
    made = accepting.accept(store, who, accepted, settings=SETTINGS, clock=clock)
    assert (made.number, made.holds_from, made.instance) == (2, first, record.instance)
    told = telling.to_be_told(store, who, made.id)
    assert [one.message.person for one in told] == [one.person for one in opened.mending.changes]
    assert all("{" not in one.text for one in told)
    assert draft.read(store, who, term).taken == menu[0]["timetable"]
    with store.read() as tx:
        newest = instances.newest(tx, who.organisation, term)
    assert newest is not None and newest.id == record.instance
    with pytest.raises(ConflictError):
        accepting.accept(store, who, accepted, settings=SETTINGS, clock=clock)
