"""What schools do today: everyone is out on Tuesday and Thursday, the rest comes afterwards.

The days are settled by a placement that looks at mentors, sites, vans and whole meetings,
as `guided_placement` does, with the two days as the only choice. Whoever wants one day has
the better of the two. A student who cannot have all the days wanted on these two, alone in
the school or for want of a mentor's place, is an exception and may be out on any day, as
schools grant it. Then Fieldweek plans all the rest with everybody's weekdays as settled;
mentors and journeys may still change, which favours the peer.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

from benchmarks.peers.recording import Recorder
from scheduler.domain.ids import StudentId
from scheduler.domain.instance import Instance
from scheduler.domain.runs import Limits
from scheduler.files import read_instance
from scheduler.solver import solve
from scheduler.solver.bounds import guided_placement
from scheduler.solver.option import Option
from scheduler.solver.problem import Problem
from scheduler.solver.warm import ready

TUESDAY, THURSDAY = 1, 3
Days = Collection[int]
Settled = dict[StudentId, Option]
"""What was settled for whoever is out on the common days."""


def missing() -> str | None:
    return None


def answer(instance_path: Path, seconds: float, workers: int, seed: int, folder: Path) -> None:
    instance = read_instance(instance_path)
    ready()
    recorder = Recorder(folder, seconds)
    settled = settle(Problem(instance), (TUESDAY, THURSDAY), seed)
    plan_the_rest(instance, settled, recorder, workers, seed)


def settle(problem: Problem, days: Days, seed: int) -> Settled:
    """Place as many students as possible on the common days."""
    common = Problem(problem.instance)
    common.options = on_days(problem, days)
    chosen = guided_placement(common, seed)
    settled: Settled = {}
    for student, index in chosen.items():
        option = common.options[student][index]
        if option.outs and option.missing == problem.options[student][0].missing:
            settled[student] = option
    return settled


def on_days(problem: Problem, days: Days) -> dict[str, list[Option]]:
    """By student, the options whose weekly days out are all on some weekdays."""
    return {
        student: [
            option
            for option in options
            if {day for _, day in problem.out_days(StudentId(student), option)} <= set(days)
        ]
        for student, options in problem.options.items()
    }


def could_be(problem: Problem, days: Days) -> int:
    """How many students could, alone in the school, have all their days out on some weekdays."""
    return sum(
        any(one.missing == problem.options[student][0].missing for one in options)
        for student, options in on_days(problem, days).items()
    )


def fixed_days(instance: Instance, settled: Settled) -> Instance:
    """Allow everybody who is settled only the weekdays they have been given."""
    students = []
    for student in instance.students:
        option = settled.get(student.id)
        if option is not None:
            wishes = tuple(
                wish
                if wish.block is not None
                else replace(wish, allowed_days=_days_of(option, number) or wish.allowed_days)
                for number, wish in enumerate(student.internships)
            )
            student = replace(student, internships=wishes)
        students.append(student)
    return replace(instance, students=tuple(students))


def _days_of(option: Option, internship: int) -> tuple[int, ...]:
    return tuple(sorted(out.day for out in option.outs if out.internship == internship))


def plan_the_rest(
    instance: Instance, settled: Settled, recorder: Recorder, workers: int, seed: int
) -> None:
    """Let Fieldweek plan everything else, with the days as settled."""
    before = recorder.passed
    exceptions = sum(1 for one in instance.students if one.internships) - len(settled)
    recorder.say(f"{exceptions} students are not out on the common days")
    limits = Limits(seconds=recorder.left, workers=workers, seed=seed)
    outcome = solve(fixed_days(instance, settled), limits)
    if outcome.timetable is not None:
        recorder.first_was(before + (outcome.first_seconds or outcome.seconds))
        recorder.offer(outcome.timetable)
