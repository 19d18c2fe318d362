from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from scheduler.errors import (
    ConflictError,
    InvalidInputError,
    SchedulerError,
    StoreUnavailableError,
)
from scheduler.store import engine, organisations
from scheduler.store.alone import only_one
from scheduler.store.engine import PRAGMAS, Store, Tx, open_store
from scheduler.store.migrations import migrate
from scheduler.store.tables import OrganisationRow
from tests.integration.store import keeping


def test_an_exception_undoes_the_transaction(store: Store) -> None:
    with pytest.raises(RuntimeError, match="no"), store.write() as tx:
        organisations.add(tx, "A school")
        raise RuntimeError("no")
    with store.read() as tx:
        assert organisations.organisations(tx) == []


def test_reading_changes_nothing(store: Store) -> None:
    with store.read() as tx:
        organisations.add(tx, "A school")
    with store.read() as tx:
        assert organisations.organisations(tx) == []


def test_writers_that_read_first_lose_nothing(store: Store) -> None:
    """With plain BEGIN most of these would die of a locked database."""
    org = keeping.organisation(store, "0")
    errors: list[BaseException] = []

    def count() -> None:
        try:
            for _ in range(10):
                with store.write() as tx:
                    row = tx.get(OrganisationRow, org, with_for_update=True)
                    assert row is not None
                    row.name = str(int(row.name) + 1)
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=count) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    with store.read() as tx:
        assert organisations.organisation(tx, org).name == "60"


