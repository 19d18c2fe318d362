"""Rules about days out and who they are with: `available` to `eligible`."""

from datetime import date

import pytest

from scheduler.check import CHECKS
from scheduler.domain.calendar import DateSpan
from scheduler.domain.places import Clearance, Opening
from scheduler.domain.rules import RuleId
from tests.factories import (
    at,
    day_out,
    enrolment,
    instance,
    internship,
    meeting,
    mentor,
    room,
    running,
    school_site,
    site,
    slot,
    span,
    staff,
    student,
    term,
    timetable,
    unplaced,
)

AB = term(cycle=2)
BLOCK = DateSpan(first=date(2026, 9, 8), last=date(2026, 9, 10))  # Tuesday to Thursday, week 0


def subjects(rule, school, table):
    return [one.subjects for one in CHECKS[rule](school, table)]


def school_of(*wishes, **changes):
    """A school where S1 has these internships and nothing else is going on."""
    own = {"modes": ("walk",)} | changes.pop("student", {})
    return instance(
        students=(student("S1", internships=wishes, **own), student("S2")), workshops=(), **changes
    )


def outs(*days, **more):
    """S1 out on these weekdays, or on (internship, weekday, mentor)."""
    made = []
    for day in days:
        number, weekday, who = day if isinstance(day, tuple) else (0, day, "M1")
        made.append(day_out("S1", weekday, internship=number, mentor=who))
    return timetable(days_out=tuple(made), meetings=(), sections=(), enrolments=(), **more)


def items(count, subject="0"):
    return (unplaced("day", "S1", subject),) * count


@pytest.mark.parametrize(
    ("table", "count"),
    [
        (outs(1, 3), 0),
        (outs(1, unplaced=items(1)), 0),
        (outs(unplaced=items(2)), 0),
        (outs(1), 1),
        (outs(1, 3, unplaced=items(1)), 1),  # listed, though nothing is missing
        (outs(unplaced=items(3)), 1),
        (outs(1, 2, 3), 1),
        (outs(1, 1), 1),  # twice the same weekday
        (outs(1, 4), 1),  # Friday is not allowed
    ],
)
def test_days_out_of_a_weekly_internship(table, count):
    school = school_of(internship(days=2, allowed_days=(1, 2, 3)))
    assert subjects(RuleId.DAYS_OUT, school, table) == [("S1", "0")] * count


@pytest.mark.parametrize(
    ("table", "count"),
    [
        (outs(1, 2, 3), 0),
        (outs(1, 2, unplaced=items(1)), 0),
        (outs(1, 2), 1),
        (outs(1, 2, 4), 1),  # no date of the block is a Friday
    ],
)
def test_a_block_is_out_on_every_weekday_of_its_dates(table, count):
    school = school_of(internship(block=BLOCK))
    assert subjects(RuleId.DAYS_OUT, school, table) == [("S1", "0")] * count


@pytest.mark.parametrize(
    ("weeks", "other", "count"), [((), (), 2), ((0,), (1,), 0), ((0,), (0, 1), 2)]
)
def test_internships_of_one_week_take_different_weekdays(weeks, other, count):
    wishes = (
        internship(days=1, weeks=weeks),
        internship(days=1, weeks=other, confirmed="M2"),
    )
    school = school_of(*wishes, term=AB, mentors=(mentor("M1"), mentor("M2")))
    table = outs((0, 1, "M1"), (1, 1, "M2"))
    assert len(subjects(RuleId.DAYS_OUT, school, table)) == count


def test_a_weekday_that_the_term_does_not_use():
    school = school_of(internship(days=1), term=term(weekdays=(0, 1, 2)))
    assert subjects(RuleId.DAYS_OUT, school, outs(3)) == [("S1", "0")]
    assert subjects(RuleId.DAYS_OUT, school, outs(2)) == []


@pytest.mark.parametrize(
    ("table", "wrong"),
    [
        (outs((0, 1, "M1"), (0, 3, "M1"), (1, 2, "M2")), []),
        (outs((0, 1, "M1"), (0, 3, "M3")), [("S1", "0")]),  # two mentors
        (outs((1, 2, "M3")), [("S1", "1")]),  # not among those asked for
        (outs((0, 1, "M2"), (1, 2, "M2")), [("S1", "0"), ("S1", "1")]),  # the same for both
    ],
)
def test_one_mentor_for_each_internship(table, wrong):
    school = school_of(
        internship(candidates=("M1", "M2", "M3")),
        internship(days=1, confirmed="M2"),
        mentors=(mentor("M1"), mentor("M2"), mentor("M3")),
    )
    assert subjects(RuleId.SAME_MENTOR, school, table) == wrong


