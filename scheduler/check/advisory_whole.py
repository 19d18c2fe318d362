"""Whole meetings have every member on campus; quorum meetings at least the share asked for."""

from __future__ import annotations

import math
from collections.abc import Iterator

from scheduler.check.diary import diary_of
from scheduler.domain.instance import Instance
from scheduler.domain.people import MeetingKind
from scheduler.domain.rules import RuleId, Violation
from scheduler.domain.timetable import Timetable

RULE = RuleId.ADVISORY_WHOLE


def matches(instance: Instance) -> bool:
    """Whether any meeting needs a number of members."""
    return any(
        kind.whole or kind.quorum > 0 for one in instance.advisories for kind in one.meetings
    )


def least_present(kind: MeetingKind, members: int) -> int:
    """How many members a meeting needs; 0.7 of 10 is 7, whatever binary fractions say."""
    return members if kind.whole else math.ceil(round(kind.quorum * members, 9))


def check(instance: Instance, timetable: Timetable) -> Iterator[Violation]:
    """Yield one violation for each advisory and meeting."""
    meetings = {met.entry: met for met in diary_of(instance, timetable).met}
    for met in meetings.values():
        if met.activity is None:
            continue
        members = len(instance.members_of[met.advisory.id])
        needed = least_present(met.kind, members)
        for week, absent in met.absent.items():
            present = members - len(absent)
            if present < needed:
                what = f"{met.activity.what} in slot {met.entry.slot}"
                text = f"{what} has {present} of {members} members in week {week}, needs {needed}"
                subjects = (met.advisory.id, met.kind.name, str(met.entry.slot))
                yield Violation(RULE, subjects, text)
                break
