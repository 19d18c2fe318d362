"""A school's data and timetables out of files and into them, and schools made up."""

from __future__ import annotations

from pathlib import Path

from scheduler.domain.instance import Instance
from scheduler.domain.timetable import Timetable


def load(path: str | Path) -> Instance:
    """Read a school's data from a JSON file.

    Raises
    ------
    InvalidInputError
        With every fault found in the file, each naming the thing, the field, the
        position and the next step.
    """
    from scheduler.files import read_instance

    return read_instance(Path(path))


def load_timetable(path: str | Path) -> Timetable:
    """Read a timetable from a JSON file.

    Raises
    ------
    InvalidInputError
        With every fault found in the file.
    """
    from scheduler.files import read_timetable

    return read_timetable(Path(path))


def save(thing: Instance | Timetable, path: str | Path) -> None:
    """Write a school's data or a timetable as JSON; equal values give equal bytes.

    >>> import tempfile
    >>> school = make("small", seed=1)
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     save(school, Path(folder) / "school.json")
    ...     load(Path(folder) / "school.json") == school
    True
    """
    from scheduler.files import write_instance, write_timetable

    if isinstance(thing, Instance):
        write_instance(thing, Path(path))
    else:
        write_timetable(thing, Path(path))


def make(preset: str, seed: int = 1, *, planted: bool = False) -> Instance:
    """Make up a plausible school: the same preset and seed give the same bytes.

    With ``planted``, requests are drawn from a hidden timetable, so that a timetable
    with nothing unplaced is known to exist.

    >>> len(make("small", seed=7).students)
    180
    """
    from scheduler.made import make as made

    return made(preset, seed, planted).instance
