"""What a student could have with nobody else in the school: the bases of the goals."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import combinations
from operator import is_
from typing import NamedTuple

from scheduler.check.day_points import rates_of, travel_points
from scheduler.check.eligible import obstacles
from scheduler.check.facts import Facts, Remembered, facts_of
from scheduler.check.fullest import Choice, Fullest
from scheduler.check.ways import travel_of
from scheduler.domain.ids import MentorId, PlaceId, SiteId, StudentId
from scheduler.domain.instance import AttendanceRate, Instance
from scheduler.domain.people import Student
from scheduler.domain.places import Mode, TravelRow
from scheduler.domain.vehicles import VehicleRun

NO_HOME = ""
"""Stands for the homes of rows between other places, which may be on anybody's way."""
NEAR = 6
"""Points for two weekly days out nearer than wanted."""


class Best(NamedTuple):
    """The least that each goal costs a student over the own options."""

    travel: int
    absence: int
    near: int
    ranks: dict[int, int]
    """By internship, the rank of the first candidate who could be had."""


class Basis(NamedTuple):
    """What a student's own options come from."""

    dates: tuple[object, ...]
    """Told apart by what they are."""
    things: tuple[object, ...]
    """Told apart by being the very same, which is quicker to see than that they are equal."""

    def is_same_as(self, other: Basis) -> bool:
        """Whether the options that come from it are the same."""
        return (
            self.dates == other.dates
            and len(self.things) == len(other.things)
            and all(map(is_, self.things, other.things))
        )


def share_a_week(instance: Instance, student: Student, one: int, two: int) -> bool:
    """Whether two internships of a student are weekly ones of the same week."""
    first, second = student.internships[one], student.internships[two]
    if one == two:
        return first.block is None
    if first.block is not None or second.block is not None:
        return False
    return bool(set(instance.weeks(first.weeks)) & set(instance.weeks(second.weeks)))


def pairs_of_days(
    instance: Instance, student: Student, days: list[tuple[int, int]]
) -> Iterator[int]:
    """How far apart every two weekly days out in the same week are.

    ``days`` holds internship and weekday of each day out.
    """
    for (one, first), (two, second) in combinations(days, 2):
        if share_a_week(instance, student, one, two):
            yield abs(first - second)


def points_for_near(instance: Instance, student: Student, days: list[tuple[int, int]]) -> int:
    """Points for days out nearer than the student wants, once."""
    distances = pairs_of_days(instance, student, days)
    return NEAR if any(one < student.wanted_apart for one in distances) else 0


