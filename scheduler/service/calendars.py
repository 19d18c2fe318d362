"""A person's weeks over the term as a calendar that phones and computers subscribe to.

Each date is an event of its own: cycles of weeks, holidays, dates that follow another
weekday, blocks and releases that take over in the middle of a term come out right in every
calendar program, which differ in what they make of rules of recurrence.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from scheduler.domain.calendar import clock
from scheduler.domain.drafts import Release
from scheduler.domain.instance import Instance
from scheduler.domain.timetable import Timetable
from scheduler.service.appointments import Appointment, AppointmentKind, appointments
from scheduler.service.saying import line, title

if TYPE_CHECKING:
    from icalendar import Event

NO_SESSIONS_ON_BLOCK_DATES = (AppointmentKind.SESSION, AppointmentKind.MEETING)


@dataclass(frozen=True, kw_only=True)
class Held:
    """A release, and what people live by while it holds."""

    number: int
    holds_from: date
    made_at: datetime
    instance: Instance
    timetable: Timetable


def ever_holding(releases: tuple[Release, ...]) -> tuple[Release, ...]:
    """Leave out what never comes to hold: a later release holds from as early a date."""
    return tuple(
        one
        for one in releases
        if not any(
            other.number > one.number and other.holds_from <= one.holds_from for other in releases
        )
    )


def holding(releases: Sequence[Held], when: date) -> Held | None:
    """Say which release holds on a date: of those that have begun, the last one made."""
    begun = [one for one in releases if one.holds_from <= when]
    return max(begun, key=lambda one: one.number, default=None)


@dataclass(frozen=True, kw_only=True)
class Dated:
    """An appointment on a date, by the release that holds on it."""

    when: date
    what: Appointment
    by: Held


def dated(releases: Sequence[Held], person: str) -> Iterator[Dated]:
    """Say everything a person has over the terms of the releases, in order."""
    own = {
        one.number: appointments(one.instance, one.timetable).get(person, ()) for one in releases
    }
    terms = [one.instance.term for one in releases]
    day = min(term.first for term in terms)
    while day <= max(term.last for term in terms):
        release = holding(releases, day)
        pattern = release.instance.term.pattern_of(day) if release is not None else None
        if release is not None and pattern is not None:
            on_day = [one for one in own[release.number] if one.falls_on(day, *pattern)]
            in_block = any(one.dates and one.kind is AppointmentKind.DAY_OUT for one in on_day)
            for one in sorted(on_day, key=lambda a: (a.start, a.kind, a.about)):
                if not (in_block and one.kind in NO_SESSIONS_ON_BLOCK_DATES):
                    yield Dated(when=day, what=one, by=release)
        day += timedelta(days=1)


def calendar(terms: Sequence[Sequence[Held]], person: str, name: Callable[[str], str]) -> bytes:
    """Write a person's calendar (RFC 5545), in the time zone of the school.

    ``terms`` are the releases of each term, with at least one release each.
    """
    from icalendar import Calendar

    found = Calendar()
    found.add("prodid", "-//Fieldweek//EN")
    found.add("version", "2.0")
    found.add("method", "PUBLISH")
    found.add("x-wr-calname", f"{name(person)}: school week")
    found.add("refresh-interval", timedelta(hours=6), parameters={"VALUE": "DURATION"})
    found.add("x-published-ttl", "PT6H")
    for releases in terms:
        counted: Counter[tuple[object, ...]] = Counter()
        for one in dated(releases, person):
            key = (one.by.instance.id, person, one.what.kind, one.what.about, one.when)
            counted[key] += 1
            found.add_component(_event(one, _uid(*key, counted[key]), name))
    if terms:
        calendars = [one.instance.term for releases in terms for one in releases]
        year = timedelta(days=366)
        found.add_missing_timezones(
            first_date=min(one.first for one in calendars) - year,
            last_date=max(one.last for one in calendars) + year,
        )
    written: bytes = found.to_ical()
    return written


def _event(one: Dated, uid: str, name: Callable[[str], str]) -> Event:
    from icalendar import Event

    zone = ZoneInfo(one.by.instance.term.zone)
    event = Event()
    event.add("uid", uid)
    event.add("sequence", one.by.number)
    event.add("dtstamp", one.by.made_at)
    event.add("last-modified", one.by.made_at)
    event.add("dtstart", datetime.combine(one.when, clock(one.what.start), zone))
    event.add("dtend", datetime.combine(one.when, clock(one.what.end), zone))
    event.add("summary", _capital(title(one.what, name)))
    event.add("location", name(one.what.place))
    event.add("description", line(one.by.instance, one.what, name))
    return event


def _uid(*parts: object) -> str:
    """The same in every release, so that a calendar moves an event and does not double it."""
    digest = hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest()
    return f"{digest[:32]}@fieldweek"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
