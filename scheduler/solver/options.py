"""Options: every way a student's days out could be, alone in the school."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import chain, combinations, product

from scheduler.domain.calendar import minute
from scheduler.domain.ids import MentorId, SiteId, StudentId
from scheduler.domain.instance import Instance
from scheduler.domain.people import InternshipWish, Mentor, Student
from scheduler.domain.rules import GoalId, RuleId
from scheduler.domain.timetable import DayOut, Journey
from scheduler.solver.times import Times
from scheduler.solver.ways import Trip, Ways

Break = tuple[RuleId, tuple[str | int, ...]]
OPTION_GOALS = (GoalId.INTEREST, GoalId.TRAVEL, GoalId.SPREAD_DAYS, GoalId.ATTENDANCE)
"""Goals that an option alone decides, in the order of `Option.goals`."""
MOST_OPTIONS = 20_000


@dataclass(frozen=True, slots=True)
class Out:
    """One day out of an option: with whom, where, on which weekday, and how."""

    internship: int
    mentor: MentorId
    site: SiteId
    day: int
    trip: Trip


@dataclass(frozen=True, slots=True)
class Option:
    """A whole decision on a student's days out; none at all is an option too.

    ``goals`` are points before the profile's factor, above the best on its own.
    """

    outs: tuple[Out, ...]
    missing: int
    """Days out asked for that it leaves without a place."""
    goals: tuple[int, int, int, int]
    """Points of interest, travel, spread-days and attendance."""
    cost: int
    """These with the factors of the profile, added up."""
    broken: tuple[Break, ...] = ()
    """Rules that it breaks by itself, each with its subject; only where they may give way."""


@dataclass(frozen=True, slots=True)
class _Best:
    """The best of a student's own options, for each goal by itself."""

    rank: tuple[int, ...]
    travel: int
    near: int
    absence: int


