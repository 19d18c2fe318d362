"""What an option costs a student, above the best that the student could have alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, combinations
from operator import mul

from scheduler.domain.ids import MentorId
from scheduler.domain.instance import Instance
from scheduler.domain.people import Student
from scheduler.solver.option import OPTION_GOALS, Break, Option, Out

NEAR = 6


@dataclass(frozen=True, slots=True)
class _Best:
    """The best of a student's own options, for each goal by itself."""

    rank: tuple[int, ...]
    travel: int
    near: int
    absence: int
    wanted: int
    """Days out asked for."""
    ranks: tuple[dict[MentorId, int], ...]
    """By internship, the rank of each mentor."""


class Rating:
    """Rates options; the own options of a student have to be known first."""

    def __init__(self, instance: Instance) -> None:
        self._instance = instance
        self._factors = tuple(instance.factor_of[goal] for goal in OPTION_GOALS)
        self._best: dict[str, _Best] = {}

    def know(self, student: Student, own: Sequence[tuple[Out, ...]]) -> None:
        """Note the best of a student's own options; ``own`` holds all that break no rule."""
        self._best[student.id] = self._best_of(student, own)

    def take(self, other: Rating, student: str) -> None:
        """Know the best of a student's options from where they were listed before."""
        self._best[student] = other._best[student]

    def _best_of(self, student: Student, joint: Sequence[tuple[Out, ...]]) -> _Best:
        most = max(len(outs) for outs in joint)
        own = [outs for outs in joint if len(outs) == most]
        sums = [_travel_and_absence(outs) for outs in own]
        ranks = tuple({m: i for i, m in enumerate(w.mentors)} for w in student.internships)
        return _Best(
            tuple(
                min((ranks[i][o.mentor] for o in chain(*own) if o.internship == i), default=0)
                for i in range(len(ranks))
            ),
            min(travel for travel, _ in sums),
            min(self._near(student, outs) for outs in own),
            min(absence for _, absence in sums),
            sum(len(self._instance.days_wanted(student, i)) for i in range(len(ranks))),
            ranks,
        )

    def rough(self, student: Student, outs: Sequence[Out]) -> int:
        """Points of days out of one internship, nothing taken off: to tell the cheaper ones."""
        interest, travel, _, attendance = self._factors
        far, absent = _travel_and_absence(outs)
        rank = 0
        if outs and interest:
            mentors = student.internships[outs[0].internship].mentors
            rank = mentors.index(outs[0].mentor) if outs[0].mentor in mentors else 0
        return 4 * rank * interest + far * travel + absent * attendance

    def rate(
        self, student: Student, outs: tuple[Out, ...], broken: tuple[Break, ...] = ()
    ) -> Option:
        """Points above the best that the student could have alone."""
        best = self._best[student.id]
        # Where a softened rule lets there be two mentors, the first by id counts.
        whom: dict[int, MentorId] = {}
        for out in outs:
            known = whom.get(out.internship)
            if known is None or out.mentor < known:
                whom[out.internship] = out.mentor
        rank = 0
        for i, one in whom.items():
            rank += max(0, best.ranks[i].get(one, 0) - best.rank[i])
        travel, absence = _travel_and_absence(outs)
        goals = (
            4 * rank,
            max(0, travel - best.travel),
            max(0, self._near(student, outs) - best.near),
            max(0, absence - best.absence),
        )
        cost = sum(map(mul, goals, self._factors))
        if broken:
            cost += sum(self._instance.soft_points.get(rule, 0) for rule, _ in broken)
        return Option(outs, best.wanted - len(outs), goals, cost, broken)

    def share_a_week(self, student: Student, one: Out, two: Out) -> bool:
        """Whether two days out are weekly ones with a week in common."""
        first = student.internships[one.internship]
        if one.internship == two.internship:
            return first.block is None
        second = student.internships[two.internship]
        if first.block is not None or second.block is not None:
            return False
        return bool(
            set(self._instance.weeks(first.weeks)) & set(self._instance.weeks(second.weeks))
        )

    def _near(self, student: Student, outs: tuple[Out, ...]) -> int:
        for one, two in combinations(outs, 2):
            if abs(one.day - two.day) < student.wanted_apart and self.share_a_week(
                student, one, two
            ):
                return NEAR
        return 0


def _travel_and_absence(outs: Sequence[Out]) -> tuple[int, int]:
    """Points of days out, the best not taken off (one loop for both: asked of every option)."""
    travel = absence = 0
    for out in outs:
        travel += out.trip.travel
        absence += out.trip.absence
    return travel, absence
