"""What giving way somewhere would gain: the week around it planned anew, with and without."""

from __future__ import annotations

from dataclasses import replace

from scheduler.check import broken, score
from scheduler.domain.instance import Instance
from scheduler.domain.rules import Score
from scheduler.domain.timetable import Timetable
from scheduler.solver.bounds.placement import Placement, Tight
from scheduler.solver.part import Part
from scheduler.solver.problem import Problem
from scheduler.solver.reshuffle.base import Base
from scheduler.solver.reshuffle.better import weighed
from scheduler.solver.reshuffle.case import Case
from scheduler.solver.reshuffle.stranded import Stranded, stranded


def tight_limits(base: Base, missing: int, seconds: float) -> dict[Tight, float]:
    """Limits of mentors and sites that cost points, by what one more would save.

    By the placement program with its wholeness left aside: where to look, no more.
    """
    placement = Placement(base.problem, base.instance.factor_of, missing)
    prices = placement.model.prices(seconds)
    found: dict[Tight, float] = {}
    for row, tight in placement.tight.items():
        if prices and prices[row] > 1e-6:
            found[tight] = found.get(tight, 0.0) + prices[row]
    return found


def planned_around(
    base: Base, instance: Instance, students: frozenset[str], sections: bool, seconds: float
) -> tuple[Timetable, Score] | None:
    """Plan the weeks of some students anew, as good as can be, the rest as released.

    With ``sections`` those of workshops they ask for may run at other times. None where
    the release does not fit the data.
    """
    problem = base.changed(instance)
    held = stranded(problem, base.release)
    case = Case(problem=problem, release=base.release, stranded=held, named=frozenset(), weight=1)
    part = _part(problem, held, students, sections)
    timetable = weighed(case, part, held.kept, 0, seconds)
    if timetable is None or broken(instance, timetable):
        return None
    return timetable, score(replace(instance, release=None), timetable)


def _part(problem: Problem, held: Stranded, students: frozenset[str], sections: bool) -> Part:
    part = held.part
    asked = frozenset(
        section.id
        for student in problem.instance.students
        if student.id in students
        for request in student.musts
        for name in request.workshops
        for section in problem.instance.workshop_of[name].sections
        if sections and section.id not in {one.section for one in held.kept.sections}
    )
    return replace(
        part,
        days=part.days | students,
        enrolments=part.enrolments | students,
        sections=part.sections | asked,
    )
