"""The reference, the catalogue and the modules name the same rules and goals, in the same words."""

import importlib
import pkgutil
import re
from pathlib import Path
from types import ModuleType

import pytest

from scheduler.check import CHECKS, GOALS, MATCHES
from scheduler.domain.rules import GoalId, RuleId

REFERENCE = Path(__file__).parents[3] / "docs" / "reference" / "rules.md"


def headings(part: str) -> dict[str, str]:
    """Each heading of a part of the reference with the paragraph below it, on one line."""
    text = REFERENCE.read_text(encoding="utf-8").split(f"## {part}\n")[1]
    text = re.split(r"^## ", text, flags=re.MULTILINE)[0]
    found = re.findall(r"^### `([a-z-]+)`\n(.+?)(?:\n\n|\Z)", text, re.DOTALL | re.MULTILINE)
    return {name: " ".join(body.split()) for name, body in found}


def modules(package: ModuleType, attribute: str) -> dict[str, ModuleType]:
    found = {}
    for info in pkgutil.iter_modules(package.__path__, package.__name__ + "."):
        module = importlib.import_module(info.name)
        if hasattr(module, attribute):
            found[info.name.rpartition(".")[2]] = module
    return found


RULES = modules(importlib.import_module("scheduler.check"), "RULE")
GOAL_MODULES = modules(importlib.import_module("scheduler.check.goals"), "GOAL")


def test_rules_are_the_same_everywhere():
    assert list(RuleId) == list(CHECKS) == list(MATCHES) == list(headings("Rules"))
    assert {one.RULE.replace("-", "_"): name for name, one in RULES.items()} == {
        name: name for name in RULES
    }
    assert {one.RULE for one in RULES.values()} == set(RuleId)
    assert all(CHECKS[one.RULE] is one.check for one in RULES.values())
    assert all(MATCHES[one.RULE] is one.matches for one in RULES.values())


def test_goals_are_the_same_everywhere():
    assert list(GoalId) == list(GOALS) == list(headings("Goals"))
    assert {one.GOAL.replace("-", "_") for one in GOAL_MODULES.values()} == set(GOAL_MODULES)
    assert {one.GOAL for one in GOAL_MODULES.values()} == set(GoalId)
    assert all(GOALS[one.GOAL] is one.points for one in GOAL_MODULES.values())


def opening(module: ModuleType) -> str:
    return " ".join((module.__doc__ or "").split("\n\n")[0].split())


@pytest.mark.parametrize("name", RULES)
def test_a_rule_module_opens_with_the_sentence_of_the_reference(name):
    sentence = headings("Rules")[RULES[name].RULE]
    assert sentence.startswith(opening(RULES[name]))
    assert opening(RULES[name]).endswith(".")


@pytest.mark.parametrize("name", GOAL_MODULES)
def test_a_goal_module_opens_with_the_words_of_the_reference(name):
    assert opening(GOAL_MODULES[name]) == headings("Goals")[GOAL_MODULES[name].GOAL]
