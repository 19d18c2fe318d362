"""Whatever a file holds: exit 3, a sentence, no traceback, and nothing written over."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from scheduler.files import write_timetable
from tests import factories as f
from tests.e2e.conftest import FakeSolver, Said

Run = Callable[..., Said]


def _bad_files(good: bytes) -> dict[str, bytes]:
    return {
        "empty": b"",
        "truncated": good[: len(good) // 2],
        "not JSON": b"\xff\xfe nonsense \x00",
        "another kind of JSON": b'["a list"]',
        "wrong type": good.replace(b'"students": [', b'"students": 7, "x": ['),
        "deep": b"[" * 100_000,
        "10 MB of nonsense": b"nonsense! " * 1_000_000,
        "NaN": good.replace(b'"lat": 41.8', b'"lat": NaN'),
    }


@pytest.mark.parametrize("kind", sorted(_bad_files(b"")))
def test_bad_instance_is_refused_by_every_command(
    fieldweek: Run, solver: FakeSolver, school: Path, plan: Path, tmp_path: Path, kind: str
) -> None:
    bad = tmp_path / "bad.json"
    bad.write_bytes(_bad_files(school.read_bytes())[kind])
    before = plan.read_bytes()
    for words in (
        ("check", bad),
        ("solve", bad, "-o", plan),
        ("explain", bad),
        ("show", bad, plan, "S1"),
        ("export", "csv", bad, "-o", tmp_path / "lists"),
        ("plot", bad, plan, "-o", tmp_path / "pictures"),
    ):
        said = fieldweek(*words)
        assert (said.status, said.out) == (3, ""), words
        assert 10 < len(said.err) < 20_000
    assert plan.read_bytes() == before
    assert solver.limits is None
    assert {one.name for one in tmp_path.iterdir()} == {"bad.json", "plan.json", "school.json"}


def test_plot_sweep_is_called_by_its_two_words(fieldweek: Run, tmp_path: Path) -> None:
    said = fieldweek("plot", "sweep", tmp_path)
    assert said.status == 2
    assert "Try 'fieldweek plot sweep --help'." in said.err
    assert "Usage: fieldweek plot sweep " in fieldweek("plot", "sweep", "--help").out


def test_every_fault_is_said_at_once_with_thing_field_and_next_step(
    fieldweek: Run, school: Path
) -> None:
    data = json.loads(school.read_bytes())
    data["students"][0]["advisory"] = "NOBODY"
    data["mentors"][0]["sites"] = ["NOWHERE"]
    school.write_text(json.dumps(data))
    said = fieldweek("check", school, "--json")
    assert said.status == 3
    assert "NOBODY" in said.err and "NOWHERE" in said.err
    faults = json.loads(said.out)["faults"]
    assert len(faults) >= 2
    assert all(fault["thing"] and fault["message"] and fault["next_step"] for fault in faults)


def test_more_faults_than_anyone_reads_are_counted(fieldweek: Run, school: Path) -> None:
    data = json.loads(school.read_bytes())
    one = data["students"][1]
    data["students"] += [{**one, "id": f"X{n}", "advisory": "NOBODY"} for n in range(80)]
    school.write_text(json.dumps(data))
    said = fieldweek("check", school)
    assert said.status == 3
    assert said.err.count("NOBODY") == 50
    assert "30 more" in said.err


def test_timetable_with_dangling_ids_is_refused(
    fieldweek: Run, solver: FakeSolver, school: Path, tmp_path: Path
) -> None:
    write_timetable(f.timetable(enrolments=(f.enrolment("GHOST"),)), tmp_path / "t.json")
    for words in (("check",), ("explain",), ("show",)):
        said = fieldweek(
            *words, school, tmp_path / "t.json", *(["S1"] if words[0] == "show" else [])
        )
        assert said.status == 3
        assert "GHOST" in said.err


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("nonsense",),
        ("check",),
        ("check", "{folder}/missing.json"),
        ("check", "{folder}"),
        ("solve", "{school}"),
        ("solve", "{folder}", "-o", "{folder}/new.json"),
        ("show", "{school}", "{plan}"),
        ("show", "{school}", "{plan}", "Nobody Of This Name"),
        ("make", "castle", "-o", "{folder}/new.json"),
        ("make", "small", "--seed", "-4", "-o", "{folder}/new.json"),
        ("make", "small"),
        ("schema", "nonsense"),
        ("import", "csv", "{folder}/missing", "-o", "{folder}/new.json"),
        ("import", "xml", "{folder}"),
        ("export", "csv", "{school}", "-o", "{plan}"),
        ("plot", "{school}", "{plan}", "-o", "{plan}"),
        ("diff", "{school}", "{plan}"),
    ],
)
def test_wrong_usage_exits_2_and_writes_nothing(
    fieldweek: Run,
    solver: FakeSolver,
    school: Path,
    plan: Path,
    tmp_path: Path,
    words: tuple[str, ...],
) -> None:
    said = fieldweek(*(w.format(folder=tmp_path, school=school, plan=plan) for w in words))
    assert said.status == 2
    assert said.err
    assert {one.name for one in tmp_path.iterdir()} == {"plan.json", "school.json"}


def test_outcome_that_is_none_is_refused(
    fieldweek: Run, school: Path, plan: Path, tmp_path: Path
) -> None:
    said = fieldweek("plot", school, plan, "--outcome", school, "-o", tmp_path / "pictures")
    assert said.status == 3
    assert not (tmp_path / "pictures").exists()
