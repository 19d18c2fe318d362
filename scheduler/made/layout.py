"""How a preset's numbers are shared out over cities, school sites and advisories."""

from __future__ import annotations

from dataclasses import dataclass

from scheduler.made.dice import Dice, share
from scheduler.made.presets import Size


@dataclass(frozen=True, slots=True)
class CampusPlan:
    """A school site to be drawn: its school, the sizes of its advisories, its sections."""

    school: int
    sizes: tuple[int, ...]
    sections: int


@dataclass(frozen=True, slots=True)
class CityPlan:
    """A city to be drawn."""

    campuses: tuple[CampusPlan, ...]
    internship_sites: int
    mentors: int
    vans: int


def lay_out(dice: Dice, size: Size) -> list[CityPlan]:
    """Share out everything, mostly by students; cities have one to a dozen school sites."""
    per_campus = share(size.advisories, [dice.between(80, 120) for _ in range(size.school_sites)])
    sizes = share(size.students, [1] * size.advisories)
    groups: list[tuple[int, ...]] = []
    for count in per_campus:
        groups.append(tuple(sizes[:count]))
        del sizes[:count]
    sections = share(size.sections, [sum(group) for group in groups])
    campuses = [
        CampusPlan(number * size.schools // size.school_sites, group, sections[number])
        for number, group in enumerate(groups)
    ]
    weights = [dice.pick((1, 1, 2, 3, 8)) for _ in range(size.cities)]
    per_city = [1 + more for more in share(size.school_sites - size.cities, weights)]
    cities: list[tuple[CampusPlan, ...]] = []
    for count in per_city:
        cities.append(tuple(campuses[:count]))
        del campuses[:count]
    people = [sum(sum(campus.sizes) for campus in city) for city in cities]
    return [
        CityPlan(*parts)
        for parts in zip(
            cities,
            share(size.internship_sites, people),
            share(size.mentors, people),
            share(size.vans, people),
            strict=True,
        )
    ]
