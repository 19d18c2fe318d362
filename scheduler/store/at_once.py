"""Many rows of a table at once, on SQLite, for groups of marks.

Python gives its turn away at every step of a statement, and a row read is a step: where a loop is
busy beside it, it has to wait for its turn as often. Here rows come out as one value.
"""

from __future__ import annotations

import json
from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Dialect, Table
from sqlalchemy.orm import Session

Change = Callable[[Any], Any]


def insert(tx: Session, table: Table, rows: Sequence[Mapping[str, Any]]) -> int:
    """Add rows whose keys are not there yet; say how many those were."""
    connection = tx.connection()
    changes = _bound(table, connection.dialect)
    told = [
        tuple(row[name] if change is None else change(row[name]) for name, change in changes)
        for row in rows
    ]
    return connection.exec_driver_sql(_inserting(table), told).rowcount


def matching(tx: Session, table: Table, column: str, values: Sequence[str]) -> list[Any]:
    """The rows of which a column has one of some values."""
    connection = tx.connection()
    changes = _read(table, connection.dialect)
    told = connection.exec_driver_sql(_matching(table, column), (json.dumps(values),)).scalar_one()
    shape = _shape(table)
    return [
        shape(
            *(
                value if change is None else change(value)
                for value, change in zip(row, changes, strict=True)
            )
        )
        for row in json.loads(told)
    ]


@cache
def _bound(table: Table, dialect: Dialect) -> tuple[tuple[str, Change | None], ...]:
    return tuple(
        (one.name, one.type.dialect_impl(dialect).bind_processor(dialect)) for one in table.columns
    )


@cache
def _read(table: Table, dialect: Dialect) -> tuple[Change | None, ...]:
    return tuple(
        one.type.dialect_impl(dialect).result_processor(dialect, None) for one in table.columns
    )


@cache
def _shape(table: Table) -> Any:
    return namedtuple(table.name, [one.name for one in table.columns])


@cache
def _inserting(table: Table) -> str:
    names = ", ".join(one.name for one in table.columns)
    values = ", ".join("?" for _ in table.columns)
    keys = ", ".join(one.name for one in table.primary_key)
    return f"INSERT INTO {table.name} ({names}) VALUES ({values}) ON CONFLICT ({keys}) DO NOTHING"


@cache
def _matching(table: Table, column: str) -> str:
    names = ", ".join(one.name for one in table.columns)
    return (
        f"SELECT json_group_array(json_array({names})) FROM {table.name}"
        f" WHERE {column} IN (SELECT value FROM json_each(?))"
    )