class Options:
    """Enumerates the options of students; shares no code with the checker."""

    def __init__(self, instance: Instance, times: Times) -> None:
        self._instance = instance
        self._times = times
        self._ways = Ways(instance)
        self._best: dict[str, _Best] = {}
        self._said: dict[tuple[str, int, str, str, int], list[tuple[Journey, Journey]]] = {}
        """Journeys of the pins and of the release, which somebody wants to keep."""
        self.cut_off: set[StudentId] = set()
        """Students with so many options that not all are listed."""
        for timetable in (instance.pins.timetable, instance.release):
            for one in timetable.days_out if timetable else ():
                if one.there and one.back:
                    key = (one.student, one.internship, one.mentor, one.site, one.day)
                    self._said.setdefault(key, []).append((one.there, one.back))
        self._last_date: dict[tuple[int, int], date] = {}
        for when, week, day in instance.term.dates():
            self._last_date[week, day] = when

    def of(self, student: Student) -> list[Option]:
        """Every option of a student, those with fewest days missing and cheapest first."""
        parts = [self._placements(student, i) for i in range(len(student.internships))]
        joint: list[tuple[Out, ...]] = []
        for choice in product(*parts):
            outs = tuple(out for part in choice for out in part)
            if len(choice) < 2 or self._go_together(student, outs):
                joint.append(outs)
            if len(joint) > MOST_OPTIONS:
                self.cut_off.add(student.id)
                break
        return self._rated(student, joint)

    def _go_together(self, student: Student, outs: tuple[Out, ...]) -> bool:
        """Whether days out of several internships can be had by one student."""
        for one, two in combinations(outs, 2):
            if one.internship == two.internship:
                continue
            if one.mentor == two.mentor:
                return False
            if self._share_a_week(student, one, two) and not self._apart(student, one.day, two.day):
                return False
        return True

    def _share_a_week(self, student: Student, one: Out, two: Out) -> bool:
        """Whether two days out are weekly ones with a week in common."""
        first, second = (student.internships[o.internship] for o in (one, two))
        if first.block is not None or second.block is not None:
            return False
        return bool(
            set(self._instance.weeks(first.weeks)) & set(self._instance.weeks(second.weeks))
        )

    @staticmethod
    def _apart(student: Student, one: int, two: int) -> bool:
        return student.least_apart <= abs(one - two) <= student.most_apart

    def _placements(self, student: Student, internship: int) -> list[tuple[Out, ...]]:
        """Every set of days out that one internship could have, none included."""
        wish = student.internships[internship]
        wanted = self._instance.days_wanted(student, internship)
        found: list[tuple[Out, ...]] = [()]
        for mentor_id in wish.mentors:
            mentor = self._instance.mentor_of[mentor_id]
            by_day: dict[int, list[Out]] = {}
            days = wanted if wish.block else (wish.allowed_days or self._instance.term.weekdays)
            for day in sorted(set(days) & set(self._instance.term.weekdays)):
                outs = list(self._outs(student, internship, wish, mentor, day))
                if outs:
                    by_day[day] = outs
            for count in range(1, len(wanted) + 1):
                for some in combinations(by_day, count):
                    if wish.block is None and not all(
                        self._apart(student, one, two) for one, two in combinations(some, 2)
                    ):
                        continue
                    found += product(*(by_day[day] for day in some))
        return found

    def _outs(
        self, student: Student, internship: int, wish: InternshipWish, mentor: Mentor, day: int
    ) -> Iterator[Out]:
        for site in mentor.sites:
            hours = self.hours(mentor, site, day, wish)
            if hours is None or self.is_busy(student, wish, day, *hours):
                continue
            if not self.eligible(student, mentor, site, day, wish):
                continue
            trips = self._ways.trips(student, wish, site, day, *hours)
            key = (student.id, internship, mentor.id, site, day)
            for there, back in self._said.get(key, ()):
                said = self._ways.said(student, wish, site, day, hours, there, back)
                known = any((t.there.journey, t.back.journey) == (there, back) for t in trips)
                if said is not None and not known:
                    trips.append(said)
            for trip in trips:
                yield Out(internship, mentor.id, site, day, trip)

    def _weeks(self, wish: InternshipWish, day: int) -> list[int]:
        """Weeks of the cycle in which an internship is held on a weekday."""
        if wish.block is None:
            return list(self._instance.weeks(wish.weeks))
        classes = self._times.classes_of(day, (), wish.block)
        return sorted({self._times.date_classes[i][0] for i in classes})

    def hours(
        self, mentor: Mentor, site: SiteId, day: int, wish: InternshipWish
    ) -> tuple[int, int] | None:
        """Internship hours in minutes, over all weeks of the internship."""
        start, end = 0, 24 * 60
        for week in self._weeks(wish, day):
            spans = [s for s in mentor.hours if s.day == day and s.holds_in(week)]
            if not spans:
                return None
            start, end = max(start, spans[0].minutes[0]), min(end, spans[0].minutes[1])
        for place in self._instance.lineage(site):
            if not place.openings:
                continue
            open_then = [opening for opening in place.openings if opening.day == day]
            if not open_then:
                return None
            start = max(start, minute(open_then[0].start))
            end = min(end, minute(open_then[0].end))
        return (start, end) if start < end else None

    def is_busy(
        self, student: Student, wish: InternshipWish, day: int, start: int, end: int
    ) -> bool:
        """Whether a student is not available during hours on a weekday."""
        weeks = self._weeks(wish, day)
        return any(
            span.day == day
            and span.minutes[0] < end
            and start < span.minutes[1]
            and any(span.holds_in(week) for week in weeks)
            for span in student.unavailable
        )

    def last_date(self, wish: InternshipWish, day: int) -> date | None:
        """The last date of a day out on a weekday (None: it has no date)."""
        if wish.block is None:
            dates = [self._last_date.get((week, day)) for week in self._weeks(wish, day)]
            return max((one for one in dates if one is not None), default=None)
        block = wish.block
        held = (d for d, _, weekday in self._instance.term.dates() if weekday == day)
        return max((one for one in held if block.covers(one)), default=None)

    def eligible(
        self, student: Student, mentor: Mentor, site: SiteId, day: int, wish: InternshipWish
    ) -> bool:
        """Whether rule ``eligible`` lets this day out be on all its dates."""
        if student.id in mentor.never_with:
            return False
        last = self.last_date(wish, day)
        until = mentor.clearance_until
        if last is not None and until is not None and until < last:
            return False
        papers = {paper.name: paper.until for paper in student.clearances}
        for place in self._instance.lineage(site):
            if student.age < place.minimum_age or set(place.hazards) & set(student.avoid_hazards):
                return False
            if last is not None:
                if any(p.until is not None and p.until < last for p in place.clearances):
                    return False
                held_until = [papers[name] for name in place.requires if name in papers]
                if any(one is not None and one < last for one in held_until):
                    return False
            if any(name not in papers for name in place.requires):
                return False
        return True

    def _rated(self, student: Student, joint: list[tuple[Out, ...]]) -> list[Option]:
        """Points above the best of the own options, dominated options left out."""
        self._best[student.id] = self._best_of(student, joint)
        rated = [self._rate(student, outs) for outs in joint]
        rated.sort(key=lambda one: (one.missing, one.cost))
        return _undominated(rated)

    def _best_of(self, student: Student, joint: list[tuple[Out, ...]]) -> _Best:
        most = max(len(outs) for outs in joint)
        own = [outs for outs in joint if len(outs) == most]
        ranks = [{m: i for i, m in enumerate(w.mentors)} for w in student.internships]
        return _Best(
            tuple(
                min((ranks[i][o.mentor] for o in chain(*own) if o.internship == i), default=0)
                for i in range(len(ranks))
            ),
            min(sum(o.trip.travel for o in outs) for outs in own),
            min(self._near(student, outs) for outs in own),
            min(sum(o.trip.absence for o in outs) for outs in own),
        )

    def _rate(self, student: Student, outs: tuple[Out, ...]) -> Option:
        """Points above the best that the student could have alone."""
        best, factor = self._best[student.id], self._instance.factor_of
        wanted = sum(
            len(self._instance.days_wanted(student, i)) for i in range(len(student.internships))
        )
        ranks = [{m: i for i, m in enumerate(w.mentors)} for w in student.internships]
        with_whom = sorted({(o.internship, ranks[o.internship].get(o.mentor, 0)) for o in outs})
        goals = (
            sum(4 * max(0, rank - best.rank[i]) for i, rank in with_whom),
            max(0, sum(o.trip.travel for o in outs) - best.travel),
            max(0, self._near(student, outs) - best.near),
            max(0, sum(o.trip.absence for o in outs) - best.absence),
        )
        cost = sum(p * factor[goal] for p, goal in zip(goals, OPTION_GOALS, strict=True))
        return Option(outs, wanted - len(outs), goals, cost)

    def given(self, student: Student, days_out: Iterable[DayOut]) -> Option:
        """The option that a timetable gives a student, whether or not it is listed."""
        outs = tuple(
            Out(
                one.internship,
                one.mentor,
                one.site,
                one.day,
                self._ways.given(student, one.site, one.day, one.there, one.back),
            )
            for one in sorted(days_out, key=lambda o: (o.internship, o.mentor, o.day))
        )
        return self._rate(student, outs)

    def _near(self, student: Student, outs: tuple[Out, ...]) -> int:
        near = any(
            abs(one.day - two.day) < student.wanted_apart
            for one, two in combinations(outs, 2)
            if self._share_a_week(student, one, two)
        )
        return 6 if near else 0


