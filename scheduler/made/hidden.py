"""The hidden week of a made-up school site, and the offer and requests that fit it."""

from __future__ import annotations

from collections import Counter, defaultdict

from scheduler.domain.ids import RoomId, StaffId
from scheduler.domain.people import Staff
from scheduler.domain.places import Room
from scheduler.made.dice import Dice
from scheduler.made.drafts import CampusDraft, StudentDraft
from scheduler.made.enrolling import Enrolling
from scheduler.made.leads import new_teacher
from scheduler.made.meeting_times import meeting_slots
from scheduler.made.numbering import Numbering
from scheduler.made.offer import SectionDraft, WorkshopDraft, mirror_links
from scheduler.made.presets import Density
from scheduler.made.section_times import SectionTimes
from scheduler.made.week import GRID, TEACHING, slot_meets


class HiddenWeek:
    """Meetings, sections, rooms and enrolments that break no rule."""

    def __init__(
        self,
        dice: Dice,
        campus: CampusDraft,
        numbers: Numbering,
        workshops: list[WorkshopDraft],
        counts: list[int],
        out: dict[str, set[int]],
    ) -> None:
        students = campus.students
        self.campus = campus
        self._out = out
        self.meetings = {one.id: meeting_slots(dice, one, out) for one in campus.advisories}
        led: dict[StaffId, set[int]] = defaultdict(set)
        busy: dict[str, set[int]] = {}
        self._blocked: dict[str, set[int]] = {one.id: self._away(one) for one in students}
        for advisory in campus.advisories:
            slots = set(self.meetings[advisory.id])
            led[advisory.advisor] |= slots
            for member in advisory.members:
                busy[member.id] = slots - self._blocked[member.id]
        free: dict[int, set[str]] = {
            slot: {
                one.id
                for one in students
                if slot not in busy[one.id] and slot not in self._blocked[one.id]
            }
            for slot in TEACHING
        }

        def hire() -> Staff:
            campus.staff.append(new_teacher(campus, numbers))
            return campus.staff[-1]

        sections = [section for workshop in workshops for section in workshop.sections]
        self.times = SectionTimes(dice, campus.staff, led, free, hire)
        self.times.draw(sections)
        self.enrolled = Enrolling(dice, self.times, sections, busy, self._blocked)
        self.enrolled.draw(students, counts)
        self._busy = busy
        self.rooms: dict[str, list[RoomId]] = {}
        """Rooms of each section's sessions."""

    def _away(self, student: StudentDraft) -> set[int]:
        return {
            slot
            for slot, one in enumerate(GRID)
            if one.day in self._out[student.id]
            or any(slot_meets(span, slot) for span in student.unavailable)
        }

    def size(self, section: SectionDraft) -> int:
        """Students in a section."""
        return len(self.enrolled.members[section.id])

    def fit_offer(self, workshops: list[WorkshopDraft], density: Density) -> list[WorkshopDraft]:
        """The workshops without empty sections, the rest with just enough seats."""
        kept = {
            section.id
            for workshop in workshops
            for section in workshop.sections
            if workshop.run_all or self.size(section)
        }
        given = placed = 0
        for workshop in workshops:
            workshop.sections = [one for one in workshop.sections if one.id in kept]
            for section in workshop.sections:
                section.linked = [one for one in section.linked if one.id in kept]
                section.after = [one for one in section.after if one.id in kept]
                size = self.size(section)
                section.least = min(section.least, size)
                placed += size
                section.most = max(size, 1, placed * 1000 // density.seats_planted - given)
                given += section.most
        mirror_links(workshops)
        return [workshop for workshop in workshops if workshop.sections]

    def fit_rooms(self, workshops: list[WorkshopDraft]) -> None:
        """Give the school site just the rooms that the sessions need."""
        most = max(section.most for workshop in workshops for section in workshop.sections)
        until: dict[str, list[int]] = defaultdict(list)
        projectors: set[tuple[str, int]] = set()
        taken: dict[tuple[str, int], int] = {}
        placing = [
            (start, not workshop.features, section)
            for workshop in workshops
            for section in workshop.sections
            for start in self.times.starts[section.id]
        ]
        for start, _, section in sorted(placing, key=lambda one: (*one[:2], one[2].id)):
            workshop = section.workshop
            rooms = until[workshop.kind]
            number = next((i for i, end in enumerate(rooms) if end <= start), len(rooms))
            if number == len(rooms):
                rooms.append(0)
            rooms[number] = start + workshop.length
            taken[section.id, start] = number
            if workshop.features:
                projectors.add((workshop.kind, number))
        for kind, rooms in until.items():
            for number in range(len(rooms)):
                self.campus.rooms.append(
                    Room(
                        id=_room_id(self.campus, kind, number),
                        name=f"{kind.capitalize()} {number + 1}",
                        kind=kind,
                        seats=most + number % 3,
                        features=("projector",) if (kind, number) in projectors else (),
                    )
                )
        for workshop in workshops:
            for section in workshop.sections:
                self.rooms[section.id] = [
                    _room_id(self.campus, workshop.kind, taken[section.id, start])
                    for start in self.times.starts[section.id]
                ]

    def study_seats(self) -> int:
        """Students on campus without anything to do, at the fullest slot."""
        idle = Counter(
            slot
            for student in self.campus.students
            for slot in TEACHING
            if slot not in self._busy[student.id] and slot not in self._blocked[student.id]
        )
        return max(idle.values(), default=0)


def _room_id(campus: CampusDraft, kind: str, number: int) -> RoomId:
    return RoomId(f"{campus.id}-{kind[0].upper()}{number + 1:02}")
