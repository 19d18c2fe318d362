"""The primitive changes of a timetable, each keeping all totals right.

Compiled by numba. ``A`` is the slab (`layout`), ``T`` the table of points and faults of
a student's day by mask, ``J`` the journal: ``J[0]`` entries of (index, old value).
"""

from __future__ import annotations

from scheduler.solver.search.compiled import compiled
from scheduler.solver.search.layout import *  # noqa: F403 the layout is the vocabulary here

BAD = 1 << 20  # marks, in the table of a day, a day without lunch or without a break


@compiled
def put(A, J, at, value):
    """Write a value and remember the old one."""
    n = J[0]
    J[1 + 2 * n] = at
    J[2 + 2 * n] = A[at]
    J[0] = n + 1
    A[at] = value


@compiled
def add(A, J, at, value):
    """Add to a value and remember the old one."""
    if value != 0:
        put(A, J, at, A[at] + value)


@compiled
def undo(A, J, mark):
    """Go back to where the journal had so many entries."""
    for n in range(J[0] - 1, mark - 1, -1):
        A[J[1 + 2 * n]] = J[2 + 2 * n]
    J[0] = mark


@compiled
def total(A):
    """The weighted cost that the search compares; less is better."""
    return (
        A[H_W_DAY] * A[H_DAYS]
        + A[H_W_MUST] * A[H_MUSTS]
        + A[H_W_MINUTES] * A[H_MINUTES]
        + A[H_W_HARD] * A[H_HARD]
        + A[H_PENALTY]
    )


@compiled
def rank(A):
    """What answers are compared by: items by priority, far apart, then points."""
    return (
        A[H_R_DAY] * A[H_DAYS]
        + A[H_R_MUST] * A[H_MUSTS]
        + A[H_R_MINUTES] * A[H_MINUTES]
        + A[H_PENALTY]
    )


@compiled
def over(value, limit):
    """How far above a limit."""
    return value - limit if value > limit else 0


# A student's day: occupied bits, free and present students of each slot.


@compiled
def count_slots(A, J, site, d, before, after, was_here, is_here, block):
    """Keep the free and present students of a day's slots, and what is above the seats."""
    slots = A[site + I_DAYS + d]
    study = A[site + I_STUDY]
    seats = A[site + I_SEATS]
    for i in range(A[slots]):
        at = slots + 1 + i * L_SIZE
        mask = A[at + L_MASK]
        gone = (block & mask) != 0
        here0 = was_here and not gone
        here1 = is_here and not gone
        if here0 != here1:
            step = 1 if here1 else -1
            old = A[at + L_PRESENT]
            put(A, J, at + L_PRESENT, old + step)
            add(A, J, H_HARD, over(old + step, seats) - over(old, seats))
        if A[at + L_LUNCH] == 0:
            free0 = here0 and (before & mask) == 0
            free1 = here1 and (after & mask) == 0
            if free0 != free1:
                step = 1 if free1 else -1
                old = A[at + L_FREE]
                put(A, J, at + L_FREE, old + step)
                add(A, J, H_HARD, over(old + step, study) - over(old, study))


@compiled
def count_free(A, J, site, d, before, after, block):
    """The same for a student who is and stays on campus: only the free ones change."""
    slots = A[site + I_DAYS + d]
    study = A[site + I_STUDY]
    changed = before ^ after
    for at in range(slots + 1, slots + 1 + A[slots] * L_SIZE, L_SIZE):
        mask = A[at + L_MASK]
        if mask & changed == 0 or mask & block or A[at + L_LUNCH]:
            continue
        step = int(after & mask == 0) - int(before & mask == 0)
        if step:
            old = A[at + L_FREE]
            put(A, J, at + L_FREE, old + step)
            add(A, J, H_HARD, over(old + step, study) - over(old, study))


@compiled
def day_table(A, s, d):
    """Where in the table the masks of a student's pattern day begin."""
    return A[s + S_DAYS + 2 * A[H_D] + d % A[H_N]]


