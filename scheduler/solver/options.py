"""Options: every way a student's days out could be, alone in the school."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial
from itertools import combinations, product
from operator import ge

from scheduler.domain.ids import StudentId
from scheduler.domain.instance import Instance
from scheduler.domain.people import InternshipWish, Mentor, Student
from scheduler.domain.rules import RuleId
from scheduler.domain.timetable import DayOut, Journey
from scheduler.solver.breaking import Breaking
from scheduler.solver.option import OPTION_GOALS, Option, Out, holds, holds_all
from scheduler.solver.possible import Possible
from scheduler.solver.rating import Rating
from scheduler.solver.said import Said
from scheduler.solver.times import Times
from scheduler.solver.together import Outs, Together
from scheduler.solver.ways import Ways

__all__ = ["OPTION_GOALS", "Option", "Options", "Out", "holds", "holds_all"]

MOST_OPTIONS = 20_000
OF_A_STUDENT = frozenset(
    {
        RuleId.AVAILABLE,
        RuleId.DAYS_OUT,
        RuleId.SAME_MENTOR,
        RuleId.DAYS_APART,
        RuleId.JOURNEY,
    }
)
"""Rules about one student alone that an instance may soften."""


class Options:
    """Enumerates the options of students; shares no code with the checker.

    Where a rule about one student alone is softened, options that break it are listed
    as well, with the points in their cost.
    """

    def __init__(self, instance: Instance, times: Times) -> None:
        self._instance = instance
        self.possible = Possible(instance, times)
        """When a mentor can host a student."""
        self._rating = Rating(instance)
        self._breaking = Breaking(instance, self.possible, self._rating)
        self._soft = OF_A_STUDENT & instance.soft_points.keys()
        self._ways = Ways(instance)
        self._journeys = Said(instance, self._ways)
        self._said: dict[tuple[str, int, str, str, int], list[tuple[Journey, Journey]]] = {}
        """Journeys of the pins and of the release, which somebody wants to keep."""
        self.cut_off: dict[StudentId, int] = {}
        """Students with so many options that not all are listed, with how many there would be."""
        for timetable in (instance.pins.timetable, instance.release):
            for one in timetable.days_out if timetable else ():
                if one.there and one.back:
                    key = (one.student, one.internship, one.mentor, one.site, one.day)
                    self._said.setdefault(key, []).append((one.there, one.back))

    def of(self, student: Student) -> list[Option]:
        """Every option of a student, those with fewest days missing and cheapest first."""
        joint = self._joint(student, frozenset())
        self._rating.know(student, joint)
        rated = [self._rating.rate(student, outs) for outs in joint]
        if self._soft:
            listed = set(joint)
            for outs in self._joint(student, self._soft):
                if outs not in listed:
                    broken = self._breaking.of(student, outs)
                    rated.append(self._rating.rate(student, outs, broken))
        rated.sort(key=lambda one: (one.missing, one.cost))
        return _undominated(rated)

    def take(self, other: Options, student: StudentId) -> None:
        """Know of a student what another listing knows, which found the same options."""
        self._rating.take(other._rating, student)
        if student in other.cut_off:
            self.cut_off[student] = other.cut_off[student]

    def given(self, student: Student, days_out: Iterable[DayOut]) -> Option:
        """The option that a timetable gives a student, whether or not it is listed.

        A day out of which no journey is said, as a pin may be, has the first way there is.
        """
        outs = tuple(
            self._given(student, one)
            for one in sorted(days_out, key=lambda o: (o.internship, o.day, o.mentor))
        )
        return self._rating.rate(student, outs, self._breaking.of(student, outs))

    def _given(self, student: Student, one: DayOut) -> Out:
        trip = self._journeys.given(student, one.site, one.day, one.there, one.back)
        if not one.there or not one.back:
            wish = student.internships[one.internship]
            mentor = self._instance.mentor_of[one.mentor]
            hours = self.possible.hours(mentor, one.site, one.day, wish)
            if hours is not None:
                trips = self._ways.trips(student, wish, one.site, one.day, *hours)
                trip = next(iter(trips), trip)
        return Out(one.internship, one.mentor, one.site, one.day, trip)

    def _joint(self, student: Student, soft: frozenset[RuleId]) -> list[Outs]:
        """Every way to have all internships together, rules that are soft left aside."""
        parts = [self._placements(student, i, soft) for i in range(len(student.internships))]
        together = Together(parts, self._goes_with(student, soft))
        found = together.every(MOST_OPTIONS)
        if found is None:
            self.cut_off[student.id] = together.count
            found = together.best(partial(self._rating.rough, student), MOST_OPTIONS)
        return found

    def _goes_with(self, student: Student, soft: frozenset[RuleId]) -> Callable[[Outs, Outs], bool]:
        """Whether days out of two internships can be had by one student."""
        share: dict[tuple[int, int], bool] = {}
        """By two internships, whether their days out are in the same week."""

        def goes(these: Outs, those: Outs) -> bool:
            for one, two in product(these, those):
                if one.mentor == two.mentor and RuleId.SAME_MENTOR not in soft:
                    return False
                key = (one.internship, two.internship)
                if key not in share:
                    share[key] = self._rating.share_a_week(student, one, two)
                if not share[key]:
                    continue
                if one.day == two.day and RuleId.DAYS_OUT not in soft:
                    return False
                if RuleId.DAYS_APART not in soft and not _apart(student, one.day, two.day):
                    return False
            return True

        return goes

    def _placements(
        self, student: Student, internship: int, soft: frozenset[RuleId]
    ) -> list[tuple[Out, ...]]:
        """Every set of days out that one internship could have, none included."""
        wish = student.internships[internship]
        wanted = self._instance.days_wanted(student, internship)
        found: list[tuple[Out, ...]] = [()]
        together = [wish.mentors] if RuleId.SAME_MENTOR in soft else [(m,) for m in wish.mentors]
        term = self._instance.term.weekdays
        days = wanted if wish.block else (wish.allowed_days or term)
        if RuleId.DAYS_OUT in soft and wish.block is None:
            days = term
        for mentors in together:
            by_day: dict[int, list[Out]] = {}
            for day in sorted(set(days) & set(term)):
                outs = [
                    out
                    for mentor in mentors
                    for out in self._outs(
                        student, internship, wish, self._instance.mentor_of[mentor], day, soft
                    )
                ]
                if outs:
                    by_day[day] = outs
            near = wish.block is not None or RuleId.DAYS_APART in soft
            for count in range(1, len(wanted) + 1):
                for some in combinations(by_day, count):
                    if near or all(_apart(student, *both) for both in combinations(some, 2)):
                        found += product(*(by_day[day] for day in some))
        return found

    def _outs(
        self,
        student: Student,
        internship: int,
        wish: InternshipWish,
        mentor: Mentor,
        day: int,
        soft: frozenset[RuleId],
    ) -> Iterator[Out]:
        possible = self.possible
        patient = replace(student, longest_journey=24 * 60) if RuleId.JOURNEY in soft else student
        for site in mentor.sites:
            hours = possible.hours(mentor, site, day, wish)
            if hours is None:
                continue
            if RuleId.AVAILABLE not in soft and possible.is_busy(student, wish, day, *hours):
                continue
            if not possible.eligible(student, mentor, site, day, wish):
                continue
            trips = self._ways.trips(patient, wish, site, day, *hours)
            key = (student.id, internship, mentor.id, site, day)
            for there, back in self._said.get(key, ()):
                said = self._journeys.said(patient, wish, site, day, hours, there, back)
                known = any((t.there.journey, t.back.journey) == (there, back) for t in trips)
                if said is not None and not known:
                    trips.append(said)
            for trip in trips:
                yield Out(internship, mentor.id, site, day, trip)


def _apart(student: Student, one: int, two: int) -> bool:
    """Whether two weekdays are as far apart as a student asks for."""
    return student.least_apart <= abs(one - two) <= student.most_apart


def _undominated(rated: list[Option]) -> list[Option]:
    """Drop options that differ from another, no dearer in any goal, only by more rides."""
    kept: list[Option] = []
    by_place: dict[tuple[tuple[object, ...], ...], list[Option]] = {}
    for option in rated:
        place = tuple((o.internship, o.mentor, o.site, o.day) for o in option.outs)
        rivals = by_place.get(place)
        if rivals is None:  # most are the only one of their kind
            by_place[place] = [option]
        else:
            said = any(o.trip.said for o in option.outs)
            if not said and _beaten(option, rivals):
                continue
            rivals.append(option)
        kept.append(option)
    return kept


def _beaten(option: Option, rivals: list[Option]) -> bool:
    """Whether another at the same places is no dearer in any goal, with no other rides."""
    rides = {ride for o in option.outs for ride in o.trip.rides}
    return any(
        all(map(ge, option.goals, one.goals))
        and all(ride in rides for o in one.outs for ride in o.trip.rides)
        for one in rivals
    )
