"""Columns of the placement relaxation: a student's days and mentors, ways left open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from scheduler.domain.ids import MentorId, SiteId
from scheduler.domain.people import Student
from scheduler.domain.rules import GoalId
from scheduler.solver.options import Option
from scheduler.solver.problem import Problem
from scheduler.solver.ways import Ride

PLACE_GOALS = (GoalId.INTEREST, GoalId.TRAVEL, GoalId.SPREAD_DAYS, GoalId.ATTENDANCE)
"""The goals that an option has points of, in its order."""

Place = tuple[int, MentorId, SiteId, int]
"""Internship, mentor, site and weekday of a day out."""

Key = tuple[Place, bool]
"""A place, and whether it is part of a column that leaves days unplaced."""


@dataclass(frozen=True, slots=True)
class Column:
    """All options of a student that have the same places."""

    places: tuple[Place, ...]
    missing: int
    cost: int
    """Of the cheapest of them."""
    days: tuple[frozenset[int], ...]
    """By week of the cycle: weekdays out (those of weekly internships)."""


@dataclass(frozen=True, slots=True)
class RideChoice:
    """A way there and back of one place that needs these rides, and what it adds."""

    rides: tuple[tuple[Ride, bool], ...]
    """With whether it is the way there."""
    extra: int


@dataclass(frozen=True, slots=True)
class Columns:
    """Columns of one student, and the choice of rides where there is one."""

    columns: tuple[Column, ...]
    choices: dict[Key, tuple[RideChoice, ...]]
    listed: bool = True
    """False where there are too many options to list: then the student costs nothing."""


def columns_of(
    problem: Problem, student: Student, factors: Mapping[GoalId, int], most_missing: int | None
) -> Columns:
    """Group a student's options by their places, with costs by the factors given.

    At most so many days missing more than the student must leave out in any case; None:
    all days that can be had, or none at all.
    """
    options = problem.options[student.id]
    if student.id in problem.cut_off:
        anything = tuple(frozenset[int]() for _ in problem.times.weeks)
        return Columns((Column((), 0, 0, anything),), {}, listed=False)
    least = min(option.missing for option in options)
    grouped: dict[tuple[Place, ...], list[Option]] = {}
    for option in options:
        if option.missing == least or (
            not option.outs if most_missing is None else option.missing <= least + most_missing
        ):
            places = tuple((o.internship, o.mentor, o.site, o.day) for o in option.outs)
            grouped.setdefault(places, []).append(option)
    weighed = [factors[goal] for goal in PLACE_GOALS]
    trips: dict[Key, dict[frozenset[tuple[Ride, bool]], int]] = {}
    found = []
    for places, some in grouped.items():
        missing = some[0].missing
        cost = min(_dot(option.goals, weighed) for option in some)
        found.append(Column(places, missing, cost, _days(problem, student, places)))
        for option in some:
            for place, out in zip(places, option.outs, strict=True):
                points = weighed[1] * out.trip.travel + weighed[3] * out.trip.absence
                ways = ((out.trip.there, True), (out.trip.back, False))
                rides = frozenset((w.ride, there) for w, there in ways if w.ride is not None)
                known = trips.setdefault((place, missing > least), {})
                known[rides] = min(points, known.get(rides, points))
    choices = {key: chosen for key, known in trips.items() if (chosen := _choices(known, key[1]))}
    return Columns(tuple(found), choices)


def _dot(points: tuple[int, ...], factors: list[int]) -> int:
    return sum(one * factor for one, factor in zip(points, factors, strict=True))


def _days(
    problem: Problem, student: Student, places: tuple[Place, ...]
) -> tuple[frozenset[int], ...]:
    weekly = [place for place in places if student.internships[place[0]].block is None]
    meant = {i: problem.instance.weeks(student.internships[i].weeks) for i, *_ in weekly}
    return tuple(
        frozenset(day for i, _, _, day in weekly if week in meant[i])
        for week in problem.times.weeks
    )


def _choices(
    known: dict[frozenset[tuple[Ride, bool]], int], partial: bool
) -> tuple[RideChoice, ...]:
    """What is worth choosing between; nothing when a way without rides is the cheapest.

    The points of a whole option are sums over its days, those of an option with days
    missing may stop at 0 before the sum does: there every way costs nothing more.
    """
    least = min(known.values())
    extras = {rides: 0 if partial else points - least for rides, points in known.items()}
    kept = {
        rides: extra
        for rides, extra in extras.items()
        if not any(other < rides and points <= extra for other, points in extras.items())
    }
    if all(not rides for rides in kept):
        return ()
    return tuple(
        RideChoice(tuple(sorted(rides, key=lambda r: (r[0].run, r[1], r[0].on))), extra)
        for rides, extra in sorted(
            kept.items(), key=lambda one: (one[1], len(one[0]), sorted(map(_order, one[0])))
        )
    )


def _order(ride: tuple[Ride, bool]) -> tuple[int, int, int, bool]:
    return (ride[0].run, ride[0].on, ride[0].off, ride[1])
