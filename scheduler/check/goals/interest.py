"""4 for each rank of the mentor in `candidates` below the best rank among the internship's own
options; by internship with at least one day out. A confirmed mentor costs 0.
"""  # noqa: D205 (the goal's sentence is the summary)

from __future__ import annotations

from scheduler.check.diary import diary_of
from scheduler.check.options import own_options_of
from scheduler.domain.instance import Instance
from scheduler.domain.rules import GoalId
from scheduler.domain.timetable import Timetable

GOAL = GoalId.INTEREST
RANK = 4


def points(instance: Instance, timetable: Timetable) -> int:
    """Points before the profile's factor."""
    diary = diary_of(instance, timetable)
    total = 0
    for (student_id, internship), outs in diary.outs_of.items():
        student = instance.student_of[student_id]
        candidates = student.internships[internship].candidates
        mentor = outs[0].entry.mentor
        if mentor in candidates:
            best = own_options_of(instance).best(student).ranks[internship]
            total += RANK * max(0, candidates.index(mentor) - best)
    return total
