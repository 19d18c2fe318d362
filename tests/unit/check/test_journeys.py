"""Rules `journey` and `vehicle-run`: ways there and back, and the vans they ride in."""

from dataclasses import replace
from datetime import date

import pytest

from scheduler.check import journey, vehicle_run
from scheduler.domain.calendar import DateSpan
from scheduler.domain.people import Accommodations
from scheduler.domain.places import Mode, TravelTable
from tests.factories import (
    at,
    day_out,
    instance,
    internship,
    leg,
    mentor,
    row,
    run,
    run_use,
    span,
    student,
    term,
    timetable,
    vehicle,
)

MODES = (Mode.WALK, Mode.CYCLE, Mode.TRANSIT, Mode.VAN)
# S1 lives at the school, 13 minutes on foot from the lab; hours are 9:30 to 15:30.
ROWS = (
    row("S1", "STOP", "transit", 20, since=at("8:40"), until=at("9:00")),
    row("S1", "STOP", "transit", 30, since=at("9:00")),
    row("STOP", "LAB", "walk", 5),
)


def school(own=None, **changes):
    given = {"modes": MODES, "longest_journey": 60, "internships": (internship(days=1),)}
    people = tuple(student(f"S{n}", **given | (own or {})) for n in (1, 2, 3))
    changes = {"travel": TravelTable(rows=ROWS)} | changes
    return instance(students=people, workshops=(), vehicles=(vehicle(),), runs=(run(),), **changes)


def table(*outs, runs=()):
    return timetable(days_out=outs, runs=runs, meetings=(), sections=(), enrolments=())


@pytest.mark.parametrize(
    ("there", "own", "count"),
    [
        ((leg("S1", "LAB", "9:17", "9:30"),), {}, 0),
        ((leg("S1", "LAB", "9:16", "9:30"),), {}, 0),  # slower than need be
        ((leg("S1", "LAB", "9:18", "9:30"),), {}, 1),  # faster than possible
        ((leg("S1", "LAB", "9:18", "9:31"),), {}, 1),  # late
        ((), {}, 1),
        ((leg("LAB", "S1", "9:17", "9:30"),), {}, 1),
        ((leg("S1", "LAB", "9:30", "9:17"),), {}, 1),  # back in time
        ((leg("S1", "LAB", "9:17", "9:30", "drive"),), {}, 1),  # not a mode of the student
        ((leg("S1", "LAB", "9:17", "9:30"),), {"longest_journey": 13}, 0),
        ((leg("S1", "LAB", "9:17", "9:30"),), {"longest_journey": 12}, 1),
        (
            (leg("S1", "LAB", "9:17", "9:30"),),
            {"accommodations": Accommodations(most_walk_minutes=12)},
            1,
        ),
        ((leg("S1", "LAB", "9:20", "9:30", "cycle"),), {}, 0),
        (
            (leg("S1", "LAB", "9:20", "9:30", "cycle"),),
            {"accommodations": Accommodations(wheelchair=True)},
            1,
        ),
        # Two legs through a stop, with four minutes of waiting.
        ((leg("S1", "STOP", "8:40", "9:00", "transit"), leg("STOP", "LAB", "9:04", "9:09")), {}, 0),
        ((leg("S1", "STOP", "8:40", "9:00", "transit"), leg("STOP", "LAB", "8:59", "9:04")), {}, 1),
        ((leg("S1", "STOP", "8:40", "9:00", "transit"), leg("S1", "LAB", "9:04", "9:20")), {}, 1),
        ((leg("S1", "STOP", "8:40", "9:00", "transit"),), {}, 1),  # not there yet
        # Outside the window of the quick row, and too quick for the other.
        ((leg("S1", "STOP", "8:45", "9:05", "transit"), leg("STOP", "LAB", "9:05", "9:10")), {}, 1),
        ((leg("S1", "STOP", "8:39", "8:59", "transit"), leg("STOP", "LAB", "8:59", "9:04")), {}, 1),
        # No row and no position to estimate from: nobody knows the place.
        ((leg("S1", "MARS", "8:40", "9:00"), leg("MARS", "LAB", "9:04", "9:09")), {}, 1),
        ((replace(leg("S1", "LAB", "9:17", "9:30"), run="V1-am"),), {}, 1),
    ],
)
def test_ways_there(there, own, count):
    found = journey.check(school(own), table(day_out("S1", 1, there=there)))
    ways = [one.subjects for one in found if one.subjects[2] == "there"]
    assert ways == [("S1", "1", "there")] * count


