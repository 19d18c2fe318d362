"""What each student does when: sessions attended and meetings had, as literals."""

from __future__ import annotations

from dataclasses import dataclass

from scheduler.domain.ids import SectionId, StudentId
from scheduler.domain.people import MeetingKind
from scheduler.solver.literals import Lit, Literals
from scheduler.solver.placing import Placing
from scheduler.solver.problem import Problem
from scheduler.solver.variables import DaysOut, Enrolments, MeetingStarts, SessionStarts


@dataclass(frozen=True, slots=True)
class Attended:
    """A session that a student may attend."""

    section: SectionId
    weeks: tuple[int, ...]
    placing: Placing
    lit: Lit


@dataclass(frozen=True, slots=True)
class Had:
    """A meeting that a student's advisory may have while the student is available."""

    kind: MeetingKind
    placing: Placing
    lit: Lit
    """Whether the meeting is held, whoever is out."""


class StudentWeeks:
    """Derives the weeks of students from the decisions."""

    def __init__(
        self,
        problem: Problem,
        literals: Literals,
        days_out: DaysOut,
        meetings: MeetingStarts,
        starts: SessionStarts,
        enrolments: Enrolments,
        loose: bool,
    ) -> None:
        """Keep the decisions; ``loose``: no rule may be counted on to hold."""
        self._problem = problem
        self._literals = literals
        self._days_out = days_out
        self._meetings = meetings
        self._starts = starts
        self._enrolments = enrolments
        self._loose = loose
        self._sessions: dict[StudentId, list[Attended]] = {}
        self._on_day: dict[StudentId, dict[int, list[Attended]]] = {}
        self._travels: dict[StudentId, bool] = {}
        self._had: dict[tuple[StudentId, int, int], list[Had]] = {}
        self._busy: dict[tuple[StudentId, int, int, int], list[Lit]] = {}

    def sessions(self, student: StudentId) -> list[Attended]:
        """Every session that a student may attend."""
        if student not in self._sessions:
            found: list[Attended] = []
            for section, takes in self._enrolments.of(student).items():
                _, workshop = self._problem.instance.section_of[section]
                weeks = self._problem.instance.weeks(workshop.weeks)
                found += [
                    Attended(section, weeks, placing, lit)
                    for placing, lit in self._attended(student, section, takes).items()
                ]
            self._sessions[student] = found
        return self._sessions[student]

    def sessions_on(self, student: StudentId, day: int) -> list[Attended]:
        """Every session that a student may attend on a weekday."""
        if student not in self._on_day:
            by_day: dict[int, list[Attended]] = {}
            for one in self.sessions(student):
                by_day.setdefault(one.placing.day, []).append(one)
            self._on_day[student] = by_day
        return self._on_day[student].get(day, [])

    def _attended(self, student: StudentId, section: SectionId, takes: Lit) -> dict[Placing, Lit]:
        starts = self._starts.of(section)
        if isinstance(takes, int):
            return starts if takes else {}
        if all(isinstance(start, int) for start in starts.values()):
            return {placing: takes for placing, start in starts.items() if start}
        if self._loose:
            return {p: self._literals.both(takes, start) for p, start in starts.items()}
        # As many sessions as the workshop has, each where the section has one: this says
        # more to the relaxation than a product for each session would.
        _, workshop = self._problem.instance.section_of[section]
        found: dict[Placing, Lit] = {}
        weeks = self._problem.instance.weeks(workshop.weeks)
        for placing, start in starts.items():
            if any(self._is_out(student, week, placing.day) for week in weeks):
                continue
            lit = self._literals.new(f"attends[{student},{section},{placing.slot}]")
            self._literals.implies(lit, start)
            found[placing] = lit
        weights = [1] * len(found) + [-workshop.sessions]
        self._literals.total([*found.values(), takes], weights, 0)
        return found

    def _is_out(self, student: StudentId, week: int, day: int) -> bool:
        """Whether a student is out on a weekday, whatever the model decides."""
        out = self._days_out.out(student, week, day)
        return isinstance(out, int) and bool(out)

    def meetings(self, student: StudentId, week: int, day: int) -> list[Had]:
        """Every meeting of the student's advisory then, unless the student is unavailable."""
        key = (student, week, day)
        if key not in self._had:
            instance, can = self._problem.instance, self._problem.placings.student_can
            advisory = instance.advisory_of[instance.student_of[student].advisory]
            self._had[key] = [
                Had(kind, placing, lit)
                for kind in advisory.meetings
                if week in instance.weeks(kind.weeks)
                for placing, lit in self._meetings.of(advisory, kind).items()
                if placing.day == day and can(student, placing, (week,))
            ]
        return self._had[key]

    def present(self, student: StudentId, week: int, had: Had) -> Lit:
        """Whether a student is at a meeting: it is held, and the student is not out."""
        out = self._days_out.out(student, week, had.placing.day)
        if had.kind.whole and not self._loose and not isinstance(had.lit, int):
            return had.lit
        return self._literals.both(had.lit, 1 - out if isinstance(out, int) else ~out)

    def busy(self, student: StudentId, week: int, slot: Placing) -> list[Lit]:
        """Literals of which one is true exactly when an activity overlaps a slot."""
        key = (student, week, slot.slot, slot.day)
        if key not in self._busy:
            found = [
                one.lit
                for one in self.sessions_on(student, slot.day)
                if slot.mask & one.placing.mask and week in one.weeks
            ]
            found += [
                self.present(student, week, had)
                for had in self.meetings(student, week, slot.day)
                if had.placing.overlaps(slot)
            ]
            if self._loose or self.travels(student):
                found = [self._literals.any(found)]
            self._busy[key] = [lit for lit in found if not (isinstance(lit, int) and not lit)]
        return self._busy[key]

    def travels(self, student: StudentId) -> bool:
        """Whether a student may have a session at another school site."""
        if student not in self._travels:
            home = self._problem.student_site[student].id
            self._travels[student] = any(one.placing.site != home for one in self.sessions(student))
        return self._travels[student]
