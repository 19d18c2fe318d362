from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from scheduler.check import score
from scheduler.domain.rules import UnplacedKind
from scheduler.domain.runs import Blocker, Reason
from scheduler.domain.timetable import Unplaced
from scheduler.errors import NotFoundError
from scheduler.store import timetables
from scheduler.store.engine import Store
from tests import factories
from tests.integration.store import keeping


def test_a_timetable_comes_back_as_it_was_with_its_score(store: Store) -> None:
    org = keeping.organisation(store)
    kept = keeping.timetable(store, org)
    with store.read() as tx:
        assert timetables.load(tx, org, kept.id) == factories.timetable()
        found = timetables.record(tx, org, kept.id)
    assert found == kept
    assert found.score == score(factories.instance(), factories.timetable())


def test_a_timetable_cannot_be_changed_or_taken_away(store: Store) -> None:
    org = keeping.organisation(store)
    keeping.timetable(store, org)
    for sentence in ("UPDATE timetables SET penalty = 0", "DELETE FROM timetables"):
        with pytest.raises(IntegrityError, match="append-only"), store.write() as tx:
            tx.execute(text(sentence))


def test_timetables_are_listed_newest_first_page_by_page(store: Store) -> None:
    org = keeping.organisation(store)
    kept = [keeping.timetable(store, org) for _ in range(3)]
    newest_first = sorted(kept, key=lambda one: (one.made_at, one.id), reverse=True)
    with store.read() as tx:
        first = timetables.records(tx, org, term=kept[0].term, most=2)
        last = first[-1]
        rest = timetables.records(tx, org, before=(last.made_at, last.id))
    assert [*first, *rest] == newest_first


def test_reasons_are_kept_beside_the_timetable(store: Store) -> None:
    org, other = keeping.organisation(store), keeping.organisation(store, "Another")
    kept = keeping.timetable(store, org)
    item = Unplaced(kind=UnplacedKind.DAY, student=factories.instance().students[0].id, subject="0")
    why = (Reason(item=item, blockers=(Blocker(option="Tue", blocker="full"),)),)
    with store.write() as tx:
        assert timetables.reasons(tx, org, kept.id) is None
        timetables.keep_reasons(tx, org, kept.id, ())
        timetables.keep_reasons(tx, org, kept.id, why)
    with store.read() as tx:
        assert timetables.reasons(tx, org, kept.id) == why
        assert timetables.reasons(tx, other, kept.id) is None


def test_another_organisation_has_none_of_it(store: Store) -> None:
    org, other = keeping.organisation(store), keeping.organisation(store, "Another")
    kept = keeping.timetable(store, org)
    with store.read() as tx:
        for ask in (timetables.load, timetables.record):
            with pytest.raises(NotFoundError, match="There is no such timetable"):
                ask(tx, other, kept.id)
        assert timetables.records(tx, other) == []
    with store.write() as tx, pytest.raises(NotFoundError, match="no such version"):
        timetables.add(
            tx,
            other,
            factories.timetable(),
            instance=kept.instance,
            score=kept.score,
            origin=kept.origin,
            made_by="acc_1",
        )
