"""Sections and meetings that a change frees, going on at the times they have if they can."""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import cached_property

from scheduler.domain.ids import RoomId, SectionId, StudentId
from scheduler.domain.offer import Section, Workshop
from scheduler.domain.people import Advisory, MeetingKind
from scheduler.domain.timetable import PlacedSession, RunningSection
from scheduler.solver.incumbent import Incumbent
from scheduler.solver.placing import Placing
from scheduler.solver.problem import Problem
from scheduler.solver.reshuffle.case import Case
from scheduler.solver.reshuffle.student_days import Busy, StudentDays, Weeks
from scheduler.solver.reshuffle.their_weeks import TheirWeeks, times_of

NOBODY: tuple[set[StudentId], set[StudentId]] = (set(), set())


class GoingOn:
    """What runs and meets after a change, one thing found a place after the other."""

    def __init__(self, case: Case, kept: Incumbent) -> None:
        self._kept = kept
        self._problem: Problem = case.problem
        self._instance = case.problem.instance
        self._part = case.stranded.part
        self.days = StudentDays(self._problem)
        self._begin()

    def _begin(self) -> None:
        self.meetings: dict[tuple[str, str], list[int]] = {}
        """Slots of the meetings that are free, by advisory and kind."""
        self.running: dict[SectionId, RunningSection] = {
            one.section: one
            for one in self._kept.timetable.sections
            if one.section not in self._part.sections
        }
        self.out_then: set[StudentId] = set()
        """Students out on a day on which their whole advisory meets now."""
        self.seated_then: set[StudentId] = set()
        """Students too busy with sections when their advisory meets now."""
        self._theirs = TheirWeeks(self._kept, self.running, self.meetings, self.days)
        self._staff: dict[str, Busy] = defaultdict(list)
        self._rooms: dict[str, Busy] = defaultdict(list)

    def is_found(self) -> bool:
        """Find places for what is free; False where an advisory would have none to meet at.

        Sections that have none do not run.
        """
        if not self._part.sections and not self._part.meetings:
            return True
        self._book()
        self._open_sections()
        if self._meet(disturbing=False):
            return True
        # An advisory has one advisor and one room; a section may have others, or another time.
        self._begin()
        self._book()
        if not self._meet(disturbing=True):
            return False
        self._open_sections()
        return True

    def times(self, running: RunningSection) -> tuple[Weeks, list[Placing]]:
        """Weeks and times of a section's sessions."""
        return times_of(self._problem, running)

    @staticmethod
    def _is_free(busy: Busy, weeks: Weeks, placing: Placing) -> bool:
        return not any(set(weeks) & set(some) and one.overlaps(placing) for some, one in busy)

    def _book(self) -> None:
        """Note when staff and rooms are taken by what is not free."""
        for one in self.running.values():
            self._book_section(one)
        free = {self._problem.meetings[index].advisory.id for index in self._part.meetings}
        for meeting in self._kept.timetable.meetings:
            if meeting.advisory not in free:
                advisory = self._instance.advisory_of[meeting.advisory]
                kind = next(one for one in advisory.meetings if one.name == meeting.kind)
                self._book_meeting(advisory.advisor, advisory.room, kind, meeting.slot)

    def _book_section(self, running: RunningSection) -> None:
        weeks, placings = self.times(running)
        for session, placing in zip(running.sessions, placings, strict=True):
            self._staff[running.lead].append((weeks, placing))
            self._rooms[session.room].append((weeks, placing))

    def _book_meeting(self, advisor: str, room: str, kind: MeetingKind, slot: int) -> None:
        site = self._instance.room_of[room][1]  # type: ignore[index]
        placing = self._problem.placings.of(site, slot, kind.length)
        for who, busy in ((advisor, self._staff), (room, self._rooms)):
            busy[who].append((self._instance.weeks(kind.weeks), placing))

    def _open_sections(self) -> None:
        """Let sections go on at their times, with another lead or room if need be.

        Where nobody can lead one then, it is given other times that suit those in it.
        """
        for bundle in self._problem.bundles:
            free = [one for one in bundle.sections if one in self._part.sections]
            found = [self._opened(self._kept.section.get(one)) for one in free]
            if found == [None] and len(bundle.sections) == 1:
                found = [self._retimed(self._kept.section.get(free[0]))]
            if all(one is not None for one in found):
                for running in found:
                    assert running is not None
                    self.running[running.section] = running
                    self._book_section(running)

    def _opened(self, before: RunningSection | None) -> RunningSection | None:
        if before is None:
            return None
        section, workshop = self._instance.section_of[before.section]
        weeks, placings = self.times(before)
        sessions = []
        for session, placing in zip(before.sessions, placings, strict=True):
            room = self._room(section, workshop, placing, session.room)
            if room is None:
                return None
            sessions.append(PlacedSession(slot=session.slot, room=room))
        for lead in dict.fromkeys([before.lead, *section.leads]):
            if lead in section.leads and self._can_lead(lead, weeks, placings, workshop.length):
                return RunningSection(section=section.id, lead=lead, sessions=tuple(sessions))
        return None

    def _room(
        self, section: Section, workshop: Workshop, placing: Placing, first: RoomId
    ) -> RoomId | None:
        """A room that is free then and has seats for all who are in a section."""
        weeks = self._instance.weeks(workshop.weeks)
        fits = self._problem.rooms_for[section.id]
        members = len(self._kept.members.get(section.id, ()))
        for room in dict.fromkeys([first, *fits]):
            if (
                room in fits
                and self._instance.room_of[room][0].seats >= members
                and self._problem.placings.room_can(room, placing, workshop.weeks)
                and self._is_free(self._rooms[room], weeks, placing)
            ):
                return room
        return None

    def _retimed(self, before: RunningSection | None) -> RunningSection | None:
        """The section at the times that suit most of those in it, if they are enough."""
        if before is None or before.section in self._ordered:
            return None
        section, workshop = self._instance.section_of[before.section]
        weeks = self._instance.weeks(workshop.weeks)
        had = {session.slot: session.room for session in before.sessions}
        rooms = {
            placing: room
            for placing in self._problem.placings.of_section(section.id)
            if (
                room := self._room(
                    section,
                    workshop,
                    placing,
                    had.get(placing.slot, before.sessions[0].room),
                )
            )
        }
        members = self._kept.members.get(section.id, ())
        suited = {
            placing: {one for one in members if self._theirs.are_free(one, weeks, placing)}
            for placing in rooms
        }
        best: tuple[int, RunningSection] | None = None
        for lead in dict.fromkeys([before.lead, *section.leads]):
            if lead not in section.leads:
                continue
            could = [one for one in rooms if self._can_lead(lead, weeks, [one], workshop.length)]
            chosen: list[Placing] = []
            there = set(members)
            for _ in range(workshop.sessions):
                days = {one.day for one in chosen}
                left = [one for one in could if one.day not in days]
                if not left:
                    break
                # The first of those that suit as many; times it had before others.
                placing = max(left, key=lambda one: (len(there & suited[one]), one.slot in had))
                chosen.append(placing)
                there &= suited[placing]
            if (
                len(chosen) == workshop.sessions
                and len(there) >= max(1, section.least)
                and (best is None or len(there) > best[0])
                and self._can_lead(lead, weeks, chosen, workshop.length)
            ):
                chosen.sort(key=lambda one: one.slot)
                sessions = tuple(PlacedSession(slot=one.slot, room=rooms[one]) for one in chosen)
                made = RunningSection(section=section.id, lead=lead, sessions=sessions)
                best = (len(there), made)
        return None if best is None else best[1]

    @cached_property
    def _ordered(self) -> frozenset[str]:
        """Sections that have to come before or after others."""
        found: set[str] = set()
        for section, _ in self._instance.section_of.values():
            if section.after:
                found.update((section.id, *section.after))
        return frozenset(found)

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

    def _meet(self, *, disturbing: bool) -> bool:
        """Give free advisories times to meet; False where one finds none.

        ``disturbing``: also when some have something else then, the fewest there can be.
        """
        free = {self._problem.meetings[index].advisory.id for index in self._part.meetings}
        for advisory_id in sorted(free, key=self._problem.order.__getitem__):
            advisory = self._instance.advisory_of[advisory_id]
            for kind in advisory.meetings:
                before = self._kept.meeting_slots.get((advisory_id, kind.name), [])
                could = self._problem.placings.of_meeting(advisory_id, kind)
                slots: list[int] = []
                days: set[int] = set()
                moved = {
                    one: self._theirs.disturbed(advisory, one)
                    for one in could
                    if one.slot not in before
                }
                for placing in sorted(could, key=lambda one: _how_many(moved.get(one))):
                    out, seated = moved.get(placing, NOBODY)
                    if (
                        len(slots) < kind.count
                        and placing.day not in days
                        and (disturbing or not (out or seated))
                        and self._can_meet(advisory, kind, placing)
                    ):
                        slots.append(placing.slot)
                        days.add(placing.day)
                        self._book_meeting(advisory.advisor, advisory.room, kind, placing.slot)
                        self.out_then |= out if kind.whole else set()
                        self.seated_then |= seated
                if len(slots) < kind.count:
                    return False
                self.meetings[advisory_id, kind.name] = slots
        return True

    def _can_meet(self, advisory: Advisory, kind: MeetingKind, placing: Placing) -> bool:
        """Whether advisor and room are free, and everybody is there where nobody may miss it."""
        weeks = self._instance.weeks(kind.weeks)
        if not self._can_lead(advisory.advisor, weeks, [placing], kind.length):
            return False
        if not self._is_free(self._rooms[advisory.room], weeks, placing):
            return False
        return not kind.whole or all(
            self._problem.placings.student_can(one.id, placing, weeks)
            for one in self._instance.members_of[advisory.id]
        )


def _how_many(disturbed: tuple[set[StudentId], set[StudentId]] | None) -> int:
    """Put times that somebody has already before all others, then by whom they disturb."""
    return 0 if disturbed is None else 1 + len(disturbed[0]) + len(disturbed[1])
