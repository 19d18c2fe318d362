"""A student's days out: what they use and cost, and what changes on campus with them. Compiled.

Every change keeps all totals right and can be taken back (`state`).
"""

from __future__ import annotations

from scheduler.solver.search.compiled import compiled
from scheduler.solver.search.layout import *  # noqa: F403 the layout is the vocabulary here
from scheduler.solver.search.meeting_places import attend, meets_on
from scheduler.solver.search.state import add, over, put
from scheduler.solver.search.student_days import count_slots


@compiled
def even_points(A, site, w):
    """Points of `even-days` of a school site in a week."""
    N = A[H_N]
    at = site + I_DAYS + A[H_D] + w * N
    found = 0
    for i in range(N):
        found += A[at + i]
    mean = -(-found // N)
    points = 0
    for i in range(N):
        points += over(A[at + i], mean)
    return points * A[H_F_EVEN_DAYS]


@compiled
def run_points(A, v):
    """Points of `vehicle-cost` of a vehicle run."""
    if A[v + V_RIDERS] == 0:
        return 0
    first, last = -1, -1
    for i in range(A[v + V_STOPS]):
        at = v + V_STOP + 2 * i
        if A[at + 1] > 0:
            if first < 0:
                first = A[at]
            last = A[at]
    return (10 + (last - first) // 5) * A[H_F_VEHICLE]


@compiled
def ride(A, J, o, step):
    """Let the student of an option ride its vehicle runs, or get off (-1)."""
    rides = A[o + O_RIDES]
    for i in range(A[rides]):
        v, on, off = A[rides + 1 + 3 * i], A[rides + 2 + 3 * i], A[rides + 3 + 3 * i]
        before = run_points(A, v)
        add(A, J, v + V_RIDERS, step)
        add(A, J, v + V_STOP + 2 * on + 1, step)
        add(A, J, v + V_STOP + 2 * off + 1, step)
        add(A, J, H_PENALTY, run_points(A, v) - before)


@compiled
def option_ok(A, o):
    """Whether everything an option uses has room and no rival.

    What the student holds now, which is only what is pinned, does not stand in the way.
    """
    uses = A[o + O_USES]
    mine = A[A[A[o + O_STUDENT] + S_OPTION] + O_USES]
    for i in range(A[uses]):
        r = A[uses + 1 + i]
        load = A[r + R_LOAD]
        for j in range(A[mine]):
            if A[mine + 1 + j] == r:
                load -= 1
        if load >= A[r + R_CAP]:
            return False
    tokens = A[o + O_TOKENS]
    for i in range(A[tokens]):
        rivals = A[A[tokens + 1 + i] + K_RIVALS]
        for j in range(A[rivals]):
            if A[A[rivals + 1 + j] + K_LOAD] > 0:
                return False
    return True


@compiled
def set_uses(A, J, o, step):
    """Take the places an option uses, or give them back."""
    s = A[o + O_STUDENT]
    uses = A[o + O_USES]
    for i in range(A[uses]):
        r = A[uses + 1 + i]
        load = A[r + R_LOAD]
        who = A[r + R_WHO]
        if step > 0:
            if who:
                put(A, J, who + load, s)
            if load >= A[r + R_SOFT]:
                add(A, J, H_PENALTY, A[r + R_POINTS])
        else:
            if who:
                for j in range(load):
                    if A[who + j] == s:
                        put(A, J, who + j, A[who + load - 1])
                        break
            if load > A[r + R_SOFT]:
                add(A, J, H_PENALTY, -A[r + R_POINTS])
        put(A, J, r + R_LOAD, load + step)
    tokens = A[o + O_TOKENS]
    for i in range(A[tokens]):
        add(A, J, A[tokens + 1 + i] + K_LOAD, step)
    ride(A, J, o, step)


@compiled
def set_option(A, T, J, s, o):
    """Change a student's days out. On new days out the student has no session."""
    old = A[s + S_OPTION]
    if old == o:
        return
    add(A, J, H_DAYS, A[o + O_MISSING] - A[old + O_MISSING])
    add(A, J, H_PENALTY, A[o + O_COST] - A[old + O_COST])
    set_uses(A, J, old, -1)
    set_uses(A, J, o, 1)
    put(A, J, s + S_OPTION, o)
    out0, out1 = A[old + O_OUT], A[o + O_OUT]
    if out0 == out1:
        return
    put(A, J, s + S_OUT, out1)
    site = A[s + S_SITE]
    N = A[H_N]
    meetings = A[A[s + S_ADVISORY] + A_MEETINGS]
    for w in range(A[H_W]):
        week = ((1 << N) - 1) << (w * N)
        if (out0 ^ out1) & week == 0:
            continue
        before = even_points(A, site, w)
        for d in range(w * N, w * N + N):
            goes, comes = (out1 >> d) & 1, (out0 >> d) & 1
            if goes == comes:
                continue
            add(A, J, site + I_DAYS + A[H_D] + d, goes - comes)
            if goes:
                for i in range(A[meetings]):
                    m = A[meetings + 1 + i]
                    if meets_on(A, m, d):
                        attend(A, T, J, s, m, w, False)
            block = A[s + S_DAYS + A[H_D] + d]
            count_slots(A, J, site, d, 0, 0, goes == 1, goes == 0, block)
            if comes:
                for i in range(A[meetings]):
                    m = A[meetings + 1 + i]
                    if meets_on(A, m, d):
                        attend(A, T, J, s, m, w, True)
        add(A, J, H_PENALTY, even_points(A, site, w) - before)
