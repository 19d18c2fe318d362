"""Who is in which section in the hidden timetable."""

from __future__ import annotations

from collections import defaultdict

from scheduler.made.dice import Dice
from scheduler.made.drafts import StudentDraft
from scheduler.made.offer import SectionDraft
from scheduler.made.section_times import SectionTimes
from scheduler.made.week import GRID

_ROOM_ABOVE_MEAN = 3
"""Students by which a section may exceed the mean."""
_TRIES = 16
_SQUEEZE = 2
"""Students more, for those who could not be enrolled otherwise."""


class Enrolling:
    """Fills sections with students who are free, a section each in turn."""

    def __init__(self, dice: Dice, times: SectionTimes, busy: dict[str, set[int]]) -> None:
        self._dice = dice
        self._times = times
        self._busy = busy
        self.members: dict[str, list[StudentDraft]] = defaultdict(list)
        self.taken: dict[str, list[SectionDraft]] = defaultdict(list)
        """Sections by student, those that come along left out."""

    def draw(
        self,
        students: list[StudentDraft],
        counts: list[int],
        sections: list[SectionDraft],
        blocked: dict[str, set[int]],
    ) -> None:
        """Enrol students in as many sections as asked, where that is possible.

        ``blocked`` has the slots in which a student cannot be in a section.
        """
        along: dict[str, list[SectionDraft]] = defaultdict(list)
        for section in sections:
            for other in section.linked:
                along[other.id].append(section)
        offered = [one for one in sections if not one.workshop.comes_along]
        slots = {
            one.id: [s for part in (one, *along[one.id]) for s in self._times.covered(part)]
            for one in offered
        }
        most = sum(counts) // max(1, len(offered)) + _ROOM_ABOVE_MEAN
        fitting = {
            one.id: sum(
                (self._busy[s.id] | blocked[s.id]).isdisjoint(slots[one.id]) for s in students
            )
            for one in offered
        }
        for place in self._dice.shuffled(range(len(students))):
            student, count = students[place], counts[place]
            best: list[SectionDraft] = []
            for attempt in range(_TRIES):
                limit = most if attempt < _TRIES // 2 else most + _SQUEEZE
                found = self._try(
                    student, count, offered, slots, fitting, limit, blocked[student.id]
                )
                best = max(best, found, key=len)
                if len(best) == count:
                    break
            self.taken[student.id] = best
            for section in best:
                self._busy[student.id].update(slots[section.id])
                for part in (section, *along[section.id]):
                    self.members[part.id].append(student)

    def _try(
        self,
        student: StudentDraft,
        count: int,
        offered: list[SectionDraft],
        slots: dict[str, list[int]],
        fitting: dict[str, int],
        most: int,
        blocked: set[int],
    ) -> list[SectionDraft]:
        """Draw sections for a student one after another, as long as some fit."""
        found: list[SectionDraft] = []
        busy = self._busy[student.id] | blocked
        left = [one for one in offered if busy.isdisjoint(slots[one.id])]
        weights = [self._liking(one, most) // fitting[one.id] for one in left]
        while len(found) < count and sum(weights):
            chosen = left[self._dice.weighted(weights)]
            if self._may_add(student, [*found, chosen], slots):
                found.append(chosen)
                busy = busy.union(slots[chosen.id])
            for index, one in enumerate(left):
                if one.workshop is chosen.workshop or not busy.isdisjoint(slots[one.id]):
                    weights[index] = 0
        return found

    def _may_add(
        self, student: StudentDraft, sections: list[SectionDraft], slots: dict[str, list[int]]
    ) -> bool:
        """Whether the student has the breaks needed."""
        most_on_end = student.accommodations.break_every
        if most_on_end is None:
            return True
        busy = self._busy[student.id].union(*(slots[one.id] for one in sections))
        return _longest_stretch(busy) <= most_on_end

    def _liking(self, section: SectionDraft, most: int) -> int:
        room = max(0, most - len(self.members[section.id]))
        return 1000 * room * room * section.workshop.popular // len(section.workshop.sections)


def _longest_stretch(busy: set[int]) -> int:
    """Most slots on end on one day."""
    longest = stretch = 0
    for slot, one in enumerate(GRID):
        on_end = slot > 0 and GRID[slot - 1].day == one.day
        stretch = (stretch if on_end else 0) + 1 if slot in busy else 0
        longest = max(longest, stretch)
    return longest
