"""What tests of the store begin with."""

from __future__ import annotations

from scheduler.check import score
from scheduler.domain.records import InstanceRecord, TimetableOrigin, TimetableRecord
from scheduler.store import instances, organisations, timetables
from scheduler.store.engine import Store
from tests import factories


def organisation(store: Store, name: str = "A school") -> str:
    """An organisation with nothing in it."""
    with store.write() as tx:
        return organisations.add(tx, name).id


def instance(store: Store, org: str) -> InstanceRecord:
    """The least school, kept as the first version of its term."""
    with store.write() as tx:
        return instances.add(tx, org, factories.instance(), made_by="acc_1")


def timetable(store: Store, org: str) -> TimetableRecord:
    """A timetable of the least school, kept."""
    kept = instance(store, org)
    with store.write() as tx:
        return timetables.add(
            tx,
            org,
            factories.timetable(),
            instance=kept.id,
            score=score(factories.instance(), factories.timetable()),
            origin=TimetableOrigin.HAND,
            made_by="acc_1",
        )
