"""What moves come to, found from the few they are about: the same as from the whole school."""

from __future__ import annotations

from random import Random

import pytest

from scheduler.check import broken, score
from scheduler.domain.changes import diff
from scheduler.domain.moves import ChangeLead, DropDay, Enrol, Move, MoveDay, PlaceDay, Withdraw
from scheduler.domain.rules import GoalId
from scheduler.made import make
from scheduler.service.fit.day_blockers import Day, trips_of
from scheduler.service.fit.ground import Ground
from scheduler.service.fit.trial import tried
from scheduler.service.moves import moved
from tests.unit.service.fit.test_fits import standing


@pytest.fixture(scope="module")
def ground() -> Ground:
    made = make("small", 2, planted=True)
    assert made.hidden is not None
    return Ground(made.instance, made.hidden)


def on_another_day(ground: Ground, rng: Random) -> list[Move]:
    """A day out with a way that has a seat, on a weekday that may be wrong in any way."""
    out = rng.choice(ground.timetable.days_out)
    student = ground.instance.student_of[out.student]
    mentor = rng.choice(student.internships[out.internship].mentors)
    site = rng.choice(ground.instance.mentor_of[mentor].sites)
    day = rng.choice([one for one in range(5) if one != out.day])
    trips = trips_of(ground, Day(student, out.internship, mentor, site, day))
    own = {"student": student.id, "internship": out.internship}
    others = [o for o in ground.days_out(student.id) if (o.internship, o.day) != (0, out.day)]
    if any(one.day == day for one in others):
        return [DropDay(**own, day=out.day)]
    return [
        DropDay(**own, day=out.day),
        PlaceDay(**own, day=day, mentor=mentor, site=site, there=trips.there, back=trips.back),
    ]


def to_another_section(ground: Ground, rng: Random) -> list[Move]:
    had = rng.choice(ground.timetable.enrolments)
    workshop = ground.instance.section_of[had.section][1]
    moves: list[Move] = [Withdraw(student=had.student, section=had.section)]
    others = [s.id for s in workshop.sections if s.id != had.section]
    if others:
        moves.append(Enrol(student=had.student, section=rng.choice(others)))
    return moves


def to_another_lead(ground: Ground, rng: Random) -> list[Move]:
    section = rng.choice(ground.timetable.sections).section
    lead = rng.choice(ground.instance.staff).id
    return [ChangeLead(section=section, lead=lead)]


def two_at_once(ground: Ground, rng: Random) -> list[Move]:
    one, two = rng.sample(ground.timetable.days_out, 2)
    if one.student == two.student:
        return [DropDay(student=one.student, internship=one.internship, day=one.day)]
    return [
        MoveDay(student=o.student, internship=o.internship, day=o.day, to_day=o.day, to_site=o.site,
                there=o.there, back=o.back)
        for o in (one, two)
    ]  # fmt: skip


@pytest.mark.parametrize("draw", [on_another_day, to_another_section, to_another_lead, two_at_once])
def test_a_trial_says_what_the_whole_checker_says(ground: Ground, draw: object) -> None:
    rng = Random(7)
    assert standing(ground)[0] == frozenset()
    seen = set()
    for _ in range(8):
        moves = draw(ground, rng)  # type: ignore[operator]
        assert said(ground, moves) == true(ground, moves)
        seen |= {one.rule for one in tried(ground, moves).violations}
    if draw is not two_at_once:
        assert seen  # moves that break nothing would show little


def said(ground: Ground, moves: list[Move]) -> tuple[object, ...]:
    trial = tried(ground, moves)
    return set(trial.violations), trial.unplaced, trial.goals, trial.touched


def true(ground: Ground, moves: list[Move]) -> tuple[object, ...]:
    instance, timetable = ground.instance, ground.timetable
    after, was = moved(instance, timetable, moves), standing(ground)[1]
    now = score(instance, after)
    goals = {
        goal: now.goals[goal] - was.goals[goal]
        for goal in GoalId
        if now.goals[goal] != was.goals[goal]
    }
    unplaced = tuple(new - old for old, new in zip(was.unplaced, now.unplaced, strict=True))
    return set(broken(instance, after)), unplaced, goals, diff(instance, timetable, after).touched
