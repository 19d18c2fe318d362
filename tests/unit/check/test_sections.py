"""Rules `section-sessions`, `section-size`, `enrolled-once` and `linked`."""

import pytest

from scheduler.check import CHECKS
from scheduler.domain.rules import RuleId
from tests.factories import (
    enrolment,
    grid,
    instance,
    must,
    room,
    running,
    school_site,
    section,
    slot,
    span,
    student,
    term,
    timetable,
    unplaced,
    wish,
    workshop,
)

MON, WED = slot(0, 10), slot(2, 10)
ON_MONDAY = span(0, "10:00", "11:00")


def subjects(rule, school, table):
    return [one.subjects for one in CHECKS[rule](school, table)]


def table(*sections, enrolled=(), items=()):
    return timetable(
        days_out=(),
        meetings=(),
        sections=sections,
        enrolments=tuple(enrolment(*one) for one in enrolled),
        unplaced=tuple(unplaced("must", *one) for one in items),
    )


@pytest.mark.parametrize(
    ("kind", "runs", "count"),
    [
        ({}, running("W1-1", MON, WED), 0),
        ({}, running("W1-1", MON), 1),
        ({}, running("W1-1"), 1),
        ({}, running("W1-1", MON, MON + 1), 1),
        ({}, running("W1-1", MON, 999), 1),
        ({}, running("W1-1", -6, MON), 1),
        ({"length": 2}, running("W1-1", MON, WED), 0),
        ({"length": 2}, running("W1-1", MON, slot(2, 14)), 1),
        ({}, running("W1-1", MON, WED, lead="T1"), 1),
        ({}, running("W1-1", MON, WED, lead="nobody"), 1),
        ({}, running("W1-1", MON, WED, room="nowhere"), 1),
        ({}, running("W1-1", MON, WED, room="B1"), 1),  # at the other site
        ({"room_kind": "gym"}, running("W1-1", MON, WED), 1),
        ({"features": ("sink",)}, running("W1-1", MON, WED), 1),
        ({"features": ("sink",)}, running("W1-1", MON, WED, room="R3"), 0),
        ({}, running("W1-1", MON, WED, room="R4"), 1),  # one seat for two
        ({"allowed": (ON_MONDAY, span(2, "9:00", "15:00"))}, running("W1-1", MON, WED), 0),
        ({"allowed": (ON_MONDAY,)}, running("W1-1", MON, WED), 1),
        ({"allowed": (ON_MONDAY, span(2, "9:00", "15:00", 1))}, running("W1-1", MON, WED), 1),
    ],
)
def test_sessions_of_a_section(kind, runs, count):
    hall = school_site(
        rooms=(room("R1"), room("R2"), room("R3", features=("sink", "oven")), room("R4", seats=1))
    )
    barn = school_site("BARN", rooms=(room("B1"),))
    school = instance(
        term=term(cycle=2), school_sites=(hall, barn), workshops=(workshop("W1", **kind),)
    )
    found = subjects(RuleId.SECTION_SESSIONS, school, table(runs, enrolled=(("S1",), ("S2",))))
    assert found == [("W1-1",)] * count


def test_slots_are_those_of_the_site_of_the_section():
    """Slot 3 is the last of Monday in a grid of four slots a day."""
    barn = school_site("BARN", rooms=(room("B1"),), grid=grid(slots=4))
    given = section("W1-1", site="BARN")
    school = instance(
        school_sites=(school_site(), barn),
        workshops=(workshop("W1", length=2, sections=(given,)),),
    )
    assert subjects(RuleId.SECTION_SESSIONS, school, table(running("W1-1", 2, 6, room="B1"))) == []
    assert subjects(RuleId.SECTION_SESSIONS, school, table(running("W1-1", 3, 6, room="B1"))) == [
        ("W1-1",)
    ]


@pytest.mark.parametrize(("run_all", "count"), [(False, 0), (True, 1)])
def test_every_section_runs_where_all_have_to(run_all, count):
    two = (section("W1-1"), section("W1-2"))
    school = instance(workshops=(workshop("W1", run_all=run_all, sections=two),))
    found = subjects(RuleId.SECTION_SESSIONS, school, table(running("W1-1", MON, WED)))
    assert found == [("W1-2",)] * count


@pytest.mark.parametrize(
    ("runs", "least", "most", "count"),
    [
        (True, 2, 2, 0),
        (True, 3, 9, 1),
        (True, 0, 1, 1),
        (False, 0, 9, 1),  # enrolled in what does not run
    ],
)
def test_size_of_a_section(runs, least, most, count):
    given = section("W1-1", least=least, most=most)
    school = instance(workshops=(workshop("W1", sections=(given,)),))
    sections = (running("W1-1", MON, WED),) if runs else ()
    found = subjects(RuleId.SECTION_SIZE, school, table(*sections, enrolled=(("S1",), ("S2",))))
    assert found == [("W1-1",)] * count
    assert subjects(RuleId.SECTION_SIZE, school, table()) == []


