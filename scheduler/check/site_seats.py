"""A site hosts at most so many interns on a day, parent sites included."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from scheduler.check.diary import Out, diary_of
from scheduler.check.facts import day_name
from scheduler.check.loads import most_on_a_date
from scheduler.domain.ids import SiteId
from scheduler.domain.instance import Instance
from scheduler.domain.places import InternshipSite
from scheduler.domain.rules import RuleId, Violation
from scheduler.domain.timetable import Timetable

RULE = RuleId.SITE_SEATS


def matches(instance: Instance) -> bool:
    """Whether any internship site says how many it may host."""
    return any(
        site.seats is not None or any(one.seats is not None for one in site.openings)
        for site in instance.internship_sites
    )


def seats_on(site: InternshipSite, day: int) -> int | None:
    """The seats of a site on a weekday; None: no limit."""
    for opening in site.openings:
        if opening.day == day and opening.seats is not None:
            return opening.seats
    return site.seats


def check(instance: Instance, timetable: Timetable) -> Iterator[Violation]:
    """Yield one violation for each site and weekday of a week."""
    diary = diary_of(instance, timetable)
    at: dict[SiteId, list[Out]] = defaultdict(list)
    for out in diary.outs:
        for place in diary.facts.lineage[out.entry.site]:
            at[place.id].append(out)
    for site in instance.internship_sites:
        for (week, day), hosted in most_on_a_date(diary, at.get(site.id, ())):
            seats = seats_on(site, day)
            if seats is not None and hosted > seats:
                where = f"on {day_name(day)} of week {week}"
                text = f"{site.id} hosts {hosted} {where}, seats {seats}"
                yield Violation(RULE, (site.id, str(week), str(day)), text)