class OwnOptions:
    """Each student's own options, found when first asked for."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.facts: Facts = facts_of(instance)
        self.travel = travel_of(instance)
        self.rates = rates_of(instance)
        self._best: dict[StudentId, Best] = {}

    def best(self, student: Student) -> Best:
        """The least costs over the ways to have as many days out as possible."""
        if student.id not in self._best:
            basis = self._basis(student)
            known = _KNOWN.get(student.id, ())
            found = next((one for one in known if one[0].is_same_as(basis)), None)
            if found is None:
                if len(_KNOWN) > MOST_KNOWN:
                    _KNOWN.clear()
                found = (basis, self.find_best(student))
            others = tuple(one for one in known if one is not found)
            _KNOWN[student.id] = (found, *others)[:MOST_CHANGES]
            self._best[student.id] = found[1]
        return self._best[student.id]

    def _basis(self, student: Student) -> Basis:
        """All that a student's own options come from."""
        instance = self.instance
        mentors = [instance.mentor_of[m] for wish in student.internships for m in wish.mentors]
        sites = dict.fromkeys(site for one in mentors for site in one.sites)
        places = [place for site in sites for place in self.facts.lineage[site]]
        rows = (*self._rows[student.id], *self._rows[NO_HOME])
        rates = (*self._rates[student.id], *self._rates[None])
        vans = self._vans(sites) if Mode.VAN in student.modes else ()
        return Basis(
            dates=(instance.travel.estimate, *self._dates(student)),
            things=(student, *rows, *rates, *mentors, *places, *vans),
        )

    def _dates(self, student: Student) -> Iterator[object]:
        """What the term says of a student's days out: weekdays, weeks, the last date of each."""
        term = self.instance.term
        yield from (term.weekdays, term.cycle)
        for number, wish in enumerate(student.internships):
            days = self.instance.days_wanted(student, number) if wish.block else term.weekdays
            yield days
            for day in days:
                yield self.facts.dates_of(student, number, day)[-1:]
                yield self.facts.weeks_of(student, number, day) if wish.block else None

    def _vans(self, sites: Iterable[SiteId]) -> Iterator[object]:
        """Runs that call at any of the sites, their vehicles, and where they stop."""
        for run in dict.fromkeys(run for site in sites for run in self._calls[site]):
            yield run
            yield self.instance.vehicle_of[run.vehicle]
            yield from (self.instance.positions.get(stop.place) for stop in run.stops)

    @cached_property
    def _calls(self) -> dict[PlaceId, list[VehicleRun]]:
        """By place: the runs that stop there."""
        found: dict[PlaceId, list[VehicleRun]] = defaultdict(list)
        for run in self.instance.runs:
            for place in dict.fromkeys(stop.place for stop in run.stops):
                found[place].append(run)
        return found

    @cached_property
    def _rows(self) -> dict[str, list[TravelRow]]:
        """By home of a student: the rows of the travel table that begin or end there."""
        found: dict[str, list[TravelRow]] = defaultdict(list)
        homes = self.instance.student_of.keys()
        for row in self.instance.travel.rows:
            for place in {row.origin, row.destination} & homes or {NO_HOME}:
                found[place].append(row)
        return found

    @cached_property
    def _rates(self) -> dict[StudentId | None, list[AttendanceRate]]:
        """Attendance rates by the student they are about; None: about everybody."""
        found: dict[StudentId | None, list[AttendanceRate]] = defaultdict(list)
        for rate in self.instance.attendance:
            found[rate.student].append(rate)
        return found

    def day(
        self, student: Student, internship: int, mentor: MentorId, day: int
    ) -> tuple[int, int] | None:
        """Least travel and absence points of a day with a mentor, or None if impossible."""
        travel: list[int] = []
        absence: list[int] = []
        weeks = self.facts.weeks_of(student, internship, day)
        dates = self.facts.dates_of(student, internship, day)
        for site in self.instance.mentor_of[mentor].sites:
            hours = self.facts.hours(mentor, site, day, weeks)
            if hours is None or self.facts.unavailable(student, day, *hours, weeks):
                continue
            if obstacles(self.facts, student, mentor, site, dates):
                continue
            there = list(self.travel.ways_there(student, site, day, weeks, hours[0]))
            back = list(self.travel.ways_back(student, site, day, weeks, hours[1]))
            if not there or not back:
                continue
            travel.append(
                travel_points(min(w.minutes for w in there), min(w.minutes for w in back))
            )
            modes = dict.fromkeys(way.mode for way in there)
            absence += [self.rates.absence_points(student.id, site, day, mode) for mode in modes]
        return (min(travel), min(absence)) if travel else None

    def choices(self, student: Student, internship: int) -> Iterator[Choice]:
        """Every mentor and weekdays of an internship by itself, fewer days too, and none."""
        yield Choice(None, (), 0, 0)
        wish = student.internships[internship]
        wanted = self.instance.days_wanted(student, internship)
        allowed = self.instance.term.weekdays if wish.block is None else wanted
        for mentor in wish.mentors:
            points = {
                day: found
                for day in allowed
                if not wish.allowed_days or day in wish.allowed_days
                if (found := self.day(student, internship, mentor, day)) is not None
            }
            for count in range(1, len(wanted) + 1):
                for days in combinations(points, count):
                    travel = sum(points[day][0] for day in days)
                    yield Choice(mentor, days, travel, sum(points[day][1] for day in days))

    def fit(self, student: Student, chosen: tuple[Choice, ...]) -> bool:
        """Whether choices go together: other mentors, and days as far apart as asked for."""
        mentors = [one.mentor for one in chosen if one.mentor is not None]
        distances = pairs_of_days(self.instance, student, weekly_days(student, chosen))
        return len(set(mentors)) == len(mentors) and all(
            student.least_apart <= one <= student.most_apart for one in distances
        )

    def find_best(self, student: Student) -> Best:
        """The same, whatever was found before."""
        numbers = range(len(student.internships))
        options = Fullest(
            [list(self.choices(student, number)) for number in numbers],
            lambda chosen: self.fit(student, chosen),
        )
        ranks: dict[int, int] = {}
        for number in numbers:
            ranked = enumerate(student.internships[number].mentors)
            had = (rank for rank, mentor in ranked if options.has(number, mentor))
            ranks[number] = next(had, 0)

        def is_far(chosen: tuple[Choice, ...]) -> bool:
            return not points_for_near(self.instance, student, weekly_days(student, chosen))

        return Best(
            travel=options.least(lambda choice: choice.travel),
            absence=options.least(lambda choice: choice.absence),
            near=0 if options.allows(is_far) else NEAR,
            ranks=ranks,
        )


def weekly_days(student: Student, chosen: tuple[Choice, ...]) -> list[tuple[int, int]]:
    """Internship and weekday of each weekly day out."""
    return [
        (number, day)
        for number, choice in enumerate(chosen)
        if student.internships[number].block is None
        for day in choice.days
    ]


MOST_KNOWN = 40_000
MOST_CHANGES = 3
"""So many data that differ are told apart for each student: one change after the other is
answered beside the data without it."""
_KNOWN: dict[StudentId, tuple[tuple[Basis, Best], ...]] = {}
"""By student: what the best was found from, for instances that differ in little."""

own_options_of = Remembered(OwnOptions)
