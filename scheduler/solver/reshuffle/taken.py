"""What students have of mentors, sites and vans, and whether one more could be had."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from scheduler.domain.ids import MentorId, SiteId, StudentId
from scheduler.domain.places import InternshipSite
from scheduler.domain.timetable import DayOut
from scheduler.solver.option import Option
from scheduler.solver.problem import Problem
from scheduler.solver.ways import Ride


class Visit(NamedTuple):
    """A student's day out, as others have to make room for it."""

    student: StudentId
    site: SiteId
    classes: frozenset[int]


class Aboard(NamedTuple):
    """A student between two stops of a vehicle run."""

    student: StudentId
    on: int
    off: int
    classes: frozenset[int]
    wheelchair: bool


class Taken:
    """Counts days out one by one; nothing is held that is not told."""

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        self._hosted: dict[MentorId, list[Visit]] = defaultdict(list)
        self._guests: dict[SiteId, list[Visit]] = defaultdict(list)
        self._aboard: dict[int, list[Aboard]] = defaultdict(list)
        self._run_index = {run.id: i for i, run in enumerate(problem.instance.runs)}

    def hold(self, out: DayOut) -> None:
        """Count a day out that stays."""
        wish = self._problem.instance.student_of[out.student].internships[out.internship]
        classes = frozenset(self._problem.times.classes_of(out.day, wish.weeks, wish.block))
        self._hold(out.student, out.mentor, out.site, classes, self._rides(out))

    def take(self, student: StudentId, option: Option) -> None:
        """Count what a student is given."""
        for out in option.outs:
            classes = frozenset(self._problem.out_classes(student, out))
            self._hold(student, out.mentor, out.site, classes, out.trip.rides)

    def has_room(self, student: StudentId, option: Option) -> bool:
        """Whether mentors, sites and vans can take a student who has nothing yet."""
        instance = self._problem.instance
        for out in option.outs:
            classes = self._problem.out_classes(student, out)
            hosted = self._hosted[out.mentor]
            mentor = instance.mentor_of[out.mentor]
            if len({one.student for one in hosted}) >= mentor.in_all:
                return False
            for index in classes:
                then = [one for one in hosted if index in one.classes]
                if len(then) >= mentor.at_once or any(one.site != out.site for one in then):
                    return False
            if not all(self._has_seat(up, out.day, classes) for up in instance.lineage(out.site)):
                return False
            if not all(self._fits_in(student, ride, classes) for ride in out.trip.rides):
                return False
        return True

    def _hold(
        self,
        student: StudentId,
        mentor: MentorId,
        site: SiteId,
        classes: frozenset[int],
        rides: Iterable[Ride],
    ) -> None:
        visit = Visit(student, site, classes)
        self._hosted[mentor].append(visit)
        for up in self._problem.lineage[site]:
            self._guests[up].append(visit)
        wheelchair = self._problem.instance.student_of[student].accommodations.wheelchair
        for ride in rides:
            self._aboard[ride.run].append(Aboard(student, ride.on, ride.off, classes, wheelchair))

    def _has_seat(self, place: InternshipSite, day: int, classes: Iterable[int]) -> bool:
        on_day = [one.seats for one in place.openings if one.day == day]
        seats = on_day[0] if on_day and on_day[0] is not None else place.seats
        if seats is None:
            return True
        guests = self._guests[place.id]
        return all(sum(index in one.classes for one in guests) < seats for index in classes)

    def _fits_in(self, student: StudentId, ride: Ride, classes: Iterable[int]) -> bool:
        instance = self._problem.instance
        vehicle = instance.vehicle_of[instance.runs[ride.run].vehicle]
        wheelchair = instance.student_of[student].accommodations.wheelchair
        most = vehicle.wheelchair_places if wheelchair else vehicle.seats
        aboard = [one for one in self._aboard[ride.run] if one.wheelchair == wheelchair]
        return all(
            sum(index in one.classes and one.on <= stop < one.off for one in aboard) < most
            for stop in range(ride.on, ride.off)
            for index in classes
        )

    def _rides(self, out: DayOut) -> Iterable[Ride]:
        for leg in (*out.there, *out.back):
            if leg.run is None:
                continue
            index = self._run_index[leg.run]
            stops = [(one.place, one.at) for one in self._problem.instance.runs[index].stops]
            on, off = (leg.origin, leg.departs), (leg.destination, leg.arrives)
            if on in stops and off in stops:
                yield Ride(index, stops.index(on), stops.index(off))
