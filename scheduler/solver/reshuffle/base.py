"""What people live by now, made ready once for many changes to it."""

from __future__ import annotations

import gc
from dataclasses import replace

from scheduler.check import broken, score
from scheduler.domain.changes import renumbered
from scheduler.domain.instance import Instance
from scheduler.domain.timetable import Timetable
from scheduler.solver.incumbent import Incumbent
from scheduler.solver.part import Part
from scheduler.solver.problem import Problem
from scheduler.solver.reshuffle.campus import Campus
from scheduler.solver.reshuffle.case import Case
from scheduler.solver.reshuffle.stranded import Stranded
from scheduler.solver.warm import ready


class Base:
    """A released timetable with the data it was made for.

    Making it lists every student's options, some seconds for a large school; a change is
    then answered from it in a fraction of that.
    """

    def __init__(self, instance: Instance, release: Timetable) -> None:
        self.instance = replace(instance, release=release)
        """The data, with the timetable as the release to stay near to."""
        self.release = release
        self.problem = Problem(self.instance)
        self.incumbent = Incumbent(self.problem, release)
        ready()
        nothing = Stranded(
            problem=self.problem,
            part=Part(),
            kept=release,
            students=frozenset(),
            violations=(),
        )
        unchanged = Case(
            problem=self.problem, release=release, stranded=nothing, named=frozenset(), weight=1
        )
        self.campus = Campus(unchanged, self.incumbent)
        for student in self.instance.students:
            self.campus.suiting(student.id, seats=True)
            self.campus.suiting(student.id, seats=False)
            self.incumbent.whereabouts.of(student.id)
        # The checker, too, keeps what it gathers about the school and each student.
        broken(self.instance, release)
        score(self.instance, release)
        # What is ready lives as long as the process does: looking through it for garbage
        # in the middle of a repair takes longer than the repair's checking.
        gc.collect()
        gc.freeze()

    def changed(self, instance: Instance) -> Problem:
        """The problem after a change; what the change does not concern is taken over."""
        release = renumbered(self.instance, instance, self.release)
        return Problem(replace(instance, release=release), like=self.problem)
