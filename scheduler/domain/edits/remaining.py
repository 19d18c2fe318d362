"""What is left of a timetable when things that it names are gone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace

from scheduler.domain.calendar import minute
from scheduler.domain.ids import RunId, StudentId
from scheduler.domain.instance import Instance
from scheduler.domain.rules import UnplacedKind
from scheduler.domain.timetable import DayOut, Journey, RunUse, Timetable, Unplaced

Internships = Mapping[tuple[StudentId, int], int | None]
"""The new number of internships of a student whose numbers change; None: it is gone."""


def remaining(
    instance: Instance,
    timetable: Timetable,
    internships: Internships | None = None,
    musts: Mapping[tuple[StudentId, str], str] | None = None,
) -> Timetable:
    """Leave out of a timetable what names people and things that are not there any more.

    A day out whose way leads over what is gone keeps its place and loses the journey.
    ``musts`` gives the workshop that stands in for another one a student must have.
    """
    numbers, instead = internships or {}, musts or {}
    outs: list[DayOut] = []
    for out in timetable.days_out:
        number = numbers.get((out.student, out.internship), out.internship)
        mentor = instance.mentor_of.get(out.mentor)
        if number is None or out.student not in instance.student_of:
            continue
        if mentor is None or out.site not in mentor.sites:
            continue
        there, back = _way(instance, out.there), _way(instance, out.back)
        if number != out.internship or there is not out.there or back is not out.back:
            out = replace(out, internship=number, there=there, back=back)
        outs.append(out)
    return replace(
        timetable,
        days_out=tuple(outs),
        sections=tuple(s for s in timetable.sections if s.section in instance.section_of),
        enrolments=tuple(
            one
            for one in timetable.enrolments
            if one.student in instance.student_of and one.section in instance.section_of
        ),
        runs=_runs(instance, timetable.runs, outs),
        unplaced=_unplaced(instance, timetable.unplaced, numbers, instead),
    )


def _way(instance: Instance, journey: Journey) -> Journey:
    known = instance.positions
    for leg in journey:
        if leg.origin not in known or leg.destination not in known:
            return ()
        if leg.run is not None and leg.run not in instance.run_of:
            return ()
    return journey


def _runs(instance: Instance, uses: tuple[RunUse, ...], outs: list[DayOut]) -> tuple[RunUse, ...]:
    """The runs that are still driven, with those who still ride and where they get on and off."""
    if not uses:
        return uses
    ends: dict[RunId, set[tuple[str, int]]] = defaultdict(set)
    riders: dict[RunId, set[StudentId]] = defaultdict(set)
    for out in outs:
        for leg in (*out.there, *out.back):
            if leg.run is not None:
                riders[leg.run].add(out.student)
                ends[leg.run].add((leg.origin, minute(leg.departs)))
                ends[leg.run].add((leg.destination, minute(leg.arrives)))
    found = []
    for use in uses:
        run = instance.run_of.get(use.run)
        if run is None or not riders[use.run]:
            continue
        stops = tuple(
            index
            for index, stop in enumerate(run.stops)
            if (stop.place, minute(stop.at)) in ends[use.run]
        )
        left = tuple(one for one in use.riders if one in riders[use.run])
        found.append(
            use
            if (stops, left) == (use.stops, use.riders)
            else replace(use, stops=stops, riders=left)
        )
    return tuple(found)


def _unplaced(
    instance: Instance,
    items: tuple[Unplaced, ...],
    numbers: Internships,
    instead: Mapping[tuple[StudentId, str], str],
) -> tuple[Unplaced, ...]:
    found = []
    for item in items:
        if item.student not in instance.student_of:
            continue
        subject = item.subject
        if item.kind is UnplacedKind.DAY:
            number = numbers.get((item.student, int(subject)), int(subject))
            if number is None:
                continue
            subject = str(number)
        elif item.kind is UnplacedKind.MUST:
            subject = instead.get((item.student, subject), subject)
            if subject not in instance.workshop_of:
                continue
        found.append(item if subject == item.subject else replace(item, subject=subject))
    return tuple(found)
