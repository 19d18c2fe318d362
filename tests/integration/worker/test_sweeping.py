"""Many changes tried on a release: a worker keeps each line, and another goes on after it."""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import replace
from typing import Any

import pytest

from scheduler.config import Settings
from scheduler.domain.accounts import Actor
from scheduler.domain.edits import MentorAway, Scenario, StudentLeft
from scheduler.domain.runs import Limits
from scheduler.domain.service_runs import RunState
from scheduler.service import plan, scenarios, sweeping
from scheduler.service.sweeping import Wanted
from scheduler.store import sweeps
from scheduler.store.engine import Store
from scheduler.what_if.leaving_out import Part, ranked
from scheduler.what_if.n_minus_one import n_minus_one
from scheduler.what_if.rows import Row
from tests.integration.worker.running import over, scheduler_of, until, working
from tests.integration.worker.test_reshuffling import released

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="looks at /proc"),
]
SETTINGS = Settings()
MANY = tuple(range(40))
"""Seeds: so many lines that a worker is killed before the last."""


@pytest.fixture
def who(store: Store) -> Actor:
    return scheduler_of(store)


def ask(store: Store, who: Actor, term: str, wanted: Wanted, **limits: int) -> str:
    how = Limits(seconds=120, **limits)
    asked = sweeping.prepare(store, who, term, wanted, how, settings=SETTINGS)
    return sweeping.request(store, who, asked).run.id


def done(store: Store, who: Actor, run: str) -> dict[int, Any]:
    with store.read() as tx:
        return sweeps.lines(tx, who.organisation, run)


def plain(row: Row) -> Row:
    return replace(row, seconds=None)


def test_a_killed_worker_is_replaced_and_no_line_is_done_twice(
    store: Store, who: Actor, database_url: str
) -> None:
    term, school, release = released(store, who)
    mentor = release.days_out[0].mentor
    kept = scenarios.begin(
        store,
        who,
        scenarios.prepare(
            store, who, term, [MentorAway(mentor=mentor, days=(release.days_out[0].day,))]
        ),
        "Away",
    )
    gone = Scenario(name="gone", edits=(StudentLeft(student=school.students[0].id),))
    run = ask(
        store,
        who,
        term,
        Wanted(scenarios=(gone,), kept=(kept.record.id,), seeds=MANY, seconds=20.0),
    )
    with working(database_url) as worker:
        until(lambda: len(done(store, who, run)) > 1, "no line is done")
        worker.kill()
        before = done(store, who, run)
        assert len(before) < 2 * len(MANY)
        with working(database_url):
            ended = over(store, who, run)
    assert (ended.state, ended.deaths, ended.attempt, ended.reason) == (RunState.DONE, 1, 2, None)
    assert ended.outcome is not None
    assert (ended.outcome["lines"], ended.outcome["of"]) == (2 * len(MANY), 2 * len(MANY))
    after = done(store, who, run)
    # Seconds are of the one time that a line was tried: done again, they would differ.
    assert {number: after[number] for number in before if number} == {
        number: body for number, body in before.items() if number
    }
    table = sweeping.read(store, who, run).table
    assert table is not None and not table.stopped
    assert Counter(row.scenario for row in table) == {"Away": len(MANY), "gone": len(MANY)}
    assert {row.seed for row in table if row.scenario == "gone"} == set(MANY)
    told = [one.body for one in plan.events_after(store, who, run)[0] if one.kind == "progress"]
    assert [one["lines"] for one in told] == sorted(one["lines"] for one in told)
    assert told[-1]["lines"] == told[-1]["of"] == 2 * len(MANY)


def test_each_left_out_is_ranked_as_outside_the_service(
    store: Store, who: Actor, database_url: str
) -> None:
    term, school, release = released(store, who)
    parts = (Part.MENTORS, Part.SITES)
    run = ask(store, who, term, Wanted(without=parts, seconds=20.0), workers=2)
    with working(database_url):
        assert over(store, who, run).state is RunState.DONE
    table = sweeping.read(store, who, run).table
    assert table is not None
    outside = n_minus_one(school, release, parts=parts, seconds=20.0)
    assert [plain(row) for row in table] == [plain(row) for row in ranked(outside)]
    assert table.base == outside.base


def test_stopping_keeps_the_lines_that_are_done(
    store: Store, who: Actor, database_url: str
) -> None:
    term, school, _ = released(store, who)
    gone = Scenario(name="gone", edits=(StudentLeft(student=school.students[0].id),))
    run = ask(store, who, term, Wanted(scenarios=(gone,), seeds=tuple(range(2000)), seconds=20.0))
    with working(database_url):
        until(lambda: len(done(store, who, run)) > 1, "no line is done")
        sweeping.stop(store, who, run)
        ended = over(store, who, run)
    assert ended.state is RunState.STOPPED and ended.outcome is not None
    found = sweeping.read(store, who, run)
    assert found.table is not None and found.table.stopped
    assert 0 < len(found.table) == ended.outcome["lines"] < found.lines == 2000
