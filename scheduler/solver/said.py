"""Journeys that somebody has said: in a pin, a release or any timetable."""

from __future__ import annotations

from itertools import pairwise

from scheduler.domain.calendar import minute
from scheduler.domain.ids import SiteId
from scheduler.domain.instance import Instance
from scheduler.domain.people import InternshipWish, Student
from scheduler.domain.places import Mode
from scheduler.domain.timetable import Journey, Leg, journey_minutes, journey_mode
from scheduler.solver.ways import Ride, Trip, Way, Ways, travel_points


class Said:
    """Turns journeys into trips, and says whether rule ``journey`` lets them be."""

    def __init__(self, instance: Instance, ways: Ways) -> None:
        self._instance = instance
        self._ways = ways

    def given(
        self, student: Student, site: SiteId, day: int, there: Journey, back: Journey
    ) -> Trip:
        """The trip of a day out as a timetable has it, nothing asked."""
        mode = journey_mode(there)
        points = travel_points(journey_minutes(there), journey_minutes(back))
        absence = self._ways.absence_points(student, site, day, mode)
        ways = [
            Way(journey_minutes(one), journey_mode(one) or Mode.WALK, one, self._ride(one))
            for one in (there, back)
        ]
        return Trip(ways[0], ways[1], points, absence, said=True)

    def said(
        self,
        student: Student,
        wish: InternshipWish,
        site: SiteId,
        day: int,
        hours: tuple[int, int],
        there: Journey,
        back: Journey,
    ) -> Trip | None:
        """The trip with these journeys, where rule ``journey`` lets it be."""
        for journey, home_first in ((there, True), (back, False)):
            ends = (student.id, site) if home_first else (site, student.id)
            if (journey[0].origin, journey[-1].destination) != ends:
                return None
            if journey_minutes(journey) > student.longest_journey:
                return None
            if home_first and minute(journey[-1].arrives) > hours[0]:
                return None
            if not home_first and minute(journey[0].departs) < hours[1]:
                return None
            for one, two in pairwise(journey):
                if one.destination != two.origin or one.arrives > two.departs:
                    return None
            vans = [leg for leg in journey if leg.mode is Mode.VAN]
            if len(vans) > 1:
                return None
            if not all(self._leg_holds(student, wish, day, leg) for leg in journey):
                return None
        return self.given(student, site, day, there, back)

    def _ride(self, journey: Journey) -> Ride | None:
        """The stretch of a run that a journey takes."""
        for leg in journey:
            if leg.mode is not Mode.VAN:
                continue
            for index, run in enumerate(self._instance.runs):
                if leg.run != run.id:
                    continue
                stops = [(stop.place, stop.at) for stop in run.stops]
                on, off = (leg.origin, leg.departs), (leg.destination, leg.arrives)
                if on in stops and off in stops:
                    last = len(stops) - 1 - stops[::-1].index(off)
                    return Ride(index, stops.index(on), last)
        return None

    def _leg_holds(self, student: Student, wish: InternshipWish, day: int, leg: Leg) -> bool:
        since, until = minute(leg.departs), minute(leg.arrives)
        if leg.mode not in student.modes:
            return False
        if leg.mode is not Mode.VAN:
            most = student.accommodations.most_walk_minutes
            if leg.mode is Mode.WALK and most is not None and until - since > most:
                return False
            if leg.mode is Mode.CYCLE and student.accommodations.wheelchair:
                return False
            rows = self._ways.rows(leg.origin, leg.destination, leg.mode)
            return any(m <= until - since and s <= since and until <= u for m, s, u in rows)
        ride = self._ride((leg,))
        if ride is None or ride.on >= ride.off:
            return False
        run = self._instance.runs[ride.run]
        vehicle = self._instance.vehicle_of[run.vehicle]
        wheelchair = student.accommodations.wheelchair
        return (
            run.day == day
            and set(self._instance.weeks(wish.weeks)) <= set(self._instance.weeks(run.weeks))
            and (vehicle.wheelchair_places if wheelchair else vehicle.seats) > 0
            and until - since <= vehicle.most_ride_minutes
            and self._ways.driven(run, ride.on, ride.off)
        )
