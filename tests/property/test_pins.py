"""Whatever is pinned, a solve ends in a timetable that holds it, in a conflict or in a fault."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from random import Random
from typing import TypeVar

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scheduler.check import broken
from scheduler.domain.faults import faults
from scheduler.domain.instance import Instance, Pins
from scheduler.domain.runs import Limits, Status
from scheduler.domain.timetable import (
    DayOut,
    Meeting,
    PlacedSession,
    RunningSection,
    Timetable,
)
from scheduler.solver import solve
from tests.property.small_schools import schools

small = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
T = TypeVar("T")


def some(entries: Sequence[T], random: Random) -> list[T]:
    """None of a list, one or a few."""
    return random.sample(entries, min(len(entries), random.choice((0, 1, 1, 2, 3))))


def day_out(instance: Instance, one: DayOut, random: Random) -> DayOut:
    """Another weekday, mentor or site, or no way said."""
    mentor = random.choice(instance.mentors)
    return random.choice(
        (
            replace(one, there=(), back=()),
            replace(one, day=random.choice(instance.term.weekdays)),
            replace(one, mentor=mentor.id, site=random.choice(mentor.sites), there=(), back=()),
        )
    )


def meeting(instance: Instance, one: Meeting, random: Random) -> Meeting:
    """Another slot."""
    site = instance.room_of[instance.advisory_of[one.advisory].room][1]
    return replace(one, slot=random.randrange(len(site.grid)))


def section(instance: Instance, one: RunningSection, random: Random) -> RunningSection:
    """Another lead, room or slot, a session left out or too many, or another order."""
    site = instance.school_site_of[instance.section_of[one.section][0].site]
    session = PlacedSession(
        slot=random.randrange(len(site.grid)), room=random.choice(list(instance.room_of))
    )
    first, *rest = one.sessions
    return random.choice(
        (
            replace(one, lead=random.choice(instance.staff).id),
            replace(one, sessions=(replace(first, room=session.room), *rest)),
            replace(one, sessions=(replace(first, slot=session.slot), *rest)),
            replace(one, sessions=tuple(rest)),
            replace(one, sessions=(*one.sessions, session)),
            replace(one, sessions=one.sessions[::-1]),
        )
    )


def pins_near(instance: Instance, timetable: Timetable, random: Random) -> Timetable:
    """Some of what a timetable has, much of it changed."""

    def maybe(one: T, other: T) -> list[T]:
        return [one, other] if random.randrange(6) == 5 else [random.choice((one, other))]

    return Timetable(
        instance=instance.id,
        days_out=tuple(
            new
            for one in some(timetable.days_out, random)
            for new in maybe(one, day_out(instance, one, random))
        ),
        meetings=tuple(
            new
            for one in some(timetable.meetings, random)
            for new in maybe(one, meeting(instance, one, random))
        ),
        sections=tuple(
            new
            for one in some([one for one in timetable.sections if one.sessions], random)
            for new in maybe(one, section(instance, one, random))
        ),
        enrolments=tuple(some(timetable.enrolments, random)),
    )


@given(schools, st.integers(0, 2**32), st.booleans())
@settings(small, max_examples=40)
def test_pins_of_every_kind_are_held_or_refused_with_a_reason(
    instance: Instance, seed: int, begin_from_it: bool
) -> None:
    random = Random(seed)
    known = solve(instance, Limits(work=0.05)).timetable
    if known is None:
        return
    pinned = replace(instance, pins=Pins(timetable=pins_near(instance, known, random)))
    if told := [one for one in faults(pinned) if one.thing == "pins"]:
        assert all(one.message.endswith(".") for one in told)
        return
    outcome = solve(pinned, Limits(work=0.2), start=known if begin_from_it else None)
    if outcome.timetable is not None:
        assert broken(pinned, outcome.timetable) == []
    else:
        assert outcome.status in (Status.INFEASIBLE, Status.UNDECIDED)
        assert outcome.status is Status.UNDECIDED or outcome.conflict is not None
