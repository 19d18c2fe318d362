"""Being the only process of a kind: a SQLite store has exactly one web process."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from scheduler.errors import ConflictError, StoreUnavailableError
from scheduler.store.engine import Store


@contextmanager
def only_one(store: Store, kind: str) -> Iterator[None]:
    """Be the only process of this kind at a SQLite store; nothing to do on PostgreSQL.

    The operating system lets go of it when the process ends, however it ends.

    Raises
    ------
    ConflictError
        Another process of this kind is at this store.
    StoreUnavailableError
        The folder of the store cannot be written.

    """
    if store.path is None:
        yield
        return
    try:
        file = open(f"{store.path}.{kind}.lock", "a+b")  # noqa: SIM115
    except OSError as error:
        raise StoreUnavailableError(
            "The folder of the database cannot be written. Check its rights."
        ) from error
    with file:
        try:
            _lock(file)
        except OSError as error:
            raise ConflictError(
                f"Another {kind} process has this database open. Stop it first,"
                " or use PostgreSQL, which many can share."
            ) from error
        yield


if sys.platform == "win32":
    import msvcrt

    def _lock(file: IO[bytes]) -> None:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(file: IO[bytes]) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
