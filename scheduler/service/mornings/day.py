"""One day with somebody away: the least that has to move."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from scheduler.check import school_seats
from scheduler.check.diary import Activity, Diary, Out, diary_of
from scheduler.domain.ids import MentorId, SchoolSiteId, StaffId, StudentId
from scheduler.domain.instance import Instance
from scheduler.domain.timetable import DayOut, Timetable
from scheduler.errors import Fault, InvalidInputError
from scheduler.service.mornings.hosts import Hosts
from scheduler.service.mornings.leads import Leads


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A student whose mentor is away, and where they go today."""

    was: DayOut
    hours: tuple[int, int]
    """In minutes after midnight, of the day with the mentor who is away."""
    to: DayOut | None
    """With whom they are instead; None: at school."""
    to_hours: tuple[int, int]
    site: SchoolSiteId
    """The own school site."""
    meets: tuple[Activity, ...] = ()
    """At school: what the own advisory has today; the rest is supervised study."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Led:
    """A session or meeting whose lead is away."""

    what: str
    """Id of the section or advisory."""
    kind: str
    """Of a meeting; empty for a session."""
    activity: Activity
    was: StaffId
    lead: StaffId | None
    """Who leads it instead; None: nobody can, and its students study."""
    students: tuple[StudentId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A day with somebody away, as it can be."""

    when: date
    away: tuple[str, ...]
    sent: tuple[Sent, ...]
    led: tuple[Led, ...]
    crowded: tuple[str, ...]
    """Where a school site then holds more students than it may, a sentence each."""

    @property
    def touched(self) -> tuple[str, ...]:
        """Students, hosts and stand-ins for whom something is different today."""
        found: set[str] = {one.was.student for one in self.sent}
        found |= {one.to.mentor for one in self.sent if one.to is not None}
        for one in self.led:
            found |= set(one.students)
            found |= {one.lead} if one.lead is not None else set()
        return tuple(sorted(found - set(self.away)))


def this_morning(
    instance: Instance, timetable: Timetable, when: date, away: Sequence[str], at: int = 0
) -> Day:
    """Say how a day can be when mentors or staff are away.

    Parameters
    ----------
    away
        Ids of mentors and staff.
    at
        The minute of the day before which nothing moves.

    Raises
    ------
    InvalidInputError
        With every fault: it is no school day, or somebody is neither mentor nor staff.
    """
    pattern = instance.term.pattern_of(when)
    found = list(_faults(instance, when, away))
    if found or pattern is None:
        many = "1 fault" if len(found) == 1 else f"{len(found)} faults"
        raise InvalidInputError(f"The day cannot be looked at: {many}.", found)
    diary = diary_of(instance, timetable)
    today = [out for out in diary.outs if when in out.dates]
    gone = frozenset(away)
    led = _led(diary, gone, pattern, at)
    not_held = {one.activity for one in led if one.lead is None}
    sent = tuple(
        replace(one, meets=tuple(each for each in one.meets if each not in not_held))
        for one in _sent(diary, today, gone, when, pattern, at)
    )
    return Day(
        when=when,
        away=tuple(dict.fromkeys(away)),
        sent=sent,
        led=led,
        crowded=_crowded(instance, timetable, sent, led, pattern),
    )


def _faults(instance: Instance, when: date, away: Sequence[str]) -> list[Fault]:
    found = []
    if instance.term.pattern_of(when) is None:
        found.append(
            Fault(
                thing="day",
                field="on",
                message=f"{when} is no school day of the term.",
                next_step="Choose a school day.",
                position="/on",
            )
        )
    if not away:
        found.append(_of_away("", "Nobody is said to be away.", "Name a mentor or staff."))
    for number, one in enumerate(away):
        if MentorId(one) not in instance.mentor_of and StaffId(one) not in instance.staff_of:
            message = f"Person {number + 1} is neither a mentor nor of the staff."
            found.append(_of_away(f"/{number}", message, "Check the id."))
    return found


