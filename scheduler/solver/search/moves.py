"""The moves of the search: each changes something and mends what it broke. Compiled.

A move returns False when it cannot be done; the caller takes it back then.
"""

from __future__ import annotations

from scheduler.solver.search.compiled import compiled
from scheduler.solver.search.enrol import (
    enrol,
    fits,
    free_for,
    leave,
    lift_session,
    rival_section,
    set_runs,
    start_at,
    too_few,
)
from scheduler.solver.search.layout import *  # noqa: F403 the layout is the vocabulary here
from scheduler.solver.search.repair import (
    BIG,
    choose_option,
    draw,
    leave_all,
    leave_clashes,
    leave_days,
    leave_mask,
    make_room,
    meet_asked,
    meet_open,
    take_option,
)
from scheduler.solver.search.seating import (
    CLASH,
    FOLLOWED,
    any_start,
    choose_start,
    hopeless,
    seat_session,
    set_lead,
    start_possible,
    student_clashes,
)
from scheduler.solver.search.state import (
    BAD,
    day_table,
    lead_ok,
    lead_slots,
    lift_meeting,
    option_ok,
    place_meeting,
    room_ok,
    set_option,
)


@compiled
def pick(A, R, of):
    """A random item of a list."""
    return A[of + 1 + draw(R, A[of])]


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
                if A[other + S_FIXED]:
                    return False
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
def meeting_value(A, T, m, start):
    """What a start is reckoned to cost the members of an advisory; BIG if impossible."""
    members = A[A[m + M_ADVISORY] + A_MEMBERS]
    day, mask = A[start + T_DAY], A[start + T_MASK]
    found = 0
    for w in range(A[H_W]):
        if (A[m + M_WEEKS] >> w) & 1 == 0:
            continue
        d = w * A[H_N] + day
        if not lead_ok(A, A[m + M_STAFF], d, mask, A[m + M_LENGTH], A[m + M_SITE]):
            return BIG
        if not room_ok(A, A[m + M_ROOM], d, mask):
            return BIG
        for i in range(A[members]):
            s = A[members + 1 + i]
            if (A[s + S_OUT] >> d) & 1:
                found += 60 if A[m + M_WHOLE] else 8
            elif A[s + S_DAYS + A[H_D] + d] & mask:
                found += A[H_W_HARD] if A[m + M_WHOLE] else 4
            elif student_clashes(A, T, s, w, day, mask):
                found += CLASH
            else:
                table = day_table(A, s, d)
                occ = A[s + S_DAYS + d]
                found += (T[table + (occ | mask)] & (BAD - 1)) - (T[table + occ] & (BAD - 1))
    return found


@compiled
def other_of_kind(A, m, day):
    """Whether another meeting of the same kind is on a weekday."""
    meetings = A[A[m + M_ADVISORY] + A_MEETINGS]
    for i in range(A[meetings]):
        o = A[meetings + 1 + i]
        if o != m and A[o + M_KIND] == A[m + M_KIND] and A[o + M_START] >= 0:
            if A[A[o + M_STARTS] + 1 + A[o + M_START] * T_SIZE + T_DAY] == day:
                return True
    return False


@compiled
def choose_meeting(A, T, R, m, but, noise):
    """The start that is reckoned to cost least for a meeting that has none; -1 if none."""
    starts = A[m + M_STARTS]
    best, best_value = -1, BIG
    for index in range(A[starts]):
        start = starts + 1 + index * T_SIZE
        if index == but or other_of_kind(A, m, A[start + T_DAY]):
            continue
        value = meeting_value(A, T, m, start)
        if value < BIG:
            value += draw(R, noise)
        if value < best_value:
            best, best_value = index, value
    return best


@compiled
def settle_meeting(A, T, J, R, m, index, noise):
    """Place a meeting; members' clashing sessions and days out give way and are mended."""
    members = A[A[m + M_ADVISORY] + A_MEMBERS]
    start = A[m + M_STARTS] + 1 + index * T_SIZE
    day, mask = A[start + T_DAY], A[start + T_MASK]
    for w in range(A[H_W]):
        if (A[m + M_WEEKS] >> w) & 1 == 0:
            continue
        d = w * A[H_N] + day
        for i in range(A[members]):
            s = A[members + 1 + i]
            if (A[s + S_OUT] >> d) & 1:
                if A[m + M_WHOLE]:
                    set_option(A, T, J, s, A[s + S_EMPTY])
                else:
                    continue
            if student_clashes(A, T, s, w, day, mask) and A[s + S_DAYS + A[H_D] + d] & mask == 0:
                if not leave_mask(A, T, J, s, d, mask):
                    return False
                if student_clashes(A, T, s, w, day, mask) and not leave_days(A, T, J, s, 1 << d):
                    return False
                if student_clashes(A, T, s, w, day, mask):
                    return False
    place_meeting(A, T, J, m, index)
    for i in range(A[members]):
        s = A[members + 1 + i]
        if A[s + S_OPTION] == A[s + S_EMPTY] and A[A[s + S_OPTIONS]] > 1:
            o = choose_option(A, R, s, -1, 0, noise)
            if o < 0 or not take_option(A, T, J, s, o):
                return False
        meet_open(A, T, J, R, s)
    return True


@compiled
def move_meeting(A, T, J, R, m, noise):
    """Move a meeting of an advisory to another time."""
    if A[m + M_PINNED] or A[A[m + M_STARTS]] == 0:
        return False
    old = A[m + M_START]
    if old >= 0:
        lift_meeting(A, T, J, m)
    if draw(R, 3) == 0:
        starts = A[m + M_STARTS]
        index = draw(R, A[starts])
        start = starts + 1 + index * T_SIZE
        if index == old or other_of_kind(A, m, A[start + T_DAY]):
            return False
        if meeting_value(A, T, m, start) >= BIG:
            return False
    else:
        index = choose_meeting(A, T, R, m, old, noise)
    if index < 0:
        return False
    return settle_meeting(A, T, J, R, m, index, noise)


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
