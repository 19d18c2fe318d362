"""Sections in time, and students in sections: primitive changes, compiled."""

from __future__ import annotations

from scheduler.solver.search.compiled import compiled
from scheduler.solver.search.layout import *  # noqa: F403 the layout is the vocabulary here
from scheduler.solver.search.staff_rooms import lead_slots, room_bits
from scheduler.solver.search.state import add, over, put
from scheduler.solver.search.student_days import BAD, day_table, set_day


@compiled
def even_sections(A, workshop):
    """Points of `even-sections` of a workshop."""
    sections = A[workshop + P_SECTIONS]
    least, most, n = 1 << 30, -1, 0
    for i in range(A[sections]):
        b = A[A[sections + 1 + i] + X_BUNDLE]
        if A[b + B_RUNS]:
            n += 1
            least = min(least, A[b + B_COUNT])
            most = max(most, A[b + B_COUNT])
    return over(most - least, 2) * A[H_F_EVEN_SECTIONS] if n > 1 else 0


@compiled
def too_few(A, b):
    """Students that the sections of a running bundle lack to their least size."""
    if A[b + B_RUNS] == 0:
        return 0
    found = 0
    sections = A[b + B_SECTIONS]
    for i in range(A[sections]):
        found += over(A[A[sections + 1 + i] + X_LEAST], A[b + B_COUNT])
    return found


@compiled
def bundle_points(A, b):
    """Points of `even-sections` of the workshops of a bundle."""
    workshops = A[b + B_WORKSHOPS]
    found = 0
    for i in range(A[workshops]):
        found += even_sections(A, A[workshops + 1 + i])
    return found


@compiled
def student_has(A, s, b, but):
    """Whether a student is in a bundle for another request."""
    requests = A[s + S_REQUESTS]
    for i in range(A[requests]):
        q = A[requests + 1 + i]
        if q != but and A[q + Q_AT] == b:
            return True
    return False


@compiled
def fits(A, T, q, b):
    """Whether a request can be met by a bundle as things stand."""
    if A[b + B_RUNS] == 0:
        return False
    s = A[q + Q_STUDENT]
    if student_has(A, s, b, q):
        return True
    if A[b + B_COUNT] >= A[b + B_CAP]:
        return False
    return free_for(A, T, s, b) and not rival_section(A, s, b, q)


@compiled
def rival_section(A, s, b, but):
    """Whether a student is in another section of a workshop of the bundle."""
    workshops = A[b + B_WORKSHOPS]
    requests = A[s + S_REQUESTS]
    for i in range(A[requests]):
        q = A[requests + 1 + i]
        other = A[q + Q_AT]
        if q == but or other < 0 or other == b:
            continue
        theirs = A[other + B_WORKSHOPS]
        for j in range(A[workshops]):
            for k in range(A[theirs]):
                if A[workshops + 1 + j] == A[theirs + 1 + k]:
                    return True
    return False


@compiled
def free_for(A, T, s, b):
    """Whether a student is on campus and free at all sessions of a bundle."""
    D = A[H_D]
    for d in range(D):
        mask = A[b + B_MASK + d]
        if mask:
            at = s + S_DAYS + d
            if (A[at] | A[at + D]) & mask or (A[s + S_OUT] >> d) & 1:
                return False
            if T[day_table(A, s, d) + (A[at] | mask)] & BAD:
                return False
    return True


@compiled
def gap_change(A, T, s, b):
    """Change of the points of a student's days by joining a bundle."""
    found = 0
    for d in range(A[H_D]):
        mask = A[b + B_MASK + d]
        if mask:
            table = day_table(A, s, d)
            occ = A[s + S_DAYS + d]
            found += (T[table + (occ | mask)] & (BAD - 1)) - (T[table + occ] & (BAD - 1))
    return found


@compiled
def enrol(A, T, J, q, b):
    """Meet a request by a bundle; `fits` has been asked."""
    s = A[q + Q_STUDENT]
    has = student_has(A, s, b, q)
    put(A, J, q + Q_AT, b)
    if A[q + Q_MUST]:
        add(A, J, H_MUSTS, -1)
    else:
        add(A, J, H_PENALTY, -A[q + Q_POINTS])
    if has:
        put(A, J, q + Q_PLACE, -1)
        return
    for d in range(A[H_D]):
        mask = A[b + B_MASK + d]
        if mask:
            set_day(A, T, J, s, d, A[s + S_DAYS + d] | mask)
    before, lacked = bundle_points(A, b), too_few(A, b)
    n = A[b + B_COUNT]
    put(A, J, A[b + B_MEMBERS] + 1 + n, q)
    put(A, J, q + Q_PLACE, n)
    put(A, J, b + B_COUNT, n + 1)
    add(A, J, H_PENALTY, bundle_points(A, b) - before)
    add(A, J, H_HARD, too_few(A, b) - lacked)


