"""Draws are fair, whole and shared out without a rest."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from scheduler.made.dice import Dice, share


def test_draws_follow_their_weights() -> None:
    dice = Dice(1)
    drawn = Counter(dice.weighted((1, 0, 3)) for _ in range(4000))
    assert set(drawn) == {0, 2}
    assert drawn[2] / drawn[0] == pytest.approx(3, rel=0.15)


def test_heavy_and_weighted_agree_on_what_cannot_be_drawn() -> None:
    dice = Dice(1)
    weights = np.array([0, 2, 0, 5], dtype=np.int64)
    assert {dice.heavy(weights) for _ in range(200)} == {1, 3}
    assert dice.heavy(np.zeros(3, dtype=np.int64)) == -1
    assert dice.heavy(np.zeros(0, dtype=np.int64)) == -1


def test_shuffling_keeps_everything() -> None:
    dice = Dice(2)
    assert sorted(dice.shuffled(range(50))) == list(range(50))
    assert len(set(dice.some(range(50), 10))) == 10


@pytest.mark.parametrize(
    ("total", "weights", "parts"),
    [(10, [1, 1, 1], [4, 3, 3]), (7, [0, 5, 2], [0, 5, 2]), (1, [3, 4], [0, 1])],
)
def test_shares_sum_to_the_whole(total: int, weights: list[int], parts: list[int]) -> None:
    assert share(total, weights) == parts
