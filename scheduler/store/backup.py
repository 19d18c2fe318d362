"""Backup and restore of the whole store: one file, taken while the school works on.

SQLite copies itself by VACUUM INTO. PostgreSQL's own ``pg_dump`` and ``pg_restore`` do
it there, as its makers want it.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import subprocess
import tempfile
from pathlib import Path

from sqlalchemy import URL, inspect, make_url

from scheduler.errors import ConflictError, InvalidInputError, StoreUnavailableError
from scheduler.store.engine import Store, open_store
from scheduler.store.migrations import migrate

SQLITE_MAGIC = b"SQLite format 3\x00"
DUMP_MAGIC = b"PGDMP"


def backup(url: str, file: Path) -> None:
    """Copy the whole store into a file, as it is at one moment; work goes on meanwhile.

    The copy is read through before it gets its name.

    Raises
    ------
    ConflictError
        There is a file of this name.
    StoreUnavailableError
        The store cannot be read, or the copy not be written.

    """
    if file.exists():
        raise ConflictError(f"{file} is there already. Name another file.")
    if not file.parent.is_dir():
        raise InvalidInputError(f"The folder {file.parent} is not there. Make it first.")
    with contextlib.closing(open_store(url)) as store:
        _check_is_a_store(store)
        beside = _beside(file)
        try:
            if store.is_sqlite:
                _copy_sqlite(store, beside)
                _check_is_sound(beside)
            else:
                _run("pg_dump", store.engine.url, "--format=custom", f"--file={beside}")
            _put(beside, file)
        finally:
            beside.unlink(missing_ok=True)


def restore(url: str, file: Path) -> None:
    """Put a backup in the place of a store that is empty, and bring it up to date.

    Raises
    ------
    ConflictError
        There is something in the store; nothing is written over.
    InvalidInputError
        The file is not a backup of this kind of store, or it is damaged.
    StoreUnavailableError
        The store cannot be written.

    """
    try:
        with file.open("rb") as opened:
            start = opened.read(len(SQLITE_MAGIC))
    except OSError as error:
        raise InvalidInputError(f"{file} cannot be read: {error.strerror}.") from error
    wants_sqlite = make_url(url).get_backend_name() == "sqlite"
    if not start.startswith(SQLITE_MAGIC if wants_sqlite else DUMP_MAGIC):
        engine = "SQLite" if wants_sqlite else "PostgreSQL"
        raise InvalidInputError(
            f"{file} is not a backup of a {engine} store. Check FIELDWEEK_DATABASE."
        )
    if wants_sqlite:
        _restore_sqlite(Path(make_url(url).database or ""), file)
    else:
        with contextlib.closing(open_store(url)) as store:
            if inspect(store.engine).get_table_names():
                raise ConflictError(
                    "The database is not empty. Make a new one and name it in FIELDWEEK_DATABASE."
                )
            _run(
                "pg_restore",
                store.engine.url,
                "--single-transaction",
                "--exit-on-error",
                "--no-owner",
                str(file),
            )
    migrate(url)


def _check_is_a_store(store: Store) -> None:
    if store.path is not None and not Path(store.path).exists():
        raise StoreUnavailableError("There is no database. Check FIELDWEEK_DATABASE.")
    with store.read() as tx:
        if not inspect(tx.connection()).has_table("organisations"):
            raise StoreUnavailableError("There is no database. Check FIELDWEEK_DATABASE.")


def _copy_sqlite(store: Store, to: Path) -> None:
    """VACUUM INTO reads one state of the store while others write."""
    try:
        with contextlib.closing(sqlite3.connect(store.path or "", timeout=10)) as connection:
            connection.execute("VACUUM INTO ?", (str(to),))
    except sqlite3.Error as error:
        raise StoreUnavailableError(f"The backup could not be written: {error}.") from error


def _check_is_sound(path: Path) -> None:
    """Read every page of a copy.

    Raises
    ------
    InvalidInputError
        It is damaged, or not a store of ours.

    """
    try:
        with contextlib.closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
            found = connection.execute("PRAGMA integrity_check").fetchone()
            connection.execute("SELECT count(*) FROM organisations")
    except sqlite3.Error as error:
        raise InvalidInputError(f"{path} is damaged, or not a backup: {error}.") from error
    if found != ("ok",):
        raise InvalidInputError(f"{path} is damaged: {found[0]}.")


def _restore_sqlite(path: Path, file: Path) -> None:
    for part in (path, Path(f"{path}-wal"), Path(f"{path}-shm")):
        if part.exists():
            raise ConflictError(f"{part} is there already. Move it away first.")
    if not path.absolute().parent.is_dir():
        raise InvalidInputError(f"The folder {path.parent} is not there. Make it first.")
    _check_is_sound(file)
    beside = _beside(path)
    try:
        shutil.copyfile(file, beside)
        _put(beside, path)
    except OSError as error:
        raise StoreUnavailableError(f"{path} cannot be written: {error.strerror}.") from error
    finally:
        beside.unlink(missing_ok=True)


def _beside(path: Path) -> Path:
    """A name in the same folder that nobody uses."""
    try:
        with tempfile.NamedTemporaryFile(dir=path.absolute().parent, prefix=f".{path.name}.") as it:
            return Path(it.name)
    except OSError as error:
        raise StoreUnavailableError(f"{path} cannot be written: {error.strerror}.") from error


def _put(beside: Path, path: Path) -> None:
    """Give a complete file its name, unless another has come by it meanwhile."""
    with beside.open("rb+") as written:
        os.fsync(written.fileno())
    beside.chmod(0o600)  # it holds everybody's names
    try:
        os.link(beside, path)
    except FileExistsError as error:
        raise ConflictError(f"{path} is there already. Nothing was written.") from error
    except OSError:
        beside.rename(path)  # a file system without links


def _run(program: str, url: URL, *arguments: str) -> None:
    """Run one of PostgreSQL's own programs; the password goes by the environment."""
    if shutil.which(program) is None:
        raise StoreUnavailableError(
            f"{program} is not on this machine. Install PostgreSQL's client programs,"
            f" or run {program} where the server is."
        )
    plain = url.set(drivername="postgresql", password=None).render_as_string()
    password = {"PGPASSWORD": url.password} if url.password else {}
    done = subprocess.run(
        [program, f"--dbname={plain}", *arguments],
        env={**os.environ, **password},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        said = done.stderr.strip().splitlines()
        raise StoreUnavailableError(f"{program} did not manage: {said[-1] if said else '?'}")
