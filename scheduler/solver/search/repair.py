"""Choosing well for one student while the rest stands: compiled."""

from __future__ import annotations

import numpy as np

from scheduler.solver.search.compiled import compiled
from scheduler.solver.search.days_out import option_ok, set_option
from scheduler.solver.search.enrol import enrol, fits, gap_change, leave
from scheduler.solver.search.layout import *  # noqa: F403 the layout is the vocabulary here
from scheduler.solver.search.meeting_places import meets_on

BIG = 1 << 40


@compiled
def draw(R, n):
    """A random number from 0 to n - 1 (xorshift64)."""
    x = R[0]
    x ^= x << np.uint64(13)
    x ^= x >> np.uint64(7)
    x ^= x << np.uint64(17)
    R[0] = x
    return np.int64((x >> np.uint64(11)) % np.uint64(n))


@compiled
def unit(R):
    """A random number from 0 to 1."""
    return draw(R, 1 << 30) / (1 << 30)


@compiled
def pick(A, R, of):
    """A random item of a list."""
    return A[of + 1 + draw(R, A[of])]


@compiled
def meet_request(A, T, J, R, q):
    """Meet a request by the bundle that costs least now, if any fits."""
    bundles = A[q + Q_BUNDLES]
    best, best_value = -1, BIG
    s = A[q + Q_STUDENT]
    for i in range(A[bundles]):
        b = A[bundles + 1 + i]
        if not fits(A, T, q, b):
            continue
        # Fuller sections leave less room for others and are less even.
        value = gap_change(A, T, s, b) * 8 + A[b + B_COUNT] * 4 + draw(R, 16)
        if value < best_value:
            best, best_value = b, value
    if best >= 0:
        enrol(A, T, J, q, best)
    return best >= 0


@compiled
def meet_all(A, T, J, R, requests):
    """Meet the open ones of a list of requests, musts first, else in random order."""
    n = A[requests]
    if n == 0:
        return
    shift = draw(R, n)
    for must in range(1, -1, -1):
        for i in range(n):
            q = A[requests + 1 + (i + shift) % n]
            if A[q + Q_AT] < 0 and A[q + Q_MUST] == must:
                meet_request(A, T, J, R, q)


@compiled
def meet_open(A, T, J, R, s):
    """Meet the open requests of a student."""
    meet_all(A, T, J, R, A[s + S_REQUESTS])


@compiled
def meet_asked(A, T, J, R, b):
    """Meet open requests that ask for a bundle, by whatever fits."""
    meet_all(A, T, J, R, A[b + B_ASKED])


@compiled
def leave_days(A, T, J, s, out):
    """Leave every bundle with a session on one of the days; False if one is pinned."""
    requests = A[s + S_REQUESTS]
    for i in range(A[requests]):
        q = A[requests + 1 + i]
        b = A[q + Q_AT]
        if b < 0:
            continue
        for d in range(A[H_D]):
            if (out >> d) & 1 and A[b + B_MASK + d]:
                if A[q + Q_PINNED]:
                    return False
                leave(A, T, J, q)
                break
    return True


@compiled
def clash_days(A, s, out):
    """What is reckoned lost on new days out: enrolments and attendance at meetings."""
    found = 0
    requests = A[s + S_REQUESTS]
    for i in range(A[requests]):
        q = A[requests + 1 + i]
        b = A[q + Q_AT]
        if b < 0:
            continue
        for d in range(A[H_D]):
            if (out >> d) & 1 and A[b + B_MASK + d]:
                found += BIG if A[q + Q_PINNED] else (40 if A[q + Q_MUST] else 8)
                break
    meetings = A[A[s + S_ADVISORY] + A_MEETINGS]
    for d in range(A[H_D]):
        if (out >> d) & 1 == 0:
            continue
        here = (A[s + S_OUT] >> d) & 1 == 0
        for i in range(A[meetings]):
            m = A[meetings + 1 + i]
            if meets_on(A, m, d):
                present = A[m + M_PRESENT + d // A[H_N]]
                if present - here < A[m + M_NEED]:
                    found += A[H_W_HARD]
                else:
                    found += 3
    return found


@compiled
def choose_option(A, R, s, but, avoid, noise):
    """The option that is reckoned to cost least now, on no day to avoid; -1 if there is none.

    Not ``but``; an option is only one if everything it uses is free.
    """
    options = A[s + S_OPTIONS]
    best, best_value = -1, BIG
    for i in range(A[options]):
        o = A[options + 1 + i]
        if o == but or A[o + O_OUT] & avoid or not option_ok(A, o):
            continue
        value = A[o + O_MISSING] * A[H_W_DAY] + A[o + O_COST]
        if value >= best_value:
            continue
        value += clash_days(A, s, A[o + O_OUT])
        if noise > 0:
            value += draw(R, noise)
        if value < best_value:
            best, best_value = o, value
    return best


@compiled
def take_option(A, T, J, s, o):
    """Change a student's days out, leaving what is on the new days; False if pinned."""
    if not leave_days(A, T, J, s, A[o + O_OUT]):
        return False
    set_option(A, T, J, s, o)
    return True


@compiled
def leave_mask(A, T, J, s, d, mask):
    """Leave every bundle that meets at some bits of a day; False if one is pinned."""
    requests = A[s + S_REQUESTS]
    for i in range(A[requests]):
        q = A[requests + 1 + i]
        b = A[q + Q_AT]
        if b >= 0 and A[b + B_MASK + d] & mask:
            if A[q + Q_PINNED]:
                return False
            leave(A, T, J, q)
    return True


@compiled
def leave_all(A, T, J, s, b):
    """Take a student out of a bundle, for every request it meets; False if pinned."""
    requests = A[s + S_REQUESTS]
    for i in range(A[requests]):
        q = A[requests + 1 + i]
        if A[q + Q_AT] == b:
            if A[q + Q_PINNED]:
                return False
            leave(A, T, J, q)
    return True


@compiled
def make_room(A, T, J, R, b):
    """Let a random member leave a full bundle; the student, -1 if not full, -2 if pinned."""
    if A[b + B_COUNT] < A[b + B_CAP]:
        return -1
    if A[b + B_COUNT] == 0:
        return -2
    pushed = A[A[A[b + B_MEMBERS] + 1 + draw(R, A[b + B_COUNT])] + Q_STUDENT]
    return pushed if leave_all(A, T, J, pushed, b) else -2


@compiled
def leave_clashes(A, T, J, s, b):
    """Take a student out of whatever meets when a bundle does, pinned things excepted."""
    requests = A[s + S_REQUESTS]
    for i in range(A[requests]):
        q = A[requests + 1 + i]
        other = A[q + Q_AT]
        if other < 0 or A[q + Q_PINNED]:
            continue
        for d in range(A[H_D]):
            if A[b + B_MASK + d] & A[other + B_MASK + d]:
                leave(A, T, J, q)
                break


@compiled
def open_request(A, R):
    """A random request that is not met, preferring musts; -1 if none is found."""
    requests = A[H_REQUESTS]
    n = A[requests]
    if n == 0:
        return -1
    at = draw(R, n)
    wish = -1
    for i in range(n):
        q = A[requests + 1 + (at + i) % n]
        if A[q + Q_AT] < 0:
            if A[q + Q_MUST]:
                return q
            if wish < 0:
                wish = q
                if i > 200:
                    break
    return wish
