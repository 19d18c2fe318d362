"""From a problem to the slab that the compiled search works on, and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from scheduler.domain.calendar import minute
from scheduler.domain.ids import RoomId, SectionId, StaffId, StudentId
from scheduler.domain.people import InternshipWish
from scheduler.domain.rules import GoalId, UnplacedKind
from scheduler.solver.options import Option, Out
from scheduler.solver.problem import Problem
from scheduler.solver.search.day_goals import DAY_GOALS
from scheduler.solver.search.layout import *  # noqa: F403 the layout is the vocabulary here

BAD = 1 << 20
"""Marks, in the table of a day, a day without lunch or without a break."""
Ints = npt.NDArray[np.int64]
RANKED = {1: 1 << 46, 2: 1 << 33, 3: 1 << 20}
"""Weights of priorities so far apart that sums compare as the priorities do."""
MOST_BITS = 16
"""Bits of a day at most, for the tables of a day."""
TRACKED = 16
"""Who holds a resource is remembered up to this capacity."""


def items(cells: list[int] | Ints, at: int) -> list[int]:
    """The items of a list record."""
    return [int(item) for item in cells[at + 1 : at + 1 + int(cells[at])]]


class Heap:
    """Grows the slab: records in, references out."""

    def __init__(self) -> None:
        self.cells: list[int] = [0] * H_SIZE

    def record(self, values: list[int]) -> int:
        """Append a record and return its reference."""
        at = len(self.cells)
        self.cells.extend(values)
        return at

    def list(self, items: list[int]) -> int:
        """Append a list record."""
        return self.record([len(items), *items])


@dataclass(slots=True)
class Arrays:
    """What the compiled search needs, and nothing else: quick to send to a process."""

    cells: Ints
    """The slab with nothing decided."""
    tables: npt.NDArray[np.int32]
    addresses: Ints
    """Where the decisions are; the search keeps the best values of just these."""
    kinds: tuple[Ints, Ints, Ints, Ints, Ints]
    """References of students, requests, meetings, bundles and sections."""
    priorities: tuple[int, int, int] = (1, 2, 3)
    """Of an unplaced day, must and week of minutes."""


@dataclass(slots=True)
class Slab:
    """The slab, and what is needed to read decisions back."""

    arrays: Arrays
    students: list[int]
    options: dict[int, Option]
    """By reference."""
    option_at: list[list[int]]
    """By student, in the order of the problem's options: references."""
    requests: list[list[int]]
    bundles: list[int]
    sections: dict[SectionId, int]
    meetings: list[int]
    staff_at: dict[int, StaffId] = field(default_factory=dict)
    room_at: dict[int, RoomId] = field(default_factory=dict)

    def placed(self, problem: Problem, placement: Mapping[StudentId, int]) -> list[tuple[int, int]]:
        """(student, option) by reference of a placement by option's index."""
        return [
            (at, mine[placement[student.id]])
            for student, at, mine in zip(
                problem.instance.students, self.students, self.option_at, strict=True
            )
        ]


def weights(problem: Problem, by_priority: dict[int, int]) -> tuple[int, int, int]:
    """What an unplaced day, must and week of minutes weigh, from weights of priorities."""
    kinds = (UnplacedKind.DAY, UnplacedKind.MUST, UnplacedKind.MINUTES)
    of = problem.instance.priorities.of
    return tuple(by_priority[of(kind)] for kind in kinds)  # type: ignore[return-value]


