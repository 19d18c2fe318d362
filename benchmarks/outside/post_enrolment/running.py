"""One instance of the competition: read, planned as a school, read back, judged."""

from __future__ import annotations

import time

import scheduler
from benchmarks.outside.cases import Case, Judged
from benchmarks.outside.data import data_folder
from benchmarks.outside.goals import registered
from benchmarks.outside.post_enrolment import day_goal
from benchmarks.outside.post_enrolment.given import read
from benchmarks.outside.post_enrolment.judging import judge
from benchmarks.outside.post_enrolment.school import answer_of, school

FOLDER = "itc2007-track2"
MEASURE = "distance to feasibility + cost"
BEST_KNOWN = {
    "17": "0 + 0",
    "18": "0 + 0",
    "15": "0 + 0",
    "16": "0 + 1",
    "7": "0 + 0",
    "8": "0 + 0",
    "5": "0 + 5",
    "6": "0 + 0",
    "3": "0 + 164",
    "4": "0 + 239",
    "1": "0 + 15",
    "2": "0 + 0",
}
"""By instance: the best of ten runs of each of the five finalists of 2007."""
INSTANCES = tuple(BEST_KNOWN)
"""The smallest first."""


def run(case: Case) -> Judged:
    """Plan an instance and judge the answer; reading it is not in the seconds."""
    given = read(data_folder() / FOLDER / f"comp-2007-2-{case.instance}.tim")
    asked = school(given, f"{FOLDER}-{case.instance}")
    began = time.process_time()
    with registered(day_goal):
        outcome = scheduler.solve(asked, seconds=case.seconds, workers=case.workers, seed=case.seed)
    used = time.process_time() - began
    timetable = outcome.timetable or scheduler.Timetable(instance=asked.id)
    judged = judge(given, answer_of(given, timetable))
    return Judged(
        case=case,
        value=(judged.distance, judged.cost),
        broken=judged.broken,
        violations=len(scheduler.check(asked, timetable)),
        seconds=round(outcome.seconds, 1),
        first_seconds=outcome.first_seconds,
        processor_seconds=round(used, 1) if case.workers == 1 else None,
    )
