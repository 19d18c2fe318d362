"""Faults of references: a field names something that is not there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from scheduler.domain.faults import things
from scheduler.domain.faults.identity import everything
from scheduler.domain.faults.things import Thing
from scheduler.domain.instance import Instance
from scheduler.errors import Fault

PLACES = ("school site", "internship site", "student")
"""Kinds whose ids name a place; a student's stands for the home."""


class Known:
    """Every id of the instance, with the kinds of thing that have it."""

    def __init__(self, instance: Instance) -> None:
        self._kinds: dict[str, set[str]] = {}
        for _, name, kind in everything(instance):
            self._kinds.setdefault(name, set()).add(kind)

    def missing(self, thing: Thing, field: str, name: str, *kinds: str) -> Iterator[Fault]:
        """Yield a fault when nothing of these kinds has the id."""
        found = self._kinds.get(name, set())
        if found.isdisjoint(kinds):
            wanted = "place" if kinds == PLACES else " or ".join(kinds)
            other = f"; it is the id of a {min(found)}" if found else ""
            yield thing.fault(
                field,
                f'No {wanted} has the id "{name}"{other}.',
                f"Mend the id, or add the {wanted}.",
            )

    def missing_of(
        self, thing: Thing, field: str, names: Iterable[str], *kinds: str
    ) -> Iterator[Fault]:
        """Yield a fault for each id of a list that nothing of these kinds has."""
        for index, name in enumerate(names):
            yield from self.missing(thing, f"{field}[{index}]", name, *kinds)


def faults(instance: Instance) -> Iterator[Fault]:
    """Yield one fault for each reference that leads nowhere."""
    known = Known(instance)
    yield from _of_places(instance, known)
    yield from _of_people(instance, known)
    yield from _of_students(instance, known)
    yield from _of_sections(instance, known)
    yield from _of_travel(instance, known)


def _of_places(instance: Instance, known: Known) -> Iterator[Fault]:
    for thing, school_site in things.school_sites(instance):
        yield from known.missing(thing, "school", school_site.school, "school")
    for thing, site in things.internship_sites(instance):
        if site.parent is not None:
            yield from known.missing(thing, "parent", site.parent, "internship site")


def _of_people(instance: Instance, known: Known) -> Iterator[Fault]:
    for thing, mentor in things.mentors(instance):
        yield from known.missing_of(thing, "sites", mentor.sites, "internship site")
        yield from known.missing_of(thing, "never_with", mentor.never_with, "student")
    for thing, one in things.staff(instance):
        yield from known.missing(thing, "school", one.school, "school")
    for thing, advisory in things.advisories(instance):
        yield from known.missing(thing, "advisor", advisory.advisor, "staff")
        yield from known.missing(thing, "room", advisory.room, "room")


def _of_students(instance: Instance, known: Known) -> Iterator[Fault]:
    for thing, student in things.students(instance):
        yield from known.missing(thing, "advisory", student.advisory, "advisory")
        for i, wish in enumerate(student.internships):
            field = f"internships[{i}]"
            if wish.confirmed is not None:
                yield from known.missing(thing, f"{field}.confirmed", wish.confirmed, "mentor")
            yield from known.missing_of(thing, f"{field}.candidates", wish.candidates, "mentor")
        for i, request in enumerate(student.requests):
            field = f"requests[{i}]"
            yield from known.missing(thing, f"{field}.workshop", request.workshop, "workshop")
            yield from known.missing_of(
                thing, f"{field}.alternatives", request.alternatives, "workshop"
            )


def _of_sections(instance: Instance, known: Known) -> Iterator[Fault]:
    for thing, section, _ in things.sections(instance):
        yield from known.missing(thing, "site", section.site, "school site")
        yield from known.missing_of(thing, "leads", section.leads, "staff")
        yield from known.missing_of(thing, "linked", section.linked, "section")
        yield from known.missing_of(thing, "after", section.after, "section")


def _of_travel(instance: Instance, known: Known) -> Iterator[Fault]:
    for thing, vehicle in things.numbered("vehicle", "vehicles", instance.vehicles):
        yield from known.missing(thing, "start", vehicle.start, *PLACES)
    for thing, run in things.numbered("vehicle run", "runs", instance.runs):
        yield from known.missing(thing, "vehicle", run.vehicle, "vehicle")
        for i, stop in enumerate(run.stops):
            yield from known.missing(thing, f"stops[{i}].place", stop.place, *PLACES)
    for thing, row in things.numbered("travel row", "travel.rows", instance.travel.rows):
        yield from known.missing(thing, "origin", row.origin, *PLACES)
        yield from known.missing(thing, "destination", row.destination, *PLACES)
    for thing, rate in things.numbered("attendance rate", "attendance", instance.attendance):
        if rate.student is not None:
            yield from known.missing(thing, "student", rate.student, "student")
        if rate.site is not None:
            yield from known.missing(thing, "site", rate.site, "internship site")
