"""Exact solving: small schools to the proven optimum, parts from an incumbent."""

from dataclasses import replace
from pathlib import Path

import pytest

from scheduler.check import broken, score
from scheduler.domain.rules import Priorities
from scheduler.domain.runs import Limits, Status
from scheduler.files import read_instance, read_timetable
from scheduler.solver import solve
from scheduler.solver.exact import improve, solve_exact
from scheduler.solver.part import Part
from scheduler.solver.problem import Problem
from tests import factories as f

TINY = Path(__file__).parents[3] / "instances" / "tiny"


def test_tiny_comes_to_what_was_worked_out_on_paper():
    instance = read_instance(TINY / "instance.json")
    on_paper = score(instance, read_timetable(TINY / "timetable.json"))
    found = solve_exact(Problem(instance), work=20)
    assert found.status is Status.OPTIMAL
    assert found.timetable is not None
    assert broken(instance, found.timetable) == []
    assert (found.unplaced_bound, found.penalty_bound) == (on_paper.unplaced, on_paper.penalty)
    assert score(instance, found.timetable).rank == on_paper.rank


def test_the_same_seed_gives_the_same_timetable():
    instance = read_instance(TINY / "instance.json")
    one, two = (solve_exact(Problem(instance), work=20, seed=7) for _ in range(2))
    assert one == two


def test_what_cannot_be_placed_is_counted_by_priority_and_proven():
    """Two students want the only place of a mentor, on two days each."""
    students = tuple(f.student(s, internships=(f.internship(),)) for s in ("S1", "S2"))
    given = f.instance(students=students, mentors=(f.mentor(in_all=1),))
    found = solve_exact(Problem(given), work=10)
    assert found.status is Status.OPTIMAL
    assert found.unplaced_bound == (2, 0, 0)
    assert found.timetable is not None
    assert [item.subject for item in found.timetable.unplaced] == ["0", "0"]


def test_the_fewest_in_all_may_be_fewer_than_the_fewest_by_priority():
    """The day out takes the only day on which three workshops are."""
    tuesday = (f.span(1, "9:00", "15:00"),)
    monday = f.meeting_kind(allowed=(f.span(0, "9:00", "10:00"),))
    names = ("W1", "W2", "W3")
    student = f.student(
        "S1",
        internships=(f.internship(days=1, allowed_days=(1,)),),
        requests=tuple(f.must(name) for name in names),
    )
    given = f.instance(
        advisories=(f.advisory(meetings=(monday,)),),
        students=(student,),
        workshops=tuple(
            f.workshop(name, sessions=1, allowed=tuesday, sections=(f.section(f"{name}-1"),))
            for name in names
        ),
    )
    outcome = solve(given, Limits(work=2.0))
    assert outcome.status is Status.OPTIMAL
    assert outcome.score is not None
    assert (outcome.score.unplaced, outcome.bounds.unplaced) == ((0, 3, 0), 3)
    without_day = replace(given, priorities=Priorities(day=2, must=1))
    other = solve(without_day, Limits(work=2.0))
    assert other.timetable is not None
    assert broken(given, other.timetable) == []
    assert sum(score(given, other.timetable).unplaced) == 1
    assert solve_exact(Problem(given), work=10).held == (0, 3, 0)


def test_rules_that_contradict_each_other_have_no_timetable():
    workshop = f.workshop(run_all=True, sections=(f.section("W1-1", least=3),))
    found = solve_exact(Problem(f.instance(workshops=(workshop,))), work=10)
    assert (found.status, found.timetable) == (Status.INFEASIBLE, None)


def test_no_time_leaves_the_question_open_and_claims_nothing():
    instance = read_instance(TINY / "instance.json")
    found = solve_exact(Problem(instance), work=1e-6)
    if found.timetable is None:
        assert found.status is Status.UNDECIDED
    else:
        assert broken(instance, found.timetable) == []
    assert sum(found.unplaced_bound) == 0


TWO_WISHES = f.instance(
    students=(
        f.student("S1", internships=(f.internship(),), requests=(f.must("W1"),)),
        f.student("S2", requests=(f.wish("W1"), f.wish("W2"))),
    ),
    workshops=(f.workshop("W1"), f.workshop("W2")),
)
"""W2 does not run in the incumbent, so Ben misses his second wish: 7 points."""


@pytest.mark.parametrize(
    ("part", "points"),
    [
        (Part(enrolments=frozenset({"S2"})), 7),
        (Part(sections=frozenset({"W2-1"})), 7),
        (Part(sections=frozenset({"W2-1"}), enrolments=frozenset({"S2"})), 0),
    ],
    ids=["nothing to enrol in", "nobody to enrol", "both"],
)
def test_a_part_changes_what_is_free_and_no_more(part, points):
    start = f.timetable()
    before = score(TWO_WISHES, start)
    assert before.penalty == 7
    found = improve(Problem(TWO_WISHES), part, start, work=5)
    after = start if found is None else found
    assert score(TWO_WISHES, after).penalty == points
    assert broken(TWO_WISHES, after) == []
    assert (after.days_out, after.meetings) == (start.days_out, start.meetings)


def test_an_incumbent_that_breaks_a_rule_is_mended_where_the_part_allows_it():
    """Two sessions on one day: with the section free again they come apart."""
    start = f.timetable(sections=(f.running("W1-1", f.slot(0, 10), f.slot(0, 11)),))
    given = f.instance()
    assert broken(given, start) != []
    found = improve(Problem(given), Part(sections=frozenset({"W1-1"})), start, work=5)
    assert found is not None
    assert broken(given, found) == []


def test_the_answer_with_a_hint_is_no_worse():
    instance = read_instance(TINY / "instance.json")
    start = read_timetable(TINY / "timetable.json")
    found = solve_exact(Problem(instance), work=20, hint_from=start)
    assert found.timetable is not None
    assert score(instance, found.timetable).rank <= score(instance, start).rank


def test_who_lived_by_a_release_keeps_it_where_nothing_is_gained():
    release = f.timetable()
    given = replace(f.instance(), release=release)
    found = solve_exact(Problem(given), work=10)
    assert found.timetable == release
