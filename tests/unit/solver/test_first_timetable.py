"""What a first timetable needs, and what it leaves for later."""

from __future__ import annotations

import gc
import subprocess
import sys
from types import SimpleNamespace

import pytest

from scheduler.domain.people import Accommodations
from scheduler.domain.places import Mode
from scheduler.solver import warm
from scheduler.solver.problem import Problem
from scheduler.solver.resting import collector_at_rest
from scheduler.solver.search import anneal
from scheduler.solver.search.fill import pack
from scheduler.solver.search.layout import O_USES, R_CAP
from tests import factories as f

FIRST = """
import sys
import scheduler

told = []

def tell(progress):
    told.append((progress.unplaced, {"ortools", "pandas"} & sys.modules.keys()))

scheduler.solve(
    scheduler.make("small", seed=1), work=10, on_progress=tell, should_stop=lambda: bool(told)
)
assert told[0][0] is not None
assert not told[0][1], told[0][1]
"""


def test_it_needs_no_ortools() -> None:
    subprocess.run([sys.executable, "-c", FIRST], check=True, capture_output=True)


def test_where_anything_is_still_to_be_compiled_all_is(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled_all = []
    monkeypatch.setattr(warm, "ready", lambda: compiled_all.append(True))
    warm.search_ready.__wrapped__()
    assert not compiled_all

    def construct_days(*arguments: object) -> None:
        kept(*arguments)

    kept = anneal.construct_days
    construct_days.stats = SimpleNamespace(cache_misses=1)  # type: ignore[attr-defined]
    monkeypatch.setattr(anneal, "construct_days", construct_days)
    warm.search_ready.__wrapped__()
    assert compiled_all


def test_the_collector_works_again_whatever_happens() -> None:
    with pytest.raises(KeyError), collector_at_rest():
        assert not gc.isenabled()
        raise KeyError
    assert gc.isenabled()


def test_a_collector_that_was_off_stays_off() -> None:
    gc.disable()
    try:
        with collector_at_rest():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_a_wheelchair_and_a_seat_of_one_van_are_not_the_same_place() -> None:
    """What a day out uses is remembered by all that it depends on, the wheelchair too."""
    chair = Accommodations(wheelchair=True)
    wishes = (f.internship(days=1, allowed_days=(1,)),)
    given = f.instance(
        students=tuple(
            f.student(one, home=f.north(6000), modes=(Mode.VAN,), internships=wishes, **more)
            for one, more in (("S1", {}), ("S2", {}), ("S3", {"accommodations": chair}))
        ),
        mentors=(f.mentor(at_once=9, in_all=9),),
        vehicles=(f.vehicle(seats=2, wheelchair_places=1),),
        runs=(
            f.run("V1-am", ("S1", "9:00"), ("S2", "9:02"), ("S3", "9:04"), ("LAB", "9:20")),
            f.run("V1-pm", ("LAB", "15:40"), ("S3", "15:44"), ("S2", "15:46"), ("S1", "15:48")),
        ),
        workshops=(),
    )
    slab = pack(Problem(given))
    cells = slab.arrays.cells
    used = []
    for mine in slab.option_at:
        away = next(ref for ref in mine if slab.options[ref].outs)
        uses = cells[away + O_USES]
        used.append({int(one) for one in cells[uses + 1 : uses + 1 + cells[uses]]})
    places = [sorted(int(cells[one + R_CAP]) for one in mine) for mine in used]
    assert used[1] < used[0]  # S2 gets on later, and off earlier
    assert len(used[2] & used[1]) == 2  # the mentor's places and no seat
    assert 1 in places[2] and 1 not in places[1]
