"""Which rules days out break by themselves, whatever anybody else does."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from scheduler.domain.calendar import minute
from scheduler.domain.instance import Instance
from scheduler.domain.people import Student
from scheduler.domain.rules import RuleId
from scheduler.solver.option import Break, Out
from scheduler.solver.possible import Possible
from scheduler.solver.rating import Rating


class Breaking:
    """Says rule and subject for all that is wrong with a student's days out."""

    def __init__(self, instance: Instance, possible: Possible, rating: Rating) -> None:
        self._instance = instance
        self._possible = possible
        self._rating = rating

    def of(self, student: Student, outs: tuple[Out, ...]) -> tuple[Break, ...]:
        """Every rule broken, once for each subject."""
        found: dict[Break, None] = {}
        for out in outs:
            found |= dict.fromkeys(self._day(student, out))
        for internship in range(len(student.internships)):
            own = [out for out in outs if out.internship == internship]
            found |= dict.fromkeys(self._internship(student, internship, own))
        for one, two in combinations(outs, 2):
            found |= dict.fromkeys(self._pair(student, one, two))
        return tuple(found)

    def _day(self, student: Student, out: Out) -> Iterator[Break]:
        wish = student.internships[out.internship]
        mentor = self._instance.mentor_of[out.mentor]
        hours = self._possible.hours(mentor, out.site, out.day, wish)
        if hours is None or self._possible.is_busy(student, wish, out.day, *hours):
            yield RuleId.AVAILABLE, (student.id, out.internship, out.day)
        here = out.site in mentor.sites
        if not here or not self._possible.eligible(student, mentor, out.site, out.day, wish):
            yield RuleId.ELIGIBLE, (student.id, mentor.id, out.site)
        there, back = out.trip.there, out.trip.back
        late = not there.journey or (
            hours is not None and minute(there.journey[-1].arrives) > hours[0]
        )
        if late or there.minutes > student.longest_journey:
            yield RuleId.JOURNEY, (student.id, out.day, "there")
        early = not back.journey or (
            hours is not None and minute(back.journey[0].departs) < hours[1]
        )
        if early or back.minutes > student.longest_journey:
            yield RuleId.JOURNEY, (student.id, out.day, "back")

    def _internship(self, student: Student, internship: int, own: list[Out]) -> Iterator[Break]:
        wish = student.internships[internship]
        days = [out.day for out in own]
        wanted = self._instance.days_wanted(student, internship)
        possible = set(wanted) if wish.block is not None else set(self._instance.term.weekdays)
        if wish.allowed_days:
            possible &= set(wish.allowed_days)
        if len(days) > len(wanted) or len(set(days)) < len(days) or not possible.issuperset(days):
            yield RuleId.DAYS_OUT, (student.id, internship)
        mentors = {out.mentor for out in own}
        if len(mentors) > 1 or not mentors <= set(wish.mentors):
            yield RuleId.SAME_MENTOR, (student.id, internship)

    def _pair(self, student: Student, one: Out, two: Out) -> Iterator[Break]:
        if one.internship != two.internship and one.mentor == two.mentor:
            yield RuleId.SAME_MENTOR, (student.id, max(one.internship, two.internship))
        if not self._rating.share_a_week(student, one, two):
            return
        if one.internship != two.internship and one.day == two.day:
            yield RuleId.DAYS_OUT, (student.id, max(one.internship, two.internship))
        if not student.least_apart <= abs(one.day - two.day) <= student.most_apart:
            yield RuleId.DAYS_APART, (student.id,)
