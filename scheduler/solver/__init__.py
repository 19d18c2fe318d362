"""The constraint-programming core: the door.

Importing this loads OR-tools and the compiled search, which takes a second or two.
"""

from __future__ import annotations

from scheduler.solver.explain import conflict, reasons
from scheduler.solver.problem import Problem
from scheduler.solver.solve import solve

__all__ = ["Problem", "conflict", "reasons", "solve"]
