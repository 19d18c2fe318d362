"""What no repair can be better than: days out, mentors, sites and vans alone.

What happens on campus is left open, so that what is least here is least at all. The
relaxation by lines of this is tight: it is solved in well under a second even where half
of a large school may move.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ortools.sat.python import cp_model

from scheduler.domain.ids import MentorId, RunId, SiteId, StudentId
from scheduler.domain.rules import RuleId, UnplacedKind
from scheduler.solver import params
from scheduler.solver.exact import SOLVED, round_up
from scheduler.solver.incumbent import Incumbent
from scheduler.solver.option import Option, Out, hosting
from scheduler.solver.reshuffle.case import Case

ITEM = 10_000
"""What an item of priority 3 weighs; one of a higher priority as much as many of a lower."""
MANY = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Least:
    """A placement that touches the fewest, were campus no matter."""

    items: tuple[int, int, int]
    """Items newly unplaced at least, compared by priority."""
    touched: int
    """People touched at least by any repair that leaves no more unplaced than that."""
    moved: frozenset[str]
    """Students whose days out it changes."""


class Placement:
    """The days out of some students, with everybody else's as they are."""

    def __init__(self, case: Case, kept: Incumbent, options: Mapping[str, list[Option]]) -> None:
        self._case = case
        self._kept = kept
        self._problem = case.problem
        self._model = cp_model.CpModel()
        self._soft = case.problem.instance.soft_points.keys()
        self._counted_else = case.named | case.surely_touched
        """People who do not count here: they do not at all, or do whatever is done."""
        self._costs: list[tuple[int, cp_model.IntVar]] = []
        self._at_once: dict[tuple[MentorId, int], list[cp_model.IntVar]] = defaultdict(list)
        self._at_site: dict[tuple[MentorId, SiteId, int], list[cp_model.IntVar]] = defaultdict(list)
        self._in_all: dict[MentorId, list[cp_model.IntVar]] = defaultdict(list)
        self._guests: dict[tuple[SiteId, int], list[cp_model.IntVar]] = defaultdict(list)
        self._aboard: dict[tuple[int, int, int, bool], list[cp_model.IntVar]] = defaultdict(list)
        self._host: dict[MentorId, cp_model.IntVar] = {}
        self._chosen: dict[str, list[tuple[Option, cp_model.IntVar]]] = {}
        self._free = frozenset(options)

    def decide(
        self,
        student_id: StudentId,
        options: list[Option],
        suits: Callable[[StudentId, Option], bool],
    ) -> None:
        """Let a student have one of some options, beside what they have."""
        case, model = self._case, self._model
        current = self._kept.option(student_id)
        listed = [current, *(one for one in options if one != current)]
        lits = [model.new_bool_var("") for _ in listed]
        model.add_exactly_one(lits)
        self._chosen[student_id] = list(zip(listed, lits, strict=True))
        stranded = student_id in case.stranded.students
        counted = student_id not in self._counted_else
        weight = _weights(case)
        before = case.missing[student_id]
        had = case.hosted(student_id)
        differs: dict[MentorId, list[cp_model.IntVar]] = defaultdict(list)
        for number, (option, lit) in enumerate(self._chosen[student_id]):
            cost = 0
            if option.missing > before:
                if not stranded:
                    model.add(lit == 0)
                    continue
                cost += (option.missing - before) * weight[UnplacedKind.DAY]
            if stranded and not suits(student_id, option):
                cost += weight[UnplacedKind.MUST]
            cost += number > 0 and counted
            if cost:
                self._costs.append((cost, lit))
            for mentor in {out.mentor for out in option.outs}:
                self._in_all[mentor].append(lit)
            for out in option.outs:
                self._visit(student_id, out, lit)
            has = hosting(option)
            for mentor in had.keys() | has.keys():
                if has.get(mentor) != had.get(mentor):
                    differs[mentor].append(lit)
        for mentor, some in sorted(differs.items()):
            if mentor not in self._counted_else:
                touched = self._touched(mentor)
                model.add(cp_model.LinearExpr.sum(some) <= touched)

    def _touched(self, mentor: MentorId) -> cp_model.IntVar:
        if mentor not in self._host:
            self._host[mentor] = self._model.new_bool_var("")
            self._costs.append((1, self._host[mentor]))
        return self._host[mentor]

    def _visit(self, student_id: StudentId, out: Out, lit: cp_model.IntVar) -> None:
        """Note what a day out takes, date by date."""
        problem = self._problem
        wheelchair = problem.instance.student_of[student_id].accommodations.wheelchair
        for index in problem.out_classes(student_id, out):
            self._at_once[out.mentor, index].append(lit)
            self._at_site[out.mentor, out.site, index].append(lit)
            for site in problem.lineage[out.site]:
                # A block may call at a site on a day of the week that another internship has.
                there = self._guests[site, index]
                if not there or there[-1] is not lit:
                    there.append(lit)
            for ride in out.trip.rides:
                for stop in range(ride.on, ride.off):
                    self._aboard[ride.run, index, stop, wheelchair].append(lit)

    def _limit(self) -> None:
        """Hold what mentors, sites and vans can take, with those who do not move."""
        instance, classes = self._problem.instance, self._problem.times.date_classes
        interns: dict[MentorId, set[str]] = defaultdict(set)
        at_once: dict[tuple[MentorId, int], int] = defaultdict(int)
        guests: dict[tuple[SiteId, int], int] = defaultdict(int)
        aboard: dict[tuple[int, int, int, bool], int] = defaultdict(int)
        fixed_site: dict[tuple[MentorId, int], set[SiteId]] = defaultdict(set)
        for student in self._others():
            wheelchair = instance.student_of[student].accommodations.wheelchair
            at: set[tuple[SiteId, int]] = set()
            for out in self._kept.option(student).outs:
                interns[out.mentor].add(student)
                for index in self._problem.out_classes(student, out):
                    at_once[out.mentor, index] += 1
                    fixed_site[out.mentor, index].add(out.site)
                    at |= {(site, index) for site in self._problem.lineage[out.site]}
                    for ride in out.trip.rides:
                        for stop in range(ride.on, ride.off):
                            aboard[ride.run, index, stop, wheelchair] += 1
            for site, index in at:
                guests[site, index] += 1
        for mentor, lits in self._in_all.items():
            most = instance.mentor_of[mentor].in_all - len(interns[mentor])
            self._at_most(lits, most, RuleId.MENTOR_LOAD)
        for both, lits in self._at_once.items():
            most = instance.mentor_of[both[0]].at_once - at_once[both]
            self._at_most(lits, most, RuleId.MENTOR_LOAD)
        for (site, index), lits in self._guests.items():
            place = instance.site_of[site]
            on_day = [one.seats for one in place.openings if one.day == classes[index][1]]
            seats = on_day[0] if on_day and on_day[0] is not None else place.seats
            if seats is not None:
                self._at_most(lits, seats - guests[site, index], RuleId.SITE_SEATS)
        for key, lits in self._aboard.items():
            vehicle = instance.vehicle_of[instance.runs[key[0]].vehicle]
            most = vehicle.wheelchair_places if key[3] else vehicle.seats
            self._at_most(lits, most - aboard[key], RuleId.VEHICLE_RUN)
        sites: dict[tuple[MentorId, int], list[SiteId]] = defaultdict(list)
        for (mentor, site, index), lits in self._at_site.items():
            elsewhere = fixed_site[mentor, index] - {site}
            if elsewhere:
                self._at_most(lits, 0, RuleId.ONE_PLACE)
            elif instance.mentor_of[mentor].at_once > 1:
                sites[mentor, index].append(site)
        for (mentor, index), some in sites.items():
            if len(some) > 1:
                self._at_one_of(mentor, some, index)

    def _at_one_of(self, mentor: MentorId, sites: list[SiteId], index: int) -> None:
        """Let a mentor host at one of several sites on a date."""
        there = [self._model.new_bool_var("") for _ in sites]
        self._model.add_at_most_one(there)
        for site, chosen in zip(sites, there, strict=True):
            for lit in self._at_site[mentor, site, index]:
                self._model.add_implication(lit, chosen)

    def _others(self) -> set[StudentId]:
        """Students who stay as they are and share a mentor, site or van with those who may not."""
        instance = self._problem.instance
        found: set[StudentId] = set()
        for mentor in self._in_all:
            found.update(self._kept.interns.get(mentor, ()))
        for site, _ in self._guests:
            found.update(self._kept.guests.get(site, ()))
        for run, *_ in self._aboard:
            found.update(self._kept.riders.get(RunId(instance.runs[run].id), ()))
        return found - self._free

    def _at_most(self, lits: list[cp_model.IntVar], most: int, rule: RuleId) -> None:
        """Hold a limit, unless its rule may be broken at a price."""
        if len(lits) > most and rule not in self._soft:
            if most == 1:
                self._model.add_at_most_one(lits)
            else:
                self._model.add(cp_model.LinearExpr.sum(lits) <= max(0, most))

    def solve(self, seconds: float, most: int | None = None) -> Least | None:
        """Find the fewest items, and of these placements the one that touches the fewest.

        With ``most``: only placements that leave nothing newly unplaced and touch no more
        people; None where there are none.
        """
        self._limit()
        weights, lits = [cost for cost, _ in self._costs], [lit for _, lit in self._costs]
        if most is not None:
            left = most - self._surely
            self._model.add(cp_model.LinearExpr.weighted_sum(lits, weights) <= left)
        self._model.minimize(cp_model.LinearExpr.weighted_sum(lits, weights))
        solver = params.solver(seconds=max(0.02, seconds))
        # Most of the time would go into these; the relaxation needs neither.
        solver.parameters.cp_model_probing_level = 0
        solver.parameters.symmetry_level = 0
        solver.parameters.max_presolve_iterations = 1
        status = solver.solve(self._model)
        if status == cp_model.INFEASIBLE and most is not None:
            return None
        if status == cp_model.INFEASIBLE:
            raise ValueError("those who stay as they are do not go together")
        bound = max(0, round_up(solver.best_objective_bound))
        moved = frozenset(
            student
            for student, chosen in self._chosen.items()
            if status in SOLVED and not solver.boolean_value(chosen[0][1])
        )
        items, touched = _read(self._case, bound)
        return Least(items=items, touched=touched + self._surely, moved=moved)

    @property
    def _surely(self) -> int:
        """How many count whatever is done."""
        return len(self._case.surely_touched - self._case.named)


