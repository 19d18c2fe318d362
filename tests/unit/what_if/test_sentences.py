"""Prices as they are said."""

from __future__ import annotations

import pytest

from scheduler.what_if.prices import Price


@pytest.mark.parametrize(
    ("places", "points", "minutes", "said"),
    [
        (4, 0, 0, "one more seat at S3 on Thu places 4 more"),
        (
            0,
            1,
            40,
            "one more seat at S3 on Thu saves 40 minutes of travel a week and saves 1 point",
        ),
        (0, 0, 0, "one more seat at S3 on Thu saves 0 points"),
    ],
)
def test_a_price_is_a_sentence(places: int, points: int, minutes: int, said: str) -> None:
    price = Price(text="one more seat at S3 on Thu", places=places, points=points, minutes=minutes)
    assert price.sentence == said
