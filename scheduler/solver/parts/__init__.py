"""Planning a network part by part: what has nothing to do with each other, side by side."""

from __future__ import annotations

from scheduler.solver.parts.running import solve_parts
from scheduler.solver.parts.splitting import Apart, take_apart

__all__ = ["Apart", "solve_parts", "take_apart"]
