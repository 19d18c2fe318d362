from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar

from scheduler.domain.calendar import DateSpan, SpecialDate
from scheduler.domain.moves import MoveDay
from scheduler.service.calendars import Held, calendar, dated
from scheduler.service.moves import moved
from tests import factories as f

MADE = datetime(2026, 9, 1, 12, tzinfo=UTC)


def held(school=None, week=None, number=1, holds_from=date(2026, 9, 7)):
    return Held(
        number=number,
        holds_from=holds_from,
        made_at=MADE,
        instance=school or f.instance(),
        timetable=week or f.timetable(),
    )


def days(releases, person="S1"):
    return [(one.when.day, one.what.kind.value) for one in dated(releases, person)]


def test_a_student_has_every_date_of_the_term():
    week = [(7, "meeting"), (7, "session"), (8, "day-out"), (9, "session"), (10, "day-out")]
    assert days([held()]) == [(day + 7 * n, kind) for n in range(3) for day, kind in week]


def test_holidays_are_free_and_a_special_date_follows_its_weekday():
    term = f.term(
        holidays=(DateSpan(first=date(2026, 9, 14), last=date(2026, 9, 25)),),
        special=(SpecialDate(when=date(2026, 9, 11), day=1),),
    )
    found = days([held(f.instance(term=term))])
    assert found == [
        (7, "meeting"),
        (7, "session"),
        (8, "day-out"),
        (9, "session"),
        (10, "day-out"),
        (11, "day-out"),
    ]


def test_what_is_held_every_other_week_is_in_those_weeks_only():
    workshops = (f.workshop(weeks=(1,)),)
    found = days([held(f.instance(term=f.term(cycle=2), workshops=workshops))])
    assert [day for day, kind in found if kind == "session"] == [14, 16]


def test_a_block_is_on_its_dates_and_takes_sessions_and_meetings_away_on_them():
    block = DateSpan(first=date(2026, 9, 14), last=date(2026, 9, 15))
    student = f.student("S1", internships=(f.internship(block=block),), requests=(f.must("W1"),))
    outs = (f.day_out("S1", 0), f.day_out("S1", 1))
    school = f.instance(students=(student,))
    week = f.timetable(days_out=outs, enrolments=(f.enrolment(),))
    found = days([held(school, week)])
    assert [one for one in found if 14 <= one[0] <= 18] == [
        (14, "day-out"),
        (15, "day-out"),
        (16, "session"),
    ]
    assert (21, "meeting") in found


def test_a_later_release_takes_over_on_its_date():
    friday = moved(f.instance(), f.timetable(), [MoveDay(student="S1", day=1, to_day=4)])
    later = held(week=friday, number=2, holds_from=date(2026, 9, 14))
    found = [day for day, kind in days([held(), later], "M1") if kind == "intern"]
    assert found == [8, 10, 17, 18, 24, 25]


def test_the_file_is_read_back_in_the_zone_of_the_school_across_the_change_of_clocks():
    term = f.term(first=date(2026, 10, 26), last=date(2026, 11, 6))
    text = calendar([[held(f.instance(term=term), holds_from=term.first)]], "S1", lambda id: id)
    found = Calendar.from_ical(text)
    starts = [event["dtstart"].dt for event in found.walk("VEVENT")]
    outs = [one.astimezone(UTC).time() for one in starts if one.time().minute == 30]
    # 9:30 at the school is 13:30 in UTC before the first Sunday of November, 14:30 after.
    assert [one.hour for one in outs] == [13, 13, 14, 14]
    assert {str(one.tzinfo) for one in starts} == {"America/New_York"}
    assert [str(zone["tzid"]) for zone in found.walk("VTIMEZONE")] == ["America/New_York"]
    assert starts[0] == datetime(2026, 10, 26, 9, tzinfo=ZoneInfo("America/New_York"))


def test_an_event_that_moves_within_its_date_keeps_its_identity():
    slot = f.timetable(sections=(f.running("W1-1", f.slot(0, 11), f.slot(2, 10)),))
    files = [
        calendar([[held()]], "S1", str),
        calendar([[held(week=slot, number=2)]], "S1", str),
    ]
    one, two = (
        {
            str(e["uid"]): (e["dtstart"].dt, e["sequence"])
            for e in Calendar.from_ical(x).walk("VEVENT")
        }
        for x in files
    )
    assert one.keys() == two.keys()
    later = [uid for uid in one if one[uid][0] != two[uid][0]]
    assert len(later) == 3
    assert all(two[uid][0] - one[uid][0] == timedelta(hours=1) for uid in later)
    assert {sequence for _, sequence in two.values()} == {2}


def test_nobody_has_an_empty_calendar():
    found = Calendar.from_ical(calendar([], "S1", lambda id: id))
    assert found.walk("VEVENT") == []
