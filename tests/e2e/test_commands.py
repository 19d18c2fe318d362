from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from scheduler.files import read_instance, write_timetable
from scheduler.made import PRESETS
from tests import factories as f
from tests.e2e.conftest import FakeSolver, Said, contradiction

COMMANDS = (
    *("make", "check", "solve", "explain", "show"),
    *("diff", "schema", "plot", "import", "export", "edit", "sweep", "n-1", "prices", "account"),
)
Run = Callable[..., Said]


def test_check_passes_what_keeps_every_rule(fieldweek: Run, school: Path, plan: Path) -> None:
    said = fieldweek("check", school, plan, "--json")
    assert said.status == 0
    document = json.loads(said.out)
    assert document["violations"] == []
    assert (document["status"], document["unplaced"]) == ("kept", 0)


def test_check_names_what_is_broken(fieldweek: Run, school: Path, tmp_path: Path) -> None:
    write_timetable(f.timetable(enrolments=()), tmp_path / "t.json")
    said = fieldweek("check", school, tmp_path / "t.json")
    assert said.status == 1
    assert "enrolled-once" in said.out and "Ada (S1)" in said.out
    said = fieldweek("check", school, tmp_path / "t.json", "--json")
    assert said.status == 1
    assert json.loads(said.out)["violations"][0]["rule"] == "enrolled-once"


def test_check_of_data_alone(fieldweek: Run, school: Path) -> None:
    said = fieldweek("check", school)
    assert (said.status, said.out) == (0, "")
    assert "vehicle-run" in said.err.partition("match nothing")[2]


def test_explain_gives_reasons_of_a_timetable(
    fieldweek: Run, solver: FakeSolver, school: Path, plan: Path, tmp_path: Path
) -> None:
    assert fieldweek("explain", school, plan).status == 0
    lacking = f.timetable(days_out=(f.day_out("S1", 1),), unplaced=(f.unplaced("day", "S1", "0"),))
    write_timetable(lacking, tmp_path / "t.json")
    said = fieldweek("explain", school, tmp_path / "t.json")
    assert said.status == 1
    assert "Ada (S1), internship 1" in said.out and "full on Tue" in said.out
    said = fieldweek("explain", school, tmp_path / "t.json", "--json")
    assert json.loads(said.out)["reasons"][0]["student"] == "S1"


def test_explain_gives_the_contradiction(fieldweek: Run, solver: FakeSolver, school: Path) -> None:
    assert fieldweek("explain", school).status == 0
    solver.found = contradiction()
    said = fieldweek("explain", school)
    assert said.status == 1
    assert "hosts one intern at once" in said.out and "hosts one more intern" in said.out


def test_show_warns_that_a_timetable_breaks_rules(
    fieldweek: Run, school: Path, tmp_path: Path
) -> None:
    write_timetable(f.timetable(enrolments=()), tmp_path / "t.json")
    said = fieldweek("show", school, tmp_path / "t.json", "Ada")
    assert said.status == 0
    assert said.err.startswith("WARNING") and "enrolled-once" in said.err


def test_diff_says_what_changed_and_whom_it_touches(
    fieldweek: Run, school: Path, plan: Path, tmp_path: Path
) -> None:
    write_timetable(f.timetable(enrolments=(f.enrolment("S1"),)), tmp_path / "t.json")
    said = fieldweek("diff", school, plan, tmp_path / "t.json")
    assert said.status == 0
    assert said.out.splitlines() == ["- Ben (S2) is in W1 1 (W1-1)", "Touched: Ben (S2)"]
    document = json.loads(fieldweek("diff", school, plan, tmp_path / "t.json", "--json").out)
    assert document["touched"] == ["S2"]
    assert document["dropped"] == [{"kind": "Enrolment", "student": "S2", "section": "W1-1"}]


@pytest.mark.parametrize("kind", ["instance", "timetable"])
def test_schema_is_json(fieldweek: Run, kind: str) -> None:
    said = fieldweek("schema", kind)
    assert said.status == 0
    assert json.loads(said.out)["type"] == "object"


def test_csv_round_trip_gives_the_same_bytes(fieldweek: Run, school: Path, tmp_path: Path) -> None:
    assert fieldweek("export", "csv", school, "-o", tmp_path / "lists").status == 0
    assert fieldweek("import", "csv", tmp_path / "lists", "-o", tmp_path / "back.json").status == 0
    assert (tmp_path / "back.json").read_bytes() == school.read_bytes()
    said = fieldweek("import", "csv", tmp_path / "lists", "-o", tmp_path / "dry.json", "--dry-run")
    assert said.status == 0 and not (tmp_path / "dry.json").exists()


def test_make_names_the_schools_that_there_are(fieldweek: Run) -> None:
    words = re.findall(r"\w+", fieldweek("make", "--help").out)
    assert {*PRESETS} <= {*words}
    assert "tiny" not in words


def test_make_gives_the_same_bytes_for_the_same_seed(fieldweek: Run, tmp_path: Path) -> None:
    for name, seed in (("a", 5), ("b", 5), ("c", 6)):
        assert fieldweek("make", "small", "--seed", seed, "-o", tmp_path / name).status == 0
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
    assert (tmp_path / "a").read_bytes() != (tmp_path / "c").read_bytes()
    assert len(read_instance(tmp_path / "a").students) == 180


def test_plot_draws_every_picture(
    fieldweek: Run, solver: FakeSolver, school: Path, plan: Path, tmp_path: Path
) -> None:
    outcome = tmp_path / "outcome.json"
    outcome.write_text(fieldweek("solve", school, "-o", tmp_path / "new.json", "--json", "-q").out)
    folder = tmp_path / "pictures"
    said = fieldweek("plot", school, plan, "--outcome", outcome, "-o", folder)
    assert said.status == 0
    names = {"gap", "days-out", "travel", "sections"}
    assert {file.name for file in folder.iterdir()} == {
        f"{name}.{kind}" for name in names for kind in ("png", "svg")
    }
    assert all(file.read_bytes()[:4] == b"\x89PNG" for file in folder.glob("*.png"))


def test_version_and_help(fieldweek: Run) -> None:
    assert fieldweek("--version").out.startswith("fieldweek ")
    said = fieldweek("--help")
    assert said.status == 0
    for command in COMMANDS:
        assert f"  {command}" in said.out
        assert fieldweek(command, "--help").status == 0


def test_help_loads_neither_solver_nor_plots() -> None:
    script = (
        "import sys\n"
        "from scheduler.cli.door import main\n"
        "assert main(['solve', '--help']) == 0\n"
        "heavy = {'ortools', 'matplotlib', 'pandas', 'numpy', 'numba', 'rich'}\n"
        "assert not heavy & sys.modules.keys(), heavy & sys.modules.keys()\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True, capture_output=True)


def test_a_reader_that_has_seen_enough_is_no_error(school: Path, plan: Path) -> None:
    command = f"{sys.executable} -m scheduler.cli schema | head -c 10; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=True)
    assert done.stdout.endswith("0\n")
    assert done.stderr == ""