def _undominated(rated: list[Option]) -> list[Option]:
    """Drop options that differ from another, no dearer in any goal, only by more rides."""
    kept: list[Option] = []
    by_place: dict[tuple[tuple[object, ...], ...], list[Option]] = {}
    for option in rated:
        place = tuple((o.internship, o.mentor, o.site, o.day) for o in option.outs)
        rides = {ride for o in option.outs for ride in o.trip.rides}
        rivals = by_place.setdefault(place, [])
        said = any(o.trip.said for o in option.outs)
        if not said and any(
            {r for o in one.outs for r in o.trip.rides} <= rides
            and all(mine >= points for mine, points in zip(option.goals, one.goals, strict=True))
            for one in rivals
        ):
            continue
        rivals.append(option)
        kept.append(option)
    return kept


def holds(out: Out, asked: DayOut) -> bool:
    """Whether a day out of an option is the one asked for, journeys included if given."""
    return (
        (out.internship, out.mentor, out.site, out.day)
        == (asked.internship, asked.mentor, asked.site, asked.day)
        and asked.there in ((), out.trip.there.journey)
        and asked.back in ((), out.trip.back.journey)
    )


def holds_all(option: Option, asked: Iterable[DayOut]) -> bool:
    """Whether an option has every day out asked for."""
    return all(any(holds(out, one) for out in option.outs) for one in asked)
