"""What if: the release repaired after changes, by the hundred."""

from __future__ import annotations

from scheduler.what_if.grid import Aim, Grid
from scheduler.what_if.rows import Answer, Row, Table
from scheduler.what_if.sweep import sweep

__all__ = ["Aim", "Answer", "Grid", "Row", "Table", "sweep"]
