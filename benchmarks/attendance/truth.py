"""A made-up truth of who comes when, which no model here has the form of.

Reasons to stay away multiply, where the learner adds on the scale of odds; some hold only
together (tired after a long way on the day before, wet weeks for those who walk, cycle or wait for
a bus); some belong to a pair of student and site or of student and weekday; and one bus line keeps
people from coming in time, so that some give up.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from scheduler.attendance.patterns import Day, Observed
from scheduler.attendance.planning import rates_by
from scheduler.domain.calendar import Term
from scheduler.domain.instance import AttendanceRate, Instance
from scheduler.domain.places import Mode
from scheduler.domain.timetable import DayOut, Timetable, journey_minutes, journey_mode

LONG = 40
OUTSIDE = frozenset({Mode.WALK, Mode.CYCLE, Mode.TRANSIT})


@dataclass(frozen=True)
class Truth:
    """How likely each student comes, drawn from a seed."""

    reliable: dict[str, float]
    dislikes: dict[str, int]
    """Students who stay away more often on one weekday."""
    unhappy: frozenset[tuple[str, str]]
    """Pairs of student and site that do not get on."""
    slow_line: frozenset[str]
    """Sites that only the late bus goes to."""
    wet: frozenset[int]
    """Calendar weeks in which it rains."""

    def share(self, out: DayOut, when: date, day_before: bool) -> float:
        """How likely a student comes on a date, having been out on the day before or not."""
        minutes, mode = journey_minutes(out.there), journey_mode(out.there)
        day = Day(out.student, out.day, out.site, mode, minutes)
        return self.share_on(day, when.isocalendar().week, day_before=day_before)

    def share_on(self, day: Day, week: int, *, day_before: bool) -> float:
        """How likely a student comes to such a day out in a calendar week."""
        share = self.reliable[day.student]
        if day.minutes > LONG:
            share *= 0.86 if day_before else 0.94
        if week in self.wet and day.mode in OUTSIDE:
            share *= 0.97 - 0.002 * day.minutes
        if self.dislikes.get(day.student) == day.weekday:
            share *= 0.72
        if (day.student, day.site) in self.unhappy:
            share *= 0.85
        if day.mode is Mode.TRANSIT and day.site in self.slow_line:
            share *= 0.88
        if day.mode is Mode.VAN:
            share = 1 - (1 - share) * 0.7
        return share

    def late(self, out: DayOut, dice: random.Random) -> bool:
        """Whether a student who came was late."""
        by_slow_bus = journey_mode(out.there) is Mode.TRANSIT and out.site in self.slow_line
        return dice.random() < (0.5 if by_slow_bus else 0.06)


def hidden_truth(instance: Instance, seed: int) -> Truth:
    """Draw the truth of a school."""
    dice = random.Random(f"truth {instance.id} {seed}")
    students = [one.id for one in instance.students]
    sites = [one.id for one in instance.internship_sites]
    kinds = [0.98] * 4 + [0.93] * 4 + [0.82, 0.65]
    dislikers = dice.sample(students, len(students) // 3)
    weeks = sorted({when.isocalendar().week for when, _, _ in instance.term.dates()})
    return Truth(
        reliable={one: dice.choice(kinds) for one in students},
        dislikes={one: dice.choice((0, 0, 0, 4, 4, 2)) for one in dislikers},
        unhappy=frozenset((one, site) for one in students for site in sites if dice.random() < 0.1),
        slow_line=frozenset(dice.sample(sites, len(sites) // 4)),
        wet=frozenset(dice.sample(weeks, len(weeks) // 3)),
    )


def true_rates(instance: Instance, truth: Truth) -> tuple[AttendanceRate, ...]:
    """The rates that the planner would be given by somebody who knew the truth.

    All of it that a rate can say: over the dates of the term, as if nobody were out on the day
    before.
    """
    dates = [[when for when, _ in some] for some in _dates_by_day(instance.term)]

    def share_of(day: Day) -> float:
        shares = [
            truth.share_on(day, when.isocalendar().week, day_before=False)
            for when in dates[day.weekday]
        ]
        return sum(shares) / len(shares) if shares else 1.0

    return rates_by(instance, share_of)


def lived(instance: Instance, timetable: Timetable, truth: Truth, seed: int) -> Iterator[Observed]:
    """Live a term by a timetable: one observation each date of each day out."""
    dice = random.Random(f"lived {seed}")
    for out, _, share in _dated(instance, timetable, truth):
        came = dice.random() < share
        yield Observed(
            student=out.student,
            weekday=out.day,
            site=out.site,
            mode=journey_mode(out.there),
            minutes=journey_minutes(out.there),
            attended=came,
            late=came and truth.late(out, dice),
            ride=next((leg.run for leg in out.there if leg.run), "")
            or f"{journey_mode(out.there)} to {out.site}",
        )


def expected_days(instance: Instance, timetable: Timetable, truth: Truth) -> tuple[float, int]:
    """Say how many days of a term will be attended by the truth, and how many there are."""
    shares = [share for _, _, share in _dated(instance, timetable, truth)]
    return sum(shares), len(shares)


def _dated(
    instance: Instance, timetable: Timetable, truth: Truth
) -> Iterator[tuple[DayOut, date, float]]:
    days: dict[str, set[int]] = {}
    for out in timetable.days_out:
        days.setdefault(out.student, set()).add(out.day)
    dates = _dates_by_day(instance.term)
    for out in timetable.days_out:
        wish = instance.student_of[out.student].internships[out.internship]
        weeks = instance.weeks(wish.weeks)
        for when, week in dates[out.day]:
            if wish.block.covers(when) if wish.block is not None else week in weeks:
                yield out, when, truth.share(out, when, out.day - 1 in days[out.student])


def _dates_by_day(term: Term) -> Sequence[list[tuple[date, int]]]:
    found: list[list[tuple[date, int]]] = [[] for _ in range(7)]
    for when, week, day in term.dates():
        found[day].append((when, week))
    return found