def test_internships_are_counted_from_1_where_a_person_reads_them():
    school = school_of(internship(days=2), internship(days=1))
    table = timetable(days_out=(day_out("S1", 1), day_out("S1", 1, internship=1)), unplaced=())
    said = [one.message for rule in (RuleId.DAYS_OUT, RuleId.SAME_MENTOR)
            for one in CHECKS[rule](school, table)]  # fmt: skip
    assert [text.partition(" of S1")[0] for text in said] == ["internship 1", "internship 2"] * 2
    assert "Tue is a day out of internship 2 too" in said[0]
    assert said[2].endswith("is with M1 as internship 2 is")


@pytest.mark.parametrize(
    ("days", "least", "most", "count"),
    [
        ((1, 3), 2, 6, 0),
        ((1, 2), 2, 6, 1),
        ((1, 2), 1, 1, 0),
        ((1, 3), 1, 1, 1),
        ((0, 1, 2), 1, 1, 1),  # Monday to Wednesday are 2 apart; one violation, not three
        ((1,), 3, 3, 0),
    ],
)
def test_days_keep_their_distance(days, least, most, count):
    school = school_of(internship(days=3), student={"least_apart": least, "most_apart": most})
    assert subjects(RuleId.DAYS_APART, school, outs(*days)) == [("S1",)] * count


@pytest.mark.parametrize(
    ("one", "two", "count"),
    [
        ({"days": 1}, {"days": 1}, 1),
        ({"days": 1, "weeks": (0,)}, {"days": 1, "weeks": (1,)}, 0),
        ({"days": 1}, {"block": BLOCK}, 0),
    ],
)
def test_distance_holds_over_all_weekly_internships_of_a_week(one, two, count):
    school = school_of(
        internship(**one),
        internship(**two, confirmed="M2"),
        term=AB,
        mentors=(mentor("M1"), mentor("M2")),
        student={"least_apart": 2},
    )
    table = outs((0, 1, "M1"), (1, 2, "M2"))
    assert len(subjects(RuleId.DAYS_APART, school, table)) == count


WEDNESDAY_9_TO_11 = running("W1-1", slot(2, 9), slot(2, 10))


@pytest.mark.parametrize(
    ("spans", "wrong"),
    [
        ((), []),
        ((span(2, "9:30", "9:40"),), [slot(2, 9)]),
        ((span(2, "9:59", "10:01"),), [slot(2, 9), slot(2, 10)]),  # two sessions, two violations
        ((span(2, "11:00", "15:00"), span(1, "9:00", "15:00")), []),  # begins as the last ends
        ((span(2, "9:00", "10:00", 1),), [slot(2, 9)]),
    ],
)
def test_sessions_avoid_what_students_and_rooms_cannot(spans, wrong):
    table = timetable(
        days_out=(),
        meetings=(),
        sections=(WEDNESDAY_9_TO_11,),
        enrolments=(enrolment("S1"),),
    )
    of_student = instance(term=AB, students=(student("S1", unavailable=spans),))
    of_room = instance(
        term=AB,
        students=(student("S1"),),
        school_sites=(school_site(rooms=(room("R1"), room("R2", unavailable=spans))),),
    )
    expected = [("section W1-1", str(one)) for one in wrong]
    assert subjects(RuleId.AVAILABLE, of_student, table) == [("S1", *one) for one in expected]
    assert subjects(RuleId.AVAILABLE, of_room, table) == [("R2", *one) for one in expected]


@pytest.mark.parametrize(
    ("spans", "wrong"),
    [
        ((), []),
        ((span(2, "9:00", "11:00"),), []),
        ((span(2, "9:00", "10:00"), span(2, "10:00", "11:00")), []),
        ((span(2, "9:00", "10:30"),), [slot(2, 10)]),
        ((span(2, "9:00", "11:00", 0),), [slot(2, 9), slot(2, 10)]),  # not in week 1
        ((span(2, "9:00", "11:00", 0), span(2, "9:00", "11:00", 1)), []),
        ((span(1, "9:00", "15:00"),), [slot(2, 9), slot(2, 10)]),
    ],
)
def test_staff_lead_inside_one_of_their_spans(spans, wrong):
    school = instance(term=AB, staff=(staff("T1"), staff("T2", available=spans)))
    table = timetable(days_out=(), meetings=(), sections=(WEDNESDAY_9_TO_11,), enrolments=())
    expected = [("T2", "section W1-1", str(one)) for one in wrong]
    assert subjects(RuleId.AVAILABLE, school, table) == expected


def test_advisor_and_home_room_have_to_be_free_for_a_meeting():
    school = instance(
        staff=(staff("T1", available=(span(0, "10:00", "15:00"),)), staff("T2")),
        school_sites=(
            school_site(rooms=(room("R1", unavailable=(span(0, "8:00", "9:01"),)), room("R2"))),
        ),
        students=(student("S2", unavailable=(span(0, "9:00", "10:00"),)),),
    )
    table = timetable(days_out=(), meetings=(meeting(slot(0, 9)),), sections=(), enrolments=())
    # Ben is simply absent from it.
    assert [one[0] for one in subjects(RuleId.AVAILABLE, school, table)] == ["T1", "R1"]


