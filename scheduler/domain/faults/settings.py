"""Faults of profiles and softened rules."""

from __future__ import annotations

from collections.abc import Iterator

from scheduler.domain.faults import things
from scheduler.domain.instance import Instance
from scheduler.errors import Fault

STANDARD = "standard"


def faults(instance: Instance) -> Iterator[Fault]:
    """Yield what is wrong with how rules and goals are weighed."""
    names = [profile.name for profile in instance.profiles]
    for index, (thing, profile) in enumerate(
        things.numbered("profile", "profiles", instance.profiles, names)
    ):
        if profile.name == STANDARD:
            yield thing.fault(
                "name",
                "The standard profile is given and cannot be changed.",
                "Give this profile another name.",
            )
        if profile.name in names[:index]:
            yield thing.fault(
                "name", "Two profiles have the same name.", "Give one of them another name."
            )
        goals = [weight.goal for weight in profile.weights]
        for place, goal in enumerate(goals):
            if goal in goals[:place]:
                yield thing.fault(
                    f"weights[{place}].goal",
                    f"The goal {goal} is weighed twice.",
                    "Take one of the two out.",
                )
    if instance.profile not in (STANDARD, *names):
        yield things.whole(instance).fault(
            "profile",
            f'There is no profile "{instance.profile}".',
            f"Name one of: {', '.join(dict.fromkeys((STANDARD, *names)))}.",
        )
    rules = [soft.rule for soft in instance.soft_rules]
    for index, (thing, soft) in enumerate(
        things.numbered("softened rule", "soft_rules", instance.soft_rules, rules)
    ):
        if soft.rule in rules[:index]:
            yield thing.fault("rule", "The rule is softened twice.", "Take one of the two out.")