@compiled
def set_day(A, T, J, s, d, mask):
    """Change the bits that a student's activities occupy on a day on campus.

    A bad day is a shortfall: who comes back to campus finds the meetings there as they are.
    """
    at = s + S_DAYS + d
    old = A[at]
    if old == mask:
        return
    table = day_table(A, s, d)
    add(A, J, H_PENALTY, (T[table + mask] & (BAD - 1)) - (T[table + old] & (BAD - 1)))
    add(A, J, H_HARD, T[table + mask] // BAD - T[table + old] // BAD)
    put(A, J, at, mask)
    count_free(A, J, A[s + S_SITE], d, old, mask, A[s + S_DAYS + A[H_D] + d])


@compiled
def add_minutes(A, J, s, w, minutes):
    """Give or take advisory minutes of a week."""
    need = A[s + S_NEED]
    at = s + S_DAYS + 2 * A[H_D] + A[H_N] + w
    old = A[at]
    put(A, J, at, old + minutes)
    add(A, J, H_MINUTES, int(old + minutes < need) - int(old < need))


# Meetings.


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
    start = start_of(A, m)
    members = A[A[m + M_ADVISORY] + A_MEMBERS]
    for w in range(A[H_W]):
        if (A[m + M_WEEKS] >> w) & 1 == 0:
            continue
        d = w * A[H_N] + A[start + T_DAY]
        lead_slots(A, J, A[m + M_STAFF], d, A[start + T_MASK], A[m + M_LENGTH], A[m + M_SITE], 1)
        room_bits(A, J, A[m + M_ROOM], d, A[start + T_MASK], True)
        add(A, J, H_HARD, A[m + M_NEED])
        if A[m + M_WHOLE] == 0:
            add(A, J, H_PENALTY, A[members] * A[H_F_TOGETHER])
        for i in range(A[members]):
            s = A[members + 1 + i]
            if (A[s + S_OUT] >> d) & 1 == 0:
                attend(A, T, J, s, m, w, True)


@compiled
def lift_meeting(A, T, J, m):
    """Take a meeting from its place."""
    start = start_of(A, m)
    members = A[A[m + M_ADVISORY] + A_MEMBERS]
    for w in range(A[H_W]):
        if (A[m + M_WEEKS] >> w) & 1 == 0:
            continue
        d = w * A[H_N] + A[start + T_DAY]
        for i in range(A[members]):
            s = A[members + 1 + i]
            if (A[s + S_OUT] >> d) & 1 == 0:
                attend(A, T, J, s, m, w, False)
        add(A, J, H_HARD, -A[m + M_NEED])
        if A[m + M_WHOLE] == 0:
            add(A, J, H_PENALTY, -A[members] * A[H_F_TOGETHER])
        lead_slots(A, J, A[m + M_STAFF], d, A[start + T_MASK], A[m + M_LENGTH], A[m + M_SITE], -1)
        room_bits(A, J, A[m + M_ROOM], d, A[start + T_MASK], False)
    put(A, J, m + M_START, -1)
    add(A, J, H_HARD, 1)


# Staff and rooms.


@compiled
def fair_points(A, group):
    """Points of `fair-load` of a group of staff."""
    staff = A[group + G_STAFF]
    n = A[staff]
    most = -(-A[group + G_SUM] // n) + 1
    found = 0
    for i in range(n):
        found += over(A[A[staff + 1 + i] + F_TOTAL], most)
    return found * A[H_F_FAIR]


@compiled
def lead_ok(A, t, d, mask, length, site):
    """Whether staff can lead then: free, available, within their slots, at one site a day."""
    D = A[H_D]
    at = t + F_DAYS + d
    if (A[at] | A[at + D]) & mask:
        return False
    if A[at + 2 * D] + length > A[t + F_MOST_DAY]:
        return False
    if A[t + F_DAYS + 5 * D + d // A[H_N]] + length > A[t + F_MOST_WEEK]:
        return False
    return A[at + 4 * D] == 0 or A[at + 3 * D] == site


@compiled
def lead_slots(A, J, t, d, mask, length, site, step):
    """Give staff something to lead (step 1), or take it from them (-1)."""
    D = A[H_D]
    at = t + F_DAYS + d
    put(A, J, at, A[at] | mask if step > 0 else A[at] & ~mask)
    add(A, J, at + 2 * D, step * length)
    put(A, J, at + 3 * D, site)
    add(A, J, at + 4 * D, step)
    add(A, J, t + F_DAYS + 5 * D + d // A[H_N], step * length)
    group = A[t + F_GROUP]
    if A[H_F_FAIR] != 0:
        before = fair_points(A, group)
        add(A, J, t + F_TOTAL, step * length)
        add(A, J, group + G_SUM, step * length)
        add(A, J, H_PENALTY, fair_points(A, group) - before)


@compiled
def room_ok(A, z, d, mask):
    """Whether a room is free and may be used then."""
    at = z + Z_DAYS + d
    return (A[at] | A[at + A[H_D]]) & mask == 0


@compiled
def room_bits(A, J, z, d, mask, taken):
    """Take a room, or give it back."""
    at = z + Z_DAYS + d
    put(A, J, at, A[at] | mask if taken else A[at] & ~mask)


# Days out.


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


@compiled
def meets_on(A, m, d):
    """Whether a meeting is placed on a pattern day."""
    if A[m + M_START] < 0:
        return False
    N = A[H_N]
    return (A[m + M_WEEKS] >> (d // N)) & 1 == 1 and A[start_of(A, m) + T_DAY] == d % N
