from __future__ import annotations

import errno
import json
import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from scheduler.domain.rules import GoalId
from scheduler.domain.runs import Status
from scheduler.files import read_timetable, write_timetable
from tests import factories as f
from tests.e2e.conftest import FakeSolver, Said, contradiction

Run = Callable[..., Said]

FIGURES = {
    "status",
    "seconds",
    "first_seconds",
    "startup_seconds",
    "unplaced",
    "unplaced_bound",
    "penalty",
    "bound",
    "gap",
    "peak_mib",
    "points_per_student_above_bound",
    "workers",
    "work",
    "seed",
    "goals",
    "reasons",
    "history",
    "versions",
}


def test_json_is_one_document_with_every_figure(
    fieldweek: Run, solver: FakeSolver, school: Path, tmp_path: Path
) -> None:
    said = fieldweek("solve", school, "-o", tmp_path / "new.json", "--json", "--workers", 2)
    assert said.status == 0
    document = json.loads(said.out)
    assert document.keys() >= FIGURES
    assert document["goals"].keys() == {goal.value for goal in GoalId}
    assert all(goal.keys() == {"value", "bound"} for goal in document["goals"].values())
    assert document["penalty"] == sum(goal["value"] for goal in document["goals"].values())
    assert (document["status"], document["workers"], document["unplaced"]) == ("feasible", 2, 0)


def test_timetable_is_written_and_summed_up_on_stdout(
    fieldweek: Run, solver: FakeSolver, school: Path, tmp_path: Path
) -> None:
    said = fieldweek("solve", school, "-o", tmp_path / "new.json")
    assert said.status == 0
    assert read_timetable(tmp_path / "new.json") == f.timetable()
    assert "0 of" in said.out and "proven bound" in said.out
    assert "improving" in said.err and "improving" not in said.out


def test_limits_reach_the_solver(
    fieldweek: Run, solver: FakeSolver, school: Path, plan: Path, tmp_path: Path
) -> None:
    words = ["--seconds", "7", "--work", "3", "--workers", "2", "--seed", "5", "--gap", "0.1"]
    words += ["--patience", "4"]
    fieldweek("solve", school, "-o", tmp_path / "new.json", "--start", plan, *words)
    limits = solver.limits
    assert limits is not None
    assert (limits.seconds, limits.work, limits.workers) == (7, 3, 2)
    assert (limits.seed, limits.gap, limits.patience) == (5, 0.1, 4)
    assert solver.start == f.timetable()


def test_work_alone_sets_no_clock(
    fieldweek: Run, solver: FakeSolver, school: Path, tmp_path: Path
) -> None:
    fieldweek("solve", school, "-o", tmp_path / "new.json", "--work", 3)
    assert solver.limits is not None and solver.limits.seconds is None


def test_unplaced_is_done_and_said_with_names_and_reasons(
    fieldweek: Run, solver: FakeSolver, school: Path, tmp_path: Path
) -> None:
    solver.timetable = f.timetable(
        days_out=(f.day_out("S1", 1),), unplaced=(f.unplaced("day", "S1", "0"),)
    )
    said = fieldweek("solve", school, "-o", tmp_path / "new.json")
    assert said.status == 0
    assert "Ada (S1), internship 1" in said.out
    assert "mentor M1: full on Tue" in said.out


def test_two_days_of_one_internship_are_two_items_wherever_they_are_counted(
    fieldweek: Run, solver: FakeSolver, school: Path, tmp_path: Path
) -> None:
    solver.timetable = f.timetable(days_out=(), unplaced=(f.unplaced("day", "S1", "0"),) * 2)
    plan = tmp_path / "new.json"
    said = fieldweek("solve", school, "-o", plan)
    assert "2 of 3 demands unplaced (2 days out)" in " ".join(said.out.split())
    assert "Days out without a place: 2\n  Ada (S1), 2 days out of internship 1\n" in said.out
    said = fieldweek("explain", school, plan)
    assert "Days out without a place: 2\n  Ada (S1), 2 days out of internship 1\n" in said.out
    assert "2 unplaced items explained." in said.err
    said = fieldweek("show", school, plan, "S1")
    assert said.out.count("Unplaced:") == 1
    assert "Unplaced: Ada (S1), 2 days out of internship 1" in said.out


def test_contradiction_exits_4_with_the_way_out_and_writes_nothing(
    fieldweek: Run, solver: FakeSolver, school: Path, plan: Path
) -> None:
    before = plan.read_bytes()
    solver.timetable, solver.status, solver.found = None, Status.INFEASIBLE, contradiction()
    said = fieldweek("solve", school, "-o", plan, "--json")
    assert said.status == 4
    assert plan.read_bytes() == before
    document = json.loads(said.out)
    assert (document["status"], document["unplaced"], document["gap"]) == ("infeasible", None, None)
    assert document["conflict"]["statements"][0]["rule"] == "mentor-load"
    assert "M1 hosts one more intern." in said.err


