"""Weekdays of advisory meetings in the placement relaxation.

A meeting on a weekday and a student's choice of days out go together or not: columns
for both at once (the product of the two choices) make the relaxation exact for every
student whose days are decided.
"""

from __future__ import annotations

from scheduler.domain.ids import AdvisoryId
from scheduler.domain.people import Advisory, Student
from scheduler.domain.rules import GoalId, RuleId
from scheduler.solver.bounds.meeting_days import KindDays, kind_days, most_absent
from scheduler.solver.bounds.placement import Placement

Pattern = tuple[frozenset[int], ...]
"""By week of the cycle, the weekdays out."""

Absent = dict[tuple[int, int, int], list[int]]
"""By kind, weekday and week: columns that say that a member is absent."""


class Meetings:
    """Adds the meetings of every advisory to a placement.

    Without ``joint`` only whether everybody, or enough, can be there; this is some times
    quicker to solve, and leaves out goal ``together`` and rule ``advisory-time``.
    """

    def __init__(self, placement: Placement, most_short: int, *, joint: bool = True) -> None:
        self._placement = placement
        self._joint = joint
        self._problem = placement.problem
        self._model = placement.model
        self._soft = placement.soft
        self.short: list[int] = []
        """Columns of students short of advisory minutes in a week."""
        self.kinds: dict[AdvisoryId, list[KindDays]] = {}
        instance = self._problem.instance
        if RuleId.ADVISORY_MEETS in self._soft:
            return
        for advisory in instance.advisories:
            members = instance.members_of[advisory.id]
            if members and advisory.meetings:
                self._add_advisory(advisory, list(members))
        self.short_row = self._model.row(((c, 1.0) for c in self.short), high=float(most_short))

    def _add_advisory(self, advisory: Advisory, members: list[Student]) -> None:
        kinds = [
            kind_days(
                self._problem,
                self._model,
                advisory,
                kind,
                kind.whole and RuleId.ADVISORY_WHOLE not in self._soft,
            )
            for kind in advisory.meetings
        ]
        self.kinds[advisory.id] = kinds
        for one in kinds:
            self._model.row(
                ((column, 1.0) for column in one.days.values()), one.kind.count, one.kind.count
            )
        absent: Absent = {}
        if not self._joint:
            self._add_presence(members, kinds)
            return
        for student in members:
            self._add_member(student, advisory, kinds, absent)
        for (number, day, _), terms in absent.items():
            one = kinds[number]
            most = most_absent(one.kind, len(members))
            if len(terms) > most and RuleId.ADVISORY_WHOLE not in self._soft:
                meets = (one.days[day], -float(most))
                self._model.row([*((c, 1.0) for c in terms), meets], high=0.0)

    def _add_presence(self, members: list[Student], kinds: list[KindDays]) -> None:
        for one in kinds:
            meant = self._problem.instance.weeks(one.kind.weeks)
            if one.whole:
                for student in members:
                    self._keep_whole(student, one, meant)
            elif RuleId.ADVISORY_WHOLE not in self._soft:
                self._keep_quorum(members, one, meant)

    def _keep_quorum(self, members: list[Student], one: KindDays, weeks: tuple[int, ...]) -> None:
        more = len(members) - most_absent(one.kind, len(members))
        for day, column in one.days.items():
            for week in weeks:
                out = [c for s in members for c in self._placement.out_on(s.id, week, day)]
                if more > 0 and out:
                    terms = [*((c, 1.0) for c in out), (column, float(more))]
                    self._model.row(terms, high=float(len(members)))

    def _add_member(
        self, student: Student, advisory: Advisory, kinds: list[KindDays], absent: Absent
    ) -> None:
        weeks = self._problem.times.weeks
        anywhere = tuple(frozenset[int]() for _ in weeks)
        columns: dict[Pattern, list[int]] = {}
        mine = self._placement.of[student.id]
        least = min(one.column.missing for one in mine)
        for one in mine:
            # Who gives up a day is few: taken to be on campus always keeps the program small.
            days = one.column.days if one.column.missing == least else anywhere
            columns.setdefault(days, []).append(one.index)
        # By week and pattern: (column, minutes) of meetings the student is at.
        present: dict[tuple[int, Pattern], list[tuple[int, float]]] = {}
        sure = [0] * len(weeks)
        for number, kind in enumerate(kinds):
            meant = self._problem.instance.weeks(kind.kind.weeks)
            if kind.whole:
                self._keep_whole(student, kind, meant)
                for week in meant:
                    sure[week] += kind.kind.count * max(kind.minutes.values(), default=0)
                continue
            both = self._both(kind, columns)
            for (pattern, day), column in both.items():
                missed = [w for w in meant if day in pattern[w] or student.id in kind.busy[day, w]]
                if missed and not kind.kind.whole:
                    points = len(missed) * self._placement.factors[GoalId.TOGETHER]
                    self._model.costs[column] += points
                for week in meant:
                    if week in missed:
                        absent.setdefault((number, day, week), []).append(column)
                    else:
                        present.setdefault((week, pattern), []).append(
                            (column, float(kind.minutes[day]))
                        )
        if not advisory.minutes or RuleId.ADVISORY_TIME in self._soft:
            return
        for week in weeks:
            wanted = float(advisory.minutes - sure[week])
            if wanted > 0:
                self._ask_minutes(week, wanted, columns, present)

    def _keep_whole(self, student: Student, one: KindDays, weeks: tuple[int, ...]) -> None:
        """Be on campus when the advisory meets.

        Sets of weekdays of which the meetings take at least some: single weekdays say
        the rule, all but a single one make the relaxation tighter.
        """
        away: dict[frozenset[int], list[int]] = {}
        for chosen in self._placement.of[student.id]:
            out = frozenset.union(*(chosen.column.days[week] for week in weeks))
            away.setdefault(frozenset(out & one.days.keys()), []).append(chosen.index)
        for day, column in one.days.items():
            out_then = [c for days, columns in away.items() if day in days for c in columns]
            if out_then:
                self._model.row([*((c, 1.0) for c in out_then), (column, 1.0)], high=1.0)
            forced = [
                c
                for days, columns in away.items()
                if day not in days and len(one.days) - len(days) <= one.kind.count
                for c in columns
            ]
            if forced and len(one.days) > one.kind.count:
                self._model.row([*((c, 1.0) for c in forced), (column, -1.0)], high=0.0)

    def _both(
        self, one: KindDays, columns: dict[Pattern, list[int]]
    ) -> dict[tuple[Pattern, int], int]:
        """Columns that say: the student has this pattern, and the kind meets on this day."""
        if len(columns) == 1:
            (pattern,) = columns
            return {(pattern, day): column for day, column in one.days.items()}
        model = self._model
        both = {
            (pattern, day): model.column(whole=False) for pattern in columns for day in one.days
        }
        for day, column in one.days.items():
            model.row([*((both[p, day], 1.0) for p in columns), (column, -1.0)], 0.0, 0.0)
        for pattern, chosen in columns.items():
            mine = [(both[pattern, day], 1.0) for day in one.days]
            model.row([*mine, *((c, -float(one.kind.count)) for c in chosen)], 0.0, 0.0)
            if 2 * one.kind.count > len(one.days):
                for term in mine:
                    model.row([term, *((c, -1.0) for c in chosen)], high=0.0)
        return both

    def _ask_minutes(
        self,
        week: int,
        wanted: float,
        columns: dict[Pattern, list[int]],
        present: dict[tuple[int, Pattern], list[tuple[int, float]]],
    ) -> None:
        """Be at so many minutes, or short of them."""
        short = self._model.column()
        self.short.append(short)
        shares = []
        for pattern, chosen in columns.items():
            share = short
            if len(columns) > 1:
                share = self._model.column(whole=False)
                shares.append(share)
            there = [(c, min(m, wanted)) for c, m in present.get((week, pattern), [])]
            asked = [(c, -wanted) for c in chosen]
            self._model.row([*there, *asked, (share, wanted)], low=0.0)
        if shares:
            self._model.row([*((c, 1.0) for c in shares), (short, -1.0)], high=0.0)
