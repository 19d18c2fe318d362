"""A school's data and its timetable put into the store by whoever runs the server."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler.domain.accounts import Actor, Via
from scheduler.service import accounts, plan, timetables
from scheduler.service.same_ids import same_ids

if TYPE_CHECKING:
    from scheduler.domain.instance import Instance
    from scheduler.domain.records import InstanceRecord, TimetableRecord
    from scheduler.domain.timetable import Timetable
    from scheduler.service.warnings import Warned
    from scheduler.store.engine import Store


LOADED = "Loaded from a file"
"""What a timetable is called that was put in so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """What is in the store now."""

    version: InstanceRecord
    timetable: TimetableRecord | None
    warnings: tuple[Warned, ...] = ()
    """Of ids that stand for others in another term."""


def load(store: Store, instance: Instance, timetable: Timetable | None = None) -> Loaded:
    """Keep a version of a term's data, and a timetable of it, for the first account's school.

    Raises
    ------
    InvalidInputError
        The data has faults, or the timetable breaks rules: what is refused is not kept.

    """
    with store.write() as tx:
        first = accounts.first_account(tx)
    actor = Actor(
        organisation=first.organisation,
        account=first.id,
        roles=first.roles,
        via=Via.SESSION,
        schools=first.schools,
    )
    warnings = tuple(same_ids(store, actor, instance))
    version = plan.keep_instance(store, actor, instance)
    if timetable is None:
        return Loaded(version=version, timetable=None, warnings=warnings)
    score = timetables.checked(store, actor, version.id, timetable)
    kept = timetables.keep(store, actor, version.id, timetable, score, name=LOADED)
    return Loaded(version=version, timetable=kept, warnings=warnings)
