"""What students have of mentors, sites and vans, and whether one more could be had."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from scheduler.domain.ids import MentorId, SiteId, StudentId
from scheduler.domain.timetable import DayOut
from scheduler.solver.option import Option, Out
from scheduler.solver.problem import Problem
from scheduler.solver.ways import Ride


class Visit(NamedTuple):
    """A student's day out, as others have to make room for it."""

    student: StudentId
    site: SiteId
    classes: frozenset[int]
    mentor_days: frozenset[int]
    """The date classes, and the weekdays without a school date (`Times.mentor_days`)."""


class Aboard(NamedTuple):
    """A student between two stops of a vehicle run."""

    student: StudentId
    on: int
    off: int
    classes: frozenset[int]
    wheelchair: bool


Held = list[tuple[list[Any], Any]]
"""Where a student is counted, and as what."""


class Taken:
    """Counts days out one by one; nothing is held that is not told."""

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        self._hosted: dict[MentorId, list[Visit]] = defaultdict(list)
        self._guests: dict[SiteId, list[Visit]] = defaultdict(list)
        self._aboard: dict[int, list[Aboard]] = defaultdict(list)
        self._of: dict[StudentId, Held] = defaultdict(list)
        self._run_index = {run.id: i for i, run in enumerate(problem.instance.runs)}

    def hold(self, out: DayOut) -> None:
        """Count a day out that stays."""
        self._hold(out.student, out, self._rides(out))

    def take(self, student: StudentId, option: Option) -> None:
        """Count what a student is given."""
        for out in option.outs:
            self._hold(student, out, out.trip.rides)

    def drop(self, student: StudentId) -> Held:
        """Count nothing of a student any more; what was counted can be put back."""
        held = self._of.pop(student, [])
        for entries, entry in held:
            entries.remove(entry)
        return held

    def put_back(self, student: StudentId, held: Held) -> None:
        """Count again what was dropped."""
        for entries, entry in held:
            entries.append(entry)
        self._of[student] = held

    def has_room(self, student: StudentId, option: Option) -> bool:
        """Whether mentors, sites and vans can take a student who has nothing yet."""
        return self.in_the_way(student, option) == set()

    def in_the_way(self, student: StudentId, option: Option) -> set[StudentId] | None:
        """Students of whom any one would have to go for somebody to have an option.

        Empty where there is room as it is, None where one going is not enough.
        """
        found: set[StudentId] | None = None
        for some in self._too_many(student, option):
            found = some if found is None else found & some
            if not found:
                return None
        return set() if found is None else found

    def _too_many(self, student: StudentId, option: Option) -> Iterator[set[StudentId]]:
        """For each limit that an option would exceed: who could make up for it alone."""
        instance = self._problem.instance
        for out in option.outs:
            classes = self._problem.out_classes(student, out)
            hosted = self._hosted[out.mentor]
            if hosted:
                mentor = instance.mentor_of[out.mentor]
                yield from _beyond({one.student for one in hosted}, mentor.in_all)
                for index in classes:
                    then = [one for one in hosted if index in one.classes]
                    yield from _beyond({one.student for one in then}, mentor.at_once)
                for index in self._mentor_days(student, out):
                    then = [one for one in hosted if index in one.mentor_days]
                    elsewhere = {one.student for one in then if one.site != out.site}
                    if elsewhere:
                        yield elsewhere if len(elsewhere) == 1 else set()
            elif not instance.mentor_of[out.mentor].in_all * instance.mentor_of[out.mentor].at_once:
                yield set()
            for place in instance.lineage(out.site):
                on_day = [one.seats for one in place.openings if one.day == out.day]
                seats = on_day[0] if on_day and on_day[0] is not None else place.seats
                if seats is not None:
                    guests = self._guests[place.id]
                    for index in classes:
                        yield from _beyond({g.student for g in guests if index in g.classes}, seats)
            for ride in out.trip.rides:
                yield from self._too_many_aboard(student, ride, classes)

    def _too_many_aboard(
        self, student: StudentId, ride: Ride, classes: Iterable[int]
    ) -> Iterator[set[StudentId]]:
        instance = self._problem.instance
        vehicle = instance.vehicle_of[instance.runs[ride.run].vehicle]
        wheelchair = instance.student_of[student].accommodations.wheelchair
        most = vehicle.wheelchair_places if wheelchair else vehicle.seats
        aboard = [one for one in self._aboard[ride.run] if one.wheelchair == wheelchair]
        for stop in range(ride.on, ride.off):
            there = [one for one in aboard if one.on <= stop < one.off]
            for index in classes:
                yield from _beyond({one.student for one in there if index in one.classes}, most)

    def _hold(self, student: StudentId, out: Out | DayOut, rides: Iterable[Ride]) -> None:
        wish = self._problem.instance.student_of[student].internships[out.internship]
        classes = frozenset(self._problem.times.classes_of(out.day, wish.weeks, wish.block))
        visit = Visit(student, out.site, classes, frozenset(self._mentor_days(student, out)))
        held: Held = [(self._hosted[out.mentor], visit)]
        held += [(self._guests[up], visit) for up in self._problem.lineage[out.site]]
        wheelchair = self._problem.instance.student_of[student].accommodations.wheelchair
        for ride in rides:
            aboard = Aboard(student, ride.on, ride.off, classes, wheelchair)
            held.append((self._aboard[ride.run], aboard))
        for entries, entry in held:
            entries.append(entry)
        self._of[student] += held

    def _mentor_days(self, student: StudentId, out: Out | DayOut) -> list[int]:
        wish = self._problem.instance.student_of[student].internships[out.internship]
        return self._problem.times.mentor_days_of(out.day, wish.weeks, wish.block)

    def _rides(self, out: DayOut) -> Iterator[Ride]:
        for leg in (*out.there, *out.back):
            if leg.run is None:
                continue
            index = self._run_index[leg.run]
            stops = [(one.place, one.at) for one in self._problem.instance.runs[index].stops]
            on, off = (leg.origin, leg.departs), (leg.destination, leg.arrives)
            if on in stops and off in stops:
                yield Ride(index, stops.index(on), stops.index(off))


def _beyond(there: set[StudentId], most: int) -> Iterator[set[StudentId]]:
    """Who could make up for one more than there may be: nobody, where that is not enough."""
    if len(there) >= most:
        yield there if len(there) == most and most else set()
