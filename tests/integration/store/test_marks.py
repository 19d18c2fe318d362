from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from scheduler.domain.attendance import How, Mark
from scheduler.store import marks
from scheduler.store.engine import Store
from scheduler.store.marks import Recorded
from tests.integration.store import keeping

NINE = datetime(2026, 9, 8, 9, 0, tzinfo=UTC)


def mark(term: str, number: int) -> Mark:
    return Mark(
        id=f"m{number:04}",
        term=term,
        student=f"S{number % 2 + 1}",
        day=date(2026, 9, 8),
        site="LAB",
        code="P",
        how=How.CHECK_IN,
        about={"day_out": 1},
        effective_at=NINE,
        received_at=NINE,
        claimed_at=NINE + timedelta(days=1),
        authority=2,
        made_by="acc_1",
    )


@pytest.fixture
def org(store: Store) -> str:
    return keeping.organisation(store)


@pytest.fixture
def term(store: Store, org: str) -> str:
    return keeping.instance(store, org).term


def test_marks_sent_again_are_there_once(store: Store, org: str, term: str) -> None:
    batch = [mark(term, number) for number in range(1200)]
    later = [replace(one, received_at=NINE + timedelta(hours=1)) for one in batch]
    ids = tuple(one.id for one in batch)
    with store.write() as tx:
        first = marks.record(tx, org, batch[:700])
        second = marks.record(tx, org, later)
    assert first == Recorded(new=ids[:700], repeated=(), refused=())
    assert second == Recorded(new=ids[700:], repeated=ids[:700], refused=())
    with store.read() as tx:
        kept = marks.of_day(tx, org, date(2026, 9, 8))
        assert kept == [*batch[:700], *later[700:]]
        assert marks.of_day(tx, org, date(2026, 9, 8), "ELSEWHERE") == []
        assert marks.of_student(tx, org, "S1") == [one for one in kept if one.student == "S1"]


def test_another_mark_under_a_known_id_is_refused_and_the_rest_is_kept(
    store: Store, org: str, term: str
) -> None:
    one, two = mark(term, 1), mark(term, 2)
    with store.write() as tx:
        marks.record(tx, org, [one])
        became = marks.record(tx, org, [replace(one, code="A"), two])
    assert became == Recorded(new=(two.id,), repeated=(), refused=(one.id,))
    with store.read() as tx:
        assert {kept.code for kept in marks.of_day(tx, org, one.day)} == {"P"}


def test_two_marks_of_one_id_in_a_batch(store: Store, org: str, term: str) -> None:
    one = mark(term, 1)
    with store.write() as tx:
        became = marks.record(tx, org, [one, one, replace(one, code="A")])
    assert became == Recorded(new=(one.id,), repeated=(), refused=(one.id,))


def test_ids_of_another_organisation_do_not_collide(store: Store, org: str, term: str) -> None:
    other = keeping.organisation(store, "Another")
    elsewhere = keeping.instance(store, other).term
    with store.write() as tx:
        marks.record(tx, org, [mark(term, 1)])
        became = marks.record(tx, other, [mark(elsewhere, 1)])
    assert became.new == ("m0001",)
    with store.read() as tx:
        assert marks.of_student(tx, other, "S2") == [mark(elsewhere, 1)]


def test_a_mark_cannot_be_changed_or_taken_away(store: Store, org: str, term: str) -> None:
    with store.write() as tx:
        marks.record(tx, org, [mark(term, 1)])
    for sentence in ("UPDATE marks SET code = 'A'", "DELETE FROM marks"):
        with pytest.raises(IntegrityError, match="append-only"), store.write() as tx:
            tx.execute(text(sentence))
