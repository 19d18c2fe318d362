"""A vehicle run has a seat for every rider, fits the driver's hours, rides nobody too long."""

from __future__ import annotations

from collections import defaultdict

from scheduler.domain.rules import RuleId
from scheduler.solver.build import Build
from scheduler.solver.literals import Lit

RULE = RuleId.VEHICLE_RUN


def add(build: Build) -> None:
    """Count riders between stops on each class of dates; keep inside the driver's hours."""
    wheelchair = {s.id: s.accommodations.wheelchair for s in build.instance.students}
    for index, rides in build.rides.rides.items():
        run = build.instance.runs[index]
        vehicle = build.instance.vehicle_of[run.vehicle]
        aboard: dict[tuple[int, int, bool], list[Lit]] = defaultdict(list)
        for visit, ride in rides:
            for one in visit.classes:
                for stop in range(ride.on, ride.off):
                    aboard[one, stop, wheelchair[visit.student]].append(visit.lit)
        for (_, _, in_wheelchair), lits in aboard.items():
            most = vehicle.wheelchair_places if in_wheelchair else vehicle.seats
            build.at_most(lits, most, RULE, (run.id,))
        if not vehicle.driver_hours:
            continue
        for stretch, lit in build.rides.stretches(index):
            driven = all(
                any(
                    span.day == run.day
                    and span.holds_in(week)
                    and span.minutes[0] <= stretch.begin
                    and stretch.end <= span.minutes[1]
                    for span in vehicle.driver_hours
                )
                for week in build.instance.weeks(run.weeks)
            )
            if not driven:
                build.at_most([lit], 0, RULE, (run.id,))
