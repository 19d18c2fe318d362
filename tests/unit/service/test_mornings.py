"""Somebody is ill for a day: what moves, and that it may."""

from __future__ import annotations

import itertools
from collections import Counter
from dataclasses import replace
from datetime import date

import pytest

from scheduler.check.diary import diary_of
from scheduler.check.eligible import obstacles
from scheduler.domain.calendar import minute
from scheduler.domain.ids import MentorId, StaffId
from scheduler.domain.instance import Instance
from scheduler.errors import InvalidInputError
from scheduler.made import make
from scheduler.service.mornings import this_morning, told
from tests import factories as f

MONDAY = date(2026, 9, 7)
TUESDAY = date(2026, 9, 8)
WEEK = f.timetable(days_out=(f.day_out("S1", 1),))


def school(*mentors: object, **more: object) -> Instance:
    return f.instance(mentors=(f.mentor("M1"), *mentors), **more)  # type: ignore[arg-type]


def test_nothing_moves_where_nobody_of_the_day_is_away() -> None:
    instance = school(f.mentor("M2"))
    day = this_morning(instance, WEEK, TUESDAY, ["M2"])
    assert (day.sent, day.led, day.touched) == ((), (), ())


def test_a_student_goes_to_another_mentor_of_the_same_site_by_the_same_way() -> None:
    instance = school(f.mentor("M2"))
    day = this_morning(instance, WEEK, TUESDAY, ["M1"])
    (sent,) = day.sent
    assert sent.to == replace(sent.was, mentor=MentorId("M2"))
    assert day.touched == ("M2", "S1")
    said = told(instance, day, str)
    assert said["S1"][0].endswith("your ways stay the same.")
    assert said["M2"][0].startswith("S1 comes to you")


@pytest.mark.parametrize(
    "other",
    [
        f.mentor("M2", at_once=0),
        f.mentor("M2", never_with=("S1",)),
        f.mentor("M2", clearance_until=MONDAY),
        f.mentor("M2", hours=(f.span(0, "09:00", "15:00"),)),
    ],
)
def test_without_a_mentor_who_may_a_student_is_at_school(other: object) -> None:
    instance = school(other)
    day = this_morning(instance, WEEK, TUESDAY, ["M1"])
    (sent,) = day.sent
    assert sent.to is None
    assert day.touched == ("S1",)
    assert "supervised study" in told(instance, day, str)["S1"][0]


def test_a_session_is_led_by_somebody_who_may_and_is_free() -> None:
    taught = f.workshop(sections=(f.section(leads=("T2", "T3")),))
    staff = (f.staff("T1", kind="advisor"), f.staff("T2"), f.staff("T3"))
    instance = school(staff=staff, workshops=(taught,))
    day = this_morning(instance, WEEK, MONDAY, ["T2"])
    assert [(one.what, one.lead) for one in day.led] == [("W1-1", "T3")]
    assert day.touched == ("S1", "S2", "T3")
    both = this_morning(instance, WEEK, MONDAY, ["T2", "T3"])
    assert [(one.what, one.lead) for one in both.led] == [("W1-1", None)]
    assert "not held" in told(instance, both, str)["S1"][0]


def test_the_advisory_of_somebody_ill_meets_with_somebody_free() -> None:
    day = this_morning(school(), WEEK, MONDAY, ["T1"])
    assert [(one.what, one.kind, one.lead) for one in day.led] == [("A1", "circle", "T2")]


def test_who_comes_to_school_joins_the_advisory_only_where_it_meets() -> None:
    met = f.timetable(days_out=(f.day_out("S1", 0), f.day_out("S1", 3)))
    (sent,) = this_morning(school(), met, MONDAY, ["M1"]).sent
    assert [one.what for one in sent.meets] == ["circle of A1"]
    alone = this_morning(school(), met, MONDAY, ["M1", "T1", "T2"])
    assert [one.lead for one in alone.led if one.kind] == [None]
    assert alone.sent[0].meets == ()


def test_what_is_over_does_not_move() -> None:
    instance = school(f.mentor("M2"))
    evening = 20 * 60
    assert this_morning(instance, WEEK, TUESDAY, ["M1"], evening).sent == ()


def test_all_that_is_wrong_is_said_at_once() -> None:
    instance = school()
    with pytest.raises(InvalidInputError) as refused:
        this_morning(instance, f.timetable(), date(2026, 9, 6), ["S1", "nobody"])
    assert [fault.position for fault in refused.value.faults] == ["/on", "/away/0", "/away/1"]


@pytest.mark.parametrize("weekday", [0, 3])
def test_a_made_up_school_stays_within_its_rules(weekday: int) -> None:
    made = make("small", 1, planted=True)
    instance, timetable = made.instance, made.hidden
    assert timetable is not None
    diary = diary_of(instance, timetable)
    when, week, _ = next(one for one in instance.term.dates() if one[2] == weekday)
    today = [out for out in diary.outs if when in out.dates]
    busiest = [mentor for mentor, _ in Counter(o.entry.mentor for o in today).most_common(5)]
    leading = [one.id for one in instance.staff if (week, weekday) in diary.led.get(one.id, {})]
    away = [*busiest, *leading[:3]]
    day = this_morning(instance, timetable, when, away)
    stranded = [out.entry for out in today if out.entry.mentor in away]
    assert [one.was for one in day.sent] == stranded
    elsewhere = [one.to for one in day.sent if one.to is not None]
    assert elsewhere
    hosted = Counter(out.entry.mentor for out in today if out.entry.mentor not in away)
    hosted.update(out.mentor for out in elsewhere)
    for out in elsewhere:
        student, mentor = instance.student_of[out.student], instance.mentor_of[out.mentor]
        assert out.mentor not in away
        assert hosted[out.mentor] <= mentor.at_once
        assert obstacles(diary.facts, student, out.mentor, out.site, [when]) == []
        hours = diary.facts.hours(out.mentor, out.site, weekday, (week,))
        assert hours is not None
        assert minute(out.there[-1].arrives) <= hours[0]
        assert minute(out.back[0].departs) >= hours[1]
    assert len(day.led) == sum(len(diary.led[StaffId(one)][week, weekday]) for one in leading[:3])
    led: dict[str, list[tuple[int, int]]] = {}
    for one in day.led:
        if one.lead is not None:
            led.setdefault(one.lead, []).append((one.activity.start, one.activity.end))
    for lead, times in led.items():
        own = diary.led.get(StaffId(lead), {}).get((week, weekday), [])
        times += [(one.start, one.end) for one in own]
        times.sort()
        assert all(one[1] <= two[0] for one, two in itertools.pairwise(times))
    assert day.touched == tuple(sorted(told(instance, day, str)))
