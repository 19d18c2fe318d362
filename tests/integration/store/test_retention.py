from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from scheduler.config import Settings
from scheduler.domain.attendance import How, Mark, Refusal
from scheduler.store import mark_notes, marks, refusals, timetables
from scheduler.store.engine import Store
from scheduler.store.retention import let_go
from scheduler.store.tables import (
    AccountRow,
    ApiKeyRow,
    AuditRow,
    IdempotencyRow,
    LinkRow,
    MessageRow,
    ReleaseRow,
    Row,
    RunEventRow,
    RunRow,
    SignInRow,
    ThrottleRow,
)
from tests.integration.store import keeping

TODAY = datetime(2030, 1, 1, tzinfo=UTC)
OLD, NEW = TODAY - timedelta(days=31), TODAY - timedelta(days=29)
DAYS = {
    f"keep_{kind}_days": 30
    for kind in ("audit", "marks", "runs", "timetables", "messages", "sign_ins", "idempotency")
}


@pytest.fixture
def org(store: Store) -> str:
    """An organisation with an old and a new row of every kind that has its time."""
    org = keeping.organisation(store)
    kept = keeping.timetable(store, org)
    common: dict[str, Any] = {"organisation": org}
    with store.write() as tx:
        tx.add(
            AccountRow(
                id="acc_1",
                email="one@school.example",
                name="",
                roles=[],
                wards=[],
                schools=[],
                made_at=OLD,
                **common,
            )
        )
        tx.flush()
        for name, at in (("old", OLD), ("new", NEW)):
            for state in ("done", "running"):
                run: dict[str, Any] = {"id": f"run_{name}_{state}", "term": kept.term}
                tx.add(
                    RunRow(
                        instance=kept.instance,
                        name="",
                        operation="solve",
                        limits={},
                        state=state,
                        created_at=at,
                        finished_at=at if state == "done" else None,
                        made_by="acc_1",
                        **run,
                        **common,
                    )
                )
                tx.flush()
                tx.add(
                    RunEventRow(
                        run=run["id"], number=1, kind="queued", body={}, made_at=at, **common
                    )
                )
            for state in ("sent", "waiting"):
                tx.add(
                    MessageRow(
                        id=f"msg_{name}_{state}",
                        person="S1",
                        subject="",
                        text="",
                        state=state,
                        due_at=at,
                        made_at=at,
                        **common,
                    )
                )
            tx.add(
                SignInRow(
                    id=name,
                    account="acc_1",
                    token_hash=name,
                    device="",
                    made_at=OLD,
                    seen_at=OLD,
                    expires_at=at,
                    **common,
                )
            )
            tx.add(
                ApiKeyRow(
                    id=name,
                    account="acc_1",
                    name="",
                    key_hash=name,
                    scopes=[],
                    made_at=OLD,
                    revoked_at=at,
                    **common,
                )
            )
            tx.add(
                LinkRow(
                    id=name,
                    kind="calendar",
                    token_hash=name,
                    purpose={},
                    made_at=OLD,
                    made_by="acc_1",
                    expires_at=at,
                    **common,
                )
            )
            tx.add(ThrottleRow(what=name, failures=1, last_at=at))
            tx.add(
                IdempotencyRow(
                    actor="acc_1",
                    key=name,
                    fingerprint="",
                    status=201,
                    headers={},
                    body=b"",
                    made_at=at,
                    **common,
                )
            )
        # An old entry after a new one (a clock was set back) must not leave a hole.
        for number, at in enumerate((OLD, OLD, NEW, OLD), start=1):
            tx.add(
                AuditRow(
                    number=number,
                    made_at=at,
                    actor="acc_1",
                    action="student.read",
                    subjects=["S1"],
                    details={},
                    request="",
                    previous="",
                    seal="",
                    **common,
                )
            )
        one = Mark(
            id="old",
            term=kept.term,
            student="S1",
            day=date(2029, 12, 1),
            site="LAB",
            code="P",
            how=How.CHECK_IN,
            effective_at=OLD,
            received_at=OLD,
            authority=1,
            made_by="acc_1",
        )
        marks.record(tx, org, [one, replace(one, id="new", received_at=NEW)])
        mark_notes.add(tx, org, {"old": ("S1", "Ill."), "new": ("S1", "Ill.")})
        refused = Refusal(
            mark="x", code="not-yours", sentence="", student="", made_by="acc_1", received_at=OLD
        )
        refusals.add(tx, org, [refused, replace(refused, received_at=NEW)])
    return org


def numbers(store: Store) -> dict[str, int]:
    with store.read() as tx:
        return {
            name: len(tx.execute(select(table)).all())
            for name, table in Row.metadata.tables.items()
        }


def test_what_had_its_time_goes_and_the_rest_stays(store: Store, org: str) -> None:
    before = numbers(store)
    with store.write() as tx:
        due = let_go(tx, Settings(**DAYS), at=TODAY, dry=True)
    assert numbers(store) == before
    with store.write() as tx:
        gone = let_go(tx, Settings(**DAYS), at=TODAY)
    assert due == gone
    assert gone == {
        "audit": 2,
        "marks": 1,
        "mark_notes": 1,
        "refused_marks": 1,
        "alert_steps": 0,
        "runs": 1,
        "timetables": 1,
        "messages": 1,
        "sign_ins": 1,
        "links": 1,
        "api_keys": 1,
        "throttles": 1,
        "idempotency": 1,
    }
    went = gone | {"run_events": 1}
    assert numbers(store) == {name: number - went.get(name, 0) for name, number in before.items()}
    with store.read() as tx:
        assert tx.scalars(select(AuditRow.number).order_by(AuditRow.number)).all() == [3, 4]
        assert set(tx.scalars(select(RunRow.id))) == {
            "run_new_done",
            "run_new_running",
            "run_old_running",
        }


def test_zero_days_keeps_for_ever(store: Store, org: str) -> None:
    before = numbers(store)
    forever = dict.fromkeys(DAYS, 0) | {"keep_idempotency_days": 365_000}
    with store.write() as tx:
        let_go(tx, Settings(**forever), at=TODAY)
    assert numbers(store) == before


def test_a_timetable_of_a_release_stays(store: Store) -> None:
    org = keeping.organisation(store)
    released, other = keeping.timetable(store, org), keeping.timetable(store, org)
    with store.write() as tx:
        tx.add(
            ReleaseRow(
                id="rel_1",
                organisation=org,
                term=released.term,
                number=1,
                timetable=released.id,
                instance=released.instance,
                holds_from=date(2026, 9, 1),
                note="",
                changes={},
                made_at=OLD,
                made_by="acc_1",
            )
        )
        timetables.keep_reasons(tx, org, other.id, ())
    with store.write() as tx:
        assert let_go(tx, Settings(**DAYS), at=TODAY)["timetables"] == 1
    with store.read() as tx:
        assert timetables.records(tx, org) == [released]


def test_afterwards_rows_are_as_safe_as_before(store: Store, org: str) -> None:
    with store.write() as tx:
        let_go(tx, Settings(**DAYS), at=TODAY)
    keeping.timetable(store, org)
    for table in ("audit", "marks", "timetables"):
        with pytest.raises(IntegrityError, match="append-only"), store.write() as tx:
            tx.execute(text(f"DELETE FROM {table}"))
