"""Unplaced comes first; a ratio of points is said only where as much is unplaced in both."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.peers.cells import Cell, Judged, read_judged
from benchmarks.peers.comparing import Comparison, Verdict, compare
from benchmarks.peers.table import table

CELL = Cell(
    peer="one-model",
    preset="small",
    school=1,
    seed=1,
    planted=False,
    seconds=60.0,
    workers=2,
    sources="abc",
)
RUN = Judged(cell=CELL, students=100)


def had(unplaced: tuple[int, int, int], penalty: int, violations: int = 0) -> Judged:
    return RUN.with_score(violations, (), unplaced, penalty)


OURS = had((0, 2, 0), 1_000)


@pytest.mark.parametrize(
    ("peer", "held", "expected"),
    [
        (had((0, 2, 0), 1_500), None, Comparison(Verdict.DEARER, 1.5)),
        (had((0, 2, 0), 800), None, Comparison(Verdict.BETTER, 0.8)),
        (had((0, 2, 0), 1_000), None, Comparison(Verdict.EQUAL, 1.0)),
        (had((0, 3, 0), 500), None, Comparison(Verdict.MORE_UNPLACED)),
        (had((1, 0, 0), 500), None, Comparison(Verdict.MORE_UNPLACED)),
        (had((0, 1, 9), 5_000), None, Comparison(Verdict.BETTER)),
        (had((0, 3, 0), 500), had((0, 3, 0), 400), Comparison(Verdict.MORE_UNPLACED, 1.25, True)),
        (had((0, 3, 0), 500), had((0, 4, 0), 400), Comparison(Verdict.MORE_UNPLACED)),
        (had((0, 3, 5), 500), had((0, 3, 0), 400), Comparison(Verdict.MORE_UNPLACED, 1.25, True)),
        (had((1, 3, 0), 500), had((0, 4, 0), 400), Comparison(Verdict.MORE_UNPLACED)),
        (had((0, 0, 0), 100, violations=1), None, Comparison(Verdict.BROKEN)),
        (RUN, None, Comparison(Verdict.NO_ANSWER)),
    ],
)
def test_how_a_peer_compares(peer: Judged, held: Judged | None, expected: Comparison) -> None:
    assert compare(peer, OURS, held) == expected


def test_without_a_run_of_ours_nothing_is_said() -> None:
    assert compare(OURS, None) == Comparison(Verdict.UNKNOWN)


def test_the_table_says_no_answer_as_a_cell_of_its_own() -> None:
    second = replace(CELL, school=2)
    known = {
        CELL.of_ours: replace(OURS, cell=CELL.of_ours),
        second.of_ours: replace(OURS, cell=second.of_ours),
        CELL: had((0, 2, 0), 1_500),
        second: replace(RUN, cell=second),
    }
    lines = table(list(known), known).splitlines()
    row = "| small | one-model | 2 | 1 | 2 | 1,500 | 15.00 | 0 | 0.0 | 1.50 (1 of 2) |"
    assert lines[3] == f"{row} dearer 1, no answer 1 |"


def test_results_are_read_as_they_were_written(tmp_path: Path) -> None:
    path = tmp_path / "cells.jsonl"
    runs = [OURS, RUN]
    path.write_text("".join(one.line() + "\n" for one in runs) + '{"cut', encoding="utf-8")
    assert list(read_judged(path)) == runs
