"""Whether a school may have timetables that its listed options and its model have not."""

from __future__ import annotations

from scheduler.domain.rules import RuleId
from scheduler.solver.problem import Problem

OF_DAYS_OUT = frozenset(
    {
        RuleId.AVAILABLE,
        RuleId.DAYS_OUT,
        RuleId.SAME_MENTOR,
        RuleId.JOURNEY,
        RuleId.VEHICLE_RUN,
    }
)
"""Softened, these let days out be that are never listed: at a site that is closed, with a
mentor not asked for, by a way that comes too late, on a run that nobody may drive."""
OF_CAMPUS = frozenset(
    {
        RuleId.ADVISORY_MEETS,
        RuleId.ADVISORY_TIME,
        RuleId.SECTION_SESSIONS,
        RuleId.SECTION_SIZE,
        RuleId.ENROLLED_ONCE,
    }
)
"""Softened, these let meetings and sections be as no model has them: at other times, with
other leads, in a section that nobody asked for; or what is missing is not said."""


def misses_some(problem: Problem) -> bool:
    """Whether what is proven of the options and the model may not hold for every timetable."""
    soft = problem.instance.soft_points.keys()
    if not soft.isdisjoint(OF_CAMPUS) or problem.cut_off:
        return True
    out = any(student.internships for student in problem.instance.students)
    return out and not soft.isdisjoint(OF_DAYS_OUT)
