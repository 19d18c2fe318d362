"""Every goal with the module that says what it costs."""

from types import ModuleType

from scheduler.domain.rules import GoalId
from scheduler.solver.goals import (
    attendance,
    compact,
    even_days,
    even_sections,
    fair_load,
    interest,
    keep,
    spread_days,
    together,
    travel,
    vehicle_cost,
    wishes,
)

GOALS: dict[GoalId, ModuleType] = {
    GoalId.INTEREST: interest,
    GoalId.TRAVEL: travel,
    GoalId.WISHES: wishes,
    GoalId.SPREAD_DAYS: spread_days,
    GoalId.EVEN_DAYS: even_days,
    GoalId.TOGETHER: together,
    GoalId.COMPACT: compact,
    GoalId.EVEN_SECTIONS: even_sections,
    GoalId.FAIR_LOAD: fair_load,
    GoalId.VEHICLE_COST: vehicle_cost,
    GoalId.ATTENDANCE: attendance,
    GoalId.KEEP: keep,
}
"""The modules, by the id of their goal; a benchmark adds goals of its own while it runs."""
