"""Pins that the search cannot take as they come: no exception, whatever is pinned."""

from __future__ import annotations

from dataclasses import replace

from scheduler.check import broken
from scheduler.domain.instance import Instance, Pins
from scheduler.domain.runs import Limits, Outcome
from scheduler.domain.timetable import Timetable
from scheduler.solver import solve
from tests import factories as f

LIMITS = Limits(work=0.3)
TWICE = f.instance(advisories=(f.advisory(meetings=(f.meeting_kind(count=2),)),))
"""The circle meets twice a week."""
FIRST, LAST = f.meeting(f.slot(0, 9)), f.meeting(f.slot(4, 9))


def solved(given: Instance, start: Timetable | None = None, **pins: object) -> Outcome:
    """Plan a school with something pinned; what comes out holds the pins."""
    held = Timetable(instance=given.id, **pins)  # type: ignore[arg-type]
    pinned = replace(given, pins=Pins(timetable=held))
    outcome = solve(pinned, LIMITS, start=start)
    if outcome.timetable is not None:
        assert broken(pinned, outcome.timetable) == []
    return outcome


def test_a_meeting_is_pinned_that_is_not_the_first_of_its_kind_in_the_start() -> None:
    start = f.timetable(meetings=(FIRST, LAST))
    assert broken(TWICE, start) == []
    outcome = solved(TWICE, start, meetings=(LAST,))
    assert outcome.timetable is not None
    assert LAST in outcome.timetable.meetings


def test_a_meeting_is_pinned_that_is_not_the_first_of_its_kind_in_the_release() -> None:
    released = replace(TWICE, release=f.timetable(meetings=(FIRST, LAST)))
    outcome = solved(released, meetings=(LAST,))
    assert outcome.timetable is not None
    assert outcome.timetable.meetings == (FIRST, LAST)
