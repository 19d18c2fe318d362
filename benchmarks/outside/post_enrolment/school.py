"""The competition's problem as a school of ours, and a timetable of ours as its answer.

Each event is a workshop of one section with one session a week, a must for everybody who
attends it, led by somebody who leads nothing else. That an event takes place for all or for
nobody is no rule of a school: in the answer one that anybody misses is unplaced.
"""

from __future__ import annotations

from collections import Counter
from datetime import date

from benchmarks.outside.post_enrolment.given import DAYS, SLOTS, SLOTS_OF_DAY, Given
from benchmarks.outside.post_enrolment.judging import Answer
from scheduler.domain.calendar import GridSlot, Span, Term, clock
from scheduler.domain.ids import (
    AdvisoryId,
    RoomId,
    SchoolId,
    SchoolSiteId,
    SectionId,
    StaffId,
    StudentId,
    WorkshopId,
)
from scheduler.domain.instance import Instance
from scheduler.domain.offer import Section, Workshop
from scheduler.domain.people import Advisory, Request, RequestKind, School, Staff, Student
from scheduler.domain.places import Position, Room, SchoolSite
from scheduler.domain.rules import GoalId, GoalWeight, Profile
from scheduler.domain.timetable import Timetable

SCHOOL, SITE = SchoolId("school"), SchoolSiteId("site")
ADVISORY, ADVISOR = AdvisoryId("advisory"), StaffId("advisor")
HOME_ROOM = RoomId("home-room")
HERE = Position(lat=0.0, lon=0.0)
FIRST_MINUTE, MINUTES = 9 * 60, 60
GOALS_OFF = Profile(
    name="outside", weights=tuple(GoalWeight(goal=goal, factor=0) for goal in GoalId)
)
"""The benchmark has goals of its own."""


def school(given: Given, name: str) -> Instance:
    """Say a problem of the competition in the words of a school."""
    slots = _slots(given)
    possible = _listed(given, slots)
    known = set(possible)
    asked: list[list[int]] = [[] for _ in range(given.students)]
    for event in possible:
        for student in given.attends[event]:
            asked[student].append(event)
    return Instance(
        id=name,
        name=name,
        organisation="outside",
        schools=(School(id=SCHOOL, name=name),),
        term=Term(first=date(2007, 9, 3), last=date(2007, 9, 7), zone="UTC"),
        school_sites=(_site(given),),
        staff=(_staff(ADVISOR, "advisor"), *(_staff(f"T{e}", "lead") for e in possible)),
        advisories=(Advisory(id=ADVISORY, name=ADVISORY, advisor=ADVISOR, room=HOME_ROOM),),
        students=tuple(_student(number, events) for number, events in enumerate(asked)),
        workshops=tuple(_workshop(given, event, slots[event], known) for event in possible),
        profiles=(GOALS_OFF,),
        profile=GOALS_OFF.name,
    )


def answer_of(given: Given, timetable: Timetable) -> Answer:
    """Read the answer back: an event takes place for everybody who attends it, or not."""
    enrolled = Counter(one.section for one in timetable.enrolments)
    found = {}
    for running in timetable.sections:
        event = int(running.section.removeprefix("X"))
        if enrolled[running.section] == len(given.attends[event]):
            (session,) = running.sessions
            found[event] = (session.slot, int(session.room.removeprefix("R")))
    return found


def _slots(given: Given) -> list[set[int]]:
    """Slots of each event, less those at which one ordered with it would have none left."""
    found = [set(slots) for slots in given.allowed]
    for _ in given.before:  # as often as the longest chain could need
        for one, two in given.before:
            earlier = {slot for slot in found[one] if slot < max(found[two], default=0)}
            later = {slot for slot in found[two] if slot > min(found[one], default=SLOTS)}
            if earlier and later:
                found[one], found[two] = earlier, later
    return found


def _listed(given: Given, slots: list[set[int]]) -> list[int]:
    """Events with students and a slot; the rest is unplaced.

    The planner begins with what is listed first, so that comes first which has its place in an
    order (what is between others before all), then what shares students with most others.
    """
    ordered = Counter(event for pair in given.before for event in pair)

    def shared(event: int) -> int:
        mine = given.attends[event]
        return sum(1 for others in given.attends if mine & others)

    found = [event for event in given.events if given.attends[event] and slots[event]]
    return sorted(found, key=lambda event: (-ordered[event], -shared(event), event))


def _site(given: Given) -> SchoolSite:
    rooms = [
        Room(
            id=RoomId(f"R{number}"),
            name=f"Room {number}",
            kind="classroom",
            seats=seats,
            features=tuple(f"F{feature}" for feature in sorted(given.room_features[number])),
        )
        for number, seats in enumerate(given.seats)
    ]
    rooms.append(Room(id=HOME_ROOM, name="Home room", kind="home", seats=given.students))
    return SchoolSite(
        id=SITE,
        name=SITE,
        school=SCHOOL,
        position=HERE,
        grid=tuple(_grid_slot(slot) for slot in range(SLOTS)),
        rooms=tuple(rooms),
        seats=given.students,
        study_seats=given.students,
    )


def _grid_slot(slot: int) -> GridSlot:
    begin = FIRST_MINUTE + slot % SLOTS_OF_DAY * MINUTES
    assert slot // SLOTS_OF_DAY < DAYS
    return GridSlot(day=slot // SLOTS_OF_DAY, start=clock(begin), end=clock(begin + MINUTES))


def _staff(name: str, kind: str) -> Staff:
    return Staff(id=StaffId(name), name=name, school=SCHOOL, kind=kind)


def _student(number: int, events: list[int]) -> Student:
    return Student(
        id=StudentId(f"S{number}"),
        name=f"Student {number}",
        advisory=ADVISORY,
        grade=9,
        age=15,
        home=HERE,
        requests=tuple(
            Request(workshop=WorkshopId(f"E{event}"), kind=RequestKind.MUST) for event in events
        ),
    )


def _workshop(given: Given, event: int, slots: set[int], known: set[int]) -> Workshop:
    spans = tuple(Span(day=s.day, start=s.start, end=s.end) for s in map(_grid_slot, sorted(slots)))
    earlier = [one for one, two in given.before if two == event and one in known]
    section = Section(
        id=SectionId(f"X{event}"),
        site=SITE,
        leads=(StaffId(f"T{event}"),),
        least=1,
        most=len(given.attends[event]),
        after=tuple(SectionId(f"X{one}") for one in earlier),
    )
    return Workshop(
        id=WorkshopId(f"E{event}"),
        name=f"Event {event}",
        sections=(section,),
        sessions=1,
        features=tuple(f"F{feature}" for feature in sorted(given.event_features[event])),
        allowed=() if len(spans) == SLOTS else spans,
    )
