"""Two witnesses for a rule: the model with this rule alone, and the checker's check."""

from __future__ import annotations

from scheduler.check import CHECKS
from scheduler.domain.instance import Instance
from scheduler.domain.rules import RuleId
from scheduler.domain.timetable import Timetable
from scheduler.solver import params
from scheduler.solver.build import Build, value_of
from scheduler.solver.exact import SOLVED
from scheduler.solver.extract import extract
from scheduler.solver.hints import decided
from scheduler.solver.incumbent import Incumbent
from scheduler.solver.problem import Problem
from scheduler.solver.rules import RULES
from tests.property.neighbours import settled


def witnesses(rule: RuleId, instance: Instance, timetable: Timetable) -> tuple[bool, bool]:
    """Whether model and check allow the decisions of a timetable under one rule.

    What is unplaced and who rides is said anew from the decisions.
    """
    problem = Problem(instance)
    timetable = settled(problem, timetable)
    refused = list(CHECKS[rule](instance, timetable))
    return _model_allows(problem, rule, timetable), not refused


def _model_allows(problem: Problem, rule: RuleId, timetable: Timetable) -> bool:
    build = Build(problem, explaining=True)
    RULES[rule].add(build)
    for lit, value in decided(build, Incumbent(problem, timetable)):
        if not isinstance(lit, int):
            build.model.add_bool_or([lit if value else ~lit])
    for guard in build.guards.values():
        build.model.add_bool_or([guard])
    solver = params.solver(work=5.0)
    if solver.solve(build.model) not in SOLVED:
        return False
    # What the model does not list at all it does not allow either.
    return extract(build, value_of(solver.boolean_value)) == timetable
