"""After any change: a repair that stands, and nobody touched whom the whole model would leave."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scheduler.check import broken
from scheduler.domain.changes import diff
from scheduler.domain.edits import Edit, InternshipEnded, MentorLeft, apply
from scheduler.domain.ids import MentorId, StudentId
from scheduler.domain.instance import Instance
from scheduler.domain.repairs import Repair, Repairs
from scheduler.domain.runs import Limits
from scheduler.domain.timetable import Timetable
from scheduler.made import campus_edits, make, student_edits
from scheduler.made.dice import Dice
from scheduler.made.edits import random_edits
from scheduler.solver import solve
from scheduler.solver.incumbent import Incumbent
from scheduler.solver.part import Part
from scheduler.solver.problem import Problem
from scheduler.solver.reshuffle import Base, reshuffle
from scheduler.solver.reshuffle.case import Case
from scheduler.solver.reshuffle.settling import Settling
from scheduler.solver.reshuffle.stranded import stranded
from tests import factories as f
from tests.property.small_schools import schools

small = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def items_of(instance: Instance, repairs: Repairs) -> list[int]:
    counts = [0, 0, 0]
    for item in repairs.fewest.newly_unplaced:
        counts[instance.priorities.of(item.kind) - 1] += 1
    return counts


def the_least(
    instance: Instance, release: Timetable, named: frozenset[str]
) -> tuple[list[int], int] | None:
    """Fewest items and people over all timetables of the whole school, in one model."""
    problem = Problem(replace(instance, release=release))
    found = stranded(problem, release)
    case = Case(problem=problem, release=release, stranded=found, named=named, weight=1)
    everybody = frozenset(one.id for one in instance.students)
    part = Part(
        days=everybody,
        enrolments=everybody,
        sections=frozenset(instance.section_of),
        meetings=frozenset(range(len(problem.meetings))),
    )
    settling = Settling(case, part, Incumbent(problem, found.kept))
    items = settling.fewest_items(60.0)
    if items is None:
        return None
    touched = settling.fewest_touched(60.0)
    assert touched is not None
    assert items[1]
    assert touched[1]
    return list(items[0]), touched[0]


def compare(instance: Instance, release: Timetable, edit: Edit) -> None:
    """Hold a repair, and what is said to be least, against the model of the whole school."""
    applied = apply(instance, [edit])
    told: list[Repair] = []
    repairs = reshuffle(
        Base(instance, release), applied, seconds=20.0, menu=False, on_repair=told.append
    )
    least = the_least(applied.instance, release, applied.named)
    if repairs is None:
        return
    assert least is not None
    fewest = repairs.fewest
    now = replace(applied.instance, release=release)
    assert broken(now, fewest.timetable) == []
    for one in told:
        assert broken(now, one.timetable) == []
        assert {item.student for item in one.newly_unplaced} <= set(repairs.stranded)
    touched = set(diff(now, release, fewest.timetable).touched) - applied.named
    assert set(fewest.touched) == touched
    items = items_of(now, repairs)
    assert items >= least[0]
    if repairs.unplaced_proven:
        assert items == least[0]
    if items == least[0]:
        assert len(touched) >= least[1]
        assert repairs.proof.touched <= least[1]
        if repairs.touched_proven:
            assert len(touched) == least[1]


@given(schools, st.integers(0, 999))
@settings(small, max_examples=25)
def test_a_repair_stands_and_nothing_beats_what_is_proven(instance: Instance, seed: int) -> None:
    release = solve(instance, Limits(work=0.3)).timetable
    if release is None:
        return
    for edit in random_edits(instance, release, seed, 2):
        compare(instance, release, edit)


@given(schools, st.integers(0, 999))
@settings(small, max_examples=25)
def test_nothing_beats_what_is_proven_where_other_ways_lead_to_the_same_days(
    instance: Instance, seed: int
) -> None:
    release = solve(instance, Limits(work=0.3)).timetable
    if release is None:
        return
    for draw in (campus_edits.van_out, student_edits.unavailable):
        edit = draw(Dice(seed), instance, release)
        if edit is not None:
            compare(instance, release, edit)


@pytest.fixture(scope="module")
def planned() -> tuple[Instance, Timetable, Base]:
    """A school with a release, made ready once."""
    instance = make("small", 1, planted=False).instance
    release = solve(instance, Limits(work=2.0)).timetable
    assert release is not None
    return instance, release, Base(instance, release)


@pytest.mark.parametrize("seed", range(3))
def test_a_menu_goes_from_fewest_touched_to_best_plan(
    planned: tuple[Instance, Timetable, Base], seed: int
) -> None:
    instance, _, base = planned
    (edit,) = random_edits(instance, base.release, seed, 1)
    repairs = reshuffle(base, apply(instance, [edit]), seconds=3.0)
    assert repairs is not None
    weights = [one.weight for one in repairs.menu]
    ranks = [one.score.rank for one in repairs.menu]
    assert weights == sorted(set(weights))
    assert ranks == sorted(set(ranks), reverse=True)


def test_without_a_change_nobody_is_touched(planned: tuple[Instance, Timetable, Base]) -> None:
    instance, release, base = planned
    repairs = reshuffle(base, apply(instance, []), seconds=3.0, menu=False)
    assert repairs is not None
    assert repairs.fewest.touched == ()
    assert repairs.fewest.timetable == release
    assert repairs.stranded == ()
    assert repairs.unplaced_proven
    assert repairs.touched_proven


def test_who_ends_one_internship_keeps_the_other_as_it_is() -> None:
    wishes = tuple(f.internship(days=1, confirmed=one) for one in ("M1", "M2"))
    students = (f.student("S1", internships=wishes), f.student("S2"))
    school = f.instance(students=students, mentors=(f.mentor("M1"), f.mentor("M2")))
    outs = (f.day_out("S1", 1), f.day_out("S1", 3, mentor="M2", internship=1))
    release = f.timetable(days_out=outs, enrolments=())
    assert list(broken(school, release)) == []
    changed = apply(school, [InternshipEnded(student=StudentId("S1"), internship=0)])
    found = reshuffle(Base(school, release), changed, seconds=5, menu=False)
    assert found is not None
    assert found.stranded == ()
    assert found.fewest.touched == ("M1",)
    kept = [(out.mentor, out.day, out.internship) for out in found.fewest.timetable.days_out]
    assert kept == [("M2", 3, 0)]


def test_the_shorter_row_of_those_who_make_way_is_found_and_proven() -> None:
    asked = {"S1": "ABC", "S2": "BD", "S3": "CEF", "S4": "EG", "S5": "FG"}
    now = {"S1": "A", "S2": "B", "S3": "C", "S4": "E", "S5": "F"}
    tuesday = (f.span(1, "9:30", "15:30"),)
    students = tuple(
        f.student(one, internships=(f.internship(days=1, candidates=tuple(mentors)),))
        for one, mentors in asked.items()
    )
    mentors = tuple(f.mentor(one, hours=tuesday, at_once=1) for one in "ABCDEFG")
    school = f.instance(students=students, mentors=mentors, workshops=())
    outs = tuple(f.day_out(one, 1, mentor=mentor) for one, mentor in now.items())
    release = f.timetable(days_out=outs, sections=(), enrolments=())
    assert list(broken(school, release)) == []
    changed = apply(school, [MentorLeft(mentor=MentorId("A"))])
    found = reshuffle(Base(school, release), changed, seconds=5, menu=False)
    assert found is not None
    assert set(found.fewest.touched) == {"S1", "B", "S2", "D"}
    assert found.unplaced_proven
    assert found.touched_proven
