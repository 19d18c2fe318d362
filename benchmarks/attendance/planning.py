"""What a plan gains by knowing who comes when: ``python -m benchmarks.attendance.planning``.

A first term is planned without rates and lived by a hidden truth; what was recorded is learned
from; the second term is planned twice with the same work and seed, without rates and with what
was learned. Told is how many days of the second term are attended by the truth, as its
expectation: no luck of the draw in it. Next to it stands the plan that was told the truth's own
rates: more than that cannot be had by rates.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterable
from dataclasses import replace
from statistics import mean

import scheduler
from benchmarks.attendance.truth import Truth, expected_days, hidden_truth, lived
from scheduler.attendance.patterns import Observed, learn
from scheduler.attendance.planning import rates_for
from scheduler.attendance.suggestions import Stands, suggest
from scheduler.domain.instance import AttendanceRate, Instance
from scheduler.domain.rules import GoalId, GoalWeight, Profile
from scheduler.domain.timetable import Timetable


def main() -> None:
    """Plan, live, learn and plan again, for each seed; print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--preset", default="small")
    parser.add_argument("--seeds", nargs="+", type=int, default=[1, 2, 3])
    parser.add_argument("--work", type=float, default=2.0, help="work units of each plan")
    parser.add_argument("--factor", type=int, default=4, help="of the goal, in the last column")
    wanted = parser.parse_args()
    began = time.monotonic()
    print(
        "| seed | days out | attended without rates | with | gained | with factor"
        f" {wanted.factor} | gained | unplaced | slow lines found |"
        "\n| --- |" + " ---: |" * 8
    )
    gains: list[tuple[float, float]] = []
    for seed in wanted.seeds:
        gains.append(_one(wanted.preset, seed, wanted.work, wanted.factor))
    plain, strong = (mean(one[column] for one in gains) for column in (0, 1))
    print(
        f"\nMean gain {plain:+.2%} of the days attended without rates, {strong:+.2%} with factor"
        f" {wanted.factor}; {time.monotonic() - began:.0f} s in all."
    )


def _one(preset: str, seed: int, work: float, factor: int) -> tuple[float, float]:
    school = replace(scheduler.make(preset, seed), attendance=())
    truth = hidden_truth(school, seed)
    first = _plan(school, work, seed + 100)
    record = list(lived(school, first, truth, seed))
    rates = rates_for(school, learn(record))
    without = _plan(school, work, seed)
    knowing = _plan(replace(school, attendance=rates), work, seed)
    strong = _plan(_weighted(school, rates, factor), work, seed)
    came, days = expected_days(school, without, truth)
    better, _ = expected_days(school, knowing, truth)
    best, _ = expected_days(school, strong, truth)
    unplaced = "/".join(str(len(one.unplaced)) for one in (without, knowing, strong))
    found, lines = _slow_lines(record, truth)
    print(
        f"| {seed} | {days} | {came:.0f} | {better:.0f} | {better / came - 1:+.2%}"
        f" | {best:.0f} | {best / came - 1:+.2%} | {unplaced} | {found} of {lines} |",
        flush=True,
    )
    return better / came - 1, best / came - 1


def _plan(school: Instance, work: float, seed: int) -> Timetable:
    outcome = scheduler.solve(school, work=work, seed=seed)
    assert outcome.timetable is not None
    assert scheduler.check(school, outcome.timetable) == []
    return outcome.timetable


def _weighted(school: Instance, rates: tuple[AttendanceRate, ...], factor: int) -> Instance:
    weights = (GoalWeight(goal=GoalId.ATTENDANCE, factor=factor),)
    profile = Profile(name="present", weights=weights)
    return replace(school, attendance=rates, profiles=(profile,), profile=profile.name)


def _slow_lines(record: Iterable[Observed], truth: Truth) -> tuple[int, int]:
    """How many of the late buses are among the suggestions, and how many anybody rode."""
    every = list(record)
    said = {one.subject for one in suggest(every) if one.kind is Stands.RIDE_LATE}
    rode = {one.ride for one in every if one.ride in {f"transit to {s}" for s in truth.slow_line}}
    return len(said & rode), len(rode)


if __name__ == "__main__":
    main()
