"""A network planned part by part: whole, repeatable, and going on where it was left."""

from __future__ import annotations

import multiprocessing
import os
import signal
from pathlib import Path

import pytest

from scheduler.check import broken, score
from scheduler.domain.instance import Instance
from scheduler.domain.runs import Limits, Outcome, Progress, Status
from scheduler.files import timetable_bytes
from scheduler.solver import solve
from scheduler.solver.parts.keeping import Kept, digest_of, path_of, read_kept
from scheduler.solver.parts.splitting import take_apart
from tests.unit.solver.parts.towns import three_towns

LIMITS = Limits(work=0.1, seed=3)
TWO = Limits(work=0.1, seed=3, workers=2)


@pytest.fixture(scope="module")
def towns() -> Instance:
    return three_towns()


@pytest.fixture(scope="module")
def planned(towns: Instance, tmp_path_factory: pytest.TempPathFactory) -> tuple[Outcome, Path]:
    """The towns planned by two processes, and the folder of their parts."""
    folder = tmp_path_factory.mktemp("planned") / "parts"
    return solve(towns, TWO, parts=folder), folder


def kept(towns: Instance, folder: Path, limits: Limits = LIMITS) -> list[Kept | None]:
    digests = [digest_of(part, limits) for part in take_apart(towns).parts]
    return [read_kept(path_of(folder, digest), digest) for digest in digests]


def done(towns: Instance, folder: Path) -> list[bool]:
    return [one is not None and one.figures.done for one in kept(towns, folder)]


def test_the_whole_passes_the_checker_and_the_figures_are_sums(
    towns: Instance, planned: tuple[Outcome, Path]
) -> None:
    outcome, folder = planned
    assert multiprocessing.active_children() == []
    assert outcome.timetable is not None and outcome.score is not None
    assert broken(towns, outcome.timetable) == []
    assert outcome.score == score(towns, outcome.timetable)
    assert 0 < outcome.bounds.penalty <= outcome.score.penalty
    assert outcome.bounds.unplaced <= sum(outcome.score.unplaced)
    parts = [one for one in kept(towns, folder) if one is not None]
    assert outcome.bounds.penalty == sum(one.figures.bounds.penalty for one in parts)
    assert outcome.status is Status.FEASIBLE and not outcome.stopped
    assert done(towns, folder) == [True, True, True]
    assert outcome.history[0].unplaced is None and outcome.history[-1].phase == "part 3/3"


def test_one_process_finds_the_same_to_the_byte(
    towns: Instance, planned: tuple[Outcome, Path], tmp_path: Path
) -> None:
    alone = solve(towns, LIMITS, parts=tmp_path)
    assert alone.timetable is not None and planned[0].timetable is not None
    assert timetable_bytes(alone.timetable) == timetable_bytes(planned[0].timetable)


def test_only_what_is_missing_is_planned_when_a_run_goes_on(
    towns: Instance, planned: tuple[Outcome, Path]
) -> None:
    outcome, folder = planned
    files = [path_of(folder, digest_of(part, LIMITS)) for part in take_apart(towns).parts]
    written = [file.stat().st_mtime_ns for file in files]
    files[1].unlink()
    files[2].write_text(files[2].read_text()[:100])  # cut short by a full disk
    again = solve(towns, LIMITS, parts=folder)
    assert again.timetable == outcome.timetable
    assert [file.stat().st_mtime_ns == was for file, was in zip(files, written, strict=True)] == [
        True,
        False,
        False,
    ]


def test_another_seed_or_other_data_is_planned_anew(
    towns: Instance, planned: tuple[Outcome, Path]
) -> None:
    _, folder = planned
    assert kept(towns, folder, Limits(work=0.1, seed=4)) == [None, None, None]
    assert kept(towns, folder, Limits(work=0.2, seed=3)) == [None, None, None]


def test_ctrl_c_leaves_a_whole_timetable_and_the_run_goes_on_later(
    towns: Instance, planned: tuple[Outcome, Path], tmp_path: Path
) -> None:
    stopped = solve(towns, TWO, parts=tmp_path, should_stop=lambda: True)
    assert stopped.stopped and stopped.timetable is not None
    assert broken(towns, stopped.timetable) == []
    assert done(towns, tmp_path) == [False, False, False]
    assert solve(towns, TWO, parts=tmp_path).timetable == planned[0].timetable


def test_however_short_the_time_every_part_has_its_first_answer(
    towns: Instance, tmp_path: Path
) -> None:
    outcome = solve(towns, Limits(seconds=0.01), parts=tmp_path)
    assert outcome.timetable is not None
    assert broken(towns, outcome.timetable) == []


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="nothing to kill with")
def test_a_process_that_is_lost_costs_nothing_but_its_part_of_the_time(
    towns: Instance, planned: tuple[Outcome, Path], tmp_path: Path
) -> None:
    killed: list[int] = []

    def kill(progress: Progress) -> None:
        children = multiprocessing.active_children()
        if not killed and children and progress.phase.startswith("part"):
            assert children[0].pid is not None
            killed.append(children[0].pid)
            os.kill(children[0].pid, signal.SIGKILL)

    outcome = solve(towns, TWO, parts=tmp_path, on_progress=kill)
    assert len(killed) == 1
    assert outcome.timetable == planned[0].timetable
