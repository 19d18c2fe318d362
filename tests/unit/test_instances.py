"""The instances made by hand are what their pages say."""

from __future__ import annotations

from pathlib import Path

from scheduler.check import score, violations
from scheduler.domain.rules import GoalId
from scheduler.files import read_instance, read_timetable

TINY = Path(__file__).parents[2] / "instances" / "tiny"


def test_the_solution_on_paper_breaks_no_rule_and_costs_what_the_page_says() -> None:
    instance = read_instance(TINY / "instance.json")
    timetable = read_timetable(TINY / "timetable.json", instance)
    assert list(violations(instance, timetable)) == []
    found = score(instance, timetable)
    assert found.unplaced == (0, 0, 0)
    assert {goal: points for goal, points in found.goals.items() if points} == {
        GoalId.INTEREST: 4,
        GoalId.TRAVEL: 2,
        GoalId.WISHES: 7,
        GoalId.TOGETHER: 2,
        GoalId.FAIR_LOAD: 2,
        GoalId.VEHICLE_COST: 28,
    }
    page = (TINY / "README.md").read_text(encoding="utf-8")
    assert f"It costs {found.penalty} points" in page
    for goal, points in found.goals.items():
        assert not points or f"| `{goal}` | {points} |" in page
