"""Moves of a student: days out, enrolments, one request. Compiled.

A move changes something and mends what it broke. It returns False when it cannot be done;
the caller takes it back then.
"""

from __future__ import annotations

from scheduler.solver.search.compiled import compiled
from scheduler.solver.search.days_out import option_ok, set_option
from scheduler.solver.search.enrol import enrol, free_for, leave, rival_section
from scheduler.solver.search.layout import *  # noqa: F403 the layout is the vocabulary here
from scheduler.solver.search.repair import (
    choose_option,
    draw,
    leave_clashes,
    make_room,
    meet_open,
    pick,
    take_option,
)


@compiled
def move_days(A, T, J, R, s, noise):
    """Change a student's days out, to what seems best or to something wanted.

    Whoever is in the way of what is wanted gives way and is placed anew.
    """
    old = A[s + S_OPTION]
    empty = A[s + S_EMPTY]
    options = A[s + S_OPTIONS]
    n = A[options]
    ejected = 0
    first, second, third = -1, -1, -1
    set_option(A, T, J, s, empty)
    if draw(R, 2) == 0:
        o = choose_option(A, R, s, old, 0, noise)
        if o < 0:
            return False
    else:
        u = draw(R, n)
        o = A[options + 1 + min(u, draw(R, n))]
        if o == old:
            return False
        uses = A[o + O_USES]
        for i in range(A[uses]):
            r = A[uses + 1 + i]
            if A[r + R_LOAD] >= A[r + R_CAP]:
                if A[r + R_WHO] == 0 or ejected == 3 or A[r + R_LOAD] == 0:
                    return False
                other = A[A[r + R_WHO] + draw(R, A[r + R_LOAD])]
                set_option(A, T, J, other, A[other + S_EMPTY])
                ejected += 1
                third, second, first = second, first, other
        if not option_ok(A, o):
            return False
    if not take_option(A, T, J, s, o):
        return False
    for other in (first, second, third):
        if other >= 0:
            found = choose_option(A, R, other, -1, 0, noise)
            if found < 0 or not take_option(A, T, J, other, found):
                return False
    meet_open(A, T, J, R, s)
    for other in (first, second, third):
        if other >= 0:
            meet_open(A, T, J, R, other)
    return True


@compiled
def move_enrolments(A, T, J, R, s):
    """Take a student out of everything not pinned, and enrol anew."""
    requests = A[s + S_REQUESTS]
    if A[requests] == 0:
        return False
    for i in range(A[requests]):
        q = A[requests + 1 + i]
        if A[q + Q_AT] >= 0 and not A[q + Q_PINNED] and draw(R, 4) > 0:
            leave(A, T, J, q)
    meet_open(A, T, J, R, s)
    return True


@compiled
def move_request(A, T, J, R, q):
    """Put a request into another bundle, whoever of the student's own is in the way."""
    if A[q + Q_PINNED]:
        return False
    s = A[q + Q_STUDENT]
    at = A[q + Q_AT]
    if at >= 0:
        leave(A, T, J, q)
    bundles = A[q + Q_BUNDLES]
    if A[bundles] == 0:
        return False
    b = pick(A, R, bundles)
    if b == at or A[b + B_RUNS] == 0:
        return False
    pushed = make_room(A, T, J, R, b)
    if pushed == -2:
        return False
    if not free_for(A, T, s, b):
        leave_clashes(A, T, J, s, b)
        if not free_for(A, T, s, b):
            return False
    if rival_section(A, s, b, q):
        return False
    enrol(A, T, J, q, b)
    meet_open(A, T, J, R, s)
    if pushed >= 0:
        meet_open(A, T, J, R, pushed)
    return True
