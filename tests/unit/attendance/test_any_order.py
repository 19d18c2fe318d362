"""The fold against a reference, over random histories."""

from __future__ import annotations

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.attendance.ledger import fold
from scheduler.domain.attendance import Mark
from scheduler.domain.standing import Expected
from tests.unit.attendance.marking import CAMPUS, OUT, READING, SESSION
from tests.unit.attendance.reference import gist, histories, naive


@given(histories(), st.sampled_from([OUT, CAMPUS, SESSION]), st.randoms())
@settings(max_examples=400, deadline=None)
def test_any_order_and_repeats_fold_as_the_reference_says(
    history: list[Mark], expected: Expected, dice: Random
) -> None:
    standing = fold(expected, history, READING)
    again = [*history, *history[: len(history) // 2]]
    dice.shuffle(again)
    assert fold(expected, again, READING) == standing
    assert gist(standing) == naive(expected, history)
