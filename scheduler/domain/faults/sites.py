"""Faults of internship sites and of the mentors who host there."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from scheduler.domain.calendar import Span
from scheduler.domain.faults import things
from scheduler.domain.faults.things import Thing
from scheduler.domain.faults.when import day_name, unknown_weeks_of
from scheduler.domain.ids import SiteId
from scheduler.domain.instance import Instance
from scheduler.domain.people import Mentor
from scheduler.domain.places import InternshipSite
from scheduler.errors import Fault


def faults(instance: Instance) -> Iterator[Fault]:
    """Yield what is wrong with internship sites and mentors."""
    for thing, site in things.internship_sites(instance):
        yield from _of_parents(instance, thing, site)
    for thing, mentor in things.mentors(instance):
        yield from unknown_weeks_of(instance, thing, "hours", mentor.hours)
        yield from _of_hours(instance, thing, mentor)
        yield from _of_days(instance, thing, mentor)
        if mentor.wished is not None and mentor.wished < 0:
            yield thing.fault(
                "wished", f"{mentor.wished} interns cannot be wished.", "Write 0 or more."
            )


def lineage_of(instance: Instance, site: SiteId) -> list[InternshipSite]:
    """A site and those it is part of, also where the data is at fault."""
    found: list[InternshipSite] = []
    current = instance.site_of.get(site)
    while current is not None and current not in found:
        found.append(current)
        current = None if current.parent is None else instance.site_of.get(current.parent)
    return found


def _of_parents(instance: Instance, thing: Thing, site: InternshipSite) -> Iterator[Fault]:
    line = lineage_of(instance, site.id)
    ids = [one.id for one in line]
    # A cycle is told once, at the member whose id comes first.
    if line and line[-1].parent == site.id and site.id == min(ids):
        yield thing.fault(
            "parent",
            f"A site cannot be part of itself: {' in '.join([*ids, site.id])}.",
            "Take the parent of one of them out.",
        )


def _of_hours(instance: Instance, thing: Thing, mentor: Mentor) -> Iterator[Fault]:
    for (_, one), (index, two) in combinations(enumerate(mentor.hours), 2):
        shared = [w for w in range(instance.term.cycle) if one.holds_in(w) and two.holds_in(w)]
        if one.day == two.day and shared:
            yield thing.fault(
                f"hours[{index}]",
                f"There are two spans of hours on {day_name(two.day)} of one week.",
                "Give one span a weekday, or different weeks.",
            )


def _of_days(instance: Instance, thing: Thing, mentor: Mentor) -> Iterator[Fault]:
    if not mentor.hours:
        yield thing.fault(
            "hours",
            "The mentor has no hours, so nobody can ever come.",
            "Say when interns may come, or take the mentor out.",
        )
        return
    lines = [lineage_of(instance, site) for site in mentor.sites]
    usable = [span for span in mentor.hours if span.day in instance.term.weekdays]
    if not usable:
        yield thing.fault(
            "hours",
            "The mentor has hours only on weekdays that the term does not use.",
            "Add hours on a weekday of the term, or take the mentor out.",
        )
    elif all(lines) and not can_host(instance, mentor):
        sites = ", ".join(mentor.sites)
        yield thing.fault(
            "hours",
            f"Whenever the mentor has hours, {sites} or a site around it is closed.",
            "Mend the mentor's hours or the site's openings.",
        )


def can_host(instance: Instance, mentor: Mentor) -> bool:
    """Whether some site of a mentor is open at some of the own hours."""
    lines = [lineage_of(instance, site) for site in mentor.sites]
    usable = [span for span in mentor.hours if span.day in instance.term.weekdays]
    return any(is_open(line, span) for line in lines for span in usable)


def is_open(line: list[InternshipSite], span: Span) -> bool:
    """Whether internship hours are left of a mentor's span at a site and its parents."""
    start, end = span.minutes
    for site in line:
        if site.openings:
            opening = next((one for one in site.openings if one.day == span.day), None)
            if opening is None:
                return False
            opens, closes = Span(day=opening.day, start=opening.start, end=opening.end).minutes
            start, end = max(start, opens), min(end, closes)
    return start < end
