"""On which weekdays advisory meetings can be, and what is known of them there."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from scheduler.domain.ids import StudentId
from scheduler.domain.people import Advisory, MeetingKind, Student
from scheduler.domain.places import SchoolSite
from scheduler.domain.rules import RuleId
from scheduler.solver.bounds.linear import Linear
from scheduler.solver.problem import MeetingToPlace, Problem

LOOSE = {RuleId.ADVISORY_MEETS, RuleId.ADVISORY_TIME, RuleId.AVAILABLE}
"""Softened, these let meetings be at times that are not listed, or minutes be missing."""


@dataclass(frozen=True, slots=True)
class KindDays:
    """Where a kind of meeting can be: by weekday, what holds at every start on it."""

    kind: MeetingKind
    whole: bool
    days: dict[int, int]
    """Column of each weekday."""
    minutes: dict[int, int]
    """Longest meeting of each weekday."""
    busy: dict[tuple[int, int], frozenset[StudentId]]
    """By weekday and week, members who are unavailable then at every start."""


def kind_days(
    problem: Problem, model: Linear, advisory: Advisory, kind: MeetingKind, whole: bool
) -> KindDays:
    """Add a column for each weekday that a kind of meeting can be on."""
    members = problem.instance.members_of[advisory.id]
    weeks = problem.instance.weeks(kind.weeks)
    site = problem.instance.room_of[advisory.room][1]
    days, minutes, busy = {}, {}, {}
    for day, starts in starts_by_day(problem, advisory, kind).items():
        away = {
            week: [_busy(problem, members, week, day, mask) for _, mask in starts] for week in weeks
        }
        if whole and all(any(some) for some in zip(*away.values(), strict=True)):
            continue
        days[day] = model.column()
        minutes[day] = max(_length(site, slot, kind.length) for slot, _ in starts)
        for week in weeks:
            busy[day, week] = frozenset.intersection(*away[week])
    return KindDays(kind, whole, days, minutes, busy)


def _busy(
    problem: Problem, members: Sequence[Student], week: int, day: int, mask: int
) -> frozenset[StudentId]:
    """Members unavailable during a mask of a weekday and week."""
    index = problem.times.index_of_day.get((week, day))
    if index is None:
        return frozenset()
    return frozenset(s.id for s in members if problem.student_blocked[s.id][index] & mask)


def starts_by_day(
    problem: Problem, advisory: Advisory, kind: MeetingKind
) -> dict[int, list[tuple[int, int]]]:
    """(Slot, mask) of every start of a kind of meeting, by weekday."""
    site = problem.instance.room_of[advisory.room][1]
    found: dict[int, list[tuple[int, int]]] = {}
    for slot, day, mask in problem.meeting_starts(MeetingToPlace(advisory, kind, 0, site)):
        found.setdefault(day, []).append((slot, mask))
    return found


def students_always_short(problem: Problem) -> int:
    """Students and weeks short of advisory minutes even if every meeting suited them."""
    instance = problem.instance
    if LOOSE & set(instance.soft_points):
        return 0
    found = 0
    for advisory in instance.advisories:
        for week in problem.times.weeks:
            most = sum(
                _most_minutes(problem, advisory, kind)
                for kind in advisory.meetings
                if week in instance.weeks(kind.weeks)
            )
            if most < advisory.minutes:
                found += len(instance.members_of[advisory.id])
    return found


def _most_minutes(problem: Problem, advisory: Advisory, kind: MeetingKind) -> int:
    site = problem.instance.room_of[advisory.room][1]
    by_day = [
        max(_length(site, slot, kind.length) for slot, _ in starts)
        for starts in starts_by_day(problem, advisory, kind).values()
    ]
    return sum(sorted(by_day)[-kind.count :])


def _length(site: SchoolSite, slot: int, length: int) -> int:
    span = site.span_of(slot, length)
    return 0 if span is None else span[2] - span[1]


def most_absent(kind: MeetingKind, members: int) -> int:
    """Members who may be absent from a meeting of a kind that is not whole."""
    return members - math.ceil(kind.quorum * members - 1e-9)
