from __future__ import annotations

from dataclasses import replace

import pytest

from scheduler.domain.changes import renumbered
from scheduler.domain.edits import InternshipEnded, apply
from scheduler.domain.ids import StudentId
from scheduler.domain.moves import Enrol, MoveDay, MoveSession, Withdraw
from scheduler.service.differences import differences
from scheduler.service.moves import moved
from scheduler.service.saying import sentences
from tests import factories as f

SCHOOL = f.instance(
    workshops=(f.workshop(name="Drawing", sections=(f.section("W1-1"), f.section("W1-2"))),),
    mentors=(f.mentor(name="Lena"),),
)
WEEK = f.timetable(
    sections=(
        f.running("W1-1", f.slot(0, 10), f.slot(2, 10)),
        f.running("W1-2", f.slot(0, 13), f.slot(2, 13)),
    )
)


def told(old, new, school=SCHOOL):
    return {
        one.person: list(sentences(school, one, lambda id: school.names.get(id, id)))
        for one in differences(None if old is None else (school, old), (school, new))
    }


@pytest.mark.parametrize(
    ("moves", "expected"),
    [
        ([], {}),
        (
            [MoveDay(student="S1", day=1, to_day=4)],
            {
                "M1": ["Ada comes to you: from Tue 09:30-15:30 to Fri 09:30-15:30."],
                "S1": ["day out: from Tue 09:30-15:30 to Fri 09:30-15:30."],
            },
        ),
        (
            [MoveSession(section="W1-2", slot=f.slot(0, 13), to_room="R1")],
            {"T2": ["Drawing 2, Mon 13:00-14:00: from R2 to R1."]},
        ),
        (
            [Withdraw(student="S2", section="W1-1"), Enrol(student="S2", section="W1-2")],
            {
                "S2": [
                    "Drawing: from Drawing 1, Mon 10:00-11:00 to Drawing 2, Mon 13:00-14:00.",
                    "Drawing: from Drawing 1, Wed 10:00-11:00 to Drawing 2, Wed 13:00-14:00.",
                ]
            },
        ),
        (
            [Withdraw(student="S2", section="W1-1")],
            {
                "S2": [
                    "No longer: Drawing 1, Mon 10:00-11:00, R2, with T2.",
                    "No longer: Drawing 1, Wed 10:00-11:00, R2, with T2.",
                ]
            },
        ),
    ],
)
def test_who_has_something_else_is_told_from_where_to_where(moves, expected):
    assert told(WEEK, moved(SCHOOL, WEEK, moves)) == expected


def test_at_first_everything_is_new():
    found = told(None, WEEK)
    assert sorted(found) == ["M1", "S1", "S2", "T1", "T2"]
    assert found["S1"][2] == (
        "New: day out, Tue 09:30-15:30, LAB, with Lena, there 09:17 walk → 09:30,"
        " back 15:30 walk → 15:43."
    )


def test_an_internship_that_ended_is_not_taken_for_another():
    school = f.instance(
        mentors=(f.mentor("M1"), f.mentor("M2")),
        students=(
            f.student("S1", internships=(one("M1"), one("M2"))),
            f.student("S2", requests=(f.wish("W1"),)),
        ),
    )
    week = f.timetable(
        days_out=(f.day_out("S1", 1), f.day_out("S1", 3, mentor="M2", internship=1)),
        enrolments=(),
    )
    later = apply(school, [InternshipEnded(student=StudentId("S1"), internship=0)]).instance
    kept = renumbered(school, later, week)
    assert [(out.mentor, out.internship) for out in kept.days_out] == [("M2", 0), ("M1", 1)]
    kept = replace(kept, days_out=kept.days_out[:1])
    changed = {o.person: o.differences for o in differences((school, week), (later, kept))}
    assert sorted(changed) == ["M1", "S1"]
    gone = changed["S1"][0]
    assert (gone.was.people, gone.now) == (("M1",), None)
    assert len(changed["S1"]) == 1


def one(mentor):
    return f.internship(days=1, confirmed=mentor)
