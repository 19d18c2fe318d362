"""How many people are touched at least before somebody has to make way."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from heapq import heappop, heappush

from scheduler.domain.ids import MentorId, SiteId, StudentId
from scheduler.solver.incumbent import Incumbent
from scheduler.solver.option import Option, hosting
from scheduler.solver.reshuffle.case import Case
from scheduler.solver.reshuffle.displacing import Displacing, Place

Choices = Callable[[StudentId], list[Option]]


class Reaching:
    """Answers whom a repair can reach that touches no more people than so many.

    In a repair that cannot be made smaller, whoever changes a day out is stranded or gives
    way to somebody who changes: else all whom the stranded do not reach could stay. So
    somebody who moves ends a row of different students, from one stranded, each of whom takes
    a place that the next one holds. Each of the row is touched, and each mentor whom one of
    them goes to on other days than the release says: all counted here, along the row that
    touches the fewest.
    """

    def __init__(
        self,
        case: Case,
        incumbent: Incumbent,
        stranded: Iterable[str],
        choices: Choices,
        most: int,
    ) -> None:
        """``most``: people that may be touched beside those who are whatever is done."""
        self._case = case
        self._incumbent = incumbent
        self._free = case.named | case.surely_touched
        self._most = most
        students = case.problem.instance.student_of
        movers = most + sum(one in students for one in self._free)
        self._displacing = Displacing(case, incumbent, movers)
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
            before = self._case.hosted(student)
            for option in choices(student):
                then = self._with(touched, before, option)
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
        self, touched: int, had: Mapping[MentorId, frozenset[tuple[SiteId, int]]], option: Option
    ) -> dict[MentorId, int]:
        """By mentor of an option: people touched at least by somebody taking it.

        A mentor may be on the row already; then it took the row as many to get there.
        """
        found = {}
        for mentor, days in hosting(option).items():
            known = self._going.get(mentor)
            counted = known is not None and known <= touched
            is_new = mentor not in self._free and had.get(mentor) != days and not counted
            found[mentor] = touched + is_new
        return found
