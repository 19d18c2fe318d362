"""Sections and meetings that a change frees, going on at the times they have if they can."""

from __future__ import annotations

from collections import Counter, defaultdict

from scheduler.domain.ids import SectionId
from scheduler.domain.people import MeetingKind
from scheduler.domain.timetable import PlacedSession, RunningSection
from scheduler.solver.incumbent import Incumbent
from scheduler.solver.placing import Placing
from scheduler.solver.problem import Problem
from scheduler.solver.reshuffle.case import Case

Weeks = tuple[int, ...]
Busy = list[tuple[Weeks, Placing]]


class GoingOn:
    """What runs and meets after a change, one thing found a place after the other."""

    def __init__(self, case: Case, kept: Incumbent) -> None:
        self._kept = kept
        self._problem: Problem = case.problem
        self._instance = case.problem.instance
        self._part = case.stranded.part
        self.meetings: dict[tuple[str, str], list[int]] = {}
        """Slots of the meetings that are free, by advisory and kind."""
        self.running: dict[SectionId, RunningSection] = {
            one.section: one
            for one in kept.timetable.sections
            if one.section not in self._part.sections
        }
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
        return self._meet()

    def times(self, running: RunningSection) -> tuple[Weeks, list[Placing]]:
        """Weeks and times of a section's sessions."""
        section, workshop = self._instance.section_of[running.section]
        site = self._instance.school_site_of[section.site]
        placings = [
            self._problem.placings.of(site, one.slot, workshop.length) for one in running.sessions
        ]
        return self._instance.weeks(workshop.weeks), placings

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
        """Let sections go on at their times, with another lead or room if need be."""
        for bundle in self._problem.bundles:
            free = [one for one in bundle.sections if one in self._part.sections]
            found = [self._opened(self._kept.section.get(one)) for one in free]
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
        for advisory_id in sorted(free, key=self._problem.order.__getitem__):
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
                self.meetings[advisory_id, kind.name] = slots
        return True

    def _suits_members(self, advisory: str, placing: Placing) -> bool:
        """Whether nobody of an advisory has anything else then."""
        for member in self._instance.members_of[advisory]:  # type: ignore[index]
            if any(out.day == placing.day for out in self._kept.days_out(member.id)):
                return False
            for section in self._kept.enrolled.get(member.id, ()):
                running = self.running.get(section)
                times = self.times(running)[1] if running is not None else []
                if any(
                    self._problem.placings.too_near(member.modes, one, placing) for one in times
                ):
                    return False
        return True
