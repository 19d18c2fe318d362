"""Scenarios tried on one release: the table, going on where it was left, and processes."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import scheduler
from scheduler.domain.edits import (
    Edit,
    MentorAway,
    MentorCapacity,
    MentorLeft,
    Scenario,
    StudentLeft,
    VanOut,
)
from scheduler.domain.instance import Instance
from scheduler.errors import InvalidInputError
from scheduler.what_if.absences import Rates, drawn_days, resilience
from scheduler.what_if.grid import Aim, Grid
from scheduler.what_if.grid_file import read_grid
from scheduler.what_if.leaving_out import Part
from scheduler.what_if.n_minus_one import n_minus_one
from scheduler.what_if.pool import Pool
from scheduler.what_if.prices import prices
from scheduler.what_if.rows import Answer, Row, Table
from scheduler.what_if.sweep import sweep
from scheduler.what_if.trying import base_row
from scheduler.what_if.written import csv_text, write_table
from tests import factories as f

WEEK = f.timetable()
AWAY, LEFT, GONE = (
    MentorAway(mentor="M1", days=(1,)),
    MentorLeft(mentor="M1"),
    StudentLeft(student="S2"),
)


def school(**changes: Any) -> Instance:
    """Ada is with ``M1`` on Tuesday and Thursday; ``M2`` at the same place has room."""
    return f.instance(**{"mentors": (f.mentor("M1"), f.mentor("M2"))} | changes)


def grid(*edits: tuple[str, Edit], **changes: Any) -> Grid:
    scenarios = tuple(Scenario(name=name, edits=(edit,)) for name, edit in edits)
    return Grid(**{"scenarios": scenarios, "seconds": 20.0} | changes)


THREE = grid(("away", AWAY), ("left", LEFT), ("gone", GONE))


DONE = {Answer.PROVEN, Answer.REPAIRED}


def seen(table: Table) -> list[tuple[Any, ...]]:
    return [(r.scenario, r.status in DONE, r.newly_unplaced, r.touched) for r in table]


def test_each_scenario_is_a_row_beside_the_release() -> None:
    table = sweep(school(), WEEK, THREE)
    assert seen(table) == [
        ("away", True, 0, 1),
        ("left", True, 0, 2),
        ("gone", True, 0, 0),
    ]
    assert (table.base.unplaced, table.base.touched, table.stopped) == (0, 0, False)
    assert [row.more_unplaced for row in table] == [0, 0, 0]
    assert [row.more_penalty for row in table] == [
        (row.penalty or 0) - (table.base.penalty or 0) for row in table
    ]


def test_what_cannot_be_tried_is_a_row_that_says_why() -> None:
    (row,) = sweep(school(), WEEK, grid(("none", VanOut(vehicle="V9"))))
    assert (row.status, row.penalty) == (Answer.REFUSED, None)
    assert "There is no vehicle of this id." in row.said


def test_a_best_plan_is_asked_for_each_seed() -> None:
    table = sweep(school(), WEEK, grid(("left", LEFT), seeds=(1, 2), seconds=2.0, aim=Aim.BEST))
    assert [(row.scenario, row.seed) for row in table] == [("left", 1), ("left", 2)]
    (found,) = table.ranges()
    assert (found.seeds, found.least["unplaced"], found.most["unplaced"]) == (2, 0, 0)


def test_a_sweep_goes_on_where_it_was_left(tmp_path: Path) -> None:
    kept, told = tmp_path / "rows.jsonl", []
    first = sweep(
        school(),
        WEEK,
        THREE,
        kept=kept,
        on_row=lambda done, of, tried: told.append((done, of, tried.row.scenario)),
        should_stop=lambda: len(told) == 2,
    )
    assert (len(first), first.stopped) == (2, True)
    text = kept.read_text(encoding="utf-8")
    kept.write_text(text[:-30], encoding="utf-8")  # the last line was cut short
    told.clear()
    again = sweep(
        school(),
        WEEK,
        THREE,
        kept=kept,
        on_row=lambda done, of, tried: told.append((done, of, tried.row.scenario)),
    )
    assert told == [(2, 3, "left"), (3, 3, "gone")]
    assert (seen(again), again.stopped) == (seen(sweep(school(), WEEK, THREE)), False)
    told.clear()
    sweep(school(), WEEK, THREE, kept=kept, on_row=lambda *_: told.append(_))  # type: ignore[arg-type]
    assert told == []


def test_rows_of_other_data_or_edits_are_made_anew(tmp_path: Path) -> None:
    kept, told = tmp_path / "rows.jsonl", []

    def count(done: int, of: int, tried: object) -> None:
        told.append(done)

    sweep(school(), WEEK, grid(("one", AWAY)), kept=kept, on_row=count)
    sweep(school(), WEEK, grid(("one", LEFT)), kept=kept, on_row=count)
    sweep(school(), WEEK, grid(("one", AWAY), seconds=19.0), kept=kept, on_row=count)
    other = school(students=(*school().students, f.student("S3")))
    sweep(other, WEEK, grid(("one", AWAY)), kept=kept, on_row=count)
    assert told == [1, 1, 1, 1]


def test_processes_give_the_same_table() -> None:
    alone, together = sweep(school(), WEEK, THREE), sweep(school(), WEEK, THREE, workers=2)
    assert [replace(row, seconds=None) for row in together] == [
        replace(row, seconds=None) for row in alone
    ]


def test_a_process_that_dies_is_replaced() -> None:
    base = base_row(school(), WEEK)
    tasks = list(enumerate(THREE.tasks()))
    with Pool(school(), WEEK, base, 1) as pool:
        for child in pool._children.values():
            child.kill()
            child.join()
        rows = dict(pool.lines(tasks, lambda: False))
        children = list(pool._children.values())
    assert {number: tried.row.status in DONE for number, tried in rows.items()} == {
        0: True,
        1: True,
        2: True,
    }
    assert [child.is_alive() for child in children] == [False]


def row(name: str, **changes: Any) -> Row:
    return Row(scenario=name, status=Answer.REPAIRED, **changes)


def test_a_table_is_columns_of_equal_length() -> None:
    base = row("release", penalty=3, goals={"travel": 3}, touched=0, touched_bound=0)
    table = Table(base=base, rows=(row("a", penalty=5, goals={"wishes": 5}), row("b")))
    columns = table.columns()
    assert columns["scenario"] == ["release", "a", "b"]
    assert columns["goal travel"] == [3, None, None]
    assert columns["goal wishes"] == [None, 5, None]
    assert columns["gap"] == [0.0, None, None]
    assert {len(one) for one in columns.values()} == {3}


def test_cells_that_a_spreadsheet_would_run_are_text(tmp_path: Path) -> None:
    table = Table(base=row("release"), rows=(row("=1+1"), row("plain", more_penalty=-2)))
    lines = list(csv.DictReader(io.StringIO(csv_text((table.base, *table)))))
    assert [one["scenario"] for one in lines] == ["release", "'=1+1", "plain"]
    assert lines[2]["more_penalty"] == "-2"
    write_table(table, tmp_path, "table")
    assert json.loads((tmp_path / "table.json").read_text())["rows"][0]["scenario"] == "=1+1"


def test_ranges_are_over_the_seeds_that_gave_a_plan() -> None:
    given = {"unplaced": 0, "touched": 1, "more_unplaced": 0, "more_penalty": 0}
    rows = (
        row("a", seed=1, penalty=10, **given),
        row("a", seed=2, penalty=30, **given),
        row("a", seed=3),
        row("b"),
    )
    (found,) = Table(base=row("release"), rows=rows).ranges()
    assert (found.scenario, found.seeds) == ("a", 2)
    assert (found.least["penalty"], found.median["penalty"], found.most["penalty"]) == (10, 20, 30)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"scenarios": ()}, "at least one scenario"),
        ({"seeds": ()}, "at least one scenario and one seed"),
        ({"seeds": (1, 1)}, "named once"),
        ({"seeds": (-1,)}, "seeds are from 0"),
        ({"seconds": 0.0}, "seconds must be above 0"),
    ],
)
def test_a_grid_that_is_none_is_refused(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        grid(("one", AWAY), **changes)


def test_a_grid_is_read_with_all_its_faults(tmp_path: Path) -> None:
    path = tmp_path / "grid.json"
    edits = [{"edit": "mentor-away", "mentor": "M1", "days": [1]}]
    document = {"scenarios": [{"name": "one", "edits": edits}], "seeds": [1, 2], "seconds": 3}
    path.write_text(json.dumps(document))
    assert read_grid(path, school()) == grid(("one", AWAY), seeds=(1, 2), seconds=3.0)
    edits.append({"edit": "van-out", "vehicle": "V9"})
    path.write_text(json.dumps(document))
    with pytest.raises(InvalidInputError) as refused:
        read_grid(path, school())
    assert [one.thing for one in refused.value.faults] == ['scenario "one", edit 2 (van-out)']
    edits[1] = {"edit": "van-out"}
    path.write_text(json.dumps(document, indent=1))
    with pytest.raises(InvalidInputError) as refused:
        read_grid(path, school())
    (fault,) = refused.value.faults
    assert (fault.thing, fault.field) == ("edit 2", "vehicle")
    assert "scenarios[0].edits[1].vehicle" in fault.position


def test_what_nothing_makes_up_for_comes_first() -> None:
    table = n_minus_one(school(), WEEK, parts=(Part.MENTORS, Part.SITES, Part.STAFF), seconds=20.0)
    assert table[0].scenario == "site LAB"
    assert {
        row.scenario: (row.status in DONE, row.newly_unplaced, row.touched) for row in table
    } == {
        "site LAB": (False, None, None),  # no mentor would be left
        "staff T2": (True, 1, table[1].touched),
        "mentor M1": (True, 0, 2),
        "staff T1": (True, 0, table[3].touched),
        "mentor M2": (True, 0, 0),
    }


def test_days_are_drawn_by_seed_and_their_share_told() -> None:
    rates = Rates(mentors=500, staff=0, vans=0, sites=0)
    days = list(drawn_days(school(), rates, 12, 3))
    assert days == list(drawn_days(school(), rates, 12, 3))
    found = resilience(school(), WEEK, rates=rates, days=12, seed=3, seconds=20.0)
    assert len(found.table) + found.quiet == 12
    assert 0 < found.share(0) <= found.share(5) <= 1
    with pytest.raises(ValueError, match="nobody is ever missing"):
        resilience(school(), WEEK, rates=Rates(mentors=0, staff=0, vans=0, sites=0), days=3)


def test_one_more_intern_gives_a_waiting_student_a_place() -> None:
    waiting = f.student("S2", internships=(f.internship(days=1, candidates=("M1",)),))
    instance = f.instance(
        mentors=(f.mentor("M1", at_once=1, in_all=1),),
        students=(f.instance().students[0], waiting),
    )
    release = f.timetable(enrolments=(f.enrolment("S1"),), unplaced=(f.unplaced("day", "S2", "0"),))
    found = prices(instance, release, seconds=20.0)
    assert found[0].sentence == "mentor M1 takes 1 intern more places 1 more"
    assert [one.places for one in found[1:] if one.places] == []


def test_the_door_sweeps_without_a_grid() -> None:
    rows: list[str] = []
    table = scheduler.sweep(
        school(),
        WEEK,
        [Scenario(name="fewer", edits=(MentorCapacity(mentor="M1", at_once=1),))],
        seconds=20.0,
        on_row=lambda done, of, one: rows.append(one.scenario),
    )
    assert (rows, table[0].status in DONE, table[0].touched) == (["fewer"], True, 0)
