"""A meeting of an advisory: its place, and who is there. Compiled.

Every change keeps all totals right and can be taken back (`state`).
"""

from __future__ import annotations

from scheduler.solver.search.compiled import compiled
from scheduler.solver.search.layout import *  # noqa: F403 the layout is the vocabulary here
from scheduler.solver.search.staff_rooms import lead_slots, room_bits
from scheduler.solver.search.state import add, over, put
from scheduler.solver.search.student_days import add_minutes, set_day


@compiled
def start_of(A, m):
    """The start record of a meeting."""
    return A[m + M_STARTS] + 1 + A[m + M_START] * T_SIZE


@compiled
def attend(A, T, J, s, m, w, present):
    """A member comes to (or leaves) a placed meeting in a week; total kept."""
    start = start_of(A, m)
    d = w * A[H_N] + A[start + T_DAY]
    mask = A[start + T_MASK]
    if (A[s + S_DAYS + A[H_D] + d] & mask) != 0:
        return  # not available: absent, whatever else
    step = 1 if present else -1
    occ = A[s + S_DAYS + d]
    set_day(A, T, J, s, d, occ | mask if present else occ & ~mask)
    add_minutes(A, J, s, w, step * (A[start + T_END] - A[start + T_BEGIN]))
    change_present(A, J, m, w, step)


@compiled
def change_present(A, J, m, w, step):
    """Count the present members of a meeting, its quorum and `together`."""
    old = A[m + M_PRESENT + w]
    need = A[m + M_NEED]
    put(A, J, m + M_PRESENT + w, old + step)
    add(A, J, H_HARD, over(need, old + step) - over(need, old))
    if A[m + M_WHOLE] == 0:
        add(A, J, H_PENALTY, -step * A[H_F_TOGETHER])


@compiled
def place_meeting(A, T, J, m, start_index):
    """Place a meeting that has no place: advisor and room must be free then."""
    put(A, J, m + M_START, start_index)
    add(A, J, H_HARD, -1)
    hold_meeting(A, T, J, m, 1)


@compiled
def lift_meeting(A, T, J, m):
    """Take a meeting from its place."""
    hold_meeting(A, T, J, m, -1)
    put(A, J, m + M_START, -1)
    add(A, J, H_HARD, 1)


@compiled
def hold_meeting(A, T, J, m, step):
    """Let a meeting take place where it is (step 1), or not any more (-1)."""
    start = start_of(A, m)
    mask = A[start + T_MASK]
    members = A[A[m + M_ADVISORY] + A_MEMBERS]
    for w in range(A[H_W]):
        if (A[m + M_WEEKS] >> w) & 1 == 0:
            continue
        d = w * A[H_N] + A[start + T_DAY]
        lead_slots(A, J, A[m + M_STAFF], d, mask, A[m + M_LENGTH], A[m + M_SITE], step)
        room_bits(A, J, A[m + M_ROOM], d, mask, step == 1)
        add(A, J, H_HARD, step * A[m + M_NEED])
        if A[m + M_WHOLE] == 0:
            add(A, J, H_PENALTY, step * A[members] * A[H_F_TOGETHER])
        for i in range(A[members]):
            s = A[members + 1 + i]
            if (A[s + S_OUT] >> d) & 1 == 0:
                attend(A, T, J, s, m, w, step == 1)


@compiled
def meets_on(A, m, d):
    """Whether a meeting is placed on a pattern day."""
    if A[m + M_START] < 0:
        return False
    N = A[H_N]
    return (A[m + M_WEEKS] >> (d // N)) & 1 == 1 and A[start_of(A, m) + T_DAY] == d % N
