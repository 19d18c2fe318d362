"""Fieldweek plans the week of a Big Picture Learning school.

Days out, journeys, advisory meetings, workshop sections and enrolments are decided
together, checked by code that shares nothing with the solver, and come with proven
bounds.

>>> import scheduler
>>> instance = scheduler.make("small", seed=1)
>>> outcome = scheduler.solve(instance, work=1)
>>> scheduler.check(instance, outcome.timetable)
[]
>>> scheduler.score(instance, outcome.timetable) == outcome.score
True

The command line, ``fieldweek``, is built on what is here.
"""

from __future__ import annotations

# First of all, because the function `check` below has the name of this package: once
# a subpackage is loaded, loading it again does not put it over the function.
import scheduler.check  # noqa: F401
from scheduler.domain.changes import Changes
from scheduler.domain.edits import Applied, Edit, Scenario
from scheduler.domain.instance import Instance
from scheduler.domain.repairs import Repair, Repairs
from scheduler.domain.rules import GoalId, RuleId, Score, UnplacedKind, Violation
from scheduler.domain.runs import Bounds, Conflict, Limits, Outcome, Progress, Reason, Status
from scheduler.domain.timetable import Timetable
from scheduler.door.asking import fit, why_not
from scheduler.door.changing import edit, reshuffle
from scheduler.door.judging import check, diff, score
from scheduler.door.keeping import load, load_timetable, make, save
from scheduler.door.planning import Explanation, explain, solve
from scheduler.door.trying import n_minus_one, prices, sweep
from scheduler.errors import (
    Fault,
    InvalidInputError,
    NotFoundError,
    RunCancelledError,
    SchedulerError,
    SolverDisagreementError,
)

__version__ = "0.1.0"

__all__ = [
    "Applied",
    "Bounds",
    "Changes",
    "Conflict",
    "Edit",
    "Explanation",
    "Fault",
    "GoalId",
    "Instance",
    "InvalidInputError",
    "Limits",
    "NotFoundError",
    "Outcome",
    "Progress",
    "Reason",
    "Repair",
    "Repairs",
    "RuleId",
    "RunCancelledError",
    "Scenario",
    "SchedulerError",
    "Score",
    "SolverDisagreementError",
    "Status",
    "Timetable",
    "UnplacedKind",
    "Violation",
    "check",
    "diff",
    "edit",
    "explain",
    "fit",
    "load",
    "load_timetable",
    "make",
    "n_minus_one",
    "prices",
    "reshuffle",
    "save",
    "score",
    "solve",
    "sweep",
    "why_not",
]
