"""Internship sites and mentors of a made-up city."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from scheduler.domain.calendar import Span, clock
from scheduler.domain.ids import MentorId, SiteId
from scheduler.domain.people import Mentor
from scheduler.domain.places import Clearance, InternshipSite, Opening
from scheduler.made.dice import Dice
from scheduler.made.drafts import CityDraft, MentorDraft, SiteDraft
from scheduler.made.ground import CENTRE, Spot, draw_spot
from scheduler.made.numbering import Numbering
from scheduler.made.presets import Density
from scheduler.made.week import TERM, WEEKDAYS

INTERESTS = (
    ("animals", "Animal Clinic"), ("architecture", "Design Office"), ("art", "Print Studio"),
    ("baking", "Bakery"), ("boats", "Boatyard"), ("building", "Building Crew"),
    ("cars", "Garage"), ("children", "Child Centre"), ("computers", "Software Shop"),
    ("cooking", "Kitchen"), ("dance", "Dance Company"), ("fashion", "Sewing Room"),
    ("film", "Film House"), ("gardens", "Nursery"), ("health", "Health Centre"),
    ("history", "Museum"), ("law", "Legal Aid"), ("machines", "Machine Shop"),
    ("music", "Music Hall"), ("news", "Newsroom"), ("rivers", "River Trust"),
    ("sport", "Sports Club"), ("theatre", "Playhouse"), ("trade", "Co-op"),
)  # fmt: skip
HAZARDS = ("animals", "chemicals", "heights", "machines", "noise")
PAPERS = ("background check", "food handling", "health screening")
_HOURS = ((540, 840), (570, 900), (600, 930))
_HOURS_WEIGHTS = (60, 26, 14)
_WARD_EVERY = 25
"""One site in so many is a house with wards, which are sites themselves."""


def add_sites(
    dice: Dice, city: CityDraft, numbers: Numbering, density: Density, count: int
) -> None:
    """Draw the internship sites of a city."""
    while len(city.sites) < count:
        house = _draw_site(dice, city, numbers, density, draw_spot(dice, CENTRE, 3000), None)
        city.sites.append(house)
        wards = min(dice.between(2, 3), count - len(city.sites))
        if dice.below(_WARD_EVERY) == 0 and wards >= 2:
            house.seats = dice.between(4, 6)
            house.minimum_age, house.hazards = 0, ()
            for _ in range(wards):
                city.sites.append(_draw_site(dice, city, numbers, density, house.spot, house))


def _draw_site(
    dice: Dice,
    city: CityDraft,
    numbers: Numbering,
    density: Density,
    spot: Spot,
    parent: SiteDraft | None,
) -> SiteDraft:
    number = numbers.next("I")
    interest = dice.below(len(INTERESTS)) if parent is None else parent.interest
    title = INTERESTS[interest][1] if parent is None else f"{parent.name}, ward"
    hours = _HOURS[dice.weighted(_HOURS_WEIGHTS)] if parent is None else parent.hours
    return SiteDraft(
        id=SiteId(number),
        name=f"{title} {number[1:]}",
        spot=spot,
        position=city.ground.position(spot),
        interest=interest,
        hours=hours,
        seats=(1, 2, 3)[dice.weighted((15, 45, 40))],
        bus=parent.bus if parent else not dice.chance(density.no_bus),
        parent=parent,
        minimum_age=(0, 15, 16, 18)[dice.weighted((86, 5, 8, 1))],
        hazards=(dice.pick(HAZARDS),) if dice.chance(90) else (),
        requires=(dice.pick(PAPERS),) if dice.chance(80) else (),
    )


def add_mentors(
    dice: Dice, city: CityDraft, numbers: Numbering, density: Density, count: int
) -> None:
    """Draw the mentors of a city: every site that is no house of wards has one first."""
    houses = {site.parent.id for site in city.sites if site.parent}
    open_sites = [site for site in city.sites if site.id not in houses]
    for number in range(count):
        site = open_sites[number] if number < len(open_sites) else dice.pick(open_sites)
        sites = [site]
        if dice.chance(40):
            near = [one for one in open_sites if one.interest == site.interest and one is not site]
            sites += dice.some(near, 1)
        name = numbers.next("M")
        at_once, more = 1, dice.chance(density.second_intern)
        city.mentors.append(
            MentorDraft(
                id=MentorId(name),
                name=f"Mentor {name[1:]}",
                sites=sites,
                days=_draw_days(dice, density),
                at_once=at_once,
                in_all=at_once + more,
                more_on_other_days=more,
                clearance_until=_draw_end(dice),
            )
        )


def _draw_days(dice: Dice, density: Density) -> tuple[int, ...]:
    weights = list(density.weekdays)
    for _ in range(dice.weighted(density.mentor_days)):
        weights[dice.weighted(weights)] = 0
    return tuple(day for day in WEEKDAYS if weights[day] == 0)


def _draw_end(dice: Dice) -> date | None:
    """When a mentor's clearance ends: seldom named, and then mostly after the term."""
    if not dice.chance(100):
        return None
    return date(2026, 12, 18) if dice.chance(30) else date(2027, dice.between(3, 12), 1)