@pytest.mark.parametrize(
    ("departs", "arrives", "count"),
    [("15:30", "15:43", 0), ("15:29", "15:43", 1), ("16:00", "16:13", 0), ("15:30", "15:42", 1)],
)
def test_ways_back(departs, arrives, count):
    out = day_out("S1", 1, back=(leg("LAB", "S1", departs, arrives),))
    found = [one.subjects for one in journey.check(school(), table(out))]
    assert found == [("S1", "1", "back")] * count


def test_without_estimates_a_pair_without_a_row_is_unreachable():
    given = school(travel=TravelTable(rows=(row("S1", "LAB", "walk", 13),), estimate=False))
    found = [one.subjects for one in journey.check(given, table(day_out("S1", 1)))]
    assert found == [("S1", "1", "back")]
    both = TravelTable(rows=(row("S1", "LAB", "walk", 13, two_way=True),), estimate=False)
    assert list(journey.check(school(travel=both), table(day_out("S1", 1)))) == []


def test_in_time_for_the_hours_of_every_week():
    hours = (span(1, "9:30", "15:30", 0), span(1, "9:25", "15:30", 1))
    both = school(mentors=(mentor(hours=hours),), term=term(cycle=2))
    late = school(
        mentors=(mentor(hours=(span(1, "9:25", "15:30"),)),),
    )
    # In both weeks the hours begin at the later of the two starts.
    assert list(journey.check(both, table(day_out("S1", 1)))) == []
    assert [one.subjects[2] for one in journey.check(late, table(day_out("S1", 1)))] == ["there"]


VAN = leg("S1", "LAB", "9:00", "9:20", run="V1-am")


@pytest.mark.parametrize(
    ("there", "runs", "changes", "count"),
    [
        ((VAN,), (run_use(),), {}, 0),
        ((VAN,), (), {}, 1),  # not driven
        ((VAN,), (run_use("V1-am", (0, 2), "S2"),), {}, 1),  # not among the riders
        ((replace(VAN, run="V9"),), (run_use(),), {}, 1),
        ((replace(VAN, run=None),), (run_use(),), {}, 1),
        ((replace(VAN, departs=at("9:01")),), (run_use(),), {}, 1),
        ((VAN,), (run_use(),), {"runs": (run(day=2),)}, 1),
        ((VAN,), (run_use(),), {"term": term(cycle=2), "runs": (run(weeks=(0,)),)}, 1),
        ((VAN,), (run_use(),), {"term": term(cycle=2), "runs": (run(weeks=(0, 1)),)}, 0),
        (
            (leg("S1", "S2", "9:03", "9:05"), leg("S2", "LAB", "9:05", "9:20", run="V1-am")),
            (run_use("V1-am", (1, 2)),),
            {},
            0,
        ),
        # Against the order of the stops.
        ((leg("S1", "LAB", "9:20", "9:00", run="V1-am"),), (run_use(),), {}, 1),
    ],
)
def test_ways_by_van(there, runs, changes, count):
    given = replace(school(), **changes)
    found = list(journey.check(given, table(day_out("S1", 1, there=there), runs=runs)))
    assert [one.subjects for one in found] == [("S1", "1", "there")] * count


def test_a_van_is_a_mode_the_student_has_to_have():
    given = school({"modes": (Mode.WALK,)})
    out = day_out("S1", 1, there=(VAN,))
    assert len(list(journey.check(given, table(out, runs=(run_use(),))))) == 1


def riding(*students, **changes):
    """Each rides from the first stop to the lab."""
    legs = {
        "S1": VAN,
        "S2": leg("S2", "LAB", "9:05", "9:20", run="V1-am"),
        "S3": leg("S1", "LAB", "9:00", "9:20", run="V1-am"),
    }
    return tuple(day_out(one, 1, there=(legs[one],), **changes) for one in students)


