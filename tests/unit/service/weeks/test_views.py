from __future__ import annotations

import pytest

from scheduler.domain.calendar import DateSpan
from scheduler.domain.instance import Instance
from scheduler.domain.timetable import Timetable
from scheduler.errors import NotFoundError
from scheduler.service.weeks.diary import Diary
from scheduler.service.weeks.views import week_of
from scheduler.service.weeks.week import rows_of
from tests import factories as f

OUT = "OUT 09:30-15:30\nM1\nLAB\nthere: 09:17 walk → 09:30\nback: 15:30 walk → 15:43"

STILL_OUT = "″ OUT 09:30-15:30"


def _cells(
    one: str, instance: Instance | None = None, timetable: Timetable | None = None, week: int = 0
) -> dict[str, list[str]]:
    shown = week_of(Diary(instance or f.instance(), timetable or f.timetable()), one)
    return {row.label: list(row.cells) for row in rows_of(shown, week)}


def _notes(
    one: str, instance: Instance | None = None, timetable: Timetable | None = None
) -> tuple[str, ...]:
    return week_of(Diary(instance or f.instance(), timetable or f.timetable()), one).notes


def test_student_sees_meeting_sessions_and_days_out_with_journeys() -> None:
    cells = _cells("S1")
    assert cells["09:00-10:00"] == ["A1: circle\nR1", OUT, "", OUT, ""]
    assert cells["10:00-11:00"] == ["W1 1\nR2", STILL_OUT, "W1 1\nR2", STILL_OUT, ""]
    assert list(cells)[3] == "12:00-13:00 lunch"


def test_student_does_not_see_the_meeting_missed_for_a_day_out() -> None:
    timetable = f.timetable(meetings=(f.meeting(f.slot(1, 9)),))
    assert _cells("S1", timetable=timetable)["09:00-10:00"][1] == OUT
    assert _cells("S2", timetable=timetable)["09:00-10:00"][1] == "A1: circle\nR1"


def test_student_sees_what_is_unplaced() -> None:
    timetable = f.timetable(unplaced=(f.unplaced("must", "S2", "W1"),))
    assert _notes("S2", timetable=timetable) == ("Unplaced: Ben (S2), W1",)


def test_mentor_sees_interns_in_the_hours_of_the_site() -> None:
    site = f.site(openings=())
    assert list(_cells("M1", f.instance(internship_sites=(site,)))) == ["09:30-15:30"]
    assert _cells("M1")["09:30-15:30"][1].startswith("Ada\nLAB\nthere: 09:17 walk")


def test_internship_site_sees_those_in_its_parts() -> None:
    sites = (f.site("CAMPUS"), f.site("LAB", parent="CAMPUS"))
    cells = _cells("CAMPUS", f.instance(internship_sites=sites))
    assert cells["09:30-15:30"] == ["", "Ada\nwith M1\nLAB", "", "Ada\nwith M1\nLAB", ""]


def test_staff_rooms_sections_workshops_and_school_sites() -> None:
    assert _cells("T2")["10:00-11:00"] == ["W1 1\nR2", "", "W1 1\nR2", "", ""]
    assert _cells("T1")["09:00-10:00"][0] == "A1: circle\nR1"
    assert _cells("R1")["09:00-10:00"][0] == "A1: circle\nR1"
    assert _cells("R1")["10:00-11:00"][0] == ""
    assert _cells("HALL")["10:00-11:00"][2] == "W1 1\nR2"
    assert _notes("HALL") == ("Students out: Mon 0, Tue 1, Wed 0, Thu 1, Fri 0",)
    assert _cells("W1")["10:00-11:00"][0] == "W1 1\nR2"
    assert _notes("W1-1") == ("Students (2): Ada, Ben",)


def test_advisory_says_who_is_out() -> None:
    assert _notes("A1") == ("Out on Tue (1): Ada", "Out on Thu (1): Ada")


def test_van_stops_at_clock_times_with_riders() -> None:
    out = f.day_out(
        "S1",
        1,
        there=(f.leg("S1", "LAB", "9:00", "9:20", run="V1-am"),),
    )
    instance = f.instance(vehicles=(f.vehicle(),), runs=(f.run(),))
    timetable = f.timetable(days_out=(out,), runs=(f.run_use("V1-am", (0, 2), "S1"),))
    assert _cells("V1", instance, timetable) == {
        "09:00-09:20": ["", "09:00 Ada\n+ Ada\n09:20 LAB\n- Ada", "", "", ""]
    }


def test_block_stands_beside_the_week() -> None:
    dates = DateSpan(first=f.term().first, last=f.term().last)
    student = f.student("S1", name="Ada", internships=(f.internship(block=dates),))
    instance = f.instance(students=(student,), workshops=())
    timetable = f.timetable(days_out=(f.day_out("S1", 1),), sections=(), enrolments=())
    assert "OUT" not in str(_cells("S1", instance, timetable))
    (note,) = _notes("S1", instance, timetable)
    assert note.startswith("Block 2026-09-07 to 2026-09-25, Tues: Ada with M1 at LAB 09:30-15:30")


def test_weeks_of_an_internship() -> None:
    student = f.student("S1", internships=(f.internship(weeks=(1,)),))
    instance = f.instance(term=f.term(cycle=2), students=(student,), workshops=())
    timetable = f.timetable(sections=(), enrolments=(), meetings=(f.meeting(f.slot(1, 9)),))
    assert _cells("S1", instance, timetable, 0)["09:00-10:00"][1] == "A1: circle\nR1"
    assert _cells("S1", instance, timetable, 1)["09:00-10:00"][1] == OUT


def test_a_school_has_no_week() -> None:
    with pytest.raises(NotFoundError, match="no week of its own"):
        _cells("BAY")
