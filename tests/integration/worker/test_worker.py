"""A worker's process plans what is asked for, whatever happens to it."""

from __future__ import annotations

import signal
import sys
from collections import Counter

import pytest

from scheduler.check import broken
from scheduler.domain.accounts import Actor
from scheduler.domain.service_runs import RunState
from scheduler.files import read_instance
from scheduler.made import make
from scheduler.service import plan
from scheduler.store import instances, timetables
from scheduler.store.engine import Store
from tests.integration.worker.running import (
    TINY,
    again,
    ask,
    follow,
    kill_solver,
    over,
    scheduler_of,
    working,
)

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="looks at /proc"),
]


@pytest.fixture
def who(store: Store) -> Actor:
    return scheduler_of(store)


def test_runs_are_planned_one_after_the_other_and_told_step_by_step(
    store: Store, who: Actor, database_url: str
) -> None:
    first = ask(store, who)
    with working(database_url):
        ended = over(store, who, first.id)
        second = over(store, who, again(store, who, first.instance).id)
    assert (ended.state, second.state) == (RunState.DONE, RunState.DONE)
    assert (ended.attempt, ended.deaths, ended.reason) == (1, 0, None)
    assert ended.outcome is not None and ended.outcome["status"] == "optimal"
    times = [ended.created_at, ended.claimed_at, ended.first_at, ended.finished_at]
    assert all(at is not None for at in times) and times == sorted(times, key=str)
    assert ended.best is not None
    with store.read() as tx:
        found = timetables.load(tx, who.organisation, ended.best)
        worth = timetables.record(tx, who.organisation, ended.best).score
    assert broken(read_instance(TINY), found) == []
    assert (list(worth.unplaced), worth.penalty) == (
        ended.outcome["unplaced"],
        ended.outcome["penalty"],
    )
    events, is_all = plan.events_after(store, who, first.id)
    assert is_all
    assert [event.number for event in events] == list(range(1, len(events) + 1))
    kinds = Counter(event.kind for event in events)
    assert (kinds["queued"], kinds["claimed"], kinds["done"], kinds["lost"]) == (1, 1, 1, 0)
    assert events[-1].body["timetable"] == ended.best


def test_stopping_keeps_the_best(store: Store, who: Actor, database_url: str) -> None:
    school = make("small", 1).instance
    run = ask(store, who, school, seconds=600)
    with working(database_url):
        follow(store, who, run.id, "best")
        plan.stop_run(store, who, run.id)
        ended = over(store, who, run.id)
    assert ended.state is RunState.STOPPED
    assert ended.best is not None and ended.outcome is not None
    with store.read() as tx:
        found = timetables.load(tx, who.organisation, ended.best)
        kept = instances.load(tx, who.organisation, ended.instance)
    assert broken(kept, found) == []
    assert ended.outcome["stopped"] is True


def test_a_killed_worker_is_replaced_and_the_run_goes_on_from_its_best(
    store: Store, who: Actor, database_url: str
) -> None:
    run = ask(store, who, make("small", 1).instance, seconds=6)
    with working(database_url) as worker:
        follow(store, who, run.id, "best")
        worker.kill()
        kept = plan.run_of(store, who, run.id).best
        with working(database_url):
            ended = over(store, who, run.id)
    assert (ended.state, ended.deaths, ended.attempt) == (RunState.DONE, 1, 2)
    kinds = Counter(event.kind for event in plan.events_after(store, who, run.id)[0])
    assert (kinds["done"], kinds["lost"], kinds["claimed"]) == (1, 1, 2)
    assert kept is not None and ended.best is not None
    with store.read() as tx:
        first = timetables.record(tx, who.organisation, kept).score
        last = timetables.record(tx, who.organisation, ended.best).score
    assert last.rank <= first.rank


def test_a_solver_that_dies_is_tried_three_times(
    store: Store, who: Actor, database_url: str
) -> None:
    run = ask(store, who, make("small", 1).instance, seconds=600)
    with working(database_url) as worker:
        for attempt in (1, 2, 3):
            follow(store, who, run.id, "progress" if attempt == 1 else "claimed", attempt)
            kill_solver(worker)
            follow(store, who, run.id, "lost", attempt)
        ended = over(store, who, run.id)
    assert (ended.state, ended.deaths) == (RunState.FAILED, 3)
    assert ended.reason is not None and "3 attempts" in ended.reason
    with store.read() as tx:
        assert instances.load(tx, who.organisation, ended.instance) is not None


