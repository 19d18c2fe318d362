"""Who would have to make way: the students whose places somebody else could want."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from scheduler.domain.ids import MentorId, RunId, SiteId, StudentId
from scheduler.solver.incumbent import Incumbent
from scheduler.solver.ways import Ride


@dataclass(frozen=True, slots=True, kw_only=True)
class Ring:
    """Students who may have to move since others do, and whom these others go to."""

    students: frozenset[str]
    mentors: frozenset[MentorId]
    """Mentors at whom, or at whose sites, somebody of the ring before takes a place."""


class Displacing:
    """Answers which students hold the places that others' options need.

    In a repair that cannot be made smaller, whoever changes a day out is stranded or
    gives way to somebody who changes, too: else they could stay. Of each ring at least
    one student changes, and one mentor whom somebody of the ring before goes to: so
    reaching ring n touches at least 2 n people beside the stranded.
    """

    def __init__(self, incumbent: Incumbent) -> None:
        self._incumbent = incumbent
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
            outs = {
                (out.mentor, out.site, out.trip.rides)
                for student in ring.students
                for option in self._problem.options[student]
                for out in option.outs
            }
            found = {s for mentor, site, rides in outs for s in self._there(mentor, site, rides)}
            mentors = {mentor for mentor, _, _ in outs}
            ring = Ring(students=frozenset(found - known), mentors=frozenset(mentors - met))
            known |= found
            met |= mentors

    def _there(
        self, mentor: MentorId, site: SiteId, rides: tuple[Ride, ...]
    ) -> Iterator[StudentId]:
        """Students of whom one may have to go for somebody to have such a day out."""
        yield from self._incumbent.interns.get(mentor, ())
        for place in self._problem.instance.lineage(site):
            guests = self._guests[place.id]
            seats = [opening.seats for opening in place.openings if opening.seats is not None]
            seats += [] if place.seats is None else [place.seats]
            # Whether it is full on a weekday is for the model: here only if it may be.
            if seats and len(guests) >= min(seats):
                yield from guests
        yield from self._riding(ride.run for ride in rides)

    def _riding(self, runs: Iterable[int]) -> Iterator[StudentId]:
        instance = self._problem.instance
        vehicles = {instance.runs[index].vehicle for index in runs}
        for run in instance.runs:
            if run.vehicle in vehicles:
                yield from self._incumbent.riders.get(RunId(run.id), ())
