"""Small made-up schools to test with: each thing by a builder, each field replaceable.

``instance()`` is the least school that has one of everything: a site with a grid of
five days of six slots (9 to 15, lunch at 12), two students of one advisory, a workshop
of one section, a mentor whom Ada (``S1``) works with on Tuesday and Thursday.
``timetable()`` is a timetable of it that breaks no rule. Slot 6 is Tuesday 9:00.
"""

from __future__ import annotations

from datetime import date, time
from typing import Any

from scheduler.domain.calendar import Grid, GridSlot, Span, Term, clock
from scheduler.domain.instance import Instance
from scheduler.domain.offer import Section, Workshop
from scheduler.domain.people import (
    Advisory,
    InternshipWish,
    MeetingKind,
    Mentor,
    Request,
    RequestKind,
    School,
    Staff,
    Student,
)
from scheduler.domain.places import InternshipSite, Mode, Position, Room, SchoolSite, TravelRow
from scheduler.domain.rules import UnplacedKind
from scheduler.domain.timetable import (
    DayOut,
    Enrolment,
    Leg,
    Meeting,
    PlacedSession,
    RunningSection,
    RunUse,
    Timetable,
    Unplaced,
)
from scheduler.domain.vehicles import RunStop, Vehicle, VehicleRun

HERE = Position(lat=41.8, lon=-71.4)
SLOTS_A_DAY = 6


def at(text: str) -> time:
    """``9:30`` as a clock time."""
    hours, minutes = text.split(":")
    return time(int(hours), int(minutes))


def span(day: int, start: str, end: str, *weeks: int) -> Span:
    """A stretch of a weekday, in the weeks named or all."""
    return Span(day=day, start=at(start), end=at(end), weeks=weeks)


def north(metres: float) -> Position:
    """The place so many metres north of the school."""
    return Position(lat=HERE.lat + metres / 111_195, lon=HERE.lon)


def slot(day: int, hour: int) -> int:
    """The slot of the standard grid that begins at this hour, 9 to 14."""
    return day * SLOTS_A_DAY + hour - 9


def grid(*, days: int = 5, first: int = 9 * 60, slots: int = 6, minutes: int = 60) -> Grid:
    """Slots one after the other on each day; the one that begins at 12:00 is lunch."""
    return tuple(
        GridSlot(
            day=day,
            start=clock(first + number * minutes),
            end=clock(first + (number + 1) * minutes),
            lunch=first + number * minutes == 12 * 60,
        )
        for day in range(days)
        for number in range(slots)
    )


def term(**changes: Any) -> Term:
    """Three weeks of September, Monday to Friday, every week alike."""
    given = {"first": date(2026, 9, 7), "last": date(2026, 9, 25), "zone": "America/New_York"}
    return Term(**given | changes)


def room(id: str = "R1", **changes: Any) -> Room:
    """A classroom of 20 seats."""
    return Room(**{"id": id, "name": id, "kind": "classroom", "seats": 20} | changes)


def school_site(id: str = "HALL", **changes: Any) -> SchoolSite:
    """A building with the home room ``R1`` and the classroom ``R2``."""
    given = {
        "id": id,
        "name": id,
        "school": "BAY",
        "position": HERE,
        "grid": grid(),
        "rooms": (room("R1"), room("R2")),
        "seats": 100,
        "study_seats": 50,
    }
    return SchoolSite(**given | changes)


def site(id: str = "LAB", **changes: Any) -> InternshipSite:
    """An internship site 780 metres away: 13 minutes on foot."""
    return InternshipSite(**{"id": id, "name": id, "position": north(780)} | changes)


def mentor(id: str = "M1", **changes: Any) -> Mentor:
    """Somebody at the lab who has two places, Monday to Friday 9:30 to 15:30."""
    given = {
        "id": id,
        "name": id,
        "sites": ("LAB",),
        "hours": tuple(span(day, "9:30", "15:30") for day in range(5)),
        "at_once": 2,
        "in_all": 2,
    }
    return Mentor(**given | changes)


def staff(id: str = "T1", **changes: Any) -> Staff:
    """Somebody of the school who has no limits."""
    return Staff(**{"id": id, "name": id, "school": "BAY", "kind": "teacher"} | changes)


def meeting_kind(name: str = "circle", **changes: Any) -> MeetingKind:
    """One slot a week at any time, whoever is there."""
    return MeetingKind(**{"name": name, "count": 1, "length": 1} | changes)


def advisory(id: str = "A1", **changes: Any) -> Advisory:
    """Meets once a week with ``T1`` in ``R1``."""
    given = {"id": id, "name": id, "advisor": "T1", "room": "R1", "meetings": (meeting_kind(),)}
    return Advisory(**given | changes)


def internship(**changes: Any) -> InternshipWish:
    """Two days a week with ``M1``, or with whom is said."""
    given: dict[str, Any] = {} if "block" in changes else {"days": 2}
    if not {"confirmed", "candidates"} & changes.keys():
        given["confirmed"] = "M1"
    return InternshipWish(**given | changes)


def must(workshop: str, *alternatives: str) -> Request:
    """A workshop that has to be had."""
    return Request(workshop=workshop, kind=RequestKind.MUST, alternatives=alternatives)


