from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import CheckConstraint, UniqueConstraint, inspect, text
from sqlalchemy.exc import IntegrityError

from scheduler.store.engine import Store, open_store
from scheduler.store.migrations import migrate, newest, revision
from scheduler.store.tables import MarkRow, OpeningRow, OrganisationRow, Row, TermRow


def _is_on(store: Store) -> Callable[..., bool]:
    """Whether a thing of the tables is meant for this engine."""
    return lambda _thing, name, *_: not (store.is_sqlite and name == "ix_audit_subjects")


NOON = datetime(2026, 9, 1, 12, 0, tzinfo=UTC)


def test_the_migrations_make_what_the_tables_say(store: Store) -> None:
    with store.read() as tx:
        options = {"compare_type": True, "include_object": _is_on(store)}
        context = MigrationContext.configure(tx.connection(), opts=options)
        assert compare_metadata(context, Row.metadata) == []


def test_constraints_of_the_migrations_are_those_of_the_tables(store: Store) -> None:
    """What `compare_metadata` does not look at."""
    found = inspect(store.engine)
    for table in Row.metadata.sorted_tables:
        checks = {one["name"] for one in found.get_check_constraints(table.name)}
        wanted = {str(one.name) for one in table.constraints if isinstance(one, CheckConstraint)}
        assert checks == wanted, table.name
        uniques = {one["name"] for one in found.get_unique_constraints(table.name)}
        wanted = {str(one.name) for one in table.constraints if isinstance(one, UniqueConstraint)}
        assert uniques == wanted, table.name


def test_up_down_and_up_again(empty_url: str) -> None:
    store = open_store(empty_url)
    assert revision(store) is None
    migrate(empty_url)
    assert revision(store) == newest()
    migrate(empty_url, "base")
    assert inspect(store.engine).get_table_names() == ["alembic_version"]
    migrate(empty_url)
    migrate(empty_url)
    assert set(inspect(store.engine).get_table_names()) == {*Row.metadata.tables, "alembic_version"}
    store.close()


@pytest.fixture
def mark(store: Store) -> dict[str, Any]:
    """A mark in the store, and the values of its row."""
    row: dict[str, Any] = {
        "organisation": "org_1",
        "id": "m1",
        "term": "term_1",
        "student": "S1",
        "day": date(2026, 9, 1),
        "site": "site",
        "entry": "",
        "code": "P",
        "how": "check-in",
        "about": {},
        "effective_at": NOON,
        "received_at": NOON,
        "authority": 1,
        "made_by": "acc_1",
    }
    with store.write() as tx:
        tx.add(OrganisationRow(id="org_1", name="One", made_at=NOON))
        tx.flush()
        tx.add(
            TermRow(
                id="term_1",
                organisation="org_1",
                instance_key="autumn",
                name="Autumn",
                first=date(2026, 9, 1),
                last=date(2026, 12, 18),
                zone="UTC",
                schools=[],
                made_at=NOON,
            )
        )
        tx.flush()
        tx.add(MarkRow(**row))
    return row


@pytest.mark.parametrize(
    "sentence",
    ["UPDATE marks SET code = 'A'", "DELETE FROM marks"],
)
def test_marks_cannot_be_changed_or_taken_away(
    store: Store, mark: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(IntegrityError, match="marks is append-only"), store.write() as tx:
        tx.execute(text(sentence))
    with store.read() as tx:
        assert tx.get(MarkRow, ("org_1", "m1")).code == "P"  # type: ignore[union-attr]


def test_replacing_a_mark_is_refused_too(store: Store, mark: dict[str, Any]) -> None:
    if not store.is_sqlite:
        pytest.skip("PostgreSQL has no REPLACE, and TRUNCATE is tested below")
    with pytest.raises(IntegrityError, match="marks is append-only"), store.write() as tx:
        tx.execute(text("REPLACE INTO marks SELECT * FROM marks"))


def test_emptying_a_table_is_refused_too(store: Store, mark: dict[str, Any]) -> None:
    if store.is_sqlite:
        pytest.skip("SQLite has no TRUNCATE, and REPLACE is tested above")
    with pytest.raises(IntegrityError, match="marks is append-only"), store.write() as tx:
        tx.execute(text("TRUNCATE marks"))


def test_old_marks_go_while_the_table_is_open(store: Store, mark: dict[str, Any]) -> None:
    with store.write() as tx:
        tx.add(OpeningRow(what="marks"))
        tx.flush()
        tx.execute(text("DELETE FROM marks"))
        tx.execute(text("DELETE FROM openings"))
    with store.read() as tx:
        assert tx.get(MarkRow, ("org_1", "m1")) is None


def test_an_open_table_still_refuses_changes(store: Store, mark: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError, match="marks is append-only"), store.write() as tx:
        tx.add(OpeningRow(what="marks"))
        tx.flush()
        tx.execute(text("UPDATE marks SET code = 'A'"))
