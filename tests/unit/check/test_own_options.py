"""What a student could have with nobody else in the school."""

from dataclasses import replace
from datetime import date
from itertools import product
from random import Random
from time import monotonic

import pytest

from scheduler.check.options import own_options_of, points_for_near, weekly_days
from scheduler.check.ways import travel_of
from scheduler.domain.calendar import DateSpan
from scheduler.domain.instance import AttendanceRate
from scheduler.domain.people import Accommodations
from scheduler.domain.places import Clearance, Mode, TravelTable
from tests.factories import (
    at,
    instance,
    internship,
    mentor,
    north,
    row,
    run,
    site,
    span,
    student,
    term,
    vehicle,
)

FAR = site("FAR", position=north(2380))
"""39 minutes on foot: a day costs 78 // 4 = 19."""
LAB_DAY = 26 // 4


def options(*wishes, **changes):
    """Mentor and days of every internship, of each own option; and the least costs."""
    own = changes.pop("student", {})
    school = instance(students=(student("S1", internships=wishes, **own),), workshops=(), **changes)
    found = [
        tuple((one.mentor, one.days) for one in chosen)
        for chosen in every_option(school, school.students[0])
    ]
    return found, own_options_of(school).best(school.students[0])


def every_option(school, asked):
    """The own options one by one: all choices of all internships that go together."""
    own = own_options_of(school)
    parts = [list(own.choices(asked, number)) for number in range(len(asked.internships))]
    found = [chosen for chosen in product(*parts) if own.fit(asked, chosen)]
    most = max(days_in_all(chosen) for chosen in found)
    return [chosen for chosen in found if days_in_all(chosen) == most]


def days_in_all(chosen):
    return sum(len(one.days) for one in chosen)


def hours(*days):
    return tuple(span(day, "9:30", "15:30") for day in days)


def test_every_mentor_and_every_pair_of_days():
    mentors = (mentor("M1", hours=hours(1, 3)), mentor("M2", hours=hours(0, 1, 2)))
    found, _ = options(internship(candidates=("M1", "M2")), mentors=mentors)
    assert found == [
        (("M1", (1, 3)),),
        (("M2", (0, 1)),),
        (("M2", (0, 2)),),
        (("M2", (1, 2)),),
    ]


@pytest.mark.parametrize(
    ("own", "of_mentor", "of_site", "days"),
    [
        ({}, {}, {}, {0, 1, 2, 3, 4}),
        ({}, {"hours": hours(1, 2)}, {}, {1, 2}),
        ({"unavailable": (span(2, "14:00", "15:00"),)}, {}, {}, {0, 1, 3, 4}),
        ({"age": 15}, {}, {"minimum_age": 16}, set()),
        ({}, {"never_with": ("S1",)}, {}, set()),
        ({"longest_journey": 12}, {}, {}, set()),
        ({"modes": (Mode.TRANSIT,)}, {}, {}, set()),
        # The last date that follows Friday is the 25th, after the paper has run out.
        ({}, {}, {"clearances": (Clearance(name="fire", until=date(2026, 9, 24)),)}, {0, 1, 2, 3}),
    ],
)
def test_what_is_in_the_way_of_a_day(own, of_mentor, of_site, days):
    found, _ = options(
        internship(days=1),
        student=own,
        mentors=(mentor(**of_mentor),),
        internship_sites=(site(**of_site),),
    )
    assert {day for option in found for _, chosen in option for day in chosen} == days


def test_what_other_people_take_is_not_in_the_way():
    found, _ = options(
        internship(days=1), mentors=(mentor(at_once=0),), internship_sites=(site(seats=0),)
    )
    assert len(found) == 5


@pytest.mark.parametrize(
    ("least", "most", "allowed", "pairs"),
    [
        (2, 6, (), [(0, 2), (0, 3), (0, 4), (1, 3), (1, 4), (2, 4)]),
        (1, 1, (), [(0, 1), (1, 2), (2, 3), (3, 4)]),
        (1, 6, (1, 4), [(1, 4)]),
    ],
)
def test_distances_and_allowed_days(least, most, allowed, pairs):
    found, _ = options(
        internship(allowed_days=allowed), student={"least_apart": least, "most_apart": most}
    )
    assert [days for ((_, days),) in found] == pairs


def test_one_day_where_two_are_impossible():
    found, best = options(internship(), mentors=(mentor(hours=hours(1)),))
    assert found == [(("M1", (1,)),)]
    assert best.travel == LAB_DAY


@pytest.mark.parametrize(
    ("one", "two", "count"),
    [
        ({}, {}, 1 * 3),  # Tuesday for M1, one of three other days for M2
        ({"weeks": (0,)}, {"weeks": (1,)}, 1 * 4),
    ],
)
def test_two_internships_share_no_weekday_of_a_week(one, two, count):
    found, _ = options(
        internship(days=1, **one),
        internship(days=1, confirmed="M2", **two),
        term=term(cycle=2),
        mentors=(mentor("M1", hours=hours(1)), mentor("M2", hours=hours(1, 2, 3, 4))),
    )
    assert len(found) == count


