"""Whole meetings have every member on campus; quorum meetings at least the share asked for."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

from scheduler.check.diary import Diary, diary_of
from scheduler.domain.instance import Instance
from scheduler.domain.people import MeetingKind
from scheduler.domain.rules import RuleId, Violation
from scheduler.domain.timetable import Meeting, Timetable

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
    diary = diary_of(instance, timetable)
    yield from too_few(diary, absent(diary))


def absent(diary: Diary) -> dict[Meeting, dict[int, int]]:
    """How many members are not at each meeting, by week."""
    return {
        met.entry: {week: len(found) for week, found in met.absent.items()}
        for met in diary.met
        if met.activity is not None
    }


def too_few(diary: Diary, found: Mapping[Meeting, Mapping[int, int]]) -> Iterator[Violation]:
    """Say which meetings have fewer members than they need, with so many absent."""
    for met in {met.entry: met for met in diary.met if met.entry in found}.values():
        if met.activity is None:
            continue
        members = len(diary.instance.members_of[met.advisory.id])
        needed = least_present(met.kind, members)
        for week, missing in found[met.entry].items():
            present = members - missing
            if present < needed:
                what = f"{met.activity.what} in slot {met.entry.slot}"
                text = f"{what} has {present} of {members} members in week {week}, needs {needed}"
                subjects = (met.advisory.id, met.kind.name, str(met.entry.slot))
                yield Violation(RULE, subjects, text)
                break
