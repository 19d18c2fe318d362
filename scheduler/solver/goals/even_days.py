"""Goal: 3 for each student out on a weekday above the mean of the school site, rounded up."""

from __future__ import annotations

from scheduler.domain.rules import GoalId
from scheduler.solver.build import Build
from scheduler.solver.literals import Terms

GOAL = GoalId.EVEN_DAYS
POINTS = 3


def terms(build: Build) -> Terms:
    """Count students out by school site, week and weekday against the mean."""
    students = [
        (student, build.problem.student_site[student].id) for student in build.scope.free_days
    ]
    days = build.problem.times.weekdays
    found: Terms = []
    for site in dict.fromkeys(site for _, site in students):
        for week in build.problem.times.weeks:
            out: dict[int, Terms] = {}
            for day in days:
                out[day] = [
                    (1, build.days_out.out(student, week, day))
                    for student, own in students
                    if own == site
                ]
                if not build.scope.whole and build.incumbent is not None:
                    others = build.incumbent.out_on[site, week, day] - sum(
                        (week, day)
                        in build.problem.out_days(student, build.incumbent.option(student))
                        for student, own in students
                        if own == site
                    )
                    out[day].append((others, 1))
            found += build.above_mean(list(out.values()), 0, f"{site},{week}", POINTS)
    return found
