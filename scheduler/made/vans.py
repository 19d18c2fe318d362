"""Vans of a made-up city and the runs they can make.

Each van belongs to a school site. In the morning it leaves there for sites that no bus
reaches or that lie far out, before their hours begin; after the last of these hours it
comes back the same way. Riders go to the school site on their own.
"""

from __future__ import annotations

from scheduler.domain.calendar import DAY_NAMES, Span, clock
from scheduler.domain.ids import RunId, VehicleId
from scheduler.domain.places import PARKING_MINUTES, Mode, Position, estimated_minutes
from scheduler.domain.vehicles import RunStop, Vehicle, VehicleRun
from scheduler.made.dice import Dice, share
from scheduler.made.drafts import CampusDraft, CityDraft, SiteDraft
from scheduler.made.numbering import Numbering
from scheduler.made.week import WEEKDAYS

_LONGEST_RUN = 50
_OTHER_DAYS = (400, 1000, 400, 1000, 300)
"""Per mille of vans that run on each weekday, Monday first."""


def add_vans(dice: Dice, city: CityDraft, numbers: Numbering, count: int) -> None:
    """Draw the vans of a city and their runs."""
    per_campus = share(count, [sum(a.size for a in one.advisories) for one in city.campuses])
    houses = {site.parent.id for site in city.sites if site.parent}
    free = [site for site in city.sites if site.id not in houses]
    for campus, vans in zip(city.campuses, per_campus, strict=True):
        for _ in range(vans):
            name = numbers.next("V")
            days = [day for day in WEEKDAYS if dice.chance(_OTHER_DAYS[day])]
            city.vehicles.append(
                Vehicle(
                    id=VehicleId(name),
                    name=f"Van {name[1:]}",
                    seats=dice.between(7, 14),
                    wheelchair_places=1 if dice.chance(400) else 0,
                    start=campus.id,
                    driver_hours=tuple(
                        Span(day=day, start=clock(start), end=clock(end))
                        for day in days
                        for start, end in ((450, 600), (825, 1020))
                    ),
                )
            )
            stops = _draw_stops(dice, campus, free) or _draw_stops(dice, campus, free)
            for day in days:
                if stops:
                    city.runs += _runs(name, campus, stops, day)


def _drive(one: Position, two: Position) -> int:
    """Minutes from stop to stop, one of them for boarding."""
    minutes = estimated_minutes(one, two, Mode.DRIVE)
    assert minutes is not None
    return minutes - PARKING_MINUTES + 1


def _draw_stops(
    dice: Dice, campus: CampusDraft, free: list[SiteDraft]
) -> list[tuple[SiteDraft, int]]:
    """Sites a van serves with its minute of arrival; they are struck off ``free``."""
    leaves = dice.pick((485, 490, 495, 495, 500))
    stops: list[tuple[SiteDraft, int]] = []
    here, now = campus.position, leaves
    wanted = dice.between(3, 6)
    while len(stops) < wanted:
        reach = [
            (site, now + _drive(here, site.position))
            for site in _nearest(campus, free, stops[-1][0] if stops else None)
        ]
        reach = [(s, at) for s, at in reach if at <= s.hours[0] and at - leaves <= _LONGEST_RUN]
        if not reach:
            break
        weights = [1 if site.bus else 8 for site, _ in reach]
        site, now = reach[dice.weighted(weights)]
        free.remove(site)
        here = site.position
        stops.append((site, now))
    return stops if len(stops) >= 2 else []


def _nearest(campus: CampusDraft, free: list[SiteDraft], last: SiteDraft | None) -> list[SiteDraft]:
    """The few sites a van may go to next: far from school first, then near the last."""
    if last is None:
        by_distance = sorted(free, key=lambda site: (campus.spot.metres(site.spot), site.id))
        far = [s for s in by_distance if 3000 <= campus.spot.metres(s.spot) <= 12_000]
        return far or by_distance[-8:]
    by_distance = sorted(free, key=lambda site: (last.spot.metres(site.spot), site.id))
    return [s for s in by_distance[:8] if campus.spot.metres(s.spot) >= 1500]


def _runs(
    van: str, campus: CampusDraft, stops: list[tuple[SiteDraft, int]], day: int
) -> list[VehicleRun]:
    leaves = stops[0][1] - _drive(campus.position, stops[0][0].position)
    out = [RunStop(place=campus.id, at=clock(leaves))]
    out += [RunStop(place=site.id, at=clock(at)) for site, at in stops]
    starts = max(site.hours[1] for site, _ in stops)
    home: list[RunStop] = []
    now = starts
    here = stops[-1][0].position
    for site, _ in reversed(stops):
        now += _drive(here, site.position) if home else 0
        here = site.position
        home.append(RunStop(place=site.id, at=clock(now)))
    home.append(RunStop(place=campus.id, at=clock(now + _drive(here, campus.position))))
    name = f"{van}-{DAY_NAMES[day]}"
    return [
        VehicleRun(id=RunId(f"{name}-out"), vehicle=VehicleId(van), day=day, stops=tuple(out)),
        VehicleRun(id=RunId(f"{name}-home"), vehicle=VehicleId(van), day=day, stops=tuple(home)),
    ]
