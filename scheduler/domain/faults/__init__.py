"""What makes a school's data impossible or meaningless, before any solve."""

from __future__ import annotations

from scheduler.domain.faults import (
    decided,
    groups,
    identity,
    learners,
    offer,
    order,
    references,
    settings,
    sites,
    term,
    travel,
)
from scheduler.domain.instance import Instance
from scheduler.domain.timetable import Timetable
from scheduler.errors import Fault

_LOOKS = (
    identity.faults,
    references.faults,
    term.faults,
    sites.faults,
    learners.faults,
    groups.faults,
    offer.faults,
    order.faults,
    travel.faults,
    settings.faults,
    decided.faults,
)


def faults(instance: Instance) -> list[Fault]:
    """Find everything that has to be mended in a school's data before it can be planned.

    Each fault's ``position`` is the path in the instance file, such as
    ``students[3].requests[0].workshop``. An empty list means that a solve may begin.
    """
    return [fault for look in _LOOKS for fault in look(instance)]


def timetable_faults(instance: Instance, timetable: Timetable) -> list[Fault]:
    """Find everything a timetable names that the school's data does not have.

    Whether it is a good timetable is for the checker to say; it can be asked once
    this list is empty. Each ``position`` is the path in the timetable file.
    """
    return list(decided.of_timetable(instance, timetable, "timetable", ""))
