"""Who is touched: everybody for whom a day, time, place, partner or journey changes."""

from __future__ import annotations

from collections import defaultdict

from scheduler.domain.ids import AdvisoryId, MentorId, SectionId, SiteId, StaffId, StudentId
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
        self._hosted: dict[MentorId, list[StudentId]] = defaultdict(list)
        for out in release.days_out:
            self._days_out[out.student].append(out)
            self._hosted[out.mentor].append(out.student)
        self._led: dict[StaffId, list[SectionId]] = defaultdict(list)
        for section in release.sections:
            if section.section in build.instance.section_of:
                self._led[section.lead].append(section.section)
        self._meetings: dict[tuple[AdvisoryId, str], set[int]] = defaultdict(set)
        for meeting in release.meetings:
            self._meetings[meeting.advisory, meeting.kind].add(meeting.slot)
        self._sections = {one.section: one for one in release.sections}
        self._enrolled: dict[StudentId, set[SectionId]] = defaultdict(set)
        for enrolment in release.enrolments:
            self._enrolled[enrolment.student].add(enrolment.section)
        self._differing: dict[SectionId, Lit] = {}
        self._students = frozenset(build.scope.students)
        self._staff = frozenset(build.scope.staff)
        self._gone(release)

    def people(self) -> dict[str, Lit]:
        """By id of a person: whether the person is touched."""
        self._by_days_out()
        self._by_meetings()
        self._by_sections()
        return {one: self._build.literals.any(lits) for one, lits in self._found.items()}

    def _gone(self, release: Timetable) -> None:
        """Touch everybody who had something with what is no longer there."""
        instance = self._build.instance
        for out in release.days_out:
            if out.student not in instance.student_of and self._build.scope.whole:
                self._found[out.student].append(1)
            if out.student not in instance.student_of or out.mentor not in instance.mentor_of:
                self._found[out.mentor].append(1)
        for enrolment in release.enrolments:
            gone = enrolment.section not in instance.section_of
            if gone or enrolment.student not in instance.student_of:
                self._found[enrolment.student].append(1)
        for section in release.sections:
            if section.section not in instance.section_of:
                self._found[section.lead].append(1)

    def _by_days_out(self) -> None:
        """Touch students whose days out differ, and the mentors who had or have them."""
        build = self._build
        known = set(build.days_out.by_mentor())
        for student in build.scope.free_days:
            known.update(out.mentor for out in self._days_out[student])
        concerned = dict.fromkeys(build.scope.students)
        if build.incumbent is not None and not build.scope.whole:
            order = build.problem.order
            for mentor in sorted(known, key=lambda one: (order.get(one, len(order)), one)):
                concerned |= dict.fromkeys(build.incumbent.interns.get(mentor, ()))
                concerned |= dict.fromkeys(self._hosted[mentor])
        for student in concerned:
            if student not in build.instance.student_of:
                continue
            before = self._days_out[student]
            had = {(o.internship, o.mentor, o.site, o.day, o.there, o.back) for o in before}
            hosts: dict[MentorId, set[tuple[SiteId, int]]] = defaultdict(set)
            for out in before:
                hosts[out.mentor].add((out.site, out.day))
            for option, lit in build.days_out.options(student):
                has = {
                    (o.internship, o.mentor, o.site, o.day, t.there.journey, t.back.journey)
                    for o, t in ((o, o.trip) for o in option.outs)
                }
                if has != had and student in self._students:
                    self._found[student].append(lit)
                hosting = _hosting(option)
                for mentor in sorted(hosts.keys() | hosting.keys()):
                    if mentor in known and hosts.get(mentor, set()) != hosting.get(mentor, set()):
                        self._found[mentor].append(lit)

    def _by_meetings(self) -> None:
        """Touch advisors and members of advisories that meet at other times."""
        build, instance = self._build, self._build.instance
        for advisory in instance.advisories:
            members = [m for m in instance.members_of[advisory.id] if m.id in self._students]
            if not members and advisory.advisor not in self._staff:
                continue
            site = instance.room_of[advisory.room][1]
            away = {(member.id, out.day) for member in members for out in self._days_out[member.id]}
            for kind in advisory.meetings:
                had = self._meetings[advisory.id, kind.name]
                slots: dict[int, Lit] = {}
                for placing, lit in build.meetings.of(advisory, kind).items():
                    slots[placing.slot] = lit
                for slot in sorted(had | slots.keys()):
                    held = slots.get(slot, 0)
                    differs = negated(held) if slot in had else held
                    if advisory.advisor in self._staff:
                        self._found[advisory.advisor].append(differs)
                    # Whoever is out on other days than before is touched already.
                    for member in members:
                        if (member.id, site.grid[slot].day) not in away:
                            self._found[member.id].append(differs)

    def _by_sections(self) -> None:
        """Touch leads and students of sections with another time or lead."""
        build = self._build
        for staff in build.scope.staff:
            sections, _ = build.scope.led_by(staff)
            for section in dict.fromkeys([*sections, *self._led[staff]]):
                before = self._sections.get(section)
                if before is not None and before.lead == staff:
                    self._found[staff].append(self._differs(section, before))
                else:
                    self._found[staff].append(build.leads.of(section).get(staff, 0))
        for student in build.scope.students:
            had, takes = self._enrolled[student], build.enrolments.of(student)
            for section in sorted(had):
                if section in build.instance.section_of:
                    self._found[student].append(negated(takes.get(section, 0)))
            for section, lit in takes.items():
                if section not in had:
                    self._found[student].append(lit)
                else:
                    differs = self._differs(section, self._sections.get(section))
                    self._found[student].append(build.literals.both(lit, differs))

    def _differs(self, section: SectionId, before: RunningSection | None) -> Lit:
        """Whether a section's slots or lead are others than before, or it did or does not run."""
        if section not in self._differing:
            self._differing[section] = self._compared(section, before)
        return self._differing[section]

    def _compared(self, section: SectionId, before: RunningSection | None) -> Lit:
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
