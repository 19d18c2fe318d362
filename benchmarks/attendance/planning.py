"""What a plan gains by knowing who comes when: ``python -m benchmarks.attendance.planning``.

A first term is planned without rates and lived by a hidden truth; what was recorded is learned
from. Of the second term a plan is made without rates, and from that same plan two go on with the
same work and seed: one without rates, and one with what was learned (and one more with the goal
weighing several times as much). What could be had at most is told by two more: with the rates of
the truth itself, with the usual weight and with so large a one that nothing else counts. Plans of
so little work differ by more from run to run than rates gain: two that begin with the same plan
differ by little else. Told is how many days of the second term are attended by the truth, as its
expectation: no luck of the draw in it.

Several starts of one school are no independent evidence, so that the interval is that of the means
of the schools, by Student's t.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from math import sqrt
from statistics import NormalDist, mean, stdev

import scheduler
from benchmarks.attendance.truth import Truth, expected_days, hidden_truth, lived, true_rates
from scheduler.attendance.patterns import Observed, learn
from scheduler.attendance.planning import rates_for
from scheduler.attendance.suggestions import Stands, suggest
from scheduler.domain.instance import AttendanceRate, Instance
from scheduler.domain.rules import GoalId, GoalWeight, Profile
from scheduler.domain.timetable import Timetable


@dataclass(frozen=True)
class Pair:
    """A start polished with rates, against the same start polished without."""

    plain: float
    """Days gained, as a share of those attended without rates."""
    strong: float
    """The same where the goal weighs several times as much."""
    known: float
    """The same with the rates of the truth itself, the goal weighing as usual."""
    most: float
    """The same with the truth, and a goal that outweighs all others."""


MOST_FACTOR = 100
"""Outweighs every other goal, and no rule."""


def main() -> None:
    """Plan, live, learn and plan again, for each seed and start; print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--preset", default="small")
    parser.add_argument("--seeds", nargs="+", type=int, default=[1, 2, 3, 4, 5, 6])
    parser.add_argument("--starts", type=int, default=2, help="of each school")
    parser.add_argument("--work", type=float, default=0.6, help="work units of each plan")
    parser.add_argument("--factor", type=int, default=4, help="of the goal, in the last columns")
    wanted = parser.parse_args()
    began = time.monotonic()
    print(
        "| seed | start | days out | attended without rates | with | gained | with factor"
        f" {wanted.factor} | gained | gained with the truth | and nothing else counting"
        " | unplaced | slow lines found |\n| --- |" + " ---: |" * 11
    )
    schools = [
        _school(wanted.preset, seed, wanted.starts, wanted.work, wanted.factor)
        for seed in wanted.seeds
    ]
    kinds = {
        "as learned": [mean(one.plain for one in pairs) for pairs in schools],
        f"with factor {wanted.factor}": [mean(one.strong for one in pairs) for pairs in schools],
        "with the truth": [mean(one.known for one in pairs) for pairs in schools],
        "and nothing else counting": [mean(one.most for one in pairs) for pairs in schools],
    }
    print("\nMean gain of the days attended without rates: ", end="")
    print(", ".join(f"{what} {_interval(gains)}" for what, gains in kinds.items()), end="")
    print(f"; {time.monotonic() - began:.0f} s in all.")


def _school(preset: str, seed: int, starts: int, work: float, factor: int) -> list[Pair]:
    school = replace(scheduler.make(preset, seed), attendance=())
    truth = hidden_truth(school, seed)
    record = list(lived(school, _plan(school, work, seed + 100), truth, seed))
    rates, true = rates_for(school, learn(record)), true_rates(school, truth)
    found, lines = _slow_lines(record, truth)
    pairs = []
    for number in range(starts):
        start = _plan(school, work, seed + 1000 * number)
        polished = [
            _plan(one, work, seed + 1000 * number + 1, start)
            for one in (
                school,
                replace(school, attendance=rates),
                _weighted(school, rates, factor),
                replace(school, attendance=true),
                _weighted(school, true, MOST_FACTOR),
            )
        ]
        (came, days), (better, _), (best, _), (known, _), (most, _) = (
            expected_days(school, one, truth) for one in polished
        )
        unplaced = "/".join(str(len(one.unplaced)) for one in polished)
        pairs.append(Pair(better / came - 1, best / came - 1, known / came - 1, most / came - 1))
        print(
            f"| {seed} | {number + 1} | {days} | {came:.0f} | {better:.0f}"
            f" | {pairs[-1].plain:+.2%} | {best:.0f} | {pairs[-1].strong:+.2%}"
            f" | {pairs[-1].known:+.2%} | {pairs[-1].most:+.2%} | {unplaced}"
            f" | {found} of {lines} |",
            flush=True,
        )
    return pairs


def _interval(gains: Sequence[float]) -> str:
    """The mean, and where it lies with 95 chances in 100."""
    if len(gains) < 2:
        return f"{mean(gains):+.2%}"
    either = _student(len(gains) - 1) * stdev(gains) / sqrt(len(gains))
    return f"{mean(gains):+.2%} (95 %: {mean(gains) - either:+.2%} to {mean(gains) + either:+.2%})"


def _student(freedom: int) -> float:
    """The 97.5 % point of Student's t, by the expansion of Fisher and Cornish.

    Within 0.01 for four degrees of freedom or more (2.57 for five, 2.05 for 28).
    """
    z = NormalDist().inv_cdf(0.975)
    terms = (
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
        (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92160,
    )
    return z + sum(term / float(freedom**power) for power, term in enumerate(terms, 1))


def _plan(school: Instance, work: float, seed: int, start: Timetable | None = None) -> Timetable:
    outcome = scheduler.solve(school, work=work, seed=seed, start=start)
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
