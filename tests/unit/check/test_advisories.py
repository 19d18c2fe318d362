"""Rules `advisory-meets`, `advisory-whole` and `advisory-time`."""

import pytest

from scheduler.check import advisory_meets, advisory_time, advisory_whole
from tests.factories import (
    advisory,
    day_out,
    instance,
    internship,
    meeting,
    meeting_kind,
    slot,
    span,
    student,
    term,
    timetable,
    unplaced,
)


def school(*kinds, minutes=0, members=4, **changes):
    """``S1`` has an internship with days on demand, the others nothing."""
    own = changes.pop("student", {})
    people = (
        student("S1", internships=(internship(days=2, weeks=own.pop("weeks", ())),), **own),
        *(student(f"S{number}") for number in range(2, members + 1)),
    )
    return instance(
        advisories=(advisory(meetings=kinds, minutes=minutes),),
        students=people,
        workshops=(),
        **changes,
    )


def table(*meetings, days=(), items=()):
    return timetable(
        days_out=tuple(day_out("S1", day) for day in days),
        meetings=meetings,
        sections=(),
        enrolments=(),
        unplaced=items,
    )


MON, TUE, WED = (slot(day, 9) for day in range(3))


@pytest.mark.parametrize(
    ("kind", "slots", "count"),
    [
        ({"count": 2}, (MON, WED), 0),
        ({"count": 2}, (MON,), 1),
        ({"count": 1}, (MON, WED), 1),
        ({"count": 2}, (MON, MON + 1), 1),  # on one day
        ({"count": 1}, (), 1),
        ({"length": 3}, (MON,), 0),
        ({"length": 3}, (MON + 3,), 0),  # to the end of the day
        ({"length": 3}, (MON + 4,), 1),  # and over it
        ({}, (-1,), 1),
        ({}, (10**9,), 1),
        ({"allowed": (span(0, "9:00", "10:00"),)}, (MON,), 0),
        ({"allowed": (span(0, "9:00", "9:59"),)}, (MON,), 1),
        ({"allowed": (span(1, "9:00", "10:00"), span(0, "9:00", "10:00"))}, (MON,), 0),
        ({"allowed": (span(0, "9:00", "10:00", 0),)}, (MON,), 1),  # not in week 1
        ({"allowed": (span(0, "9:00", "10:00", 0),), "weeks": (0,)}, (MON,), 0),
    ],
)
def test_an_advisory_has_its_meetings(kind, slots, count):
    given = school(meeting_kind(**kind), term=term(cycle=2))
    found = advisory_meets.check(given, table(*(meeting(one) for one in slots)))
    assert [one.subjects for one in found] == [("A1", "circle")] * count


@pytest.mark.parametrize(
    ("weeks", "start", "wrong"),
    [((), MON, ["circle", "check-in"]), ((), MON + 1, []), ((0,), MON, [])],
)
def test_kinds_of_meeting_are_not_at_once(weeks, start, wrong):
    other = (1,) if weeks else ()
    given = school(
        meeting_kind("circle", weeks=weeks),
        meeting_kind("check-in", weeks=other),
        term=term(cycle=2),
    )
    found = advisory_meets.check(given, table(meeting(MON), meeting(start, kind="check-in")))
    assert [one.subjects[1] for one in found] == wrong


@pytest.mark.parametrize(
    ("kind", "days", "unavailable", "count"),
    [
        ({"whole": True}, (0, 3), (), 0),
        ({"whole": True}, (1,), (), 1),
        ({"whole": True}, (), (span(1, "9:59", "10:30"),), 1),
        ({"whole": True}, (), (span(1, "10:00", "10:30"),), 0),
        ({"quorum": 0.75}, (1,), (), 0),
        ({"quorum": 0.76}, (1,), (), 1),
        ({"quorum": 0.0}, (1,), (), 0),
        # Absent in week 1 only, and so for a kind of week 0 there.
        ({"whole": True}, (), (span(1, "9:00", "10:00", 1),), 1),
        ({"whole": True, "weeks": (0,)}, (), (span(1, "9:00", "10:00", 1),), 0),
    ],
)
def test_members_are_there(kind, days, unavailable, count):
    given = school(meeting_kind(**kind), term=term(cycle=2), student={"unavailable": unavailable})
    found = advisory_whole.check(given, table(meeting(TUE), days=days))
    assert [one.subjects for one in found] == [("A1", "circle", str(TUE))] * count


def test_a_quorum_is_a_share_in_decimals():
    """0.7 of 10 is a hair above 7 in binary fractions."""
    given = school(meeting_kind(quorum=0.7), members=10)
    assert advisory_whole.least_present(given.advisories[0].meetings[0], 10) == 7


@pytest.mark.parametrize(
    ("weeks", "days", "items", "wrong"),
    [
        ((), (3,), (), []),  # 60 on Monday, 60 on Tuesday
        ((), (1,), (), [("S1", "0"), ("S1", "1")]),
        ((), (1,), (("S1", "0"),), [("S1", "1")]),
        ((), (1,), (("S1", "0"), ("S1", "1")), []),
        ((), (1,), (("S1", "0"), ("S1", "0"), ("S1", "1")), [("S1", "0")]),  # listed twice
        ((0,), (1,), (("S1", "0"),), []),
        ((), (), (("S2", "1"),), [("S2", "1")]),  # has them
    ],
)
def test_minutes_or_an_item(weeks, days, items, wrong):
    given = school(meeting_kind(count=2), minutes=120, term=term(cycle=2), student={"weeks": weeks})
    listed = tuple(unplaced("minutes", *one) for one in items)
    found = advisory_time.check(given, table(meeting(MON), meeting(TUE), days=days, items=listed))
    assert [one.subjects for one in found] == wrong


def test_minutes_of_a_long_meeting_run_from_its_start_to_its_end():
    given = school(meeting_kind(length=2), minutes=120)
    assert list(advisory_time.check(given, table(meeting(MON)))) == []
    longer = school(meeting_kind(length=2), minutes=121)
    assert len(list(advisory_time.check(longer, table(meeting(MON))))) == 4
