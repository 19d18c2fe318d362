"""What tells of what was said, against all of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.attendance.codes import ABSENT, OFF_SITE, OUT, PRESENT
from scheduler.attendance.ledger import fold
from scheduler.attendance.said import Said
from scheduler.domain.attendance import Band, How, Mark
from tests.unit.attendance import marking
from tests.unit.attendance.marking import CAMPUS, READING, SESSION, ZONE, mark, moment
from tests.unit.attendance.reference import histories

LINES = [marking.OUT, CAMPUS, SESSION]


@st.composite
def taps(draw: st.DrawFn) -> list[Mark]:
    """Taps of a day, many of them saying the same."""
    found = []
    for number in range(draw(st.integers(0, 12))):
        effective = moment("8:00") + timedelta(minutes=draw(st.integers(0, 500)))
        found.append(
            mark(
                f"m{number}",
                draw(st.sampled_from([PRESENT, OFF_SITE, OUT])),
                draw(st.sampled_from([How.CHECK_IN, How.CHECK_IN, How.KIOSK])),
                site=draw(st.sampled_from(["LAB", "LAB", "HALL"])),
                band=draw(st.sampled_from([None, Band.INSIDE, Band.BEYOND_2_KM])),
                offset=draw(st.sampled_from([None, -240, 60])),
                claimed_at=draw(st.sampled_from([None, effective, moment("12:00")])),
                effective_at=effective,
            )
        )
    return found


@given(
    st.one_of(
        taps(), histories(), st.tuples(taps(), histories()).map(lambda both: both[0] + both[1])
    )
)
@settings(max_examples=300, deadline=None)
def test_what_tells_folds_as_all_of_it_after_every_mark(history: list[Mark]) -> None:
    said = Said(ZONE)
    before = {line: fold(line, [], READING) for line in LINES}
    for number, one in enumerate(history):
        is_telling = said.add(one)
        heard = list({other.id: other for other in reversed(history[: number + 1])}.values())
        for line in LINES:
            assert fold(line, said.telling(), READING) == fold(line, heard, READING)
            assert is_telling or fold(line, heard, READING) == before[line]
            before[line] = fold(line, heard, READING)


def test_of_many_taps_that_say_the_same_the_first_and_the_last_are_folded() -> None:
    said = Said(ZONE)
    told = [
        said.add(mark(f"m{minute}", OFF_SITE, How.CHECK_IN, f"9:{minute:02}"))
        for minute in (30, 10, 50, 20, 40)
    ]
    assert told == [True, True, True, False, False]
    assert [one.id for one in said.telling()] == ["m10", "m50"]
    assert len(said.marks) == 5
    assert said.received == moment("9:50") + timedelta(seconds=1)


@pytest.mark.parametrize(
    "other",
    [
        mark("a", ABSENT, How.MENTOR),
        mark("a", PRESENT, How.CHECK_IN, supersedes="m1"),
        mark("a", PRESENT, How.CHECK_IN, about={"disputes": "m1"}),
    ],
)
def test_where_anything_else_was_said_all_of_it_is_folded(other: Mark) -> None:
    said = Said(ZONE)
    for number in range(4):
        said.add(mark(f"m{number}", OFF_SITE, How.CHECK_IN, f"9:0{number}"))
    assert said.add(other)
    assert {"m0", "m2", "m3", "a"} <= {one.id for one in said.telling()}
