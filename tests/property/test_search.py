"""Over small schools of every shape, the compiled search counts as the checker does."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scheduler.check import broken, score
from scheduler.domain.instance import Instance
from scheduler.solver.search import anneal, state
from scheduler.solver.search.unpack import decisions_of, unpack
from tests.property.small_schools import schools
from tests.unit.solver.searched import annealed, begun

small = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def without_soft_rules(instance: Instance) -> Instance:
    """The same school as the search takes it: what is softened is for the exact model."""
    return replace(instance, soft_rules=())


@given(schools.map(without_soft_rules), st.integers(0, 3))
@settings(small, max_examples=60)
def test_whatever_the_search_finds_is_what_it_says(instance: Instance, seed: int) -> None:
    one = annealed(instance, 2_000, seed)
    decisions = one.annealer.best.copy() if one.annealer.found else one.annealer.current
    short, unplaced, penalty = one.said(decisions)
    timetable = unpack(one.problem, one.slab, decisions)
    assert (short == 0) == one.annealer.found
    if short == 0:
        assert list(broken(instance, timetable)) == []
    found = score(instance, timetable)
    if short == 0:
        assert (unplaced, penalty) == (found.unplaced, found.penalty)
        again = decisions_of(one.problem, one.slab, timetable)
        assert again is not None
        assert unpack(one.problem, one.slab, again) == timetable
        assert one.said(again) == (0, unplaced, penalty)


@given(schools.map(without_soft_rules), st.integers(1, 2**63))
@settings(small, max_examples=40)
def test_totals_are_kept_and_moves_taken_back_leave_no_trace(instance: Instance, luck: int) -> None:
    one = begun(instance, seed=luck % 1000)
    one.annealer.run(400, 30.0)
    kept, decisions = one.annealer.now, one.annealer.current
    cells, tables = one.annealer.cells, one.slab.arrays.tables
    journal = np.zeros(1_000_000, dtype=np.int64)
    chance = np.array([luck], dtype=np.uint64)
    before = cells.copy()
    for kind in list(range(len(anneal.MOVES))) * 10:
        anneal.one_move(cells, tables, journal, chance, kind, 20)
        state.undo(cells, journal, 0)
        assert np.array_equal(cells, before)
    assert one.annealer.load(decisions)
    assert one.annealer.now == kept
