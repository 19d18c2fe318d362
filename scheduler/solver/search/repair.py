"""Choosing well for one student, session or meeting while the rest stands: compiled."""

from __future__ import annotations

import numpy as np

from scheduler.solver.search.compiled import compiled
from scheduler.solver.search.enrol import (
    enrol,
    fits,
    gap_change,
    leave,
    place_session,
    start_at,
)
from scheduler.solver.search.layout import *  # noqa: F403 the layout is the vocabulary here
from scheduler.solver.search.state import (
    BAD,
    day_table,
    lead_ok,
    meets_on,
    option_ok,
    put,
    room_ok,
    set_option,
)

BIG = 1 << 40
CLASH = 24
"""What a student's clash with a new time is reckoned to cost when times are compared."""


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


# Sessions.


@compiled
def in_order(A, x, k, start):
    """Whether a session at a start keeps the order between sections that run."""
    when = A[start + T_DAY] * 1440 + A[start + T_BEGIN]
    until = A[start + T_DAY] * 1440 + A[start + T_END]
    mine = when
    mine_until = until
    for j in range(A[x + X_SESSIONS]):
        index = A[x + X_SESSION + 2 * j]
        if j != k and index >= 0:
            other = start_at(A, x, index)
            begin = A[other + T_DAY] * 1440 + A[other + T_BEGIN]
            if begin < mine:
                mine = begin
                mine_until = A[other + T_DAY] * 1440 + A[other + T_END]
    after = A[x + X_AFTER]
    for i in range(A[after]):
        y = A[after + 1 + i]
        first, until = first_session(A, y)
        if first < BIG and mine < until:
            return False
    before = A[x + X_BEFORE]
    for i in range(A[before]):
        y = A[before + 1 + i]
        first, until = first_session(A, y)
        if first < BIG and first < mine_until:
            return False
    return True


@compiled
def first_session(A, x):
    """When the first placed session of a section begins and ends, in minutes of the week."""
    first, until = BIG, BIG
    for j in range(A[x + X_SESSIONS]):
        index = A[x + X_SESSION + 2 * j]
        if index >= 0:
            start = start_at(A, x, index)
            begin = A[start + T_DAY] * 1440 + A[start + T_BEGIN]
            if begin < first:
                first = begin
                until = A[start + T_DAY] * 1440 + A[start + T_END]
    return first, until


@compiled
def start_possible(A, x, k, start, lead):
    """Whether lead, order and the section's other sessions allow a start."""
    b = A[x + X_BUNDLE]
    mask = A[start + T_MASK]
    day = A[start + T_DAY]
    for j in range(A[x + X_SESSIONS]):
        index = A[x + X_SESSION + 2 * j]
        if j != k and index >= 0 and A[start_at(A, x, index) + T_DAY] == day:
            return False
    for w in range(A[H_W]):
        if (A[x + X_WEEKS] >> w) & 1:
            d = w * A[H_N] + day
            if A[b + B_MASK + d] & mask:
                return False
            if not lead_ok(A, lead, d, mask, A[x + X_LENGTH], A[x + X_SITE]):
                return False
    return in_order(A, x, k, start)


@compiled
def find_room(A, x, start, need):
    """The smallest free room with so many seats, else the largest free one; -1 if none."""
    rooms = A[x + X_ROOMS]
    found = -1
    for i in range(A[rooms]):
        z = A[rooms + 1 + i]
        free = True
        for w in range(A[H_W]):
            if (A[x + X_WEEKS] >> w) & 1:
                d = w * A[H_N] + A[start + T_DAY]
                if not room_ok(A, z, d, A[start + T_MASK]):
                    free = False
                    break
        if free:
            found = z
            if A[z + Z_SEATS] >= need:
                return z
    return found


@compiled
def student_clashes(A, T, s, w, day, mask):
    """Whether a student cannot have one more activity then."""
    d = w * A[H_N] + day
    at = s + S_DAYS + d
    if (A[at] | A[at + A[H_D]]) & mask or (A[s + S_OUT] >> d) & 1:
        return True
    return (T[day_table(A, s, d) + (A[at] | mask)] & BAD) != 0