def least(
    case: Case,
    kept: Incumbent,
    options: Mapping[str, list[Option]],
    suits: Callable[[StudentId, Option], bool],
    seconds: float,
) -> Least:
    """Find what no repair can be better than in which nobody else's days out change.

    Parameters
    ----------
    case
        The change.
    kept
        What is left of the release.
    options
        By student whose days out may change: what they may choose from.
    suits
        Whether an option leaves room for a student's musts; to one of those stranded it
        costs an item where it does not.
    seconds
        For the solve.

    """
    placement = Placement(case, kept, options)
    for student, listed in options.items():
        placement.decide(StudentId(student), listed, suits)
    found = placement.solve(seconds)
    assert found is not None
    return found


def least_up_to(
    case: Case,
    kept: Incumbent,
    options: Mapping[str, list[Option]],
    suits: Callable[[StudentId, Option], bool],
    most: int,
    seconds: float,
) -> Least | None:
    """Find the placement that leaves nothing newly unplaced and touches the fewest.

    None where every such placement touches more than ``most`` people; parameters as of
    `least`.
    """
    placement = Placement(case, kept, options)
    for student, listed in options.items():
        placement.decide(StudentId(student), listed, suits)
    return placement.solve(seconds, most)


def _weights(case: Case) -> dict[UnplacedKind, int]:
    of = case.problem.instance.priorities.of
    return {kind: ITEM * MANY ** (3 - of(kind)) for kind in UnplacedKind}


def _read(case: Case, bound: int) -> tuple[tuple[int, int, int], int]:
    """Items by priority and people, from a bound on what they weigh together."""
    items, touched = divmod(bound, ITEM)
    first, rest = divmod(items, MANY**2)
    second, third = divmod(rest, MANY)
    return (first, second, third), touched
