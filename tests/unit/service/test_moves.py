from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from scheduler.check import broken
from scheduler.domain.moves import (
    ChangeLead,
    ChangeMentor,
    CloseSection,
    DropDay,
    Enrol,
    MoveDay,
    MoveMeeting,
    MoveSession,
    OpenSection,
    PlaceDay,
    Withdraw,
)
from scheduler.domain.places import Mode
from scheduler.domain.rules import RuleId
from scheduler.domain.timetable import PlacedSession, Timetable
from scheduler.errors import InvalidInputError
from scheduler.files import read_instance, read_timetable
from scheduler.service.completing import completed
from scheduler.service.moves import moved
from tests import factories as f

SCHOOL = f.instance(
    mentors=(f.mentor(), f.mentor("M2")),
    staff=(f.staff("T1", kind="advisor"), f.staff("T2"), f.staff("T3")),
    workshops=(
        f.workshop(sections=(f.section(leads=("T2", "T3")),)),
        f.workshop("W2", sections=(f.section("W2-1", leads=("T3",)),)),
    ),
)
WEEK = f.timetable()
TINY = Path("instances/tiny")


def rules(timetable: Timetable, school=SCHOOL) -> set[RuleId]:
    return {one.rule for one in broken(school, timetable)}


def test_what_is_not_moved_stays_as_the_solver_left_it():
    tiny = read_instance(TINY / "instance.json")
    week = read_timetable(TINY / "timetable.json")
    assert moved(tiny, week, []) == week
    assert completed(tiny, replace(week, runs=(), days_out=week.days_out[::-1])) == week


def test_a_session_goes_to_another_slot_and_room_and_stays_in_order():
    made = moved(SCHOOL, WEEK, [MoveSession(section="W1-1", slot=f.slot(0, 10), to_slot=28)])
    assert made.sections == (f.running("W1-1", f.slot(2, 10), 28),)
    assert rules(made) == set()
    made = moved(SCHOOL, WEEK, [MoveSession(section="W1-1", slot=f.slot(0, 10), to_room="R1")])
    assert made.sections[0].sessions[0] == PlacedSession(slot=f.slot(0, 10), room="R1")
    assert rules(made) == set()


def test_a_session_on_a_day_out_breaks_a_rule_and_says_so():
    move = MoveSession(section="W1-1", slot=f.slot(0, 10), to_slot=f.slot(1, 10))
    assert rules(moved(SCHOOL, WEEK, [move])) == {RuleId.ONE_PLACE}


def test_another_may_lead_a_section():
    made = moved(SCHOOL, WEEK, [ChangeLead(section="W1-1", lead="T3")])
    assert made.sections == (f.running("W1-1", f.slot(0, 10), f.slot(2, 10), lead="T3"),)


def test_a_day_out_moves_with_its_journeys_and_leaves_nothing_unplaced():
    made = moved(SCHOOL, WEEK, [MoveDay(student="S1", day=1, to_day=4)])
    assert made.days_out == (f.day_out("S1", 3), f.day_out("S1", 4))
    assert made.unplaced == ()


def test_a_dropped_day_is_unplaced_until_it_is_placed_again():
    dropped = moved(SCHOOL, WEEK, [DropDay(student="S1", day=1)])
    assert dropped.unplaced == (f.unplaced("day", "S1", "0"),)
    assert rules(dropped) == set()
    assert moved(SCHOOL, dropped, [PlaceDay(student="S1", day=1)]) == WEEK


def test_all_days_of_an_internship_go_to_another_mentor_together():
    internships = (f.internship(candidates=("M1", "M2")),)
    students = (
        f.student("S1", internships=internships, requests=(f.must("W1"),)),
        SCHOOL.students[1],
    )
    school = replace(SCHOOL, students=students)
    made = moved(school, WEEK, [ChangeMentor(student="S1", mentor="M2")])
    assert made.days_out == (f.day_out("S1", 1, mentor="M2"), f.day_out("S1", 3, mentor="M2"))
    assert rules(made, school) == set()


def test_withdrawing_from_a_must_leaves_it_unplaced_and_enrolling_mends_it():
    out = moved(SCHOOL, WEEK, [Withdraw(student="S1", section="W1-1")])
    assert out.enrolments == (f.enrolment("S2"),)
    assert out.unplaced == (f.unplaced("must", "S1", "W1"),)
    assert moved(SCHOOL, out, [Enrol(student="S1", section="W1-1")]) == WEEK


def test_linked_sections_are_entered_and_left_together():
    workshops = (
        f.workshop(sections=(f.section(linked=("W2-1",)),)),
        f.workshop("W2", sections=(f.section("W2-1", leads=("T3",)),)),
    )
    school = replace(SCHOOL, workshops=workshops)
    out = moved(school, WEEK, [Withdraw(student="S2", section="W1-1")])
    back = moved(school, out, [Enrol(student="S2", section="W2-1")])
    assert back.enrolments == (f.enrolment("S1"), f.enrolment("S2"), f.enrolment("S2", "W2-1"))


