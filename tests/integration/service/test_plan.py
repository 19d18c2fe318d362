"""Asking for runs: who may, with what data, within which limits."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest

from scheduler.config import Settings
from scheduler.domain.accounts import Actor, Role
from scheduler.domain.records import InstanceRecord
from scheduler.domain.runs import Limits
from scheduler.domain.service_runs import Operation, RunRecord, RunState
from scheduler.errors import ForbiddenError, InvalidInputError, NotFoundError
from scheduler.service import plan
from scheduler.store import claims, organisations
from scheduler.store.engine import Store
from tests import factories as f
from tests.integration.store import keeping

SETTINGS = Settings(run_seconds=100, run_processes=2)


@pytest.fixture
def who(store: Store) -> Actor:
    org = keeping.organisation(store)
    return Actor(organisation=org, account="acc_1", roles=frozenset({Role.SCHEDULER}))


@pytest.fixture
def kept(store: Store, who: Actor) -> InstanceRecord:
    return plan.keep_instance(store, who, f.instance())


def ask(store: Store, who: Actor, kept: InstanceRecord, **how: object) -> RunRecord:
    limits = Limits(seconds=10)
    return plan.request_run(store, who, kept.id, limits, settings=SETTINGS, **how)  # type: ignore[arg-type]


def of_another_school(who: Actor, store: Store) -> Actor:
    with store.write() as tx:
        return replace(who, organisation=organisations.add(tx, "Another").id)


def test_a_run_waits_and_can_be_read(store: Store, who: Actor, kept: InstanceRecord) -> None:
    run = ask(store, who, kept, name="first try")
    assert (run.state, run.term, run.name) == (RunState.QUEUED, kept.term, "first try")
    assert plan.run_of(store, who, run.id) == run
    assert plan.runs_of(store, who) == [run]
    assert plan.runs_of(store, who, term=kept.term) == [run]


def test_operation_none_is_over_at_once(store: Store, who: Actor, kept: InstanceRecord) -> None:
    run = ask(store, who, kept, operation=Operation.NONE)
    assert run.state is RunState.DONE and run.best is None
    assert plan.run_of(store, who, run.id) == run
    events, is_all = plan.events_after(store, who, run.id)
    assert ([event.kind for event in events], is_all) == (["done"], True)
    with store.write() as tx:
        assert claims.claim(tx, "worker") is None


def test_data_with_faults_is_not_kept(store: Store, who: Actor) -> None:
    sound = f.instance()
    wrong = replace(sound, students=(*sound.students, sound.students[0]))
    with pytest.raises(InvalidInputError) as refused:
        plan.keep_instance(store, who, wrong)
    assert refused.value.faults != ()


@pytest.mark.parametrize(
    "limits",
    [Limits(seconds=101), Limits(work=1), Limits(seconds=10, workers=3)],
)
def test_limits_beyond_the_server_s_are_refused(
    store: Store, who: Actor, kept: InstanceRecord, limits: Limits
) -> None:
    with pytest.raises(InvalidInputError):
        plan.request_run(store, who, kept.id, limits, settings=SETTINGS)
    assert plan.runs_of(store, who) == []


def test_a_run_begins_from_a_timetable_of_its_own_term(
    store: Store, who: Actor, kept: InstanceRecord
) -> None:
    timetable = keeping.timetable(store, who.organisation)
    assert ask(store, who, kept, start=timetable.id).start == timetable.id
    another = plan.keep_instance(store, who, replace(f.instance(), id="spring"))
    with pytest.raises(InvalidInputError, match="another term"):
        ask(store, who, another, start=timetable.id)


def test_another_school_s_things_are_not_there(
    store: Store, who: Actor, kept: InstanceRecord
) -> None:
    run = ask(store, who, kept)
    other = of_another_school(who, store)
    with pytest.raises(NotFoundError):
        ask(store, other, kept)
    for asked in (plan.run_of, plan.stop_run, plan.events_after):
        with pytest.raises(NotFoundError):
            asked(store, other, run.id)
    assert plan.runs_of(store, other) == []
    assert plan.run_of(store, who, run.id).state is RunState.QUEUED


def test_a_coordinator_reads_runs_and_asks_for_none(
    store: Store, who: Actor, kept: InstanceRecord
) -> None:
    run = ask(store, who, kept)
    coordinator = replace(who, roles=frozenset({Role.COORDINATOR}))
    assert plan.run_of(store, coordinator, run.id) == run
    for refused in (
        lambda: ask(store, coordinator, kept),
        lambda: plan.stop_run(store, coordinator, run.id),
        lambda: plan.keep_instance(store, coordinator, f.instance()),
    ):
        with pytest.raises(ForbiddenError):
            refused()


def test_who_is_for_one_school_does_not_see_another_s_runs(
    store: Store, who: Actor, kept: InstanceRecord
) -> None:
    run = ask(store, who, kept)
    elsewhere = replace(who, schools=frozenset({"elsewhere"}))
    assert plan.runs_of(store, elsewhere) == []
    with pytest.raises(NotFoundError):
        plan.run_of(store, elsewhere, run.id)


def test_events_go_on_where_a_reader_was(store: Store, who: Actor, kept: InstanceRecord) -> None:
    run = ask(store, who, kept)
    first, is_all = plan.events_after(store, who, run.id)
    assert ([event.kind for event in first], is_all) == (["queued"], False)
    plan.stop_run(store, who, run.id)
    then, is_all = plan.events_after(store, who, run.id, first[-1].number)
    assert ([event.kind for event in then], is_all) == (["stopped"], True)


def test_many_who_begin_a_term_at_once_all_keep_their_version(store: Store, who: Actor) -> None:
    numbers: list[int] = []

    def keep() -> None:
        numbers.append(plan.keep_instance(store, who, f.instance()).number)

    threads = [threading.Thread(target=keep) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(numbers) == [1, 2, 3, 4, 5, 6]
