"""Moves of a section: its times, its lead, whether it runs and who is in it. Compiled.

As in `moves`, a move that cannot be done returns False.
"""

from __future__ import annotations

from scheduler.solver.search.compiled import compiled
from scheduler.solver.search.enrol import (
    enrol,
    fits,
    leave,
    lift_session,
    set_runs,
    start_at,
    too_few,
)
from scheduler.solver.search.layout import *  # noqa: F403 the layout is the vocabulary here
from scheduler.solver.search.repair import draw, leave_all, meet_asked, pick
from scheduler.solver.search.seating import (
    FOLLOWED,
    any_start,
    choose_start,
    hopeless,
    seat_session,
    set_lead,
    start_possible,
)
from scheduler.solver.search.staff_rooms import lead_ok, lead_slots, room_ok


@compiled
def move_session(A, T, J, R, x, noise):
    """Move one session of a section to another time."""
    b = A[x + X_BUNDLE]
    if A[b + B_RUNS] == 0 or A[b + B_PINNED]:
        return False
    follow = draw(R, FOLLOWED) == 0
    k = draw(R, A[x + X_SESSIONS])
    old = A[x + X_SESSION + 2 * k]
    lift_session(A, T, J, x, k)
    if draw(R, 2) == 0:
        index = any_start(A, R, x, k)
        if index == old or (index >= 0 and not follow and hopeless(A, T, x, index, noise)):
            return False
    else:
        index = choose_start(A, T, R, x, k, old, noise, follow)
    if index < 0 or not seat_session(A, T, J, R, x, k, index, noise * follow):
        return False
    meet_asked(A, T, J, R, b)
    return True


@compiled
def retime(A, T, J, R, x, noise):
    """Give all sessions of a section new times, and perhaps another lead."""
    b = A[x + X_BUNDLE]
    if A[b + B_RUNS] == 0 or A[b + B_PINNED]:
        return False
    follow = draw(R, FOLLOWED) == 0
    for k in range(A[x + X_SESSIONS]):
        lift_session(A, T, J, x, k)
    if draw(R, 2) == 0:
        set_lead(A, J, x, pick(A, R, A[x + X_LEADS]))
    k = draw(R, A[x + X_SESSIONS])
    index = any_start(A, R, x, k)
    if index < 0 or (not follow and hopeless(A, T, x, index, noise)):
        return False
    if not seat_session(A, T, J, R, x, k, index, noise * follow):
        return False
    if not place_all(A, T, J, R, x, noise, follow):
        return False
    meet_asked(A, T, J, R, b)
    return True


@compiled
def place_all(A, T, J, R, x, noise, follow):
    """Place all sessions of a section that have no place."""
    for k in range(A[x + X_SESSIONS]):
        if A[x + X_SESSION + 2 * k] >= 0:
            continue
        index = choose_start(A, T, R, x, k, -1, noise, follow)
        if index < 0 or not seat_session(A, T, J, R, x, k, index, noise * follow):
            return False
    return True


@compiled
def push_session(A, T, J, R, x, noise):
    """Move a session to a time at which another section has the lead or the room."""
    b = A[x + X_BUNDLE]
    if A[b + B_RUNS] == 0 or A[b + B_PINNED]:
        return False
    follow = draw(R, FOLLOWED) == 0
    k = draw(R, A[x + X_SESSIONS])
    lift_session(A, T, J, x, k)
    index = draw(R, A[A[x + X_STARTS]])
    start = start_at(A, x, index)
    day, mask = A[start + T_DAY], A[start + T_MASK]
    rooms = A[x + X_ROOMS]
    room = pick(A, R, rooms)
    sections = A[H_SECTIONS]
    pushed, first, first_k, second, second_k = 0, -1, 0, -1, 0
    for i in range(A[sections]):
        y = A[sections + 1 + i]
        if A[y + X_SITE] != A[x + X_SITE] or A[A[y + X_BUNDLE] + B_RUNS] == 0:
            continue
        for j in range(A[y + X_SESSIONS]):
            theirs = A[y + X_SESSION + 2 * j]
            if theirs < 0:
                continue
            other = start_at(A, y, theirs)
            if A[other + T_DAY] != day or A[other + T_MASK] & mask == 0:
                continue
            if A[y + X_WEEKS] & A[x + X_WEEKS] == 0:
                continue
            if A[y + X_LEAD] == A[x + X_LEAD] or A[y + X_SESSION + 2 * j + 1] == room:
                if pushed == 2 or A[A[y + X_BUNDLE] + B_PINNED]:
                    return False
                pushed += 1
                second, second_k = first, first_k
                first, first_k = y, j
    if pushed == 0:
        return False
    if first >= 0:
        lift_session(A, T, J, first, first_k)
    if second >= 0:
        lift_session(A, T, J, second, second_k)
    if not start_possible(A, x, k, start, A[x + X_LEAD]):
        return False
    for w in range(A[H_W]):
        if (A[x + X_WEEKS] >> w) & 1 and not room_ok(A, room, w * A[H_N] + day, mask):
            return False
    if not seat_session(A, T, J, R, x, k, index, noise * follow):
        return False
    for y in (first, second):
        if y >= 0:
            if not place_all(A, T, J, R, y, noise, follow):
                return False
    meet_asked(A, T, J, R, b)
    for y in (first, second):
        if y >= 0:
            meet_asked(A, T, J, R, A[y + X_BUNDLE])
    return True


