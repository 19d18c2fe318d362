"""The weeks of places and things: sites, rooms, vans, workshops, sections."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Set
from itertools import chain

from scheduler.domain.calendar import DAY_NAMES, minute
from scheduler.domain.ids import RoomId, SchoolSiteId, SectionId, SiteId, VehicleId, WorkshopId
from scheduler.service.weeks.diary import Diary
from scheduler.service.weeks.week import Entry, EntryKind, Line, Week, listed


def internship_site_week(diary: Diary, one: str) -> Week:
    """Interns at an internship site and its parts, with their mentors."""
    instance, site = diary.instance, diary.instance.site_of[SiteId(one)]
    outs = [
        out
        for out in diary.timetable.days_out
        if any(place.id == one for place in instance.lineage(out.site))
    ]
    entries = []
    for out in outs:
        part = [diary.line(out.site)] if out.site != one else []
        who = (diary.line(out.student), diary.line(out.mentor, "with "))
        entries.append(diary.out(out, *who, *part))
    seats = "no limit of seats" if site.seats is None else f"{site.seats} seats a day"
    return diary.week(one, f"internship site, {seats}", entries, notes=diary.block_notes(outs))


def section_week(diary: Diary, one: str) -> Week:
    """Sessions of a section, its lead, and who is in it."""
    _, workshop = diary.instance.section_of[SectionId(one)]
    running = diary.running.get(one)
    if running is None:
        return diary.week(one, "section", (), notes=("It does not run.",))
    students = [diary.names.of(student) for student in diary.enrolled.get(one, [])]
    return diary.week(
        one,
        f"section of {diary.names.both(workshop.id)}, led by {diary.names.both(running.lead)}",
        diary.sessions(running),
        grid=diary.instance.room_of[running.sessions[0].room][1].grid,
        notes=(f"Students ({len(students)}): {listed(students)}",),
    )


def workshop_week(diary: Diary, one: str) -> Week:
    """All running sections of a workshop."""
    workshop = diary.instance.workshop_of[WorkshopId(one)]
    running = [diary.running[s.id] for s in workshop.sections if s.id in diary.running]
    notes = tuple(
        f"{diary.names.of(s.section)}: {diary.names.both(s.lead)},"
        f" {len(diary.enrolled.get(s.section, []))} students"
        for s in running
    )
    kind = f"workshop, {len(running)} of {len(workshop.sections)} sections run"
    return diary.week(one, kind, chain(*(diary.sessions(s) for s in running)), notes=notes)


def room_week(diary: Diary, one: str) -> Week:
    """What is in a room."""
    instance = diary.instance
    room, site = instance.room_of[RoomId(one)]
    kind = f"{room.kind} at {diary.names.both(site.id)}, {room.seats} seats"
    return diary.week(one, kind, _in_rooms(diary, {one}), grid=site.grid)


def school_site_week(diary: Diary, one: str) -> Week:
    """What is in the rooms of a school site, and how many are out."""
    site = diary.instance.school_site_of[SchoolSiteId(one)]
    out = Counter(
        entry.day
        for entry in diary.timetable.days_out
        if diary.block_of(entry) is None
        and diary.instance.school_site_of_student(diary.instance.student_of[entry.student]) is site
    )
    note = ", ".join(f"{DAY_NAMES[d]} {out[d]}" for d in diary.instance.term.weekdays)
    entries = _in_rooms(diary, {room.id for room in site.rooms})
    kind = f"school site, {len(site.rooms)} rooms"
    return diary.week(one, kind, entries, grid=site.grid, notes=(f"Students out: {note}",))


def vehicle_week(diary: Diary, one: str) -> Week:
    """Driven runs of a van: its stops with times, who gets on and off."""
    instance, vehicle = diary.instance, diary.instance.vehicle_of[VehicleId(one)]
    rides = [
        (leg, out.student)
        for out in diary.timetable.days_out
        for leg in (*out.there, *out.back)
        if leg.run is not None
    ]
    entries = []
    for use in diary.timetable.runs:
        run = instance.run_of[use.run]
        if run.vehicle != one:
            continue
        lines: list[Line] = []
        for index in use.stops:
            stop = run.stops[index]
            here = [(leg, who) for leg, who in rides if leg.run == run.id]
            on = {who for leg, who in here if (leg.origin, leg.departs) == (stop.place, stop.at)}
            off = {
                who for leg, who in here if (leg.destination, leg.arrives) == (stop.place, stop.at)
            }
            lines.append(diary.line(stop.place, f"{stop.at:%H:%M} "))
            lines += [diary.line(who, "+ ") for who in sorted(on)]
            lines += [diary.line(who, "- ") for who in sorted(off)]
        first, last = run.stops[use.stops[0]], run.stops[use.stops[-1]]
        entries.append(
            Entry(
                day=run.day,
                start=minute(first.at),
                end=minute(last.at),
                kind=EntryKind.RIDE,
                lines=tuple(lines),
                weeks=run.weeks,
            )
        )
    places = f", {vehicle.wheelchair_places} for wheelchairs" if vehicle.wheelchair_places else ""
    return diary.week(one, f"van, {vehicle.seats} seats{places}", entries)


def _in_rooms(diary: Diary, rooms: Set[str]) -> Iterable[Entry]:
    for section in diary.timetable.sections:
        yield from diary.sessions(section, rooms)
    for meeting in diary.timetable.meetings:
        if diary.instance.advisory_of[meeting.advisory].room in rooms:
            yield from diary.meeting(meeting)