def test_two_openings_of_one_store_wait_for_each_other(store: Store, database_url: str) -> None:
    """As the web process and the worker do."""
    other = open_store(database_url)
    org = keeping.organisation(store, "0")
    errors: list[BaseException] = []

    def count(of: Store) -> None:
        try:
            for _ in range(10):
                with of.write() as tx:
                    row = tx.get(OrganisationRow, org, with_for_update=True)
                    assert row is not None
                    row.name = str(int(row.name) + 1)
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=count, args=(of,)) for of in (store, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    other.close()
    assert errors == []
    with store.read() as tx:
        assert organisations.organisation(tx, org).name == "20"


@pytest.mark.parametrize("name", ["a\ud800b"])
def test_what_no_database_can_keep_is_refused(store: Store, name: str) -> None:
    with pytest.raises(InvalidInputError, match="cannot be kept"), store.write() as tx:
        organisations.add(tx, name)


def test_a_moment_without_a_zone_is_refused(store: Store) -> None:
    row = OrganisationRow(id="org_1", name="One", made_at=datetime(2026, 9, 1))
    with pytest.raises(Exception, match="needs a time zone"), store.write() as tx:
        tx.add(row)


@pytest.mark.parametrize("url", ["mysql://host/name", "sqlite://", "sqlite:///:memory:"])
def test_other_stores_are_refused(url: str) -> None:
    with pytest.raises(InvalidInputError, match="FIELDWEEK_DATABASE"):
        open_store(url)


def test_a_store_that_was_not_made_says_what_to_run(empty_url: str) -> None:
    store = open_store(empty_url)
    with pytest.raises(SchedulerError, match="fieldweek migrate"), store.read() as tx:
        organisations.organisations(tx)
    store.close()


class TestSqlite:
    @pytest.fixture
    def path(self, tmp_path: Path) -> Path:
        folder = tmp_path / "data"
        folder.mkdir()
        migrate(f"sqlite:///{folder / 'fieldweek.db'}")
        return folder / "fieldweek.db"

    @pytest.fixture
    def sqlite(self, path: Path) -> Iterator[Store]:
        store = open_store(f"sqlite:///{path}")
        yield store
        store.close()

    def test_every_connection_is_durable(self, sqlite: Store) -> None:
        said = {"WAL": "wal", "FULL": 2, "ON": 1}
        wanted = {name: said.get(str(value), value) for name, value in PRAGMAS.items()}
        with sqlite.write() as one, sqlite.read() as two, sqlite.read() as three:
            for tx in (one, two, three):
                found = {name: tx.scalar(text(f"PRAGMA {name}")) for name in PRAGMAS}
                assert found == wanted

    def test_another_process_finds_every_acknowledged_write_in_the_files(
        self, sqlite: Store, path: Path
    ) -> None:
        keeping.organisation(sqlite, "Kept")
        script = (
            "import sqlite3, sys;"
            "print(sqlite3.connect(sys.argv[1]).execute('SELECT name FROM organisations')"
            ".fetchall())"
        )
        done = subprocess.run(
            [sys.executable, "-c", script, str(path)], capture_output=True, text=True, check=True
        )
        assert done.stdout.strip() == "[('Kept',)]"

    def test_no_space_is_said_in_words_and_heals(self, sqlite: Store) -> None:
        with sqlite.write() as tx:
            pages = tx.scalar(text("PRAGMA page_count"))
            tx.connection().exec_driver_sql(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(StoreUnavailableError, match="no space left"), sqlite.write() as tx:
            organisations.add(tx, "x" * 1_000_000)
        with sqlite.read() as tx:
            assert organisations.organisations(tx) == []
        sqlite.close()
        assert keeping.organisation(sqlite, "x" * 1_000_000)

    def test_a_file_that_cannot_be_written_is_said_in_words(self, sqlite: Store) -> None:
        with sqlite.write() as tx:
            tx.connection().exec_driver_sql("PRAGMA query_only = ON")  # also works as root
        with pytest.raises(StoreUnavailableError, match="cannot be written"):
            keeping.organisation(sqlite)

    def test_a_folder_that_is_not_there_is_said_in_words(self, tmp_path: Path) -> None:
        with pytest.raises(StoreUnavailableError, match="folder"):
            migrate(f"sqlite:///{tmp_path / 'nowhere' / 'fieldweek.db'}")

    @pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write anywhere")
    def test_a_folder_that_cannot_be_written_is_said_in_words(self, path: Path) -> None:
        path.parent.chmod(0o500)
        path.chmod(0o400)
        store = open_store(f"sqlite:///{path}")
        with pytest.raises(StoreUnavailableError):
            keeping.organisation(store)
        store.close()

    def test_a_file_that_is_no_database_is_said_in_words(self, tmp_path: Path) -> None:
        (tmp_path / "fieldweek.db").write_bytes(b"not a database" * 100)
        with pytest.raises(StoreUnavailableError, match="not a database"):
            migrate(f"sqlite:///{tmp_path / 'fieldweek.db'}")

    def test_there_is_one_web_process(self, sqlite: Store, path: Path) -> None:
        other = open_store(f"sqlite:///{path}")
        with only_one(sqlite, "web"):
            with pytest.raises(ConflictError, match="Another web process"), only_one(other, "web"):
                pass
            with only_one(other, "worker"):
                pass
        with only_one(other, "web"):
            pass
        other.close()


def test_postgresql_has_many_web_processes(store: Store) -> None:
    if store.is_sqlite:
        with only_one(store, "web"), pytest.raises(ConflictError), only_one(store, "web"):
            pass
    else:
        with only_one(store, "web"), only_one(store, "web"):
            pass


def test_a_lost_connection_is_said_in_words_and_heals(store: Store) -> None:
    if store.is_sqlite:
        pytest.skip("SQLite has no connection to lose")
    end = text("SELECT pg_terminate_backend(pg_backend_pid())")
    with pytest.raises(StoreUnavailableError, match="does not answer"), store.write() as tx:
        tx.execute(end)
    assert keeping.organisation(store)


@pytest.mark.parametrize("engine_name", ["postgresql"])
def test_who_stands_still_in_a_transaction_keeps_nobody_waiting(
    store: Store, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a worker does that is stopped between two statements about its run."""
    org = keeping.organisation(store, "A school")
    monkeypatch.setattr(engine, "STILL_SECONDS", 0.2)
    asleep = open_store(database_url)

    def rename(tx: Tx, name: str) -> None:
        row = tx.get(OrganisationRow, org, with_for_update=True)
        assert row is not None
        row.name = name

    with pytest.raises(StoreUnavailableError), asleep.write() as tx:
        rename(tx, "Asleep")
        tx.flush()
        with store.write() as other:  # waits for the row until it is taken away
            other.execute(text("SET LOCAL lock_timeout = '20s'"))
            rename(other, "Awake")
    asleep.close()
    with store.read() as tx:
        assert [one.name for one in organisations.organisations(tx)] == ["Awake"]
