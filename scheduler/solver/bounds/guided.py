"""A good placement to begin with, read off the relaxation."""

from __future__ import annotations

from scheduler.domain.ids import StudentId
from scheduler.solver.bounds.columns import Place
from scheduler.solver.bounds.linear import Linear
from scheduler.solver.bounds.meetings import Meetings
from scheduler.solver.bounds.placement import Placement
from scheduler.solver.bounds.vans import Vans
from scheduler.solver.options import Option
from scheduler.solver.problem import Problem

LEFT_OUT_POINTS = 1_000
"""For a day out without a place."""
NEARLY = 0.999
NODES = 20
GAP = 0.005


def guided_placement(problem: Problem, seed: int = 0) -> dict[StudentId, int]:
    """Place everybody's days out well: by student the index of the option to begin with.

    The relaxation is solved, whoever has one option in it keeps that, and a small search
    decides the rest. Mentors, sites, vans and whole meetings are respected (as far as
    these are rules); workshops are not looked at. The same seed gives the same placement.
    """
    most = sum(len(one.internships) for one in problem.instance.students) * 7
    placement = Placement(problem, problem.instance.factor_of, most)
    vans = Vans(placement)
    Meetings(placement, 0, joint=False)
    model = placement.model
    for one in placement.chosen:
        model.costs[one.index] += LEFT_OUT_POINTS * one.column.missing
    values = _rounded(model, [one.index for one in placement.chosen], seed)
    found: dict[StudentId, int] = {}
    for student in problem.instance.students:
        options = problem.options[student.id]
        if values is None or not placement.columns[student.id].listed:
            found[student.id] = min(range(len(options)), key=lambda i: -options[i].missing)
            continue
        mine = placement.of[student.id]
        places = max(mine, key=lambda one: values[one.index]).column.places
        rides = vans.rides(student, set(places), values)
        found[student.id] = _best_option(options, places, rides)
    return found


def _rounded(model: Linear, columns: list[int], seed: int) -> list[float] | None:
    """Fix what the relaxation decides, and search the rest."""
    relaxed = model.relaxed()
    if relaxed.values is None:
        return None
    lows = list(model.lows)
    for column in columns:
        if relaxed.values[column] > NEARLY:
            model.lows[column] = 1.0
    answer = model.solve(seed=seed, nodes=NODES, gap=GAP)
    model.lows = lows
    if answer.values is None:
        answer = model.solve(seed=seed, nodes=NODES, gap=10 * GAP)
    return answer.values


def _best_option(
    options: list[Option], places: tuple[Place, ...], rides: dict[Place, frozenset[int]]
) -> int:
    """The cheapest option with these places that takes no other runs than these."""

    def other_runs(option: Option) -> int:
        return sum(
            len({ride.run for ride in out.trip.rides} - rides.get(place, frozenset()))
            for place, out in zip(places, option.outs, strict=True)
        )

    fitting = [
        i
        for i, option in enumerate(options)
        if tuple((o.internship, o.mentor, o.site, o.day) for o in option.outs) == places
    ]
    return min(fitting, key=lambda i: (other_runs(options[i]), options[i].cost, i))
