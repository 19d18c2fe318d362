"""Made-up schools are what they say: same bytes, fixed densities, demands that can be met."""

from __future__ import annotations

from collections import Counter
from functools import cache
from statistics import mean, median

import pytest

from scheduler.check import score as score_of
from scheduler.check import violations
from scheduler.check.options import own_options_of
from scheduler.domain.faults import faults
from scheduler.domain.instance import Instance
from scheduler.domain.people import RequestKind
from scheduler.domain.places import Mode, metres_between
from scheduler.domain.rules import GoalId
from scheduler.domain.timetable import journey_mode
from scheduler.errors import NotFoundError
from scheduler.made import PRESET_VERSION, PRESETS, Made, make

TUESDAY, THURSDAY = 1, 3
EXPECTED = (
    (40.00059, -110.97788),
    [("M069", "M061", "M067", "M087")],
    [("W007",), ("W006",), ("W002",), ("W003",)],
    20388,
)


@cache
def made(preset: str, seed: int, planted: bool = False) -> Made:
    return make(preset, seed, planted)


def options_of(instance: Instance) -> dict[tuple[str, int], int]:
    """Options by student and internship, counted by the checker's own ways."""
    own = own_options_of(instance)
    return {
        (student.id, number): sum(
            1
            for choice in own.choices(student, number)
            if len(choice.days) == wish.days
            and all(
                student.least_apart <= two - one <= student.most_apart
                for one, two in zip(choice.days, choice.days[1:], strict=False)
            )
        )
        for student in instance.students
        for number, wish in enumerate(student.internships)
    }


@pytest.mark.parametrize("planted", [False, True])
def test_same_seed_same_bytes(planted: bool) -> None:
    first, second = make("small", 4, planted), make("small", 4, planted)
    assert repr(first) == repr(second)
    assert repr(make("small", 5, planted)) != repr(first)


def test_seed_1_stays_what_it_is_until_the_version_is_raised() -> None:
    assert PRESET_VERSION == 1
    instance = made("small", 1).instance
    student = instance.students[100]
    drawn = (
        (student.home.lat, student.home.lon),
        [wish.mentors for wish in student.internships],
        [request.workshops for request in student.requests],
        sum(row.minutes for row in instance.travel.rows),
    )
    assert drawn == EXPECTED


@pytest.mark.parametrize(("preset", "planted"), [("small", False), ("small", True), ("met", False)])
def test_there_are_as_many_as_the_preset_says(preset: str, planted: bool) -> None:
    size, instance = PRESETS[preset], made(preset, 1, planted).instance
    assert len(instance.students) == size.students
    assert len(instance.advisories) == size.advisories
    assert len(instance.schools) == size.schools
    assert len(instance.school_sites) == size.school_sites
    assert len(instance.internship_sites) == size.internship_sites
    assert len(instance.mentors) == size.mentors
    assert len(instance.vehicles) == size.vans
    assert len(instance.section_of) == pytest.approx(size.sections, rel=0.05)


@pytest.mark.parametrize(
    ("preset", "seed", "planted"),
    [("small", 1, False), ("small", 1, True), ("met", 1, False), ("met", 1, True)],
)
def test_nothing_is_refused(preset: str, seed: int, planted: bool) -> None:
    assert faults(made(preset, seed, planted).instance) == []


@pytest.mark.parametrize(("preset", "seed"), [("small", 1), ("small", 2)])
def test_options_a_student_are_twelve_or_thirteen(preset: str, seed: int) -> None:
    found = made(preset, seed)
    options = options_of(found.instance)
    assert 11 <= mean(options.values()) <= 14.5
    # Vans may be boarded in more ways than the generator looks at: never in fewer.
    assert found.report.figures.options == pytest.approx(mean(options.values()), rel=0.03)


