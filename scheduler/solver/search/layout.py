"""Where things lie in the slab: one int64 array holding every record of the search.

A *record* is a stretch of the slab; its reference is the index where it begins, so that
``A[student + S_OPTION]`` reads like a field. Everything that moves is written through
`state.put`, which keeps a journal: undoing a move is reading it backwards.

Masks are sets of bits of a weekday (`solver.times`), at most 62 of them. ``D`` is the
number of pattern days, ``N`` of weekdays used, ``W`` of weeks; pattern day
``d = week * N + weekday``. A list is a record ``[length, item, item, ...]``.
"""

from __future__ import annotations

# Header: counts and totals.
H_D, H_N, H_W = 0, 1, 2
H_DAYS, H_MUSTS, H_MINUTES = 3, 4, 5  # unplaced items
H_HARD = 6  # shortfalls that must be 0 in an answer: seats, least sizes, quorums
H_PENALTY = 7
H_STUDENTS, H_REQUESTS, H_BUNDLES, H_SECTIONS, H_MEETINGS, H_SITES = range(8, 14)  # lists
H_W_DAY, H_W_MUST, H_W_MINUTES, H_W_HARD = 15, 16, 17, 18  # weights of the search
H_F_EVEN_DAYS, H_F_TOGETHER, H_F_EVEN_SECTIONS, H_F_FAIR, H_F_VEHICLE = 19, 20, 21, 22, 23
H_GROUPS, H_OUTERS = 24, 25  # lists: groups of staff; students with more than one option
H_R_DAY, H_R_MUST, H_R_MINUTES = 26, 27, 28  # weights by which answers are ranked
H_SIZE = 32

# Student, followed by occ[D], block[D], type[N] (offset into tables), have[W].
S_SITE, S_ADVISORY, S_OPTION, S_OPTIONS, S_REQUESTS, S_OUT, S_NEED, S_NUMBER, S_EMPTY = range(9)
S_DAYS = 9

# Option, followed by its lists of uses, tokens and rides.
O_STUDENT, O_MISSING, O_COST, O_OUT, O_USES, O_TOKENS, O_RIDES, O_NUMBER = range(8)

# Resource: capacity, load, where points begin, points for each above, who (list of cap).
R_CAP, R_LOAD, R_SOFT, R_POINTS, R_WHO = range(5)
R_SIZE = 5

# Token: how many hold it, list of tokens that must not be held meanwhile.
K_LOAD, K_RIVALS = 0, 1

# Vehicle run: riders in all, then for each stop minutes and how many get on or off.
V_RIDERS, V_STOPS, V_COST = 0, 1, 2
V_STOP = 3

# Request: must 1 or wish 0, points of the wish, bundle or -1, list of bundles, pinned.
Q_STUDENT, Q_MUST, Q_POINTS, Q_AT, Q_BUNDLES, Q_PINNED, Q_NUMBER, Q_PLACE, Q_AGE = range(9)

# Bundle, followed by mask[D]; members is a list with room for capacity requests.
B_RUNS, B_COUNT, B_CAP, B_SECTIONS, B_MEMBERS, B_ASKED, B_MUST_RUN, B_PINNED, B_NUMBER = range(9)
B_WORKSHOPS = 9
B_MASK = 10

# Section, followed by (start, room) for each session; start is an index or -1.
X_BUNDLE, X_WORKSHOP, X_SITE, X_LENGTH, X_LEAST, X_MOST = range(6)
X_LEADS, X_ROOMS, X_STARTS, X_SESSIONS, X_LEAD, X_WEEKS, X_AFTER, X_BEFORE, X_NUMBER = range(6, 15)
X_SESSION = 16

# Start: one entry of a list of starts, stride T_SIZE after the length.
T_SLOT, T_DAY, T_MASK, T_BEGIN, T_END = range(5)
T_SIZE = 5

# Workshop: list of its sections.
P_SECTIONS = 0

# Meeting, followed by present[W].
M_ADVISORY, M_WHOLE, M_NEED, M_START, M_STAFF, M_ROOM = range(6)
M_STARTS, M_WEEKS, M_PINNED, M_KIND, M_LENGTH, M_SITE, M_NUMBER = range(6, 13)
M_PRESENT = 14

# Advisory: lists of members and meetings.
A_MEMBERS, A_MEETINGS = 0, 1

# Staff, followed by occ[D], block[D], slots[D], site[D], pieces[D], week[W].
F_MOST_DAY, F_MOST_WEEK, F_GROUP, F_TOTAL, F_NUMBER = range(5)
F_DAYS = 6

# Group of staff compared by fair-load: sum of slots led, list of staff.
G_SUM, G_STAFF = 0, 1

# Room, followed by occ[D], block[D].
Z_SEATS, Z_NUMBER = 0, 1
Z_DAYS = 2

# School site, followed by a reference to its slots of each pattern day, then out[D].
# Slots of a day: list of (mask, lunch, free, present), stride L_SIZE after the length.
I_SEATS, I_STUDY, I_NUMBER, I_PUPILS = range(4)
I_DAYS = 4
L_MASK, L_LUNCH, L_FREE, L_PRESENT = range(4)
L_SIZE = 4
