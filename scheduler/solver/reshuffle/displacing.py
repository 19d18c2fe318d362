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
    """Mentors at whom, or at whose sites, somebody of the ring before takes a place, and whom
    nobody of a ring before that could go to."""
    by_new_mentors: bool = False
    """Whether all of the ring are reached through such a mentor only."""


class Displacing:
    """Answers which students hold the places that others' options need.

    In a repair that cannot be made smaller, whoever changes a day out is stranded or
    gives way to somebody who changes, too: else they could stay. So of each ring up to the
    furthest at least one student changes, and one mentor, where only mentors lead there
    whom the rings before could not go to.
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
            mentors = {mentor for mentor, _, _ in outs} - met
            by_new = {s for out in outs if out[0] in mentors for s in self.there(*out)} - known
            by_old = {s for out in outs if out[0] in met for s in self.there(*out)} - known
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
            if seats and len(guests) >= min(seats):
                yield from guests
        yield from self._riding(ride.run for ride in rides)

    def _riding(self, runs: Iterable[int]) -> Iterator[StudentId]:
        instance = self._problem.instance
        vehicles = {instance.runs[index].vehicle for index in runs}
        for run in instance.runs:
            if run.vehicle in vehicles:
                yield from self._incumbent.riders.get(RunId(run.id), ())
