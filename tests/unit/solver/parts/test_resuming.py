"""A network gone on with: what is kept is used as far as it holds, and no further."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from scheduler.check import score
from scheduler.domain.ids import StudentId
from scheduler.domain.instance import Instance
from scheduler.domain.rules import GoalId, Score
from scheduler.domain.runs import Bounds, Limits, Progress, Status
from scheduler.solver import solve
from scheduler.solver.parts.child import together
from scheduler.solver.parts.keeping import Figures, digest_of, path_of, read_kept, write_kept
from scheduler.solver.parts.splitting import take_apart
from tests.unit.solver.parts.towns import clashing, three_towns

LIMITS = Limits(work=1.0)


@pytest.fixture(scope="module")
def half() -> Instance:
    """Two least schools, the second of which contradicts itself."""
    return clashing(True, False)


def files(folder: Path) -> list[Path]:
    return sorted(folder.glob("part-*.json"))


def states(folder: Path) -> dict[Path, int]:
    """When each file was written."""
    return {file: file.stat().st_mtime_ns for file in files(folder)}


def test_a_contradiction_is_still_said_when_a_run_goes_on(half: Instance, tmp_path: Path) -> None:
    first = solve(half, LIMITS, parts=tmp_path)
    assert first.status is Status.INFEASIBLE and first.conflict is not None
    assert first.conflict.ways_out
    written = states(tmp_path)
    again = solve(half, LIMITS, parts=tmp_path)
    assert (again.status, again.conflict) == (Status.INFEASIBLE, first.conflict)
    assert states(tmp_path) == written


def test_a_proof_without_its_contradiction_is_made_again(half: Instance, tmp_path: Path) -> None:
    first = solve(half, LIMITS, parts=tmp_path)
    for digest in (digest_of(part, LIMITS) for part in take_apart(half).parts):
        path = path_of(tmp_path, digest)
        kept = read_kept(path, digest)
        assert kept is not None
        write_kept(path, replace(kept, conflict=None))
        assert (read_kept(path, digest) is None) is (kept.conflict is not None)
    assert solve(half, LIMITS, parts=tmp_path).conflict == first.conflict


def test_of_several_contradictions_that_of_the_first_part_is_said(tmp_path: Path) -> None:
    none = clashing(False, False)
    first = solve(none, LIMITS, parts=tmp_path / "one")
    assert first.conflict is not None
    two = Limits(work=1.0, workers=2)
    assert solve(none, two, parts=tmp_path / "two").conflict == first.conflict
    assert solve(none, two, parts=tmp_path / "two").conflict == first.conflict


def test_only_parts_that_changed_are_planned_again_though_they_come_in_another_turn(
    tmp_path: Path,
) -> None:
    three = clashing(True, True, True)
    second = next(one for one in three.students if one.id == "1.S2")
    more = replace(three, students=(*three.students, replace(second, id=StudentId("1.S3"))))
    turns = [[part.students[0].id for part in take_apart(data).parts] for data in (three, more)]
    assert turns == [["0.S1", "1.S1", "2.S1"], ["1.S1", "0.S1", "2.S1"]]  # the largest first
    solve(three, LIMITS, parts=tmp_path)
    before = states(tmp_path)
    solve(more, LIMITS, parts=tmp_path)
    after = states(tmp_path)
    assert len(after) == len(before) + 1
    assert before.items() <= after.items()


def test_data_with_the_same_folder_do_not_take_each_other_s_parts(
    half: Instance, tmp_path: Path
) -> None:
    two = clashing(True, True)
    solve(two, LIMITS, parts=tmp_path)
    solve(half, LIMITS, parts=tmp_path)
    solve(two, Limits(work=1.0, seed=1), parts=tmp_path)
    before = states(tmp_path)
    for data in (two, half):
        solve(data, LIMITS, parts=tmp_path)
    assert states(tmp_path) == before


def test_the_answer_is_no_worse_than_the_start_whatever_is_kept(tmp_path: Path) -> None:
    towns = three_towns()
    little = Limits(work=0.001)
    start = solve(towns, Limits(work=1.0)).timetable
    assert start is not None
    poor = solve(towns, little, parts=tmp_path).score
    assert poor is not None and score(towns, start).rank < poor.rank
    again = solve(towns, little, parts=tmp_path, start=start).score
    assert again is not None and again.rank <= score(towns, start).rank


@pytest.mark.parametrize(
    "spoilt",
    [
        lambda text: b"",
        lambda text: text[:-40],
        lambda text: b"\xff\xfe" + text,
        lambda text: text.replace(b'"slot":', b'"slot":1'),
        lambda text: text.replace(b'"unplaced":[0,0,0]', b'"unplaced":[3,0,0]'),
        lambda text: text[text.index(b'"kept":') + 7 : -2],  # the format before
    ],
    ids=["empty", "short", "not text", "another slot", "another score", "no sum"],
)
def test_a_file_that_is_not_as_it_was_written_is_not_used(
    tmp_path: Path, spoilt: Callable[[bytes], bytes]
) -> None:
    two = clashing(True, True)
    first = solve(two, LIMITS, parts=tmp_path)
    assert first.timetable is not None
    written = [file.read_bytes() for file in files(tmp_path)]
    for file, text in zip(files(tmp_path), written, strict=True):
        file.write_bytes(spoilt(text))
        assert file.read_bytes() != text
    again = solve(two, LIMITS, parts=tmp_path)
    assert (again.status, again.timetable) == (first.status, first.timetable)


def figures(**changed: Any) -> Figures:
    found: dict[str, Any] = {
        "digest": "",
        "done": True,
        "status": Status.FEASIBLE,
        "score": Score(unplaced=(0, 0, 0), goals={}, softened={}),
        "bounds": Bounds(),
        "seconds": 1.0,
        "first_seconds": 0.5,
        "work": 1.0,
        "limits": Limits(seconds=10.0, gap=0.1, patience=5.0),
    }
    return Figures(**found | changed)


@pytest.mark.parametrize(
    ("limits", "had"),
    [
        (Limits(seconds=10.0, gap=0.1, patience=5.0), True),
        (Limits(seconds=5.0, gap=0.2, patience=2.0, workers=4), True),
        (Limits(seconds=11.0, gap=0.1, patience=5.0), False),
        (Limits(work=1.0, gap=0.1, patience=5.0), False),
        (Limits(seconds=10.0, patience=5.0), False),
        (Limits(seconds=10.0, gap=0.1), False),
    ],
)
def test_a_part_had_its_share_where_no_limit_is_wider_than_it_was(
    limits: Limits, had: bool
) -> None:
    assert figures().had_its_share(limits) is had
    assert not figures(done=False).had_its_share(limits)
    assert not figures(status=Status.UNDECIDED, score=None).had_its_share(limits)
    assert figures(status=Status.OPTIMAL).had_its_share(limits)
    assert figures(status=Status.INFEASIBLE, score=None).had_its_share(limits)


def test_parts_are_planned_further_under_wider_limits(tmp_path: Path) -> None:
    towns = three_towns()
    rough = Limits(work=0.02, gap=1.0)
    solve(towns, rough, parts=tmp_path)
    before = states(tmp_path)
    solve(towns, rough, parts=tmp_path)
    assert states(tmp_path) == before
    solve(towns, Limits(work=0.02), parts=tmp_path)
    assert states(tmp_path).keys() == before.keys()
    assert not states(tmp_path).items() & before.items()


def test_a_folder_that_cannot_be_written_to_is_said_before_any_work(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    told: list[Progress] = []
    for folder in (tmp_path / "file", Path("/proc/self")):
        with pytest.raises(OSError) as refused:
            solve(clashing(True, True), LIMITS, parts=folder, on_progress=told.append)
        assert refused.value.filename == str(folder)
    assert told == []


def test_a_file_that_cannot_be_written_ends_the_run_with_its_name(tmp_path: Path) -> None:
    def take_away(progress: Progress) -> None:
        shutil.rmtree(tmp_path, ignore_errors=True)

    with pytest.raises(FileNotFoundError) as lost:
        solve(clashing(True, True), LIMITS, parts=tmp_path, on_progress=take_away)
    assert Path(lost.value.filename).parent == tmp_path


def test_once_there_can_be_no_timetable_no_further_part_is_begun(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scheduler.solver.parts.running.FIRST_WORK", 1e-9)  # proves nothing
    outcome = solve(clashing(False, False), LIMITS, parts=tmp_path)
    assert outcome.status is Status.INFEASIBLE and outcome.conflict is not None
    assert outcome.history[-1].phase == "part 1/2"


def test_what_was_proven_holds_on_when_a_part_is_planned_further(tmp_path: Path) -> None:
    towns, little = three_towns(), Limits(work=0.02)
    solve(towns, little, parts=tmp_path)
    proven = 0
    for digest in (digest_of(part, little) for part in take_apart(towns).parts):
        kept = read_kept(path_of(tmp_path, digest), digest)
        assert kept is not None and kept.figures.score is not None
        bounds = Bounds(unplaced=0, penalty=kept.figures.score.penalty)  # as if it was proven
        write_kept(
            path_of(tmp_path, digest),
            replace(kept, figures=replace(kept.figures, done=False, bounds=bounds)),
        )
        proven += bounds.penalty
    outcome = solve(towns, little, parts=tmp_path)
    assert outcome.score is not None and outcome.score.penalty == proven
    assert outcome.bounds.penalty == proven


def test_points_proven_beside_a_worse_answer_hold_for_a_better_one_only() -> None:
    def proven(unplaced: tuple[int, int, int], penalty: int) -> Figures:
        score = Score(unplaced=unplaced, goals={GoalId.TRAVEL: 900}, softened={})
        bounds = Bounds(unplaced=0, goals={GoalId.TRAVEL: penalty}, penalty=penalty)
        return figures(score=score, bounds=bounds)

    more, fewer, other = proven((0, 2, 0), 100), proven((0, 1, 0), 70), proven((0, 0, 5), 300)
    assert together(fewer, more, fewer).penalty == 100
    assert together(more, more, proven((0, 1, 0), 500)).penalty == 100
    assert together(other, more, other).penalty == 300
    nothing = figures(score=None, bounds=Bounds(unplaced=1, penalty=120))
    assert together(fewer, nothing, fewer) == Bounds(
        unplaced=1, goals={GoalId.TRAVEL: 70}, penalty=120
    )
