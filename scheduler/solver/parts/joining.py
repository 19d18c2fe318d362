"""What parts come to together: one timetable, sums of points, of items and of bounds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain

from scheduler.domain.rules import Score
from scheduler.domain.runs import Bounds
from scheduler.domain.timetable import Timetable


def joined(instance: str, pieces: Iterable[Timetable]) -> Timetable:
    """Put the timetables of all parts together, sorted as any timetable is."""
    some = list(pieces)
    return Timetable(
        instance=instance,
        days_out=tuple(
            sorted(
                chain.from_iterable(one.days_out for one in some),
                key=lambda o: (o.student, o.internship, o.day),
            )
        ),
        meetings=tuple(
            sorted(
                chain.from_iterable(one.meetings for one in some),
                key=lambda m: (m.advisory, m.kind, m.slot),
            )
        ),
        sections=tuple(
            sorted(chain.from_iterable(one.sections for one in some), key=lambda s: s.section)
        ),
        enrolments=tuple(
            sorted(
                chain.from_iterable(one.enrolments for one in some),
                key=lambda e: (e.student, e.section),
            )
        ),
        runs=tuple(sorted(chain.from_iterable(one.runs for one in some), key=lambda u: u.run)),
        unplaced=tuple(
            sorted(
                chain.from_iterable(one.unplaced for one in some),
                key=lambda u: (u.kind, u.student, u.subject),
            )
        ),
    )


def total_score(scores: Sequence[Score]) -> Score:
    """Items unplaced and points of all parts: none of them is counted in two."""
    goals, rules = scores[0].goals.keys(), {rule for one in scores for rule in one.softened}
    first, second, third = (sum(one.unplaced[n] for one in scores) for n in range(3))
    return Score(
        unplaced=(first, second, third),
        goals={goal: sum(one.goals[goal] for one in scores) for goal in goals},
        softened={rule: sum(one.softened.get(rule, 0) for one in scores) for rule in sorted(rules)},
    )


def total_bounds(bounds: Sequence[Bounds]) -> Bounds:
    """Least items and points of all parts: min(A + B) >= min A + min B.

    The items hold for timetables that are no worse by priority in any part than the answer,
    the points for those that leave no more unplaced in any.
    """
    goals = sorted({goal for one in bounds for goal in one.goals})
    return Bounds(
        unplaced=sum(one.unplaced for one in bounds),
        goals={goal: sum(one.goals.get(goal, 0) for one in bounds) for goal in goals},
        penalty=sum(one.penalty for one in bounds),
    )
