"""When the advisories of a made-up school site meet in the hidden timetable."""

from __future__ import annotations

from itertools import combinations
from math import ceil

from scheduler.made.dice import Dice
from scheduler.made.drafts import AdvisoryDraft, StudentDraft
from scheduler.made.week import GRID, TEACHING, slot_meets

_NEARLY_BEST = 2
"""Absences above the fewest possible that a pair of meetings may have."""


def meeting_slots(
    dice: Dice, advisory: AdvisoryDraft, out: dict[str, set[int]]
) -> tuple[int, int, int]:
    """Slots of the whole meeting and of the two others, so that all have their minutes.

    ``out`` has the weekdays out of every student. Where that is impossible, members
    give up their college classes and the advisory its quorum.
    """
    found = _find(dice, advisory, out)
    if found is None:
        advisory.quorum = 0.0
        for member in advisory.members:
            member.unavailable = ()
        found = _find(dice, advisory, out)
    assert found is not None, "somebody is out on the advisory's own day"
    return found


def _find(
    dice: Dice, advisory: AdvisoryDraft, out: dict[str, set[int]]
) -> tuple[int, int, int] | None:
    members = advisory.members
    absent = {slot: _absent(members, slot, out) for slot in TEACHING}
    most_absent = len(members) - ceil(advisory.quorum * len(members))
    whole = [slot for slot in TEACHING if GRID[slot].day == advisory.whole_day]
    for first in dice.shuffled([slot for slot in whole if not absent[slot]]):
        slots = [slot for slot in TEACHING if slot != first and len(absent[slot]) <= most_absent]
        pairs = [
            (len(absent[one]) + len(absent[two]), one, two)
            for one, two in combinations(slots, 2)
            if GRID[one].day != GRID[two].day and not absent[one] & absent[two]
        ]
        if pairs:
            fewest = min(pairs)[0]
            nearly = [pair for pair in pairs if pair[0] <= fewest + _NEARLY_BEST]
            _, one, two = dice.pick(nearly)
            return first, one, two
    return None


def _absent(members: list[StudentDraft], slot: int, out: dict[str, set[int]]) -> set[str]:
    day = GRID[slot].day
    return {
        one.id
        for one in members
        if day in out[one.id] or any(slot_meets(span, slot) for span in one.unavailable)
    }
