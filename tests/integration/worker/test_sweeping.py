"""Many changes tried on a release: a worker keeps each line, and another goes on after it."""

from __future__ import annotations

import sys
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
from scheduler.what_if.leaving_out import Part
from scheduler.what_if.n_minus_one import n_minus_one
from scheduler.what_if.rows import Row
from tests.integration.worker.running import over, scheduler_of, until, working
from tests.integration.worker.test_reshuffling import released

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="looks at /proc"),
]
SETTINGS = Settings()
PARTS = (Part.MENTORS, Part.SITES)
SEEDS = (0, 1, 2)


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
    out = release.days_out[0]
    away = MentorAway(mentor=out.mentor, days=(out.day,))
    kept = scenarios.begin(store, who, scenarios.prepare(store, who, term, [away]), "Away").record
    gone = Scenario(name="gone", edits=(StudentLeft(student=school.students[0].id),))
    wanted = Wanted(scenarios=(gone,), kept=(kept.id,), without=PARTS, seeds=SEEDS, seconds=20.0)
    run = ask(store, who, term, wanted, workers=2)
    with working(database_url) as worker:
        until(lambda: len(done(store, who, run)) > 1, "no line is done")
        worker.kill()
        before = done(store, who, run)
        with working(database_url):
            ended = over(store, who, run)
            endless = ask(
                store,
                who,
                term,
                Wanted(scenarios=(gone,), seeds=tuple(range(3000)), seconds=20.0),
            )
            until(lambda: len(done(store, who, endless)) > 1, "no line is done")
            sweeping.stop(store, who, endless)
            stopped = over(store, who, endless)
    found = sweeping.read(store, who, run)
    assert (ended.state, ended.deaths, ended.attempt, ended.reason) == (RunState.DONE, 1, 2, None)
    assert ended.outcome is not None
    assert (ended.outcome["lines"], ended.outcome["of"]) == (found.lines, found.lines)
    assert len(before) <= found.lines
    # A line says how many seconds it took: tried again, it would say another number.
    after = done(store, who, run)
    assert {number: after[number] for number in before if number} == {
        number: body for number, body in before.items() if number
    }
    table = found.table
    assert table is not None and not table.stopped
    outside = n_minus_one(school, release, parts=PARTS, seconds=20.0)
    left_out = [row for row in table if row.seed == 0 and row.scenario not in ("Away", "gone")]
    assert [plain(row) for row in left_out] == [plain(row) for row in outside]
    assert table.base == outside.base
    assert sorted(
        {(row.scenario, row.seed) for row in table}
        - {(row.scenario, seed) for row in outside for seed in SEEDS}
    ) == [(name, seed) for name in ("Away", "gone") for seed in SEEDS]
    told = [one.body for one in plan.events_after(store, who, run)[0] if one.kind == "progress"]
    assert [one["lines"] for one in told] == sorted(one["lines"] for one in told)
    assert told[-1]["lines"] == told[-1]["of"] == found.lines

    few = sweeping.read(store, who, endless).table
    assert stopped.state is RunState.STOPPED and stopped.outcome is not None
    assert few is not None and few.stopped
    assert 0 < len(few) == stopped.outcome["lines"] < 3000
