"""Staff and rooms: whether they are free, and what they lead. Compiled.

Every change keeps all totals right and can be taken back (`state`).
"""

from __future__ import annotations

from scheduler.solver.search.compiled import compiled
from scheduler.solver.search.layout import *  # noqa: F403 the layout is the vocabulary here
from scheduler.solver.search.state import add, over, put


@compiled
def fair_points(A, group):
    """Points of `fair-load` of a group of staff."""
    staff = A[group + G_STAFF]
    n = A[staff]
    most = -(-A[group + G_SUM] // n) + 1
    found = 0
    for i in range(n):
        found += over(A[A[staff + 1 + i] + F_TOTAL], most)
    return found * A[H_F_FAIR]


@compiled
def lead_ok(A, t, d, mask, length, site):
    """Whether staff can lead then: free, available, within their slots, at one site a day."""
    D = A[H_D]
    at = t + F_DAYS + d
    if (A[at] | A[at + D]) & mask:
        return False
    if A[at + 2 * D] + length > A[t + F_MOST_DAY]:
        return False
    if A[t + F_DAYS + 5 * D + d // A[H_N]] + length > A[t + F_MOST_WEEK]:
        return False
    return A[at + 4 * D] == 0 or A[at + 3 * D] == site


@compiled
def lead_slots(A, J, t, d, mask, length, site, step):
    """Give staff something to lead (step 1), or take it from them (-1)."""
    D = A[H_D]
    at = t + F_DAYS + d
    put(A, J, at, A[at] | mask if step > 0 else A[at] & ~mask)
    add(A, J, at + 2 * D, step * length)
    put(A, J, at + 3 * D, site)
    add(A, J, at + 4 * D, step)
    add(A, J, t + F_DAYS + 5 * D + d // A[H_N], step * length)
    group = A[t + F_GROUP]
    if A[H_F_FAIR] != 0:
        before = fair_points(A, group)
        add(A, J, t + F_TOTAL, step * length)
        add(A, J, group + G_SUM, step * length)
        add(A, J, H_PENALTY, fair_points(A, group) - before)


@compiled
def room_ok(A, z, d, mask):
    """Whether a room is free and may be used then."""
    at = z + Z_DAYS + d
    return (A[at] | A[at + A[H_D]]) & mask == 0


@compiled
def room_bits(A, J, z, d, mask, taken):
    """Take a room, or give it back."""
    at = z + Z_DAYS + d
    put(A, J, at, A[at] | mask if taken else A[at] & ~mask)
