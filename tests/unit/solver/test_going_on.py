"""Sections and meetings that a change frees find other times by hand."""

from __future__ import annotations

from scheduler.check import broken
from scheduler.domain.edits import Edit, SectionSplit, StaffAway, StudentUnavailable, apply
from scheduler.domain.ids import SectionId, StaffId, StudentId
from scheduler.domain.instance import Instance, SoftRule
from scheduler.domain.rules import RuleId
from scheduler.domain.timetable import Timetable
from scheduler.solver.incumbent import Incumbent
from scheduler.solver.problem import Problem
from scheduler.solver.reshuffle import Base, reshuffle
from scheduler.solver.reshuffle.campus import Campus
from scheduler.solver.reshuffle.case import Case
from scheduler.solver.reshuffle.putting_back import put_back
from scheduler.solver.reshuffle.stranded import stranded
from scheduler.solver.reshuffle.student_days import StudentDays
from tests import factories as make
from tests.unit.solver.test_first_repairs import case_of

MONDAY, WEDNESDAY = (make.span(day, "9:00", "15:00") for day in (0, 2))


def repaired(school: Instance, release: Timetable, edit: Edit) -> tuple[Instance, Timetable]:
    """What is put back after a change, which the checker must pass."""
    assert broken(school, release) == []
    case, kept, campus = case_of(school, release, edit)
    found = put_back(case, kept, campus)
    assert found is not None
    assert broken(case.problem.instance, found) == []
    return case.problem.instance, found


def days_of(school: Instance, timetable: Timetable, section: str) -> list[int]:
    grid = school.school_sites[0].grid
    running = next(one for one in timetable.sections if one.section == section)
    return [grid[session.slot].day for session in running.sessions]


def test_a_section_whose_lead_is_away_then_has_another_time_that_suits_those_in_it() -> None:
    away = StaffAway(staff=StaffId("T2"), times=(MONDAY,))
    school, found = repaired(make.instance(), make.timetable(), away)
    # Ada is out on Tuesday and Thursday; the session on Wednesday stays.
    assert days_of(school, found, "W1-1") == [2, 4]
    assert found.sections[0].sessions[0].slot == make.slot(2, 10)
    assert found.enrolments == make.timetable().enrolments
    assert found.unplaced == ()


def test_a_section_does_not_run_where_too_few_could_be_there() -> None:
    school = make.instance(
        workshops=(make.workshop("W1", sections=(make.section("W1-1", least=2),)),),
        students=(
            make.student("S1", internships=(make.internship(),), requests=(make.must("W1"),)),
            make.student(
                "S2",
                requests=(make.wish("W1"),),
                unavailable=tuple(make.span(day, "9:00", "15:00") for day in (1, 3, 4)),
            ),
        ),
    )
    away = StaffAway(staff=StaffId("T2"), times=(MONDAY,))
    _, found = repaired(school, make.timetable(), away)
    assert found.sections == ()
    assert [(one.student, one.subject) for one in found.unplaced] == [("S1", "W1")]


def test_an_advisory_meets_when_it_disturbs_fewest_where_it_must_disturb_somebody() -> None:
    busy = tuple(
        make.running(f"W{day}-1", *(make.slot(d, hour) for d in (day, day + 1)), lead="T2")
        for day, hour in ((0, 10), (2, 11))
    )
    school = make.instance(
        mentors=(),
        advisories=(
            make.advisory(meetings=(make.meeting_kind(whole=True, allowed=(MONDAY, WEDNESDAY)),)),
        ),
        workshops=tuple(make.workshop(f"W{day}") for day in (0, 2)),
        students=tuple(
            make.student(one, requests=(make.must("W0"), make.must("W2"))) for one in ("S1", "S2")
        ),
    )
    release = make.timetable(
        days_out=(),
        meetings=(make.meeting(make.slot(0, 9)),),
        sections=busy,
        enrolments=tuple(
            make.enrolment(one, section) for one in ("S1", "S2") for section in ("W0-1", "W2-1")
        ),
    )
    _, found = repaired(school, release, StaffAway(staff=StaffId("T1"), times=(MONDAY,)))
    # On Wednesday at 11 both are in a section: any other time disturbs nobody.
    assert [school.school_sites[0].grid[one.slot].day for one in found.meetings] == [2]
    assert found.meetings[0].slot != make.slot(2, 11)
    assert found.enrolments == release.enrolments


