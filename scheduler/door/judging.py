"""What a timetable is worth without a solver: what it breaks, costs, and changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import scheduler.check as _rules
from scheduler.domain.instance import Instance
from scheduler.domain.rules import Score, Violation
from scheduler.domain.timetable import Timetable

if TYPE_CHECKING:
    from scheduler.domain.changes import Changes


def check(instance: Instance, timetable: Timetable) -> list[Violation]:
    """Say what breaks a rule in a timetable, whoever made it.

    Softened rules are left out: what they cost is in `score`.

    >>> from scheduler import make
    >>> school = make("small", seed=1)
    >>> nothing_planned = Timetable(instance=school.id)
    >>> check(school, nothing_planned)[0].rule
    <RuleId.DAYS_OUT: 'days-out'>
    """
    return list(_rules.broken(instance, timetable))


def score(instance: Instance, timetable: Timetable) -> Score:
    """Say how good a timetable is: unplaced by priority, then points of every goal."""
    return _rules.score(instance, timetable)


def diff(instance: Instance, old: Timetable, new: Timetable) -> Changes:
    """Say what was added and dropped between two timetables, and whom it touches.

    >>> from scheduler import make
    >>> school = make("small", seed=1)
    >>> nothing_planned = Timetable(instance=school.id)
    >>> diff(school, nothing_planned, nothing_planned).touched
    ()
    """
    from scheduler.domain.changes import diff as compared

    return compared(instance, old, new)
