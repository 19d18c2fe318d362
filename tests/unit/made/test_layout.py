"""A preset's numbers are shared out whole, also where drawing it all would take minutes."""

from __future__ import annotations

import pytest

from scheduler.made.dice import Dice
from scheduler.made.layout import lay_out
from scheduler.made.presets import PRESETS


@pytest.mark.parametrize("preset", list(PRESETS))
def test_every_preset_is_shared_out_whole(preset: str) -> None:
    size = PRESETS[preset]
    cities = lay_out(Dice(3), size)
    campuses = [campus for city in cities for campus in city.campuses]
    advisories = [count for campus in campuses for count in campus.sizes]
    assert len(cities) == size.cities
    assert len(campuses) == size.school_sites
    assert len(advisories) == size.advisories
    assert sum(advisories) == size.students
    assert 15 <= min(advisories) <= max(advisories) <= 20
    assert sum(campus.sections for campus in campuses) == size.sections
    assert {campus.school for campus in campuses} == set(range(size.schools))
    assert sum(city.internship_sites for city in cities) == size.internship_sites
    assert sum(city.mentors for city in cities) == size.mentors
    assert sum(city.vans for city in cities) == size.vans
    assert all(city.mentors >= city.internship_sites > 0 for city in cities)
