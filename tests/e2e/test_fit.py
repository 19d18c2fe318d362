"""``fieldweek fit`` and ``fieldweek why-not``: questions about one seat."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from scheduler.domain.moves import DropDay
from scheduler.files import read_instance, read_timetable, write_timetable
from scheduler.service.moves import moved
from tests.e2e.conftest import Said

Run = Callable[..., Said]
TINY = Path(__file__).parents[2] / "instances" / "tiny"


@pytest.fixture
def lived(tmp_path: Path) -> tuple[Path, Path]:
    for name in ("instance.json", "timetable.json"):
        shutil.copy(TINY / name, tmp_path / name)
    return tmp_path / "instance.json", tmp_path / "timetable.json"


def test_who_fits_and_who_does_not(fieldweek: Run, lived: tuple[Path, Path]) -> None:
    school, path = read_instance(lived[0]), lived[1]
    out = read_timetable(path).days_out[0]
    drop = DropDay(student=out.student, internship=out.internship, day=out.day)
    write_timetable(moved(school, read_timetable(path), [drop]), path)
    said = fieldweek("fit", *lived, out.student, "--json")
    assert said.status == 0
    (found,) = json.loads(said.out)
    assert found["about"] == [out.student]
    best = found["candidates"][0]
    assert (best["works"], best["unplaced"]) == (True, [-1, 0, 0])
    said = fieldweek("fit", *lived, out.student)
    assert "  works " in said.out and "-1 without a place" in said.out
    said = fieldweek("fit", *lived, "A1")
    assert said.status == 1 and "  no   " in said.out
    assert fieldweek("fit", *lived, "Nobody Known").status == 2
    said = fieldweek("fit", *lived, "M1", "--away", "--on", "2020-01-01")
    assert said.status == 3
    assert "no school day" in said.err


def test_why_not_says_what_is_in_the_way_by_name(fieldweek: Run, lived: tuple[Path, Path]) -> None:
    said = fieldweek("why-not", *lived, "Ana Wren", "Mira Tolland", "--day", "Wed")
    assert said.status == 1
    assert "In the way: Mira Tolland (M1) has 2 of 2 interns" in said.out
    assert fieldweek("why-not", *lived, "S1", "M1", "--day", "Someday").status == 2
