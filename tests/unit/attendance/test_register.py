from __future__ import annotations

from datetime import date, time

import pytest

from scheduler.attendance.register import Holding, Register
from scheduler.domain.calendar import DateSpan, SpecialDate
from scheduler.domain.instance import Instance
from scheduler.domain.standing import Expected
from scheduler.domain.timetable import Timetable
from tests import factories as f

MONDAY, TUESDAY = date(2026, 9, 7), date(2026, 9, 8)


def register(
    instance: Instance | None = None,
    timetable: Timetable | None = None,
    since: date = MONDAY,
    number: int = 1,
) -> Register:
    return Register([holding(instance, timetable, since, number)])


def holding(
    instance: Instance | None = None,
    timetable: Timetable | None = None,
    since: date = MONDAY,
    number: int = 1,
) -> Holding:
    return Holding(
        number=number,
        holds_from=since,
        instance=instance or f.instance(),
        timetable=timetable or f.timetable(),
    )


def gist(lines: tuple[Expected, ...]) -> list[tuple[object, ...]]:
    return [(one.student, one.entry, one.place, one.people, one.start, one.end) for one in lines]


def test_a_day_on_campus_and_a_day_out() -> None:
    found = register()
    assert gist(found.on(MONDAY).all()) == [
        ("S1", "campus", "HALL", ("T1",), 540, 900),
        ("S1", "meeting.A1.0", "R1", ("T1",), 540, 600),
        ("S1", "session.W1-1.1", "R2", ("T2",), 600, 660),
        ("S2", "campus", "HALL", ("T1",), 540, 900),
        ("S2", "meeting.A1.0", "R1", ("T1",), 540, 600),
        ("S2", "session.W1-1.1", "R2", ("T2",), 600, 660),
    ]
    assert gist(found.on(TUESDAY).all()) == [
        ("S1", "day-out.0", "LAB", ("M1",), 570, 930),
        ("S2", "campus", "HALL", ("T1",), 540, 900),
    ]


def test_it_is_found_by_whom_and_what_it_is_about() -> None:
    day = register().on(TUESDAY)
    assert [one.student for one in day.at_site("LAB")] == ["S1"]
    assert [one.student for one in day.with_person("M1")] == ["S1"]
    assert [one.site for one in day.of_advisory("A1")] == ["LAB", "HALL"]
    assert day.of_student("S3") == ()
    assert day.sites == ("HALL", "LAB")
    monday = register().on(MONDAY)
    assert [one.student for one in monday.at_entry("session.W1-1.1")] == ["S1", "S2"]
    assert [one.day for one in monday.at_site("HALL")] == [MONDAY, MONDAY]
    ride = f.day_out(there=(f.leg("S1", "LAB", "9:00", "9:20", run="V1-am"),))
    by_van = f.timetable(days_out=(ride,))
    assert [one.student for one in register(None, by_van).on(TUESDAY).in_run("V1-am")] == ["S1"]


@pytest.mark.parametrize(
    ("day", "where"),
    [
        (date(2026, 9, 14), ()),  # a holiday
        (date(2026, 9, 16), ("S1", "S2")),  # follows Tuesday's timetable
        (date(2026, 9, 12), ()),  # a Saturday
        (date(2026, 9, 28), ()),  # after the term
        (date(2026, 9, 4), ()),  # before it
    ],
)
def test_holidays_and_dates_that_follow_another_weekday(day: date, where: tuple[str, ...]) -> None:
    term = f.term(
        holidays=(DateSpan(first=date(2026, 9, 14), last=date(2026, 9, 14)),),
        special=(SpecialDate(when=date(2026, 9, 16), day=1),),
    )
    found = register(f.instance(term=term)).on(day)
    assert tuple(one.student for one in found.days()) == where
    assert [one.site for one in found.of_student("S1")] == (["LAB"] if where else [])


def test_weeks_of_the_cycle() -> None:
    wish = f.internship(weeks=(1,))
    students = (f.student("S1", internships=(wish,)), f.student("S2"))
    instance = f.instance(term=f.term(cycle=2), students=students)
    found = register(instance)
    sites = [found.on(day).of_student("S1")[0].site for day in (TUESDAY, date(2026, 9, 15))]
    assert sites == ["HALL", "LAB"]


def test_a_block_holds_on_its_dates_and_excuses_from_campus() -> None:
    block = DateSpan(first=date(2026, 9, 14), last=date(2026, 9, 18))
    students = (f.student("S1", internships=(f.internship(block=block),)), f.student("S2"))
    days = tuple(f.day_out(day=day) for day in range(5))
    found = register(f.instance(students=students), f.timetable(days_out=days))
    assert found.on(MONDAY).of_student("S1")[0].entry == "campus"
    in_block = found.on(date(2026, 9, 14))
    assert [one.entry for one in in_block.of_student("S1")] == ["day-out.0"]
    assert [one.student for one in in_block.at_entry("session.W1-1.1")] == ["S2"]


def test_the_release_holds_that_was_made_last_of_those_begun() -> None:
    later = f.timetable(days_out=(f.day_out("S1", 2), f.day_out("S1", 4)))
    found = Register([holding(), holding(timetable=later, since=date(2026, 9, 14), number=2)])
    assert found.on(TUESDAY).release == 1
    assert found.on(TUESDAY).of_student("S1")[0].site == "LAB"
    assert found.on(date(2026, 9, 15)).release == 2
    assert found.on(date(2026, 9, 15)).of_student("S1")[0].site == "HALL"
    assert register(since=TUESDAY).on(MONDAY).is_empty


def test_times_when_a_student_cannot_be_there_are_not_expected() -> None:
    ada = f.student("S1", unavailable=(f.span(0, "13:00", "16:00"), f.span(1, "8:00", "17:00")))
    instance = f.instance(students=(ada, f.student("S2")))
    found = register(instance, f.timetable(days_out=()))
    first = found.on(MONDAY).of_student("S1")[0]
    assert (first.start, first.end) == (540, 780)
    assert found.on(TUESDAY).of_student("S1") == ()


@pytest.mark.parametrize(
    ("clock", "ada", "leg"),
    [
        ("9:16", None, -1),
        ("9:17", "day-out.0", 0),
        ("9:29", "day-out.0", 0),
        ("9:30", "day-out.0", -1),
        ("15:30", "day-out.0", 1),
        ("15:43", None, -1),
    ],
)
def test_where_everybody_is_at_a_minute(clock: str, ada: str | None, leg: int) -> None:
    day = register().on(TUESDAY)
    when: time = f.at(clock)
    at = day.whereabouts.at(when.hour * 60 + when.minute)
    assert day.whereabouts.students == ("S1", "S2")
    line = int(at.line[0])
    assert (day.line(line).entry if line >= 0 else None) == ada
    assert int(at.leg[0]) == leg


def test_a_session_comes_before_the_day_it_lies_in() -> None:
    day = register().on(MONDAY)
    entries = [
        [day.line(int(line)).entry for line in day.whereabouts.at(minute).line]
        for minute in (570, 630, 700)
    ]
    assert entries == [["meeting.A1.0"] * 2, ["session.W1-1.1"] * 2, ["campus"] * 2]
