"""The compiled search counts as the checker does, and takes back what it tried."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import pytest

from benchmarks.quality.scaling import size_for
from scheduler.check import broken, score
from scheduler.domain.instance import Instance
from scheduler.domain.runs import Limits, Status
from scheduler.files import read_instance
from scheduler.made import make, make_sized
from scheduler.solver import solve
from scheduler.solver.search import anneal, state
from scheduler.solver.search.unpack import decisions_of, unpack
from tests import factories as f
from tests.unit.solver.searched import Searched, annealed, begun

HANDMADE = Path(__file__).parents[3] / "instances"
SCHOOLS = ("tiny", "san-diego-met", "el-centro", "small")


@cache
def school(name: str) -> Instance:
    if name == "small":
        return make("small", 1).instance
    return read_instance(HANDMADE / name / "instance.json")


@cache
def searched(name: str) -> Searched:
    return annealed(school(name), 40_000 if name == "small" else 10_000)


@pytest.mark.parametrize("name", SCHOOLS)
def test_the_best_found_breaks_no_rule_and_costs_what_the_search_says(name: str) -> None:
    one = searched(name)
    assert one.annealer.found
    best = one.annealer.best.copy()
    timetable = unpack(one.problem, one.slab, best)
    assert list(broken(one.problem.instance, timetable)) == []
    found = score(one.problem.instance, timetable)
    assert one.said(best) == (0, found.unplaced, found.penalty)


@pytest.mark.parametrize("name", SCHOOLS)
def test_the_search_gains_on_its_first_timetable(name: str) -> None:
    one = searched(name)
    assert one.annealer.best_total < begun(school(name)).annealer.best_total


@pytest.mark.parametrize("name", SCHOOLS)
def test_totals_kept_move_by_move_are_those_counted_anew(name: str) -> None:
    one = begun(school(name), seed=2)
    for temperature in (40.0, 5.0, 0.5):
        one.annealer.run(1_500, temperature)
        kept, decisions = one.annealer.now, one.annealer.current
        assert one.annealer.load(decisions)
        assert one.annealer.now == kept
        assert np.array_equal(one.annealer.current, decisions)


@pytest.mark.parametrize("name", SCHOOLS)
def test_a_timetable_read_in_again_is_the_same_timetable(name: str) -> None:
    one = searched(name)
    timetable = unpack(one.problem, one.slab, one.annealer.best)
    decisions = decisions_of(one.problem, one.slab, timetable)
    assert decisions is not None
    assert unpack(one.problem, one.slab, decisions) == timetable


@pytest.mark.parametrize("name", SCHOOLS)
def test_same_seed_and_moves_give_the_same_decisions(name: str) -> None:
    first, second = (annealed(school(name), 2_000, seed=5) for _ in range(2))
    assert np.array_equal(first.annealer.current, second.annealer.current)
    assert np.array_equal(first.annealer.best, second.annealer.best)
    other = annealed(school(name), 2_000, seed=6)
    assert not np.array_equal(first.annealer.current, other.annealer.current)


def test_the_search_goes_back_to_an_answer_that_leaves_fewer_unplaced() -> None:
    one = annealed(school("small"), 20_000, seed=4)
    annealer = one.annealer
    for _ in range(20):
        annealer.run(500, 60.0)
    assert annealer.has_strayed
    annealer.back_to_best()
    assert not annealer.has_strayed
    assert np.array_equal(annealer.current, annealer.best)


@pytest.mark.parametrize("kind", range(len(anneal.MOVES)), ids=anneal.MOVES)
def test_a_move_taken_back_leaves_no_trace(kind: int) -> None:
    one = begun(school("small"), seed=3)
    one.annealer.run(300, 40.0)
    cells, tables = one.annealer.cells, one.slab.arrays.tables
    journal = np.zeros(1_000_000, dtype=np.int64)
    chance = np.array([12345], dtype=np.uint64)
    changed = 0
    for _ in range(200):
        before = cells.copy()
        anneal.one_move(cells, tables, journal, chance, kind, 20)
        changed += not np.array_equal(cells, before)
        state.undo(cells, journal, 0)
        assert np.array_equal(cells, before)
    assert changed > 0


def test_a_meeting_that_can_be_nowhere_is_never_said_to_be_somewhere() -> None:
    too_short = f.meeting_kind(length=2, allowed=(f.span(0, "9:00", "10:00"),))
    beside = f.meeting_kind("beside")
    given = f.instance(advisories=(f.advisory(meetings=(beside, too_short)),))
    for seed in range(3):
        outcome = solve(given, Limits(work=0.05, seed=seed))
        assert (outcome.status, outcome.timetable) == (Status.INFEASIBLE, None)


def test_a_school_of_one_advisory_gets_a_timetable() -> None:
    """Its first construction ends with shortfalls that annealing from it does not mend."""
    instance = make_sized(size_for(18), 1).instance
    outcome = solve(instance, Limits(work=1.0, seed=1))
    assert outcome.timetable is not None
    assert list(broken(instance, outcome.timetable)) == []
