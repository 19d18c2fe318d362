"""Which days out leave a student room for all else that had a place, as campus is now."""

from __future__ import annotations

from collections import Counter

from scheduler.domain.ids import SectionId, StudentId
from scheduler.domain.people import RequestKind
from scheduler.domain.rules import RuleId
from scheduler.solver.incumbent import Incumbent
from scheduler.solver.option import Option
from scheduler.solver.placing import Placing
from scheduler.solver.problem import Problem
from scheduler.solver.reshuffle.case import Case

Days = frozenset[tuple[int, int]]
"""(week, weekday) pairs on which a student is out."""
Masks = dict[tuple[int, int], int]
"""By week and weekday: bits of the day that something takes."""


class Campus:
    """Judges days out with sections and meetings at the times they have.

    What the change frees is taken to suit everybody.
    """

    def __init__(self, case: Case, kept: Incumbent, like: Campus | None = None) -> None:
        """Take over what is known for the release, where nothing on campus has changed."""
        self._like = like if like is not None and like._is_as_in(case, kept) else None
        self._case = case
        self._problem: Problem = case.problem
        self._kept = kept
        self._free = case.stranded.part.sections
        self._free_advisories = {
            self._problem.meetings[index].advisory.id for index in case.stranded.part.meetings
        }
        self._times: dict[SectionId, list[tuple[tuple[int, ...], Placing]] | None] = {}
        self._judged: dict[tuple[str, Days, bool], bool] = {}
        self._suiting: dict[tuple[str, bool], list[Option]] = {}
        self._one_way: dict[str, list[Option]] = {}

    def _is_as_in(self, case: Case, kept: Incumbent) -> bool:
        """Whether sections, meetings and who is where are the same in a change."""
        mine, theirs = self._kept.timetable, kept.timetable
        old, new = self._problem.instance, case.problem.instance
        return (
            old.workshops is new.workshops
            and old.school_sites is new.school_sites
            and old.advisories is new.advisories
            and old.term == new.term
            and mine.sections == theirs.sections
            and mine.meetings == theirs.meetings
            and mine.enrolments == theirs.enrolments
            and not case.stranded.part.sections
            and not case.stranded.part.meetings
        )

    def suiting(self, student: StudentId, *, seats: bool) -> list[Option]:
        """Options that leave a student what had a place; one for each choice of mentors and days.

        With ``seats`` as many as are free now, else as if every section had some.
        """
        key = (student, seats)
        found = self._suiting.get(key)
        if found is None:
            like = self._like
            if like is not None and self._has_same_options(student, like):
                found = like.suiting(student, seats=seats)
            else:
                listed = self.places(student)
                found = [one for one in listed if self._judge(student, one, seats=seats)]
            self._suiting[key] = found
        return found

    def _has_same_options(self, student: StudentId, like: Campus) -> bool:
        known = like._problem.instance.student_of
        return student in known and (
            self._problem.options[student] is like._problem.options[student]
        )

    def places(self, student: StudentId) -> list[Option]:
        """A student's options, one for each choice of mentors and days.

        Ways differ only where a van is needed, whose seats somebody else may want.
        """
        found = self._one_way.get(student)
        if found is None:
            if self._like is not None and self._has_same_options(student, self._like):
                found = self._like.places(student)
            else:
                found = _one_way(self._problem.options[student])
            self._one_way[student] = found
        return found

    def is_possible(self, student: StudentId, option: Option) -> bool:
        """Whether the student keeps all that had a place, were every section open to them."""
        return self._judge(student, option, seats=False)

    def fits(self, student: StudentId, option: Option) -> bool:
        """Whether they keep it with the seats that are free now."""
        return self._judge(student, option, seats=True)

    def is_barred(self, student: StudentId, option: Option) -> bool:
        """Whether the student would be out when the whole advisory meets."""
        out = self._problem.out_days(student, option)
        instance = self._problem.instance
        advisory = instance.advisory_of[instance.student_of[student].advisory]
        if advisory.id in self._free_advisories:
            return False
        grid = self._problem.student_site[student].grid
        return any(
            (week, grid[slot].day) in out
            for kind in advisory.meetings
            if kind.whole
            for slot in self._kept.meeting_slots.get((advisory.id, kind.name), ())
            for week in instance.weeks(kind.weeks)
        )

    def least_elsewhere(self, free: frozenset[str]) -> int:
        """People touched at least where a section or meeting gets another time or lead.

        Who is in a section, or at a meeting, is touched, and who leads it; those ``free``
        do not count.
        """
        kept, instance = self._kept.timetable, self._problem.instance
        members = self._kept.members
        found = [
            len({one.lead, *members.get(one.section, ())} - free)
            for one in kept.sections
            if one.section not in self._free
        ]
        out = {(one.student, one.day) for one in kept.days_out}
        for meeting in kept.meetings:
            if meeting.advisory not in self._free_advisories:
                site = instance.room_of[instance.advisory_of[meeting.advisory].room][1]
                day = site.grid[meeting.slot].day
                advisory = instance.advisory_of[meeting.advisory]
                there = {m.id for m in instance.members_of[advisory.id] if (m.id, day) not in out}
                found.append(len({advisory.advisor, *there} - free))
        return min(found, default=10**6)

    def least_leaving(self, free: frozenset[str]) -> int:
        """People touched at least since a section has more in it than it may.

        So many have to leave it; those ``free`` do not count.
        """
        if RuleId.SECTION_SIZE in self._problem.instance.soft_points:
            return 0
        section_of, members = self._problem.instance.section_of, self._kept.members
        found = [
            len(set(there) - free) - section_of[section][0].most
            for section, there in members.items()
        ]
        return max(0, *found) if found else 0

    def _judge(self, student: StudentId, option: Option, *, seats: bool) -> bool:
        out = self._problem.out_days(student, option)
        key = (student, out, seats)
        found = self._judged.get(key)
        if found is None:
            found = self._judged[key] = self._holds(student, out, seats)
        return found

    def _holds(self, student_id: StudentId, out: Days, seats: bool) -> bool:
        instance = self._problem.instance
        student = instance.student_of[student_id]
        meetings = self._meetings(student_id, out)
        if meetings is None:
            return False
        wanted: list[list[Masks]] = []
        for number, request in enumerate(student.requests):
            if request.kind is not RequestKind.MUST:
                continue
            if (student_id, str(request.workshop)) in self._case.unmet:
                continue
            ways = [
                masks
                for bundle in self._problem.request_bundles[student_id][number]
                if (masks := self._bundle(student_id, bundle, out, meetings, seats)) is not None
            ]
            wanted.append(ways)
        wanted.sort(key=len)
        return _go_together(wanted, {})

    def _meetings(self, student_id: StudentId, out: Days) -> Masks | None:
        """When the student's advisory meets with them; None where they may not miss it."""
        problem, instance = self._problem, self._problem.instance
        advisory = instance.advisory_of[instance.student_of[student_id].advisory]
        found: Masks = {}
        if advisory.id in self._free_advisories:
            return found
        minutes: Counter[int] = Counter()
        for kind in advisory.meetings:
            for slot in self._kept.meeting_slots.get((advisory.id, kind.name), ()):
                placing = problem.placings.of(problem.student_site[student_id], slot, kind.length)
                for week in instance.weeks(kind.weeks):
                    if not problem.placings.student_can(student_id, placing, (week,)):
                        continue
                    if (week, placing.day) not in out:
                        minutes[week] += placing.end - placing.begin
                        key = (week, placing.day)
                        found[key] = found.get(key, 0) | placing.mask
                    elif kind.whole:
                        return None
        short = self._case.short
        for week in problem.times.weeks:
            if minutes[week] < advisory.minutes and (student_id, week) not in short:
                return None
        return found

    def _bundle(
        self, student_id: StudentId, bundle: int, out: Days, meetings: Masks, seats: bool
    ) -> Masks | None:
        """When linked sections are, if a student who is out then could be in them."""
        found: Masks = {}
        for section in self._problem.bundles[bundle].sections:
            if section in self._free:
                continue
            times = self._sessions(section)
            if times is None:
                if seats:
                    return None
                continue  # it could be opened, which touches hardly anybody
            if seats and not self._has_seat(student_id, section):
                return None
            for weeks, placing in times:
                if not self._problem.placings.student_can(student_id, placing, weeks):
                    return None
                for week in weeks:
                    key = (week, placing.day)
                    taken = meetings.get(key, 0) | found.get(key, 0)
                    if key in out or placing.mask & taken:
                        return None
                    found[key] = found.get(key, 0) | placing.mask
        return found

    def _sessions(self, section_id: SectionId) -> list[tuple[tuple[int, ...], Placing]] | None:
        """Weeks and time of each session; None for a section that does not run."""
        if section_id not in self._times:
            instance = self._problem.instance
            running = self._kept.section.get(section_id)
            section, workshop = instance.section_of[section_id]
            site = instance.school_site_of[section.site]
            weeks = instance.weeks(workshop.weeks)
            self._times[section_id] = (
                None
                if running is None
                else [
                    (weeks, self._problem.placings.of(site, one.slot, workshop.length))
                    for one in running.sessions
                ]
            )
        return self._times[section_id]

    def _has_seat(self, student_id: StudentId, section_id: SectionId) -> bool:
        members = self._kept.members.get(section_id, ())
        if student_id in members:
            return True
        instance = self._problem.instance
        running = self._kept.section[section_id]
        rooms = [instance.room_of[session.room][0].seats for session in running.sessions]
        return len(members) < min([instance.section_of[section_id][0].most, *rooms])


def _one_way(options: list[Option]) -> list[Option]:
    by_place: dict[tuple[object, ...], list[Option]] = {}
    for option in options:
        place = tuple((out.internship, out.mentor, out.site, out.day) for out in option.outs)
        by_place.setdefault(place, []).append(option)
    found: list[Option] = []
    for some in by_place.values():
        without = [one for one in some if not any(out.trip.rides for out in one.outs)]
        found += without[:1] or some
    return found


def _go_together(wanted: list[list[Masks]], taken: Masks) -> bool:
    """Whether one of each can be had without two at one time."""
    if not wanted:
        return True
    return any(
        _go_together(wanted[1:], _with(taken, masks))
        for masks in wanted[0]
        if not any(taken.get(key, 0) & mask for key, mask in masks.items())
    )


def _with(taken: Masks, more: Masks) -> Masks:
    found = dict(taken)
    for key, mask in more.items():
        found[key] = found.get(key, 0) | mask
    return found
