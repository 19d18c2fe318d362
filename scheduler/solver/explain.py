"""Why: reasons for what is unplaced, contradictions, and the ways out of them."""

from scheduler.solver.conflict import conflict
from scheduler.solver.reasons import reasons

__all__ = ["conflict", "reasons"]
