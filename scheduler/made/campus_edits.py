"""Made-up changes of staff, rooms, vans, workshops, rules and dates."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import time

from scheduler.domain.calendar import Span
from scheduler.domain.edits import (
    CalendarException,
    Edit,
    GoalWeighed,
    RoomLost,
    RuleStrength,
    SectionSplit,
    StaffAway,
    VanOut,
    WorkshopAdded,
    WorkshopDropped,
)
from scheduler.domain.ids import SectionId, WorkshopId
from scheduler.domain.instance import Instance
from scheduler.domain.rules import GoalId, RuleId
from scheduler.domain.timetable import Timetable
from scheduler.made.dice import Dice
from scheduler.made.mentor_edits import free_id

_SOFTENED = (RuleId.STUDENT_DAY, RuleId.SCHOOL_SEATS, RuleId.STAFF_DAY, RuleId.SECTION_SIZE)
_WEIGHED = (GoalId.TRAVEL, GoalId.WISHES, GoalId.INTEREST, GoalId.SPREAD_DAYS)
_GROUP = 8
"""Students who ask for a new workshop."""


def staff_away(dice: Dice, instance: Instance, timetable: Timetable) -> Edit | None:
    """Somebody of the staff is away: on one weekday, or at all."""
    if not instance.staff:
        return None
    person = dice.pick(instance.staff)
    if dice.chance(350):
        return StaffAway(staff=person.id)
    return StaffAway(staff=person.id, times=(_day(dice, instance),))


def room_lost(dice: Dice, instance: Instance, timetable: Timetable) -> Edit | None:
    """A room is closed: on one weekday, or at all."""
    rooms = list(instance.room_of)
    if not rooms:
        return None
    room = dice.pick(rooms)
    return RoomLost(room=room, times=() if dice.chance(400) else (_day(dice, instance),))


def van_out(dice: Dice, instance: Instance, timetable: Timetable) -> Edit | None:
    """A van is in the garage: on one weekday, or for good."""
    if not instance.vehicles:
        return None
    van = dice.pick(instance.vehicles)
    days = sorted({run.day for run in instance.runs if run.vehicle == van.id})
    if days and dice.chance(500):
        return VanOut(vehicle=van.id, days=(dice.pick(days),))
    return VanOut(vehicle=van.id)


def workshop_added(dice: Dice, instance: Instance, timetable: Timetable) -> Edit | None:
    """A workshop like another one is offered, in one section."""
    like = [one for one in instance.workshops if one.sections]
    if not like:
        return None
    old = dice.pick(like)
    name = WorkshopId(free_id(instance, "W"))
    section = replace(old.sections[0], id=SectionId(f"{name}-1"), linked=(), after=(), least=0)
    workshop = replace(old, id=name, name=f"Workshop {name[1:]}", sections=(section,))
    site = section.site
    near = [one.id for one in instance.students if instance.school_site_of_student(one).id == site]
    wish = tuple(sorted(dice.some(near, _GROUP)))
    return WorkshopAdded(workshop=replace(workshop, run_all=False), wish=wish)


def workshop_dropped(dice: Dice, instance: Instance, timetable: Timetable) -> Edit | None:
    """A workshop with few students is not offered any more."""
    if not instance.workshops:
        return None
    size: dict[str, int] = defaultdict(int)
    for one in timetable.enrolments:
        size[instance.section_of[one.section][1].id] += 1
    fewest = sorted(instance.workshops, key=lambda one: (size[one.id], one.id))
    return WorkshopDropped(workshop=dice.pick(fewest[: max(1, len(fewest) // 3)]).id)


def section_split(dice: Dice, instance: Instance, timetable: Timetable) -> Edit | None:
    """A full section becomes two."""
    sections = [one.id for one, _ in instance.section_of.values() if one.most > 1]
    if not sections:
        return None
    return SectionSplit(section=dice.pick(sections), new=SectionId(free_id(instance, "X")))


def rule_strength(dice: Dice, instance: Instance, timetable: Timetable) -> Edit | None:
    """A rule may be broken for points."""
    return RuleStrength(rule=dice.pick(_SOFTENED), points=dice.pick((20, 50, 100)))


def goal_weighed(dice: Dice, instance: Instance, timetable: Timetable) -> Edit | None:
    """A goal counts more, or nothing."""
    return GoalWeighed(goal=dice.pick(_WEIGHED), factor=dice.pick((0, 2, 3)))


def calendar_exception(dice: Dice, instance: Instance, timetable: Timetable) -> Edit | None:
    """A school date is free, or follows another weekday."""
    when, _, weekday = dice.pick(list(instance.term.dates()))
    if dice.chance(600):
        return CalendarException(first=when)
    others = [day for day in instance.term.weekdays if day != weekday]
    return CalendarException(first=when, follows=dice.pick(others or instance.term.weekdays))


def _day(dice: Dice, instance: Instance) -> Span:
    return Span(day=dice.pick(instance.term.weekdays), start=time(7), end=time(18))