@pytest.mark.parametrize(("preset", "seed"), [("small", 1), ("small", 2)])
def test_demands_that_cannot_be_met_are_few_and_reported(preset: str, seed: int) -> None:
    found = made(preset, seed)
    without = {student for (student, _), count in options_of(found.instance).items() if not count}
    named = {subject for note in found.report.notes for subject in note.subjects}
    assert without <= named
    assert len(found.report.notes) <= 0.02 * len(found.instance.students)


@pytest.mark.parametrize(("preset", "seed"), [("small", 1), ("met", 1)])
def test_tuesday_and_thursday_are_wanted_most(preset: str, seed: int) -> None:
    instance = made(preset, seed).instance
    offered = Counter[int]()
    for mentor in instance.mentors:
        for span in mentor.hours:
            offered[span.day] += mentor.at_once
    assert 0.5 <= (offered[TUESDAY] + offered[THURSDAY]) / offered.total() <= 0.7
    wanted = sum(wish.days for student in instance.students for wish in student.internships)
    assert 1.3 <= offered.total() / wanted <= 1.7


@pytest.mark.parametrize(("planted", "least", "most"), [(False, 0.82, 0.88), (True, 0.86, 0.9)])
def test_workshop_seats_are_nearly_all_asked_for(planted: bool, least: float, most: float) -> None:
    instance = made("met", 1, planted).instance
    asked = sum(len(student.requests) for student in instance.students)
    seats = sum(
        section.most
        for workshop in instance.workshops
        for section in workshop.sections
        if not section.linked
    )
    assert least <= asked / seats <= most
    musts = sum(len(student.musts) for student in instance.students)
    assert 1.8 <= musts / len(instance.students) <= 2.2


def test_rooms_are_just_enough() -> None:
    instance = made("met", 1).instance
    slots = sum(w.sessions * w.length * len(w.sections) for w in instance.workshops)
    rooms = sum(room.kind != "home" for site in instance.school_sites for room in site.rooms)
    assert 0.75 <= slots / (15 * rooms) <= 0.95


def test_sites_are_some_kilometres_from_home() -> None:
    instance = made("met", 1).instance
    kilometres = [
        metres_between(student.home, instance.site_of[site].position) / 1000
        for student in instance.students
        for wish in student.internships
        for mentor in wish.mentors
        for site in instance.mentor_of[mentor].sites
    ]
    assert 3 <= median(kilometres) <= 5.5
    assert max(kilometres) <= 30


@pytest.mark.parametrize(("preset", "seed"), [("small", 1), ("small", 2), ("met", 1)])
def test_the_hidden_timetable_meets_everything(preset: str, seed: int) -> None:
    found = made(preset, seed, planted=True)
    assert found.hidden is not None
    assert violations(found.instance, found.hidden) == []
    score = score_of(found.instance, found.hidden)
    assert score.unplaced == (0, 0, 0)
    assert score.goals[GoalId.WISHES] == 0
    assert found.report.notes == ()


def test_the_hidden_timetable_needs_the_vans() -> None:
    found = made("met", 1, planted=True)
    assert found.hidden is not None
    modes = Counter(journey_mode(out.there) for out in found.hidden.days_out)
    share = {mode: count / modes.total() for mode, count in modes.items()}
    assert 0.6 <= share[Mode.TRANSIT] <= 0.8
    assert share[Mode.VAN] >= 0.02


def test_a_planted_school_asks_for_musts_and_wishes_of_several_kinds() -> None:
    instance = made("met", 1, planted=True).instance
    requests = [one for student in instance.students for one in student.requests]
    kinds = Counter(one.kind for one in requests)
    assert kinds[RequestKind.MUST] > kinds[RequestKind.WISH] > 0
    assert 0.1 <= sum(bool(one.alternatives) for one in requests) / len(requests) <= 0.25


def test_an_ordinary_school_hides_nothing() -> None:
    assert made("small", 1).hidden is None


def test_an_unknown_preset_is_named_with_the_known_ones() -> None:
    with pytest.raises(NotFoundError, match="small, met, district, network"):
        make("tiny", 1)
