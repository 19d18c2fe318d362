"""What follows from the decisions in a timetable: vans that are driven, and what is unplaced."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace

from scheduler.check.diary import diary_of
from scheduler.check.vehicle_run import ride_of
from scheduler.domain.ids import RunId, StudentId
from scheduler.domain.instance import Instance
from scheduler.domain.rules import UnplacedKind
from scheduler.domain.timetable import RunUse, Timetable, Unplaced


def completed(instance: Instance, timetable: Timetable) -> Timetable:
    """Give a timetable in order, its vans and its list of unplaced items found anew.

    The entries name only what the instance has.
    """
    decided = replace(
        timetable,
        days_out=tuple(
            sorted(
                timetable.days_out,
                key=lambda o: (o.student, o.internship, o.mentor, o.site, o.day),
            )
        ),
        meetings=tuple(sorted(timetable.meetings, key=lambda m: (m.advisory, m.kind, m.slot))),
        sections=tuple(sorted(timetable.sections, key=lambda s: s.section)),
        enrolments=tuple(sorted(timetable.enrolments, key=lambda e: (e.student, e.section))),
        runs=runs_driven(instance, timetable),
        unplaced=(),
    )
    missing = sorted(
        (*_days(instance, decided), *_musts(instance, decided), *_minutes(instance, decided)),
        key=lambda item: (item.kind, item.student, item.subject),
    )
    return replace(decided, unplaced=tuple(missing))


def runs_driven(instance: Instance, timetable: Timetable) -> tuple[RunUse, ...]:
    """Say which vans are driven, where they stop, and for whom, from the journeys alone."""
    stops: dict[RunId, set[int]] = defaultdict(set)
    riders: dict[RunId, set[StudentId]] = defaultdict(set)
    for out in timetable.days_out:
        for leg in (*out.there, *out.back):
            if leg.run in instance.run_of:
                riders[leg.run].add(out.student)
                stops[leg.run] |= set(ride_of(instance.run_of[leg.run], leg) or ())
    return tuple(
        RunUse(run=run, stops=tuple(sorted(stops[run])), riders=tuple(sorted(riders[run])))
        for run in sorted(riders)
    )


def _days(instance: Instance, timetable: Timetable) -> Iterator[Unplaced]:
    had = Counter((out.student, out.internship) for out in timetable.days_out)
    for student in instance.students:
        for number in range(len(student.internships)):
            wanted = len(instance.days_wanted(student, number))
            for _ in range(wanted - had[student.id, number]):
                yield Unplaced(kind=UnplacedKind.DAY, student=student.id, subject=str(number))


def _musts(instance: Instance, timetable: Timetable) -> Iterator[Unplaced]:
    taken = defaultdict(set)
    for one in timetable.enrolments:
        taken[one.student].add(instance.section_of[one.section][1].id)
    for student in instance.students:
        for request in student.musts:
            if taken[student.id].isdisjoint(request.workshops):
                yield Unplaced(
                    kind=UnplacedKind.MUST, student=student.id, subject=str(request.workshop)
                )


def _minutes(instance: Instance, timetable: Timetable) -> Iterator[Unplaced]:
    minutes: Counter[tuple[StudentId, int]] = Counter()
    for met in diary_of(instance, timetable).met:
        if met.activity is not None:
            length = met.activity.end - met.activity.start
            for week, absent in met.absent.items():
                for member in instance.members_of[met.advisory.id]:
                    if member.id not in absent:
                        minutes[member.id, week] += length
    for student in instance.students:
        asked = instance.advisory_of[student.advisory].minutes
        for week in instance.weeks():
            if minutes[student.id, week] < asked:
                yield Unplaced(kind=UnplacedKind.MINUTES, student=student.id, subject=str(week))
