"""Ejection chains: a student without a place takes one, whoever loses it the next. Compiled.

After Glover, "Ejection chains, reference structures and alternating path methods" (1996).
"""

from __future__ import annotations

import numpy as np

from scheduler.solver.search.compiled import compiled
from scheduler.solver.search.days_out import option_ok, set_option
from scheduler.solver.search.enrol import enrol, fits
from scheduler.solver.search.layout import *  # noqa: F403 the layout is the vocabulary here
from scheduler.solver.search.repair import (
    BIG,
    choose_option,
    clash_days,
    draw,
    leave_clashes,
    make_room,
    meet_open,
    open_request,
    take_option,
)

LONGEST = 24
"""Students in a chain at most."""


@compiled
def least_missing(A, s):
    """Days out that a student lacks even alone in the school."""
    return A[A[A[s + S_OPTIONS] + 1] + O_MISSING]


@compiled
def without_place(A, R):
    """A random student who lacks a day out that could be had; -1 if nobody does."""
    outers = A[H_OUTERS]
    n = A[outers]
    at = draw(R, n)
    for i in range(n):
        s = A[outers + 1 + (at + i) % n]
        if A[A[s + S_OPTION] + O_MISSING] > least_missing(A, s):
            return s
    return -1


@compiled
def in_the_way(A, R, o, chain, n, found):
    """Students to eject so that an option has room, into ``found``; -1 if that cannot be."""
    uses = A[o + O_USES]
    count = 0
    for i in range(A[uses]):
        r = A[uses + 1 + i]
        load = A[r + R_LOAD]
        if load < A[r + R_CAP]:
            continue
        who = A[r + R_WHO]
        if who == 0 or load == 0 or count == 4:
            return -1
        known = False
        for j in range(count):
            for k in range(load):
                known = known or A[who + k] == found[j]
        if known:
            continue
        shift = draw(R, load)
        chosen = -1
        for j in range(load):
            s = A[who + (shift + j) % load]
            tabu = False
            for k in range(n):
                tabu = tabu or chain[k] == s
            if not tabu:
                chosen = s
                break
        if chosen < 0:
            return -1
        found[count] = chosen
        count += 1
    return count


@compiled
def move_chain(A, T, J, R, s, depth, q, b, noise):
    """Give a student all days out; who is ejected finds another place or ejects in turn.

    With a request ``q`` the days out leave room for bundle ``b``, which then meets it.
    """
    chain = np.empty(LONGEST + 8, dtype=np.int64)
    losers = np.empty(8, dtype=np.int64)
    best_losers = np.empty(8, dtype=np.int64)
    chain[0] = s
    n, head, ejections = 1, 0, 0
    avoid = 0
    if b >= 0:
        for d in range(A[H_D]):
            if A[b + B_MASK + d]:
                avoid |= 1 << d
    set_option(A, T, J, s, A[s + S_EMPTY])
    while head < n:
        current = chain[head]
        head += 1
        o = choose_option(A, R, current, -1, avoid, noise)
        if o < 0:
            return False
        if A[o + O_MISSING] > least_missing(A, current) and ejections < depth and n < LONGEST:
            # Nothing free: of a few places taken, the one that costs least to take.
            options = A[current + S_OPTIONS]
            best, best_value, best_count = -1, BIG, 0
            for _ in range(4):
                wanted = A[options + 1 + draw(R, A[options])]
                if A[wanted + O_MISSING] >= A[o + O_MISSING] or A[wanted + O_OUT] & avoid:
                    continue
                count = in_the_way(A, R, wanted, chain, n, losers)
                if count < 0:
                    continue
                value = A[wanted + O_COST] + clash_days(A, current, A[wanted + O_OUT])
                value += 40 * count + draw(R, noise + 8)
                if value < best_value:
                    best, best_value, best_count = wanted, value, count
                    for i in range(count):
                        best_losers[i] = losers[i]
            if best >= 0:
                for i in range(best_count):
                    loser = best_losers[i]
                    set_option(A, T, J, loser, A[loser + S_EMPTY])
                    chain[n] = loser
                    n += 1
                if option_ok(A, best):
                    o = best
                    ejections += 1
        if not take_option(A, T, J, current, o):
            return False
        if head == 1 and q >= 0 and not force(A, T, J, R, q, b):
            return False
        avoid = 0
    for i in range(n):
        meet_open(A, T, J, R, chain[i])
    return True


@compiled
def force(A, T, J, R, q, b):
    """Meet a request by a bundle, whatever of the student's own stands in the way."""
    leave_clashes(A, T, J, A[q + Q_STUDENT], b)
    if not fits(A, T, q, b):
        return False
    enrol(A, T, J, q, b)
    return True


@compiled
def make_way(A, T, J, R, noise):
    """Meet an open request by changing the student's days out, or pushing somebody out."""
    q = open_request(A, R)
    if q < 0 or A[A[q + Q_BUNDLES]] == 0:
        return False
    bundles = A[q + Q_BUNDLES]
    b = A[bundles + 1 + draw(R, A[bundles])]
    if A[b + B_RUNS] == 0:
        return False
    pushed = make_room(A, T, J, R, b)
    if pushed == -2:
        return False
    if not move_chain(A, T, J, R, A[q + Q_STUDENT], 1 + draw(R, 6), q, b, noise):
        return False
    if pushed >= 0:
        meet_open(A, T, J, R, pushed)
    return True
