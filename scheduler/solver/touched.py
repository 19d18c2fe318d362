"""Who is touched: everybody for whom a day, time, place, partner or journey changes."""

from __future__ import annotations

from collections import defaultdict

from scheduler.domain.ids import AdvisoryId, MentorId, SectionId, SiteId, StudentId
from scheduler.domain.timetable import DayOut, RunningSection, Timetable
from scheduler.solver.build import Build
from scheduler.solver.literals import Lit, negated
from scheduler.solver.options import Option


class Touched:
    """Literals of what differs from a release, by the person it touches."""

    def __init__(self, build: Build, release: Timetable) -> None:
        self._build = build
        self._found: dict[str, list[Lit]] = defaultdict(list)
        self._days_out: dict[StudentId, list[DayOut]] = defaultdict(list)
        for out in release.days_out:
            self._days_out[out.student].append(out)
        self._meetings: dict[tuple[AdvisoryId, str], set[int]] = defaultdict(set)
        for meeting in release.meetings:
            self._meetings[meeting.advisory, meeting.kind].add(meeting.slot)
        self._sections = {one.section: one for one in release.sections}
        self._enrolled: dict[StudentId, set[SectionId]] = defaultdict(set)
        for enrolment in release.enrolments:
            self._enrolled[enrolment.student].add(enrolment.section)
        self._gone(release)

    def people(self) -> dict[str, Lit]:
        """By id of a person: whether the person is touched."""
        self._by_days_out()
        self._by_meetings()
        self._by_sections()
        return {one: self._build.literals.any(lits) for one, lits in self._found.items()}

    def _gone(self, release: Timetable) -> None:
        """Touch everybody who had something with what is no longer there."""
        if not self._build.scope.whole:
            return
        instance = self._build.instance
        for out in release.days_out:
            if out.student not in instance.student_of:
                self._found[out.student].append(1)
                self._found[out.mentor].append(1)
            elif out.mentor not in instance.mentor_of:
                self._found[out.mentor].append(1)
        for enrolment in release.enrolments:
            gone = enrolment.section not in instance.section_of
            if gone or enrolment.student not in instance.student_of:
                self._found[enrolment.student].append(1)
        for section in release.sections:
            if section.section not in instance.section_of:
                self._found[section.lead].append(1)

    def _by_days_out(self) -> None:
        build = self._build
        for student in build.scope.free_days:
            before = self._days_out[student]
            had = {(o.internship, o.mentor, o.site, o.day, o.there, o.back) for o in before}
            hosts: dict[MentorId, set[tuple[SiteId, int]]] = defaultdict(set)
            for out in before:
                hosts[out.mentor].add((out.site, out.day))
            for option, lit in build.days_out.options(student):
                has = {
                    (
                        o.internship,
                        o.mentor,
                        o.site,
                        o.day,
                        o.trip.there.journey,
                        o.trip.back.journey,
                    )
                    for o in option.outs
                }
                if has != had:
                    self._found[student].append(lit)
                hosting = _hosting(option)
                for mentor in sorted(hosts.keys() | hosting.keys()):
                    if hosts.get(mentor, set()) != hosting.get(mentor, set()):
                        self._found[mentor].append(lit)

    def _by_meetings(self) -> None:
        build, instance = self._build, self._build.instance
        for advisory in dict.fromkeys(advisory for advisory, _ in build.scope.kinds):
            site = instance.room_of[advisory.room][1]
            away = {
                (member.id, out.day)
                for member in instance.members_of[advisory.id]
                for out in self._days_out[member.id]
            }
            for kind in advisory.meetings:
                had = self._meetings[advisory.id, kind.name]
                slots: dict[int, Lit] = {}
                for placing, lit in build.meetings.of(advisory, kind).items():
                    slots[placing.slot] = lit
                for slot in sorted(had | slots.keys()):
                    lit = slots.get(slot, 0)
                    differs = negated(lit) if slot in had else lit
                    self._found[advisory.advisor].append(differs)
                    # Whoever is out on other days than before is touched already.
                    self._found_of_members(advisory.id, site.grid[slot].day, away, differs)

    def _found_of_members(
        self, advisory: AdvisoryId, day: int, away: set[tuple[StudentId, int]], differs: Lit
    ) -> None:
        for member in self._build.instance.members_of[advisory]:
            if (member.id, day) not in away:
                self._found[member.id].append(differs)

    def _by_sections(self) -> None:
        build = self._build
        differs: dict[SectionId, Lit] = {}
        for section_id in build.scope.free_sections:
            before = self._sections.get(section_id)
            differs[section_id] = self._differs(section_id, before)
            if before is not None:
                self._found[before.lead].append(differs[section_id])
            for staff, lit in build.leads.of(section_id).items():
                if before is None or staff != before.lead:
                    self._found[staff].append(lit)
        for student in build.scope.students:
            had, takes = self._enrolled[student], build.enrolments.of(student)
            for section_id in had:
                if section_id in build.instance.section_of:
                    self._found[student].append(negated(takes.get(section_id, 0)))
            for section_id, lit in takes.items():
                if section_id not in had:
                    self._found[student].append(lit)
                else:
                    if section_id not in differs:
                        before = self._sections.get(section_id)
                        differs[section_id] = self._differs(section_id, before)
                    self._found[student].append(build.literals.both(lit, differs[section_id]))

    def _differs(self, section: SectionId, before: RunningSection | None) -> Lit:
        """Whether a section's slots or lead are others than before, or it did or does not run."""
        build = self._build
        if before is None:
            return build.runs.lit(section)
        at = {placing.slot: lit for placing, lit in build.starts.of(section).items()}
        had = [at.get(session.slot, 0) for session in before.sessions]
        same = [*had, build.leads.of(section).get(before.lead, 0)]
        slots = {session.slot for session in before.sessions}
        others = [lit for slot, lit in at.items() if slot not in slots]
        return build.literals.any([*(negated(lit) for lit in same), *others])


def _hosting(option: Option) -> dict[MentorId, set[tuple[SiteId, int]]]:
    """By mentor: sites and weekdays of an option."""
    found: dict[MentorId, set[tuple[SiteId, int]]] = defaultdict(set)
    for out in option.outs:
        found[out.mentor].add((out.site, out.day))
    return found
