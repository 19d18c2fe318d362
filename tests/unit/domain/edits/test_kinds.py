"""What each kind of edit does to a school's data, and to what hangs on it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from scheduler.domain.calendar import DateSpan, SpecialDate
from scheduler.domain.edits import (
    CalendarException,
    Edit,
    GoalWeighed,
    InternshipConfirmed,
    InternshipEnded,
    MentorAway,
    MentorCapacity,
    MentorHours,
    MentorJoined,
    MentorLeft,
    RoomLost,
    RuleStrength,
    SectionSplit,
    SiteClosed,
    SiteOpened,
    SiteSeats,
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
)
from scheduler.domain.faults import faults
from scheduler.domain.instance import AttendanceRate, Instance, Pins
from scheduler.domain.places import Mode, Opening
from scheduler.domain.rules import GoalId, GoalWeight, Profile, RuleId, SoftRule
from tests import factories as f

WEEK = f.timetable(
    instance="least",
    days_out=(
        f.day_out(
            "S1",
            1,
            there=(f.leg("S1", "LAB", "9:00", "9:20", run="V1-am"),),
            back=(f.leg("LAB", "S1", "15:30", "15:43"),),
        ),
        f.day_out("S3", 3, mentor="M2", site="SHOP", there=(), back=()),
    ),
    sections=(
        f.running("W1-1", f.slot(0, 10), f.slot(2, 10)),
        f.running("W2-1", f.slot(0, 13), f.slot(2, 13), lead="T1"),
    ),
    enrolments=(f.enrolment("S1"), f.enrolment("S2"), f.enrolment("S3", "W2-1")),
    runs=(f.run_use("V1-am", (0, 2), "S1"),),
    unplaced=(f.unplaced("day", "S1", "0"), f.unplaced("must", "S3", "W1")),
)
OPEN = tuple(Opening(day=day, start=f.at("9:00"), end=f.at("16:00")) for day in range(5))


def school(**changes: Any) -> Instance:
    """Three mentors at three sites, three students, a van, a release and pins."""
    given: dict[str, Any] = {
        "internship_sites": (
            f.site("LAB", openings=OPEN),
            f.site("SHOP", position=f.north(900)),
            f.site("WARD", parent="LAB", position=f.north(1000)),
        ),
        "mentors": (
            f.mentor("M1", interests=("art",)),
            f.mentor("M2", sites=("SHOP",), interests=("art",), never_with=("S2",)),
            f.mentor("M3", sites=("WARD", "SHOP"), interests=("law",)),
        ),
        "staff": (f.staff("T1", kind="advisor"), f.staff("T2"), f.staff("T3")),
        "students": (
            f.student(
                "S1", interests=("art",), internships=(f.internship(),), requests=(f.must("W1"),)
            ),
            f.student("S2", requests=(f.wish("W1", "W2"),)),
            f.student(
                "S3",
                interests=("law",),
                internships=(
                    f.internship(days=1, candidates=("M2", "M3")),
                    f.internship(days=1, candidates=("M1",)),
                ),
                requests=(f.must("W1", "W2"),),
            ),
        ),
        "workshops": (
            f.workshop("W1", run_all=True),
            f.workshop("W2", sections=(f.section("W2-1", leads=("T1", "T2"), after=("W1-1",)),)),
        ),
        "vehicles": (f.vehicle(),),
        "runs": (f.run(),),
        "travel": replace(
            f.instance().travel,
            rows=(f.row("S1", "LAB", "transit", 20), f.row("S3", "SHOP", "transit", 30)),
        ),
        "attendance": (
            AttendanceRate(share=0.5, student="S1"),
            AttendanceRate(share=0.7, site="SHOP"),
        ),
        "release": WEEK,
        "pins": Pins(timetable=replace(WEEK, unplaced=(), meetings=())),
    }
    made = f.instance(**given | changes)
    assert faults(made) == []
    return made


Seen = Callable[[Instance], Any]


def wish(student: str, number: int = 0) -> Seen:
    def see(one: Instance) -> Any:
        found = one.student_of[student].internships[number]
        return found.days, found.confirmed, found.candidates

    return see


def outs(one: Instance) -> Any:
    assert one.release is not None
    return [(o.student, o.internship, o.mentor, o.day) for o in one.release.days_out]


def pinned(one: Instance) -> Any:
    assert one.pins.timetable is not None
    return [(o.student, o.mentor, o.day) for o in one.pins.timetable.days_out]


def items(one: Instance) -> Any:
    assert one.release is not None
    return [(str(i.kind), i.student, i.subject) for i in one.release.unplaced]


def workshops(one: Instance) -> Any:
    return [
        (w.id, w.run_all, [(s.id, s.leads, s.least, s.most, s.after) for s in w.sections])
        for w in one.workshops
    ]


def requests(student: str) -> Seen:
    return lambda one: [(str(r.kind), r.workshops) for r in one.student_of[student].requests]


def released_sections(one: Instance) -> Any:
    assert one.release is not None
    return [r.section for r in one.release.sections], [
        (e.student, e.section) for e in one.release.enrolments
    ]


W1 = ("W1-1", ("T2",), 0, 15, ())
ALL_OUT = [("S1", 0, "M1", 1), ("S3", 0, "M2", 3)]
NO_TUESDAY = tuple(f.span(day, "9:30", "15:30") for day in (0, 2, 3, 4))
TABLE: dict[str, tuple[Edit, list[tuple[Seen, Any]]]] = {
    "a mentor left: who was confirmed looks for others, like interests first": (
        MentorLeft(mentor="M1"),
        [
            (lambda one: [m.id for m in one.mentors], ["M2", "M3"]),
            (wish("S1"), (2, None, ("M2", "M3"))),
            (wish("S3", 1), (1, None, ("M3", "M2"))),
            (outs, [("S3", 0, "M2", 3)]),
            (pinned, [("S3", "M2", 3)]),
            (lambda one: one.release and one.release.runs, ()),
        ],
    ),
    "a mentor left: candidates that are named are taken": (
        MentorLeft(mentor="M1", candidates=("M3",), travel=(f.row("S1", "WARD", "transit", 9),)),
        [
            (wish("S1"), (2, None, ("M3",))),
            (wish("S3", 1), (1, None, ("M3",))),
            (lambda one: len(one.travel.rows), 3),
        ],
    ),
    "a mentor left: other candidates stay": (
        MentorLeft(mentor="M2"),
        [(wish("S3"), (1, None, ("M3",))), (outs, [("S1", 0, "M1", 1)])],
    ),
    "a mentor is away on Tuesdays: the pinned Tuesday is let go, the release says what was": (
        MentorAway(mentor="M1", days=(1,)),
        [
            (lambda one: one.mentor_of["M1"].hours, NO_TUESDAY),
            (pinned, [("S3", "M2", 3)]),
            (outs, ALL_OUT),
        ],
    ),
    "a mentor away every day has left": (
        MentorAway(mentor="M1", days=(0, 1, 2, 3, 4)),
        [(lambda one: [m.id for m in one.mentors], ["M2", "M3"])],
    ),
    "a mentor hosts at other hours": (
        MentorHours(mentor="M1", hours=(f.span(2, "10:00", "14:00"),)),
        [(lambda one: one.mentor_of["M1"].hours, (f.span(2, "10:00", "14:00"),))],
    ),
    "a mentor takes fewer interns on a day": (
        MentorCapacity(mentor="M1", at_once=1, wished=0),
        [(lambda one: (m := one.mentor_of["M1"]) and (m.at_once, m.in_all, m.wished), (1, 2, 0))],
    ),
    "a mentor joined is a candidate of those who share an interest": (
        MentorJoined(mentor=f.mentor("M4", sites=("SHOP",), interests=("law",))),
        [
            (lambda one: one.mentors[-1].id, "M4"),
            (wish("S3"), (1, None, ("M2", "M3", "M4"))),
            (wish("S1"), (2, "M1", ())),
        ],
    ),
    "a mentor joined is a candidate of those who are said": (
        MentorJoined(mentor=f.mentor("M4", sites=("SHOP",)), candidate_for=("S1",)),
        [(wish("S3"), (1, None, ("M2", "M3"))), (wish("S1"), (2, "M1", ()))],
    ),
    "a site closed takes its parts, its mentors, its stops and its rows with it": (
        SiteClosed(site="LAB"),
        [
            (lambda one: [s.id for s in one.internship_sites], ["SHOP"]),
            (
                lambda one: [(m.id, m.sites) for m in one.mentors],
                [("M2", ("SHOP",)), ("M3", ("SHOP",))],
            ),
            (lambda one: [s.place for s in one.runs[0].stops], ["S1", "S2"]),
            (lambda one: [r.destination for r in one.travel.rows], ["SHOP"]),
            (outs, [("S3", 0, "M2", 3)]),
        ],
    ),
    "a site closed on a weekday": (
        SiteClosed(site="SHOP", days=(3,)),
        [
            (
                lambda one: [
                    (o.day, f"{o.start:%H:%M}", f"{o.end:%H:%M}")
                    for o in one.site_of["SHOP"].openings
                ],
                [(day, "00:00", "23:59") for day in (0, 1, 2, 4)],
            ),
            (pinned, [("S1", "M1", 1)]),
        ],
    ),
    "a site closed on all weekdays is gone": (
        SiteClosed(site="SHOP", days=(0, 1, 2, 3, 4)),
        [
            (lambda one: [s.id for s in one.internship_sites], ["LAB", "WARD"]),
            (lambda one: one.mentor_of["M3"].sites, ("WARD",)),
            (lambda one: [r.student for r in one.attendance], ["S1"]),
        ],
    ),
    "a site opened": (
        SiteOpened(site=f.site("DOCK"), mentors=("M1",)),
        [
            (lambda one: one.internship_sites[-1].id, "DOCK"),
            (lambda one: one.mentor_of["M1"].sites, ("LAB", "DOCK")),
        ],
    ),
    "a site has seats": (
        SiteSeats(site="LAB", seats=2),
        [(lambda one: (one.site_of["LAB"].seats, one.site_of["LAB"].openings), (2, OPEN))],
    ),
    "a site has seats on one weekday": (
        SiteSeats(site="LAB", seats=0, day=2),
        [
            (
                lambda one: [o.seats for o in one.site_of["LAB"].openings],
                [None, None, 0, None, None],
            ),
            (lambda one: one.site_of["LAB"].seats, None),
        ],
    ),
    "a student joined": (
        StudentJoined(student=f.student("S9"), travel=(f.row("S9", "LAB", "transit", 5),)),
        [
            (lambda one: [s.id for s in one.students], ["S1", "S2", "S3", "S9"]),
            (lambda one: one.travel.rows[-1].origin, "S9"),
        ],
    ),
    "a student left: nobody names them": (
        StudentLeft(student="S1"),
        [
            (lambda one: [s.id for s in one.students], ["S2", "S3"]),
            (lambda one: [s.place for s in one.runs[0].stops], ["S2", "LAB"]),
            (lambda one: [r.origin for r in one.travel.rows], ["S3"]),
            (lambda one: [r.site for r in one.attendance], ["SHOP"]),
            (outs, [("S3", 0, "M2", 3)]),
            (released_sections, (["W1-1", "W2-1"], [("S2", "W1-1"), ("S3", "W2-1")])),
            (items, [("must", "S3", "W1")]),
            (lambda one: one.release and one.release.runs, ()),
        ],
    ),
    "a student left whom a mentor was never to be with": (
        StudentLeft(student="S2"),
        [(lambda one: one.mentor_of["M2"].never_with, ())],
    ),
    "a student moved: minutes and stops of the old home are gone": (
        StudentMoved(student="S1", home=f.north(50), travel=(f.row("S1", "SHOP", "transit", 7),)),
        [
            (lambda one: one.student_of["S1"].home, f.north(50)),
            (
                lambda one: [(r.origin, r.destination) for r in one.travel.rows],
                [("S3", "SHOP"), ("S1", "SHOP")],
            ),
            (lambda one: [s.place for s in one.runs[0].stops], ["S2", "LAB"]),
            (outs, ALL_OUT),
        ],
    ),
    "a student wants fewer days": (
        StudentDays(student="S1", days=1),
        [(wish("S1"), (1, "M1", ())), (outs, ALL_OUT)],
    ),
    "a student wants no day: the next internship has its number": (
        StudentDays(student="S3", days=0),
        [(wish("S3"), (1, None, ("M1",))), (outs, [("S1", 0, "M1", 1)])],
    ),
    "a student wants days for the first time": (
        StudentDays(student="S2", days=1),
        [(wish("S2"), (1, None, ("M1", "M3")))],
    ),
    "an internship is confirmed": (
        InternshipConfirmed(student="S3", mentor="M3"),
        [(wish("S3"), (1, "M3", ())), (outs, ALL_OUT)],
    ),
    "an internship ended": (
        InternshipEnded(student="S1"),
        [
            (lambda one: one.student_of["S1"].internships, ()),
            (outs, [("S3", 0, "M2", 3)]),
            (items, [("must", "S3", "W1")]),
        ],
    ),
    "an internship ended, and the student looks for another": (
        InternshipEnded(student="S1", seeks=True),
        [(wish("S1"), (2, None, ("M2", "M3"))), (outs, ALL_OUT)],
    ),
    "a student has a class": (
        StudentUnavailable(student="S1", unavailable=(f.span(0, "13:00", "14:00"),)),
        [(lambda one: one.student_of["S1"].unavailable, (f.span(0, "13:00", "14:00"),))],
    ),
    "an advisor is away for good: who is free stands in, and others lead": (
        StaffAway(staff="T1"),
        [
            (lambda one: one.advisories[0].advisor, "T2"),
            (lambda one: (one.staff[0].most_day, one.staff[0].most_week), (0, 0)),
            (workshops, [("W1", True, [W1]), ("W2", False, [("W2-1", ("T2",), 0, 15, ("W1-1",))])]),
        ],
    ),
    "a teacher is away for good: a section nobody else may lead need not run": (
        StaffAway(staff="T2"),
        [
            (lambda one: one.advisories[0].advisor, "T1"),
            (
                workshops,
                [("W1", False, [W1]), ("W2", False, [("W2-1", ("T1",), 0, 15, ("W1-1",))])],
            ),
            (requests("S1"), [("must", ("W1",))]),
            (
                lambda one: [r.section for r in one.pins.timetable.sections],  # type: ignore[union-attr]
                ["W2-1"],
            ),
        ],
    ),
    "an advisor is away on Mondays": (
        StaffAway(staff="T1", times=(f.span(0, "0:00", "23:00"),)),
        [
            (lambda one: one.advisories[0].advisor, "T1"),
            (
                lambda one: [(s.day, f"{s.start:%H}") for s in one.staff[0].available],
                [(0, "23"), (1, "00"), (2, "00"), (3, "00"), (4, "00")],
            ),
        ],
    ),
    "a home room is lost: the advisory has the other one": (
        RoomLost(room="R1"),
        [
            (lambda one: one.advisories[0].room, "R2"),
            (lambda one: len(one.room_of["R1"][0].unavailable), 5),
        ],
    ),
    "a room is lost in the afternoon": (
        RoomLost(room="R1", times=(f.span(1, "13:00", "15:00"),)),
        [
            (lambda one: one.advisories[0].room, "R1"),
            (lambda one: one.room_of["R1"][0].unavailable, (f.span(1, "13:00", "15:00"),)),
        ],
    ),
    "a van is out: the day out keeps its place and loses its way there": (
        VanOut(vehicle="V1"),
        [
            (lambda one: (one.vehicles, one.runs), ((), ())),
            (outs, ALL_OUT),
            (lambda one: one.release and one.release.days_out[0].there, ()),
            (lambda one: one.release and len(one.release.days_out[0].back), 1),
            (lambda one: one.release and one.release.runs, ()),
        ],
    ),
    "a van is out on Tuesdays": (
        VanOut(vehicle="V1", days=(1,)),
        [(lambda one: ([v.id for v in one.vehicles], one.runs), (["V1"], ()))],
    ),
    "a workshop is new": (
        WorkshopAdded(
            workshop=f.workshop("W3", sections=(f.section("W3-1"),)), must=("S2",), wish=("S1",)
        ),
        [
            (lambda one: [w.id for w in one.workshops], ["W1", "W2", "W3"]),
            (requests("S1"), [("must", ("W1",)), ("wish", ("W3",))]),
            (requests("S2"), [("wish", ("W1", "W2")), ("must", ("W3",))]),
        ],
    ),
    "a workshop is dropped: alternatives stand in": (
        WorkshopDropped(workshop="W1"),
        [
            (workshops, [("W2", False, [("W2-1", ("T1", "T2"), 0, 15, ())])]),
            (requests("S1"), []),
            (requests("S2"), [("wish", ("W2",))]),
            (requests("S3"), [("must", ("W2",))]),
            (released_sections, (["W2-1"], [("S3", "W2-1")])),
            (items, [("day", "S1", "0"), ("must", "S3", "W2")]),
        ],
    ),
    "a section is split": (
        SectionSplit(section="W2-1", new="W2-2", leads=("T3",)),
        [
            (
                workshops,
                [
                    ("W1", True, [W1]),
                    (
                        "W2",
                        False,
                        [
                            ("W2-1", ("T1", "T2"), 0, 8, ("W1-1",)),
                            ("W2-2", ("T3",), 0, 8, ("W1-1",)),
                        ],
                    ),
                ],
            )
        ],
    ),
    "a rule may be broken for points": (
        RuleStrength(rule=RuleId.STUDENT_DAY, points=9),
        [(lambda one: one.soft_rules, (SoftRule(rule=RuleId.STUDENT_DAY, points=9),))],
    ),
    "a goal of the standard profile is weighed in a profile of its own": (
        GoalWeighed(goal=GoalId.TRAVEL, factor=2),
        [
            (lambda one: one.profile, "edited"),
            (
                lambda one: one.profiles,
                (Profile(name="edited", weights=(GoalWeight(goal=GoalId.TRAVEL, factor=2),)),),
            ),
        ],
    ),
    "a date is free": (
        CalendarException(first=date(2026, 9, 9)),
        [
            (
                lambda one: one.term.holidays,
                (DateSpan(first=date(2026, 9, 9), last=date(2026, 9, 9)),),
            )
        ],
    ),
    "a date follows another weekday": (
        CalendarException(first=date(2026, 9, 9), follows=0),
        [(lambda one: one.term.special, (SpecialDate(when=date(2026, 9, 9), day=0),))],
    ),
}


@pytest.mark.parametrize("case", TABLE)
def test_an_edit_does_what_it_says_and_leaves_the_data_sound(case: str) -> None:
    edit, seen = TABLE[case]
    before = school()
    applied = apply(before, [edit])
    assert [(see(applied.instance), faults(applied.instance)) for see, _ in seen] == [
        (expected, []) for _, expected in seen
    ]
    assert apply(applied.instance, applied.undo).instance == before
    assert applied.named == edit.named


def test_every_kind_is_tried() -> None:
    from scheduler.made.edits import KINDS

    assert {edit.edit for edit, _ in TABLE.values()} == set(KINDS)


def test_a_lost_lead_cannot_be_bought_where_the_rule_is_soft() -> None:
    soft = school(soft_rules=(SoftRule(rule=RuleId.STAFF_DAY, points=1),))
    new = apply(soft, [StaffAway(staff="T2")]).instance
    assert [(s.id, s.most) for s, _ in new.section_of.values()] == [("W1-1", 0), ("W2-1", 15)]


def test_a_stand_in_is_whoever_is_free_when_the_advisory_meets() -> None:
    # T2 leads W1 when A1 meets by this release; T3 does not.
    week = replace(
        WEEK,
        meetings=(f.meeting(f.slot(0, 10)),),
        sections=(f.running("W1-1", f.slot(0, 10), f.slot(2, 10)),),
        enrolments=(),
    )
    new = apply(school(release=week), [StaffAway(staff="T1")]).instance
    assert new.advisories[0].advisor == "T3"


def test_what_changed_is_told_by_id() -> None:
    assert apply(school(), [StudentLeft(student="S2")]).changed == {"S2", "M2", "V1-am"}
    assert apply(school(), [SiteSeats(site="LAB", seats=1)]).changed == {"LAB"}


def test_a_way_by_van_only_is_one() -> None:
    van_only = f.student("S2", interests=("art",), modes=(Mode.VAN,), longest_journey=60)
    students = (van_only, *school().students[::2])
    new = apply(school(students=students), [StudentDays(student="S2", days=1)]).instance
    assert wish("S2")(new) == (1, None, ("M1",))


def test_undoing_a_profile_that_was_there_already_keeps_its_order() -> None:
    weights = (GoalWeight(goal=GoalId.TRAVEL, factor=3), GoalWeight(goal=GoalId.WISHES, factor=0))
    before = school(profiles=(Profile(name="own", weights=weights),), profile="own")
    applied = apply(before, [GoalWeighed(goal=GoalId.TRAVEL, factor=1)])
    assert applied.instance.factor_of[GoalId.TRAVEL] == 1
    assert apply(applied.instance, applied.undo).instance == before
