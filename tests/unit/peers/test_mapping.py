"""What peers are told is the school, and what is read back is what they decided."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import numpy as np
import pytest
from ortools.sat.python import cp_model

import scheduler
from benchmarks.peers.completing import completed
from benchmarks.peers.flat import Flat
from benchmarks.peers.flat_answer import read_week
from benchmarks.peers.held import as_much, counted, without
from benchmarks.peers.linear import program_of
from scheduler.domain.ids import StudentId
from scheduler.domain.instance import Instance
from scheduler.domain.rules import UnplacedKind
from scheduler.domain.timetable import Timetable, Unplaced
from scheduler.solver.problem import Problem

TINY = Path("instances/tiny")


@pytest.fixture(scope="module")
def school() -> Instance:
    return scheduler.load(TINY / "instance.json")


@pytest.fixture(scope="module")
def week() -> Timetable:
    return scheduler.load_timetable(TINY / "timetable.json")


def test_runs_and_unplaced_follow_from_the_decisions(school: Instance, week: Timetable) -> None:
    whole = completed(school, week.days_out, week.meetings, week.sections, week.enrolments)
    assert whole == week
    less = completed(school, week.days_out[1:], week.meetings[2:], week.sections, ())
    assert [one.rule for one in scheduler.check(school, less) if "listed" in one.message] == []
    out = Unplaced(kind=UnplacedKind.DAY, student=week.days_out[0].student, subject="0")
    assert [one for one in less.unplaced if one.kind is UnplacedKind.DAY] == [out]
    assert sum(one.kind is UnplacedKind.MUST for one in less.unplaced) == 6
    assert sum(one.kind is UnplacedKind.MINUTES for one in less.unplaced) == 3


def test_a_week_in_numbers_is_the_same_week(school: Instance, week: Timetable) -> None:
    flat = Flat(Problem(school))
    lines = []
    for number, student in enumerate(school.students):
        outs = [one for one in week.days_out if one.student == student.id]
        option = flat.problem.given_option(student.id, outs)
        lines.append(f"days {number} {flat.problem.options[student.id].index(option)}")
    kinds = [(advisory.id, kind.name) for advisory, kind in flat.kinds]
    lines += [f"meeting {kinds.index((m.advisory, m.kind))} {m.slot}" for m in week.meetings]
    for running in week.sections:
        number = flat.sections.index(running.section)
        lines.append(f"lead {number} {flat.staff[running.lead]}")
        lines += [f"session {number} {s.slot} {flat.rooms.index(s.room)}" for s in running.sessions]
    numbers = [one.id for one in school.students]
    for one in week.enrolments:
        bundle = flat.problem.bundle_of[one.section]
        lines.append(f"seat {numbers.index(one.student)} {bundle}")
    assert read_week(flat, "\n".join(lines)) == week


def test_ours_held_at_a_worse_number_counts_what_is_left_out(school: Instance) -> None:
    left_out = (
        Unplaced(kind=UnplacedKind.DAY, student=StudentId("S1"), subject="0"),
        Unplaced(kind=UnplacedKind.MUST, student=StudentId("S2"), subject="LAB1"),
    )
    asked_for, kept = without(school, left_out)
    assert asked_for.demands == school.demands - 2
    planned = scheduler.solve(asked_for, work=0.5).timetable
    assert planned is not None
    whole = counted(planned, kept, left_out)
    assert scheduler.check(school, whole) == []
    assert scheduler.score(school, whole).unplaced == (1, 1, 0)


def test_as_much_is_left_out_as_by_the_peer_and_of_that_first_what_is_ours(
    school: Instance,
) -> None:
    def day(student: str) -> Unplaced:
        return Unplaced(kind=UnplacedKind.DAY, student=StudentId(student), subject="0")

    short = Unplaced(kind=UnplacedKind.MINUTES, student=StudentId("S1"), subject="0")
    theirs = (day("S1"), day("S1"), day("S2"), short)
    assert as_much(school, theirs, (day("S2"),)) == [day("S2"), day("S1"), day("S1")]
    assert as_much(school, theirs, (day("S3"), short)) == [day("S3"), day("S1"), day("S1")]
    assert as_much(school, (day("S1"),), (day("S2"), day("S3"))) == [day("S2")]


def test_a_program_allows_just_what_the_model_allows() -> None:
    model = cp_model.CpModel()
    a, b, c, d = (model.new_bool_var(name) for name in "abcd")
    model.add_bool_or([a, ~b])
    model.add_implication(c, ~d)
    model.add_at_most_one([a, b, ~d])
    model.add(2 * a + 3 * b - c <= 2).only_enforce_if(d)
    model.add(a + b + c >= 2).only_enforce_if(~d, a)
    program = program_of(model, [(a.index, 5), (d.index, -3)])
    for values in product((0, 1), repeat=4):
        rows = [
            sum(
                program.values[k] * values[program.indices[k]]
                for k in range(program.starts[row], program.starts[row + 1])
            )
            for row in range(len(program.row_lows))
        ]
        lows, highs = np.array(program.row_lows), np.array(program.row_highs)
        allowed = bool(np.all(lows <= rows) and np.all(rows <= highs))
        fixed = model.clone()
        for index, value in enumerate(values):
            fixed.add(fixed.get_bool_var_from_proto_index(index) == value)
        assert allowed is (cp_model.CpSolver().solve(fixed) == cp_model.OPTIMAL), values
    assert program.costs == [5, 0, 0, -3]
