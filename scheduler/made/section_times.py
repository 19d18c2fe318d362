"""When and by whom the sections of a made-up school site are led in the hidden timetable."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable

from scheduler.domain.calendar import minute
from scheduler.domain.ids import StaffId
from scheduler.domain.people import Staff
from scheduler.made.dice import Dice
from scheduler.made.offer import SectionDraft
from scheduler.made.week import GRID, TEACHING

_AMONG_BEST = 3
_SIBLING = 2
"""Rooms that a section of the same workshop at the same time counts for."""
_EARLY = 2
"""Weekday by which a section that others come after has begun."""


class SectionTimes:
    """Starts and leads of sections, drawn one by one where rooms and students are free."""

    def __init__(
        self,
        dice: Dice,
        staff: list[Staff],
        led: dict[StaffId, set[int]],
        free: dict[int, set[str]],
        hire: Callable[[], Staff],
    ) -> None:
        self._dice = dice
        self._staff = {one.id: one for one in staff}
        self._led: dict[StaffId, set[int]] = defaultdict(set, led)
        self._free = free
        self._hire = hire
        self._used: dict[str, Counter[int]] = defaultdict(Counter)
        self.starts: dict[str, list[int]] = {}
        """First slots of every section's sessions, in order of time."""
        self.leads: dict[str, StaffId] = {}

    def draw(self, sections: list[SectionDraft]) -> None:
        """Place all sections; those that come after others last."""
        followed = {before.id for one in sections for before in one.after}
        for section in sorted(self._dice.shuffled(sections), key=lambda one: len(one.after)):
            last = _EARLY if section.id in followed else 4
            for lead in section.leads:
                if self._place(section, lead, last):
                    break
            else:
                self._find_lead(section, last)

    def covered(self, section: SectionDraft) -> list[int]:
        """All the slots of a section, in order."""
        length = section.workshop.length
        return [slot + more for slot in self.starts[section.id] for more in range(length)]

    def _find_lead(self, section: SectionDraft, last: int) -> None:
        """Ask the other teachers, and hire one when nobody has time."""
        for staff in list(self._staff.values()):
            if staff.kind == "teacher" and self._place(section, staff.id, last):
                section.leads.append(staff.id)
                return
        staff = self._hire()
        self._staff[staff.id] = staff
        placed = self._place(section, staff.id, last)
        assert placed, "a new teacher has time for any section"
        section.leads.append(staff.id)

    def _place(self, section: SectionDraft, lead: StaffId, last: int) -> bool:
        workshop = section.workshop
        earliest = max(
            (self.starts[one.id][0] + one.workshop.length for one in section.after), default=0
        )
        barred = {slot for one in section.linked for slot in self.covered(one)}
        starts = [
            slot
            for slot in TEACHING
            if slot >= earliest and self._can_lead(lead, slot, workshop.length, barred)
        ]
        chosen: list[int] = []
        for number in range(workshop.sessions):
            days = {GRID[slot].day for slot in chosen}
            open_starts = [s for s in starts if GRID[s].day not in days]
            if number == 0:
                open_starts = [s for s in open_starts if GRID[s].day <= last]
            if not open_starts or self._week_is_full(lead, workshop.slots):
                return False
            keyed = sorted(
                (self._crowded(section, s, chosen), self._dice.below(1000), s) for s in open_starts
            )
            chosen.append(keyed[self._dice.below(min(_AMONG_BEST, len(keyed)))][2])
        self.starts[section.id] = sorted(chosen)
        self.leads[section.id] = lead
        for slot in self.covered(section):
            self._led[lead].add(slot)
            self._used[workshop.kind][slot] += 1
        return True

    def _can_lead(self, lead: StaffId, start: int, length: int, barred: set[int]) -> bool:
        slots = range(start, start + length)
        if any(s not in TEACHING or GRID[s].day != GRID[start].day for s in slots):
            return False
        staff = self._staff[lead]
        led = self._led[lead]
        if any(slot in led or slot in barred for slot in slots):
            return False
        on_day = sum(GRID[slot].day == GRID[start].day for slot in led)
        if staff.most_day is not None and on_day + length > staff.most_day:
            return False
        one, two = GRID[start], GRID[slots[-1]]
        return not staff.available or any(
            span.day == one.day
            and minute(span.start) <= minute(one.start)
            and minute(two.end) <= minute(span.end)
            for span in staff.available
        )

    def _week_is_full(self, lead: StaffId, more: int) -> bool:
        most = self._staff[lead].most_week
        return most is not None and len(self._led[lead]) + more > most

    def _crowded(self, section: SectionDraft, start: int, chosen: list[int]) -> int:
        """Rooms in use for each student who can come."""
        slots = range(start, start + section.workshop.length)
        used = self._used[section.workshop.kind]
        everywhere = [sum(kind[slot] for kind in self._used.values()) for slot in slots]
        rooms = max(
            2 * used[slot] + all_kinds + 1
            for slot, all_kinds in zip(slots, everywhere, strict=True)
        )
        siblings = sum(
            slot in self.covered(one)
            for one in section.workshop.sections
            if one.id in self.starts
            for slot in slots
        )
        taking = [*slots, *chosen]
        free = 1 + len(set.intersection(*(self._free[slot] for slot in taking)))
        return (rooms + _SIBLING * siblings) * 1_000_000 // (free * free)
