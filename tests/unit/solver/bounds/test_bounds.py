"""Bounds of schools so small that the best week is known by hand."""

from __future__ import annotations

import math

import pytest

from scheduler.domain.places import Mode
from scheduler.domain.rules import GoalId, GoalWeight, Priorities, Profile, RuleId, SoftRule
from scheduler.domain.runs import Bounds
from scheduler.made import make
from scheduler.solver.bounds import bounds, guided_placement
from scheduler.solver.bounds.linear import Linear, least_integer
from scheduler.solver.problem import Problem
from tests import factories as f

ALL = (9, 9, 9)
NONE = (0, 0, 0)


def interns(count, **wish):
    return tuple(
        f.student(f"S{number}", internships=(f.internship(**wish),)) for number in range(count)
    )


def proven(held=NONE, **changes):
    return bounds(Problem(f.instance(**changes)), held, seconds=60)


def test_a_full_mentor_leaves_days_unplaced():
    one = f.mentor("M1", at_once=1, in_all=9)
    # Five days for three interns who want two each.
    assert proven(ALL, mentors=(one,), students=interns(3)).unplaced == 1
    assert proven(ALL, mentors=(one,), students=interns(2)).unplaced == 0


def test_the_dearer_mentor_costs_interest_while_no_day_may_be_missing():
    mentors = (f.mentor("M1", in_all=1), f.mentor("M2", in_all=9, at_once=9))
    students = interns(3, candidates=("M1", "M2"))
    assert proven(mentors=mentors, students=students).goals[GoalId.INTEREST] == 8
    # Two students without days out leave the first mentor to the third.
    held = proven((4, 0, 0), mentors=mentors, students=students)
    assert held.goals[GoalId.INTEREST] == 0


def test_held_items_are_those_of_the_priority_of_their_kind():
    mentors = (f.mentor("M1", in_all=1), f.mentor("M2", in_all=9, at_once=9))
    given = {"mentors": mentors, "students": interns(3, candidates=("M1", "M2"))}
    last = Priorities(day=3, must=1, minutes=2)
    assert proven((9, 9, 0), priorities=last, **given).goals[GoalId.INTEREST] == 8
    assert proven((0, 0, 4), priorities=last, **given).goals[GoalId.INTEREST] == 0


def test_a_whole_meeting_keeps_a_weekday_free_of_days_out():
    whole = f.advisory(meetings=(f.meeting_kind(whole=True),))
    # Two of the three days that the mentor has, for everybody the same two.
    hours = tuple(f.span(day, "9:30", "15:30") for day in (0, 1, 2))
    only = f.meeting_kind(whole=True, allowed=(f.span(0, "9:00", "15:00"),))
    mentor = f.mentor("M1", hours=hours, at_once=1, in_all=2)
    given = {"mentors": (mentor,), "students": interns(1)}
    assert proven(advisories=(whole,), **given).goals[GoalId.SPREAD_DAYS] == 0
    monday = f.advisory(meetings=(only,))
    assert proven(advisories=(monday,), **given).penalty == 6


def test_days_above_the_mean_cost_evenness():
    hours = tuple(f.span(day, "9:30", "15:30") for day in (1, 3))
    mentor = f.mentor("M1", hours=hours, at_once=9, in_all=9)
    # Five students out on Tuesday and Thursday: mean 2, above it 3 on each day.
    given = {"mentors": (mentor,), "students": interns(5)}
    assert proven(**given).goals[GoalId.EVEN_DAYS] == 3 * 2 * 3


def test_whoever_misses_a_quorum_meeting_costs_together():
    kind = f.meeting_kind(count=5)
    given = {"advisories": (f.advisory(meetings=(kind,)),), "students": interns(1)}
    assert proven(**given).goals[GoalId.TOGETHER] == 2


def test_seats_bound_musts_and_wishes():
    few = f.workshop("W1", sections=(f.section("W1-1", most=2),))
    musts = tuple(f.student(f"S{n}", requests=(f.must("W1"),)) for n in range(5))
    assert proven(ALL, workshops=(few,), students=musts).unplaced == 3
    wishes = tuple(f.student(f"S{n}", requests=(f.wish("W1"),)) for n in range(5))
    assert proven(workshops=(few,), students=wishes).goals[GoalId.WISHES] == 36


def test_a_must_takes_the_seat_of_a_wish_unless_it_may_be_missed():
    few = f.workshop("W1", sections=(f.section("W1-1", most=1),))
    students = (
        f.student("S1", requests=(f.must("W1"),)),
        f.student("S2", requests=(f.wish("W1"),)),
    )
    given = {"workshops": (few,), "students": students}
    assert proven(**given).goals[GoalId.WISHES] == 12
    assert proven((0, 1, 0), **given).goals[GoalId.WISHES] == 0


