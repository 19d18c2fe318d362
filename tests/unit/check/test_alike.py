"""What was found about some things is known for the very same things only."""

from __future__ import annotations

from dataclasses import replace

from scheduler.check import broken
from scheduler.check.alike import MOST_COMMON, Alike
from tests import factories as make


def test_the_same_things_are_looked_at_once_and_equal_ones_again() -> None:
    known: Alike[int] = Alike()
    looks: list[int] = []

    def look() -> int:
        looks.append(0)
        return len(looks)

    table, one, other = ["table"], [1], [1]
    assert known.found(table, (one,), ("there",), look) == 1
    assert known.found(table, (one,), ("there",), look) == 1
    assert known.found(table, (one,), ("back",), look) == 2
    assert known.found(table, (other,), ("there",), look) == 3
    assert known.found(["table"], (one,), ("there",), look) == 4


def test_what_is_in_common_no_more_is_let_go() -> None:
    known: Alike[str] = Alike()
    first, thing = [0], [1]
    assert known.found(first, (thing,), (), lambda: "then") == "then"
    for _ in range(MOST_COMMON - 1):
        known.found([0], (thing,), (), lambda: "other")
    assert known.found(first, (thing,), (), lambda: "now") == "then"
    for _ in range(MOST_COMMON):
        known.found([0], (thing,), (), lambda: "other")
    assert known.found(first, (thing,), (), lambda: "now") == "now"


def test_a_way_that_was_fine_is_not_where_the_site_has_moved() -> None:
    school, timetable = make.instance(), make.timetable()
    assert broken(school, timetable) == []
    far = replace(school, internship_sites=(make.site(position=make.north(7_800)),))
    assert {one.rule for one in broken(far, timetable)} == {"journey"}
    assert broken(school, timetable) == []


def test_a_way_that_was_fine_is_not_where_the_student_has_moved() -> None:
    school, timetable = make.instance(), make.timetable()
    assert broken(school, timetable) == []
    ada, ben = school.students
    far = replace(school, students=(replace(ada, home=make.north(-7_800)), ben))
    assert {one.rule for one in broken(far, timetable)} == {"journey"}
    assert broken(school, timetable) == []


def test_seats_that_were_fine_are_not_where_nobody_asks_for_them() -> None:
    school, timetable = make.instance(), make.timetable()
    assert broken(school, timetable) == []
    ada, ben = school.students
    other = replace(school, students=(ada, replace(ben, requests=())))
    assert [one.subjects for one in broken(other, timetable)] == [("S2", "W1")]
