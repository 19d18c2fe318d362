"""Pinning and letting go: which entries of a timetable must stay as they are."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar, Literal

from scheduler.domain.ids import AdvisoryId, SectionId, StudentId
from scheduler.domain.timetable import Timetable


@dataclass(frozen=True, slots=True, kw_only=True)
class PinnedDay:
    """A day out: student, mentor, site, weekday; its journeys stay free."""

    __pydantic_config__: ClassVar = {"extra": "forbid"}
    pin: Literal["day"] = "day"
    student: StudentId
    internship: int = 0
    day: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PinnedSection:
    """A running section: lead, slots and rooms."""

    __pydantic_config__: ClassVar = {"extra": "forbid"}
    pin: Literal["section"] = "section"
    section: SectionId


@dataclass(frozen=True, slots=True, kw_only=True)
class PinnedMeeting:
    """A meeting of an advisory."""

    __pydantic_config__: ClassVar = {"extra": "forbid"}
    pin: Literal["meeting"] = "meeting"
    advisory: AdvisoryId
    kind: str
    slot: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PinnedEnrolment:
    """A student in a section."""

    __pydantic_config__: ClassVar = {"extra": "forbid"}
    pin: Literal["enrolment"] = "enrolment"
    student: StudentId
    section: SectionId


Pin = PinnedDay | PinnedSection | PinnedMeeting | PinnedEnrolment


def named(timetable: Timetable, pin: Pin) -> Timetable:
    """Give the entries that a pin names, as a timetable of nothing else."""
    nothing = Timetable(instance=timetable.instance)
    match pin:
        case PinnedDay():
            key = (pin.student, pin.internship, pin.day)
            outs = (o for o in timetable.days_out if (o.student, o.internship, o.day) == key)
            return replace(nothing, days_out=tuple(outs))
        case PinnedSection():
            sections = (one for one in timetable.sections if one.section == pin.section)
            return replace(nothing, sections=tuple(sections))
        case PinnedMeeting():
            wanted = (pin.advisory, pin.kind, pin.slot)
            meetings = (m for m in timetable.meetings if (m.advisory, m.kind, m.slot) == wanted)
            return replace(nothing, meetings=tuple(meetings))
        case PinnedEnrolment():
            both = (pin.student, pin.section)
            found = (one for one in timetable.enrolments if (one.student, one.section) == both)
            return replace(nothing, enrolments=tuple(found))


def ways_free(pins: Timetable) -> Timetable:
    """Leave the journeys of pinned days out open."""
    free = tuple(replace(one, there=(), back=()) for one in pins.days_out)
    return replace(pins, days_out=free)


def joined(one: Timetable, two: Timetable) -> Timetable:
    """Put pinned entries together, each once; of a day or a section the later one holds."""
    days = {(o.student, o.internship, o.day): o for o in (*one.days_out, *two.days_out)}
    sections = {s.section: s for s in (*one.sections, *two.sections)}
    return replace(
        one,
        days_out=tuple(days[key] for key in sorted(days)),
        meetings=tuple(
            sorted({*one.meetings, *two.meetings}, key=lambda m: (m.advisory, m.kind, m.slot))
        ),
        sections=tuple(sections[key] for key in sorted(sections)),
        enrolments=tuple(
            sorted({*one.enrolments, *two.enrolments}, key=lambda e: (e.student, e.section))
        ),
    )


def without(pins: Timetable, gone: Timetable) -> Timetable:
    """Let go of pinned entries."""
    return replace(
        pins,
        days_out=tuple(one for one in pins.days_out if one not in gone.days_out),
        meetings=tuple(one for one in pins.meetings if one not in gone.meetings),
        sections=tuple(one for one in pins.sections if one not in gone.sections),
        enrolments=tuple(one for one in pins.enrolments if one not in gone.enrolments),
    )


def is_empty(pins: Timetable | None) -> bool:
    """Whether nothing is pinned."""
    return pins is None or not (pins.days_out or pins.meetings or pins.sections or pins.enrolments)


def each(pins: Timetable) -> tuple[Pin, ...]:
    """Name everything that is pinned, one pin an entry."""
    return (
        *(PinnedDay(student=o.student, internship=o.internship, day=o.day) for o in pins.days_out),
        *(PinnedSection(section=one.section) for one in pins.sections),
        *(PinnedMeeting(advisory=m.advisory, kind=m.kind, slot=m.slot) for m in pins.meetings),
        *(PinnedEnrolment(student=e.student, section=e.section) for e in pins.enrolments),
    )