def test_two_internships_are_not_with_one_mentor():
    found, best = options(
        internship(days=1, candidates=("M1", "M2")),
        internship(days=1, confirmed="M1"),
        mentors=(mentor("M1"), mentor("M2", hours=hours(1))),
    )
    assert {one[0][0] for one in found} == {"M2"}
    assert best.ranks == {0: 1, 1: 0}


def test_a_block_asks_for_every_weekday_of_its_dates():
    block = DateSpan(first=date(2026, 9, 9), last=date(2026, 9, 11))
    found, best = options(internship(block=block))
    assert found == [(("M1", (2, 3, 4)),)]
    assert (best.travel, best.near) == (3 * LAB_DAY, 0)


def test_each_goal_takes_its_own_best():
    """M1 is first but far, and only on days next to each other; M2 is near and never at rest."""
    mentors = (
        mentor("M1", sites=("FAR",), hours=hours(1, 2)),
        mentor("M2", sites=("FAR", "LAB"), hours=hours(1, 3)),
    )
    found, best = options(
        internship(candidates=("M1", "M2")), mentors=mentors, internship_sites=(site(), FAR)
    )
    assert len(found) == 2
    assert best.ranks == {0: 0}
    assert best.travel == 2 * LAB_DAY
    assert best.near == 0
    _, only_first = options(
        internship(confirmed="M1"), mentors=mentors, internship_sites=(site(), FAR)
    )
    assert (only_first.travel, only_first.near) == (2 * 19, 6)


# A student far from everything but the stop of a van, which is another student's home 7
# minutes on foot; the lab is then 6 km away.
STOPS = (("S2", "9:05"), ("LAB", "9:20"))
HOMEWARD = (("LAB", "15:40"), ("S2", "15:55"))


def by_van(own=None, van=None, there=STOPS, back=HOMEWARD, **changes):
    given = {"modes": (Mode.WALK, Mode.VAN)} | (own or {})
    school = instance(
        students=(
            student("S1", internships=(internship(days=1),), **given),
            student("S2", home=north(400), internships=(internship(days=1),), **given),
        ),
        internship_sites=(site(position=north(6000)),),
        vehicles=(vehicle(**(van or {})),),
        runs=(run("V1-am", *there, **changes), run("V1-pm", *back, **changes)),
        workshops=(),
    )
    travel = travel_of(school)
    return [
        (
            [one.minutes for one in travel.ways_there(person, "LAB", 1, (0,), 570)],
            [one.minutes for one in travel.ways_back(person, "LAB", 1, (0,), 930)],
        )
        for person in school.students
    ]


def test_a_van_is_reached_on_foot_or_from_the_door():
    assert by_van() == [([7 + 15], [15 + 7]), ([15], [15])]


@pytest.mark.parametrize(
    "changes",
    [
        {"own": {"longest_journey": 15}},
        {"van": {"most_ride_minutes": 15}},
        {"van": {"driver_hours": (span(1, "9:05", "9:20"), span(1, "15:40", "15:55"))}},
        {"there": (("S2", "9:15"), ("LAB", "9:30")), "back": (("LAB", "15:30"), ("S2", "15:45"))},
        {"day": 1, "weeks": (0,)},
    ],
)
def test_a_van_that_just_fits(changes):
    assert by_van(**changes)[1] == ([15], [15])


@pytest.mark.parametrize(
    "changes",
    [
        {"own": {"modes": (Mode.WALK,)}},
        {"own": {"longest_journey": 14}},
        {"van": {"seats": 0}},
        {"own": {"accommodations": Accommodations(wheelchair=True)}},
        {"van": {"most_ride_minutes": 14}},
        {"van": {"driver_hours": (span(1, "9:06", "9:30"), span(1, "15:41", "16:00"))}},
        {"there": (("S2", "9:16"), ("LAB", "9:31")), "back": (("LAB", "15:29"), ("S2", "15:44"))},
        {"day": 2},
        {"weeks": (1,)},
    ],
)
def test_no_way_by_van(changes):
    assert by_van(**changes) == [([], []), ([], [])]


def test_a_short_walk_reaches_no_stop():
    short = {"accommodations": Accommodations(most_walk_minutes=6)}
    assert by_van(own=short) == [([], []), ([15], [15])]
    just = {"accommodations": Accommodations(most_walk_minutes=7)}
    assert by_van(own=just) == by_van()


def test_a_wheelchair_needs_a_place_and_no_seat():
    chair = {"accommodations": Accommodations(wheelchair=True)}
    assert by_van(own=chair, van={"seats": 0, "wheelchair_places": 1})[1] == ([15], [15])


