"""Choosing well for one session while the rest stands: compiled."""

from __future__ import annotations

from scheduler.solver.search.compiled import compiled
from scheduler.solver.search.enrol import place_session, start_at
from scheduler.solver.search.layout import *  # noqa: F403 the layout is the vocabulary here
from scheduler.solver.search.repair import (
    BIG,
    choose_option,
    draw,
    leave_all,
    leave_mask,
    meet_open,
    take_option,
)
from scheduler.solver.search.staff_rooms import lead_ok, room_ok
from scheduler.solver.search.state import put, undo
from scheduler.solver.search.student_days import BAD, day_table

CLASH = 24
"""What a student's clash with a new time is reckoned to cost when times are compared."""
FOLLOWED = 4
"""Once in so many new times of a section, members follow it instead of leaving (decisions.md)."""
FOLLOWING = 12
"""What a clash is reckoned to cost then."""


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
def start_value(A, T, x, start, follow):
    """What a start of a session is reckoned to cost its bundle's members and askers.

    ``follow``: members who clash are to be kept (`keep_free`).
    """
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
                    if follow:
                        found += FOLLOWING
                    else:
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
def choose_start(A, T, R, x, k, but, noise, follow):
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
        value = start_value(A, T, x, start, follow) + draw(R, noise)
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
def leave_clashing(A, T, J, R, x, index, noise):
    """Let members leave who cannot come at a new start; False if one is pinned.

    With ``noise`` members stay where they can (`keep_free`).
    """
    b = A[x + X_BUNDLE]
    start = start_at(A, x, index)
    members = A[b + B_MEMBERS]
    busy = bundle_days(A, b)
    for w in range(A[H_W]):
        if (A[x + X_WEEKS] >> w) & 1:
            busy |= 1 << (w * A[H_N] + A[start + T_DAY])
    i = 0
    while i < A[b + B_COUNT]:
        q = A[members + 1 + i]
        s = A[q + Q_STUDENT]
        if clashes_with(A, T, s, x, start) and (
            noise == 0 or not keep_free(A, T, J, R, s, x, start, busy, noise)
        ):
            if not leave_all(A, T, J, s, b):
                return False
        else:
            i += 1
    return True


@compiled
def bundle_days(A, b):
    """The pattern days on which a bundle meets, as bits."""
    found = 0
    for d in range(A[H_D]):
        if A[b + B_MASK + d]:
            found |= 1 << d
    return found


@compiled
def clashes_with(A, T, s, x, start):
    """Whether a student cannot come to a session of a section at a start."""
    for w in range(A[H_W]):
        if (A[x + X_WEEKS] >> w) & 1:
            if student_clashes(A, T, s, w, A[start + T_DAY], A[start + T_MASK]):
                return True
    return False


@compiled
def keep_free(A, T, J, R, s, x, start, busy, noise):
    """Make a member free for a new start by other days out, or by leaving what meets then."""
    day, mask = A[start + T_DAY], A[start + T_MASK]
    mark = J[0]
    if A[s + S_OUT] & busy:
        o = choose_option(A, R, s, -1, busy, noise)
        if o < 0 or A[o + O_MISSING] > A[A[s + S_OPTION] + O_MISSING]:
            return False
        if not take_option(A, T, J, s, o):
            undo(A, J, mark)
            return False
    for w in range(A[H_W]):
        if (A[x + X_WEEKS] >> w) & 1 and not leave_mask(A, T, J, s, w * A[H_N] + day, mask):
            undo(A, J, mark)
            return False
    if clashes_with(A, T, s, x, start):
        undo(A, J, mark)
        return False
    return True


@compiled
def seat_session(A, T, J, R, x, k, index, noise):
    """Place a session at a start in the room that fits best; members above its seats leave.

    With ``noise`` members who clash are kept where they can be, by other days out, say.
    """
    b = A[x + X_BUNDLE]
    start = start_at(A, x, index)
    room = find_room(A, x, start, A[x + X_MOST])
    if room < 0 or not leave_clashing(A, T, J, R, x, index, noise):
        return False
    members = A[b + B_MEMBERS]
    while A[b + B_COUNT] > A[room + Z_SEATS]:
        q = A[members + A[b + B_COUNT]]
        if not leave_all(A, T, J, A[q + Q_STUDENT], b):
            return False
    place_session(A, T, J, x, k, index, room)
    if noise > 0:
        for i in range(A[b + B_COUNT]):
            meet_open(A, T, J, R, A[A[members + 1 + i] + Q_STUDENT])
    return True


@compiled
def set_lead(A, J, x, lead):
    """Name the lead of a section none of whose sessions is placed."""
    put(A, J, x + X_LEAD, lead)
