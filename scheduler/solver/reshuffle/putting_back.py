"""A first repair at once: what still fits is put back, one thing after the other.

Nothing is weighed here; what cannot be put back easily is left unplaced, or there is no
such repair. The checker has the last word, as always.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from scheduler.domain.ids import SectionId, StudentId
from scheduler.domain.people import MeetingKind, RequestKind
from scheduler.domain.rules import UnplacedKind
from scheduler.domain.timetable import (
    Enrolment,
    Meeting,
    Timetable,
    Unplaced,
)
from scheduler.solver.incumbent import Incumbent
from scheduler.solver.option import Option, holds
from scheduler.solver.placing import Placing
from scheduler.solver.reasons import ridden
from scheduler.solver.reshuffle.campus import Campus
from scheduler.solver.reshuffle.case import Case
from scheduler.solver.reshuffle.going_on import GoingOn
from scheduler.solver.reshuffle.making_way import MakingWay
from scheduler.solver.reshuffle.student_days import Busy, Weeks
from scheduler.solver.reshuffle.taken import Taken

TRIES = 3
"""So often others are asked to make way, those left out who would lose a place."""


def put_back(case: Case, kept: Incumbent, campus: Campus) -> Timetable | None:
    """Put back what still fits; None where that is not so easy."""
    return _PuttingBack(case, kept, campus, None).timetable()


def put_back_making_way(case: Case, kept: Incumbent, campus: Campus) -> Timetable | None:
    """Put back what fits where others take other places for those who have none.

    None where it is not so easy, or costs somebody else a place every time.
    """
    staying: frozenset[StudentId] = frozenset()
    for _ in range(TRIES):
        found = _PuttingBack(case, kept, campus, staying).timetable()
        if found is None:
            return None
        worse = {one.student for one in case.newly_unplaced(found)} - case.stranded.students
        if not worse:
            return found
        staying |= worse
    return None


class _PuttingBack:
    def __init__(
        self,
        case: Case,
        kept: Incumbent,
        campus: Campus,
        staying: frozenset[StudentId] | None,
    ) -> None:
        """``staying``: who is not to make way for others; None: nobody is."""
        self._case, self._kept, self._campus = case, kept, campus
        self._staying = staying
        self._problem = case.problem
        self._instance = case.problem.instance
        self._part = case.stranded.part
        self._order = case.problem.order
        self._now = GoingOn(case, kept)
        self._options: dict[StudentId, Option] = {}
        self._seated: Counter[SectionId] = Counter()
        self._taken_by: dict[StudentId, list[SectionId]] = {}

    def timetable(self) -> Timetable | None:
        """Campus first, then days out, then who is in what."""
        if not self._now.is_found():
            return None
        days, seats = self._now.out_then, self._now.out_then | self._now.seated_then
        self._part = replace(
            self._part,
            days=self._part.days | days,
            enrolments=self._part.enrolments | seats,
        )
        self._send_out()
        self._enrol()
        sizes = self._seated
        for section in self._now.running:
            if not sizes[section] and section in self._part.sections:
                continue
            if sizes[section] < self._instance.section_of[section][0].least:
                return None
        return self._put_together()

    # Days out.

    def _send_out(self) -> None:
        taken = Taken(self._problem)
        for out in self._kept.timetable.days_out:
            if out.student not in self._part.days:
                taken.hold(out)
        for one in sorted(self._part.days, key=self._order.__getitem__):
            student = StudentId(one)
            self._options[student] = self._best_option(student, taken)
            taken.take(student, self._options[student])
        if self._staying is not None:
            self._make_way(taken, self._staying)

    def _make_way(self, taken: Taken, staying: frozenset[StudentId]) -> None:
        """Let others move for those who miss a day they had; their weeks are free then, too."""
        pinned = self._instance.pins.timetable
        held = staying.union(one.student for one in pinned.days_out) if pinned else staying

        def choices(student: StudentId) -> Iterator[Option]:
            if student in self._part.days or student in held:
                return
            most = self._case.missing[student]
            for option in self._campus.suiting(student, seats=True):
                if option.missing <= most:
                    yield option

        making = MakingWay(taken, choices)
        for student, had in sorted(self._options.items(), key=lambda one: self._order[one[0]]):
            if had.missing > self._case.missing[student]:
                wanted = [
                    one
                    for one in self._problem.options[student]
                    if one.missing < had.missing
                    and not self._is_barred(student, one)
                    and self._campus.fits(student, one)
                ]
                found = making.chain(student, wanted)
                if found is not None:
                    self._options |= found
                    self._part = replace(
                        self._part,
                        days=self._part.days | found.keys(),
                        enrolments=self._part.enrolments | found.keys(),
                    )

    def _best_option(self, student: StudentId, taken: Taken) -> Option:
        """The option that misses fewest days, leaves room for the musts, and keeps most."""
        had = self._kept.days_out(student)
        busy = {
            (week, placing.day)
            for section in self._kept.enrolled.get(student, ())
            if section in self._now.running
            for weeks, placings in [self._now.times(self._now.running[section])]
            for week in weeks
            for placing in placings
        }

        def order(option: Option) -> tuple[int, int, int, int]:
            same = sum(holds(out, one) for out in option.outs for one in had)
            clashes = len(busy & self._problem.out_days(student, option))
            return option.missing, clashes, -same, option.cost

        listed = sorted(self._problem.options[student], key=order)
        second: Option | None = None
        for option in listed:
            if second is not None and option.missing > second.missing:
                break
            if self._is_barred(student, option) or not taken.has_room(student, option):
                continue
            if self._campus.fits(student, option):
                return option
            second = second or option
        return second or listed[-1]

    def _is_barred(self, student: StudentId, option: Option) -> bool:
        if self._campus.is_barred(student, option):
            return True
        out = {day for _, day in self._problem.out_days(student, option)}
        return any(
            kind.whole and placing.day in out for kind, placing in self._free_meetings(student)
        )

    def _free_meetings(self, student: StudentId) -> Iterator[tuple[MeetingKind, Placing]]:
        advisory = self._instance.advisory_of[self._instance.student_of[student].advisory]
        site = self._problem.student_site[student]
        for kind in advisory.meetings:
            for slot in self._now.meetings.get((advisory.id, kind.name), ()):
                yield kind, self._problem.placings.of(site, slot, kind.length)

    # Workshops.

    def _enrol(self) -> None:
        free = [StudentId(s) for s in sorted(self._part.enrolments, key=self._order.__getitem__)]
        for one in self._kept.timetable.enrolments:
            if one.student not in self._part.enrolments:
                self._seated[one.section] += 1
        busy = {student: list(self._meeting_times(student)) for student in free}
        for student in free:
            self._taken_by[student] = []
            asked = set(self._problem.bundles_asked_for[student])
            had = [self._problem.bundle_of[one] for one in self._kept.enrolled.get(student, ())]
            for bundle in dict.fromkeys(had):
                if bundle in asked:
                    self._seat(student, bundle, busy[student])
        for student in free:
            for number, request in enumerate(self._instance.student_of[student].requests):
                if request.kind is RequestKind.MUST and not self._is_met(
                    student, request.workshops
                ):
                    for bundle in self._problem.request_bundles[student][number]:
                        if self._seat(student, bundle, busy[student]):
                            break

    def _seat(self, student: StudentId, bundle: int, busy: Busy) -> bool:
        """Put a student into linked sections, if all run, have seats and suit the week."""
        instance = self._instance
        more: Busy = []
        for section_id in self._problem.bundles[bundle].sections:
            running = self._now.running.get(section_id)
            if running is None or section_id in self._taken_by[student]:
                return False
            rooms = [instance.room_of[one.room][0].seats for one in running.sessions]
            if self._seated[section_id] >= min([instance.section_of[section_id][0].most, *rooms]):
                return False
            weeks, placings = self._now.times(running)
            for placing in placings:
                if not self._can_be_at(student, weeks, placing, busy + more):
                    return False
                more.append((weeks, placing))
        if not self._now.days.hold(student, busy + more):
            return False
        for section_id in self._problem.bundles[bundle].sections:
            self._seated[section_id] += 1
            self._taken_by[student].append(section_id)
        busy += more
        return True

    def _is_met(self, student: StudentId, workshops: tuple[str, ...]) -> bool:
        section_of = self._instance.section_of
        return any(section_of[one][1].id in workshops for one in self._taken_by[student])

    def _meeting_times(self, student: StudentId) -> Iterator[tuple[Weeks, Placing]]:
        """When a student meets with the advisory; not on days out, nor when unavailable."""
        out = self._out_days(student)
        for kind, placing in self._all_meetings(student):
            weeks = tuple(
                week
                for week in self._instance.weeks(kind.weeks)
                if (week, placing.day) not in out
                and self._problem.placings.student_can(student, placing, (week,))
            )
            yield weeks, placing

    def _all_meetings(self, student: StudentId) -> Iterator[tuple[MeetingKind, Placing]]:
        advisory = self._instance.advisory_of[self._instance.student_of[student].advisory]
        site = self._problem.student_site[student]
        yield from self._free_meetings(student)
        for kind in advisory.meetings:
            if (advisory.id, kind.name) not in self._now.meetings:
                for slot in self._kept.meeting_slots.get((advisory.id, kind.name), ()):
                    yield kind, self._problem.placings.of(site, slot, kind.length)

    def _can_be_at(self, student: StudentId, weeks: Weeks, placing: Placing, busy: Busy) -> bool:
        out = self._out_days(student)
        if any((week, placing.day) in out for week in weeks):
            return False
        if not self._problem.placings.student_can(student, placing, weeks):
            return False
        return not any(
            set(weeks) & set(others) and self._clash(student, one, placing) for others, one in busy
        )

    def _clash(self, student: StudentId, one: Placing, two: Placing) -> bool:
        modes = self._instance.student_of[student].modes
        return self._problem.placings.too_near(modes, one, two)

    def _out_days(self, student: StudentId) -> frozenset[tuple[int, int]]:
        option = self._options.get(student)
        return self._problem.out_days(student, option or self._kept.option(student))

    def _put_together(self) -> Timetable:
        kept, part = self._kept.timetable, self._part
        days_out = [out for out in kept.days_out if out.student not in part.days]
        for student, option in self._options.items():
            days_out += [out.of(student) for out in option.outs]
        days_out.sort(key=lambda o: (o.student, o.internship, o.mentor, o.site, o.day))
        meetings = [
            one for one in kept.meetings if (one.advisory, one.kind) not in self._now.meetings
        ]
        for (advisory, name), slots in self._now.meetings.items():
            meetings += [Meeting(advisory=advisory, kind=name, slot=slot) for slot in slots]  # type: ignore[arg-type]
        enrolments = [one for one in kept.enrolments if one.student not in part.enrolments]
        for student, sections in self._taken_by.items():
            enrolments += [Enrolment(student=student, section=one) for one in sections]
        concerned = part.days | part.enrolments | self._case.stranded.students
        unplaced = [one for one in kept.unplaced if one.student not in concerned]
        for student_id in sorted(concerned):
            unplaced += self._left_over(StudentId(student_id))
        running = [
            one
            for section, one in sorted(self._now.running.items())
            if section not in part.sections or self._seated[section]
        ]
        return replace(
            kept,
            instance=self._instance.id,
            days_out=tuple(days_out),
            meetings=tuple(sorted(meetings, key=lambda m: (m.advisory, m.kind, m.slot))),
            sections=tuple(running),
            enrolments=tuple(sorted(enrolments, key=lambda e: (e.student, e.section))),
            runs=ridden(self._instance, tuple(days_out)),
            unplaced=tuple(sorted(unplaced, key=lambda u: (u.kind, u.student, u.subject))),
        )

    def _left_over(self, student_id: StudentId) -> Iterator[Unplaced]:
        instance, student = self._instance, self._instance.student_of[student_id]
        option = self._options.get(student_id) or self._kept.option(student_id)
        had = Counter(out.internship for out in option.outs)
        for index in range(len(student.internships)):
            missing = len(instance.days_wanted(student, index)) - had[index]
            item = Unplaced(kind=UnplacedKind.DAY, student=student_id, subject=str(index))
            yield from [item] * missing
        sections = self._taken_by.get(student_id, self._kept.enrolled.get(student_id, []))
        has = {instance.section_of[one][1].id for one in sections}
        for request in student.musts:
            if not has.intersection(request.workshops):
                subject = str(request.workshop)
                yield Unplaced(kind=UnplacedKind.MUST, student=student_id, subject=subject)
        minutes: Counter[int] = Counter()
        for weeks, placing in self._meeting_times(student_id):
            for week in weeks:
                minutes[week] += placing.end - placing.begin
        asked = instance.advisory_of[student.advisory].minutes
        for week in self._problem.times.weeks:
            if minutes[week] < asked:
                yield Unplaced(kind=UnplacedKind.MINUTES, student=student_id, subject=str(week))
