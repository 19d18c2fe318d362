"""Pins that the search cannot take as they come: no exception, whatever is pinned."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scheduler.check import broken
from scheduler.domain.instance import Instance, Pins
from scheduler.domain.rules import RuleId, SoftRule
from scheduler.domain.runs import Limits, Outcome, Status
from scheduler.domain.timetable import RunningSection, Timetable
from scheduler.solver import solve
from tests import factories as f

LIMITS = Limits(work=0.3)
TWICE = f.instance(advisories=(f.advisory(meetings=(f.meeting_kind(count=2),)),))
"""The circle meets twice a week."""
FIRST, LAST = f.meeting(f.slot(0, 9)), f.meeting(f.slot(4, 9))


def solved(given: Instance, start: Timetable | None = None, **pins: object) -> Outcome:
    """Plan a school with something pinned; what comes out holds the pins."""
    held = Timetable(instance=given.id, **pins)  # type: ignore[arg-type]
    pinned = replace(given, pins=Pins(timetable=held))
    outcome = solve(pinned, LIMITS, start=start)
    if outcome.timetable is not None:
        assert broken(pinned, outcome.timetable) == []
    return outcome


def test_a_meeting_is_pinned_that_is_not_the_first_of_its_kind_in_the_start() -> None:
    start = f.timetable(meetings=(FIRST, LAST))
    assert broken(TWICE, start) == []
    outcome = solved(TWICE, start, meetings=(LAST,))
    assert outcome.timetable is not None
    assert LAST in outcome.timetable.meetings


def test_a_meeting_is_pinned_that_is_not_the_first_of_its_kind_in_the_release() -> None:
    released = replace(TWICE, release=f.timetable(meetings=(FIRST, LAST)))
    outcome = solved(released, meetings=(LAST,))
    assert outcome.timetable is not None
    assert outcome.timetable.meetings == (FIRST, LAST)


ROOMS = (f.room("R1"), f.room("R2"), f.room("GYM", kind="gym"))
HERE_AND_THERE = replace(
    f.instance(),
    school_sites=(
        f.school_site(rooms=ROOMS),
        f.school_site("ANNEX", rooms=(f.room("X1"),)),
    ),
)
MON, TUE, WED = f.slot(0, 10), f.slot(1, 10), f.slot(2, 10)


@pytest.mark.parametrize(
    "section",
    [
        f.running("W1-1", MON, WED, room="GYM"),
        f.running("W1-1", MON, WED, room="X1"),
        f.running("W1-1", MON, WED, lead="T1"),
        f.running("W1-1", MON),
        f.running("W1-1", MON, TUE, WED),
        f.running("W1-1", MON, MON + 1),
    ],
    ids=["a gym", "elsewhere", "not a lead", "one session", "three", "on one day"],
)
def test_a_section_pinned_as_it_cannot_be_names_the_rule(section: RunningSection) -> None:
    outcome = solved(HERE_AND_THERE, sections=(section,))
    assert outcome.status is Status.INFEASIBLE
    assert outcome.conflict is not None
    assert sorted(one.rule for one in outcome.conflict.statements) == ["pinned", "section-sessions"]
    ways = [way.text for way in outcome.conflict.ways_out]
    assert any(text.startswith("it is no longer pinned that W1 1 runs on Mon") for text in ways)


def test_a_pin_in_words_has_times_rooms_and_lead() -> None:
    outcome = solved(HERE_AND_THERE, sections=(f.running("W1-1", WED, MON, room="GYM"),))
    assert outcome.conflict is not None
    assert {one.text for one in outcome.conflict.statements} == {
        "It is pinned that W1 1 runs on Mon 10:00 and Wed 10:00 in GYM, led by T2",
        "W1 1 runs fully if at all: 2 sessions a week on different days, in a fitting classroom,"
        " led by T2",
    }


def test_in_which_order_pinned_sessions_are_listed_says_nothing() -> None:
    outcome = solved(f.instance(), sections=(f.running("W1-1", WED, MON),))
    assert outcome.timetable is not None
    assert f.running("W1-1", MON, WED) in outcome.timetable.sections


def test_pinned_sections_in_the_wrong_order_contradict_the_order() -> None:
    later = f.workshop("W2", sections=(f.section("W2-1", after=("W1-1",)),))
    ordered = f.instance(workshops=(f.workshop(), later))
    wrong = (f.running("W1-1", TUE, WED), f.running("W2-1", MON, WED + 1))
    outcome = solved(ordered, sections=wrong)
    assert outcome.conflict is not None
    assert {one.rule for one in outcome.conflict.statements} == {"linked", "pinned"}


def test_linked_sections_pinned_at_one_time_have_nobody_in_both() -> None:
    linked = f.workshop("W2", sections=(f.section("W2-1", leads=("T1",), linked=("W1-1",)),))
    together = f.instance(workshops=(f.workshop(), linked))
    both = (f.running("W1-1", MON, WED), f.running("W2-1", MON, WED, lead="T1", room="R1"))
    outcome = solved(together, sections=both)
    assert outcome.timetable is not None
    assert outcome.timetable.enrolments == ()


def test_more_meetings_pinned_than_there_are_contradict_their_count() -> None:
    """The data has this fault; a change that is asked for may come to it."""
    outcome = solved(f.instance(), meetings=(FIRST, LAST))
    assert outcome.conflict is not None
    assert {one.rule for one in outcome.conflict.statements} == {"advisory-meets", "pinned"}


def test_a_meeting_pinned_outside_its_times_names_the_rule() -> None:
    kind = f.meeting_kind(allowed=(f.span(1, "9:00", "12:00"),))
    outcome = solved(f.instance(advisories=(f.advisory(meetings=(kind,)),)), meetings=(FIRST,))
    assert outcome.conflict is not None
    assert {one.rule for one in outcome.conflict.statements} == {"advisory-meets", "pinned"}


def test_one_section_pinned_in_two_ways_is_no_exception() -> None:
    both = (f.running("W1-1", MON, WED), f.running("W1-1", TUE, WED))
    outcome = solved(f.instance(), sections=both)
    assert outcome.status is Status.INFEASIBLE


def test_a_student_pinned_to_a_section_at_another_school_site_has_the_time_to_get_there() -> None:
    there = f.section("W1-1", site="ANNEX")
    annex = f.school_site("ANNEX", position=f.north(4_000), rooms=(f.room("X1"),))
    apart = f.instance(
        school_sites=(f.school_site(), annex), workshops=(f.workshop(sections=(there,)),)
    )
    held = f.running("W1-1", MON, WED, room="X1")
    outcome = solved(
        apart, sections=(held,), enrolments=(f.enrolment("S1"),), meetings=(f.meeting(MON - 1),)
    )
    assert outcome.status is Status.INFEASIBLE


SOFTENED = f.instance(soft_rules=(SoftRule(rule=RuleId.SECTION_SESSIONS, points=16),))


@pytest.mark.parametrize(
    "slots", [(), (MON,), (MON, WED), (MON, TUE, WED), (MON, MON + 1)], ids=str
)
def test_where_the_sessions_of_a_section_may_give_way_those_pinned_are_all(
    slots: tuple[int, ...],
) -> None:
    held = f.running("W1-1", *slots)
    outcome = solved(SOFTENED, sections=(held,))
    assert outcome.timetable is not None
    assert held in outcome.timetable.sections