# W1 and W2 have two sections each; W3-1 is linked to W1-1, W4-1 to W3-1.
OFFER = (
    workshop("W1", sections=(section("W1-1"), section("W1-2"))),
    workshop("W2", sections=(section("W2-1"), section("W2-2"))),
    workshop("W3", sections=(section("W3-1", linked=("W1-1",)),)),
    workshop("W4", sections=(section("W4-1", linked=("W3-1",)),)),
)


@pytest.mark.parametrize(
    ("requests", "sections", "items", "wrong"),
    [
        ((must("W1"),), ("W1-1",), (), []),
        ((must("W1"),), (), (), ["W1"]),
        ((must("W1"),), (), ("W1",), []),
        ((must("W1"),), ("W1-1",), ("W1",), ["W1"]),  # met, and yet listed
        ((must("W1"),), (), ("W1", "W1"), ["W1"]),
        ((must("W1", "W2"),), ("W2-1",), (), []),
        ((must("W1", "W2"),), ("W2-1",), ("W1",), ["W1"]),
        ((wish("W1"),), (), (), []),
        ((wish("W1"),), (), ("W1",), ["W1"]),  # a wish is never listed
        ((wish("W1"),), ("W1-1", "W1-2"), (), ["W1"]),
        ((), ("W2-1",), (), ["W2"]),  # nobody asked for it
        ((wish("W1", "W2"),), ("W1-1", "W2-1"), (), ["W2"]),  # both for one request
        ((wish("W1", "W2"), wish("W2")), ("W1-1", "W2-1"), (), []),
        ((wish("W1", "W2"), wish("W1")), ("W1-1", "W2-1"), (), []),  # the other way round
        ((wish("W1"),), ("W1-1", "W3-1", "W4-1"), (), []),  # come along
        ((wish("W4"),), ("W1-1", "W3-1", "W4-1"), (), []),
        ((wish("W1"),), ("W1-2", "W3-1"), (), ["W3"]),  # linked to another section
        ((wish("W1"), wish("W2")), ("W1-1", "W3-1", "W2-1"), (), []),
    ],
)
def test_enrolments_are_for_requests(requests, sections, items, wrong):
    school = instance(students=(student("S1", requests=requests),), workshops=OFFER)
    given = table(
        enrolled=tuple(("S1", one) for one in sections),
        items=tuple(("S1", one) for one in items),
    )
    found = subjects(RuleId.ENROLLED_ONCE, school, given)
    assert found == [("S1", one) for one in wrong]


@pytest.mark.parametrize(
    ("sections", "wrong"),
    [
        (("W1-1", "W3-1", "W4-1"), []),
        (("W1-2",), []),
        (("W1-1",), [("W1-1", "W3-1", "S1")]),
        (("W3-1",), [("W1-1", "W3-1", "S1"), ("W3-1", "W4-1", "S1")]),
        (("W4-1",), [("W3-1", "W4-1", "S1")]),
    ],
)
def test_linked_sections_are_taken_together(sections, wrong):
    school = instance(students=(student("S1"),), workshops=OFFER)
    given = table(enrolled=tuple(("S1", one) for one in sections))
    assert subjects(RuleId.LINKED, school, given) == wrong


@pytest.mark.parametrize(
    ("first", "second", "count"),
    [
        ((MON, WED), (MON + 1, WED), 0),
        ((MON, WED), (slot(1, 9), WED), 0),
        ((MON, WED), (slot(0, 9), WED), 1),
        ((MON, WED), (MON, WED), 1),
        ((WED, MON), (WED, MON + 1), 0),  # the order in the file does not matter
        (None, (MON, WED), 0),  # it does not run
    ],
)
def test_ordered_sessions_come_in_order(first, second, count):
    later = section("W2-1", after=("W1-1",))
    school = instance(workshops=(workshop("W1"), workshop("W2", sections=(later,))))
    runs = [running("W2-1", *second, room="R1")]
    runs += [running("W1-1", *first)] if first else []
    assert subjects(RuleId.LINKED, school, table(*runs)) == [("W2-1", "W1-1")] * count


def test_order_is_of_the_clock_where_grids_differ():
    """At the barn slot 0 is 10:00; at the hall the first session ends at 11:00."""
    barn = school_site("BARN", rooms=(room("B1"),), grid=grid(first=10 * 60, slots=4))
    later = section("W2-1", site="BARN", after=("W1-1",))
    school = instance(
        school_sites=(school_site(), barn),
        workshops=(workshop("W1"), workshop("W2", sessions=1, sections=(later,))),
    )
    first = running("W1-1", MON, WED)
    for barn_slot, count in ((0, 1), (1, 0)):
        given = table(first, running("W2-1", barn_slot, room="B1"))
        assert len(subjects(RuleId.LINKED, school, given)) == count
