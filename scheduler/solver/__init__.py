"""The constraint-programming core: the door.

Importing this loads numba, which takes a fraction of a second. OR-tools takes another and
is loaded by whatever first needs it: no first timetable does.
"""

from __future__ import annotations

from scheduler.solver.problem import Problem
from scheduler.solver.solve import solve

__all__ = ["Problem", "solve"]
