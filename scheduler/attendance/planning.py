"""What was learned of attendance, as rates that the planner understands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

from scheduler.attendance.patterns import Day, Patterns
from scheduler.check.facts import facts_of
from scheduler.check.ways import travel_of
from scheduler.domain.ids import SiteId
from scheduler.domain.instance import AttendanceRate, Instance
from scheduler.domain.people import Student
from scheduler.domain.places import Mode

Option = tuple[SiteId, int, Mode]
"""Where, on which weekday and by what: the ways in which days out of a student differ."""
MOST_SURE, LEAST_SURE = 0.99, 0.05


def rates_for(instance: Instance, patterns: Patterns) -> tuple[AttendanceRate, ...]:
    """Rates of the students of a term as they were learned, for every day out each could have."""
    return rates_by(instance, lambda day: patterns.rate(day).share)


def rates_by(instance: Instance, share_of: Callable[[Day], float]) -> tuple[AttendanceRate, ...]:
    """Rates of the students of a term, for every day out that each could have.

    Each student has one rate of their own, and one more for each site, weekday and mode that the
    goal would count otherwise: that is what a plan can choose between.
    """
    found = []
    for student in instance.students:
        shares = {
            option: _within(share_of(Day(student.id, option[1], option[0], option[2], way)))
            for option, way in _options(instance, student).items()
        }
        if not shares:
            continue
        usual, _ = Counter(_points(one) for one in shares.values()).most_common(1)[0]
        own = [share for share in shares.values() if _points(share) == usual]
        typical = sorted(own)[len(own) // 2]
        found.append(AttendanceRate(share=typical, student=student.id))
        found += [
            AttendanceRate(share=share, student=student.id, site=site, day=day, mode=mode)
            for (site, day, mode), share in sorted(shares.items())
            if _points(share) != usual
        ]
    return tuple(found)


def _options(instance: Instance, student: Student) -> dict[Option, int]:
    """The days out a student could have, with the least minutes of the way there."""
    found: dict[Option, int] = {}
    for site, day, mode, minutes in _ways(instance, student):
        key = (site, day, mode)
        found[key] = min(minutes, found.get(key, minutes))
    return found


def _ways(instance: Instance, student: Student) -> Iterator[tuple[SiteId, int, Mode, int]]:
    facts, travel = facts_of(instance), travel_of(instance)
    for number, wish in enumerate(student.internships):
        for mentor in wish.mentors:
            for site in instance.mentor_of[mentor].sites:
                for day in wish.allowed_days or instance.term.weekdays:
                    weeks = facts.weeks_of(student, number, day)
                    hours = facts.hours(mentor, site, day, weeks)
                    if hours is None:
                        continue
                    for way in travel.ways_there(student, site, day, weeks, hours[0]):
                        yield site, day, way.mode, way.minutes


def _points(share: float) -> int:
    """As the goal `attendance` counts: 20 for a day missed, in whole points."""
    return int((1 - share) * 20 + 0.5 + 1e-9)


def _within(share: float) -> float:
    """Nothing is certain, and a plan needs no more than tenths of a percent."""
    return min(MOST_SURE, max(LEAST_SURE, round(share, 3)))
