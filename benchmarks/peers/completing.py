"""What follows from a peer's decisions: which runs are driven, and what is left unplaced."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from scheduler.domain.ids import RunId, StudentId
from scheduler.domain.instance import Instance
from scheduler.domain.rules import UnplacedKind
from scheduler.domain.timetable import (
    DayOut,
    Enrolment,
    Meeting,
    RunningSection,
    RunUse,
    Timetable,
    Unplaced,
)


def completed(
    instance: Instance,
    days_out: Iterable[DayOut],
    meetings: Iterable[Meeting],
    sections: Iterable[RunningSection],
    enrolments: Iterable[Enrolment],
) -> Timetable:
    """Make a timetable of what was decided."""
    outs, held = tuple(days_out), tuple(meetings)
    enrolled = tuple(sorted(set(enrolments), key=lambda e: (e.student, e.section)))
    unplaced = [
        *_days(instance, outs),
        *_musts(instance, enrolled),
        *_minutes(instance, outs, held),
    ]
    return Timetable(
        instance=instance.id,
        days_out=tuple(
            sorted(outs, key=lambda o: (o.student, o.internship, o.mentor, o.site, o.day))
        ),
        meetings=tuple(sorted(held, key=lambda m: (m.advisory, m.kind, m.slot))),
        sections=tuple(sorted(sections, key=lambda s: s.section)),
        enrolments=enrolled,
        runs=tuple(_runs(instance, outs)),
        unplaced=tuple(sorted(unplaced, key=lambda u: (u.kind, u.student, u.subject))),
    )


def _runs(instance: Instance, outs: tuple[DayOut, ...]) -> Iterator[RunUse]:
    """Give each run that somebody's journey names, with the stops used."""
    stops: dict[RunId, set[int]] = defaultdict(set)
    riders: dict[RunId, set[StudentId]] = defaultdict(set)
    for out in outs:
        for leg in (*out.there, *out.back):
            if leg.run is None:
                continue
            riders[leg.run].add(out.student)
            for number, stop in enumerate(instance.run_of[leg.run].stops):
                if (stop.place, stop.at) in (
                    (leg.origin, leg.departs),
                    (leg.destination, leg.arrives),
                ):
                    stops[leg.run].add(number)
    for run in sorted(riders):
        yield RunUse(run=run, stops=tuple(sorted(stops[run])), riders=tuple(sorted(riders[run])))


def _days(instance: Instance, outs: tuple[DayOut, ...]) -> Iterator[Unplaced]:
    for student in instance.students:
        for number in range(len(student.internships)):
            had = sum(1 for o in outs if (o.student, o.internship) == (student.id, number))
            item = Unplaced(kind=UnplacedKind.DAY, student=student.id, subject=str(number))
            yield from [item] * (len(instance.days_wanted(student, number)) - had)


def _musts(instance: Instance, enrolled: tuple[Enrolment, ...]) -> Iterator[Unplaced]:
    workshops: dict[StudentId, set[str]] = defaultdict(set)
    for one in enrolled:
        workshops[one.student].add(instance.section_of[one.section][1].id)
    for student in instance.students:
        for must in student.musts:
            if not workshops[student.id] & set(must.workshops):
                yield Unplaced(
                    kind=UnplacedKind.MUST, student=student.id, subject=str(must.workshop)
                )


def _minutes(
    instance: Instance, outs: tuple[DayOut, ...], held: tuple[Meeting, ...]
) -> Iterator[Unplaced]:
    away = {
        (out.student, week, out.day)
        for out in outs
        if (wish := instance.student_of[out.student].internships[out.internship]).block is None
        for week in instance.weeks(wish.weeks)
    }
    for student in instance.students:
        advisory = instance.advisory_of[student.advisory]
        site = instance.room_of[advisory.room][1]
        kinds = {kind.name: kind for kind in advisory.meetings}
        for week in range(instance.term.cycle) if advisory.minutes else ():
            had = 0
            for meeting in held:
                kind = kinds.get(meeting.kind)
                if meeting.advisory != advisory.id or kind is None:
                    continue
                day, begin, end = site.span_of(meeting.slot, kind.length) or (0, 0, 0)
                absent = (student.id, week, day) in away or any(
                    span.day == day
                    and span.holds_in(week)
                    and span.minutes[0] < end
                    and begin < span.minutes[1]
                    for span in student.unavailable
                )
                if week in instance.weeks(kind.weeks) and not absent:
                    had += end - begin
            if had < advisory.minutes:
                yield Unplaced(kind=UnplacedKind.MINUTES, student=student.id, subject=str(week))
