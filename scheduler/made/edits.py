"""Changes as they come in at a school: mentors' weeks most often, everything else now and then."""

from __future__ import annotations

from collections.abc import Callable

from scheduler.domain.edits import Edit
from scheduler.domain.edits.applying import made
from scheduler.domain.faults import faults
from scheduler.domain.instance import Instance
from scheduler.domain.timetable import Timetable
from scheduler.made import campus_edits, mentor_edits, student_edits
from scheduler.made.dice import Dice

Draw = Callable[[Dice, Instance, Timetable], Edit | None]
KINDS: dict[str, tuple[int, Draw]] = {
    "mentor-away": (24, mentor_edits.away),
    "mentor-left": (18, mentor_edits.left),
    "mentor-hours": (8, mentor_edits.hours),
    "mentor-capacity": (6, mentor_edits.capacity),
    "mentor-joined": (4, mentor_edits.joined),
    "site-closed": (3, mentor_edits.site_closed),
    "site-opened": (2, mentor_edits.site_opened),
    "site-seats": (4, mentor_edits.site_seats),
    "student-joined": (4, student_edits.joined),
    "student-left": (6, student_edits.left),
    "student-moved": (4, student_edits.moved),
    "student-days": (4, student_edits.days),
    "internship-confirmed": (5, student_edits.confirmed),
    "internship-ended": (5, student_edits.ended),
    "student-unavailable": (6, student_edits.unavailable),
    "staff-away": (8, campus_edits.staff_away),
    "room-lost": (3, campus_edits.room_lost),
    "van-out": (3, campus_edits.van_out),
    "workshop-added": (2, campus_edits.workshop_added),
    "workshop-dropped": (2, campus_edits.workshop_dropped),
    "section-split": (2, campus_edits.section_split),
    "rule-strength": (1, campus_edits.rule_strength),
    "goal-weighed": (1, campus_edits.goal_weighed),
    "calendar-exception": (1, campus_edits.calendar_exception),
}
"""How often each kind comes in, and how one is drawn; None where the school has none such."""
_RISKY = {"mentor-hours", "student-days", "student-joined", "workshop-added", "calendar-exception"}
"""Kinds that may not suit a school's data, which is looked at."""
_TRIES = 20


def random_edits(
    instance: Instance, timetable: Timetable, seed: int, count: int
) -> tuple[Edit, ...]:
    """Draw changes, each of which can be made by itself; same seed, same changes.

    They mostly hit what the timetable uses. Every kind comes in its turn: of as many
    changes as the weights add up to, each kind has its share.
    """
    dice = Dice(seed)
    found: list[Edit] = []
    bag: list[str] = []
    misses = 0
    while len(found) < count and misses < _TRIES * len(KINDS):
        if not bag:
            bag = dice.shuffled([name for name, (often, _) in KINDS.items() for _ in range(often)])
        kind = bag.pop()
        edit = _drawn(dice, instance, timetable, kind)
        if edit is None:
            misses += 1
        else:
            found.append(edit)
    return tuple(found)


def _drawn(dice: Dice, instance: Instance, timetable: Timetable, kind: str) -> Edit | None:
    draw = KINDS[kind][1]
    for _ in range(_TRIES):
        edit = draw(dice, instance, timetable)
        if edit is None:
            return None
        new = made(instance, edit)
        if not isinstance(new, list) and not (kind in _RISKY and faults(new)):
            return edit
    return None
