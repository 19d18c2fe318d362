"""A term of the least school with a timetable, for tests of what is done with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime

from scheduler.check import score
from scheduler.domain.accounts import Actor, Role
from scheduler.domain.drafts import Release
from scheduler.domain.records import TimetableOrigin
from scheduler.domain.timetable import Timetable
from scheduler.service import draft, release
from scheduler.store import instances, organisations, people, timetables
from scheduler.store.engine import Store
from tests import factories as f

SCHOOL = f.instance(
    mentors=(f.mentor(), f.mentor("M2")),
    staff=(f.staff("T1", kind="advisor"), f.staff("T2"), f.staff("T3")),
    workshops=(
        f.workshop(sections=(f.section(leads=("T2", "T3")),)),
        f.workshop("W2", sections=(f.section("W2-1", leads=("T3",)),)),
    ),
)
WEEK = f.timetable()
MONDAY = date(2026, 9, 7)
"""The first day of the term."""


def at(when: date, hour: int = 12) -> Callable[[], datetime]:
    """A clock that stands at noon (UTC) of a date."""
    return lambda: datetime(when.year, when.month, when.day, hour, tzinfo=UTC)


BEFORE = at(date(2026, 9, 1))


@dataclass(frozen=True)
class Planned:
    """An organisation with one term, one version of its data and one timetable."""

    store: Store
    actor: Actor
    term: str
    instance: str
    timetable: str

    def keep(self, body: Timetable, instance: str | None = None) -> str:
        """Keep another timetable."""
        with self.store.write() as tx:
            return timetables.add(
                tx,
                self.actor.organisation,
                body,
                instance=instance or self.instance,
                score=score(SCHOOL, body),
                origin=TimetableOrigin.HAND,
                made_by="acc_1",
            ).id

    def take(self) -> int:
        """Take the timetable into the draft, and say the version."""
        return draft.take(self.store, self.actor, self.term, self.timetable).version

    def release(
        self, version: int, after: int, holds_from: date = MONDAY, **how: object
    ) -> Release:
        """Release the draft as it is at a version."""
        clock = how.pop("clock", BEFORE)
        prepared = release.prepare(
            self.store, self.actor, self.term, version, holds_from, clock=clock, **how
        )
        return release.make(self.store, self.actor, prepared, after, clock=clock, **how)


def actor_of(organisation: str, *roles: Role, **more: object) -> Actor:
    """Somebody of an organisation."""
    return Actor(
        organisation=organisation,
        account="acc_1",
        roles=frozenset(roles or {Role.SCHEDULER}),
        **more,
    )


def plan(store: Store) -> Planned:
    """Begin a term; Ada (``S1``) and ``M1`` have e-mail addresses."""
    with store.write() as tx:
        org = organisations.add(tx, "A school").id
        kept = instances.add(tx, org, SCHOOL, made_by="acc_1")
        for id in ("S1", "M1"):
            people.set_email(tx, org, id, f"{id.lower()}@example.org")
    made = Planned(store, actor_of(org), kept.term, kept.id, "")
    return Planned(store, made.actor, kept.term, kept.id, made.keep(WEEK))
