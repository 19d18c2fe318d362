from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from scheduler.domain.calendar import DateSpan
from scheduler.domain.instance import AttendanceRate, Pins
from scheduler.errors import InvalidInputError
from scheduler.service.rolling import NextTerm, rolled
from tests import factories as f

NEXT = NextTerm(id="next", name="Winter", first=date(2026, 11, 30), last=date(2026, 12, 18))
YEAR_ON = replace(NEXT, year_on=True)


def test_everything_is_carried_over_but_the_dates_and_pins():
    school = f.instance(pins=Pins(timetable=f.timetable(enrolments=())))
    made = rolled(school, f.timetable(), NEXT)
    term = f.term(first=NEXT.first, last=NEXT.last)
    released = replace(f.timetable(), instance="next")
    assert made.instance == f.instance(id="next", name="Winter", term=term, release=released)
    assert made.notes == ()


def test_a_block_goes_to_its_week_of_the_new_term_or_is_left_out():
    block = DateSpan(first=date(2026, 9, 14), last=date(2026, 9, 18))
    late = DateSpan(first=date(2026, 9, 21), last=date(2026, 9, 25))
    internships = (f.internship(block=late), f.internship(block=block))
    school = f.instance(students=(f.student("S1", internships=internships),))
    outs = tuple(f.day_out("S1", day, internship=1) for day in range(5))
    short = replace(NEXT, last=date(2026, 12, 11))
    made = rolled(school, f.timetable(days_out=outs, enrolments=()), short)
    (wish,) = made.instance.students[0].internships
    assert wish.block == DateSpan(first=date(2026, 12, 7), last=date(2026, 12, 11))
    assert {one.internship for one in made.instance.release.days_out} == {0}
    assert made.notes == ("S1: a block lies outside the new term and is left out.",)


def test_a_year_on_everybody_is_older_and_the_last_grade_leaves_without_a_trace():
    school = f.instance(
        students=(
            f.student("S1", grade=12, internships=(f.internship(),)),
            f.student("S2", grade=11, age=17),
        ),
        mentors=(f.mentor(never_with=("S1", "S2")),),
        vehicles=(f.vehicle(),),
        runs=(f.run(),),
        attendance=(AttendanceRate(share=0.5, student="S1"), AttendanceRate(share=0.8, day=2)),
        travel=replace(f.instance().travel, rows=(f.row("S1", "LAB", "walk", 5),)),
    )
    made = rolled(school, f.timetable(), YEAR_ON)
    new = made.instance
    assert [(one.id, one.grade, one.age) for one in new.students] == [("S2", 12, 18)]
    assert new.mentors[0].never_with == ("S2",)
    assert [stop.place for stop in new.runs[0].stops] == ["S2", "LAB"]
    assert new.attendance == (AttendanceRate(share=0.8, day=2),)
    assert new.travel.rows == ()
    assert (new.release.days_out, new.release.enrolments) == ((), (f.enrolment("S2"),))
    assert made.notes == ("1 student of grade 12 and up will have left school.",)


def test_dates_that_are_no_term_are_refused():
    with pytest.raises(InvalidInputError):
        rolled(f.instance(), None, replace(NEXT, last=date(2026, 11, 1)))
