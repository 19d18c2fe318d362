"""What people live by now, made ready once for many changes to it."""

from __future__ import annotations

from dataclasses import replace

from scheduler.domain.instance import Instance
from scheduler.domain.timetable import Timetable
from scheduler.solver.problem import Problem


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
        for student in self.instance.students:
            self.problem.options[student.id]

    def changed(self, instance: Instance) -> Problem:
        """The problem after a change; what the change does not concern is taken over."""
        return Problem(replace(instance, release=self.release), like=self.problem)
