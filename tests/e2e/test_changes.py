"""Changes on the command line: made, undone, tried by the dozen, priced."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from scheduler.files import read_instance, write_instance, write_timetable
from tests import factories as f
from tests.e2e.conftest import Said

Run = Callable[..., Said]
AWAY = {"edit": "mentor-away", "mentor": "M1", "days": [1]}


@pytest.fixture
def school(tmp_path: Path) -> Path:
    path = tmp_path / "school.json"
    write_instance(f.instance(mentors=(f.mentor("M1"), f.mentor("M2"))), path)
    return path


def written(path: Path, document: Any) -> Path:
    path.write_text(json.dumps(document, indent=1), encoding="utf-8")
    return path


def test_a_change_undone_leaves_the_same_bytes(
    fieldweek: Run, school: Path, tmp_path: Path
) -> None:
    edits = written(
        tmp_path / "edits.json",
        {"since": "2026-09-14", "edits": [AWAY, {"edit": "student-left", "student": "S2"}]},
    )
    new, undo, back = tmp_path / "new.json", tmp_path / "undo.json", tmp_path / "back.json"
    said = fieldweek("edit", school, edits, "-o", new, "--undo", undo)
    assert (said.status, said.out) == (0, "")
    assert [span.day for span in read_instance(new).mentors[0].hours] == [0, 2, 3, 4]
    assert list(read_instance(new).student_of) == ["S1"]
    assert fieldweek("edit", new, undo, "-o", back).status == 0
    assert back.read_bytes() == school.read_bytes()


def test_edits_with_faults_are_refused_with_all_of_them(
    fieldweek: Run, school: Path, tmp_path: Path
) -> None:
    gone = {"edit": "mentor-left", "mentor": "M9"}
    edits = written(tmp_path / "edits.json", {"since": "2026-01-01", "edits": [AWAY, AWAY, gone]})
    said = fieldweek("edit", school, edits, "-o", tmp_path / "new.json")
    assert said.status == 3
    for words in ("since (line 2", "edit 2 (mentor-away)", "edit 3 (mentor-left), mentor (line"):
        assert words in said.err
    assert not (tmp_path / "new.json").exists()


@pytest.mark.parametrize(
    "document", [{}, {"edits": []}, {"edits": [{}]}, {"edits": [AWAY], "x": 1}]
)
def test_files_that_hold_no_edits_are_refused(
    fieldweek: Run, school: Path, tmp_path: Path, document: Any
) -> None:
    edits = written(tmp_path / "edits.json", document)
    said = fieldweek("edit", school, edits, "-o", tmp_path / "new.json")
    assert (said.status, said.out) == (3, "")


def test_outputs_that_would_hurt_inputs_are_refused(
    fieldweek: Run, school: Path, tmp_path: Path
) -> None:
    edits = written(tmp_path / "edits.json", {"edits": [AWAY]})
    before = school.read_bytes()
    assert fieldweek("edit", school, edits, "-o", school).status == 2
    assert fieldweek("edit", school, edits, "-o", tmp_path / "n", "--undo", edits).status == 2
    assert (
        fieldweek("edit", school, edits, "-o", tmp_path / "n", "--undo", tmp_path / "n").status == 2
    )
    assert school.read_bytes() == before


def test_a_grid_is_swept_written_and_drawn(
    fieldweek: Run, school: Path, plan: Path, tmp_path: Path
) -> None:
    scenarios = [
        {"name": "away", "edits": [AWAY]},
        {"name": "gone", "edits": [{"edit": "student-left", "student": "S2"}]},
    ]
    grid = written(tmp_path / "grid.json", {"scenarios": scenarios, "seconds": 20})
    given = ("--instance", school, "--release", plan, "-o", tmp_path / "out", "--workers", 1)
    said = fieldweek("sweep", grid, *given, "--json", "-q")
    assert said.status == 0, said.err
    rows = json.loads(said.out)["rows"]
    assert [(row["scenario"], row["newly_unplaced"]) for row in rows] == [("away", 0), ("gone", 0)]
    with (tmp_path / "out" / "table.csv").open(newline="") as file:
        assert [row["scenario"] for row in csv.DictReader(file)] == ["release", "away", "gone"]
    again = fieldweek("sweep", grid, *given)
    assert (again.status, again.out) == (0, "")
    table, pictures = tmp_path / "out" / "table.json", tmp_path / "pictures"
    assert fieldweek("plot", "sweep", table, "-o", pictures).status == 0
    assert {one.name for one in pictures.iterdir()} == {"sweep.png", "sweep.svg"}
    assert fieldweek("plot", "sweep", school, "-o", pictures).status == 3


def test_a_grid_with_faults_is_refused(
    fieldweek: Run, school: Path, plan: Path, tmp_path: Path
) -> None:
    scenarios = [{"name": "none", "edits": [{"edit": "van-out", "vehicle": "V9"}]}]
    grid = written(tmp_path / "grid.json", {"scenarios": scenarios})
    out = tmp_path / "out"
    said = fieldweek("sweep", grid, "--instance", school, "--release", plan, "-o", out)
    assert said.status == 3 and 'scenario "none"' in said.err
    assert not out.exists()


def test_what_a_school_can_least_do_without(
    fieldweek: Run, school: Path, plan: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    some = ("--part", "mentors", "--seconds", 20, "--workers", 1)
    said = fieldweek("n-1", school, plan, "-o", out, *some)
    assert said.status == 0, said.err
    rows = json.loads((out / "table.json").read_text())["rows"]
    assert [row["scenario"] for row in rows] == ["mentor M1", "mentor M2"]
    days = ("--days", 5, "--missing", "500,0,0,0", "--seconds", 20, "--workers", 1, "--json")
    said = fieldweek("n-1", school, plan, "-o", tmp_path / "days", *days)
    assert said.status == 0, said.err
    assert set(json.loads(said.out)["shares"]) == {"0", "5", "10", "20", "50"}
    assert fieldweek("n-1", school, plan, "-o", out, "--part", "cats").status == 2
    assert fieldweek("n-1", school, plan, "-o", out, "--missing", "1,2").status == 2


def test_giving_way_has_a_price(fieldweek: Run, tmp_path: Path) -> None:
    waiting = f.student("S2", internships=(f.internship(days=1, candidates=("M1",)),))
    mentors, students = (f.mentor("M1", at_once=1, in_all=1),), f.instance().students
    write_instance(f.instance(mentors=mentors, students=(students[0], waiting)), tmp_path / "s")
    week = f.timetable(enrolments=(f.enrolment("S1"),), unplaced=(f.unplaced("day", "S2", "0"),))
    write_timetable(week, tmp_path / "t")
    said = fieldweek(
        "prices", tmp_path / "s", tmp_path / "t", "--seconds", 20, "-o", tmp_path / "c"
    )
    assert said.status == 0, said.err
    assert said.out.splitlines()[0] == "mentor M1 takes 1 intern more places 1 more"
    with (tmp_path / "c").open(newline="") as file:
        assert next(csv.DictReader(file))["places"] == "1"
