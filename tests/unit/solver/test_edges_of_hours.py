"""Hours that touch, breaks between slots, and nobody at all: solver and checker agree."""

from __future__ import annotations

from dataclasses import replace
from datetime import time

import pytest

from scheduler.check import broken
from scheduler.domain.calendar import GridSlot
from scheduler.domain.faults import faults
from scheduler.domain.instance import Instance
from scheduler.domain.people import Mode
from scheduler.domain.runs import Limits
from scheduler.solver.bounds import bounds
from scheduler.solver.problem import Problem
from scheduler.solver.solve import solve
from tests import factories as make

WITH_BREAKS = tuple(
    GridSlot(day=day, start=time(9 + hour), end=time(9 + hour, 50))
    for day in range(3)
    for hour in range(2)
)
IN_THE_BREAK = tuple(make.span(day, "9:50", "10:00") for day in range(3))


def led_across_noon() -> Instance:
    """Two slots a session, by somebody there until noon and from noon on."""
    hours = (make.span(0, "9:00", "12:00"), make.span(0, "12:00", "15:00"))
    more = (make.span(2, "10:00", "11:00"), make.span(2, "11:00", "12:00"))
    return make.instance(
        staff=(make.staff("T1"), make.staff("T2", available=hours + more)),
        workshops=(make.workshop(length=2, sessions=2),),
    )


def meeting_across_ten() -> Instance:
    """A meeting of two slots, with an advisor there until ten and from ten on."""
    hours = (make.span(0, "9:00", "10:00"), make.span(0, "10:00", "11:00"))
    return make.instance(
        staff=(make.staff("T1", available=hours), make.staff("T2")),
        advisories=(make.advisory(meetings=(make.meeting_kind(length=2),)),),
    )


def with_breaks(**given: object) -> Instance:
    """A school of two slots a day with a break between them."""
    site = make.school_site(grid=WITH_BREAKS)
    return make.instance(
        **{"school_sites": (site,), "term": make.term(weekdays=(0, 1, 2)), **given}
    )


def gone_in_the_break(*, whole: bool) -> Instance:
    """A meeting of two slots across a break in which a member is not available."""
    kind = make.meeting_kind(length=2, whole=whole)
    return with_breaks(
        students=(make.student("S1", unavailable=IN_THE_BREAK[:2]),),
        advisories=(make.advisory(minutes=100, meetings=(kind,)),),
        workshops=(),
    )


SCHOOLS = {
    "led across noon": led_across_noon(),
    "meeting across ten": meeting_across_ten(),
    "student gone in the break": with_breaks(
        workshops=(make.workshop(length=2, sessions=1),),
        students=(make.student("S1", requests=(make.must("W1"),), unavailable=IN_THE_BREAK),),
    ),
    "lead gone in the break": with_breaks(
        staff=(
            make.staff("T1"),
            make.staff(
                "T2",
                available=tuple(
                    make.span(slot.day, f"{slot.start:%H:%M}", f"{slot.end:%H:%M}")
                    for slot in WITH_BREAKS
                ),
            ),
        ),
        workshops=(make.workshop(length=2, sessions=1),),
        students=(make.student("S1", requests=(make.must("W1"),)),),
    ),
    "member gone in the break": gone_in_the_break(whole=False),
    "member of a whole meeting gone in the break": gone_in_the_break(whole=True),
}


@pytest.mark.parametrize("name", SCHOOLS)
def test_solver_and_checker_see_the_same_hours(name: str) -> None:
    school = SCHOOLS[name]
    assert faults(school) == []
    found = solve(school, Limits(seconds=2.0))
    assert found.timetable is not None
    assert broken(school, found.timetable) == []


def test_a_session_may_span_hours_that_touch() -> None:
    found = solve(led_across_noon(), Limits(seconds=2.0))
    assert found.score is not None and sum(found.score.unplaced) == 0


def test_a_school_without_students_is_planned() -> None:
    """Too large for the exact model: it is searched."""
    workshops = tuple(
        make.workshop(
            f"W{i}", sessions=1 + (i >= 12), run_all=i < 12, sections=(make.section(f"W{i}-1"),)
        )
        for i in range(72)
    )
    staff = tuple(make.staff(one) for one in ("T1", "T2", "T3"))
    school = make.instance(students=(), workshops=workshops, staff=staff)
    assert faults(school) == []
    found = solve(school, Limits(seconds=3.0))
    assert found.timetable is not None
    assert broken(school, found.timetable) == []


def test_the_same_run_there_and_back_is_one_rider() -> None:
    run = make.run(
        "LOOP", ("HALL", "9:00"), ("LAB", "9:20"), ("LAB", "15:40"), ("HALL", "16:00"), day=1
    )
    student = make.student(
        "S1",
        modes=(Mode.VAN, Mode.WALK),
        internships=(make.internship(days=1, allowed_days=(1,)),),
        longest_journey=60,
    )
    others = tuple(replace(student, id=f"S{i}", name=f"Student {i}") for i in range(2, 9))
    school = make.instance(
        vehicles=(make.vehicle(seats=8, most_ride_minutes=60),),
        runs=(run,),
        students=(student, *others),
        mentors=(make.mentor(at_once=8, in_all=8),),
        internship_sites=(make.site(position=make.north(780 * 58 / 13)),),
        workshops=(),
    )
    found = solve(school, Limits(seconds=3.0))
    assert found.score is not None
    proven = bounds(Problem(school), found.score.unplaced, seconds=2.0)
    assert proven.penalty <= found.score.penalty


def test_a_week_named_twice_is_a_fault() -> None:
    school = make.instance(workshops=(make.workshop(weeks=(0, 0)),))
    assert [one.field for one in faults(school)] == ["weeks[1]"]
