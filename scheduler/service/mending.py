"""What a repair means for people: who has something else than before, and what it costs.

Used wherever a repair is shown: command line, API and pages.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from scheduler.check import score
from scheduler.domain.changes import renumbered
from scheduler.domain.rules import GoalId, Score
from scheduler.domain.timetable import Unplaced
from scheduler.service.appointments import AppointmentKind
from scheduler.service.differences import Difference, PersonChanges, Plan, differences


@dataclass(frozen=True)
class Mending:
    """A release and what is to be lived by in its place."""

    before: Plan
    after: Plan

    @cached_property
    def changes(self) -> tuple[PersonChanges, ...]:
        """For each person who has to be told, what is different, from where to where."""
        return differences(self.before, self.after)

    @cached_property
    def journeys(self) -> int:
        """How many days out have another way there or back, or are new, or no longer are."""
        return sum(1 for one in self.changes for each in one.differences if _is_journey(each))

    @cached_property
    def goals(self) -> dict[GoalId, tuple[int, int]]:
        """Goals whose points change: before and after."""
        was, now = _points(score(*self.before)), _points(score(*self.after))
        return {
            goal: (was.get(goal, 0), now.get(goal, 0))
            for goal in GoalId
            if was.get(goal, 0) != now.get(goal, 0)
        }

    @cached_property
    def newly_unplaced(self) -> tuple[Unplaced, ...]:
        """What has no place now and had one, or was not there, before."""
        old, timetable = self.before
        before = list(renumbered(old, self.after[0], timetable).unplaced)
        found = []
        for item in self.after[1].unplaced:
            if item in before:
                before.remove(item)
            else:
                found.append(item)
        return tuple(found)

    def name(self) -> Callable[[str], str]:
        """Give what an id is called, of those too who are not there any more."""
        names = self.before[0].names | self.after[0].names
        return lambda id: names.get(id, id)


def _points(found: Score) -> dict[GoalId, int]:
    """Points of the goals; people touched are counted by themselves."""
    return {goal: points for goal, points in found.goals.items() if goal is not GoalId.KEEP}


def _is_journey(one: Difference) -> bool:
    if (one.now or one.was) is None:
        return False
    out = [a for a in (one.was, one.now) if a is not None and a.kind is AppointmentKind.DAY_OUT]
    return len({(a.there, a.back) for a in out}) + (len(out) == 1) > 1
