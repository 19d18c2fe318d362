"""Students with more ways to have their days out than can be listed."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest

from scheduler.check import broken
from scheduler.domain.instance import Instance
from scheduler.domain.runs import Limits
from scheduler.solver import options as listing
from scheduler.solver import solve
from scheduler.solver.explain import reasons
from scheduler.solver.problem import Problem
from scheduler.solver.unlisted import misses_some
from tests import factories as f


def school(mentors: int, *days: int, open_to: int = 99, **student) -> Instance:
    """One student; only the last mentors of all have a place."""
    some = tuple(
        f.mentor(f"M{n:02}", in_all=2 if n >= mentors - open_to else 0) for n in range(mentors)
    )
    names = tuple(one.id for one in some)
    wishes = tuple(f.internship(days=wanted, candidates=names) for wanted in days)
    students = (f.student("S1", internships=wishes, **student),)
    return f.instance(workshops=(), mentors=some, students=students)


def test_places_with_the_last_of_many_candidates_are_found():
    given = school(26, 2, 1, open_to=2)
    outcome = solve(given, Limits(work=0.2))
    assert outcome.timetable is not None
    assert broken(given, outcome.timetable) == []
    assert outcome.timetable.unplaced == ()


def places(outs):
    return {(out.internship, out.mentor, out.day) for out in outs}


@pytest.mark.parametrize("days", [(2,), (2, 1), (1, 1, 1)])
def test_every_candidate_is_there_alone_and_with_others_where_not_all_are_listed(monkeypatch, days):
    monkeypatch.setattr(listing, "MOST_OPTIONS", 60)
    given = school(6, *days)
    problem = Problem(given)
    found = problem.options["S1"]
    assert problem.cut_off["S1"] > 60
    assert misses_some(problem)
    assert any(option.outs == () for option in found)
    wanted = set(product(range(len(days)), given.mentor_of, range(5)))
    assert set().union(*(places(o.outs) for o in found if len(o.outs) == 1)) == wanted
    assert set().union(*(places(o.outs) for o in found if o.missing == 0)) == wanted
    pairs = {
        (one.mentor, two.mentor)
        for option in found
        for one, two in product(option.outs, option.outs)
        if (one.internship, two.internship) == (0, 1)
    }
    if len(days) == 2:
        assert len(pairs) >= 15


@pytest.mark.parametrize("days", [(2,), (2, 1), (1, 1, 1)])
def test_those_listed_are_some_of_all_and_the_best_of_them(monkeypatch, days):
    given = school(4, *days, least_apart=2)
    every = Problem(given).options["S1"]
    monkeypatch.setattr(listing, "MOST_OPTIONS", len(every) - 1)
    some = Problem(given).options["S1"]
    assert len(some) < len(every)
    assert {option.outs for option in some} <= {option.outs for option in every}
    assert len({option.outs for option in some}) == len(some)
    assert some[0].outs == every[0].outs
    assert [option.missing for option in some] == sorted(option.missing for option in some)


def test_the_reason_says_that_not_all_were_listed(monkeypatch):
    monkeypatch.setattr(listing, "MOST_OPTIONS", 5)
    given = school(2, 1)
    empty = f.timetable(
        days_out=(), sections=(), enrolments=(), unplaced=(f.unplaced("day", "S1", "0"),)
    )
    assert broken(given, empty) == []
    (why,) = reasons(given, empty)
    assert {one.blocker for one in why.blockers} == {"not all of 11 combinations were listed"}
    monkeypatch.setattr(listing, "MOST_OPTIONS", 50)
    (why,) = reasons(replace(given), empty)
    assert {one.blocker for one in why.blockers} == {
        "nothing by itself: a longer search may place it"
    }
