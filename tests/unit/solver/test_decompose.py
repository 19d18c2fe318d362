"""What has nothing to do with each other, and what does."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scheduler.domain.instance import Instance, Pins
from scheduler.domain.timetable import Timetable
from scheduler.made import make
from scheduler.solver.decompose import components
from tests import factories as f
from tests.unit.solver.parts.towns import side_by_side

OTHER = "1."
"""Stands in front of the ids of the second town."""


@pytest.fixture(scope="module")
def two_towns() -> Instance:
    return side_by_side(f.instance(), f.instance())


def towns_of(instance: Instance) -> list[set[str]]:
    """By part, the students in it."""
    students = {one.id for one in instance.students}
    return [part & students for part in components(instance)]


APART = [{"0.S1", "0.S2"}, {"1.S1", "1.S2"}]


def test_two_towns_are_two_parts(two_towns: Instance) -> None:
    assert towns_of(two_towns) == APART


def test_a_school_is_one_part() -> None:
    assert towns_of(f.instance()) == [{"S1", "S2"}]
    assert len(components(make("small", 1).instance)) == 1


def test_everything_is_in_just_one_part(two_towns: Instance) -> None:
    parts = components(two_towns)
    ids = two_towns.names.keys() - {one.id for one in two_towns.schools}
    assert ids <= set().union(*parts)
    assert sum(len(part) for part in parts) == len(set().union(*parts))


def with_(two_towns: Instance, what: str) -> Instance:
    """The two towns, with one thing that both have to do with."""
    students, staff = two_towns.students, two_towns.staff
    workshop, section = two_towns.workshops[0], two_towns.workshops[0].sections[0]
    match what:
        case "mentor asked for":
            wish = (
                replace(students[2].internships[0], confirmed="0.M1")
                if (students[2].internships)
                else f.internship(confirmed="0.M1")
            )
            return replace(
                two_towns,
                students=(*students[:2], replace(students[2], internships=(wish,)), students[3]),
            )
        case "mentor at two sites":
            mentor = replace(two_towns.mentors[0], sites=("0.LAB", "1.LAB"))
            return replace(two_towns, mentors=(mentor, *two_towns.mentors[1:]))
        case "parent of sites":
            ward = replace(two_towns.internship_sites[1], parent="0.LAB")
            return replace(two_towns, internship_sites=(two_towns.internship_sites[0], ward))
        case "workshop asked for":
            asking = replace(students[2], requests=(f.must("0.W1"),))
            return replace(two_towns, students=(*students[:2], asking, students[3]))
        case "lead":
            leads = replace(section, leads=(*section.leads, "1.T2"))
            changed = replace(workshop, sections=(leads,))
            return replace(two_towns, workshops=(changed, *two_towns.workshops[1:]))
        case "linked sections":
            linked = replace(workshop, sections=(replace(section, linked=("1.W1-1",)),))
            return replace(two_towns, workshops=(linked, *two_towns.workshops[1:]))
        case "staff compared":
            school = two_towns.schools[0].id
            same = tuple(replace(one, school=school) for one in staff)
            return replace(two_towns, staff=same)
        case "van":
            van = f.vehicle("V9", start="0.HALL")
            run = f.run("V9-am", ("0.LAB", "8:30"), ("1.LAB", "8:50"), vehicle="V9")
            return replace(two_towns, vehicles=(van,), runs=(run,))
        case "pin":
            pinned = Timetable(instance=two_towns.id, enrolments=(f.enrolment("1.S1", "0.W1-1"),))
            return replace(two_towns, pins=Pins(timetable=pinned))
        case "release":
            released = Timetable(
                instance=two_towns.id, days_out=(f.day_out("1.S1", 1, mentor="0.M1"),)
            )
            return replace(two_towns, release=released)
    raise AssertionError(what)


@pytest.mark.parametrize(
    "what",
    [
        "mentor asked for",
        "mentor at two sites",
        "parent of sites",
        "workshop asked for",
        "lead",
        "linked sections",
        "staff compared",
        "van",
        "pin",
        "release",
    ],
)
def test_what_two_towns_share_makes_them_one_part(two_towns: Instance, what: str) -> None:
    assert towns_of(with_(two_towns, what)) == [{"0.S1", "0.S2", "1.S1", "1.S2"}]


def test_what_has_no_students_goes_with_the_part_of_fewest(two_towns: Instance) -> None:
    lonely = replace(
        two_towns,
        mentors=(*two_towns.mentors, f.mentor("M9", sites=("PIER",))),
        internship_sites=(*two_towns.internship_sites, f.site("PIER")),
        students=two_towns.students[:3],
    )
    parts = components(lonely)
    assert towns_of(lonely) == [{"0.S1", "0.S2"}, {"1.S1"}]
    assert {"M9", "PIER"} <= parts[1]
