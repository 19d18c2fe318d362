"""What is unplaced and what a timetable costs, and how a change is taken back.

Compiled by numba. ``A`` is the slab (`layout`), ``T`` the table of points and faults of
a student's day by mask, ``J`` the journal: ``J[0]`` entries of (index, old value).
"""

from __future__ import annotations

from scheduler.solver.search.compiled import compiled
from scheduler.solver.search.layout import *  # noqa: F403 the layout is the vocabulary here


@compiled
def put(A, J, at, value):
    """Write a value and remember the old one."""
    n = J[0]
    J[1 + 2 * n] = at
    J[2 + 2 * n] = A[at]
    J[0] = n + 1
    A[at] = value


@compiled
def add(A, J, at, value):
    """Add to a value and remember the old one."""
    if value != 0:
        put(A, J, at, A[at] + value)


@compiled
def undo(A, J, mark):
    """Go back to where the journal had so many entries."""
    for n in range(J[0] - 1, mark - 1, -1):
        A[J[1 + 2 * n]] = J[2 + 2 * n]
    J[0] = mark


@compiled
def total(A):
    """The weighted cost that the search compares; less is better."""
    return (
        A[H_W_DAY] * A[H_DAYS]
        + A[H_W_MUST] * A[H_MUSTS]
        + A[H_W_MINUTES] * A[H_MINUTES]
        + A[H_W_HARD] * A[H_HARD]
        + A[H_PENALTY]
    )


@compiled
def rank(A):
    """What answers are compared by: items by priority, far apart, then points."""
    return (
        A[H_R_DAY] * A[H_DAYS]
        + A[H_R_MUST] * A[H_MUSTS]
        + A[H_R_MINUTES] * A[H_MINUTES]
        + A[H_PENALTY]
    )


@compiled
def over(value, limit):
    """How far above a limit."""
    return value - limit if value > limit else 0
