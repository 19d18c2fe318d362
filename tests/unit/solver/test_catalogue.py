"""The catalogue of rules and goals, and the modules that put them into a model."""

from scheduler.domain.rules import GoalId, RuleId
from scheduler.solver.goals import GOALS
from scheduler.solver.rules import RULES


def test_every_rule_has_the_module_of_its_name():
    names = {rule: module.__name__.split(".")[-1] for rule, module in RULES.items()}
    assert names == {rule: rule.value.replace("-", "_") for rule in RuleId}


def test_every_goal_has_the_module_of_its_name():
    names = {goal: module.__name__.split(".")[-1] for goal, module in GOALS.items()}
    assert names == {goal: goal.value.replace("-", "_") for goal in GoalId}


def test_each_module_says_which_it_is():
    assert [module.RULE for module in RULES.values()] == list(RULES)
    assert [module.GOAL for module in GOALS.values()] == list(GOALS)
