"""The model and the checker tell the same story about any small school."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from itertools import chain, combinations, product
from random import Random
from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from scheduler.check import broken, score
from scheduler.domain.instance import Instance, Pins
from scheduler.domain.runs import Status
from scheduler.domain.timetable import Timetable
from scheduler.solver.exact import improve, solve_exact
from scheduler.solver.explain import conflict
from scheduler.solver.part import Part
from scheduler.solver.problem import Problem
from tests import factories as f
from tests.property.neighbours import neighbour, settled
from tests.property.small_schools import schools
from tests.property.worth import worth

WORK = 6.0

few = settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
seeds = st.integers(0, 10_000)


def solved(instance: Instance) -> tuple[Problem, Timetable]:
    """An optimal timetable; schools without one are passed over."""
    problem = Problem(instance)
    found = solve_exact(problem, work=WORK)
    assume(found.status is Status.OPTIMAL)
    assert found.timetable is not None
    return problem, found.timetable


@given(schools)
@few
def test_every_answer_passes_the_checker_at_the_points_claimed(instance):
    found = solve_exact(Problem(instance), work=WORK)
    if found.timetable is not None:
        assert broken(instance, found.timetable) == []
        value = score(instance, found.timetable)
        claimed = (*found.unplaced_bound, found.penalty_bound)
        assert claimed <= value.rank
        if found.status is Status.OPTIMAL:
            assert claimed == value.rank


@given(schools)
@settings(few, max_examples=4)
def test_every_no_has_a_reason(instance):
    found = solve_exact(Problem(instance), work=WORK)
    assume(found.status is Status.INFEASIBLE)
    why = conflict(instance, 60)
    assert why is not None
    assert why.statements


@given(schools, seeds)
@few
def test_what_the_checker_allows_the_model_allows_at_the_same_points(instance, seed):
    problem, timetable = solved(instance)
    best = score(instance, timetable).rank
    random = Random(seed)
    for _ in range(8):
        other = neighbour(problem, timetable, random)
        found = worth(problem, other)
        if broken(instance, other):
            assert found is None
            continue
        timetable, value = other, score(instance, other)
        assert found is not None
        assert found.goals == {goal: value.goals[goal] for goal in found.goals}
        assert {rule: n for rule, n in found.softened.items() if n} == value.softened
        assert (*found.unplaced, found.penalty) == value.rank
        assert value.rank >= best


@given(schools, seeds)
@few
def test_who_is_touched_is_counted_as_the_checker_counts(instance, seed):
    """Against a release that is not this timetable, with a part of it pinned."""
    problem, timetable = solved(instance)
    random, release = Random(seed), timetable
    for _ in range(5):
        release = neighbour(problem, release, random)
    pins = Timetable(
        instance=instance.id,
        days_out=timetable.days_out[::2],
        meetings=timetable.meetings[::2],
        enrolments=timetable.enrolments[::3],
    )
    again = replace(instance, release=release, pins=Pins(timetable=pins))
    _, found = solved(again)
    assert broken(again, found) == []
    value = worth(Problem(again), found)
    assert value is not None
    assert (*value.unplaced, value.penalty) == score(again, found).rank


@given(schools, seeds)
@few
def test_a_part_planned_anew_is_never_worse_and_counts_the_difference_right(instance, seed):
    problem, timetable = solved(instance)
    random = Random(seed)
    for _ in range(6):
        other = neighbour(problem, timetable, random)
        timetable = timetable if broken(instance, other) else other
    part = some_part(problem, random)
    before = worth(problem, timetable, part)
    found = improve(problem, part, timetable, work=WORK, sideways=True)
    assume(found is not None)
    assert found is not None
    after = worth(problem, found, part)
    assert before is not None
    assert after is not None
    assert broken(instance, found) == []
    was, now = score(instance, timetable), score(instance, found)
    assert now.rank <= was.rank
    assert after.penalty - before.penalty == now.penalty - was.penalty


def some_part(problem: Problem, random: Random) -> Part:
    """Some students, sections and a meeting."""
    students = [one.id for one in problem.instance.students]
    sections = list(problem.instance.section_of)
    return Part(
        days=frozenset(random.sample(students, 1)),
        enrolments=frozenset(random.sample(students, random.randint(1, len(students)))),
        sections=frozenset(random.sample(sections, random.randint(0, len(sections)))),
        meetings=frozenset(random.sample(range(len(problem.meetings)), 1)),
    )


@given(schools)
@few
def test_names_and_order_do_not_change_the_optimum(instance):
    _, timetable = solved(instance)
    turned = replace(
        instance,
        students=instance.students[::-1],
        mentors=instance.mentors[::-1],
        staff=instance.staff[::-1],
        workshops=instance.workshops[::-1],
        internship_sites=instance.internship_sites[::-1],
    )
    new_names = {id: f"x{number:03}" for number, id in enumerate(sorted(instance.names)[::-1])}
    other = renamed(turned, new_names)
    _, found = solved(other)
    assert score(other, found).rank == score(instance, timetable).rank


def renamed(value: Any, names: dict[str, str]) -> Any:
    """The same with other ids, however deep they are."""
    if isinstance(value, str) and type(value) is str:
        return names.get(value, value)
    if isinstance(value, tuple):
        return tuple(renamed(one, names) for one in value)
    if is_dataclass(value) and not isinstance(value, type):
        changes = {one.name: renamed(getattr(value, one.name), names) for one in fields(value)}
        return replace(value, **changes)
    return value


@given(schools, st.integers(0, 2))
@few
def test_a_stricter_rule_never_improves_the_bound(instance, which):
    """Of rules that leave the own options of a student, and so the points, as they are."""
    _, timetable = solved(instance)
    stricter = (
        replace(instance, staff=tuple(replace(one, most_day=1) for one in instance.staff)),
        replace(
            instance,
            school_sites=tuple(
                replace(one, study_seats=one.study_seats // 2) for one in instance.school_sites
            ),
        ),
        replace(
            instance,
            school_sites=tuple(
                replace(one, most_slots_without_break=1) for one in instance.school_sites
            ),
        ),
    )[which]
    assume(not instance.soft_points)
    found = solve_exact(Problem(stricter), work=WORK)
    assume(found.status in (Status.OPTIMAL, Status.INFEASIBLE))
    if found.timetable is not None:
        assert score(stricter, found.timetable).rank >= score(instance, timetable).rank


@given(st.integers(0, 3), st.integers(0, 1), st.booleans(), st.booleans(), st.integers(0, 2))
@settings(max_examples=8, deadline=None, derandomize=True)
def test_trying_everything_finds_nothing_better(wanted, seats, whole, run_all, length):
    """Two students, two days of two slots, one meeting, one section of one session."""
    grid = f.grid(days=2, first=10 * 60, slots=2)
    kind = f.meeting_kind(whole=whole, quorum=0.5)
    instance = f.instance(
        term=f.term(weekdays=(0, 1)),
        school_sites=(f.school_site(grid=grid, study_seats=1 + seats),),
        advisories=(f.advisory(meetings=(kind,), minutes=60),),
        students=(
            f.student(
                "S1",
                internships=(f.internship(days=1 + (wanted > 2)),) if wanted else (),
                requests=(f.must("W1"),),
                longest_journey=13 + length,
            ),
            f.student("S2", requests=(f.wish("W1"),)),
        ),
        workshops=(
            f.workshop(sessions=1, run_all=run_all, sections=(f.section("W1-1", most=1 + seats),)),
        ),
    )
    problem = Problem(instance)
    ranks = [score(instance, one).rank for one in everything(problem) if not broken(instance, one)]
    found = solve_exact(problem, work=WORK)
    if not ranks:
        assert found.status is Status.INFEASIBLE
    else:
        assert found.status is Status.OPTIMAL
        assert (*found.unplaced_bound, found.penalty_bound) == min(ranks)


def everything(problem: Problem):
    """Every decision there is in a school with one meeting and one section."""
    grid = range(len(problem.instance.school_sites[0].grid))
    enrolments = [f.enrolment("S1"), f.enrolment("S2")]
    some = list(chain.from_iterable(combinations(enrolments, n) for n in range(3)))
    sections = [(), *((f.running("W1-1", slot),) for slot in grid)]
    outs = [(), *((f.day_out("S1", d),) for d in (0, 1)), (f.day_out("S1", 0), f.day_out("S1", 1))]
    for slot, section, enrolled, out in product(grid, sections, some, outs):
        yield settled(
            problem,
            Timetable(
                instance="least",
                days_out=out if problem.instance.students[0].internships else (),
                meetings=(f.meeting(slot),),
                sections=section,
                enrolments=enrolled,
            ),
        )
