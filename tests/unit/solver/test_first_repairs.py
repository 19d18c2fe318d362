"""The first repair after a change: what fits is put back, and others make way."""

from __future__ import annotations

from dataclasses import replace

from scheduler.check import broken
from scheduler.domain.edits import Edit, MentorLeft, WorkshopDropped, apply
from scheduler.domain.ids import MentorId, StudentId, WorkshopId
from scheduler.domain.instance import Instance
from scheduler.domain.repairs import Repair, Repairs
from scheduler.domain.rules import RuleId, SoftRule, UnplacedKind
from scheduler.domain.timetable import Timetable
from scheduler.solver.incumbent import Incumbent
from scheduler.solver.problem import Problem
from scheduler.solver.reshuffle import Base, reshuffle
from scheduler.solver.reshuffle.campus import Campus
from scheduler.solver.reshuffle.case import Case
from scheduler.solver.reshuffle.putting_back import put_back, put_back_making_way
from scheduler.solver.reshuffle.stranded import stranded
from scheduler.solver.reshuffle.taken import Taken
from tests import factories as make

ADA, BEN = StudentId("S1"), StudentId("S2")


def three_mentors() -> tuple[Instance, Timetable]:
    """Ada is with M1 and could be with M2, where Ben is, who could be with M3."""
    school = make.instance(
        mentors=tuple(make.mentor(one, at_once=1, in_all=1) for one in ("M1", "M2", "M3")),
        students=(
            make.student("S1", internships=(make.internship(candidates=("M1", "M2")),)),
            make.student("S2", internships=(make.internship(candidates=("M2", "M3")),)),
        ),
        workshops=(),
    )
    release = make.timetable(
        days_out=(
            make.day_out("S1", 1),
            make.day_out("S1", 3),
            make.day_out("S2", 1, mentor="M2"),
            make.day_out("S2", 3, mentor="M2"),
        ),
        sections=(),
        enrolments=(),
    )
    assert broken(school, release) == []
    return school, release


def case_of(school: Instance, release: Timetable, edit: Edit) -> tuple[Case, Incumbent, Campus]:
    applied = apply(school, [edit])
    problem = Problem(replace(applied.instance, release=release))
    held = stranded(problem, release)
    case = Case(problem=problem, release=release, stranded=held, named=applied.named, weight=1)
    kept = Incumbent(problem, held.kept)
    return case, kept, Campus(case, kept)


def answered(school: Instance, release: Timetable, edit: Edit) -> tuple[Repairs, list[Repair]]:
    heard: list[Repair] = []
    base = Base(school, release)
    found = reshuffle(base, apply(school, [edit]), menu=False, on_repair=heard.append)
    assert found is not None
    return found, heard


def test_who_has_no_place_any_more_is_listed_and_all_else_stays() -> None:
    case, kept, campus = case_of(*three_mentors(), MentorLeft(mentor=MentorId("M1")))
    repair = put_back(case, kept, campus)
    assert repair is not None
    assert broken(case.problem.instance, repair) == []
    assert [(one.student, one.kind) for one in repair.unplaced] == [(ADA, UnplacedKind.DAY)] * 2
    assert {(out.student, out.mentor) for out in repair.days_out} == {("S2", "M2")}


def test_one_internship_in_the_place_of_another_leaves_nobody_short_of_more() -> None:
    both = (
        make.internship(days=1, candidates=("M1",)),
        make.internship(days=1, candidates=("M2",)),
    )
    school = make.instance(
        mentors=tuple(make.mentor(one) for one in ("M1", "M2")),
        students=(make.student("S1", internships=both),),
        workshops=(),
    )
    release = make.timetable(
        days_out=(make.day_out("S1", 1),),
        sections=(),
        enrolments=(),
        unplaced=(make.unplaced("day", "S1", "1"),),
    )
    case, _, _ = case_of(school, release, MentorLeft(mentor=MentorId("M1")))
    other = replace(
        release,
        days_out=(replace(make.day_out("S1", 1, mentor="M2"), internship=1),),
        unplaced=(make.unplaced("day", "S1", "0"),),
    )
    assert case.newly_unplaced(other) == ()
    neither = replace(release, days_out=(), unplaced=(*release.unplaced, *other.unplaced))
    assert case.newly_unplaced(neither) == other.unplaced


def test_others_make_way_for_who_has_no_place() -> None:
    case, kept, campus = case_of(*three_mentors(), MentorLeft(mentor=MentorId("M1")))
    repair = put_back_making_way(case, kept, campus)
    assert repair is not None
    assert broken(case.problem.instance, repair) == []
    assert repair.unplaced == ()
    assert {(o.student, o.mentor) for o in repair.days_out} == {("S1", "M2"), ("S2", "M3")}


def test_the_first_repair_is_told_before_the_one_that_places_more() -> None:
    found, heard = answered(*three_mentors(), MentorLeft(mentor=MentorId("M1")))
    assert len(heard[0].newly_unplaced) == 2
    assert heard[0].touched == ("S1",)
    assert found.fewest.newly_unplaced == ()
    assert found.fewest.touched == ("M2", "M3", "S1", "S2")
    assert found.unplaced_proven
    assert found.touched_proven


