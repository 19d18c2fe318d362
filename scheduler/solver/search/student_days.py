"""A student's day on campus: what it costs, who is free and who is present. Compiled.

Every change keeps all totals right and can be taken back (`state`).
"""

from __future__ import annotations

from scheduler.solver.search.compiled import compiled
from scheduler.solver.search.layout import *  # noqa: F403 the layout is the vocabulary here
from scheduler.solver.search.state import add, over, put

BAD = 1 << 20  # marks, in the table of a day, a day without lunch or without a break


@compiled
def count_slots(A, J, site, d, before, after, was_here, is_here, block):
    """Keep the free and present students of a day's slots, and what is above the seats."""
    slots = A[site + I_DAYS + d]
    study = A[site + I_STUDY]
    seats = A[site + I_SEATS]
    for i in range(A[slots]):
        at = slots + 1 + i * L_SIZE
        mask = A[at + L_MASK]
        gone = (block & mask) != 0
        here0 = was_here and not gone
        here1 = is_here and not gone
        if here0 != here1:
            step = 1 if here1 else -1
            old = A[at + L_PRESENT]
            put(A, J, at + L_PRESENT, old + step)
            add(A, J, H_HARD, over(old + step, seats) - over(old, seats))
        if A[at + L_LUNCH] == 0:
            free0 = here0 and (before & mask) == 0
            free1 = here1 and (after & mask) == 0
            if free0 != free1:
                step = 1 if free1 else -1
                old = A[at + L_FREE]
                put(A, J, at + L_FREE, old + step)
                add(A, J, H_HARD, over(old + step, study) - over(old, study))


@compiled
def count_free(A, J, site, d, before, after, block):
    """The same for a student who is and stays on campus: only the free ones change."""
    slots = A[site + I_DAYS + d]
    study = A[site + I_STUDY]
    changed = before ^ after
    for at in range(slots + 1, slots + 1 + A[slots] * L_SIZE, L_SIZE):
        mask = A[at + L_MASK]
        if mask & changed == 0 or mask & block or A[at + L_LUNCH]:
            continue
        step = int(after & mask == 0) - int(before & mask == 0)
        if step:
            old = A[at + L_FREE]
            put(A, J, at + L_FREE, old + step)
            add(A, J, H_HARD, over(old + step, study) - over(old, study))


@compiled
def day_table(A, s, d):
    """Where in the table the masks of a student's pattern day begin."""
    return A[s + S_DAYS + 2 * A[H_D] + d % A[H_N]]


@compiled
def set_day(A, T, J, s, d, mask):
    """Change the bits that a student's activities occupy on a day on campus.

    A bad day is a shortfall: who comes back to campus finds the meetings there as they are.
    """
    at = s + S_DAYS + d
    old = A[at]
    if old == mask:
        return
    table = day_table(A, s, d)
    add(A, J, H_PENALTY, (T[table + mask] & (BAD - 1)) - (T[table + old] & (BAD - 1)))
    add(A, J, H_HARD, T[table + mask] // BAD - T[table + old] // BAD)
    put(A, J, at, mask)
    count_free(A, J, A[s + S_SITE], d, old, mask, A[s + S_DAYS + A[H_D] + d])


@compiled
def add_minutes(A, J, s, w, minutes):
    """Give or take advisory minutes of a week."""
    need = A[s + S_NEED]
    at = s + S_DAYS + 2 * A[H_D] + A[H_N] + w
    old = A[at]
    put(A, J, at, old + minutes)
    add(A, J, H_MINUTES, int(old + minutes < need) - int(old < need))