def wish(workshop: str, *alternatives: str) -> Request:
    """A workshop that would be liked."""
    return Request(workshop=workshop, kind=RequestKind.WISH, alternatives=alternatives)


def student(id: str = "S1", **changes: Any) -> Student:
    """A student of ``A1`` who lives at the school, walks, and asks for nothing."""
    given = {
        "id": id,
        "name": id,
        "advisory": "A1",
        "grade": 10,
        "age": 16,
        "home": HERE,
        "modes": (Mode.WALK,),
    }
    return Student(**given | changes)


def section(id: str = "W1-1", **changes: Any) -> Section:
    """A section at the hall that ``T2`` leads, for up to 15."""
    return Section(**{"id": id, "site": "HALL", "leads": ("T2",)} | changes)


def workshop(id: str = "W1", **changes: Any) -> Workshop:
    """Two sessions a week of one slot, in one section."""
    given = {"id": id, "name": id, "sections": (section(f"{id}-1"),)}
    return Workshop(**given | changes)


def row(origin: str, destination: str, mode: str, minutes: int, **changes: Any) -> TravelRow:
    """A row of the travel table."""
    return TravelRow(
        origin=origin, destination=destination, mode=Mode(mode), minutes=minutes, **changes
    )


def vehicle(id: str = "V1", **changes: Any) -> Vehicle:
    """A van of six seats."""
    return Vehicle(**{"id": id, "name": id, "seats": 6, "start": "HALL"} | changes)


def run(id: str = "V1-am", *stops: tuple[str, str], **changes: Any) -> VehicleRun:
    """A Tuesday run of ``V1``; each stop is a place and a time."""
    stops = stops or (("S1", "9:00"), ("S2", "9:05"), ("LAB", "9:20"))
    given = {
        "id": id,
        "vehicle": "V1",
        "day": 1,
        "stops": tuple(RunStop(place=place, at=at(when)) for place, when in stops),
    }
    return VehicleRun(**given | changes)


def instance(**changes: Any) -> Instance:
    """The least school that has one of everything but vans."""
    given = {
        "id": "least",
        "name": "The least school",
        "organisation": "made up",
        "schools": (School(id="BAY", name="Bay School"),),
        "term": term(),
        "school_sites": (school_site(),),
        "internship_sites": (site(),),
        "mentors": (mentor(),),
        "staff": (staff("T1", kind="advisor"), staff("T2")),
        "advisories": (advisory(),),
        "students": (
            student("S1", name="Ada", internships=(internship(),), requests=(must("W1"),)),
            student("S2", name="Ben", requests=(wish("W1"),)),
        ),
        "workshops": (workshop(),),
    }
    return Instance(**given | changes)


def leg(
    origin: str, destination: str, departs: str, arrives: str, mode: str = "walk", run: Any = None
) -> Leg:
    """One hop; name a run for a hop by van."""
    return Leg(
        mode=Mode.VAN if run else Mode(mode),
        origin=origin,
        destination=destination,
        departs=at(departs),
        arrives=at(arrives),
        run=run,
    )


def day_out(student: str = "S1", day: int = 1, **changes: Any) -> DayOut:
    """A day with ``M1`` at the lab, walking 13 minutes there and back."""
    place = changes.get("site", "LAB")
    given = {
        "student": student,
        "internship": 0,
        "mentor": "M1",
        "site": place,
        "day": day,
        "there": (leg(student, place, "9:17", "9:30"),),
        "back": (leg(place, student, "15:30", "15:43"),),
    }
    return DayOut(**given | changes)


def meeting(slot: int, advisory: str = "A1", kind: str = "circle") -> Meeting:
    """An advisory meets."""
    return Meeting(advisory=advisory, kind=kind, slot=slot)


def running(
    section: str = "W1-1", *slots: int, lead: str = "T2", room: str = "R2"
) -> RunningSection:
    """A section with a session at each of these slots, all in one room."""
    sessions = tuple(PlacedSession(slot=one, room=room) for one in slots)
    return RunningSection(section=section, lead=lead, sessions=sessions)


def enrolment(student: str = "S1", section: str = "W1-1") -> Enrolment:
    """A student in a section."""
    return Enrolment(student=student, section=section)


def run_use(run: str = "V1-am", stops: tuple[int, ...] = (0, 2), *riders: str) -> RunUse:
    """A run that is driven."""
    return RunUse(run=run, stops=stops, riders=riders or ("S1",))


def unplaced(kind: str, student: str, subject: str) -> Unplaced:
    """An item without a place: ``day``, ``must`` or ``minutes``."""
    return Unplaced(kind=UnplacedKind(kind), student=student, subject=subject)


def timetable(**changes: Any) -> Timetable:
    """A timetable of ``instance()`` that breaks no rule."""
    given = {
        "instance": "least",
        "days_out": (day_out("S1", 1), day_out("S1", 3)),
        "meetings": (meeting(slot(0, 9)),),
        "sections": (running("W1-1", slot(0, 10), slot(2, 10)),),
        "enrolments": (enrolment("S1"), enrolment("S2")),
    }
    return Timetable(**given | changes)