@compiled
def change_lead(A, J, R, x):
    """Let somebody else lead a section."""
    b = A[x + X_BUNDLE]
    if A[b + B_RUNS] == 0 or A[b + B_PINNED] or A[A[x + X_LEADS]] < 2:
        return False
    new = pick(A, R, A[x + X_LEADS])
    if new == A[x + X_LEAD]:
        return False
    for step in (-1, 1):
        lead = new if step == 1 else A[x + X_LEAD]
        for k in range(A[x + X_SESSIONS]):
            start = start_at(A, x, A[x + X_SESSION + 2 * k])
            mask = A[start + T_MASK]
            for w in range(A[H_W]):
                if (A[x + X_WEEKS] >> w) & 1:
                    d = w * A[H_N] + A[start + T_DAY]
                    if step == 1 and not lead_ok(A, lead, d, mask, A[x + X_LENGTH], A[x + X_SITE]):
                        return False
                    lead_slots(A, J, lead, d, mask, A[x + X_LENGTH], A[x + X_SITE], step)
    set_lead(A, J, x, new)
    return True


@compiled
def close_bundle(A, T, J, R, b):
    """Let a bundle not run; its members are enrolled elsewhere where they can be."""
    if A[b + B_RUNS] == 0 or A[b + B_MUST_RUN] or A[b + B_PINNED]:
        return False
    members = A[b + B_MEMBERS]
    while A[b + B_COUNT] > 0:
        if not leave_all(A, T, J, A[A[members + 1] + Q_STUDENT], b):
            return False
    sections = A[b + B_SECTIONS]
    for i in range(A[sections]):
        x = A[sections + 1 + i]
        for k in range(A[x + X_SESSIONS]):
            lift_session(A, T, J, x, k)
    set_runs(A, J, b, 0)
    meet_asked(A, T, J, R, b)
    return True


@compiled
def open_bundle(A, T, J, R, b, noise):
    """Let a bundle run: leads, times and rooms for its sections, then who asked for it."""
    if A[b + B_RUNS]:
        return False
    sections = A[b + B_SECTIONS]
    for i in range(A[sections]):
        x = A[sections + 1 + i]
        leads = A[x + X_LEADS]
        shift = draw(R, A[leads])
        done = False
        for j in range(A[leads]):
            set_lead(A, J, x, A[leads + 1 + (j + shift) % A[leads]])
            done = place_all(A, T, J, R, x, noise, False)
            if done:
                break
            for k in range(A[x + X_SESSIONS]):
                if A[x + X_SESSION + 2 * k] >= 0:
                    lift_session(A, T, J, x, k)
        if not done:
            return False
    set_runs(A, J, b, 1)
    meet_asked(A, T, J, R, b)
    lure(A, T, J, R, b)
    return True


@compiled
def lure(A, T, J, R, b):
    """Fill a bundle up to its least size from others that would do for the same requests."""
    asked = A[b + B_ASKED]
    n = A[asked]
    if n == 0:
        return
    shift = draw(R, n)
    for i in range(n):
        if too_few(A, b) == 0:
            return
        q = A[asked + 1 + (i + shift) % n]
        at = A[q + Q_AT]
        if at < 0 or at == b or A[q + Q_PINNED]:
            continue
        before = too_few(A, at)
        leave(A, T, J, q)
        if too_few(A, at) <= before and fits(A, T, q, b):
            enrol(A, T, J, q, b)
        else:
            enrol(A, T, J, q, at)


@compiled
def refill(A, T, J, R, b):
    """Empty a bundle and let those who ask for it be enrolled anew."""
    members = A[b + B_MEMBERS]
    if A[b + B_RUNS] == 0 or A[b + B_COUNT] == 0:
        return False
    for _ in range(1 + draw(R, A[b + B_COUNT])):
        q = A[members + 1 + draw(R, A[b + B_COUNT])]
        if A[q + Q_PINNED]:
            return False
        leave_all(A, T, J, A[q + Q_STUDENT], b)
    meet_asked(A, T, J, R, b)
    return True