def widen(dice: Dice, city: CityDraft, density: Density, days_wanted: int) -> None:
    """Let mentors take more interns at once until the fixed share of days is there."""
    target = days_wanted * density.capacity // 1000
    have = sum(one.at_once * len(one.days) for one in city.mentors)
    while have < target:
        able = [one for one in city.mentors if one.at_once < 3]
        if not able:
            return
        for mentor in dice.shuffled(able):
            if have >= target:
                return
            if mentor.at_once == 2 and not dice.chance(300):
                continue
            mentor.at_once += 1
            mentor.in_all += 1
            have += len(mentor.days)


def open_up(dice: Dice, city: CityDraft) -> None:
    """Give some sites opening hours, none of which shuts out a mentor of theirs."""
    needed: dict[SiteId, set[int]] = defaultdict(set)
    for mentor in city.mentors:
        for site in mentor.sites:
            for one in site.lineage():
                needed[one.id].update(mentor.days)
    for site in city.sites:
        if not dice.chance(250):
            continue
        days = sorted(needed[site.id] | {day for day in WEEKDAYS if dice.chance(700)})
        fewer = dice.pick(days) if days and site.seats > 2 and dice.chance(300) else None
        opens, ends = clock(dice.pick((480, 510, 540))), clock(dice.pick((960, 1020, 1080)))
        site.openings = tuple(
            Opening(day=day, start=opens, end=ends, seats=site.seats - 1 if day == fewer else None)
            for day in days
        )


def site_data(site: SiteDraft) -> InternshipSite:
    """The internship site as data."""
    return InternshipSite(
        id=site.id,
        name=site.name,
        position=site.position,
        parent=site.parent.id if site.parent else None,
        openings=site.openings,
        seats=site.seats,
        minimum_age=site.minimum_age,
        hazards=site.hazards,
        requires=site.requires,
        clearances=(Clearance(name="insurance", until=date(2027, 6, 30)),) if site.requires else (),
    )


def mentor_data(mentor: MentorDraft) -> Mentor:
    """The mentor as data."""
    sites = mentor.sites
    start, end = mentor.hours
    interests = sorted({INTERESTS[site.interest][0] for site in sites})
    return Mentor(
        id=mentor.id,
        name=mentor.name,
        sites=tuple(site.id for site in sites),
        hours=tuple(Span(day=day, start=clock(start), end=clock(end)) for day in mentor.days),
        at_once=mentor.at_once,
        in_all=mentor.in_all,
        wished=mentor.in_all - 1 if mentor.in_all > 1 and mentor.more_on_other_days else None,
        interests=tuple(interests),
        clearance_until=mentor.clearance_until,
        never_with=mentor.never_with,
    )


def serves_term(until: date | None) -> bool:
    """Whether a paper lasts to the last day of term."""
    return until is None or until >= TERM.last
