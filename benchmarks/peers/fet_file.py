"""A school as FET's own file, and FET's answer as a timetable.

FET has one grid of days and hours, activities with fixed teachers and students, and rules on
their times and rooms. Students are subgroups of their advisories.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import dataclass, replace

from benchmarks.peers.fet_words import Hour, hours, inside, meets, put, rule
from scheduler.domain.calendar import Span
from scheduler.domain.ids import RoomId, SectionId, StaffId, StudentId
from scheduler.domain.instance import Instance
from scheduler.domain.people import MeetingKind
from scheduler.domain.places import SchoolSite
from scheduler.domain.timetable import Meeting, PlacedSession, RunningSection, Timetable


@dataclass(frozen=True, slots=True)
class Activity:
    """One session or meeting: who is there, for how long, where it may be."""

    name: str
    teacher: StaffId
    students: tuple[StudentId, ...]
    duration: int
    starts: tuple[Hour, ...]
    rooms: tuple[RoomId, ...]
    section: SectionId | None = None


class FetFile:
    """The on-campus part of a school, the rest given by a timetable."""

    def __init__(self, instance: Instance, given: Timetable) -> None:
        self.instance = instance
        self.given = given
        self.site: SchoolSite = instance.school_sites[0]
        self.days = list(instance.term.weekdays)
        self.slot_of: dict[Hour, int] = {}
        for slot, one in enumerate(self.site.grid):
            if one.day in self.days:
                day = self.days.index(one.day)
                self.slot_of[day, sum(d == day for d, _ in self.slot_of)] = slot
        self.hour_of = {slot: hour for hour, slot in self.slot_of.items()}
        self.hours = 1 + max(hour for _, hour in self.slot_of)
        self.activities = [*map(self._meeting, given.meetings), *self._sessions()]

    def cannot(self) -> str | None:
        """Say what of a school FET cannot state, even with the rest given."""
        instance = self.instance
        if instance.term.cycle > 1:
            return "cannot state weeks that differ"
        if any(site.grid != self.site.grid for site in instance.school_sites):
            return "cannot state grids that differ from site to site"
        if any(sum(s.lunch for s in self.site.grid if s.day == d) > 1 for d in self.days):
            return "cannot state a choice of lunch slots"
        return None

    def _sessions(self) -> list[Activity]:
        found = []
        for running in self.given.sections:
            section, workshop = self.instance.section_of[running.section]
            members = tuple(e.student for e in self.given.enrolments if e.section == section.id)
            site = self.instance.school_site_of[section.site]
            rooms = tuple(
                room.id
                for room in site.rooms
                if room.kind == workshop.room_kind
                and set(workshop.features) <= set(room.features)
                and room.seats >= len(members)
            )
            one = Activity(
                name=workshop.id,
                teacher=running.lead,
                students=members,
                duration=workshop.length,
                starts=self._starts(workshop.length, workshop.allowed),
                rooms=rooms,
                section=section.id,
            )
            found += [one] * workshop.sessions
        return found

    def _meeting(self, meeting: Meeting) -> Activity:
        """A meeting where our timetable has it, with the members that are there."""
        advisory = self.instance.advisory_of[meeting.advisory]
        kind: MeetingKind = next(k for k in advisory.meetings if k.name == meeting.kind)
        day = self.site.grid[meeting.slot].day
        away = {out.student for out in self.given.days_out if out.day == day}
        _, begin, end = self.site.span_of(meeting.slot, kind.length) or (0, 0, 0)
        members = tuple(
            one.id
            for one in self.instance.members_of[advisory.id]
            if one.id not in away and not meets(one.unavailable, day, begin, end)
        )
        return Activity(
            name=f"{advisory.id} {kind.name}",
            teacher=advisory.advisor,
            students=members,
            duration=kind.length,
            starts=(self.hour_of[meeting.slot],),
            rooms=(advisory.room,),
        )

    def _starts(self, length: int, allowed: tuple[Span, ...]) -> tuple[Hour, ...]:
        found = []
        for hour, slot in self.slot_of.items():
            span = self.site.span_of(slot, length)
            if span is None:
                continue
            day, begin, end = span
            inside = any(
                one.day == day and one.minutes[0] <= begin and end <= one.minutes[1]
                for one in allowed
            )
            if inside or not allowed:
                found.append(hour)
        return tuple(found)

    # The file.

    def document(self) -> ET.Element:
        """The whole file."""
        root = ET.Element("fet", version="6.8.5")
        put(root, "Institution_Name", "school")
        put(root, "Comments", "")
        days = ET.SubElement(root, "Days_List")
        put(days, "Number_of_Days", len(self.days))
        for day in range(len(self.days)):
            put(ET.SubElement(days, "Day"), "Name", f"d{day}")
        grid = ET.SubElement(root, "Hours_List")
        put(grid, "Number_of_Hours", self.hours)
        for hour in range(self.hours):
            put(ET.SubElement(grid, "Hour"), "Name", f"h{hour}")
        subjects = ET.SubElement(root, "Subjects_List")
        for name in dict.fromkeys(one.name for one in self.activities):
            put(ET.SubElement(subjects, "Subject"), "Name", name)
        ET.SubElement(root, "Activity_Tags_List")
        teachers = ET.SubElement(root, "Teachers_List")
        for person in self.instance.staff:
            teacher = ET.SubElement(teachers, "Teacher")
            put(teacher, "Name", person.id)
            put(teacher, "Target_Number_of_Hours", 0)
            ET.SubElement(teacher, "Qualified_Subjects")
        self._students(ET.SubElement(root, "Students_List"))
        self._activities(ET.SubElement(root, "Activities_List"))
        ET.SubElement(root, "Buildings_List")
        rooms = ET.SubElement(root, "Rooms_List")
        for room_id in self.instance.room_of:
            room = ET.SubElement(rooms, "Room")
            put(room, "Name", room_id)
            put(room, "Building", "")
            put(room, "Capacity", self.instance.room_of[room_id][0].seats)
            put(room, "Virtual", "false")
        self._times(ET.SubElement(root, "Time_Constraints_List"))
        self._spaces(ET.SubElement(root, "Space_Constraints_List"))
        return root

    def _students(self, parent: ET.Element) -> None:
        year = ET.SubElement(parent, "Year")
        put(year, "Name", "everybody")
        put(year, "Number_of_Students", len(self.instance.students))
        for advisory, members in self.instance.members_of.items():
            group = ET.SubElement(year, "Group")
            put(group, "Name", advisory)
            put(group, "Number_of_Students", len(members))
            for member in members:
                subgroup = ET.SubElement(group, "Subgroup")
                put(subgroup, "Name", member.id)
                put(subgroup, "Number_of_Students", 1)

    def _activities(self, parent: ET.Element) -> None:
        first: dict[SectionId, int] = {}
        for number, one in enumerate(self.activities, start=1):
            found = ET.SubElement(parent, "Activity")
            put(found, "Teacher", one.teacher)
            put(found, "Subject", one.name)
            for student in one.students:
                put(found, "Students", student)
            put(found, "Duration", one.duration)
            together = sum(
                other.duration for other in self.activities if other.section == one.section
            )
            put(found, "Total_Duration", together if one.section else one.duration)
            put(found, "Id", number)
            alone = one.section is None or self._sessions_of(one.section) == 1
            group = 0 if alone or one.section is None else first.setdefault(one.section, number)
            put(found, "Activity_Group_Id", group)
            put(found, "Active", "true")

    def _sessions_of(self, section: SectionId) -> int:
        return self.instance.section_of[section][1].sessions

    def _numbers(self, section: SectionId) -> list[int]:
        return [n for n, one in enumerate(self.activities, start=1) if one.section == section]

    def _times(self, parent: ET.Element) -> None:
        rule(parent, "ConstraintBasicCompulsoryTime")
        lunches = [hour for hour, slot in self.slot_of.items() if self.site.grid[slot].lunch]
        if lunches:
            hours(rule(parent, "ConstraintBreakTimes"), "Break_Time", lunches)
        for student in self.instance.students:
            out = {o.day for o in self.given.days_out if o.student == student.id}
            closed = [
                hour
                for hour, slot in self.slot_of.items()
                if self.site.grid[slot].day in out or meets(student.unavailable, *self._clock(slot))
            ]
            if closed:
                one_rule = rule(parent, "ConstraintStudentsSetNotAvailableTimes")
                put(one_rule, "Students", student.id)
                hours(one_rule, "Not_Available_Time", closed)
            limits = [self.site.most_slots_without_break, student.accommodations.break_every]
            most = min((limit for limit in limits if limit is not None), default=None)
            if most is not None:
                one_rule = rule(parent, "ConstraintStudentsSetMaxHoursContinuously")
                put(one_rule, "Students", student.id)
                put(one_rule, "Maximum_Hours_Continuously", most)
        self._staff_times(parent)
        for number, one in enumerate(self.activities, start=1):
            one_rule = rule(parent, "ConstraintActivityPreferredStartingTimes")
            put(one_rule, "Activity_Id", number)
            put(one_rule, "Number_of_Preferred_Starting_Times", len(one.starts))
            for day, hour in one.starts:
                start = ET.SubElement(one_rule, "Preferred_Starting_Time")
                put(start, "Preferred_Starting_Day", f"d{day}")
                put(start, "Preferred_Starting_Hour", f"h{hour}")
        self._section_times(parent)

    def _staff_times(self, parent: ET.Element) -> None:
        for person in self.instance.staff:
            closed = [
                hour
                for hour, slot in self.slot_of.items()
                if person.available and not inside(person.available, *self._clock(slot))
            ]
            if closed:
                one_rule = rule(parent, "ConstraintTeacherNotAvailableTimes")
                put(one_rule, "Teacher", person.id)
                hours(one_rule, "Not_Available_Time", closed)
            if person.most_day is not None:
                one_rule = rule(parent, "ConstraintTeacherMaxHoursDaily")
                put(one_rule, "Teacher_Name", person.id)
                put(one_rule, "Maximum_Hours_Daily", person.most_day)

    def _section_times(self, parent: ET.Element) -> None:
        for running in self.given.sections:
            numbers = self._numbers(running.section)
            if len(numbers) > 1:
                one_rule = rule(parent, "ConstraintMinDaysBetweenActivities")
                put(one_rule, "Consecutive_If_Same_Day", "true")
                put(one_rule, "Number_of_Activities", len(numbers))
                for number in numbers:
                    put(one_rule, "Activity_Id", number)
                put(one_rule, "MinDays", 1)
            after = self.instance.section_of[running.section][0].after
            pairs = [(n, numbers[i + 1]) for i, n in enumerate(numbers[:-1])] if after else []
            pairs += [(n, numbers[0]) for one in after for n in self._numbers(one)[:1]]
            for one in after:
                earlier = self._numbers(one)
                pairs += [(n, earlier[i + 1]) for i, n in enumerate(earlier[:-1])]
            for first, second in dict.fromkeys(pairs):
                one_rule = rule(parent, "ConstraintTwoActivitiesOrdered")
                put(one_rule, "First_Activity_Id", first)
                put(one_rule, "Second_Activity_Id", second)

    def _spaces(self, parent: ET.Element) -> None:
        rule(parent, "ConstraintBasicCompulsorySpace")
        for room_id in self.instance.room_of:
            room, _ = self.instance.room_of[room_id]
            closed = [
                hour
                for hour, slot in self.slot_of.items()
                if meets(room.unavailable, *self._clock(slot))
            ]
            if closed:
                one_rule = rule(parent, "ConstraintRoomNotAvailableTimes")
                put(one_rule, "Room", room_id)
                hours(one_rule, "Not_Available_Time", closed)
        for number, one in enumerate(self.activities, start=1):
            one_rule = rule(parent, "ConstraintActivityPreferredRooms")
            put(one_rule, "Activity_Id", number)
            put(one_rule, "Number_of_Preferred_Rooms", len(one.rooms))
            for room_id in one.rooms:
                put(one_rule, "Preferred_Room", room_id)

    def _clock(self, slot: int) -> tuple[int, int, int]:
        one = self.site.grid[slot]
        return one.day, *one.minutes

    # The answer.

    def read(self, root: ET.Element) -> Timetable:
        """The given timetable, with the times and rooms that FET found."""
        sessions: dict[SectionId, list[PlacedSession]] = {}
        for found in root.iter("Activity"):
            activity = self.activities[int(found.findtext("Id", "0")) - 1]
            if activity.section is None:
                continue
            day, hour = (found.findtext(name, "")[1:] for name in ("Day", "Hour"))
            slot = self.slot_of[int(day), int(hour)]
            placed = PlacedSession(slot=slot, room=RoomId(found.findtext("Room", "")))
            sessions.setdefault(activity.section, []).append(placed)
        sections: list[RunningSection] = [
            replace(one, sessions=tuple(sorted(sessions[one.section], key=lambda s: s.slot)))
            for one in self.given.sections
        ]
        return replace(self.given, sections=tuple(sections))
