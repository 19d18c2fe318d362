"""How many people are touched at least before somebody has to make way."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from heapq import heappop, heappush

from scheduler.domain.ids import MentorId, SiteId, StudentId
from scheduler.solver.incumbent import Incumbent
from scheduler.solver.option import Option, hosting
from scheduler.solver.reshuffle.displacing import Displacing
from scheduler.solver.ways import Ride

Place = tuple[MentorId, SiteId, tuple[Ride, ...]]
Choices = Callable[[StudentId], list[Option]]


class Reaching:
    """Answers whom a repair can reach that touches no more people than so many.

    In a repair that cannot be made smaller, whoever changes a day out is stranded or gives
    way to somebody who changes: else all whom the stranded do not reach could stay. So
    somebody who moves ends a row of different students, from one stranded, each of whom takes
    a place that the next one holds. Each of the row is touched, and each mentor whom one of
    them goes to: all counted here, along the row that touches the fewest.
    """

    def __init__(
        self,
        incumbent: Incumbent,
        stranded: Iterable[str],
        choices: Choices,
        free: frozenset[str],
        most: int,
    ) -> None:
        """``free``: people who do not count, or are touched whatever is done.

        ``most``: people that may be touched beside these.
        """
        self._incumbent = incumbent
        self._free = free
        self._most = most
        self._displacing = Displacing(incumbent)
        self._going: dict[MentorId, int] = {}
        """By mentor: people touched at least when somebody goes there, the mentor among them."""
        self._asked: dict[Place, int] = {}
        self._moving: dict[StudentId, int] = {}
        self.options: dict[str, list[Option]] = {}
        """By student who may have to move: what such a repair could give them."""
        self._walk([StudentId(one) for one in stranded], choices)

    def _walk(self, stranded: list[StudentId], choices: Choices) -> None:
        waiting: list[tuple[int, StudentId]] = []
        for student in stranded:
            self._moving[student] = 0
            heappush(waiting, (0, student))
        while waiting:
            touched, student = heappop(waiting)
            if touched > self._moving[student] or student in self.options:
                continue
            listed = []
            current = self._incumbent.option(student)
            now = hosting(current)
            for option in choices(student):
                then = self._with(touched, now, option)
                if max(then.values(), default=touched) > self._most:
                    continue
                listed.append(option)
                for out in option.outs:
                    if out in current.outs:
                        continue
                    at_mentor = then[out.mentor]
                    place = (out.mentor, out.site, out.trip.rides)
                    if at_mentor > touched:
                        known = self._going.get(out.mentor, at_mentor)
                        self._going[out.mentor] = min(known, at_mentor)
                    if self._asked.get(place, at_mentor + 1) <= at_mentor:
                        continue
                    self._asked[place] = at_mentor
                    for other in self._displacing.there(*place):
                        count = at_mentor + (other not in self._free)
                        if count <= self._most and count < self._moving.get(other, count + 1):
                            self._moving[other] = count
                            heappush(waiting, (count, other))
            self.options[student] = listed

    def _with(
        self, touched: int, now: Mapping[MentorId, frozenset[tuple[SiteId, int]]], option: Option
    ) -> dict[MentorId, int]:
        """By mentor of an option: people touched at least by somebody taking it.

        A mentor may be on the row already; then it took the row as many to get there.
        """
        found = {}
        for mentor, days in hosting(option).items():
            before = self._going.get(mentor)
            counted = before is not None and before <= touched
            is_new = mentor not in self._free and now.get(mentor) != days and not counted
            found[mentor] = touched + is_new
        return found
