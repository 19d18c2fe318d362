"""``python -m benchmarks.change.fits``: questions about one seat, asked from a warm start.

Who fits a day out, a workshop, a section's lead, a mentor's or a section's free seat; and
why a student is not somewhere else. The best candidate of each is made in the timetable, and
the checker and the goals of the whole school are asked whether what was said is true.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from random import Random

from benchmarks.change.ground import release_of
from scheduler.check import broken, score
from scheduler.domain.instance import Instance
from scheduler.domain.rules import GoalId, Score
from scheduler.domain.timetable import Timetable
from scheduler.service.completing import completed
from scheduler.service.fit import Fit, Ground, fits, why_not
from scheduler.service.fit.arranging import missing
from scheduler.service.moves import moved

Answer = tuple[Fit, ...]
Ask = Callable[[], Answer]


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.change.fits", description=__doc__)
    parser.add_argument("--preset", default="met")
    parser.add_argument("--seed", type=int, default=1, help="of the school")
    parser.add_argument("--questions", type=int, default=200, help="of each kind")
    parser.add_argument("--only", default="", help="kinds of question with these words in them")
    parser.add_argument("--plan-seconds", type=float, default=60.0)
    return parser.parse_args()


Question = tuple[Timetable, Ask]
"""The timetable asked about, and the question."""


def without_day(instance: Instance, timetable: Timetable, rng: Random) -> Question:
    """A student loses a day out: who could have them instead?"""
    lost = rng.choice(timetable.days_out)
    rest = tuple(one for one in timetable.days_out if one != lost)
    ground = Ground(instance, completed(instance, replace(timetable, days_out=rest)))
    warmed(ground)
    item = str(lost.internship)
    assert missing(ground, instance.student_of[lost.student], lost.internship) > 0
    return ground.timetable, lambda: fits(ground, lost.student, item=item)[0].candidates


def without_workshop(instance: Instance, timetable: Timetable, rng: Random) -> Question:
    """A student loses a section: where could they have it instead?"""
    students = [one for one in instance.students if one.requests]
    while True:
        student = rng.choice(students)
        own = [one for one in timetable.enrolments if one.student == student.id]
        asked = rng.choice(student.requests)
        lost = [one for one in own if instance.section_of[one.section][1].id in asked.workshops]
        if lost:
            break
    rest = tuple(one for one in timetable.enrolments if one not in lost)
    ground = Ground(instance, completed(instance, replace(timetable, enrolments=rest)))
    warmed(ground)
    item = str(asked.workshop)
    return ground.timetable, lambda: fits(ground, student.id, item=item)[0].candidates


def warmed(ground: Ground) -> None:
    """Look up what a server has looked up before the second question about a timetable."""
    ground.crowd, ground.absent, ground.out_on, ground.slots_led, ground.sizes  # noqa: B018
    ground.out, ground.at, ground.led_by  # noqa: B018


def kinds(ground: Ground, rng: Random) -> dict[str, Callable[[], Question]]:
    """Give how a question of each kind is drawn."""
    instance, timetable = ground.instance, ground.timetable

    def lead() -> Question:
        what = rng.choice(timetable.sections).section
        return timetable, lambda: fits(ground, what, away=True)[0].candidates

    def advisor() -> Question:
        what = rng.choice(instance.advisories).id
        return timetable, lambda: fits(ground, what)[0].candidates

    def mentor() -> Question:
        free = [
            one.id
            for one in instance.mentors
            if len({out.student.id for out in ground.diary.hosted.get(one.id, ())}) < one.in_all
        ]
        one = rng.choice(free)
        return timetable, lambda: fits(ground, one)[0].candidates

    def section() -> Question:
        free = [
            one.section
            for one in timetable.sections
            if ground.sizes[one.section] < instance.section_of[one.section][0].most
        ]
        one = rng.choice(free)
        return timetable, lambda: fits(ground, one)[0].candidates

    def elsewhere() -> Question:
        student = rng.choice([one for one in instance.students if one.internships])
        mentor = rng.choice(rng.choice(student.internships).mentors)
        day = rng.choice(instance.term.weekdays)
        return timetable, lambda: why_not(ground, student.id, mentor, day).ways

    def other_section() -> Question:
        student = rng.choice([one for one in instance.students if one.requests])
        workshop = instance.workshop_of[rng.choice(student.requests).workshop]
        one = rng.choice(workshop.sections).id
        return timetable, lambda: why_not(ground, student.id, one).ways

    return {
        "a day out without a place": lambda: without_day(instance, timetable, rng),
        "a workshop without a seat": lambda: without_workshop(instance, timetable, rng),
        "a section's lead is away": lead,
        "an advisor is away": advisor,
        "a mentor's free place": mentor,
        "a section's free seat": section,
        "why not with that mentor": elsewhere,
        "why not in that section": other_section,
    }


def is_true(instance: Instance, timetable: Timetable, was: Score, fit: Fit) -> bool:
    """Whether a candidate, made in the timetable, breaks nothing and changes what was said."""
    after = moved(instance, timetable, fit.moves)
    now = score(instance, after)
    goals = {
        goal: now.goals[goal] - was.goals[goal]
        for goal in GoalId
        if goal is not GoalId.KEEP and now.goals[goal] != was.goals[goal]
    }
    unplaced = tuple(new - old for old, new in zip(was.unplaced, now.unplaced, strict=True))
    return not broken(instance, after) and (goals, unplaced) == (fit.goals, fit.unplaced)


def main() -> int:
    wanted = arguments()
    instance, release = release_of(wanted.preset, wanted.seed, wanted.plan_seconds)
    ground = Ground(instance, release)
    warmed(ground)
    rng = Random(1)
    print("| question | p50 ms | p95 | worst | processor p95 | worst | some work | best is true |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    wrong = 0
    for name, draw in kinds(ground, rng).items():
        if wanted.only not in name:
            continue
        walls, processor, works, true = [], [], 0, 0
        for timetable, ask in _drawn(draw, wanted.questions):
            began, used = time.perf_counter(), time.process_time()
            found = ask()
            walls.append(1000 * (time.perf_counter() - began))
            processor.append(1000 * (time.process_time() - used))
            best = next((one for one in found if one.works), None)
            if best is not None:
                works += 1
                if best.moves:
                    was = score(ground.instance, timetable)
                    true += is_true(ground.instance, timetable, was, best)
                else:
                    true += 1
        wrong += works - true
        walls.sort()
        processor.sort()
        p95 = int(0.95 * (len(walls) - 1))
        print(
            f"| {name} | {walls[len(walls) // 2]:.0f} | {walls[p95]:.0f} | {walls[-1]:.0f}"
            f" | {processor[p95]:.0f} | {processor[-1]:.0f} | {works} of {len(walls)}"
            f" | {true} of {works} |",
            flush=True,
        )
    return 1 if wrong else 0


def _drawn(draw: Callable[[], Question], count: int) -> Iterator[Question]:
    for _ in range(count):
        yield draw()


if __name__ == "__main__":
    sys.exit(main())
