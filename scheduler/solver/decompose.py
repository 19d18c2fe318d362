"""Which school sites have nothing to do with each other, so that each part is planned alone.

Two things are in one part when any rule or goal looks at both: a student with the mentors
that may host them, a mentor with the sites, a site with its parent, a van with its stops,
a workshop with those who ask for it and lead it, staff with those they are compared to.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

import networkx as nx

from scheduler.domain.instance import Instance
from scheduler.domain.timetable import Timetable

Tied = Iterable[str]
"""Ids of things that belong to one part."""


def ties(instance: Instance) -> Iterator[Tied]:
    """Yield, for everything there is, the things it cannot be planned without."""
    for site in instance.school_sites:
        yield site.id, *(room.id for room in site.rooms)
    for place in instance.internship_sites:
        yield (place.id,) if place.parent is None else (place.id, place.parent)
    for mentor in instance.mentors:
        yield mentor.id, *mentor.sites
    for one in instance.staff:
        # `fair-load` compares staff of a kind and school; no id has a blank in front.
        yield one.id, f" {one.school} {one.kind}"
    for advisory in instance.advisories:
        yield advisory.id, advisory.advisor, advisory.room
    for student in instance.students:
        yield (
            student.id,
            student.advisory,
            *chain.from_iterable(wish.mentors for wish in student.internships),
            *chain.from_iterable(request.workshops for request in student.requests),
        )
    for workshop in instance.workshops:
        yield workshop.id, *(section.id for section in workshop.sections)
        for section in workshop.sections:
            yield section.id, section.site, *section.leads, *section.linked, *section.after
    for vehicle in instance.vehicles:
        yield vehicle.id, vehicle.start
    for run in instance.runs:
        yield run.id, run.vehicle, *(stop.place for stop in run.stops)
    for decided in (instance.pins.timetable, instance.release):
        if decided is not None:
            yield from _decided(decided)


def _decided(timetable: Timetable) -> Iterator[Tied]:
    """Yield what a timetable that is given holds together."""
    for out in timetable.days_out:
        legs = (*out.there, *out.back)
        yield out.student, out.mentor, out.site
        yield out.student, *(leg.run for leg in legs if leg.run is not None)
        yield out.student, *(place for leg in legs for place in (leg.origin, leg.destination))
    for section in timetable.sections:
        yield section.section, section.lead, *(session.room for session in section.sessions)
    for enrolment in timetable.enrolments:
        yield enrolment.student, enrolment.section
    for use in timetable.runs:
        yield use.run, *use.riders


def components(instance: Instance) -> list[set[str]]:
    """Ids of the things of each part: every thing once, the part with most students first.

    What nobody asks for and what has no students is in the part with fewest.
    """
    graph = nx.Graph()
    for tied in ties(instance):
        first, *others = tied
        graph.add_node(first)
        graph.add_edges_from((first, other) for other in others)
    number_of: dict[str, int] = {}
    found: list[set[str]] = []
    for number, component in enumerate(nx.connected_components(graph)):
        found.append(component)
        number_of.update(dict.fromkeys(component, number))
    students = _students_by_part(instance, number_of)
    order = sorted(students, key=lambda number: -students[number])
    if not order:
        return [set().union(*found)]
    parts = [found[number] for number in order]
    parts[-1] = parts[-1].union(*(found[n] for n in range(len(found)) if n not in students))
    return parts


def _students_by_part(instance: Instance, number_of: Mapping[str, int]) -> dict[int, int]:
    """How many students a part has, in the order in which the file names them."""
    found: dict[int, int] = {}
    for student in instance.students:
        found[number_of[student.id]] = found.get(number_of[student.id], 0) + 1
    return found
