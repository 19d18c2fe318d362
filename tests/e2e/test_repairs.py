"""``fieldweek reshuffle`` and ``fieldweek today``: something changes, and what to do about it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from scheduler.check import broken
from scheduler.files import read_instance, read_timetable
from tests.e2e.conftest import Said

Run = Callable[..., Said]
TINY = Path(__file__).parents[2] / "instances" / "tiny"


@pytest.fixture
def lived(tmp_path: Path) -> tuple[Path, Path]:
    for name in ("instance.json", "timetable.json"):
        shutil.copy(TINY / name, tmp_path / name)
    return tmp_path / "instance.json", tmp_path / "timetable.json"


def edits(folder: Path, *said: dict[str, object]) -> Path:
    path = folder / "edits.json"
    path.write_text(json.dumps({"edits": said}))
    return path


def test_a_change_gives_repairs_that_are_written_and_said(
    fieldweek: Run, lived: tuple[Path, Path], tmp_path: Path
) -> None:
    school, release = lived
    change = edits(tmp_path, {"edit": "mentor-left", "mentor": "M1"})
    folder = tmp_path / "repairs"
    words = ("reshuffle", school, "--release", release, "--edits", change, "--seconds", 3)
    said = fieldweek(*words, "-o", folder, "--json")
    assert said.status == 0
    document = json.loads(said.out)
    assert document["unplaced_proven"] and document["touched_proven"]
    files = [one["file"] for one in document["repairs"]]
    assert sorted(one.name for one in folder.iterdir()) == ["instance.json", *files]
    changed = read_instance(folder / "instance.json")
    assert "M1" not in changed.mentor_of
    for one in files:
        assert broken(changed, read_timetable(folder / one)) == []
    first = document["repairs"][0]
    assert document["touched_bound"] == first["weight"] == len(first["touched"])
    assert set(first["touched"]) <= first["told"].keys()
    said = fieldweek(*words, "-q")
    assert said.status == 0 and said.err == ""
    names = read_instance(school).names
    assert all(f"{names[one]} ({one})" in said.out for one in first["told"])


def test_edits_that_cannot_be_made_are_refused_with_every_fault(
    fieldweek: Run, lived: tuple[Path, Path], tmp_path: Path
) -> None:
    school, release = lived
    wrong = {"edit": "mentor-left", "mentor": "nobody"}
    change = edits(tmp_path, wrong, {"edit": "student-left", "student": "no student"})
    words = ("reshuffle", school, "--release", release, "--edits", change)
    said = fieldweek(*words)
    assert said.status == 3
    assert "edits[0].mentor" in said.err or "edit 1" in said.err
    assert "edit 2" in said.err
    change = edits(tmp_path, {"edit": "mentor-left", "mentor": "M1"})
    said = fieldweek(*words, "--from", "2020-01-01")
    assert said.status == 3
    assert "before the term" in said.err and "past" in said.err


def test_today_says_who_is_told_what(fieldweek: Run, lived: tuple[Path, Path]) -> None:
    said = fieldweek("today", *lived, "--away", "M3", "--on", "2026-09-14", "--json")
    assert said.status == 0
    document = json.loads(said.out)
    assert document["away"] == ["M3"]
    assert document["touched"] == sorted(document["told"])
    assert "S1" in document["touched"]
    said = fieldweek("today", *lived, "--away", "M3", "--on", "2026-09-13")
    assert said.status == 3
    assert "no school day" in said.err
    assert fieldweek("today", *lived, "--away", "Nobody Known").status == 2
