"""Who is in which section in the hidden timetable."""

from __future__ import annotations

from collections import defaultdict

from scheduler.made.dice import Dice
from scheduler.made.drafts import StudentDraft
from scheduler.made.offer import SectionDraft
from scheduler.made.section_times import SectionTimes
from scheduler.made.week import GRID

_ABOVE_MEAN = 3
"""Students by which a section may exceed the mean."""
_SQUEEZE = 2
"""Students more, for those who could not be enrolled otherwise."""
_TRIES = 16


class Enrolling:
    """Fills sections with students who are free.

    ``busy`` has the slots of each student's activities and is added to; ``blocked`` has
    the slots in which the student is away.
    """

    def __init__(
        self,
        dice: Dice,
        times: SectionTimes,
        sections: list[SectionDraft],
        busy: dict[str, set[int]],
        blocked: dict[str, set[int]],
    ) -> None:
        self._dice = dice
        self._busy = busy
        self._blocked = blocked
        self._along: dict[str, list[SectionDraft]] = defaultdict(list)
        for section in sections:
            for other in section.linked:
                self._along[other.id].append(section)
        self._offered = [one for one in sections if not one.workshop.comes_along]
        self._slots: dict[str, list[int]] = {
            one.id: [s for part in (one, *self._along[one.id]) for s in times.covered(part)]
            for one in self._offered
        }
        self._fitting: dict[str, int] = {
            one.id: sum(1 for other in busy if self._is_free(other, one)) for one in self._offered
        }
        self.members: dict[str, list[StudentDraft]] = defaultdict(list)
        self.taken: dict[str, list[SectionDraft]] = {}
        """Sections by student, those that come along left out."""

    def draw(self, students: list[StudentDraft], counts: list[int]) -> None:
        """Enrol students in as many sections as asked, where that is possible."""
        most = sum(counts) // max(1, len(self._offered)) + _ABOVE_MEAN
        for place in self._dice.shuffled(range(len(students))):
            student, count = students[place], counts[place]
            best: list[SectionDraft] = []
            for attempt in range(_TRIES):
                limit = most if attempt < _TRIES // 2 else most + _SQUEEZE
                best = max(best, self._try(student, count, limit), key=len)
                if len(best) == count:
                    break
            self.taken[student.id] = best
            for section in best:
                self._busy[student.id].update(self._slots[section.id])
                for part in (section, *self._along[section.id]):
                    self.members[part.id].append(student)

    def _is_free(self, student: str, section: SectionDraft) -> bool:
        slots = self._slots[section.id]
        return self._busy[student].isdisjoint(slots) and self._blocked[student].isdisjoint(slots)

    def _try(self, student: StudentDraft, count: int, most: int) -> list[SectionDraft]:
        """Draw sections for a student one after another, as long as some fit."""
        found: list[SectionDraft] = []
        slots: set[int] = set()
        left = [one for one in self._offered if self._is_free(student.id, one)]
        weights = [self._liking(one, most) for one in left]
        while len(found) < count and any(weights):
            chosen = left[self._dice.weighted(weights)]
            if self._has_breaks(student, slots.union(self._slots[chosen.id])):
                found.append(chosen)
                slots.update(self._slots[chosen.id])
            for index, one in enumerate(left):
                same = one.workshop is chosen.workshop
                if same or not slots.isdisjoint(self._slots[one.id]):
                    weights[index] = 0
        return found

    def _liking(self, section: SectionDraft, most: int) -> int:
        """More for sections with room, popular ones, and those that few are free for."""
        room = max(0, most - len(self.members[section.id]))
        popular = section.workshop.popular // len(section.workshop.sections)
        return 1000 * room * room * popular // self._fitting[section.id]

    def _has_breaks(self, student: StudentDraft, slots: set[int]) -> bool:
        most = student.accommodations.break_every
        return most is None or _longest_stretch(self._busy[student.id] | slots) <= most


def _longest_stretch(busy: set[int]) -> int:
    """Most slots on end on one day."""
    longest = stretch = 0
    for slot, one in enumerate(GRID):
        on_end = slot > 0 and GRID[slot - 1].day == one.day
        stretch = (stretch if on_end else 0) + 1 if slot in busy else 0
        longest = max(longest, stretch)
    return longest
