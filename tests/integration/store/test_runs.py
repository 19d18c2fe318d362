"""Runs in the store: handed out once, written by the last attempt alone, never lost."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime, timedelta

import pytest

from scheduler.domain.runs import Limits
from scheduler.domain.service_runs import Operation, RunRecord, RunState
from scheduler.errors import NotFoundError
from scheduler.store import claims, run_events, runs
from scheduler.store.engine import Store
from scheduler.store.ids import new_id
from scheduler.store.tables import InstanceRow, OrganisationRow, RunRow, TermRow

LEASE = timedelta(seconds=15)
NOON = datetime(2026, 9, 1, 12, tzinfo=UTC)


@pytest.fixture
def waiting(store: Store) -> RunRecord:
    """A run in the queue."""
    with store.write() as tx:
        tx.add(OrganisationRow(id="org_a", name="A", made_at=NOON))
        tx.flush()
        tx.add(
            TermRow(
                id="term_a",
                organisation="org_a",
                instance_key="autumn",
                name="Autumn",
                first=date(2026, 9, 7),
                last=date(2026, 12, 18),
                zone="UTC",
                schools=[],
                made_at=NOON,
            )
        )
        tx.flush()
        tx.add(
            InstanceRow(
                id="ins_a",
                organisation="org_a",
                term="term_a",
                number=1,
                origin="uploaded",
                content_hash="0",
                body=b"",
                size=0,
                counts={},
                made_at=NOON,
                made_by="acc_a",
            )
        )
        tx.flush()
        return _request(store, tx_runs=tx)


def _request(store: Store, tx_runs: object = None, minutes: int = 0) -> RunRecord:
    record = RunRecord(
        id=new_id("run"),
        organisation="org_a",
        term="term_a",
        instance="ins_a",
        name="",
        operation=Operation.SOLVE,
        limits=Limits(seconds=60, patience=5),
        start=None,
        state=RunState.QUEUED,
        made_by="acc_a",
        created_at=NOON + timedelta(minutes=minutes),
    )
    if tx_runs is not None:
        runs.add(tx_runs, record)  # type: ignore[arg-type]
    else:
        with store.write() as tx:
            runs.add(tx, record)
    return record


def claimed(store: Store, worker: str = "one") -> RunRecord:
    with store.write() as tx:
        found = claims.claim(tx, worker)
    assert found is not None
    return found


def of(store: Store, record: RunRecord) -> RunRecord:
    with store.read() as tx:
        return runs.run(tx, "org_a", record.id)


def kinds(store: Store, record: RunRecord, after: int = 0) -> list[tuple[int, str]]:
    with store.read() as tx:
        found = run_events.events_after(tx, "org_a", record.id, after)
    return [(event.number, event.kind) for event in found]


def rescue(store: Store, **how: bool) -> list[RunState]:
    with store.write() as tx:
        return [record.state for record in claims.rescue(tx, LEASE, **how)]


def age(store: Store, record: RunRecord, by: timedelta) -> None:
    """Let its worker have been silent for so long."""
    with store.write() as tx:
        row = tx.get_one(RunRow, record.id)
        assert row.heartbeat_at is not None
        row.heartbeat_at -= by


def test_a_request_comes_back_as_it_was_sent(store: Store, waiting: RunRecord) -> None:
    assert of(store, waiting) == waiting


def test_another_organisation_does_not_see_it(store: Store, waiting: RunRecord) -> None:
    with store.read() as tx, pytest.raises(NotFoundError):
        runs.run(tx, "org_b", waiting.id)
    with store.write() as tx, pytest.raises(NotFoundError):
        runs.ask_to_stop(tx, "org_b", waiting.id)
    with store.read() as tx:
        assert runs.runs(tx, "org_b") == []
        assert run_events.events_after(tx, "org_b", waiting.id, 0) == []


def test_the_oldest_is_handed_out_first_and_each_once(store: Store, waiting: RunRecord) -> None:
    later = _request(store, minutes=1)
    assert [claimed(store).id, claimed(store).id] == [waiting.id, later.id]
    with store.write() as tx:
        assert claims.claim(tx, "one") is None


def test_many_workers_at_once_get_each_run_once(store: Store, waiting: RunRecord) -> None:
    wanted = {waiting.id} | {_request(store, minutes=n).id for n in range(1, 12)}
    got: list[str] = []

    def work() -> None:
        while True:
            with store.write() as tx:
                mine = claims.claim(tx, threading.current_thread().name)
            if mine is None:
                return
            got.append(mine.id)

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    # Skipping what another holds, a worker may see nothing for a moment; it asks again.
    work()
    assert sorted(got) == sorted(wanted)


def test_progress_and_end_are_kept_and_numbered(store: Store, waiting: RunRecord) -> None:
    mine = claimed(store)
    with store.write() as tx:
        assert claims.advance(tx, mine, progress={"penalty": 7}) is not None
        assert claims.finish(tx, mine, RunState.DONE, outcome={"status": "optimal"}) is not None
    ended = of(store, waiting)
    assert (ended.state, ended.attempt, ended.worker) == (RunState.DONE, 1, "one")
    assert (ended.progress, ended.outcome) == ({"penalty": 7}, {"status": "optimal"})
    assert ended.finished_at is not None and ended.claimed_at is not None
    events = [(1, "queued"), (2, "claimed"), (3, "progress"), (4, "done")]
    assert kinds(store, waiting) == events
    assert kinds(store, waiting, after=2) == events[2:]


def test_who_was_replaced_can_write_nothing(store: Store, waiting: RunRecord) -> None:
    old = claimed(store, "old")
    age(store, old, 2 * LEASE)
    assert rescue(store) == [RunState.QUEUED]
    new = claimed(store, "new")
    before = of(store, waiting)
    with store.write() as tx:
        assert claims.advance(tx, old, progress={"penalty": 1}) is None
        assert claims.finish(tx, old, RunState.DONE) is None
        assert claims.give_back(tx, old) is None
        assert claims.died(tx, old, "") is None
    assert of(store, waiting) == before
    with store.write() as tx:
        assert claims.finish(tx, new, RunState.DONE) is not None
        assert claims.finish(tx, new, RunState.FAILED) is None
    names = [kind for _, kind in kinds(store, waiting)]
    assert names == ["queued", "claimed", "lost", "given-back", "claimed", "done"]


def test_a_worker_that_is_alive_keeps_its_run(store: Store, waiting: RunRecord) -> None:
    mine = claimed(store)
    age(store, mine, LEASE / 2)
    assert rescue(store) == []
    age(store, mine, LEASE)
    with store.write() as tx:
        claims.advance(tx, mine)
    assert rescue(store) == []


def test_a_clock_that_was_a_day_ahead_does_not_hold_a_run(store: Store, waiting: RunRecord) -> None:
    age(store, claimed(store), -timedelta(days=1))
    assert rescue(store) == [RunState.QUEUED]


def test_who_works_alone_takes_orphans_at_once(store: Store, waiting: RunRecord) -> None:
    claimed(store)
    assert rescue(store, orphans=True) == [RunState.QUEUED]


def test_after_three_deaths_it_is_given_up_with_the_reason(
    store: Store, waiting: RunRecord
) -> None:
    for _ in range(3):
        with store.write() as tx:
            claims.died(tx, claimed_in(tx), "The solver's process was killed.")
    ended = of(store, waiting)
    assert (ended.state, ended.deaths, ended.attempt) == (RunState.FAILED, 3, 3)
    assert ended.reason == "It was given up after 3 attempts. The solver's process was killed."
    with store.write() as tx:
        assert claims.claim(tx, "one") is None


def claimed_in(tx: object) -> RunRecord:
    found = claims.claim(tx, "one")  # type: ignore[arg-type]
    assert found is not None
    return found


def test_giving_back_is_no_death(store: Store, waiting: RunRecord) -> None:
    for _ in range(5):
        mine = claimed(store)
        with store.write() as tx:
            claims.give_back(tx, mine)
    assert (of(store, waiting).state, of(store, waiting).deaths) == (RunState.QUEUED, 0)


def test_a_waiting_run_is_stopped_at_once_and_only_once(store: Store, waiting: RunRecord) -> None:
    for _ in range(2):
        with store.write() as tx:
            stopped = runs.ask_to_stop(tx, "org_a", waiting.id)
        assert stopped.state is RunState.STOPPED
    assert kinds(store, waiting) == [(1, "queued"), (2, "stopped")]
    with store.write() as tx:
        assert claims.claim(tx, "one") is None


def test_the_worker_hears_that_somebody_stopped_its_run(store: Store, waiting: RunRecord) -> None:
    mine = claimed(store)
    with store.write() as tx:
        assert runs.ask_to_stop(tx, "org_a", waiting.id).state is RunState.RUNNING
    with store.write() as tx:
        heard = claims.advance(tx, mine)
    assert heard is not None and heard.stop_asked_at is not None


def test_a_run_that_was_stopped_is_not_planned_again_when_its_worker_dies(
    store: Store, waiting: RunRecord
) -> None:
    claimed(store)
    with store.write() as tx:
        runs.ask_to_stop(tx, "org_a", waiting.id)
    assert rescue(store, orphans=True) == [RunState.STOPPED]


def test_runs_are_listed_newest_first_page_by_page(store: Store, waiting: RunRecord) -> None:
    wanted = [_request(store, minutes=n).id for n in (3, 2, 2, 1)] + [waiting.id]
    seen: list[str] = []
    before = None
    while True:
        with store.read() as tx:
            page = runs.runs(tx, "org_a", terms=["term_a"], before=before, most=2)
        if not page:
            break
        seen += [record.id for record in page]
        before = (page[-1].created_at, page[-1].id)
    assert (seen[0], seen[3:], set(seen)) == (wanted[0], wanted[3:], set(wanted))
