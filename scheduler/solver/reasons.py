"""Why each item is unplaced: every option it had, and the first thing that blocks it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from scheduler.check import broken as broken_rules
from scheduler.domain.ids import MentorId, SectionId, StudentId
from scheduler.domain.instance import Instance
from scheduler.domain.people import Request, Student
from scheduler.domain.rules import UnplacedKind
from scheduler.domain.runs import Blocker, Reason
from scheduler.domain.timetable import DayOut, Enrolment, RunUse, Timetable, Unplaced
from scheduler.solver.day_blockers import DayBlockers
from scheduler.solver.incumbent import Incumbent
from scheduler.solver.names import Names, days_named, when
from scheduler.solver.placing import Placing
from scheduler.solver.problem import Problem

NOTHING = "nothing by itself: a longer search may place it"


def reasons(given: Instance | Problem, timetable: Timetable) -> tuple[Reason, ...]:
    """Say for everything a timetable leaves unplaced which options it had, and their blockers.

    Equal items, such as two days of one internship, have one reason.
    """
    problem = given if isinstance(given, Problem) else Problem(given)
    return reasons_of(problem, timetable, timetable.unplaced)


def reasons_of(
    problem: Problem, timetable: Timetable, items: Iterable[Unplaced]
) -> tuple[Reason, ...]:
    """Say the same for some of what a timetable leaves unplaced."""
    finder = _Finder(problem, timetable)
    return tuple(
        Reason(item=item, blockers=tuple(finder.blockers(item))) for item in dict.fromkeys(items)
    )


class _Finder:
    def __init__(self, problem: Problem, timetable: Timetable) -> None:
        self._problem = problem
        self._instance = problem.instance
        self._timetable = timetable
        self._incumbent = Incumbent(problem, timetable)
        self._names = Names(problem.instance)
        self._days = DayBlockers(problem, self._incumbent, self._names)

    def blockers(self, item: Unplaced) -> Iterator[Blocker]:
        student = self._instance.student_of[item.student]
        if item.kind is UnplacedKind.DAY:
            yield from self._of_day(student, int(item.subject), item)
        elif item.kind is UnplacedKind.MUST:
            for request in student.musts:
                if request.workshop == item.subject:
                    yield from self._of_must(student, request, item)
                    break
        else:
            yield from self._of_minutes(student, int(item.subject))

    def _of_day(self, student: Student, internship: int, item: Unplaced) -> Iterator[Blocker]:
        wish = student.internships[internship]
        wanted = self._instance.days_wanted(student, internship)
        days = sorted(set(wanted)) if wish.block else list(self._problem.times.weekdays)
        for mentor in wish.mentors:
            by_text: dict[str, list[int]] = {}
            for day in days:
                had = [
                    out
                    for out in self._incumbent.days_out(student.id)
                    if (out.internship, out.mentor, out.day) == (internship, mentor, day)
                ]
                if not had:
                    text = self._day_blocker(student, internship, mentor, day, item)
                    by_text.setdefault(text, []).append(day)
            for text, on in by_text.items():
                yield Blocker(option=f"{self._names(mentor)} on {days_named(on)}", blocker=text)

    def _day_blocker(
        self, student: Student, internship: int, mentor: MentorId, day: int, item: Unplaced
    ) -> str:
        text = self._days.first(student, internship, mentor, day)
        if text is not None:
            return text
        for option in self._problem.options[student.id]:
            for out in option.outs:
                if (out.internship, out.mentor, out.day) == (internship, mentor, day):
                    days_out = (*self._timetable.days_out, out.of(student.id))
                    runs = ridden(self._instance, days_out)
                    changed = replace(self._timetable, days_out=days_out, runs=runs)
                    why = self._refusal(changed, item)
                    return (self._days.unlisted(student.id) or why) if why == NOTHING else why
        return self._days.unlisted(student.id) or NOTHING

    def _refusal(self, changed: Timetable, item: Unplaced) -> str:
        """What the checker says first against a timetable that has the item."""
        rest = list(changed.unplaced)
        rest.remove(item)
        broken = broken_rules(self._instance, replace(changed, unplaced=tuple(rest)))
        return self._names.said(broken[0].message) if broken else NOTHING

    def _of_must(self, student: Student, request: Request, item: Unplaced) -> Iterator[Blocker]:
        for workshop_id in request.workshops:
            workshop = self._instance.workshop_of[workshop_id]
            if not workshop.sections:
                yield Blocker(option=self._names(workshop_id), blocker="it has no section")
            for section in workshop.sections:
                text = self._section_blocker(student, section.id, item)
                yield Blocker(option=self._names(section.id), blocker=text)

    def _section_blocker(self, student: Student, section_id: SectionId, item: Unplaced) -> str:
        bundle = self._problem.bundles[self._problem.bundle_of[section_id]].sections
        enrolled = self._incumbent.enrolled.get(student.id, [])
        for one in [section_id, *(other for other in bundle if other != section_id)]:
            text = self._full(one) or self._clash(student, one)
            if text is not None and one not in enrolled:
                return text if one == section_id else f"with {self._names(one)}, which {text}"
        new = [Enrolment(student=student.id, section=s) for s in bundle if s not in enrolled]
        changed = replace(self._timetable, enrolments=(*self._timetable.enrolments, *new))
        return self._refusal(changed, item)

    def _full(self, section_id: SectionId) -> str | None:
        """Why nobody more can be in a section."""
        section, _ = self._instance.section_of[section_id]
        running = self._incumbent.section.get(section_id)
        members = len(self._incumbent.members.get(section_id, ()))
        if running is None:
            least = f" (at least {section.least} students)" if section.least > 1 else ""
            return f"does not run{least}"
        if members >= section.most:
            return f"full: {members} of {section.most} seats"
        for session in running.sessions:
            room = self._instance.room_of[session.room][0]
            if members >= room.seats:
                return f"full: {members} of {room.seats} seats in {self._names(room.id)}"
        return None

    def _clash(self, student: Student, section_id: SectionId) -> str | None:
        """Why a student cannot be at one of a section's sessions."""
        problem, instance = self._problem, self._instance
        section, workshop = instance.section_of[section_id]
        running = self._incumbent.section[section_id]
        site = instance.school_site_of[section.site]
        weeks = instance.weeks(workshop.weeks)
        out = problem.out_days(student.id, self._incumbent.option(student.id))
        for session in running.sessions:
            placing = problem.placings.of(site, session.slot, workshop.length)
            time = when(placing.day, placing.begin)
            if any((week, placing.day) in out for week in weeks):
                mentor = next(
                    one.mentor
                    for one in self._incumbent.days_out(student.id)
                    if one.day == placing.day
                )
                return f"{time}: day out with {self._names(mentor)}"
            if not problem.placings.student_can(student.id, placing, workshop.weeks):
                return f"{time}: not available"
            for what, held, other in self._held(student):
                if set(held) & set(weeks) and problem.placings.too_near(
                    student.modes, placing, other
                ):
                    return f"clashes with {what} {when(other.day, other.begin)}"
        return None

    def _held(self, student: Student) -> Iterator[tuple[str, tuple[int, ...], Placing]]:
        """What a student has on campus: its name, weeks and time."""
        for section_id in self._incumbent.enrolled.get(student.id, ()):
            section, workshop = self._instance.section_of[section_id]
            running = self._incumbent.section.get(section_id)
            site = self._instance.school_site_of[section.site]
            for session in running.sessions if running else ():
                placing = self._problem.placings.of(site, session.slot, workshop.length)
                yield self._names(section_id), self._instance.weeks(workshop.weeks), placing
        for name, week, placing, present in self._meetings(student):
            if present is None:
                yield f"{name} of the advisory", (week,), placing

    def _meetings(self, student: Student) -> Iterator[tuple[str, int, Placing, str | None]]:
        """Each meeting of the advisory and week, and why the student is not there."""
        problem, instance = self._problem, self._instance
        advisory = instance.advisory_of[student.advisory]
        out = problem.out_days(student.id, self._incumbent.option(student.id))
        for kind in advisory.meetings:
            for slot in self._incumbent.meeting_slots.get((advisory.id, kind.name), ()):
                placing = problem.placings.of(problem.student_site[student.id], slot, kind.length)
                for week in instance.weeks(kind.weeks):
                    why = None
                    if (week, placing.day) in out:
                        why = "a day out"
                    elif not problem.placings.student_can(student.id, placing, (week,)):
                        why = "not available then"
                    yield kind.name, week, placing, why

    def _of_minutes(self, student: Student, week: int) -> Iterator[Blocker]:
        had, offered = 0, 0
        for name, in_week, placing, why in self._meetings(student):
            if in_week != week:
                continue
            offered += placing.end - placing.begin
            if why is None:
                had += placing.end - placing.begin
            else:
                yield Blocker(option=f"{name} {when(placing.day, placing.begin)}", blocker=why)
        required = self._instance.advisory_of[student.advisory].minutes
        if offered < required:
            text = f"{offered} minutes of meetings, {required} are required"
            yield Blocker(option=f"all meetings of {self._names(student.advisory)}", blocker=text)
        else:
            yield Blocker(
                option="the other meetings", blocker=f"{had} minutes, {required} are required"
            )


def ridden(instance: Instance, days_out: tuple[DayOut, ...]) -> tuple[RunUse, ...]:
    """Make the vehicle runs that days out ride on."""
    stops: dict[str, set[int]] = {}
    riders: dict[str, set[StudentId]] = {}
    for out in days_out:
        for leg in (*out.there, *out.back):
            if leg.run is None:
                continue
            places = [(stop.place, stop.at) for stop in instance.run_of[leg.run].stops]
            ends = ((leg.origin, leg.departs), (leg.destination, leg.arrives))
            stops.setdefault(leg.run, set()).update(places.index(e) for e in ends if e in places)
            riders.setdefault(leg.run, set()).add(out.student)
    return tuple(
        RunUse(run=run.id, stops=tuple(sorted(stops[run.id])), riders=tuple(sorted(riders[run.id])))
        for run in sorted(instance.runs, key=lambda one: one.id)
        if run.id in stops
    )