@pytest.mark.parametrize(
    ("outs", "use", "van", "count"),
    [
        (riding("S1"), run_use(), {}, 0),
        (riding("S1"), run_use("V1-am", (0, 1, 2)), {}, 1),
        (riding("S1"), run_use("V1-am", (0, 9)), {}, 1),
        (riding("S1"), run_use("V1-am", ()), {}, 1),
        (riding("S1"), run_use("V1-am", (0, 2), "S1", "S2"), {}, 1),
        (riding("S1"), run_use("V1-am", (0, 2), "S1", "S1"), {}, 1),
        (riding("S1", "S2"), run_use("V1-am", (0, 1, 2), "S1", "S2"), {}, 0),
        (riding("S1", "S2"), run_use("V1-am", (0, 1, 2), "S1", "S2"), {"seats": 1}, 1),
        (riding("S1"), run_use(), {"seats": 0}, 1),
        (riding("S1"), run_use(), {"most_ride_minutes": 20}, 0),
        (riding("S1"), run_use(), {"most_ride_minutes": 19}, 1),
        (riding("S2"), run_use("V1-am", (1, 2), "S2"), {"most_ride_minutes": 19}, 0),
        (riding("S1"), run_use(), {"driver_hours": (span(1, "9:00", "9:20"),)}, 0),
        (riding("S1"), run_use(), {"driver_hours": (span(1, "9:01", "9:20"),)}, 1),
        (
            riding("S2"),
            run_use("V1-am", (1, 2), "S2"),
            {"driver_hours": (span(1, "9:01", "9:20"),)},
            0,
        ),
        (riding("S1"), run_use(), {"driver_hours": (span(2, "9:00", "9:20"),)}, 1),
        (
            riding("S1"),
            run_use(),
            {"driver_hours": (span(1, "9:00", "9:10"), span(1, "9:10", "9:20"))},
            1,
        ),
        ((), run_use("V1-am", (0, 2), "S1"), {}, 1),
        ((), replace(run_use("V1-am", ()), riders=()), {}, 1),  # driven for nobody
    ],
)
def test_runs(outs, use, van, count):
    given = replace(school(), vehicles=(vehicle(**van),))
    found = list(vehicle_run.check(given, table(*outs, runs=(use,))))
    assert [one.subjects for one in found] == [("V1-am",)] * count


def test_seats_are_free_again_where_riders_get_off():
    stops = (("S1", "8:50"), ("LAB", "9:10"), ("S2", "9:15"), ("LAB", "9:25"))
    given = replace(school(), vehicles=(vehicle(seats=1),), runs=(run("V1-am", *stops),))
    one = day_out("S1", 1, there=(leg("S1", "LAB", "8:50", "9:10", run="V1-am"),))
    two = day_out("S2", 1, there=(leg("S2", "LAB", "9:15", "9:25", run="V1-am"),))
    use = run_use("V1-am", (0, 1, 2, 3), "S1", "S2")
    assert list(vehicle_run.check(given, table(one, two, runs=(use,)))) == []


def test_a_seat_changes_hands_at_a_stop():
    stops = (("S1", "8:50"), ("S2", "9:10"), ("LAB", "9:20"))
    given = replace(school(), vehicles=(vehicle(seats=1),), runs=(run("V1-am", *stops),))
    one = day_out("S1", 1, there=(leg("S1", "S2", "8:50", "9:10", run="V1-am"),))
    two = day_out("S2", 1, there=(leg("S2", "LAB", "9:10", "9:20", run="V1-am"),))
    use = run_use("V1-am", (0, 1, 2), "S1", "S2")
    assert list(vehicle_run.check(given, table(one, two, runs=(use,)))) == []


def test_a_ride_ends_where_and_when_the_run_stops():
    late = leg("S1", "LAB", "9:00", "9:21", run="V1-am")
    elsewhere = leg("S1", "S3", "9:00", "9:20", run="V1-am")
    for wrong in (late, elsewhere):
        found = journey.check(school(), table(day_out("S1", 1, there=(wrong,)), runs=(run_use(),)))
        assert any("V1-am does not go" in one.message for one in found)


@pytest.mark.parametrize(("seats", "places", "count"), [(1, 1, 0), (2, 0, 1), (0, 1, 1), (0, 2, 1)])
def test_a_wheelchair_takes_a_place_and_no_seat(seats, places, count):
    given = school()
    chair = replace(given.students[0], accommodations=Accommodations(wheelchair=True))
    given = replace(
        given,
        students=(chair, *given.students[1:]),
        vehicles=(vehicle(seats=seats, wheelchair_places=places),),
    )
    use = run_use("V1-am", (0, 1, 2), "S1", "S2")
    found = list(vehicle_run.check(given, table(*riding("S1", "S2"), runs=(use,))))
    assert len(found) == count


A, B, ALWAYS = ({"days": 1, "weeks": (0,)}, {"days": 1, "weeks": (1,)}, {"days": 1})
BLOCK = {"block": DateSpan(first=date(2026, 9, 15), last=date(2026, 9, 15))}  # in week 1


@pytest.mark.parametrize(
    ("wishes", "count"),
    [((A, B), 0), ((A, A), 1), ((A, ALWAYS), 1), ((A, BLOCK), 0), ((B, BLOCK), 1)],
)
def test_seats_are_counted_on_every_date(wishes, count):
    given = school(term=term(cycle=2))
    people = tuple(
        replace(one, internships=(internship(**wish),))
        for one, wish in zip(given.students, wishes, strict=False)
    )
    given = replace(given, students=people, vehicles=(vehicle(seats=1),))
    use = run_use("V1-am", (0, 1, 2), "S1", "S2")
    assert len(list(vehicle_run.check(given, table(*riding("S1", "S2"), runs=(use,))))) == count
