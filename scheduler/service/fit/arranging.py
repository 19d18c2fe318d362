"""Days out of one internship arranged anew: which days, with whom, and the moves for it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from scheduler.check.facts import day_name
from scheduler.domain.ids import MentorId, SiteId
from scheduler.domain.moves import DropDay, Move, PlaceDay
from scheduler.domain.people import Student
from scheduler.service.fit.answers import Blocker
from scheduler.service.fit.day_blockers import Day, firm_blockers, seat_blockers, trips_of
from scheduler.service.fit.ground import Ground


class Arrangement(NamedTuple):
    """All days out of an internship, with one mentor at one site."""

    student: Student
    internship: int
    mentor: MentorId
    site: SiteId
    days: tuple[int, ...]
    """The one that was asked for, if any, comes first."""

    @property
    def text(self) -> str:
        """The mentor, the site and the weekdays."""
        return f"{self.mentor} at {self.site} on {' and '.join(map(day_name, sorted(self.days)))}"

    def new(self, ground: Ground) -> tuple[Day, ...]:
        """The days of it that the student does not have now."""
        had = {
            (out.mentor, out.site, out.day)
            for out in ground.days_out(self.student.id)
            if out.internship == self.internship
        }
        return tuple(
            Day(self.student, self.internship, self.mentor, self.site, day)
            for day in self.days
            if (self.mentor, self.site, day) not in had
        )

    def given_up(self, ground: Ground) -> frozenset[int]:
        """The weekdays the student has now, and not so in it."""
        kept = set(self.days) - {one.day for one in self.new(ground)}
        return frozenset(days_had(ground, self.student, self.internship)) - kept

    def moves(self, ground: Ground) -> tuple[Move, ...]:
        """What makes it, in a draft."""
        drops = [
            DropDay(student=self.student.id, internship=self.internship, day=day)
            for day in sorted(self.given_up(ground))
        ]
        places = []
        for one in self.new(ground):
            trips = trips_of(ground, one)
            places.append(
                PlaceDay(
                    student=self.student.id,
                    internship=self.internship,
                    day=one.day,
                    mentor=self.mentor,
                    site=self.site,
                    there=trips.there,
                    back=trips.back,
                )
            )
        return (*drops, *places)

    def firm(self, ground: Ground) -> Iterator[Blocker]:
        """What is in the way whoever else is where."""
        for one in self.new(ground):
            yield from firm_blockers(ground, one)

    def seats(self, ground: Ground) -> Iterator[Blocker]:
        """What others, or the student's own week, have against it."""
        given_up = self.given_up(ground)
        for one in self.new(ground):
            yield from seat_blockers(ground, one, given_up)

    def minutes(self, ground: Ground) -> int:
        """Minutes of the new ways, there and back."""
        return sum(trips_of(ground, one).minutes or 0 for one in self.new(ground))


def days_had(ground: Ground, student: Student, internship: int) -> tuple[int, ...]:
    """The weekdays on which a student has an internship now."""
    return tuple(
        sorted(out.day for out in ground.days_out(student.id) if out.internship == internship)
    )


def missing(ground: Ground, student: Student, internship: int) -> int:
    """How many days out of an internship have no place."""
    wanted = ground.instance.days_wanted(student, internship)
    return len(wanted) - len(days_had(ground, student, internship))


def possible_days(ground: Ground, student: Student, internship: int) -> tuple[int, ...]:
    """The weekdays an internship may be on."""
    wish = student.internships[internship]
    days = (
        ground.instance.term.weekdays
        if wish.block is None
        else ground.instance.days_wanted(student, internship)
    )
    return tuple(day for day in days if not wish.allowed_days or day in wish.allowed_days)


def with_day(
    ground: Ground, student: Student, internship: int, mentor: MentorId, day: int
) -> Iterator[Arrangement]:
    """Every arrangement with a mentor that has this day: one more, or in the place of one."""
    had = days_had(ground, student, internship)
    if day in had:
        chosen = [(day, *(one for one in had if one != day))]
    elif missing(ground, student, internship) > 0:
        chosen = [(day, *had)]
    else:
        chosen = [(day, *(one for one in had if one != up)) for up in had]
    for site in ground.instance.mentor_of[mentor].sites:
        for days in chosen:
            yield Arrangement(student, internship, mentor, site, days)
