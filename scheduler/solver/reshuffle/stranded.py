"""Whom and what a change strands: all that cannot stay as the release has it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import combinations

from scheduler.check import broken
from scheduler.domain.ids import AdvisoryId, RoomId, SectionId, StaffId, WorkshopId
from scheduler.domain.instance import Instance
from scheduler.domain.rules import RuleId, Violation
from scheduler.domain.timetable import DayOut, Meeting, Timetable
from scheduler.solver.options import holds_all
from scheduler.solver.part import Part
from scheduler.solver.problem import Problem
from scheduler.solver.reasons import ridden


@dataclass(frozen=True, kw_only=True)
class Stranded:
    """What is free at first, and the release without what can stay no longer."""

    problem: Problem
    part: Part
    kept: Timetable
    """What is left of the release: of what the part frees, only what may be had again."""
    students: frozenset[str]
    """Students whose week cannot stay, or may not; nobody else may lose a place."""
    violations: tuple[Violation, ...]

    @property
    def nothing(self) -> bool:
        """Whether the release holds on as it is."""
        return not self.violations and not self.students


def left_of(instance: Instance, release: Timetable) -> Timetable:
    """The release without entries about what is not there any more."""
    runs = {run.id: run for run in instance.runs}

    def is_known(out: DayOut) -> bool:
        student = instance.student_of.get(out.student)
        return (
            student is not None
            and out.internship < len(student.internships)
            and out.mentor in instance.mentor_of
            and out.site in instance.site_of
            and all(leg.run is None or leg.run in runs for leg in (*out.there, *out.back))
        )

    days_out = tuple(out for out in release.days_out if is_known(out))
    meetings = []
    for one in release.meetings:
        advisory = instance.advisory_of.get(one.advisory)
        kinds = {kind.name for kind in advisory.meetings} if advisory else set()
        if one.kind in kinds:
            meetings.append(one)
    sections = tuple(
        one
        for one in release.sections
        if one.section in instance.section_of
        and one.lead in instance.staff_of
        and all(session.room in instance.room_of for session in one.sessions)
    )
    return replace(
        release,
        days_out=days_out,
        meetings=tuple(meetings),
        sections=sections,
        enrolments=tuple(
            one
            for one in release.enrolments
            if one.student in instance.student_of and one.section in instance.section_of
        ),
        runs=ridden(instance, days_out),
        unplaced=tuple(one for one in release.unplaced if one.student in instance.student_of),
    )


def stranded(problem: Problem, release: Timetable) -> Stranded:
    """Find what the changed data do not let stay, as the checker says it."""
    left = left_of(problem.instance, release)
    violations = (*broken(problem.instance, left), *_missed(problem.instance, release, left))
    new = _newcomers(problem.instance, left)
    if not violations and not new and left.sections == release.sections:
        return Stranded(
            problem=problem, part=Part(), kept=left, students=frozenset(), violations=()
        )
    freeing = _Freeing(problem, left)
    for violation in violations:
        freeing.free(violation)
    for student in new:
        freeing.student(student)
    freeing.too_small(violations)
    for one in (*release.sections, *left.sections):
        if one not in left.sections and one.section in problem.instance.section_of:
            freeing.section(one.section)
    return Stranded(
        problem=problem,
        part=freeing.part(),
        kept=freeing.what_may_stay(),
        students=frozenset(freeing.stranded),
        violations=violations,
    )


MISSED = frozenset({RuleId.DAYS_OUT, RuleId.ENROLLED_ONCE})
"""Rules that miss what is neither there nor listed as unplaced."""


def _missed(instance: Instance, release: Timetable, left: Timetable) -> list[Violation]:
    """What students have lost by the change without a rule that is softened missing it."""
    if MISSED.isdisjoint(instance.soft_points):
        return []
    lost = {out.student for out in set(release.days_out) - set(left.days_out)}
    lost |= {one.student for one in set(release.enrolments) - set(left.enrolments)}
    strict = replace(
        instance, soft_rules=tuple(one for one in instance.soft_rules if one.rule not in MISSED)
    )
    return [
        one
        for one in (broken(strict, left) if lost else ())
        if one.rule in MISSED & instance.soft_points.keys() and one.subjects[0] in lost
    ]


def _newcomers(instance: Instance, left: Timetable) -> list[str]:
    """Students of whom the release says nothing: where rules are softened, none is broken."""
    known = {one.student for one in left.days_out} | {one.student for one in left.enrolments}
    known |= {one.student for one in left.unplaced}
    return [
        one.id
        for one in instance.students
        if one.id not in known and (one.internships or one.requests)
    ]


class _Freeing:
    """Gathers what has to be decided anew because of what is broken."""

    def __init__(self, problem: Problem, left: Timetable) -> None:
        self._problem = problem
        self._instance = problem.instance
        self._left = left
        self.stranded: set[str] = set()
        self._days: set[str] = set()
        self._enrolments: set[str] = set()
        self._sections: set[str] = set()
        self._meetings: set[str] = set()
        """Advisories."""
        self._outs: dict[str, list[DayOut]] = defaultdict(list)
        for out in left.days_out:
            self._outs[out.student].append(out)
        self._members: dict[str, list[str]] = defaultdict(list)
        for one in left.enrolments:
            self._members[one.section].append(one.student)

    def free(self, violation: Violation) -> None:
        """Free whatever a violation is about."""
        instance = self._instance
        for subject in violation.subjects:
            if subject in instance.student_of:
                self.student(subject)
            elif subject in instance.mentor_of:
                self._all(out.student for out in self._left.days_out if out.mentor == subject)
            elif subject in instance.site_of:
                self._guests(subject)
            elif subject in instance.section_of:
                self.section(SectionId(subject))
                if violation.rule is RuleId.SECTION_SIZE:
                    self._askers(SectionId(subject))
            elif subject in instance.staff_of:
                self._staff(subject)
            elif subject in instance.room_of:
                self._room(subject)
            elif subject in instance.advisory_of:
                self.advisory(subject)
            elif subject in instance.school_site_of:
                self._all(one.id for one in self._problem.students_at[subject])
            elif subject in instance.vehicle_of or subject in instance.run_of:
                self._riders(subject)

    def too_small(self, violations: Iterable[Violation]) -> None:
        """Free sections that too few still ask for: they cannot go on as they are."""
        leaving: dict[str, set[str]] = defaultdict(set)
        for violation in violations:
            if violation.rule is RuleId.ENROLLED_ONCE:
                student, workshop = violation.subjects
                offered = self._instance.workshop_of.get(WorkshopId(str(workshop)))
                for section in offered.sections if offered is not None else ():
                    if student in self._members[section.id]:
                        leaving[section.id].add(str(student))
        for section_id, some in sorted(leaving.items()):
            section, _ = self._instance.section_of[SectionId(section_id)]
            if len(self._members[section_id]) - len(some) < section.least:
                self.section(section.id)

    def student(self, student: str) -> None:
        """Free a student's days out and workshops."""
        self.stranded.add(student)
        self._days.add(student)
        self._enrolments.add(student)

    def section(self, section: SectionId) -> None:
        """Free a section with all that it is taken with, and who is in it."""
        problem = self._problem
        for one in problem.bundles[problem.bundle_of[section]].sections:
            self._sections.add(one)
            self._enrolments.update(self._members[one])
            self.stranded.update(self._members[one])

    def advisory(self, advisory: str) -> None:
        """Free the meetings of an advisory, and who is out when it meets."""
        self._meetings.add(advisory)
        site = self._instance.room_of[self._instance.advisory_of[AdvisoryId(advisory)].room][1]
        days = {site.grid[m.slot].day for m in self._left.meetings if m.advisory == advisory}
        for member in self._instance.members_of[AdvisoryId(advisory)]:
            self.stranded.add(member.id)
            if any(out.day in days for out in self._outs[member.id]):
                self.student(member.id)

    def _all(self, students: Iterable[str]) -> None:
        for student in students:
            self.student(student)

    def _guests(self, site: str) -> None:
        lineage = self._problem.lineage
        self._all(out.student for out in self._left.days_out if site in lineage[out.site])

    def _askers(self, section: SectionId) -> None:
        """Free the workshops of those who ask for a section that has too few or too many."""
        workshop = self._instance.section_of[section][1].id
        for student in self._instance.students:
            if any(workshop in request.workshops for request in student.requests):
                self._enrolments.add(student.id)

    def _staff(self, staff: str) -> None:
        for one in self._left.sections:
            if one.lead == staff:
                self.section(one.section)
        for advisory in self._problem.advised_by.get(StaffId(staff), ()):
            self.advisory(advisory.id)

    def _room(self, room: str) -> None:
        for one in self._left.sections:
            if any(session.room == room for session in one.sessions):
                self.section(one.section)
        for advisory in self._problem.at_home_in.get(RoomId(room), ()):
            self.advisory(advisory.id)

    def _riders(self, thing: str) -> None:
        runs = {run.id for run in self._instance.runs if thing in (run.id, run.vehicle)}
        self._all(
            out.student
            for out in self._left.days_out
            if any(leg.run in runs for leg in (*out.there, *out.back))
        )

    def part(self) -> Part:
        """All that is free."""
        return Part(
            days=frozenset(self._days),
            enrolments=frozenset(self._enrolments),
            sections=frozenset(self._sections),
            meetings=frozenset(
                index
                for index, meeting in enumerate(self._problem.meetings)
                if meeting.advisory.id in self._meetings
            ),
        )

    def what_may_stay(self) -> Timetable:
        """The timetable without days out and meetings that nobody may have any more."""
        days_out = [
            out
            for student, outs in self._outs.items()
            for out in (self._days_that_may_stay(student, outs) if student in self._days else outs)
        ]
        days_out.sort(key=lambda o: (o.student, o.internship, o.day))
        meetings = [one for one in self._left.meetings if self._meets_still(one)]
        return replace(
            self._left,
            days_out=tuple(days_out),
            meetings=tuple(meetings),
            runs=ridden(self._instance, tuple(days_out)),
        )

    def _days_that_may_stay(self, student: str, outs: list[DayOut]) -> list[DayOut]:
        """As many of a student's days out as are still an option together."""
        options = self._problem.options[student]
        for count in range(len(outs), 0, -1):
            for some in combinations(outs, count):
                if any(len(o.outs) == count and holds_all(o, some) for o in options):
                    return list(some)
        return []

    def _meets_still(self, one: Meeting) -> bool:
        if one.advisory not in self._meetings:
            return True
        advisory = self._instance.advisory_of[one.advisory]
        kind = next(kind for kind in advisory.meetings if kind.name == one.kind)
        placings = self._problem.placings.of_meeting(advisory.id, kind)
        return any(placing.slot == one.slot for placing in placings)