def test_what_is_proven_is_said_also_where_the_contradiction_was_not_found(
    fieldweek: Run, solver: FakeSolver, school: Path, plan: Path
) -> None:
    solver.timetable, solver.status = None, Status.INFEASIBLE
    said = fieldweek("solve", school, "-o", plan)
    assert said.status == 4
    assert "There is no timetable" in said.err and "none is excluded" not in said.err
    solver.status = Status.UNDECIDED
    assert "none is excluded" in fieldweek("solve", school, "-o", plan).err


def test_timetable_that_breaks_a_rule_is_a_bug_and_never_written(
    fieldweek: Run, solver: FakeSolver, school: Path, plan: Path
) -> None:
    before = plan.read_bytes()
    solver.timetable = f.timetable(enrolments=())
    said = fieldweek("solve", school, "-o", plan)
    assert said.status == 70
    assert plan.read_bytes() == before
    assert "defect" in said.err


def test_crash_is_a_short_sentence_unless_debugging(
    solver: FakeSolver,
    school: Path,
    tmp_path: Path,
    fieldweek: Run,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def crash(should_stop: Callable[[], bool]) -> None:
        raise ZeroDivisionError("of all things")

    solver.before = crash
    said = fieldweek("solve", school, "-o", tmp_path / "new.json")
    assert said.status == 70
    assert "ZeroDivisionError: of all things" in said.err
    assert not (tmp_path / "new.json").exists()

    from scheduler.cli.door import main

    monkeypatch.setenv("FIELDWEEK_DEBUG", "1")
    assert main(["solve", str(school), "-o", str(tmp_path / "new.json")]) == 70
    assert "Traceback" in capsys.readouterr().err


def test_a_process_lost_is_said_and_not_taken_for_a_reader_gone(
    solver: FakeSolver, school: Path, tmp_path: Path, fieldweek: Run
) -> None:
    def lose(should_stop: Callable[[], bool]) -> None:
        raise BrokenPipeError(errno.EPIPE, "Broken pipe")

    solver.before = lose
    said = fieldweek("solve", school, "-o", tmp_path / "new.json")
    assert said.status == 70
    assert "a process of the solver was lost" in said.err


def _press_until_heard(should_stop: Callable[[], bool]) -> None:
    os.kill(os.getpid(), signal.SIGINT)
    while not should_stop():
        time.sleep(0.01)


def test_ctrl_c_keeps_the_best(
    fieldweek: Run, solver: FakeSolver, school: Path, tmp_path: Path
) -> None:
    solver.before = _press_until_heard
    said = fieldweek("solve", school, "-o", tmp_path / "new.json", "--json")
    assert said.status == 0
    assert json.loads(said.out)["stopped"] is True
    assert read_timetable(tmp_path / "new.json") == f.timetable()


def test_ctrl_c_with_nothing_to_keep_exits_130(
    fieldweek: Run, solver: FakeSolver, school: Path, plan: Path
) -> None:
    before = plan.read_bytes()
    solver.before, solver.timetable, solver.status = _press_until_heard, None, Status.UNDECIDED
    said = fieldweek("solve", school, "-o", plan)
    assert said.status == 130
    assert plan.read_bytes() == before


def test_second_ctrl_c_gives_up(
    fieldweek: Run, solver: FakeSolver, school: Path, plan: Path
) -> None:
    before = plan.read_bytes()
    done = []

    def deaf(should_stop: Callable[[], bool]) -> None:
        _press_until_heard(should_stop)
        os.kill(os.getpid(), signal.SIGINT)
        for _ in range(200):
            if done:
                return
            time.sleep(0.01)

    solver.before = deaf
    said = fieldweek("solve", school, "-o", plan)
    done.append(True)
    assert said.status == 130
    assert plan.read_bytes() == before


@pytest.mark.parametrize(
    "words",
    [
        ["--seconds", "-1"],
        ["--seconds", "0"],
        ["--seconds", "nan"],
        ["--work", "-2"],
        ["--workers", "0"],
        ["--workers", "two"],
        ["--gap", "-0.1"],
        ["--gap", "1.1"],
        ["--patience", "0"],
        ["--seed", "-1"],
        ["--nonsense"],
    ],
)
def test_wrong_limits_are_wrong_usage(
    fieldweek: Run, solver: FakeSolver, school: Path, tmp_path: Path, words: list[str]
) -> None:
    said = fieldweek("solve", school, "-o", tmp_path / "new.json", *words)
    assert said.status == 2
    assert said.out == "" and words[0] in said.err
    assert solver.limits is None


def test_output_onto_an_input_is_refused(
    fieldweek: Run, solver: FakeSolver, school: Path, plan: Path, tmp_path: Path
) -> None:
    before = school.read_bytes()
    (tmp_path / "link.json").symlink_to(school)
    assert fieldweek("solve", school, "-o", school).status == 2
    assert fieldweek("solve", school, "-o", tmp_path / "link.json").status == 2
    assert fieldweek("solve", school, "-o", plan, "--start", plan).status == 2
    assert fieldweek("solve", school, "-o", tmp_path).status == 2
    assert fieldweek("solve", school, "-o", tmp_path / "no" / "new.json").status == 2
    assert school.read_bytes() == before
    assert solver.limits is None


def test_start_of_another_school_is_refused(
    fieldweek: Run, solver: FakeSolver, school: Path, tmp_path: Path
) -> None:
    write_timetable(f.timetable(instance="other"), tmp_path / "start.json")
    said = fieldweek(
        "solve", school, "-o", tmp_path / "new.json", "--start", tmp_path / "start.json"
    )
    assert said.status == 3
    assert solver.limits is None


def test_start_that_breaks_rules_is_said_to_begin_anew(
    fieldweek: Run, solver: FakeSolver, school: Path, plan: Path, tmp_path: Path
) -> None:
    sound = fieldweek("solve", school, "-o", tmp_path / "new.json", "--start", plan)
    write_timetable(f.timetable(meetings=()), tmp_path / "start.json")
    said = fieldweek(
        "solve", school, "-o", tmp_path / "new.json", "--start", tmp_path / "start.json"
    )
    assert said.status == 0
    assert "planned anew" in said.err and "reshuffle" in said.err
    assert "planned anew" not in sound.err


def test_parts_are_kept_in_the_folder_named(
    fieldweek: Run, solver: FakeSolver, school: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "parts"
    solver.before = lambda should_stop: _keep_a_part(folder)
    said = fieldweek("solve", school, "-o", tmp_path / "plan.json", "--parts", folder)
    assert said.status == 0
    assert solver.parts == folder
    assert [file.name for file in folder.iterdir()] == ["part-0000.json"]


@pytest.fixture
def in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every school is planned in parts."""
    monkeypatch.setattr("scheduler.domain.runs.LARGE", 1)


def test_a_folder_of_parts_in_the_way_is_refused_before_any_work(
    fieldweek: Run,
    solver: FakeSolver,
    school: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    output = tmp_path / "plan.json"
    said = fieldweek("solve", school, "-o", output, "--parts", output)
    assert said.status == 2 and "also the output" in said.err
    monkeypatch.setattr("scheduler.domain.runs.LARGE", 1)
    (tmp_path / "plan.json.parts").touch()
    said = fieldweek("solve", school, "-o", output)
    assert said.status == 2 and "--parts" in said.err
    assert solver.limits is None


def test_parts_of_a_school_are_kept_nowhere(
    fieldweek: Run, solver: FakeSolver, school: Path, tmp_path: Path
) -> None:
    fieldweek("solve", school, "-o", tmp_path / "plan.json")
    assert solver.parts is None


def test_parts_of_a_network_are_beside_the_timetable_until_the_run_is_over(
    fieldweek: Run,
    solver: FakeSolver,
    school: Path,
    tmp_path: Path,
    in_parts: None,
) -> None:
    output, folder = tmp_path / "plan.json", tmp_path / "plan.json.parts"

    def press(should_stop: Callable[[], bool]) -> None:
        _keep_a_part(folder)
        _press_until_heard(should_stop)

    solver.before = press
    said = fieldweek("solve", school, "-o", output)
    assert said.status == 0 and str(folder) in said.err
    assert solver.parts == folder and folder.is_dir()
    (folder / ".part-0000.json.k3x").touch()  # left by a process that was killed
    solver.before = lambda should_stop: None
    assert fieldweek("solve", school, "-o", output).status == 0
    assert not folder.exists()


def test_parts_that_are_left_without_a_timetable_are_said(
    fieldweek: Run,
    solver: FakeSolver,
    school: Path,
    tmp_path: Path,
    in_parts: None,
) -> None:
    folder = tmp_path / "plan.json.parts"
    solver.timetable, solver.status = None, Status.UNDECIDED
    solver.before = lambda should_stop: _keep_a_part(folder)
    said = fieldweek("solve", school, "-o", tmp_path / "plan.json")
    assert said.status == 4 and f"kept in {folder}; the same command goes on" in said.err
    solver.before, solver.status = lambda should_stop: None, Status.INFEASIBLE
    said = fieldweek("solve", school, "-o", tmp_path / "plan.json")
    assert said.status == 4 and f"kept in {folder}; when the data are mended" in said.err


def test_nothing_is_said_to_be_kept_of_what_is_one_part(
    fieldweek: Run, solver: FakeSolver, school: Path, tmp_path: Path
) -> None:
    solver.before = _press_until_heard
    said = fieldweek("solve", school, "-o", tmp_path / "plan.json", "--parts", tmp_path)
    assert said.status == 0 and "kept in" not in said.err


def _keep_a_part(folder: Path) -> None:
    folder.mkdir()
    (folder / "part-0000.json").write_text("{}", encoding="utf-8")