@compiled
def leave(A, T, J, q):
    """Take a request out of the bundle that meets it."""
    s, b = A[q + Q_STUDENT], A[q + Q_AT]
    put(A, J, q + Q_AT, -1)
    if A[q + Q_MUST]:
        add(A, J, H_MUSTS, 1)
    else:
        add(A, J, H_PENALTY, A[q + Q_POINTS])
    place = A[q + Q_PLACE]
    if place < 0:
        return
    members = A[b + B_MEMBERS]
    requests = A[s + S_REQUESTS]
    for i in range(A[requests]):
        other = A[requests + 1 + i]
        if A[other + Q_AT] == b:  # the seat stays, for this request now
            put(A, J, members + 1 + place, other)
            put(A, J, other + Q_PLACE, place)
            put(A, J, q + Q_PLACE, -1)
            return
    for d in range(A[H_D]):
        mask = A[b + B_MASK + d]
        if mask:
            set_day(A, T, J, s, d, A[s + S_DAYS + d] & ~mask)
    before, lacked = bundle_points(A, b), too_few(A, b)
    n = A[b + B_COUNT] - 1
    last = A[members + 1 + n]
    put(A, J, members + 1 + place, last)
    put(A, J, last + Q_PLACE, place)
    put(A, J, q + Q_PLACE, -1)
    put(A, J, b + B_COUNT, n)
    add(A, J, H_PENALTY, bundle_points(A, b) - before)
    add(A, J, H_HARD, too_few(A, b) - lacked)


@compiled
def set_runs(A, J, b, runs):
    """Let a bundle run, or not; its sessions are placed and lifted apart."""
    before, lacked = bundle_points(A, b), too_few(A, b)
    if A[b + B_MUST_RUN]:
        add(A, J, H_HARD, A[b + B_RUNS] - runs)
    put(A, J, b + B_RUNS, runs)
    add(A, J, H_PENALTY, bundle_points(A, b) - before)
    add(A, J, H_HARD, too_few(A, b) - lacked)


@compiled
def start_at(A, x, index):
    """A start record of a section."""
    return A[x + X_STARTS] + 1 + index * T_SIZE


@compiled
def set_cap(A, J, b):
    """Keep how many a bundle may hold: most students, and seats of the rooms it is in."""
    cap = 1 << 30
    sections = A[b + B_SECTIONS]
    for i in range(A[sections]):
        x = A[sections + 1 + i]
        cap = min(cap, A[x + X_MOST])
        for k in range(A[x + X_SESSIONS]):
            room = A[x + X_SESSION + 2 * k + 1]
            if room >= 0:
                cap = min(cap, A[room + Z_SEATS])
    if cap != A[b + B_CAP]:
        put(A, J, b + B_CAP, cap)


@compiled
def place_session(A, T, J, x, k, index, room):
    """Place a session; lead, room and everybody enrolled must be free then."""
    b = A[x + X_BUNDLE]
    put(A, J, x + X_SESSION + 2 * k, index)
    put(A, J, x + X_SESSION + 2 * k + 1, room)
    start = start_at(A, x, index)
    mask = A[start + T_MASK]
    members = A[b + B_MEMBERS]
    for w in range(A[H_W]):
        if (A[x + X_WEEKS] >> w) & 1:
            d = w * A[H_N] + A[start + T_DAY]
            put(A, J, b + B_MASK + d, A[b + B_MASK + d] | mask)
            lead_slots(A, J, A[x + X_LEAD], d, mask, A[x + X_LENGTH], A[x + X_SITE], 1)
            room_bits(A, J, room, d, mask, True)
            for i in range(A[b + B_COUNT]):
                s = A[A[members + 1 + i] + Q_STUDENT]
                set_day(A, T, J, s, d, A[s + S_DAYS + d] | mask)
    set_cap(A, J, b)


@compiled
def lift_session(A, T, J, x, k):
    """Take a session from its place; everybody enrolled is free then."""
    b = A[x + X_BUNDLE]
    start = start_at(A, x, A[x + X_SESSION + 2 * k])
    room = A[x + X_SESSION + 2 * k + 1]
    mask = A[start + T_MASK]
    members = A[b + B_MEMBERS]
    for w in range(A[H_W]):
        if (A[x + X_WEEKS] >> w) & 1:
            d = w * A[H_N] + A[start + T_DAY]
            put(A, J, b + B_MASK + d, A[b + B_MASK + d] & ~mask)
            lead_slots(A, J, A[x + X_LEAD], d, mask, A[x + X_LENGTH], A[x + X_SITE], -1)
            room_bits(A, J, room, d, mask, False)
            for i in range(A[b + B_COUNT]):
                s = A[A[members + 1 + i] + Q_STUDENT]
                set_day(A, T, J, s, d, A[s + S_DAYS + d] & ~mask)
    put(A, J, x + X_SESSION + 2 * k, -1)
    put(A, J, x + X_SESSION + 2 * k + 1, -1)
    set_cap(A, J, b)
