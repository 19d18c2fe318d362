"""Van seats and the cost of vehicle runs in the placement relaxation."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from scheduler.domain.calendar import minute
from scheduler.domain.people import Student
from scheduler.domain.places import Mode
from scheduler.domain.rules import GoalId, RuleId
from scheduler.domain.vehicles import VehicleRun
from scheduler.solver.bounds.columns import Key, Place
from scheduler.solver.bounds.linear import INFINITY
from scheduler.solver.bounds.placement import Placement
from scheduler.solver.ways import Ride, Ways

RUN_POINTS = 10
MINUTES_A_POINT = 5

Riders = dict[tuple[str, int], list[int]]
"""By student and internship: columns, of which one at most is chosen."""


class Vans:
    """Adds rides, seats and driven runs to a placement.

    A student may get on or off somewhere else than the ride of the option says: only
    stretches are counted that the student is aboard in any case.
    """

    def __init__(self, placement: Placement) -> None:
        self._placement = placement
        self._instance = placement.problem.instance
        self._model = placement.model
        self._ways = Ways(self._instance)
        self._riders: dict[int, Riders] = defaultdict(lambda: defaultdict(list))
        self._aboard: dict[tuple[int, int, int, bool], dict[int, None]] = defaultdict(dict)
        self._minutes: dict[int, dict[int, int]] = defaultdict(dict)
        """By run and column, minutes from the first to the last stop that it needs."""
        self._choices: dict[tuple[str, Place], list[tuple[int, frozenset[int]]]] = {}
        """By student and place: each column of a choice, and the runs it takes."""
        self.links: list[tuple[list[int], list[int]]] = []
        """Columns of a choice of rides, and those that need one of them."""
        self._known: dict[tuple[str, int, int, bool], range] = {}
        if placement.soft & {RuleId.VEHICLE_RUN, RuleId.JOURNEY}:
            return
        for student in self._instance.students:
            for key, places in self._keys(student):
                self._add_choice(student, key, places)
        self._add_seats()
        self._add_cost()

    def _keys(self, student: Student) -> Iterator[tuple[Key, list[int]]]:
        """Places of a student with a choice of rides, and the columns with each."""
        mine = self._placement.of[student.id]
        least = min(one.column.missing for one in mine)
        by_key: dict[Key, list[int]] = defaultdict(list)
        for one in mine:
            for place in one.column.places:
                by_key[place, one.column.missing > least].append(one.index)
        for key in self._placement.columns[student.id].choices:
            yield key, by_key[key]

    def _add_choice(self, student: Student, key: Key, columns: list[int]) -> None:
        taken = []
        place = key[0]
        for choice in self._placement.columns[student.id].choices[key]:
            column = self._model.column(choice.extra)
            taken.append((column, 1.0))
            runs = frozenset(ride.run for ride, _ in choice.rides)
            self._choices.setdefault((student.id, place), []).append((column, runs))
            for ride, there in choice.rides:
                self._ride(student, place, ride, there, column)
            for run in runs:  # the same one there and back has one rider, not two
                self._riders[run][student.id, place[0]].append(column)
        self.links.append(([column for column, _ in taken], columns))
        self._model.row([*taken, *((c, -1.0) for c in columns)], 0.0, 0.0)

    def runs(
        self, student: Student, places: tuple[Place, ...], values: list[float]
    ) -> dict[Place, frozenset[int]]:
        """Runs that an answer lets a student take to and from each place, where it says so."""
        found = {}
        for place in places:
            choices = self._choices.get((student.id, place))
            if choices:
                found[place] = max(choices, key=lambda one: values[one[0]])[1]
        return found

    def _ride(self, student: Student, place: Place, ride: Ride, there: bool, column: int) -> None:
        internship, _, site, day = place
        run = self._instance.runs[ride.run]
        stretches = self._sure(student, site, ride, there)
        if not stretches:
            return
        first, last = run.stops[stretches[0]], run.stops[stretches[-1] + 1]
        self._minutes[ride.run][column] = minute(last.at) - minute(first.at)
        wheelchair = student.accommodations.wheelchair
        for stretch in stretches:
            for when in self._placement.classes(student, internship, day):
                self._aboard[ride.run, stretch, when, wheelchair][column] = None

    def _sure(self, student: Student, site: str, ride: Ride, there: bool) -> range:
        """Stretches, by the stop each begins at, that the student is aboard in any case."""
        known = (student.id, ride.run, ride.off if there else ride.on, there)
        if known not in self._known:
            self._known[known] = self._sure_stretches(student, site, ride, there)
        return self._known[known]

    def _sure_stretches(self, student: Student, site: str, ride: Ride, there: bool) -> range:
        run = self._instance.runs[ride.run]
        calls = [i for i, stop in enumerate(run.stops) if stop.place == site]
        if calls != [ride.off if there else ride.on]:
            return range(0)
        if there:
            later = (
                i for i in range(ride.off - 1, ride.on, -1) if self._near(student, run, i, True)
            )
            return range(next(later, ride.on), ride.off)
        sooner = (i for i in range(ride.on + 1, ride.off) if self._near(student, run, i, False))
        return range(ride.on, next(sooner, ride.off))

    def _near(self, student: Student, run: VehicleRun, stop: int, there: bool) -> bool:
        """Whether a student could get on (or off) at a stop."""
        place, when = run.stops[stop].place, minute(run.stops[stop].at)
        return place == student.id or any(
            self._ways.own_leg(student, mode, student.id, place, when, there) is not None
            for mode in student.modes
            if mode is not Mode.VAN
        )

    def _add_seats(self) -> None:
        for (number, _, _, wheelchair), columns in self._aboard.items():
            vehicle = self._instance.vehicle_of[self._instance.runs[number].vehicle]
            seats = vehicle.wheelchair_places if wheelchair else vehicle.seats
            if len(columns) > seats:
                self._model.row(((c, 1.0) for c in columns), high=float(seats))

    def _add_cost(self) -> None:
        factor = self._placement.factors[GoalId.VEHICLE_COST]
        if not factor:
            return
        for number, riders in self._riders.items():
            driven = self._model.column(RUN_POINTS * factor)
            self._placement.goal_of[driven] = GoalId.VEHICLE_COST
            for columns in riders.values():
                self._model.row([*((c, 1.0) for c in columns), (driven, -1.0)], high=0.0)
            points = {c: m // MINUTES_A_POINT for c, m in self._minutes[number].items()}
            if any(points.values()):
                minutes = self._model.column(factor, high=INFINITY, whole=False)
                self._placement.goal_of[minutes] = GoalId.VEHICLE_COST
                for columns in riders.values():
                    terms = [(c, float(points[c])) for c in columns if points.get(c)]
                    if terms:
                        self._model.row([*terms, (minutes, -1.0)], high=0.0)
