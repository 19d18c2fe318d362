"""What is said to be least about repairs is not more than a repair comes to."""

from __future__ import annotations

import pytest

from scheduler.check import broken
from scheduler.domain.edits import MentorLeft, VanOut, apply
from scheduler.domain.ids import MentorId, StudentId, VehicleId
from scheduler.domain.instance import Instance
from scheduler.domain.places import Mode
from scheduler.domain.timetable import DayOut, Timetable
from scheduler.solver.option import Option
from scheduler.solver.reasons import ridden
from scheduler.solver.reshuffle import Base, reshuffle
from scheduler.solver.reshuffle.displacing import Displacing
from scheduler.solver.reshuffle.fewest import Fewest
from scheduler.solver.reshuffle.least import least, least_up_to
from scheduler.solver.reshuffle.reaching import Reaching
from scheduler.solver.reshuffle.settling import Settled
from tests import factories as make
from tests.unit.solver.test_first_repairs import case_of

ADA, BEN = StudentId("S1"), StudentId("S2")
VAN_OUT = VanOut(vehicle=VehicleId("V1"))
ONLY_BY_VAN, ALSO_ON_FOOT = (Mode.VAN,), (Mode.VAN, Mode.WALK)


def always(_: StudentId, __: Option) -> bool:
    return True


def by_van(modes: dict[str, tuple[Mode, ...]], vans: dict[str, str]) -> tuple[Instance, Timetable]:
    """Students who are with M1 on Tuesdays and go by vans of one seat that drive alike."""
    calls = [(one, f"9:0{number}") for number, one in enumerate(modes)]
    back = [(one, f"15:5{number}") for number, one in enumerate(modes)]
    runs = [
        (
            make.run(f"{van}-am", *calls, ("LAB", "9:25"), vehicle=van),
            make.run(f"{van}-pm", ("LAB", "15:35"), *back, vehicle=van),
        )
        for van in ("V1", "V2")
    ]
    school = make.instance(
        mentors=(make.mentor(hours=(make.span(1, "9:30", "15:30"),)),),
        students=tuple(
            make.student(one, modes=how, internships=(make.internship(days=1),))
            for one, how in modes.items()
        ),
        workshops=(),
        vehicles=tuple(make.vehicle(van, seats=1) for van in ("V1", "V2")),
        runs=tuple(run for both in runs for run in both),
    )

    def riding(student: str, van: str) -> DayOut:
        there = make.leg(student, "LAB", dict(calls)[student], "9:25", run=f"{van}-am")
        home = make.leg("LAB", student, "15:35", dict(back)[student], run=f"{van}-pm")
        return make.day_out(student, 1, there=(there,), back=(home,))

    outs = tuple(riding(student, van) for student, van in vans.items())
    release = make.timetable(days_out=outs, sections=(), enrolments=(), runs=ridden(school, outs))
    assert broken(school, release) == []
    return school, release


def test_who_goes_to_the_same_mentor_by_another_way_touches_nobody_else() -> None:
    school, release = by_van({"S1": ALSO_ON_FOOT}, {"S1": "V1"})
    case, kept, campus = case_of(school, release, VAN_OUT)
    # M1 is without Ada in what is left, but not in every repair.
    assert case.touched(kept.timetable) == ("M1", "S1")
    assert case.surely_touched == {"S1"}
    options = {"S1": campus.places(ADA)}
    found = least(case, kept, options, always, 5.0)
    assert (found.items, found.touched) == ((0, 0, 0), 1)
    assert least_up_to(case, kept, options, always, 1, 5.0) is not None
    repairs = reshuffle(Base(school, release), apply(school, [VAN_OUT]), seconds=5, menu=False)
    assert repairs is not None
    assert repairs.fewest.touched == ("S1",)
    assert repairs.proof.touched == 1
    assert repairs.touched_proven


def test_who_gives_up_a_seat_in_the_van_is_reached_past_an_untouched_mentor() -> None:
    modes = {"S1": ONLY_BY_VAN, "S2": ALSO_ON_FOOT}
    school, release = by_van(modes, {"S1": "V1", "S2": "V2"})
    case, kept, campus = case_of(school, release, VAN_OUT)
    reached = Reaching(case, kept, ["S1"], campus.places, most=1)
    assert reached.options.keys() == {"S1", "S2"}
    _, ring = Displacing(case, kept).rings(["S1"])
    assert ring.students == {"S2"}
    assert not ring.by_new_mentors
    found = least(case, kept, reached.options, always, 5.0)
    assert (found.items, found.touched) == ((0, 0, 0), 2)
    repairs = reshuffle(Base(school, release), apply(school, [VAN_OUT]), seconds=5, menu=False)
    assert repairs is not None
    assert repairs.fewest.touched == ("S1", "S2")
    assert repairs.proof.touched == 2
    assert repairs.touched_proven


def test_a_repair_better_than_what_was_said_to_be_least_is_heard_of_and_nothing_is_proven() -> None:
    school, release = by_van({"S1": ALSO_ON_FOOT}, {"S1": "V1"})
    case, kept, campus = case_of(school, release, VAN_OUT)
    heard: list[Settled] = []
    fewest = Fewest(case, kept, campus, float("inf"), heard.append)
    fewest._least = 7  # as a wrong bound would say
    with pytest.warns(RuntimeWarning, match="1 people are touched, and 7 were said"):
        best = fewest.search()
    assert best is not None
    assert best.touched == 1
    assert not fewest.touched_proven
    assert fewest.proof.touched <= 1


def test_who_is_at_a_site_that_several_others_could_fill_may_have_to_make_way() -> None:
    wanting = {"S1": "AB", "S2": "AB", "S3": "CD"}
    school = make.instance(
        internship_sites=(make.site("LAB", seats=2), make.site("WARD")),
        mentors=(
            make.mentor("A", sites=("WARD",)),
            make.mentor("B"),
            make.mentor("C", sites=("WARD",)),
            make.mentor("D"),
        ),
        students=tuple(
            make.student(one, internships=(make.internship(days=1, candidates=tuple(mentors)),))
            for one, mentors in wanting.items()
        ),
        workshops=(),
    )
    outs = (
        make.day_out("S1", 1, mentor="A", site="WARD"),
        make.day_out("S2", 1, mentor="A", site="WARD"),
        make.day_out("S3", 1, mentor="D"),
    )
    release = make.timetable(days_out=outs, sections=(), enrolments=())
    case, kept, _ = case_of(school, release, MentorLeft(mentor=MentorId("A")))
    there = Displacing(case, kept).there
    # One guest and two seats: for two who come the one has to go.
    assert "S3" in set(there(school.mentors[1].id, school.internship_sites[0].id, ()))