def test_too_little_memory_fails_the_run_with_the_reason(
    store: Store, who: Actor, database_url: str
) -> None:
    run = ask(store, who, make("small", 1).instance, seconds=600)
    with working(database_url, FIELDWEEK_RUN_MEMORY_MIB="64"):
        ended = over(store, who, run.id)
    assert (ended.state, ended.deaths) == (RunState.FAILED, 3)
    assert ended.reason is not None and "MiB" in ended.reason


def test_a_worker_that_is_asked_to_leave_gives_its_run_back(
    store: Store, who: Actor, database_url: str
) -> None:
    run = ask(store, who, make("small", 1).instance, seconds=600)
    with working(database_url) as worker:
        follow(store, who, run.id, "best")
        assert worker.leave() == 0
    given_back = plan.run_of(store, who, run.id)
    assert (given_back.state, given_back.deaths) == (RunState.QUEUED, 0)
    assert given_back.best is not None
    with working(database_url):
        follow(store, who, run.id, "claimed", 2)
        plan.stop_run(store, who, run.id)
        assert over(store, who, run.id).state is RunState.STOPPED


@pytest.mark.parametrize("engine_name", ["postgresql"])
def test_a_worker_that_stood_still_finds_its_run_taken_and_lets_go(
    store: Store, who: Actor, database_url: str
) -> None:
    run = ask(store, who, make("small", 1).instance, seconds=6)
    with working(database_url) as asleep:
        follow(store, who, run.id, "progress")
        asleep.process.send_signal(signal.SIGSTOP)
        with working(database_url):
            follow(store, who, run.id, "claimed", 2)
            asleep.process.send_signal(signal.SIGCONT)
            ended = over(store, who, run.id)
    assert (ended.state, ended.attempt) == (RunState.DONE, 2)
    kinds = Counter(event.kind for event in plan.events_after(store, who, run.id, most=10_000)[0])
    assert (kinds["done"], kinds["claimed"]) == (1, 2)


@pytest.mark.parametrize("engine_name", ["postgresql"])
def test_two_workers_share_the_runs_and_one_is_killed(
    store: Store, who: Actor, database_url: str
) -> None:
    first = ask(store, who, make("small", 1).instance, seconds=4)
    wanted = [first.id] + [again(store, who, first.instance, seconds=4).id for _ in range(3)]
    with working(database_url) as one, working(database_url):
        follow(store, who, wanted[0], "claimed")
        follow(store, who, wanted[1], "claimed")
        one.kill()
        ended = [over(store, who, run) for run in wanted]
    assert [record.state for record in ended] == [RunState.DONE] * 4
    assert sum(record.deaths for record in ended) == 1
    for run in wanted:
        events, _ = plan.events_after(store, who, run, most=10_000)
        assert sum(event.kind == "done" for event in events) == 1


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_a_second_worker_of_an_sqlite_file_is_refused(
    store: Store, who: Actor, database_url: str
) -> None:
    with working(database_url):
        follow(store, who, ask(store, who).id, "done")
        with working(database_url) as second:
            assert second.process.wait(60) == 3


@pytest.mark.parametrize("engine_name", ["postgresql"])
def test_losing_all_connections_for_a_moment_costs_nothing(
    store: Store, who: Actor, database_url: str
) -> None:
    first = ask(store, who)
    with working(database_url):
        over(store, who, first.id)  # from now on it waits for a word
        cut_all_connections(store)
        run = ask(store, who, make("small", 1).instance, seconds=5)
        follow(store, who, run.id, "progress")
        cut_all_connections(store)
        ended = over(store, who, run.id)
    assert (ended.state, ended.attempt, ended.deaths) == (RunState.DONE, 1, 0)


def cut_all_connections(store: Store) -> None:
    with store.engine.connect() as connection:
        connection.exec_driver_sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