@compiled
def start_value(A, T, x, start):
    """What a start of a session is reckoned to cost its bundle's members and askers."""
    b = A[x + X_BUNDLE]
    day, mask = A[start + T_DAY], A[start + T_MASK]
    members = A[b + B_MEMBERS]
    found = 0
    for i in range(A[b + B_COUNT]):
        q = A[members + 1 + i]
        s = A[q + Q_STUDENT]
        for w in range(A[H_W]):
            if (A[x + X_WEEKS] >> w) & 1:
                if student_clashes(A, T, s, w, day, mask):
                    found += 4 * CLASH if A[q + Q_MUST] else CLASH
                    if A[q + Q_PINNED]:
                        found += BIG
                    break
                d = w * A[H_N] + day
                table = day_table(A, s, d)
                occ = A[s + S_DAYS + d]
                found += (T[table + (occ | mask)] & (BAD - 1)) - (T[table + occ] & (BAD - 1))
    asked = A[b + B_ASKED]
    for i in range(A[asked]):
        q = A[asked + 1 + i]
        if A[q + Q_AT] < 0:
            s = A[q + Q_STUDENT]
            for w in range(A[H_W]):
                if (A[x + X_WEEKS] >> w) & 1:
                    if not student_clashes(A, T, s, w, day, mask):
                        found -= CLASH if A[q + Q_MUST] else CLASH // 4
                    break
    return found


@compiled
def choose_start(A, T, R, x, k, but, noise):
    """The start that is reckoned to cost least for a session that has none; -1 if none."""
    starts = A[x + X_STARTS]
    best, best_value = -1, BIG
    need = A[x + X_MOST]
    for index in range(A[starts]):
        if index == but:
            continue
        start = start_at(A, x, index)
        if not start_possible(A, x, k, start, A[x + X_LEAD]):
            continue
        room = find_room(A, x, start, need)
        if room < 0:
            continue
        value = start_value(A, T, x, start) + draw(R, noise)
        if A[room + Z_SEATS] < need:
            value += CLASH * (need - A[room + Z_SEATS])
        if value < best_value:
            best, best_value = index, value
    return best


@compiled
def any_start(A, R, x, k):
    """A random start that a session could have; -1 if a few draws find none."""
    starts = A[x + X_STARTS]
    if A[starts] == 0:
        return -1
    for _ in range(6):
        index = draw(R, A[starts])
        if start_possible(A, x, k, start_at(A, x, index), A[x + X_LEAD]):
            return index
    return -1


@compiled
def hopeless(A, T, x, index, noise):
    """Whether so many members clash with a start that trying it is not worth the time."""
    b = A[x + X_BUNDLE]
    start = start_at(A, x, index)
    day, mask = A[start + T_DAY], A[start + T_MASK]
    members = A[b + B_MEMBERS]
    most = 2 + noise // 3
    clashes = 0
    for i in range(A[b + B_COUNT]):
        s = A[A[members + 1 + i] + Q_STUDENT]
        for w in range(A[H_W]):
            if (A[x + X_WEEKS] >> w) & 1 and student_clashes(A, T, s, w, day, mask):
                clashes += 1
                break
        if clashes > most:
            return True
    return False


@compiled
def leave_clashing(A, T, J, x, index):
    """Let members leave who cannot come at a new start; False if one is pinned."""
    b = A[x + X_BUNDLE]
    start = start_at(A, x, index)
    members = A[b + B_MEMBERS]
    i = 0
    while i < A[b + B_COUNT]:
        q = A[members + 1 + i]
        s = A[q + Q_STUDENT]
        clashes = False
        for w in range(A[H_W]):
            if (A[x + X_WEEKS] >> w) & 1:
                if student_clashes(A, T, s, w, A[start + T_DAY], A[start + T_MASK]):
                    clashes = True
        if clashes:
            if not leave_all(A, T, J, s, b):
                return False
        else:
            i += 1
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
def seat_session(A, T, J, x, k, index):
    """Place a session at a start in the room that fits best; members above its seats leave."""
    b = A[x + X_BUNDLE]
    start = start_at(A, x, index)
    room = find_room(A, x, start, A[x + X_MOST])
    if room < 0 or not leave_clashing(A, T, J, x, index):
        return False
    members = A[b + B_MEMBERS]
    while A[b + B_COUNT] > A[room + Z_SEATS]:
        q = A[members + A[b + B_COUNT]]
        if not leave_all(A, T, J, A[q + Q_STUDENT], b):
            return False
    place_session(A, T, J, x, k, index, room)
    return True


@compiled
def set_lead(A, J, x, lead):
    """Name the lead of a section none of whose sessions is placed."""
    put(A, J, x + X_LEAD, lead)


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
