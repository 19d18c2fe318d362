"""What moves would come to, found from the few people they are about.

The checker and the goals are those of the whole school; they look at a part of it that has
everybody who shares a mentor, a site, a van, a section or an advisory with who is moved. What
is counted over the whole school (who is on campus, out on a weekday, leads how much) is
counted there once and goes up or down by the part.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from scheduler.check import CHECKS, GOALS, advisory_whole
from scheduler.check.diary import Diary, diary_of
from scheduler.check.goals import even_days, even_sections, fair_load
from scheduler.check.part import Part
from scheduler.check.school_seats import crowd, too_full
from scheduler.domain.changes import diff
from scheduler.domain.ids import AdvisoryId, StaffId
from scheduler.domain.moves import Move
from scheduler.domain.rules import GoalId, RuleId, Violation
from scheduler.domain.timetable import Timetable, journey_minutes
from scheduler.service.fit.concerned import about_of, part_of
from scheduler.service.fit.ground import Ground
from scheduler.service.moves import moved

COUNTED = frozenset({GoalId.EVEN_DAYS, GoalId.EVEN_SECTIONS, GoalId.FAIR_LOAD, GoalId.KEEP})
"""Goals that a part by itself does not know; how many are touched is said beside them."""
COUNTED_RULES = frozenset({RuleId.SCHOOL_SEATS, RuleId.ADVISORY_WHOLE})
"""Rules that count everybody on campus, or in an advisory."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What moves would break, and what they would change."""

    violations: tuple[Violation, ...]
    """New ones: what was broken before does not count against them."""
    unplaced: tuple[int, int, int]
    """By how many items of each priority more, or less, is without a place."""
    goals: dict[GoalId, int]
    """By how many points each goal changes; those that stay are left out."""
    softened: int
    """By how many points broken softened rules change."""
    minutes: int
    """By how many minutes all journeys of the week together change."""
    touched: tuple[str, ...]
    """Everybody who has something else than before."""

    @property
    def rank(self) -> tuple[int, int, int, int]:
        """What trials are compared by; less is better."""
        return (*self.unplaced, sum(self.goals.values()) + self.softened)


def tried(ground: Ground, moves: Sequence[Move], advisor: tuple[str, str] | None = None) -> Trial:
    """Say what moves would break and change.

    Parameters
    ----------
    advisor
        An advisory and who leads it instead, beside the moves.
    """
    about = about_of(ground, moves)
    part, before = part_of(ground, about, advisor)
    was = _looked(part, before)
    then = part
    if advisor is not None:
        id, lead = AdvisoryId(advisor[0]), StaffId(advisor[1])
        instead = replace(part.advisory_of[id], advisor=lead)
        others = tuple(one for one in part.advisories if one.id != id)
        then = replace(part, advisories=(*others, instead))
    after = moved(then, before, moves)
    now = _looked(then, after)
    touched = set(diff(part, before, after).touched)
    if advisor is not None:
        touched |= {part.advisory_of[AdvisoryId(advisor[0])].advisor, advisor[1]}
    return Trial(
        violations=(
            *(now.violations - was.violations),
            *_emptier(ground, was, now),
            *_fuller(ground, was, now),
        ),
        unplaced=_unplaced(part, before, after),
        goals=_goals(ground, was, now),
        softened=now.softened - was.softened,
        minutes=_minutes(after) - _minutes(before),
        touched=tuple(sorted(touched)),
    )


class _Looked(NamedTuple):
    """A part as it is at one time."""

    diary: Diary
    violations: Counter[Violation]
    goals: dict[GoalId, int]
    softened: int


def _looked(part: Part, timetable: Timetable) -> _Looked:
    diary = diary_of(part, timetable)
    violations = Counter(diary.faults)
    softened = 0
    for rule, check in CHECKS.items():
        if rule in COUNTED_RULES:
            continue
        if rule in part.soft_points:
            softened += part.soft_points[rule] * sum(1 for _ in check(part, timetable))
        else:
            violations.update(check(part, timetable))
    goals = {goal: points(part, timetable) for goal, points in GOALS.items() if goal not in COUNTED}
    goals[GoalId.FAIR_LOAD] = fair_load.points_of_mentors(diary)
    return _Looked(diary, violations, goals, softened)


def _emptier(ground: Ground, was: _Looked, now: _Looked) -> tuple[Violation, ...]:
    """Which meetings have too few members who did not have too few before."""
    if RuleId.ADVISORY_WHOLE in ground.instance.soft_points:
        return ()
    before, after = advisory_whole.absent(was.diary), advisory_whole.absent(now.diary)
    had = {met: ground.absent[met] for met, weeks in after.items() if before[met] != weeks}
    changed = {
        met: {week: count + after[met][week] - before[met][week] for week, count in weeks.items()}
        for met, weeks in had.items()
    }
    broken = {one.subjects for one in advisory_whole.too_few(ground.diary, had)}
    return tuple(
        one for one in advisory_whole.too_few(ground.diary, changed) if one.subjects not in broken
    )


def _fuller(ground: Ground, was: _Looked, now: _Looked) -> tuple[Violation, ...]:
    """Where there are too many on campus who were not too many before."""
    if RuleId.SCHOOL_SEATS in ground.instance.soft_points:
        return ()
    before, after = crowd(was.diary), crowd(now.diary)
    changed = {}
    for key, (held, studying) in after.items():
        if before[key] != (held, studying):
            all_held, all_studying = ground.crowd[key]
            changed[key] = (
                all_held + held - before[key][0],
                all_studying + studying - before[key][1],
            )
    had = {key: ground.crowd[key] for key in changed}
    broken = {one.subjects for one in too_full(ground.instance, had)}
    return tuple(one for one in too_full(ground.instance, changed) if one.subjects not in broken)


def _goals(ground: Ground, was: _Looked, now: _Looked) -> dict[GoalId, int]:
    """By how many points each goal changes, the profile's factor applied."""
    whole = ground.instance
    found = {goal: now.goals[goal] - points for goal, points in was.goals.items()}
    out = Counter(ground.out_on)
    out.update(even_days.out_on(now.diary))
    out.subtract(even_days.out_on(was.diary))
    found[GoalId.EVEN_DAYS] = even_days.points_of(whole, out) - even_days.points_of(
        whole, ground.out_on
    )
    had, has = even_sections.sizes(was.diary), even_sections.sizes(now.diary)
    grown = {one: ground.sizes[one] + size - had[one] for one, size in has.items()}
    if grown:
        found[GoalId.EVEN_SECTIONS] = even_sections.points_of(
            whole, ground.sizes | grown
        ) - even_sections.points_of(whole, ground.sizes)
    led = Counter(ground.slots_led)
    led.update(fair_load.slots_led(now.diary))
    led.subtract(fair_load.slots_led(was.diary))
    if led != ground.slots_led:
        found[GoalId.FAIR_LOAD] += fair_load.points_of_staff(
            whole, led
        ) - fair_load.points_of_staff(whole, ground.slots_led)
    return {
        goal: whole.factor_of[goal] * found[goal]
        for goal in GoalId
        if goal in found and whole.factor_of[goal] * found[goal]
    }


def _unplaced(part: Part, before: Timetable, after: Timetable) -> tuple[int, int, int]:
    counts = [0, 0, 0]
    for sign, timetable in ((1, after), (-1, before)):
        for item in timetable.unplaced:
            counts[part.priorities.of(item.kind) - 1] += sign
    return (counts[0], counts[1], counts[2])


def _minutes(timetable: Timetable) -> int:
    return sum(journey_minutes(out.there) + journey_minutes(out.back) for out in timetable.days_out)
