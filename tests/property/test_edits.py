"""Whatever changes, the data stays sound, and undoing it gives back the same bytes."""

from __future__ import annotations

import pickle
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.check import score
from scheduler.check.options import OwnOptions
from scheduler.domain.edits import apply
from scheduler.domain.edits import faults as faults_of_edits
from scheduler.domain.faults import faults
from scheduler.domain.instance import Instance, Pins
from scheduler.domain.timetable import Timetable
from scheduler.files import edits_bytes, instance_bytes, parse_edits
from scheduler.made.edits import random_edits
from tests import factories as f
from tests.property.small_schools import schools, seeded


def some_week(instance: Instance, random: Random) -> Timetable:
    """A timetable of an instance that names much of it; it need not keep any rule."""
    outs, riders = [], set()
    for student in instance.students:
        for number, wish in enumerate(student.internships):
            mentor = instance.mentor_of[random.choice(wish.mentors)]
            place, day = random.choice(mentor.sites), random.choice(instance.term.weekdays)
            way = (f.leg(student.id, place, "9:17", "9:30"),)
            if instance.runs and random.random() < 0.5:
                run = instance.runs[0]
                first, last = run.stops[0], run.stops[-1]
                way = (
                    f.leg(
                        first.place, last.place, f"{first.at:%H:%M}", f"{last.at:%H:%M}", run=run.id
                    ),
                )
                riders.add(student.id)
            outs.append(
                f.day_out(
                    student.id,
                    day,
                    internship=number,
                    mentor=mentor.id,
                    site=place,
                    there=way,
                    back=(),
                )
            )
    sections = [one for one, _ in instance.section_of.values() if random.random() < 0.8]
    return Timetable(
        instance=instance.id,
        days_out=tuple(outs),
        meetings=tuple(
            f.meeting(0, one.id, kind.name)
            for one in instance.advisories
            for kind in one.meetings
            if kind.length == 1
        ),
        sections=tuple(
            f.running(one.id, lead=one.leads[0], room=instance.school_sites[0].rooms[0].id)
            for one in sections
        ),
        enrolments=tuple(
            f.enrolment(student.id, one.id)
            for student in instance.students
            for one in sections
            if random.random() < 0.3
        ),
        runs=(f.run_use(instance.runs[0].id, (0, 1), *sorted(riders)),) if riders else (),
        unplaced=tuple(
            f.unplaced("must", student.id, one.workshop)
            for student in instance.students
            for one in student.musts
        )
        + tuple(
            f.unplaced("day", student.id, str(number))
            for student in instance.students
            for number in range(len(student.internships))
        ),
    )


def with_week(instance: Instance, seed: int) -> Instance:
    random = Random(seed)
    week = some_week(instance, random)
    pinned = replace(week, days_out=week.days_out[:1], meetings=(), unplaced=())
    return replace(instance, release=week, pins=Pins(timetable=pinned))


@given(schools, st.integers(0, 10_000))
@settings(max_examples=150, deadline=None)
def test_an_edit_undone_leaves_no_trace_and_the_data_sound(school: Instance, seed: int) -> None:
    school = with_week(school, seed)
    is_sound = not faults(school)  # what comes of unsound data is nobody's promise
    before = instance_bytes(school)
    for edit in random_edits(school, school.release or f.timetable(), seed, 12):
        applied = apply(school, [edit])
        assert not is_sound or faults(applied.instance) == []
        back = apply(applied.instance, applied.undo).instance
        assert back == school
        assert instance_bytes(back) == before


@given(schools, st.integers(0, 10_000))
@settings(max_examples=100, deadline=None)
def test_edits_in_a_row_are_edits_all_at_once(school: Instance, seed: int) -> None:
    school = with_week(school, seed)
    now, made, undos = school, [], []
    for number in range(4):
        for edit in random_edits(now, now.release or f.timetable(), seed + number, 1):
            applied = apply(now, [edit])
            now = applied.instance
            made.append(edit)
            undos = [*applied.undo, *undos]
    at_once = apply(school, made)
    assert at_once.instance == now
    assert instance_bytes(at_once.instance) == instance_bytes(now)
    assert at_once.named == frozenset().union(*(edit.named for edit in made))
    assert instance_bytes(apply(now, undos).instance) == instance_bytes(school)
    assert instance_bytes(apply(now, at_once.undo).instance) == instance_bytes(school)


@pytest.mark.parametrize("seed", range(12))
def test_edits_and_their_undo_survive_a_file(seed: int) -> None:
    school = with_week(seeded(seed), seed)
    edits = random_edits(school, school.release or f.timetable(), seed, 120)
    assert parse_edits(edits_bytes(edits), "edits").edits == edits
    for edit in edits:
        applied = apply(school, [edit])
        undo = parse_edits(edits_bytes(applied.undo), "undo").edits if applied.undo else ()
        assert instance_bytes(apply(applied.instance, undo).instance) == instance_bytes(school)


def test_made_up_edits_have_no_faults_and_repeat() -> None:
    school = with_week(seeded(3), 3)
    edits = random_edits(school, school.release or f.timetable(), 7, 60)
    assert edits == random_edits(school, school.release or f.timetable(), 7, 60)
    assert [fault for edit in edits for fault in faults_of_edits(school, [edit])] == []


@given(schools, st.integers(0, 10_000))
@settings(max_examples=60, deadline=None)
def test_the_score_after_an_edit_is_that_of_data_never_seen_before(
    school: Instance, seed: int
) -> None:
    week = some_week(school, Random(seed))
    for edit in random_edits(school, week, seed, 8):
        score(school, week)
        applied = apply(replace(school, release=week), [edit]).instance
        assert applied.release is not None
        anew = pickle.loads(pickle.dumps(applied))  # nothing in it is the same object
        assert score(applied, applied.release) == score(anew, anew.release)


@given(schools, st.integers(0, 10_000))
@settings(max_examples=15, deadline=None)
def test_what_a_student_could_have_is_found_anew_where_an_edit_concerns_it(
    school: Instance, seed: int
) -> None:
    school = with_week(school, seed)
    for edit in random_edits(school, school.release or f.timetable(), seed, 12):
        for now in (school, apply(school, [edit]).instance):
            remembering, anew = OwnOptions(now), OwnOptions(now)
            for student in now.students:
                assert remembering.best(student) == anew.find_best(student)
