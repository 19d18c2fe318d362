"""What the planner is told is the competition's problem, and its answer is judged by its rules."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import pytest

import scheduler
from benchmarks.outside.goals import registered
from benchmarks.outside.post_enrolment import day_goal
from benchmarks.outside.post_enrolment.given import SLOTS, SLOTS_OF_DAY, Given, parsed
from benchmarks.outside.post_enrolment.judging import Answer, judge
from benchmarks.outside.post_enrolment.school import answer_of, school
from scheduler.domain.faults import faults

MONDAY, TUESDAY = 0, SLOTS_OF_DAY


def given(attends: Iterable[set[int]], **parts: object) -> Given:
    """Two rooms, one of them with a feature; every slot is allowed."""
    events = [frozenset(one) for one in attends]
    plain = Given(
        students=1 + max(student for one in events for student in one),
        seats=(3, 2),
        attends=tuple(events),
        room_features=(frozenset({0}), frozenset()),
        event_features=(frozenset(),) * len(events),
        allowed=(frozenset(range(SLOTS)),) * len(events),
        before=(),
    )
    return replace(plain, **parts)  # type: ignore[arg-type]


def test_a_file_is_read_matrix_after_matrix() -> None:
    words = ["2 2 1 3", "3 2", "1 0", "1 1", "0 1", "1 0", "0 1"]
    slots = ["1 " * SLOTS, "0 " * 44 + "1"]
    order = ["0 1", "-1 0"]
    assert parsed("\n".join([*words, *slots, *order])) == given(
        [{0, 1}, {1, 2}],
        event_features=(frozenset(), frozenset({0})),
        allowed=(frozenset(range(SLOTS)), frozenset({44})),
        before=((0, 1),),
    )
    with pytest.raises(ValueError, match="has 5 numbers where"):
        parsed("2 2 1 3 1")


@pytest.mark.parametrize(
    ("answer", "broken"),
    [
        ({0: (0, 0), 1: (1, 1)}, []),
        ({0: (0, 1), 1: (1, 0)}, ["event 0 is in room 1, which lacks seats or features"]),
        ({0: (0, 0), 1: (0, 1)}, ["events 0 and 1 share students in slot 0"]),
        ({0: (3, 0), 2: (3, 0)}, ["events 0 and 2 share room 0 in slot 3"]),
        ({1: (44, 1)}, ["event 1 is in slot 44, where it may not be"]),
        ({2: (5, 1), 3: (5, 0)}, ["event 2 is not before event 3"]),
        ({2: (5, 1)}, []),
    ],
)
def test_each_hard_rule_is_judged(answer: Answer, broken: list[str]) -> None:
    one = given(
        [{0, 1, 2}, {2}, {3}, {4}],
        allowed=(frozenset(range(SLOTS)), frozenset(range(44)), *[frozenset(range(SLOTS))] * 2),
        before=((2, 3),),
    )
    assert list(judge(one, answer).broken) == broken


def test_distance_and_cost_are_counted_by_hand() -> None:
    one = given([{0, 1, 2}, {0}, {0}, {0, 1}, {1}, {2}])
    slots = {0: MONDAY, 1: MONDAY + 1, 2: MONDAY + 2, 3: MONDAY + 3, 4: TUESDAY + 8}
    judged = judge(one, {event: (slot, 0) for event, slot in slots.items()})
    # Student 0: four in a row. Student 1: two apart on Monday, alone and last on Tuesday.
    # Student 2: alone on Monday; the other event has no place.
    assert (judged.distance, judged.in_a_row, judged.alone, judged.last_of_day) == (1, 2, 2, 1)
    assert judged.cost == 5


SMALL = given(
    [{0, 1, 2}, {0, 1}, {1, 2}, {0}, {2}],
    event_features=(*[frozenset()] * 3, frozenset({0}), frozenset()),
    allowed=(frozenset({0, 1, 2, 8}), *[frozenset({0, 1, 2, 8, 9, 10})] * 4),
    before=((0, 1), (1, 2)),
)


def best_of(one: Given) -> tuple[int, int]:
    """The least distance and cost of any answer that places every event, tried one by one."""
    costs = []
    rooms = [[room for room in (0, 1) if one.suits(event, room)] for event in one.events]
    for slots in itertools.product(*map(sorted, one.allowed)):
        for chosen in itertools.product(*rooms) if _early(one, slots) else ():
            judged = judge(one, dict(enumerate(zip(slots, chosen, strict=True))))
            if not judged.broken:
                costs.append(judged.cost)
    return 0, min(costs)


def _early(one: Given, slots: tuple[int, ...]) -> bool:
    return all(slots[first] < slots[second] for first, second in one.before)


def test_the_planner_finds_what_no_answer_beats() -> None:
    asked = school(SMALL, "small")
    assert list(faults(asked)) == []
    with registered(day_goal):
        outcome = scheduler.solve(asked, work=0.1, seed=1)
        assert outcome.timetable is not None and outcome.score is not None
        scored = scheduler.score(asked, outcome.timetable)
    assert outcome.status is scheduler.Status.OPTIMAL
    assert scheduler.check(asked, outcome.timetable) == []
    judged = judge(SMALL, answer_of(SMALL, outcome.timetable))
    assert judged.broken == ()
    assert (judged.distance, judged.cost) == best_of(SMALL)
    assert scored.penalty == outcome.score.penalty == judged.cost
    assert day_goal.NAME not in scheduler.score(asked, outcome.timetable).goals


def test_an_event_that_somebody_misses_is_unplaced() -> None:
    asked = school(SMALL, "small")
    timetable = scheduler.solve(asked, work=0.1).timetable
    assert timetable is not None
    lost = timetable.enrolments[0]
    short = replace(timetable, enrolments=timetable.enrolments[1:])
    assert int(lost.section.removeprefix("X")) not in answer_of(SMALL, short)


def test_what_leaves_nothing_to_the_next_in_order_is_not_allowed() -> None:
    one = given([{0}, {0}, {0}], allowed=(frozenset({3, 4, 5}),) * 3, before=((0, 1), (1, 2)))
    spans = {
        shop.id: [(span.start.hour - 9) for span in shop.allowed]
        for shop in school(one, "order").workshops
    }
    assert spans == {"E1": [4], "E0": [3], "E2": [5]}


def test_checker_and_search_agree_on_every_day() -> None:
    masks = np.arange(1 << SLOTS_OF_DAY)
    busy = [(masks >> slot & 1).astype(bool) for slot in range(SLOTS_OF_DAY)]
    points = day_goal.of_day([False] * SLOTS_OF_DAY, busy)
    for mask in masks:
        slots = [slot for slot in range(SLOTS_OF_DAY) if mask >> slot & 1]
        day = given([{0}] * max(1, len(slots)))
        judged = judge(day, {event: (slot, 0) for event, slot in enumerate(slots)})
        assert points[mask] == judged.cost