def test_who_is_in_the_way_is_whoever_going_makes_room_alone() -> None:
    school, release = three_mentors()
    problem = Problem(school)
    taken = Taken(problem)
    for out in release.days_out:
        taken.hold(out)
    by_mentor = {
        option.outs[0].mentor: option
        for option in problem.options[BEN]
        if [out.day for out in option.outs] == [1, 3]
    }
    ada = {option.outs[0].mentor: option for option in problem.options[ADA] if option.outs}
    assert taken.in_the_way(ADA, ada[MentorId("M2")]) == {BEN}
    assert taken.in_the_way(BEN, by_mentor[MentorId("M3")]) == set()
    held = taken.drop(BEN)
    assert taken.has_room(ADA, ada[MentorId("M2")])
    taken.put_back(BEN, held)
    assert not taken.has_room(ADA, ada[MentorId("M2")])


def test_nobody_is_promised_a_mentor_who_is_at_another_site_then() -> None:
    school = make.instance(
        internship_sites=(make.site("LAB", hazards=("dust",)), make.site("DEN", minimum_age=18)),
        mentors=(
            make.mentor("M1", sites=("LAB", "DEN"), hours=(make.span(1, "9:30", "15:30"),)),
            make.mentor("M2", sites=("LAB",), in_all=1),
            make.mentor("M3", sites=("DEN",), in_all=1),
        ),
        students=(
            make.student(
                "S1", age=16, internships=(make.internship(days=1, candidates=("M1", "M2")),)
            ),
            make.student(
                "S2",
                age=18,
                avoid_hazards=("dust",),
                internships=(make.internship(days=1, candidates=("M1", "M3")),),
            ),
        ),
        workshops=(),
    )
    release = make.timetable(
        days_out=(
            make.day_out("S1", 1, mentor="M2"),
            make.day_out("S2", 1, mentor="M3", site="DEN"),
        ),
        sections=(),
        enrolments=(),
    )
    assert broken(school, release) == []
    base = Base(school, release)
    edits = [MentorLeft(mentor=MentorId("M2")), MentorLeft(mentor=MentorId("M3"))]
    found = reshuffle(base, apply(school, edits), menu=False)
    assert found is not None
    assert len(found.fewest.newly_unplaced) == 1
    assert found.unplaced_proven


def test_a_section_that_only_came_along_closes_with_what_it_came_with() -> None:
    school = make.instance(
        workshops=(
            make.workshop("W1", sections=(make.section("W1-1", linked=("W2-1",), least=2),)),
            make.workshop("W2", sections=(make.section("W2-1", least=2),)),
        ),
        students=tuple(make.student(one, requests=(make.must("W1"),)) for one in ("S1", "S2")),
    )
    release = make.timetable(
        days_out=(),
        sections=(
            make.running("W1-1", make.slot(0, 10), make.slot(2, 10)),
            make.running("W2-1", make.slot(1, 10), make.slot(3, 10)),
        ),
        enrolments=tuple(
            make.enrolment(one, section) for one in ("S1", "S2") for section in ("W1-1", "W2-1")
        ),
    )
    assert broken(school, release) == []
    found, heard = answered(school, release, WorkshopDropped(workshop=WorkshopId("W1")))
    assert found.fewest.timetable.sections == ()
    assert heard[0].timetable.enrolments == ()


def test_whoever_loses_a_day_is_touched_and_the_mentor_unless_it_can_be_had_again() -> None:
    school, release = three_mentors()
    case, _, _ = case_of(school, release, MentorLeft(mentor=MentorId("M1")))
    assert case.surely_touched == {"S1", "M1"}
    # By another way Ada could be with the same mentor on the same days: then he is not touched.
    later = tuple(
        replace(out, back=(make.leg("LAB", "S1", "15:40", "15:53"),)) if out.student == ADA else out
        for out in release.days_out
    )
    other = Case(
        problem=Problem(replace(school, release=release)),
        release=replace(release, days_out=later),
        stranded=case.stranded,
        named=frozenset(),
        weight=1,
    )
    assert other.surely_touched == {"S1"}


def test_whoever_was_in_a_workshop_that_is_gone_is_touched() -> None:
    school, release = make.instance(), make.timetable()
    case, _, _ = case_of(school, release, WorkshopDropped(workshop=WorkshopId("W1")))
    assert case.surely_touched == {"S1", "S2", "T2"}


def test_a_day_out_that_is_lost_is_planned_for_even_where_no_rule_misses_it() -> None:
    school, release = three_mentors()
    ada = replace(school.student_of[ADA], requests=(make.must("W1"),))
    softened = replace(
        school,
        students=(ada, school.student_of[BEN]),
        workshops=(make.workshop("W1"),),
        soft_rules=(SoftRule(rule=RuleId.DAYS_OUT, points=1),),
    )
    release = replace(  # that says something of Ada, who is no newcomer
        release,
        sections=(make.running("W1-1", make.slot(0, 10), make.slot(2, 10)),),
        enrolments=(make.enrolment("S1"),),
    )
    assert broken(softened, release) == []
    found, _ = answered(softened, release, MentorLeft(mentor=MentorId("M1")))
    days = [out.mentor for out in found.fewest.timetable.days_out if out.student == ADA]
    assert days == ["M2", "M2"]