class Packer:
    """Packs a problem; each method one kind of record."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.instance = problem.instance
        self.times = problem.times
        self.heap = Heap()
        self.D = len(self.times.pattern_days)
        self.N = len(self.times.weekdays)
        self.W = len(self.times.weeks)
        self.place_of_day = {day: i for i, day in enumerate(self.times.weekdays)}
        self.tables: list[npt.NDArray[np.int32]] = []
        self.table_size = 0
        self.table_of: dict[tuple[object, ...], int] = {}
        self.resources: dict[tuple[object, ...], int] = {}
        self.tokens: dict[tuple[object, ...], int] = {}
        self.start_lists: dict[tuple[object, ...], int] = {}
        self.outs: dict[tuple[object, ...], tuple[int, dict[int, None], dict[int, None]]] = {}

    def factor(self, goal: GoalId) -> int:
        """The profile's factor of a goal."""
        return self.instance.factor_of.get(goal, 1)

    def week_bits(self, weeks: tuple[int, ...]) -> int:
        """Weeks as a mask."""
        return sum(1 << week for week in self.instance.weeks(weeks))

    def starts(self, found: list[tuple[int, int, int]], site_id: str, length: int) -> int:
        """A list of start records, shared by those alike."""
        key = (tuple(found), site_id, length)
        if key not in self.start_lists:
            site = next(s for s in self.instance.school_sites if s.id == site_id)
            cells = [len(found)]
            for slot, day, mask in found:
                begin = minute(site.grid[slot].start)
                end = minute(site.grid[slot + length - 1].end)
                cells += [slot, self.place_of_day[day], mask, begin, end]
            self.start_lists[key] = self.heap.record(cells)
        return self.start_lists[key]

    def day_table(self, slots: list[tuple[int, int, bool]], bits: int, most: int | None) -> int:
        """The table of a student's day: points of `DAY_GOALS`, and whether it breaks a rule."""
        key = (tuple((mask, lunch) for _, mask, lunch in slots), bits, most)
        if key in self.table_of:
            return self.table_of[key]
        masks = np.arange(1 << bits, dtype=np.int64)
        busy = [(masks & mask) != 0 for _, mask, _ in slots]
        points = np.zeros(1 << bits, dtype=np.int32)
        bad = np.zeros(1 << bits, dtype=bool)
        lunches = [i for i, (_, _, lunch) in enumerate(slots) if lunch]
        if lunches:
            bad |= np.all([busy[i] for i in lunches], axis=0)
        if most is not None:
            for i in range(len(slots) - most):
                bad |= np.all(busy[i : i + most + 1], axis=0)
        for goal, of_day in DAY_GOALS.items():
            if self.factor(goal):
                points += self.factor(goal) * of_day([lunch for _, _, lunch in slots], busy)
        table = points + bad.astype(np.int32) * BAD
        self.table_of[key] = self.table_size
        self.tables.append(table)
        self.table_size += len(table)
        return self.table_of[key]

    def site(self, number: int) -> int:
        """A school site with the slots of each pattern day."""
        site = self.instance.school_sites[number]
        pupils = self.problem.students_at[site.id]
        days = []
        for week, day in self.times.pattern_days:
            cells: list[int] = []
            slots = self.times.slot_masks(site, day)
            index = self.times.index_of_day[week, day]
            for _, mask, lunch in slots:
                here = sum(
                    1 for s in pupils if not self.problem.student_blocked[s.id][index] & mask
                )
                cells += [mask, int(lunch), here, here]
            days.append(self.heap.record([len(slots), *cells]))
        return self.heap.record(
            [site.seats, site.study_seats, number, len(pupils), *days, *([0] * self.D)]
        )

    def resource(self, key: tuple[object, ...], cap: int, soft: int, points: int) -> int:
        """A resource of options: one record for each key."""
        if key not in self.resources:
            who = self.heap.record([0] * cap) if 0 < cap <= TRACKED else 0
            self.resources[key] = self.heap.record([cap, 0, soft, points, who])
        return self.resources[key]

    def option(self, student: int, option: Option, runs: list[int]) -> int:
        """An option with what it uses."""
        one = self.instance.students[student]
        uses: dict[int, None] = {}
        tokens: dict[int, None] = {}
        rides: list[int] = []
        out = 0
        for o in option.outs:
            wish = one.internships[o.internship]
            days, used, held = self.out(o, wish, one.accommodations.wheelchair)
            out |= days
            uses |= used
            tokens |= held
            for ride in o.trip.rides:
                rides += (runs[ride.run], ride.on, ride.off)
        cells = self.heap.cells
        at = len(cells)
        cells += (len(uses), *uses, len(tokens), *tokens, len(rides) // 3, *rides)
        held_at = at + 1 + len(uses)
        rides_at = held_at + 1 + len(tokens)
        record = (0, option.missing, option.cost, out, at, held_at, rides_at, 0)
        cells += record
        return len(cells) - len(record)

    def out(
        self, o: Out, wish: InternshipWish, wheels: bool
    ) -> tuple[int, dict[int, None], dict[int, None]]:
        """Pattern days, resources and tokens of a day out: most are of several options."""
        key = (o.mentor, o.site, o.day, wish.weeks, wish.block, o.trip.rides, wheels)
        if key not in self.outs:
            days = self.times.days_of(o.day, wish.weeks) if wish.block is None else []
            self.outs[key] = (sum(1 << d for d in days), *self._held(o, wish, wheels))
        return self.outs[key]

    def _held(
        self, o: Out, wish: InternshipWish, wheels: bool
    ) -> tuple[dict[int, None], dict[int, None]]:
        """Resources and tokens of a day out."""
        instance = self.instance
        mentor = instance.mentor_of[o.mentor]
        uses: dict[int, None] = {}
        tokens: dict[int, None] = {}
        wished = mentor.in_all + 1 if mentor.wished is None else mentor.wished
        points = 2 * self.factor(GoalId.FAIR_LOAD)
        uses[self.resource(("all", o.mentor), mentor.in_all, wished, points)] = None
        if len(mentor.sites) > 1:
            for c in self.times.mentor_days_of(o.day, wish.weeks, wish.block):
                tokens[self.token(("at", o.mentor, c, o.site))] = None
        for c in self.times.classes_of(o.day, wish.weeks, wish.block):
            uses[self.resource(("mentor", o.mentor, c), mentor.at_once, 1 << 30, 0)] = None
            for place in instance.lineage(o.site):
                seats = next(
                    (p.seats for p in place.openings if p.day == o.day and p.seats is not None),
                    place.seats,
                )
                if seats is not None:
                    uses[self.resource(("site", place.id, c), seats, 1 << 30, 0)] = None
            for ride in o.trip.rides:
                van = instance.vehicle_of[instance.runs[ride.run].vehicle]
                cap = van.wheelchair_places if wheels else van.seats
                for leg in range(ride.on, ride.off):
                    key = ("seat", ride.run, leg, c, wheels)
                    uses[self.resource(key, cap, 1 << 30, 0)] = None
        for ride in o.trip.rides:
            tokens[self.token(("run", ride.run))] = None
        return uses, tokens

    def token(self, key: tuple[object, ...]) -> int:
        """A token that options hold and that rules others out."""
        if key not in self.tokens:
            self.tokens[key] = self.heap.record([0, 0])
        return self.tokens[key]
