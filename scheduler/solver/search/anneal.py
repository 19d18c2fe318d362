"""From nothing to a timetable, and from a timetable to a better one. Compiled.

Simulated annealing (Kirkpatrick, Gelatt and Vecchi 1983) over the moves of `moves`: a
move that costs more is kept with probability ``exp(-more / temperature)``.
"""

from __future__ import annotations

import math

from scheduler.solver.search.chains import make_way, move_chain, without_place
from scheduler.solver.search.compiled import compiled
from scheduler.solver.search.days_out import option_ok, set_option
from scheduler.solver.search.enrol import enrol, fits, place_session, set_runs, start_at, too_few
from scheduler.solver.search.layout import *  # noqa: F403 the layout is the vocabulary here
from scheduler.solver.search.meeting_moves import (
    choose_meeting,
    move_meeting,
    other_of_kind,
    settle_meeting,
)
from scheduler.solver.search.meeting_places import place_meeting
from scheduler.solver.search.moves import move_days, move_enrolments, move_request
from scheduler.solver.search.repair import (
    choose_option,
    draw,
    meet_request,
    open_request,
    pick,
    take_option,
    unit,
)
from scheduler.solver.search.section_moves import (
    change_lead,
    close_bundle,
    move_session,
    open_bundle,
    push_session,
    refill,
    retime,
)
from scheduler.solver.search.staff_rooms import lead_ok, room_ok
from scheduler.solver.search.state import rank, total, undo

MOVES = (
    "days",
    "enrolments",
    "request",
    "open request",
    "session",
    "retime",
    "push",
    "lead",
    "meeting",
    "open or close",
    "refill",
    "chain",
    "make way",
)
FIRST_OTHER, LAST_OTHER = 4, 9
"""Kinds from session to open or close: they change when sections and meetings are."""


@compiled
def construct_days(A, T, J, R, order):
    """Place days out, first come, first served (``order``: students, fewest options first).

    Then meetings, where few members are missing.
    """
    for i in range(len(order)):
        s = order[i]
        if A[s + S_OPTION] == A[s + S_EMPTY]:
            o = choose_option(A, R, s, -1, 0, 1)
            if o >= 0:
                take_option(A, T, J, s, o)
        J[0] = 0
    meetings = A[H_MEETINGS]
    for i in range(A[meetings]):
        m = A[meetings + 1 + i]
        if A[m + M_START] < 0:
            index = choose_meeting(A, T, R, m, -1, 1)
            if index >= 0 and not settle_meeting(A, T, J, R, m, index, 1):
                undo(A, J, 0)
        J[0] = 0


@compiled
def construct_sections(A, T, J, R):
    """Place sections where those who ask for them are free, and enrol."""
    bundles = A[H_BUNDLES]
    for must_run in range(1, -1, -1):
        for i in range(A[bundles]):
            b = A[bundles + 1 + i]
            if A[b + B_MUST_RUN] == must_run and A[b + B_RUNS] == 0:
                if not open_bundle(A, T, J, R, b, 4):
                    undo(A, J, 0)
                J[0] = 0
    requests = A[H_REQUESTS]
    for must in range(1, -1, -1):
        for i in range(A[requests]):
            q = A[requests + 1 + i]
            if A[q + Q_AT] < 0 and A[q + Q_MUST] == must:
                meet_request(A, T, J, R, q)
    J[0] = 0
    for i in range(A[bundles]):
        b = A[bundles + 1 + i]
        if too_few(A, b) > 0:
            if not close_bundle(A, T, J, R, b):
                undo(A, J, 0)
            J[0] = 0


@compiled
def one_move(A, T, J, R, kind, noise):
    """Try one move of a kind somewhere at random."""
    if kind == 0:
        return A[A[H_OUTERS]] > 0 and move_days(A, T, J, R, pick(A, R, A[H_OUTERS]), noise)
    if kind == 1:
        return A[A[H_STUDENTS]] > 0 and move_enrolments(A, T, J, R, pick(A, R, A[H_STUDENTS]))
    if kind == 2:
        return A[A[H_REQUESTS]] > 0 and move_request(A, T, J, R, pick(A, R, A[H_REQUESTS]))
    if kind == 3:
        q = open_request(A, R)
        return q >= 0 and move_request(A, T, J, R, q)
    if kind == 11:
        if A[A[H_OUTERS]] == 0:
            return False
        s = without_place(A, R)
        return s >= 0 and move_chain(A, T, J, R, s, 1 + draw(R, 12), -1, -1, noise)
    if kind == 12:
        return make_way(A, T, J, R, noise)
    if kind == 8:
        return A[A[H_MEETINGS]] > 0 and move_meeting(A, T, J, R, pick(A, R, A[H_MEETINGS]), noise)
    if A[A[H_SECTIONS]] == 0:
        return False
    if kind == 4:
        return move_session(A, T, J, R, pick(A, R, A[H_SECTIONS]), noise)
    if kind == 5:
        return retime(A, T, J, R, pick(A, R, A[H_SECTIONS]), noise)
    if kind == 6:
        return push_session(A, T, J, R, pick(A, R, A[H_SECTIONS]), noise)
    if kind == 7:
        return change_lead(A, J, R, pick(A, R, A[H_SECTIONS]))
    b = pick(A, R, A[H_BUNDLES])
    if kind == 9:
        if A[b + B_RUNS]:
            return close_bundle(A, T, J, R, b)
        return open_bundle(A, T, J, R, b, noise)
    return refill(A, T, J, R, b)


