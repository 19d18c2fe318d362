"""As `preload`, with OR-tools, for children that repair or prove as soon as they begin."""

from __future__ import annotations

import gc

import scheduler.solver.bounds
import scheduler.solver.exact
import scheduler.solver.explain
import scheduler.solver.preload
import scheduler.solver.ways_out  # noqa: F401
from scheduler.solver.warm import ready

ready()
gc.freeze()
