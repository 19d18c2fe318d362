"""What a list of the folder is made of: its file, and its columns."""

from __future__ import annotations

from dataclasses import dataclass

from scheduler.files.csv_folder.cells import CLOCK, NUMBER, TEXT, WEEKDAY, WEEKS, Cell


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a list."""

    header: str
    path: tuple[str, ...]
    """The field of the entry that a row stands for, by its keys."""
    cell: Cell
    needed: bool = False
    """Whether a list without this column cannot be used."""


@dataclass(frozen=True, slots=True)
class Table:
    """One file: a row for each entry of a list of the instance, or of another entry."""

    file: str
    path: tuple[str, ...]
    """Where the list is, in the instance or in the entry it belongs to; the file of
    the term has none: its one row is the instance itself."""
    columns: tuple[Column, ...]
    owner: str = ""
    """The key of the list whose entries these belong to, such as ``students``."""
    owner_header: str = ""
    """The column that says which entry that is, by its id."""
    always: bool = False
    """Whether the instance file has the list also when it is empty."""


def needed(header: str, path: str, cell: Cell = TEXT) -> Column:
    """Make a column that a list cannot do without; dots lead inwards in the path."""
    return Column(header, tuple(path.split(".")), cell, needed=True)


def may(header: str, path: str, cell: Cell = TEXT) -> Column:
    """Make a column whose empty cells mean the default."""
    return Column(header, tuple(path.split(".")), cell)


ID = needed("id", "id")
NAME = needed("name", "name")
POSITION = (
    needed("latitude", "position.lat", NUMBER),
    needed("longitude", "position.lon", NUMBER),
)
WEEKS_OF = may("weeks", "weeks", WEEKS)
ON_DAY = (
    needed("weekday", "day", WEEKDAY),
    needed("start", "start", CLOCK),
    needed("end", "end", CLOCK),
)
