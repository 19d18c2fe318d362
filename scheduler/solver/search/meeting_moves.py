"""Moves of a meeting of an advisory, and where it would go best. Compiled.

As in `moves`, a move that cannot be done returns False.
"""

from __future__ import annotations

from scheduler.solver.search.compiled import compiled
from scheduler.solver.search.days_out import set_option
from scheduler.solver.search.layout import *  # noqa: F403 the layout is the vocabulary here
from scheduler.solver.search.meeting_places import lift_meeting, place_meeting
from scheduler.solver.search.repair import (
    BIG,
    choose_option,
    draw,
    leave_days,
    leave_mask,
    meet_open,
    take_option,
)
from scheduler.solver.search.seating import CLASH, student_clashes
from scheduler.solver.search.staff_rooms import lead_ok, room_ok
from scheduler.solver.search.student_days import BAD, day_table


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
