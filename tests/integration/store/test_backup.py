from __future__ import annotations

import itertools
import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from scheduler.errors import ConflictError, InvalidInputError, SchedulerError, StoreUnavailableError
from scheduler.files import instance_bytes
from scheduler.store import instances, organisations, timetables
from scheduler.store.backup import backup, restore
from scheduler.store.engine import Store, open_store
from scheduler.store.migrations import newest, revision
from tests import factories
from tests.databases import another_database
from tests.integration.store import keeping


@pytest.fixture(autouse=True)
def programs(monkeypatch: pytest.MonkeyPatch, postgresql_programs: Path) -> None:
    monkeypatch.setenv("PATH", f"{postgresql_programs}{os.pathsep}{os.environ['PATH']}")


@pytest.fixture
def elsewhere(engine_name: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty store to restore into."""
    yield from another_database(engine_name, request, tmp_path)


def test_a_backup_restored_elsewhere_is_the_same_store(
    store: Store, database_url: str, elsewhere: str, tmp_path: Path
) -> None:
    org = keeping.organisation(store)
    kept = keeping.timetable(store, org)
    backup(database_url, tmp_path / "backup")
    restore(elsewhere, tmp_path / "backup")
    other = open_store(elsewhere)
    assert revision(other) == newest()
    with other.read() as tx:
        assert timetables.record(tx, org, kept.id) == kept
        assert timetables.load(tx, org, kept.id) == factories.timetable()
        found = instances.load(tx, org, kept.instance)
        assert instance_bytes(found) == instance_bytes(factories.instance())
    other.close()


def test_a_backup_under_load_has_all_that_was_acknowledged_before_it(
    store: Store, database_url: str, elsewhere: str, tmp_path: Path
) -> None:
    written: list[str] = []
    stop, under_way = threading.Event(), threading.Event()

    def write() -> None:
        for number in itertools.count():
            if stop.is_set():
                return
            written.append(keeping.organisation(store, str(number)))
            if number == 20:
                under_way.set()

    writer = threading.Thread(target=write)
    writer.start()
    assert under_way.wait(30)
    before = list(written)
    try:
        backup(database_url, tmp_path / "backup")
    finally:
        stop.set()
        writer.join()
    restore(elsewhere, tmp_path / "backup")
    other = open_store(elsewhere)
    with other.read() as tx:
        found = [one.id for one in organisations.organisations(tx)]
    other.close()
    assert found == written[: len(found)]
    assert found[: len(before)] == before


def test_nothing_is_written_over(
    store: Store, database_url: str, elsewhere: str, tmp_path: Path
) -> None:
    org = keeping.organisation(store)
    file = tmp_path / "backup"
    backup(database_url, file)
    before = file.read_bytes()
    with pytest.raises(ConflictError, match="there already"):
        backup(database_url, file)
    assert file.read_bytes() == before
    with pytest.raises(ConflictError):
        restore(database_url, file)
    restore(elsewhere, file)
    with pytest.raises(ConflictError):
        restore(elsewhere, file)
    with store.read() as tx:
        assert [one.id for one in organisations.organisations(tx)] == [org]
    assert [one.name for one in tmp_path.iterdir() if one.name.startswith(".")] == []


@pytest.mark.parametrize("content", [b"", b"something else", b"SQLite format 3\x00" + b"x" * 5000])
def test_what_is_no_backup_is_refused_and_leaves_nothing(
    elsewhere: str, engine_name: str, tmp_path: Path, content: bytes
) -> None:
    file = tmp_path / "backup"
    file.write_bytes(content)
    there = set(tmp_path.iterdir())
    with pytest.raises(InvalidInputError, match="backup"):
        restore(elsewhere, file)
    assert set(tmp_path.iterdir()) == there


def test_a_damaged_backup_is_refused(
    store: Store, database_url: str, elsewhere: str, tmp_path: Path
) -> None:
    keeping.timetable(store, keeping.organisation(store))
    file = tmp_path / "backup"
    backup(database_url, file)
    whole = file.read_bytes()
    file.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(SchedulerError):
        restore(elsewhere, file)
    file.write_bytes(whole)
    restore(elsewhere, file)


def test_there_is_nothing_to_back_up(elsewhere: str, tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailableError, match="no database"):
        backup(elsewhere, tmp_path / "backup")
    assert not (tmp_path / "backup").exists()
    with pytest.raises(InvalidInputError, match="cannot be read"):
        restore(elsewhere, tmp_path / "backup")


def test_a_backup_is_for_its_owner_alone(store: Store, database_url: str, tmp_path: Path) -> None:
    backup(database_url, tmp_path / "backup")
    assert (tmp_path / "backup").stat().st_mode & 0o777 == 0o600
    with pytest.raises(InvalidInputError, match="is not there"):
        backup(database_url, tmp_path / "nowhere" / "backup")


def test_without_the_programs_of_postgresql_it_says_so(
    store: Store, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    if store.is_sqlite:
        backup(database_url, tmp_path / "backup")
    else:
        with pytest.raises(StoreUnavailableError, match="pg_dump is not on this machine"):
            backup(database_url, tmp_path / "backup")


def test_what_the_programs_say_has_no_password(
    store: Store, tmp_path: Path, engine_name: str
) -> None:
    if store.is_sqlite:
        pytest.skip("SQLite has no password")
    with pytest.raises(StoreUnavailableError) as refused:
        backup("postgresql://me:hunter2@127.0.0.1:1/nowhere", tmp_path / "backup")
    assert "hunter2" not in str(refused.value)