def test_whoever_is_out_whenever_the_advisory_can_meet_goes_on_another_day() -> None:
    school = make.instance(
        workshops=(),
        advisories=(
            make.advisory(
                meetings=(
                    make.meeting_kind(whole=True, allowed=(make.span(1, "9:00", "10:00"), MONDAY)),
                )
            ),
        ),
        students=(make.student("S1", internships=(make.internship(),)), make.student("S2")),
    )
    release = make.timetable(sections=(), enrolments=())
    _, found = repaired(school, release, StaffAway(staff=StaffId("T1"), times=(MONDAY,)))
    assert [one.slot for one in found.meetings] == [make.slot(1, 9)]
    assert len(found.days_out) == 2
    assert all(out.day != 1 for out in found.days_out)


def test_an_advisory_that_must_be_whole_meets_when_everybody_can() -> None:
    school = make.instance(
        workshops=(),
        mentors=(),
        advisories=(make.advisory(meetings=(make.meeting_kind(whole=True),)),),
        students=(make.student("S1"), make.student("S2")),
    )
    release = make.timetable(days_out=(), sections=(), enrolments=())
    edit = StudentUnavailable(student=StudentId("S2"), unavailable=(MONDAY,))
    _, found = repaired(school, release, edit)
    assert school.school_sites[0].grid[found.meetings[0].slot].day != 0


def test_a_day_has_lunch_and_breaks() -> None:
    school = make.instance(school_sites=(make.school_site(most_slots_without_break=2),))
    problem = Problem(school)
    days = StudentDays(problem)

    def holds(*hours: int) -> bool:
        hall = school.school_sites[0]
        held = [((0,), problem.placings.of(hall, make.slot(0, hour), 1)) for hour in hours]
        return days.hold(StudentId("S1"), held)

    assert holds(9, 10, 13)
    assert not holds(9, 10, 11)
    assert not holds(12)


def test_as_many_leave_a_section_as_are_too_many_for_it() -> None:
    students = tuple(make.student(f"S{n}", requests=(make.must("W1"),)) for n in range(1, 5))
    sections = (make.section("W1-1"), make.section("W1-2", leads=("T3",)))
    school = make.instance(
        mentors=(),
        students=students,
        staff=tuple(make.staff(one) for one in ("T1", "T2", "T3")),
        workshops=(make.workshop("W1", sections=sections),),
    )
    release = make.timetable(
        days_out=(),
        sections=(
            make.running("W1-1", make.slot(0, 10), make.slot(2, 10)),
            make.running("W1-2", make.slot(1, 10), make.slot(3, 10), lead="T3"),
        ),
        enrolments=tuple(make.enrolment(one.id) for one in students),
    )
    split = SectionSplit(section=SectionId("W1-1"), new="W1-3", most=2)
    _, _, campus = case_of(school, release, split)
    assert campus.least_leaving(frozenset()) == 2
    assert campus.least_leaving(frozenset({"S1"})) == 1
    found = reshuffle(Base(school, release), apply(school, [split]), menu=False)
    assert found is not None
    assert found.touched_proven
    assert (found.proof.touched, len(found.fewest.touched)) == (2, 2)


def test_nobody_has_to_leave_where_sections_may_be_too_large() -> None:
    school = make.instance(
        soft_rules=(SoftRule(rule=RuleId.SECTION_SIZE, points=5),),
        workshops=(make.workshop("W1", sections=(make.section("W1-1", most=1),)),),
    )
    problem = Problem(school)
    release = make.timetable()
    held = stranded(problem, release)
    case = Case(problem=problem, release=release, stranded=held, named=frozenset(), weight=1)
    assert Campus(case, Incumbent(problem, release)).least_leaving(frozenset()) == 0
