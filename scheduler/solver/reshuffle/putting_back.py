"""A first repair at once: what still fits is put back, one thing after the other.

Nothing is weighed here; what cannot be put back easily is left unplaced, or there is no
such repair. The checker has the last word, as always.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace

from scheduler.domain.ids import SectionId, StudentId
from scheduler.domain.people import MeetingKind, RequestKind
from scheduler.domain.rules import UnplacedKind
from scheduler.domain.timetable import (
    DayOut,
    Enrolment,
    Meeting,
    PlacedSession,
    RunningSection,
    Timetable,
    Unplaced,
)
from scheduler.solver.incumbent import Incumbent
from scheduler.solver.option import Option, holds
from scheduler.solver.placing import Placing
from scheduler.solver.reasons import ridden
from scheduler.solver.reshuffle.campus import Campus
from scheduler.solver.reshuffle.case import Case
from scheduler.solver.reshuffle.making_way import MakingWay
from scheduler.solver.reshuffle.taken import Taken

TRIES = 3
"""So often others are asked to make way, those left out who would lose a place."""
Weeks = tuple[int, ...]
Busy = list[tuple[Weeks, Placing]]


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
        self._meetings: dict[tuple[str, str], list[int]] = {}
        """Slots of the meetings that are free, by advisory and kind."""
        self._running: dict[SectionId, RunningSection] = {
            one.section: one
            for one in kept.timetable.sections
            if one.section not in self._part.sections
        }
        self._options: dict[StudentId, Option] = {}
        self._staff: dict[str, Busy] = defaultdict(list)
        self._rooms: dict[str, Busy] = defaultdict(list)
        self._seated: Counter[SectionId] = Counter()
        self._taken_by: dict[StudentId, list[SectionId]] = {}

    def timetable(self) -> Timetable | None:
        """Campus first, then days out, then who is in what."""
        if self._part.sections or self._part.meetings:
            self._book()
            self._open_sections()
            if not self._meet():
                return None
        self._send_out()
        self._enrol()
        sizes = self._seated
        for section in self._running:
            if not sizes[section] and section in self._part.sections:
                continue
            if sizes[section] < self._instance.section_of[section][0].least:
                return None
        return self._put_together()

    # Sections and meetings.

    def _book(self) -> None:
        """Note when staff and rooms are taken by what is not free."""
        for one in self._running.values():
            self._book_section(one)
        free = {self._problem.meetings[index].advisory.id for index in self._part.meetings}
        for meeting in self._kept.timetable.meetings:
            if meeting.advisory not in free:
                advisory = self._instance.advisory_of[meeting.advisory]
                kind = next(one for one in advisory.meetings if one.name == meeting.kind)
                self._book_meeting(advisory.advisor, advisory.room, kind, meeting.slot)

    def _book_section(self, running: RunningSection) -> None:
        weeks, placings = self._times(running)
        for session, placing in zip(running.sessions, placings, strict=True):
            self._staff[running.lead].append((weeks, placing))
            self._rooms[session.room].append((weeks, placing))

    def _book_meeting(self, advisor: str, room: str, kind: MeetingKind, slot: int) -> None:
        site = self._instance.room_of[room][1]  # type: ignore[index]
        placing = self._problem.placings.of(site, slot, kind.length)
        for who, busy in ((advisor, self._staff), (room, self._rooms)):
            busy[who].append((self._instance.weeks(kind.weeks), placing))

    def _open_sections(self) -> None:
        """Let sections go on at their times, with another lead or room if need be."""
        for bundle in self._problem.bundles:
            free = [one for one in bundle.sections if one in self._part.sections]
            found = [self._opened(self._kept.section.get(one)) for one in free]
            if all(one is not None for one in found):
                for running in found:
                    assert running is not None
                    self._running[running.section] = running
                    self._book_section(running)

    def _opened(self, before: RunningSection | None) -> RunningSection | None:
        if before is None:
            return None
        section, workshop = self._instance.section_of[before.section]
        weeks, placings = self._times(before)
        fits = self._problem.rooms_for[before.section]
        members = len(self._kept.members.get(before.section, ()))
        sessions = []
        for session, placing in zip(before.sessions, placings, strict=True):
            rooms = [
                room
                for room in dict.fromkeys([session.room, *fits])
                if room in fits
                and self._instance.room_of[room][0].seats >= members
                and self._problem.placings.room_can(room, placing, workshop.weeks)
                and self._is_free(self._rooms[room], weeks, placing)
            ]
            if not rooms:
                return None
            sessions.append(PlacedSession(slot=session.slot, room=rooms[0]))
        for lead in dict.fromkeys([before.lead, *section.leads]):
            if lead in section.leads and self._can_lead(lead, weeks, placings, workshop.length):
                return RunningSection(section=section.id, lead=lead, sessions=tuple(sessions))
        return None

    def _can_lead(self, staff: str, weeks: Weeks, placings: list[Placing], length: int) -> bool:
        person = self._instance.staff_of[staff]  # type: ignore[index]
        busy = self._staff[staff]
        for placing in placings:
            if not self._problem.placings.staff_can(person.id, placing, weeks):
                return False
            if not self._is_free(busy, weeks, placing):
                return False
        for week in weeks:
            led = [one for some, one in busy if week in some]
            slots = Counter({placing.day: length for placing in placings})
            for one in led:
                slots[one.day] += one.length
            if person.most_week is not None and slots.total() > person.most_week:
                return False
            if person.most_day is not None and max(slots.values()) > person.most_day:
                return False
        return True

    def _meet(self) -> bool:
        """Give free advisories times to meet; False where one finds none."""
        free = {self._problem.meetings[index].advisory.id for index in self._part.meetings}
        for advisory_id in sorted(free, key=self._order.__getitem__):
            advisory = self._instance.advisory_of[advisory_id]
            for kind in advisory.meetings:
                before = self._kept.meeting_slots.get((advisory_id, kind.name), [])
                could = self._problem.placings.of_meeting(advisory_id, kind)
                weeks = self._instance.weeks(kind.weeks)
                slots: list[int] = []
                days: set[int] = set()
                for placing in sorted(could, key=lambda one: one.slot not in before):
                    if (
                        len(slots) < kind.count
                        and placing.day not in days
                        and self._can_lead(advisory.advisor, weeks, [placing], kind.length)
                        and self._is_free(self._rooms[advisory.room], weeks, placing)
                        and (placing.slot in before or self._suits_members(advisory_id, placing))
                    ):
                        slots.append(placing.slot)
                        days.add(placing.day)
                        self._book_meeting(advisory.advisor, advisory.room, kind, placing.slot)
                if len(slots) < kind.count:
                    return False
                self._meetings[advisory_id, kind.name] = slots
        return True

    def _suits_members(self, advisory: str, placing: Placing) -> bool:
        """Whether nobody of an advisory has anything else then."""
        for member in self._instance.members_of[advisory]:  # type: ignore[index]
            if any(out.day == placing.day for out in self._kept.days_out(member.id)):
                return False
            for section in self._kept.enrolled.get(member.id, ()):
                running = self._running.get(section)
                times = self._times(running)[1] if running is not None else []
                if any(self._clash(member.id, one, placing) for one in times):
                    return False
        return True

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
            if section in self._running
            for weeks, placings in [self._times(self._running[section])]
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
            for slot in self._meetings.get((advisory.id, kind.name), ()):
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
            running = self._running.get(section_id)
            if running is None or section_id in self._taken_by[student]:
                return False
            rooms = [instance.room_of[one.room][0].seats for one in running.sessions]
            if self._seated[section_id] >= min([instance.section_of[section_id][0].most, *rooms]):
                return False
            weeks, placings = self._times(running)
            for placing in placings:
                if not self._can_be_at(student, weeks, placing, busy + more):
                    return False
                more.append((weeks, placing))
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
            if (advisory.id, kind.name) not in self._meetings:
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

    # What all have in common.

    def _times(self, running: RunningSection) -> tuple[Weeks, list[Placing]]:
        section, workshop = self._instance.section_of[running.section]
        site = self._instance.school_site_of[section.site]
        placings = [
            self._problem.placings.of(site, one.slot, workshop.length) for one in running.sessions
        ]
        return self._instance.weeks(workshop.weeks), placings

    @staticmethod
    def _is_free(busy: Busy, weeks: Weeks, placing: Placing) -> bool:
        return not any(set(weeks) & set(some) and one.overlaps(placing) for some, one in busy)

    def _put_together(self) -> Timetable:
        kept, part = self._kept.timetable, self._part
        days_out = [out for out in kept.days_out if out.student not in part.days]
        for student, option in self._options.items():
            days_out += [
                DayOut(
                    student=student,
                    internship=out.internship,
                    mentor=out.mentor,
                    site=out.site,
                    day=out.day,
                    there=out.trip.there.journey,
                    back=out.trip.back.journey,
                )
                for out in option.outs
            ]
        days_out.sort(key=lambda o: (o.student, o.internship, o.mentor, o.site, o.day))
        meetings = [one for one in kept.meetings if (one.advisory, one.kind) not in self._meetings]
        for (advisory, name), slots in self._meetings.items():
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
            for section, one in sorted(self._running.items())
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