def opening(day, start, end):
    return Opening(day=day, start=at(start), end=at(end))


@pytest.mark.parametrize(
    ("hours", "openings", "parent", "unavailable", "count"),
    [
        ((span(1, "9:30", "15:30"),), (), (), (), 0),
        ((span(2, "9:30", "15:30"),), (), (), (), 1),  # the mentor is not there
        ((span(1, "9:30", "15:30", 0),), (), (), (), 1),  # in week 0 only
        ((span(1, "9:30", "12:30", 0), span(1, "12:00", "15:30", 1)), (), (), (), 0),
        ((span(1, "9:30", "12:00", 0), span(1, "12:00", "15:30", 1)), (), (), (), 1),
        ((span(1, "9:30", "15:30"),), (opening(2, "9:00", "16:00"),), (), (), 1),  # closed
        ((span(1, "9:30", "15:30"),), (opening(1, "15:30", "16:00"),), (), (), 1),
        ((span(1, "9:30", "15:30"),), (), (opening(2, "9:00", "16:00"),), (), 1),
        ((span(1, "9:30", "15:30"),), (), (), (span(1, "15:00", "16:00"),), 1),
        ((span(1, "9:30", "15:30"),), (), (), (span(1, "15:30", "16:00"),), 0),
        # What the student cannot do after the site has closed is not in the way.
        (
            (span(1, "9:30", "15:30"),),
            (),
            (opening(1, "9:00", "14:00"),),
            (span(1, "14:00", "15:30"),),
            0,
        ),
    ],
)
def test_days_out_have_hours(hours, openings, parent, unavailable, count):
    school = school_of(
        internship(days=1),
        term=AB,
        mentors=(mentor(hours=hours),),
        internship_sites=(
            site("LAB", parent="PARK", openings=openings),
            site("PARK", openings=parent),
        ),
        student={"unavailable": unavailable},
    )
    assert subjects(RuleId.AVAILABLE, school, outs(1)) == [("S1", "0", "1")] * count


LAST_TUESDAY = date(2026, 9, 22)


@pytest.mark.parametrize(
    ("own", "of_mentor", "of_site", "of_parent", "count"),
    [
        ({}, {}, {}, {}, 0),
        ({"age": 15}, {}, {}, {"minimum_age": 15}, 0),
        ({"age": 15}, {}, {}, {"minimum_age": 16}, 1),
        ({"avoid_hazards": ("dust",)}, {}, {"hazards": ("noise",)}, {"hazards": ("dust",)}, 1),
        ({}, {"never_with": ("S1",)}, {}, {}, 1),
        ({}, {"sites": ("PARK",)}, {}, {}, 1),
        ({}, {"clearance_until": LAST_TUESDAY}, {}, {}, 0),
        ({}, {"clearance_until": date(2026, 9, 21)}, {}, {}, 1),
        ({}, {}, {"clearances": (Clearance(name="fire", until=LAST_TUESDAY),)}, {}, 0),
        ({}, {}, {}, {"clearances": (Clearance(name="fire", until=date(2026, 9, 21)),)}, 1),
        ({}, {}, {"requires": ("flu",)}, {}, 1),
        ({"clearances": (Clearance(name="flu"),)}, {}, {"requires": ("flu",)}, {}, 0),
        (
            {"clearances": (Clearance(name="flu", until=date(2026, 9, 21)),)},
            {},
            {},
            {"requires": ("flu",)},
            1,
        ),
        # Everything at once is still one student, mentor and site.
        ({"age": 14}, {"never_with": ("S1",)}, {"minimum_age": 16, "requires": ("flu",)}, {}, 1),
    ],
)
def test_who_may_be_where(own, of_mentor, of_site, of_parent, count):
    school = school_of(
        internship(days=1),
        student=own,
        mentors=(mentor(**of_mentor),),
        internship_sites=(site("LAB", parent="PARK", **of_site), site("PARK", **of_parent)),
    )
    assert subjects(RuleId.ELIGIBLE, school, outs(1)) == [("S1", "M1", "LAB")] * count


def test_clearances_reach_the_dates_of_the_day_out_only():
    own = {"clearances": (Clearance(name="flu", until=date(2026, 9, 10)),)}
    sites = (site("LAB", requires=("flu",)),)
    block = school_of(internship(block=BLOCK), student=own, internship_sites=sites)
    weekly = school_of(internship(days=3), student=own, internship_sites=sites)
    assert subjects(RuleId.ELIGIBLE, block, outs(1, 2, 3)) == []
    assert subjects(RuleId.ELIGIBLE, weekly, outs(1, 2, 3)) == [("S1", "M1", "LAB")]