def test_a_section_closes_with_everybody_out_of_it_and_opens_again_by_hand():
    closed = moved(SCHOOL, WEEK, [CloseSection(section="W1-1")])
    assert (closed.sections, closed.enrolments) == ((), ())
    sessions = (
        PlacedSession(slot=f.slot(2, 10), room="R2"),
        PlacedSession(slot=f.slot(0, 10), room="R2"),
    )
    opened = moved(
        SCHOOL,
        closed,
        [
            OpenSection(section="W1-1", lead="T2", sessions=sessions),
            Enrol(student="S1", section="W1-1"),
            Enrol(student="S2", section="W1-1"),
        ],
    )
    assert opened == WEEK


def test_a_meeting_that_a_student_now_misses_costs_minutes():
    school = replace(SCHOOL, advisories=(f.advisory(minutes=60),))
    move = MoveMeeting(advisory="A1", kind="circle", slot=f.slot(0, 9), to_slot=f.slot(1, 9))
    made = moved(school, WEEK, [move])
    assert made.meetings == (f.meeting(f.slot(1, 9)),)
    assert made.unplaced == (f.unplaced("minutes", "S1", "0"),)


def van_school(seats: int):
    students = tuple(
        f.student(id, modes=(Mode.VAN,), internships=(f.internship(days=1),)) for id in ("S1", "S2")
    )
    home = (("LAB", "15:40"), ("S1", "15:50"), ("S2", "15:55"))
    return f.instance(
        students=students,
        workshops=(),
        vehicles=(f.vehicle(seats=seats),),
        runs=(f.run(), f.run("V1-pm", *home)),
    )


def test_a_day_by_van_names_runs_stops_and_riders():
    school = van_school(2)
    empty = completed(school, Timetable(instance="least", meetings=(f.meeting(f.slot(0, 9)),)))
    made = moved(school, empty, [PlaceDay(student=one, day=1) for one in ("S1", "S2")])
    assert rules(made, school) == set()
    assert made.runs == (
        f.run_use("V1-am", (0, 1, 2), "S1", "S2"),
        f.run_use("V1-pm", (0, 1, 2), "S1", "S2"),
    )


def test_no_journey_is_planned_on_a_van_that_is_full():
    school = van_school(1)
    empty = completed(school, Timetable(instance="least", meetings=(f.meeting(f.slot(0, 9)),)))
    made = moved(school, empty, [PlaceDay(student=one, day=1) for one in ("S1", "S2")])
    assert [out.there != () for out in made.days_out] == [True, False]
    assert rules(made, school) == {RuleId.JOURNEY}


@pytest.mark.parametrize(
    ("move", "field"),
    [
        (MoveSession(section="nobody's", slot=1), "section"),
        (MoveSession(section="W1-1", slot=5, to_slot=2), "slot"),
        (MoveSession(section="W1-1", slot=f.slot(0, 10), to_room="nowhere"), "to_room"),
        (ChangeLead(section="W1-1", lead="nobody"), "lead"),
        (OpenSection(section="W1-1", lead="T2", sessions=()), "section"),
        (CloseSection(section="W2-1"), "section"),
        (MoveMeeting(advisory="A1", kind="circle", slot=3, to_slot=4), "slot"),
        (PlaceDay(student="S1", day=1), "day"),
        (PlaceDay(student="S1", day=9), "day"),
        (PlaceDay(student="S2", day=1), "internship"),
        (PlaceDay(student="S1", day=2, mentor="nobody"), "mentor"),
        (PlaceDay(student="S1", day=2, site="nowhere"), "site"),
        (MoveDay(student="S1", day=2, to_day=4), "day"),
        (MoveDay(student="S1", day=1, to_day=-1), "to_day"),
        (MoveDay(student="nobody", day=1), "student"),
        (DropDay(student="S1", day=0), "day"),
        (ChangeMentor(student="S1", mentor="nobody"), "mentor"),
        (Enrol(student="S1", section="W1-1"), "section"),
        (Enrol(student="S1", section="nobody's"), "section"),
        (Withdraw(student="S2", section="W2-1"), "section"),
    ],
)
def test_a_move_of_what_is_not_there_is_refused_and_named(move, field):
    with pytest.raises(InvalidInputError) as refused:
        moved(SCHOOL, WEEK, [Withdraw(student="S2", section="W1-1"), move])
    assert [(one.thing, one.field) for one in refused.value.faults] == [("move 2", field)]
    assert "nobody" not in refused.value.message
