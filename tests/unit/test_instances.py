"""The instances made by hand are what their pages say."""

from __future__ import annotations

from pathlib import Path

import pytest

from scheduler.domain.rules import GoalId
from scheduler.files import read_instance, read_timetable

TINY = Path(__file__).parents[2] / "instances" / "tiny"


def test_the_solution_on_paper_breaks_no_rule_and_costs_what_the_page_says() -> None:
    check = pytest.importorskip("scheduler.check")
    instance = read_instance(TINY / "instance.json")
    timetable = read_timetable(TINY / "timetable.json", instance)
    assert list(check.violations(instance, timetable)) == []
    score = check.score(instance, timetable)
    assert score.unplaced == (0, 0, 0)
    assert {goal: points for goal, points in score.goals.items() if points} == {
        GoalId.INTEREST: 4,
        GoalId.TRAVEL: 2,
        GoalId.WISHES: 7,
        GoalId.TOGETHER: 2,
        GoalId.FAIR_LOAD: 2,
        GoalId.VEHICLE_COST: 28,
    }
    page = (TINY / "README.md").read_text(encoding="utf-8")
    assert f"It costs {score.penalty} points" in page
    for goal, points in score.goals.items():
        assert not points or f"| `{goal}` | {points} |" in page
