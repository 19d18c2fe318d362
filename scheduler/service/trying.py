"""What a timetable breaks and what it costs, against a draft's pins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from scheduler.check import broken, pinned, score
from scheduler.check.facts import Remembered
from scheduler.domain.instance import Instance, Pins
from scheduler.domain.rules import RuleId, Score, Violation
from scheduler.domain.timetable import Timetable
from scheduler.errors import Fault, RulesBrokenError


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """A timetable, what it breaks, and how good it is."""

    timetable: Timetable
    violations: tuple[Violation, ...]
    score: Score


# What the data pins is in the draft's own pins from when a timetable is taken into it, so
# that one list says what is pinned, and a person can let go of each.
unpinned = Remembered(lambda instance: replace(instance, pins=Pins()))
"""The data without its pins: one value for each version, so that what is found out about it
is found out once."""


def tried(instance: Instance, timetable: Timetable, pins: Timetable) -> Trial:
    """Check and score a timetable; of the data's rules and the draft's pins."""
    bare = unpinned(instance)
    held = replace(bare, pins=Pins(timetable=pins))
    violations = (*broken(bare, timetable), *pinned.check(held, timetable))
    return Trial(timetable=timetable, violations=violations, score=score(bare, timetable))


def refuse_broken(trial: Trial, what: str, before: Sequence[Violation] = ()) -> None:
    """Refuse what breaks a rule, each violation in a sentence.

    What was broken ``before`` the change (a home that was erased is elsewhere now) does
    not count against it.

    Raises
    ------
    RulesBrokenError
        With a fault for every violation.
    """
    violations = [one for one in trial.violations if one not in before]
    if violations:
        count = len(violations)
        rules = "1 rule" if count == 1 else f"{count} rules"
        first = violations[0].message
        raise RulesBrokenError(
            f"{what} would break {rules}, so nothing was changed: {first}.",
            faults_of(violations),
        )


def faults_of(violations: Sequence[Violation]) -> list[Fault]:
    """Say violations as what a person has to mend."""
    return [
        Fault(
            thing=" ".join(one.subjects),
            field=one.rule.value,
            message=f"{one.message[:1].upper()}{one.message[1:]}.",
            next_step=(
                "Unpin it first."
                if one.rule is RuleId.PINNED
                else "Move what is in the way together with it, or choose something else."
            ),
        )
        for one in violations
    ]