def test_who_needs_a_seat_is_not_told_of_a_place_for_a_wheelchair():
    """Both ask about the same van, one after the other, in either order."""
    away = {"modes": (Mode.WALK, Mode.VAN), "home": north(6000)}
    chair = student("S1", accommodations=Accommodations(wheelchair=True), **away)
    school = instance(
        students=(chair, student("S2", **away)),
        vehicles=(vehicle(seats=0, wheelchair_places=1),),
        runs=(run("V1-am", ("S1", "9:00"), ("S2", "9:05"), ("LAB", "9:20")),),
        workshops=(),
    )
    for order in (school.students, school.students[::-1]):
        travel = travel_of(replace(school))
        found = {one.id: list(travel.ways_there(one, "LAB", 1, (0,), 570)) for one in order}
        assert found["S1"]
        assert found["S2"] == []


def test_waiting_for_a_van_counts():
    """The bus to the stop runs until 8:50 only: 15 minutes of waiting, 15 of riding."""
    school = instance(
        students=(student("S1", modes=(Mode.TRANSIT, Mode.VAN)), student("S2", home=north(400))),
        vehicles=(vehicle(),),
        runs=(run("V1-am", *STOPS),),
        travel=TravelTable(rows=(row("S1", "S2", "transit", 10, until=at("8:50")),)),
    )
    ways = travel_of(school).ways_there(school.students[0], "LAB", 1, (0,), 570)
    assert [(one.mode, one.minutes) for one in ways] == [(Mode.VAN, 10 + 15 + 15)]


@pytest.mark.parametrize(
    ("rows", "there", "back"),
    [
        ((row("S1", "LAB", "transit", 20),), 20, None),
        ((row("S1", "LAB", "transit", 20, two_way=True),), 20, 20),
        ((row("S1", "LAB", "transit", 20, since=at("9:11")),), None, None),
        ((row("S1", "LAB", "transit", 20, since=at("9:10")),), 20, None),
        ((row("S1", "LAB", "transit", 20, until=at("8:00")),), 20, None),
        ((row("LAB", "S1", "transit", 20, until=at("15:49")),), None, None),
        ((row("LAB", "S1", "transit", 20, until=at("15:50")),), None, 20),
        ((row("LAB", "S1", "transit", 20, since=at("17:00")),), None, 20),
        # The quick one does not run so early.
        (
            (
                row("S1", "LAB", "transit", 20, since=at("9:20")),
                row("S1", "LAB", "transit", 35, until=at("9:20")),
            ),
            35,
            None,
        ),
    ],
)
def test_windows_of_the_travel_table(rows, there, back):
    school = instance(
        students=(student("S1", modes=(Mode.TRANSIT,)),), travel=TravelTable(rows=rows)
    )
    person, travel = school.students[0], travel_of(school)
    to = [one.minutes for one in travel.ways_there(person, "LAB", 1, (0,), 570)]
    fro = [one.minutes for one in travel.ways_back(person, "LAB", 1, (0,), 930)]
    assert to == ([] if there is None else [there])
    assert fro == ([] if back is None else [back])


@pytest.mark.parametrize("seed", range(40))
def test_the_best_is_that_of_all_options_one_by_one(seed):
    random = Random(seed)
    names = [f"M{number}" for number in range(random.randint(1, 4))]
    some = tuple(
        mentor(name, hours=hours(*random.sample(range(5), random.randint(1, 4))), sites=(place,))
        for name in names
        for place in [random.choice(("LAB", "FAR"))]
    )
    wishes = tuple(
        internship(
            days=random.randint(1, 2),
            candidates=tuple(random.sample(names, random.randint(1, len(names)))),
            weeks=random.choice(((), (0,), (1,))),
        )
        for _ in range(random.randint(1, 3))
    )
    apart = random.randint(1, 2)
    asked = student(
        "S1", internships=wishes, least_apart=apart, wanted_apart=random.randint(apart, 3)
    )
    school = instance(
        students=(asked,),
        workshops=(),
        mentors=some,
        internship_sites=(site("LAB"), FAR),
        term=term(cycle=2),
        attendance=(AttendanceRate(share=0.5, day=0), AttendanceRate(share=0.8, site="FAR")),
    )
    every = every_option(school, asked)
    best = own_options_of(school).best(asked)
    assert best.travel == min(sum(one.travel for one in chosen) for chosen in every)
    assert best.absence == min(sum(one.absence for one in chosen) for chosen in every)
    assert best.near == min(
        points_for_near(school, asked, weekly_days(asked, chosen)) for chosen in every
    )
    for number, wish in enumerate(wishes):
        had = {chosen[number].mentor for chosen in every}
        ranks = [rank for rank, name in enumerate(wish.mentors) if name in had]
        assert best.ranks[number] == min(ranks, default=0)


def test_many_internships_with_many_candidates_take_no_time():
    names = tuple(f"M{number}" for number in range(30))
    asked = student("S1", internships=(internship(days=1, candidates=names),) * 5)
    school = instance(
        students=(asked,), workshops=(), mentors=tuple(mentor(name) for name in names)
    )
    began = monotonic()
    best = own_options_of(school).best(asked)
    assert monotonic() - began < 5
    assert best.ranks == dict.fromkeys(range(5), 0)
