"""Who would have to make way: the students whose places somebody else could want."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from scheduler.domain.ids import MentorId, RunId, SiteId, StudentId
from scheduler.domain.rules import RuleId
from scheduler.solver.incumbent import Incumbent
from scheduler.solver.reshuffle.case import Case
from scheduler.solver.ways import Ride

Place = tuple[MentorId, SiteId, tuple[Ride, ...]]
NO_LIMIT = 10**6


@dataclass(frozen=True, slots=True, kw_only=True)
class Ring:
    """Students who may have to move since others do, and whom these others go to."""

    students: frozenset[str]
    mentors: frozenset[MentorId]
    """Mentors at whom, or at whose sites, somebody of the ring before takes a place, and whom
    nobody of a ring before that could go to."""
    by_new_mentors: bool = False
    """Whether all of the ring are reached through such a mentor only."""


class Displacing:
    """Answers which students hold the places that others' options need.

    In a repair that cannot be made smaller, whoever changes a day out is stranded or
    gives way to somebody who changes, too: else they could stay. So of each ring up to the
    furthest at least one student changes, and one mentor, where only mentors lead there
    whom the rings before could not go to, on days that they do not have there already.
    """

    def __init__(self, case: Case, incumbent: Incumbent, comers: int | None = None) -> None:
        """``comers``: students who move at most; None for any number."""
        self._case = case
        self._incumbent = incumbent
        self._comers = comers
        self._problem = incumbent.problem
        self._guests: dict[SiteId, set[StudentId]] = defaultdict(set)
        for out in incumbent.timetable.days_out:
            for site in self._problem.lineage[out.site]:
                self._guests[site].add(out.student)

    def rings(self, stranded: Iterable[str]) -> Iterator[Ring]:
        """The stranded, then those who may have to move for them, and so on."""
        ring = Ring(students=frozenset(stranded), mentors=frozenset())
        known, met = set(ring.students), set[MentorId]()
        while ring.students:
            yield ring
            new: set[Place] = set()
            old: set[Place] = set()
            for student in ring.students:
                had = self._case.hosted(StudentId(student))
                for option in self._problem.options[StudentId(student)]:
                    for out in option.outs:
                        place = (out.mentor, out.site, out.trip.rides)
                        again = (out.site, out.day) in had.get(out.mentor, ())
                        (old if again or out.mentor in met else new).add(place)
            mentors = {mentor for mentor, _, _ in new}
            by_new = {s for place in new for s in self.there(*place)} - known
            by_old = {s for place in old for s in self.there(*place)} - known
            known |= by_new | by_old
            met |= mentors
            ring = Ring(
                students=frozenset(by_new | by_old),
                mentors=frozenset(mentors),
                by_new_mentors=not by_old,
            )

    def there(self, mentor: MentorId, site: SiteId, rides: tuple[Ride, ...]) -> Iterator[StudentId]:
        """Students of whom one may have to go for somebody to have such a day out."""
        yield from self._incumbent.interns.get(mentor, ())
        for place in self._problem.instance.lineage(site):
            guests = self._guests[place.id]
            seats = [opening.seats for opening in place.openings if opening.seats is not None]
            seats += [] if place.seats is None else [place.seats]
            # Whether it is full on a weekday is for the model: here only if it may be.
            most = min(seats, default=NO_LIMIT)
            if len(guests) >= most or self._guests_at_most(place.id, len(guests)) > most:
                yield from guests
        yield from self._riding(ride.run for ride in rides)

    def _guests_at_most(self, site: SiteId, now: int) -> int:
        """How many there may be on a date once others have come, by what mentors can take."""
        if RuleId.MENTOR_LOAD in self._problem.instance.soft_points:
            hosted = NO_LIMIT
        else:
            hosted = self._hosted_at[site]
        return min(hosted, NO_LIMIT if self._comers is None else now + self._comers)

    @cached_property
    def _hosted_at(self) -> Counter[SiteId]:
        """By site: interns whom all its mentors together can take at once."""
        found: Counter[SiteId] = Counter()
        for mentor in self._problem.instance.mentors:
            for site in {up for one in mentor.sites for up in self._problem.lineage[one]}:
                found[site] += mentor.at_once
        return found

    def _riding(self, runs: Iterable[int]) -> Iterator[StudentId]:
        instance = self._problem.instance
        vehicles = {instance.runs[index].vehicle for index in runs}
        for run in instance.runs:
            if run.vehicle in vehicles:
                yield from self._incumbent.riders.get(RunId(run.id), ())