def test_a_ride_that_nobody_can_do_without_costs_its_run():
    away = f.site("LAB", position=f.north(40_000))
    runs = (
        f.run("V1-am", ("S1", "9:00"), ("LAB", "9:20"), day=1),
        f.run("V1-pm", ("LAB", "15:30"), ("S1", "15:52"), day=1),
    )
    student = f.student("S1", modes=(Mode.VAN,), internships=(f.internship(days=1),))
    got = proven(internship_sites=(away,), students=(student,), vehicles=(f.vehicle(),), runs=runs)
    assert got.unplaced == 0
    assert got.goals[GoalId.VEHICLE_COST] == (10 + 4) + (10 + 4)


def test_factors_of_the_profile_multiply():
    hours = tuple(f.span(day, "9:30", "15:30") for day in (1, 3))
    mentor = f.mentor("M1", hours=hours, at_once=9, in_all=9)
    profile = Profile(name="even", weights=(GoalWeight(goal=GoalId.EVEN_DAYS, factor=5),))
    given = {"mentors": (mentor,), "students": interns(5), "profiles": (profile,)}
    assert proven(profile="even", **given).penalty == 5 * 18


@pytest.mark.parametrize("rule", [RuleId.SAME_MENTOR, RuleId.DAYS_OUT, RuleId.JOURNEY])
def test_a_softened_rule_of_days_out_leaves_nothing_proven_about_them(rule):
    mentor = f.mentor("M1", at_once=0, in_all=0)
    soft = (SoftRule(rule=rule, points=1),)
    got = proven(ALL, mentors=(mentor,), students=interns(3), soft_rules=soft)
    assert (got.unplaced, got.penalty) == (0, 0)


def test_each_better_result_is_told_and_stopping_ends_it():
    problem = Problem(make("small", 1).instance)
    told: list[Bounds] = []
    last = bounds(
        problem, ALL, seconds=60, on_better=told.append, should_stop=lambda: len(told) > 1
    )
    assert told[-1] == last
    assert len(told) == 2


def test_the_guided_placement_is_good_repeats_and_breaks_no_limit():
    problem = Problem(make("small", 2).instance)
    found = guided_placement(problem, seed=3)
    assert guided_placement(problem, seed=3) == found
    assert list(found) == [student.id for student in problem.instance.students]
    chosen = {student: problem.options[student][index] for student, index in found.items()}
    loads: dict[tuple[str, int], int] = {}
    everyone: dict[str, set[str]] = {}
    for student, option in chosen.items():
        for out in option.outs:
            loads[out.mentor, out.day] = loads.get((out.mentor, out.day), 0) + 1
            everyone.setdefault(out.mentor, set()).add(student)
    mentor_of = problem.instance.mentor_of
    assert all(count <= mentor_of[mentor].at_once for (mentor, _), count in loads.items())
    assert all(len(some) <= mentor_of[mentor].in_all for mentor, some in everyone.items())
    # Nobody wants a place in vain here: `small` seed 2 has a place for every day out.
    assert sum(option.missing for option in chosen.values()) <= 2


def test_where_rounding_has_no_time_the_relaxation_says_where_to_begin():
    problem = Problem(make("small", 2).instance)
    found = guided_placement(problem, seconds=0.0)
    assert list(found) == [student.id for student in problem.instance.students]
    missing = sum(problem.options[student][index].missing for student, index in found.items())
    assert missing <= 5  # those of the whole program: at most 2


def test_a_program_finds_its_least_value():
    model = Linear()
    one, two = model.column(3), model.column(2)
    model.row([(one, 1.0), (two, 1.0), (two, 1.0)], low=1.0)
    assert model.relaxed().bound == pytest.approx(1.0)
    assert model.solve().bound == pytest.approx(2.0)
    model.row([(two, 1.0)], high=0.0)
    assert model.solve().bound == pytest.approx(3.0)
    model.row([(one, 1.0)], high=0.0)
    assert model.solve().bound == math.inf


@pytest.mark.parametrize(
    ("value", "least"),
    [(2.0, 2), (2.0000001, 2), (1.9999999, 2), (2.01, 3), (-3.0, 0), (math.inf, 0)],
)
def test_a_proven_value_is_rounded_up_but_not_by_noise(value, least):
    assert least_integer(value) == least