def _of_away(position: str, message: str, step: str) -> Fault:
    return Fault(
        thing="day", field="away", message=message, next_step=step, position=f"/away{position}"
    )


def _sent(
    diary: Diary,
    today: Sequence[Out],
    gone: frozenset[str],
    when: date,
    pattern: tuple[int, int],
    at: int,
) -> tuple[Sent, ...]:
    stranded = [
        out for out in today if out.entry.mentor in gone and (out.hours or (0, 1440))[1] > at
    ]
    chosen = Hosts(diary, today, gone, when, pattern, at).chosen(stranded)
    found = []
    for out in stranded:
        host = chosen.get(out.entry.student)
        hours = out.hours or (0, 24 * 60 - 1)
        found.append(
            Sent(
                was=out.entry,
                hours=hours,
                to=None if host is None else host.entry,
                to_hours=hours if host is None else host.hours,
                site=diary.facts.own_site[out.entry.student].id,
                meets=() if host is not None else _meets(diary, out, pattern, at),
            )
        )
    return tuple(found)


def _meets(diary: Diary, out: Out, pattern: tuple[int, int], at: int) -> tuple[Activity, ...]:
    week, day = pattern
    return tuple(
        met.activity
        for met in diary.met
        if met.activity is not None
        and met.advisory.id == out.student.advisory
        and met.activity.day == day
        and week in met.weeks
        and met.activity.start >= at
    )


def _led(diary: Diary, gone: frozenset[str], pattern: tuple[int, int], at: int) -> tuple[Led, ...]:
    week, day = pattern
    found: list[Led] = []
    for section, running in diary.running.items():
        for activity in running.activities:
            if activity is None or activity.day != day or week not in activity.weeks:
                continue
            if running.entry.lead in gone and activity.start >= at:
                found.append(
                    Led(
                        what=section,
                        kind="",
                        activity=activity,
                        was=running.entry.lead,
                        lead=None,
                        students=tuple(diary.members[section]),
                    )
                )
    for met in diary.met:
        if met.activity is None or met.activity.day != day or week not in met.weeks:
            continue
        if met.advisory.advisor in gone and met.activity.start >= at:
            absent = met.absent[week]
            members = (one.id for one in diary.instance.members_of[met.advisory.id])
            found.append(
                Led(
                    what=met.advisory.id,
                    kind=met.kind.name,
                    activity=met.activity,
                    was=met.advisory.advisor,
                    lead=None,
                    students=tuple(one for one in members if one not in absent),
                )
            )
    found.sort(key=lambda one: (one.activity.start, one.what))
    leads = Leads(diary, gone, pattern).chosen(
        [(one.what, one.kind, one.activity) for one in found]
    )
    return tuple(replace(one, lead=lead) for one, lead in zip(found, leads, strict=True))


def _crowded(
    instance: Instance,
    timetable: Timetable,
    sent: Sequence[Sent],
    led: Sequence[Led],
    pattern: tuple[int, int],
) -> tuple[str, ...]:
    """Where study then is fuller than it may be, as the rule of the planner says it."""
    at_school = {one.was for one in sent if one.to is None}
    off = {(one.what, one.kind, one.activity.slot) for one in led if one.lead is None}
    if not at_school and not off:
        return ()
    lived = replace(
        timetable,
        days_out=tuple(one for one in timetable.days_out if one not in at_school),
        meetings=tuple(
            one for one in timetable.meetings if (one.advisory, one.kind, one.slot) not in off
        ),
        sections=tuple(
            replace(
                one,
                sessions=tuple(s for s in one.sessions if (one.section, "", s.slot) not in off),
            )
            for one in timetable.sections
        ),
    )
    before = {one.subjects for one in school_seats.check(instance, timetable)}
    week, day = pattern
    found = []
    for one in school_seats.check(instance, lived):
        site, in_week, slot = one.subjects
        grid = instance.school_site_of[SchoolSiteId(site)].grid
        is_today = int(in_week) == week and grid[int(slot)].day == day
        if is_today and one.subjects not in before:
            found.append(one.message)
    return tuple(found)
