"""A form for each thing that can be changed in a draft: what it is made of."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from scheduler.domain.calendar import DAY_NAMES
from scheduler.domain.ids import AdvisoryId
from scheduler.domain.instance import Instance
from scheduler.domain.pins import (
    Pin,
    PinnedDay,
    is_empty,
    named,
)
from scheduler.domain.places import SchoolSite
from scheduler.domain.timetable import DayOut, Timetable
from scheduler.service.weeks.diary import Diary
from scheduler.service.weeks.sentences import when_text

Choices = tuple[tuple[str, str], ...]
AS_IT_IS = ("", "as it is")


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Something to choose in a form."""

    name: str
    label: str
    options: Choices
    value: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveForm:
    """A form that makes one kind of move."""

    move: str
    button: str
    fixed: tuple[tuple[str, str], ...]
    """Which thing it moves: fields that are not to choose."""
    choices: tuple[Choice, ...] = ()

    @property
    def id(self) -> str:
        """What tells it from the other forms of the page."""
        named = "-".join([self.move, *(value for _, value in self.fixed)])
        return re.sub(r"[^\w.-]", "_", named)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One thing in the draft: what it is, whether it is pinned, what can be done with it."""

    title: str
    forms: tuple[MoveForm, ...] = ()
    pin: tuple[tuple[str, str], ...] = ()
    """Fields that name it for pinning; none: it cannot be pinned."""
    pinned: bool = False


def change(diary: Diary, pins: Timetable, title: str, forms: list[MoveForm], pin: Pin) -> Change:
    """Make a change of a thing that can be pinned."""
    return Change(
        title=title,
        forms=tuple(forms),
        pin=fields(pin),
        pinned=not is_empty(named(pins, pin)),
    )


def fields(pin: Pin) -> tuple[tuple[str, str], ...]:
    """Give the fields of a form that name what is to be pinned."""
    names = ("pin", "student", "internship", "day", "section", "advisory", "kind", "slot")
    return tuple((name, str(getattr(pin, name))) for name in names if hasattr(pin, name))


def day_pin(out: DayOut) -> PinnedDay:
    """Name a day out for pinning."""
    return PinnedDay(student=out.student, internship=out.internship, day=out.day)


def out_title(diary: Diary, out: DayOut) -> str:
    """Say a day out: who, when, with whom and where."""
    of = diary.names.of
    return f"{of(out.student)} out on {DAY_NAMES[out.day]}, with {of(out.mentor)} at {of(out.site)}"


def choices_of(diary: Diary, ids: Iterable[str], without: str = "") -> Choices:
    """Give things to choose from by their names."""
    return tuple((str(one), diary.names.of(one)) for one in ids if one != without)


def slots(site: SchoolSite, length: int, without: int) -> Choices:
    """Give the slots of a school site in which something of this length can begin."""
    return tuple(
        (str(slot), when_text(site, slot, length))
        for slot in range(len(site.grid))
        if slot != without and site.span_of(slot, length) is not None
    )


def site_of_advisory(instance: Instance, one: str) -> SchoolSite:
    """Give the school site where an advisory is at home."""
    return instance.room_of[instance.advisory_of[AdvisoryId(one)].room][1]
