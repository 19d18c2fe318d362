"""A place for somebody without one: others make way, each for the one before."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable

from scheduler.domain.ids import StudentId
from scheduler.solver.option import Option
from scheduler.solver.reshuffle.taken import Taken

MOST_ASKED = 1_000
"""Students asked to make way, for all who need a place together."""
Choices = Callable[[StudentId], Iterable[Option]]


class MakingWay:
    """Finds the shortest chains of students who each take another place."""

    def __init__(self, taken: Taken, choices: Choices) -> None:
        """``choices``: what somebody who makes way may have instead; nothing, if they may not."""
        self._taken = taken
        self._choices = choices
        self._left = MOST_ASKED

    def chain(self, student: StudentId, wanted: Iterable[Option]) -> dict[StudentId, Option] | None:
        """Who takes which option so that a student can have one of those wanted.

        None where no such chain is found.
        """
        before: dict[StudentId, tuple[StudentId, Option] | None] = {student: None}
        waiting = deque([student])
        while waiting and self._left > 0:
            self._left -= 1
            mover = waiting.popleft()
            held = self._taken.drop(mover)
            options = wanted if mover == student else self._choices(mover)
            last: list[Option] = []
            for option in options:
                others = self._taken.in_the_way(mover, option)
                if others is None:
                    continue
                if not others:
                    last.append(option)
                for other in sorted(others):
                    if other not in before:
                        before[other] = (mover, option)
                        waiting.append(other)
            self._taken.put_back(mover, held)
            for option in last:
                found = self._led_to(before, mover, option)
                if self._go_together(found):
                    return found
        return None

    @staticmethod
    def _led_to(
        before: dict[StudentId, tuple[StudentId, Option] | None], last: StudentId, option: Option
    ) -> dict[StudentId, Option]:
        found = {last: option}
        step = before[last]
        while step is not None:
            found[step[0]] = step[1]
            step = before[step[0]]
        return found

    def _go_together(self, found: dict[StudentId, Option]) -> bool:
        """Take all of a chain, if there is room for all at once."""
        taken = self._taken
        held = {one: taken.drop(one) for one in found}
        for student, option in found.items():
            if not taken.has_room(student, option):
                for one in found:
                    taken.drop(one)
                    taken.put_back(one, held[one])
                return False
            taken.take(student, option)
        return True
