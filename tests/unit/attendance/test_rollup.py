from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from scheduler.attendance.rollup import By, Lived, longest_absence, roll_up
from scheduler.domain.attendance import Witness
from scheduler.domain.codes import Counts
from scheduler.domain.places import Mode
from scheduler.domain.standing import EntryKind, Expected, Presence, Standing
from scheduler.domain.timetable import Leg

MONDAY = date(2026, 9, 7)
HERE = Standing(
    presence=Presence.CONFIRMED,
    counts=Counts.PRESENT,
    present_minutes=240,
    says={Witness.MENTOR: Counts.PRESENT},
)
SELF = replace(HERE, presence=Presence.SELF_REPORTED, says={Witness.STUDENT: Counts.PRESENT})
LATE = replace(HERE, is_late=True, late=20, present_minutes=220, absent_minutes=20)
AWAY = Standing(presence=Presence.ABSENT, counts=Counts.ABSENT, absent_minutes=240)
ILL = Standing(presence=Presence.EXCUSED, counts=Counts.EXCUSED, excused_minutes=240)
SILENT = Standing(presence=Presence.UNVERIFIED)


def out(student: str, number: int, **more: object) -> Expected:
    leg = Leg(
        mode=Mode.TRANSIT,
        origin=student,
        destination="N1",
        departs=time(8, 40),
        arrives=time(9, 0),
    )
    return replace(
        Expected(
            student=student,
            day=MONDAY + timedelta(days=number),
            entry="0",
            kind=EntryKind.DAY_OUT,
            site="N1",
            place="N1",
            people=("M1",),
            start=540,
            end=780,
            advisory="A1",
            there=(leg,),
        ),
        **more,
    )


def test_days_minutes_and_hours_of_a_student_add_up():
    campus = out("S1", 5, kind=EntryKind.CAMPUS, site="C1", people=("T1",), there=())
    lived = [
        Lived(out("S1", 0), HERE),
        Lived(out("S1", 1), LATE),
        Lived(out("S1", 2), AWAY),
        Lived(out("S1", 3), SILENT),
        Lived(out("S1", 4), SELF),
        Lived(campus, ILL),
        Lived(replace(campus, kind=EntryKind.SESSION, entry="x"), AWAY),
    ]
    found = roll_up(lived, By.STUDENT)["S1"]
    counted = (found.days, found.present, found.excused, found.absent, found.unverified)
    assert counted == (6, 3, 1, 1, 1)
    assert found.known == 5
    assert found.attendance == 3 / 5
    assert (found.late, found.late_minutes) == (1, 20)
    assert found.unconfirmed == 3
    assert (found.out_present_minutes, found.out_planned_minutes) == (700, 1200)
    assert (found.present_minutes, found.planned_minutes) == (700, 1440)


def test_unverified_is_neither_attended_nor_missed():
    found = roll_up([Lived(out("S1", n), SILENT) for n in range(20)], By.STUDENT)["S1"]
    assert found.attendance is None
    assert found.is_chronic is False
    assert found.longest_absence == 0


@pytest.mark.parametrize(
    ("missed", "known", "chronic"), [(1, 10, True), (1, 11, False), (2, 9, False), (2, 20, True)]
)
def test_who_misses_a_tenth_of_ten_days_or_more_is_chronically_absent(missed, known, chronic):
    lived = [Lived(out("S1", n), ILL if n < missed else HERE) for n in range(known)]
    assert roll_up(lived, By.STUDENT)["S1"].is_chronic is chronic


def test_absences_in_a_row_are_not_ended_by_what_nobody_knows_and_end_with_a_day_there():
    days = [AWAY, SILENT, ILL, HERE, AWAY]
    assert longest_absence(Lived(out("S1", n), one) for n, one in enumerate(days)) == 2


def test_half_a_day_missed_is_no_day_missed():
    morning = Lived(out("S1", 0), AWAY)
    afternoon = Lived(out("S1", 0, entry="1", site="N2"), HERE)
    assert longest_absence([morning, afternoon]) == 0


def test_rows_of_each_kind():
    lived = [
        Lived(out("S1", 0, people=("M1", "M2")), HERE),
        Lived(out("S2", 1), AWAY),
    ]
    days = {by: {key: one.days for key, one in roll_up(lived, by).items()} for by in By}
    assert days == {
        By.STUDENT: {"S1": 1, "S2": 1},
        By.ADVISORY: {"A1": 2},
        By.MENTOR: {"M1": 2, "M2": 1},
        By.SITE: {"N1": 2},
        By.DATE: {"2026-09-07": 1, "2026-09-08": 1},
        By.WEEKDAY: {"0 Mon": 1, "1 Tue": 1},
        By.MODE: {"transit": 2},
        By.JOURNEY: {"016-030 min": 2},
        By.TERM: {"term": 2},
    }
