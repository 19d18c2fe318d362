"""Every student has at least the advisory minutes required each week."""

from __future__ import annotations

from scheduler.domain.ids import StudentId
from scheduler.domain.rules import RuleId
from scheduler.solver.build import Build
from scheduler.solver.literals import Lit

RULE = RuleId.ADVISORY_TIME


def minutes_had(build: Build, student: StudentId, week: int) -> list[tuple[int, Lit]]:
    """Minutes of each meeting that may be held, with whether the student is there."""
    return [
        (had.placing.end - had.placing.begin, build.weeks.present(student, week, had))
        for day in build.problem.times.weekdays
        for had in build.weeks.meetings(student, week, day)
    ]


def add(build: Build) -> None:
    """Post the minutes, or that the student's week is listed as unplaced."""
    for student, week, short in build.unplaced.minutes():
        advisory = build.instance.advisory_of[build.instance.student_of[student].advisory]
        terms = [*minutes_had(build, student, week), (advisory.minutes, short)]
        # What is unplaced is always listed: this cannot give way, and never contradicts.
        build.define([(-weight, lit) for weight, lit in terms], -advisory.minutes)
        build.counts[RULE] += 1
