"""Contradictions: minimal, named, and with ways out that hold."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from scheduler.domain.runs import Status
from scheduler.files import read_instance
from scheduler.solver.conflict import find_conflict
from scheduler.solver.exact import solve_exact
from scheduler.solver.explain import conflict
from scheduler.solver.problem import Problem
from tests import factories as f

FOLDERS = sorted((Path(__file__).parents[3] / "instances" / "infeasible").glob("*/"))


def test_there_are_contradictions_to_explain():
    assert len(FOLDERS) >= 6


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_contradiction_is_explained_as_expected(folder):
    instance = read_instance(folder / "instance.json")
    expected = json.loads((folder / "expected.json").read_text())
    assert solve_exact(Problem(instance), work=20).status is Status.INFEASIBLE
    found = conflict(instance, 60)
    assert found is not None
    statements = sorted([one.rule.value, *one.subjects] for one in found.statements)
    assert statements == expected["conflict"]
    assert found.ways_out
    for way in found.ways_out:
        gives = [[one.rule.value, *one.subjects] for one in way.gives_way]
        assert any(one in expected["conflict"] for one in gives)


def test_statements_and_ways_out_name_people_and_numbers():
    folder = next(one for one in FOLDERS if one.name == "staff-week-too-short")
    found = conflict(read_instance(folder / "instance.json"), 60)
    assert found is not None
    assert "Theo Brandt leads at most 3 slots a week" in {one.text for one in found.statements}
    assert any("Theo Brandt may lead 4 slots a week instead of 3" in w.text for w in found.ways_out)


def test_a_way_out_taken_is_a_way_out():
    folder = next(one for one in FOLDERS if one.name == "staff-week-too-short")
    instance = read_instance(folder / "instance.json")
    staff = tuple(replace(one, most_week=4) if one.id == "T2" else one for one in instance.staff)
    assert solve_exact(Problem(replace(instance, staff=staff)), work=20).timetable is not None


def test_a_pinned_day_out_that_is_no_option_names_what_forbids_it():
    folder = next(one for one in FOLDERS if one.name == "pinned-day-out")
    instance = read_instance(folder / "instance.json")
    students = (replace(instance.students[0], longest_journey=5), instance.students[1])
    advisories = (replace(instance.advisories[0], meetings=()),)
    found = find_conflict(replace(instance, students=students, advisories=advisories), 60)
    assert found is not None
    assert {rule.value for rule, _ in found[1]} == {"pinned", "journey"}


def test_a_school_with_a_timetable_has_no_conflict():
    assert conflict(f.instance(), 60) is None
