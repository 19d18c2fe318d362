"""Who is in which section in the hidden timetable."""

from __future__ import annotations

from collections import defaultdict

from scheduler.made.dice import Dice
from scheduler.made.drafts import StudentDraft
from scheduler.made.offer import SectionDraft
from scheduler.made.section_times import SectionTimes
from scheduler.made.week import GRID

_ROOM_ABOVE_MEAN = 4
"""Students by which a section may exceed the mean."""


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
        for turn in range(max(counts, default=0)):
            asking = [s for s, count in zip(students, counts, strict=True) if count > turn]
            for student in self._dice.shuffled(asking):
                weights = [
                    self._liking(student, one, slots[one.id], most, blocked[student.id])
                    for one in offered
                ]
                if not sum(weights):
                    continue
                chosen = offered[self._dice.weighted(weights)]
                self.taken[student.id].append(chosen)
                self._busy[student.id].update(slots[chosen.id])
                for part in (chosen, *along[chosen.id]):
                    self.members[part.id].append(student)

    def _liking(
        self,
        student: StudentDraft,
        section: SectionDraft,
        slots: list[int],
        most: int,
        blocked: set[int],
    ) -> int:
        room = most - len(self.members[section.id])
        busy = self._busy[student.id]
        if room <= 0 or any(slot in busy or slot in blocked for slot in slots):
            return 0
        if any(one.workshop is section.workshop for one in self.taken[student.id]):
            return 0
        most_on_end = student.accommodations.break_every
        if most_on_end is not None and _longest_stretch(busy.union(slots)) > most_on_end:
            return 0
        return room**3 * section.workshop.popular // len(section.workshop.sections)


def _longest_stretch(busy: set[int]) -> int:
    """Most slots on end on one day."""
    longest = stretch = 0
    for slot, one in enumerate(GRID):
        on_end = slot > 0 and GRID[slot - 1].day == one.day
        stretch = (stretch if on_end else 0) + 1 if slot in busy else 0
        longest = max(longest, stretch)
    return longest
