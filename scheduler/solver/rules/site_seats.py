"""A site hosts at most so many interns on a day, parent sites included."""

from __future__ import annotations

from collections import defaultdict

from scheduler.domain.rules import RuleId
from scheduler.solver.build import Build
from scheduler.solver.variables import Visit, interns_of

RULE = RuleId.SITE_SEATS


def add(build: Build) -> None:
    """Count interns at each site and its parts on each class of dates."""
    for site_id, visits in build.days_out.by_site().items():
        site = build.instance.site_of[site_id]
        on_day = {opening.day: opening.seats for opening in site.openings}
        by_class: dict[int, list[Visit]] = defaultdict(list)
        for visit in visits:
            for index in visit.classes:
                by_class[index].append(visit)
        for index, there in sorted(by_class.items()):
            week, day = build.problem.times.date_classes[index]
            named = on_day.get(day)
            seats = site.seats if named is None else named
            if seats is not None:
                build.at_most(interns_of(there), seats, RULE, (site_id, week, day))
