"""Entries of a timetable said in a sentence, with names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from scheduler.domain.calendar import DAY_NAMES, clock
from scheduler.domain.instance import Instance
from scheduler.domain.places import SchoolSite
from scheduler.domain.rules import UnplacedKind
from scheduler.domain.timetable import (
    DayOut,
    Enrolment,
    Journey,
    Meeting,
    PlacedSession,
    RunningSection,
    RunUse,
    Unplaced,
)
from scheduler.service.weeks.names import Names


def clock_text(minutes: int) -> str:
    """Write a clock time.

    >>> clock_text(570)
    '09:30'
    """
    return f"{clock(minutes):%H:%M}"


def when_text(site: SchoolSite, slot: int, length: int) -> str:
    """Write weekday and time of slots: ``Mon 09:00-10:30``."""
    span = site.span_of(slot, length)
    if span is None:
        return f"slot {slot} (does not fit)"
    day, start, end = span
    return f"{DAY_NAMES[day]} {clock_text(start)}-{clock_text(end)}"


def session_text(instance: Instance, names: Names, session: PlacedSession, length: int) -> str:
    """Write time and room of a session: ``Mon 09:00-10:30 in Studio``."""
    _, site = instance.room_of[session.room]
    return f"{when_text(site, session.slot, length)} in {names.of(session.room)}"


def journey_text(names: Names, journey: Journey) -> str:
    """Write a journey: ``08:05 walk + 08:20 van → 08:50``."""
    if not journey:
        return "own way"
    hops = [
        f"{leg.departs:%H:%M} {leg.mode.value}"
        + (f" {names.of(leg.run)}" if leg.run is not None else "")
        for leg in journey
    ]
    return f"{' + '.join(hops)} → {journey[-1].arrives:%H:%M}"


def entry_sentence(instance: Instance, names: Names, entry: object, count: int = 1) -> str:
    """Say an entry of a timetable in a sentence; ``count`` unplaced items that are equal in one."""
    match entry:
        case DayOut():
            return (
                f"{names.both(entry.student)} out on {DAY_NAMES[entry.day]}"
                f" with {names.both(entry.mentor)} at {names.both(entry.site)}"
                f" (leaves {journey_text(names, entry.there)};"
                f" back {journey_text(names, entry.back)})"
            )
        case Meeting():
            advisory = instance.advisory_of[entry.advisory]
            length = next((k.length for k in advisory.meetings if k.name == entry.kind), 1)
            _, site = instance.room_of[advisory.room]
            return (
                f"{names.both(entry.advisory)} meets ({entry.kind})"
                f" {when_text(site, entry.slot, length)}"
            )
        case RunningSection():
            _, workshop = instance.section_of[entry.section]
            sessions = "; ".join(
                session_text(instance, names, one, workshop.length) for one in entry.sessions
            )
            return f"{names.both(entry.section)} runs, led by {names.both(entry.lead)}: {sessions}"
        case Enrolment():
            return f"{names.both(entry.student)} is in {names.both(entry.section)}"
        case RunUse():
            riders = ", ".join(names.both(one) for one in entry.riders)
            return f"{names.both(entry.run)} is driven with {riders}"
        case Unplaced():
            return f"unplaced: {item_title(entry, names, count)}"
    raise TypeError(f"no entry of a timetable: {entry!r}")


def item_titles(items: Iterable[Unplaced], names: Names) -> list[str]:
    """Say what is unplaced, equal items together."""
    return [item_title(item, names, count) for item, count in Counter(items).items()]


def item_title(item: Unplaced, names: Names, count: int = 1) -> str:
    """Say what is unplaced: ``Ada Quill (S12), internship 2``, or so many days out of it."""
    who = names.both(item.student)
    match item.kind:
        case UnplacedKind.DAY:
            many = f"{count:,} days out of " if count > 1 else ""
            return f"{who}, {many}internship {int(item.subject) + 1}"
        case UnplacedKind.MUST:
            return f"{who}, {names.both(item.subject)}"
        case UnplacedKind.MINUTES:
            return f"{who}, week {int(item.subject) + 1} of the cycle"
