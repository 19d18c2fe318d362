"""Reading a school's data with a timetable of it: refused where they do not fit."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from scheduler.errors import InvalidInputError

if TYPE_CHECKING:
    from scheduler.domain.instance import Instance
    from scheduler.domain.timetable import Timetable


def timetable_of(instance: Instance, path: Path) -> Timetable:
    """Read a timetable that is to be one of this instance.

    Raises
    ------
    InvalidInputError
        When the file is bad, or the timetable names what the instance does not have.
    """
    from scheduler.domain.faults import timetable_faults
    from scheduler.files import read_timetable

    timetable = read_timetable(path)
    if faults := timetable_faults(instance, timetable):
        raise InvalidInputError(f"{path} is no timetable of {instance.name}.", faults)
    return timetable
