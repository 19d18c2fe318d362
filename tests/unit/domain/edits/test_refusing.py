"""Edits that cannot be made are refused with every fault, each naming the edit and the field."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from scheduler.domain.edits import (
    CalendarException,
    Dated,
    Edit,
    GoalWeighed,
    InternshipConfirmed,
    InternshipEnded,
    MentorAway,
    MentorCapacity,
    MentorHours,
    MentorJoined,
    MentorLeft,
    PutBack,
    RoomLost,
    RuleStrength,
    SectionSplit,
    SiteClosed,
    SiteOpened,
    SiteSeats,
    Splice,
    StaffAway,
    StudentDays,
    StudentJoined,
    StudentLeft,
    StudentMoved,
    StudentUnavailable,
    VanOut,
    WorkshopAdded,
    WorkshopDropped,
    apply,
    faults,
)
from scheduler.domain.rules import GoalId, RuleId
from scheduler.errors import InvalidInputError
from tests import factories as f

SCHOOL = f.instance(
    mentors=(f.mentor("M1"), f.mentor("M2")),
    staff=(f.staff("T1", kind="advisor"), f.staff("T2")),
    vehicles=(f.vehicle(),),
    runs=(f.run(),),
)


@pytest.mark.parametrize(
    ("edit", "fields"),
    [
        (MentorLeft(mentor="M9", candidates=("M8",)), ["mentor", "candidates[0]"]),
        (MentorLeft(mentor="M1", candidates=("M1",)), ["candidates"]),
        (MentorAway(mentor="M9", days=(1,)), ["mentor"]),
        (MentorAway(mentor="M1", days=(6,)), ["days[0]", "days"]),
        (MentorHours(mentor="M1", hours=()), ["hours"]),
        (MentorHours(mentor="M9", hours=(f.span(1, "9:00", "10:00"),)), ["mentor"]),
        (MentorCapacity(mentor="M1"), ["at_once"]),
        (MentorCapacity(mentor="M1", at_once=-1, in_all=-1), ["at_once", "in_all"]),
        (
            MentorJoined(mentor=f.mentor("S1", sites=("NO",)), candidate_for=("S9",)),
            ["mentor.id", "mentor.sites[0]", "candidate_for[0]"],
        ),
        (SiteClosed(site="NO"), ["site"]),
        (SiteClosed(site="LAB"), ["mentor"]),
        (SiteClosed(site="LAB", days=(6,)), ["days[0]"]),
        (
            SiteOpened(site=f.site("LAB", parent="NO"), mentors=("M9",)),
            ["site.id", "site.parent", "mentors[0]"],
        ),
        (SiteSeats(site="NO", seats=-1), ["site", "seats"]),
        (SiteSeats(site="LAB", seats=1, day=6), ["day"]),
        (StudentJoined(student=f.student("S1", advisory="A9")), ["student.id", "student.advisory"]),
        (StudentLeft(student="S9"), ["student"]),
        (StudentMoved(student="S9"), ["student", "home"]),
        (StudentMoved(student="S1", advisory="A9"), ["advisory"]),
        (StudentDays(student="S1", internship=2, days=6), ["days", "internship"]),
        (StudentDays(student="S2", days=0), ["internship"]),
        (InternshipConfirmed(student="S2", mentor="M9"), ["mentor", "internship"]),
        (InternshipEnded(student="S1", candidates=("M2",)), ["candidates"]),
        (StudentUnavailable(student="S9", unavailable=()), ["student"]),
        (StaffAway(staff="T9", stand_in="T8"), ["staff", "stand_in"]),
        (StaffAway(staff="T1", stand_in="T1"), ["stand_in"]),
        (RoomLost(room="R9", instead="R8"), ["room", "instead"]),
        (RoomLost(room="R1", instead="R1"), ["instead"]),
        (VanOut(vehicle="V9"), ["vehicle"]),
        (VanOut(vehicle="V1", days=(2,)), ["days"]),
        (
            WorkshopAdded(
                workshop=f.workshop("W1", sections=(f.section("W1-1", site="NO", leads=("T9",)),)),
                must=("S9",),
                wish=("S9",),
            ),
            [
                "workshop.id",
                "workshop.sections[0].id",
                "workshop.sections[0].site",
                "workshop.sections[0].leads[0]",
                "must[0]",
                "wish[0]",
                "wish[0]",
            ],
        ),
        (WorkshopDropped(workshop="W9"), ["workshop"]),
        (SectionSplit(section="W9-1", new="W1-1", most=0), ["section", "new", "most"]),
        (RuleStrength(rule=RuleId.ONE_PLACE, points=0), ["rule", "points"]),
        (GoalWeighed(goal=GoalId.TRAVEL, factor=-1), ["factor"]),
        (CalendarException(first=date(2026, 1, 1), follows=6), ["first", "follows"]),
        (CalendarException(first=date(2026, 9, 9), last=date(2026, 9, 8)), ["last"]),
        (CalendarException(first=date(2026, 9, 9), last=date(2026, 9, 10), follows=0), ["last"]),
        (PutBack(students=(Splice(at=2, gone=1),)), ["students"]),
    ],
    ids=lambda one: one.edit if hasattr(one, "edit") else "",
)
def test_every_fault_is_told_and_nothing_changes(edit: Edit, fields: Sequence[str]) -> None:
    found = faults(SCHOOL, [edit])
    assert [one.field for one in found] == list(fields)
    assert {one.thing for one in found} == {f"edit 1 ({edit.edit})"}
    assert all(one.message and one.next_step for one in found)
    with pytest.raises(InvalidInputError):
        apply(SCHOOL, [edit])


@pytest.mark.parametrize(
    ("edits", "told"),
    [
        (
            [
                MentorAway(mentor="M1", days=(1,)),
                MentorHours(mentor="M1", hours=SCHOOL.mentors[0].hours),
            ],
            "It contradicts edit 1: both are about M1, hours.",
        ),
        (
            [SiteSeats(site="LAB", seats=1), SiteSeats(site="LAB", seats=1)],
            "It says the same as edit 1.",
        ),
        (
            [MentorAway(mentor="M1", days=(1,)), MentorLeft(mentor="M1")],
            "It contradicts edit 1: M1 goes, and something else is said about it.",
        ),
        (
            [InternshipEnded(student="S1"), InternshipConfirmed(student="S1", mentor="M2")],
            "It contradicts edit 1: both are about S1, mentor of internship 1.",
        ),
    ],
)
def test_contradictions_are_told_once(edits: Sequence[Edit], told: str) -> None:
    found = [one.message for one in faults(SCHOOL, edits) if one.field == "edit"]
    assert found == [told]


def test_edits_about_different_things_go_together() -> None:
    edits = [
        SiteSeats(site="LAB", seats=1),
        SiteSeats(site="LAB", seats=0, day=2),
        MentorCapacity(mentor="M1", at_once=1),
        MentorCapacity(mentor="M1", in_all=1),
        MentorAway(mentor="M1", days=(1,)),
        MentorLeft(mentor="M2"),
    ]
    assert faults(SCHOOL, edits) == []


def test_faults_of_all_edits_are_told_at_once() -> None:
    edits = [MentorLeft(mentor="M9"), StudentLeft(student="S9"), VanOut(vehicle="V1")]
    found = faults(SCHOOL, Dated(edits=tuple(edits), since=date(2026, 9, 1)))
    assert [(one.thing, one.field, one.position) for one in found] == [
        ("edits", "since", "since"),
        ("edit 1 (mentor-left)", "mentor", "edits[0].mentor"),
        ("edit 2 (student-left)", "student", "edits[1].student"),
    ]


@pytest.mark.parametrize(
    ("since", "until", "today", "fields"),
    [
        (date(2026, 9, 7), None, date(2026, 9, 7), []),
        (date(2026, 9, 25), date(2026, 9, 25), None, []),
        (date(2026, 9, 6), None, None, ["since"]),
        (date(2026, 9, 26), None, None, ["since"]),
        (date(2026, 9, 14), None, date(2026, 9, 15), ["since"]),
        (date(2026, 9, 14), date(2026, 9, 13), None, ["until"]),
    ],
)
def test_dates_lie_in_the_term_and_not_in_the_past(
    since: date, until: date | None, today: date | None, fields: Sequence[str]
) -> None:
    dated = Dated(edits=(VanOut(vehicle="V1"),), since=since, until=until)
    assert [one.field for one in faults(SCHOOL, dated, today)] == fields


def test_data_that_would_have_faults_is_told_as_such() -> None:
    closed = MentorHours(mentor="M1", hours=(f.span(6, "9:00", "10:00"),))
    found = faults(SCHOOL, [closed])
    assert [(one.thing, one.field, one.position) for one in found] == [("mentor M1", "hours", "")]
    assert found[0].message.startswith("After the edits: ")


def test_no_edits_are_a_fault() -> None:
    assert [one.field for one in faults(SCHOOL, [])] == ["edits"]