@compiled
def anneal(A, T, J, R, steps, student_heat, other_heat, shares, best, addresses, best_total, tally):
    """Try so many moves at a temperature; the best answer's decisions stay in ``best``.

    Moves of students are judged at one temperature, those of sections and meetings at another.
    At temperature 0 only moves that gain are kept, so that nobody is moved for nothing.
    ``shares`` are running sums of the kinds' shares (the last 1 << 20); ``tally`` counts
    tries, acceptances and gains of each kind. Returns the best rank.
    """
    current = total(A)
    if rank(A) < best_total and A[H_HARD] == 0:
        best_total = rank(A)
        for i in range(len(addresses)):
            best[i] = A[addresses[i]]
    kinds = len(shares)
    J[0] = 0
    for _ in range(steps):
        u = draw(R, 1 << 20)
        kind = 0
        while kind < kinds - 1 and u >= shares[kind]:
            kind += 1
        tally[kind, 0] += 1
        temperature = other_heat if FIRST_OTHER <= kind <= LAST_OTHER else student_heat
        noise = max(2, int(2 * temperature))
        if not one_move(A, T, J, R, kind, noise):
            undo(A, J, 0)
            continue
        after = total(A)
        more = after - current
        idle = more == 0 and temperature == 0.0
        worse = more > 0 and (more > 30 * temperature or unit(R) >= math.exp(-more / temperature))
        if idle or worse:
            undo(A, J, 0)
            continue
        J[0] = 0
        tally[kind, 1] += 1
        if more < 0:
            tally[kind, 2] -= more
        current = after
        if A[H_HARD] == 0 and rank(A) < best_total:
            best_total = rank(A)
            for i in range(len(addresses)):
                best[i] = A[addresses[i]]
    return best_total


@compiled
def decide(A, T, J, s, o):
    """Take an option if there is room for it."""
    if option_ok(A, o):
        take_option(A, T, J, s, o)
    J[0] = 0


@compiled
def load(A, T, J, decisions, students, requests, meetings, bundles, sections):
    """Decide everything not pinned anew, as a vector of decisions says.

    False if staff or rooms are wanted twice; days out for which there is no room any more
    are left unplaced. The vector lists options, bundles of requests, starts of meetings,
    which bundles run, then lead and (start, room) of each section's sessions: the order of
    `fill`.
    """
    at = 0
    for i in range(len(students)):
        if option_ok(A, decisions[at + i]):
            set_option(A, T, J, students[i], decisions[at + i])
        J[0] = 0
    at += len(students)
    enrolled = at
    at += len(requests)
    for i in range(len(meetings)):
        if decisions[at + i] >= 0 and A[meetings[i] + M_START] < 0:
            if not can_meet(A, meetings[i], decisions[at + i]):
                return False
            place_meeting(A, T, J, meetings[i], decisions[at + i])
            J[0] = 0
    at += len(meetings)
    runs = at
    at += len(bundles)
    for i in range(len(sections)):
        x = sections[i]
        if A[x + X_SESSION] < 0:
            A[x + X_LEAD] = decisions[at]
        at += 1
        for k in range(A[x + X_SESSIONS]):
            if decisions[at] >= 0 and A[x + X_SESSION + 2 * k] < 0:
                if not can_place(A, x, decisions[at], decisions[at + 1]):
                    return False
                place_session(A, T, J, x, k, decisions[at], decisions[at + 1])
                J[0] = 0
            at += 2
    for i in range(len(bundles)):
        if decisions[runs + i] and not A[bundles[i] + B_RUNS]:
            set_runs(A, J, bundles[i], 1)
            J[0] = 0
    for i in range(len(requests)):
        if decisions[enrolled + i] < 0 or A[requests[i] + Q_AT] >= 0:
            continue
        if fits(A, T, requests[i], decisions[enrolled + i]):
            enrol(A, T, J, requests[i], decisions[enrolled + i])
            J[0] = 0
    return True


@compiled
def can_meet(A, m, index):
    """Whether advisor and home room are free for a meeting, and its kind has no other that day."""
    start = A[m + M_STARTS] + 1 + index * T_SIZE
    day, mask = A[start + T_DAY], A[start + T_MASK]
    for w in range(A[H_W]):
        if (A[m + M_WEEKS] >> w) & 1:
            d = w * A[H_N] + day
            if not lead_ok(A, A[m + M_STAFF], d, mask, A[m + M_LENGTH], A[m + M_SITE]):
                return False
            if not room_ok(A, A[m + M_ROOM], d, mask):
                return False
    return not other_of_kind(A, m, day)


@compiled
def can_place(A, x, index, room):
    """Whether lead and room of a session are free, and no linked section meets then."""
    start = start_at(A, x, index)
    mask = A[start + T_MASK]
    for w in range(A[H_W]):
        if (A[x + X_WEEKS] >> w) & 1:
            d = w * A[H_N] + A[start + T_DAY]
            if A[A[x + X_BUNDLE] + B_MASK + d] & mask:
                return False
            if not lead_ok(A, A[x + X_LEAD], d, mask, A[x + X_LENGTH], A[x + X_SITE]):
                return False
            if not room_ok(A, room, d, mask):
                return False
    return True
