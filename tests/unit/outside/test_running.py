"""Runs are kept and not run again, and data that is not there is skipped and said."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.outside import __main__ as command
from benchmarks.outside.cases import Case, Judged, read_judged
from benchmarks.outside.catalogue import BENCHMARKS
from benchmarks.outside.data import data_folder, missing
from benchmarks.outside.post_enrolment import running
from benchmarks.outside.post_enrolment.given import read


def judged(case: Case, broken: tuple[str, ...] = ()) -> Judged:
    return Judged(
        case=case,
        value=(0, 1_571),
        broken=broken,
        violations=0,
        seconds=60.1,
        first_seconds=1.25,
        processor_seconds=58.0,
    )


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("FIELDWEEK_DATA", str(tmp_path / "data"))
    monkeypatch.setattr(command, "ready", lambda: None)
    return tmp_path / "data"


def test_without_the_data_it_says_so_and_ends_well(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command.main(["--results", str(tmp_path / "results")]) == 0
    said = capsys.readouterr()
    assert said.err == (
        f"post-enrolment is skipped. There is no folder itc2007-track2 in {data}."
        " Name the folder of the data in FIELDWEEK_DATA.\n"
    )
    assert not (tmp_path / "results").exists()


def test_what_was_run_is_not_run_again(
    data: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (data / running.FOLDER).mkdir(parents=True)
    ran: list[str] = []

    def run(case: Case) -> Judged:
        ran.append(case.instance)
        return judged(case, () if case.instance == "17" else ("event 1 is not before event 2",))

    monkeypatch.setattr(running, "run", run)
    results = tmp_path / "results"
    words = ["--results", str(results), "--instances"]
    assert command.main([*words, "17"]) == 0
    results.write_text(results.read_text() + '{"case": {"bench')  # cut short by a stop
    assert command.main([*words, "17"]) == 0
    assert ran == ["17"]
    assert [one.value for one in read_judged(results)] == [(0, 1_571)]
    results.write_text(results.read_text().splitlines()[0] + "\n")
    capsys.readouterr()
    assert command.main([*words, "17", "1"]) == 1
    assert ran == ["17", "1"]
    assert capsys.readouterr().out.splitlines()[2:4] == [
        "| post-enrolment 17, seed 1 | 0 + 1,571 | 0 + 0 | 1.2 | 60 | 58 | 0 |",
        "| post-enrolment 1, seed 1 | 0 + 1,571 | 0 + 15 | 1.2 | 60 | 58 | 1 |",
    ]


def test_the_competition_is_read_as_it_is() -> None:
    folder = BENCHMARKS["post-enrolment"].FOLDER
    if lacks := missing(folder):
        pytest.skip(lacks)
    given = read(data_folder() / folder / "comp-2007-2-17.tim")
    assert (len(given.attends), len(given.seats), given.students) == (100, 10, 500)
    assert len(given.before) == 11
