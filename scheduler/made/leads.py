"""Who may lead the sections of a made-up school site."""

from __future__ import annotations

from scheduler.domain.calendar import Span
from scheduler.domain.ids import StaffId
from scheduler.domain.people import Staff
from scheduler.made.dice import Dice
from scheduler.made.drafts import CampusDraft
from scheduler.made.numbering import Numbering
from scheduler.made.offer import WorkshopDraft
from scheduler.made.week import whole_days

_SLOTS_A_TEACHER = 9
"""Slots a week that are laid out for a member of staff who has no advisory."""
_PART_TIME = ((0, 2, 4), (0, 1, 2, 3), (0, 2, 3, 4))
"""Weekdays of those who are not there all week."""


def add_leads(
    dice: Dice, campus: CampusDraft, numbers: Numbering, workshops: list[WorkshopDraft]
) -> None:
    """Say who may lead each section: advisors one each, teachers the rest."""
    sections = dice.shuffled([one for workshop in workshops for one in workshop.sections])
    advisors = [one.id for one in campus.staff]
    mine = {s.id for s in sections[: min(len(advisors), len(sections) // 2)]}
    for advisor, section in zip(advisors, sections, strict=False):
        if section.id in mine:
            section.leads.append(advisor)
    rest = [s for w in workshops for s in w.sections if s.id not in mine]
    slots = sum(one.workshop.slots for one in rest)
    teachers = [
        _teacher(dice, campus, numbers) for _ in range(max(1, -(-slots // _SLOTS_A_TEACHER)))
    ]
    campus.staff += teachers
    given = 0
    for section in rest:
        section.leads.append(teachers[given * len(teachers) // slots].id)
        given += section.workshop.slots
    everybody = [one.id for one in campus.staff]
    for section in sections:
        for _ in range(dice.weighted((35, 45, 20))):
            other = dice.pick(everybody)
            if other not in section.leads:
                section.leads.append(other)


def _teacher(dice: Dice, campus: CampusDraft, numbers: Numbering) -> Staff:
    available = whole_days(*dice.pick(_PART_TIME)) if dice.chance(120) else ()
    return new_teacher(campus, numbers, available)


def new_teacher(campus: CampusDraft, numbers: Numbering, available: tuple[Span, ...] = ()) -> Staff:
    """Somebody who has no advisory and leads sections only."""
    number = numbers.next("T")
    return Staff(
        id=StaffId(number),
        name=f"Teacher {number[1:]}",
        school=campus.school,
        kind="teacher",
        available=available,
        most_day=4,
        most_week=16,
    )
