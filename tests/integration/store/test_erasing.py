from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from scheduler.domain.instance import Instance
from scheduler.errors import NotFoundError
from scheduler.store import edits, erasing, instances, mark_notes, people
from scheduler.store.columns import now
from scheduler.store.engine import Store
from scheduler.store.tables import (
    AccountRow,
    IdempotencyRow,
    LinkRow,
    MessageRow,
    Row,
    SignInRow,
)
from tests import factories
from tests.integration.store import keeping


def account(org: str, name: str, **more: Any) -> AccountRow:
    fields: dict[str, Any] = {
        "id": f"acc_{name}_{org}",
        "organisation": org,
        "email": f"{name}@{org}.example",
        "name": name,
        "roles": [],
        "wards": [],
        "schools": [],
        "made_at": now(),
    }
    return AccountRow(**(fields | more))


def fill(store: Store, org: str) -> None:
    """An account, a sign-in, a link, a message and an answer of S1, and some of others."""
    school: Instance = factories.instance()
    with store.write() as tx:
        term = instances.add(tx, org, school, made_by="acc_1").term
        moved: list[dict[str, Any]] = [
            {"student": "S1", "home": {"lat": 1.0, "lon": 1.0}},
            {"student": "S2", "home": {"lat": 1.0, "lon": 1.0}},
        ]
        for body in moved:
            edits.add(tx, org, term, "student-moved", body, made_by="acc_1")
        edits.add(tx, org, term, "student-joined", {"student": {"id": "S1"}}, made_by="acc_1")
        edits.add(tx, org, term, "student-left", {"student": "S1"}, made_by="acc_1")
        people.set_email(tx, org, "S1", "one@home.example")
        tx.add(account(org, "one", person="S1"))
        tx.add(account(org, "parent", wards=["S1", "S2"]))
        tx.flush()
        common: dict[str, Any] = {"organisation": org, "made_at": now()}
        tx.add(
            SignInRow(
                id=f"sgn_{org}",
                account=f"acc_one_{org}",
                token_hash=f"t{org}",
                device="",
                seen_at=now(),
                expires_at=now(),
                **common,
            )
        )
        tx.add(
            LinkRow(
                id=f"lnk_{org}",
                kind="calendar",
                token_hash=f"l{org}",
                person="S1",
                purpose={},
                made_by="acc_1",
                **common,
            )
        )
        for person in ("S1", "S2"):
            mark_notes.add(tx, org, {f"mark-{person}": (person, f"{person} was ill.")})
            tx.add(
                MessageRow(
                    id=f"msg_{person}_{org}",
                    person=person,
                    subject="",
                    text=f"Dear {person}",
                    state="waiting",
                    due_at=now(),
                    **common,
                )
            )
            name = school.names[person]
            tx.add(
                IdempotencyRow(
                    actor="acc_1",
                    key=person,
                    fingerprint="",
                    status=201,
                    headers={},
                    body=f'{{"name":"{name}"}}'.encode(),
                    **common,
                )
            )


def contents(store: Store, org: str) -> dict[str, int]:
    """How many rows of each table are an organisation's."""
    with store.read() as tx:
        return {
            name: len(tx.execute(select(table).where(table.c.organisation == org)).all())
            for name, table in Row.metadata.tables.items()
            if "organisation" in table.c
        }


def test_erasing_takes_all_words_about_a_person_away_and_nothing_else(store: Store) -> None:
    org, other = keeping.organisation(store), keeping.organisation(store, "Another")
    fill(store, org)
    fill(store, other)
    before, elsewhere = contents(store, org), contents(store, other)
    with store.write() as tx:
        receipt = erasing.erase(tx, org, "S1", "acc_1")
    gone = {"people": 1, "accounts": 1, "links": 1, "messages": 1, "edits": 2}
    assert receipt.counts == gone | {"answers": 1, "notes": 1, "sweeps": 0}
    gone |= {"sign_ins": 1, "erasures": -1, "mark_notes": 1}
    assert contents(store, org) == {
        table: number - gone.get(table, 0) for table, number in before.items()
    }
    assert contents(store, other) == elsewhere
    with store.read() as tx:
        assert erasing.receipts(tx, org) == [receipt]
        with pytest.raises(NotFoundError):
            people.person(tx, org, "S1")
        answers = {
            row.key: row.body
            for row in tx.scalars(select(IdempotencyRow))
            if row.organisation == org
        }
        assert answers["S1"] == b"{}"
        assert answers["S2"] != b"{}"
        parent = tx.get(AccountRow, f"acc_parent_{org}")
        assert parent is not None
        assert parent.wards == ["S2"]


def test_nobody_is_erased_twice(store: Store) -> None:
    org = keeping.organisation(store)
    keeping.instance(store, org)
    with store.write() as tx:
        erasing.erase(tx, org, "S1", "acc_1")
    with store.write() as tx, pytest.raises(NotFoundError):
        erasing.erase(tx, org, "S1", "acc_1")
    with store.read() as tx:
        assert len(erasing.receipts(tx, org)) == 1


def test_a_version_at_hand_loses_the_name_too(store: Store) -> None:
    org = keeping.organisation(store)
    kept = keeping.instance(store, org)
    with store.read() as tx:
        assert instances.load(tx, org, kept.id) == factories.instance()
    with store.write() as tx:
        erasing.erase(tx, org, "S1", "acc_1")
    with store.read() as tx:
        assert instances.load(tx, org, kept.id).names["S1"] == "S1"
