"""Imported once by the server that children are forked from, so that they begin at once."""

from __future__ import annotations

import scheduler.solver.solve  # noqa: F401
from scheduler.solver.warm import ready

ready()
