"""A network gone on with: what is kept is used as far as it holds, and no further."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from scheduler.check import score
from scheduler.domain.ids import StudentId
from scheduler.domain.instance import Instance
from scheduler.domain.runs import Limits, Status
from scheduler.solver import solve
from scheduler.solver.parts.keeping import digest_of, path_of, read_kept
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
    for file in files(tmp_path):  # as they were before contradictions were kept
        document = json.loads(file.read_text())
        del document["conflict"]
        file.write_text(json.dumps(document))
    digests = [digest_of(part, LIMITS) for part in take_apart(half).parts]
    kept = [read_kept(path_of(tmp_path, digest), digest) for digest in digests]
    assert sorted(one is not None for one in kept) == [False, True]
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
