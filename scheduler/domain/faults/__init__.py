"""What makes a school's data impossible or meaningless, before any solve."""

from __future__ import annotations

from scheduler.domain.faults import identity, references
from scheduler.domain.instance import Instance
from scheduler.errors import Fault

_LOOKS = (identity.faults, references.faults)


def faults(instance: Instance) -> list[Fault]:
    """Find everything that has to be mended in a school's data before it can be planned.

    Each fault's ``position`` is the path in the instance file, such as
    ``students[3].requests[0].workshop``. An empty list means that a solve may begin.
    """
    return [fault for look in _LOOKS for fault in look(instance)]
