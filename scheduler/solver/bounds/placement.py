"""The placement relaxation: days out, mentors, sites, vans and meetings, as one program.

What it leaves out (workshops, rooms, hours of the day) can only make a week dearer, so
its least value is proven for every timetable of the instance.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations

from scheduler.domain.ids import MentorId, SiteId, StudentId
from scheduler.domain.people import Student
from scheduler.domain.rules import GoalId, RuleId
from scheduler.solver.bounds.columns import Column, Columns, columns_of
from scheduler.solver.bounds.linear import INFINITY, Linear
from scheduler.solver.problem import Problem
from scheduler.solver.unlisted import OF_DAYS_OUT

FREE = OF_DAYS_OUT | {RuleId.DAYS_APART}
"""Softened, these let a student have days out that are no option."""
EVEN_POINTS = 3
ABOVE_WISH_POINTS = 2


def least_missing(problem: Problem) -> int:
    """Days out that nobody can have, whatever the others do."""
    return sum(
        min(option.missing for option in options)
        for student, options in problem.options.items()
        if student not in problem.cut_off
    )


@dataclass(frozen=True, slots=True)
class Chosen:
    """A column of a student in the program."""

    student: Student
    column: Column
    index: int


@dataclass(frozen=True, slots=True)
class Tight:
    """A limit of a mentor or an internship site, on a weekday or in all."""

    thing: MentorId | SiteId
    day: int | None = None


class Placement:
    """One column for each student and choice of places, and the rows between them.

    For timetables with at most ``held`` days out missing in all; with None a student has
    all days out or none, which is no bound but quicker.
    """

    def __init__(self, problem: Problem, factors: Mapping[GoalId, int], held: int | None) -> None:
        self.problem = problem
        self.factors = factors
        self.model = Linear()
        self.soft = set(problem.instance.soft_points)
        self.columns: dict[StudentId, Columns] = {}
        self.chosen: list[Chosen] = []
        self.of: dict[StudentId, list[Chosen]] = {}
        self.least_missing = least_missing(problem)
        self.goal_of: dict[int, GoalId] = {}
        """Of columns that nobody chooses, the goal whose points they cost."""
        self.tight: dict[int, Tight] = {}
        """By row, whose limit it is."""
        spare = None if held is None else max(0, held - self.least_missing)
        for student in problem.instance.students:
            self._add_student(student, spare)
        self.missing_row = -1
        """The row that limits the days out missing in all."""
        if spare is not None:
            self.missing_row = self.model.row(
                ((o.index, float(o.column.missing)) for o in self.chosen if o.column.missing),
                high=float(self.least_missing + spare),
            )
        self._add_mentors()
        self._add_sites()
        self._add_evenness()

    def _add_student(self, student: Student, most_missing: int | None) -> None:
        columns = columns_of(self.problem, student, self.factors, most_missing)
        self.columns[student.id] = columns
        mine = [
            Chosen(student, column, self.model.column(column.cost)) for column in columns.columns
        ]
        self.of[student.id] = mine
        self.chosen += mine
        self.model.row(((one.index, 1.0) for one in mine), 1.0, 1.0)

    def classes(self, student: Student, internship: int, day: int) -> list[int]:
        """Date classes that a day out of a student is on."""
        wish = student.internships[internship]
        return self.problem.times.classes_of(day, wish.weeks, wish.block)

    def at_most(
        self, terms: Iterable[tuple[int, StudentId]], most: float, tight: Tight | None = None
    ) -> None:
        """Say that at most so many students have one of these columns, if it can bind."""
        listed = list(terms)
        if len({student for _, student in listed}) > most:
            row = self.model.row(((column, 1.0) for column, _ in listed), high=float(most))
            if tight is not None:
                self.tight[row] = tight

    def _add_mentors(self) -> None:
        instance = self.problem.instance
        at_once: dict[tuple[MentorId, int], dict[int, StudentId]] = defaultdict(dict)
        in_all: dict[MentorId, dict[int, StudentId]] = defaultdict(dict)
        for one in self.chosen:
            for internship, mentor, _, day in one.column.places:
                in_all[mentor][one.index] = one.student.id
                for when in self.classes(one.student, internship, day):
                    at_once[mentor, when][one.index] = one.student.id
        if RuleId.MENTOR_LOAD not in self.soft:
            weekday = [day for _, day in self.problem.times.date_classes]
            for (mentor, when), terms in at_once.items():
                tight = Tight(mentor, weekday[when])
                self.at_most(terms.items(), instance.mentor_of[mentor].at_once, tight)
            self._add_triples(at_once)
            for mentor, terms in in_all.items():
                self.at_most(terms.items(), instance.mentor_of[mentor].in_all, Tight(mentor))
        points = ABOVE_WISH_POINTS * self.factors[GoalId.FAIR_LOAD]
        for mentor, terms in in_all.items():
            wished = instance.mentor_of[mentor].wished
            if wished is not None and points and len(set(terms.values())) > wished:
                above = self.model.column(points, high=INFINITY, whole=False)
                self.goal_of[above] = GoalId.FAIR_LOAD
                self.model.row([*((c, 1.0) for c in terms), (above, -1.0)], high=float(wished))

    def _add_triples(self, at_once: dict[tuple[MentorId, int], dict[int, StudentId]]) -> None:
        """Of three dates of a mentor, whoever has two leaves one: a tighter relaxation.

        Three days of n places each hold 3 n // 2 students who come on two of them.
        """
        dates: dict[MentorId, list[dict[int, StudentId]]] = defaultdict(list)
        for (mentor, _), terms in at_once.items():
            dates[mentor].append(terms)
        for mentor, listed in dates.items():
            most = 3 * self.problem.instance.mentor_of[mentor].at_once // 2
            for one, two, three in combinations(listed, 3):
                twice = (one.keys() & two.keys()) | (one.keys() & three.keys())
                twice |= two.keys() & three.keys()
                every = one | two | three
                self.at_most(((c, every[c]) for c in sorted(twice)), most)

    def _add_sites(self) -> None:
        if RuleId.SITE_SEATS in self.soft:
            return
        instance = self.problem.instance
        weekday = [day for _, day in self.problem.times.date_classes]
        there: dict[tuple[SiteId, int], dict[int, StudentId]] = defaultdict(dict)
        for one in self.chosen:
            for internship, _, to, day in one.column.places:
                for place in instance.lineage(to):
                    for when in self.classes(one.student, internship, day):
                        there[place.id, when][one.index] = one.student.id
        for (site_id, when), terms in there.items():
            site = instance.site_of[site_id]
            seats = site.seats
            for opening in site.openings:
                if opening.day == weekday[when] and opening.seats is not None:
                    seats = opening.seats
            if seats is not None:
                self.at_most(terms.items(), seats, Tight(site_id, weekday[when]))

    def out_on(self, student: StudentId, week: int, day: int) -> list[int]:
        """Columns in which a student is out on a weekday of a week (not for a block)."""
        return [one.index for one in self.of[student] if day in one.column.days[week]]

    def _most_out(self, student: Student, week: int) -> int:
        if not self.columns[student.id].listed:
            return len(self.problem.times.weekdays)
        return max(len(one.column.days[week]) for one in self.of[student.id])

    def _add_evenness(self) -> None:
        points = EVEN_POINTS * self.factors[GoalId.EVEN_DAYS]
        weekdays = self.problem.times.weekdays
        if not points:
            return
        for students in self.problem.students_at.values():
            for week in self.problem.times.weeks:
                most = sum(self._most_out(student, week) for student in students)
                # The true mean may only be lower, when days are unplaced.
                mean = -(-most // len(weekdays))
                for day in weekdays:
                    out = [c for student in students for c in self.out_on(student.id, week, day)]
                    if len(out) > mean:
                        above = self.model.column(points, high=INFINITY, whole=False)
                        self.goal_of[above] = GoalId.EVEN_DAYS
                        self.model.row([*((c, 1.0) for c in out), (above, -1.0)], high=float(mean))
