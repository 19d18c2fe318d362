"""Which days out rule each other out: of a mentor at two sites, of a vehicle on two runs."""

from __future__ import annotations

from collections import defaultdict

from scheduler.domain.calendar import minute
from scheduler.domain.instance import Instance
from scheduler.domain.places import Mode
from scheduler.solver.search.layout import *  # noqa: F403 the layout is the vocabulary here
from scheduler.solver.search.pack import Packer, items
from scheduler.solver.ways import least_minutes


def tell_rivals(p: Packer, students: list[int]) -> None:
    """Say which tokens rule each other out, and leave out options that do so by themselves."""
    by_mentor: dict[tuple[object, ...], list[tuple[object, ...]]] = defaultdict(list)
    runs: list[tuple[object, ...]] = []
    for key in p.tokens:
        if key[0] == "at":
            by_mentor[key[1:3]].append(key)
        else:
            runs.append(key)
    rivals_of: dict[int, frozenset[int]] = {}
    for key, token in p.tokens.items():
        if key[0] == "at":
            rivals = [p.tokens[k] for k in by_mentor[key[1:3]] if k != key]
        else:
            rivals = [
                p.tokens[k] for k in runs if k != key and _runs_clash(p.instance, key[1], k[1])
            ]
        p.heap.cells[token + K_RIVALS] = p.heap.list(rivals)
        if rivals:
            rivals_of[token] = frozenset(rivals)
    if rivals_of:
        for student in students:
            _drop_own_rivals(p.heap.cells, student, rivals_of)


def _drop_own_rivals(cells: list[int], student: int, rivals_of: dict[int, frozenset[int]]) -> None:
    """Leave out a student's options of which two days out cannot both be."""
    options = cells[student + S_OPTIONS]
    kept = []
    for option in items(cells, options):
        tokens = items(cells, cells[option + O_TOKENS])
        if all(rivals_of.get(token, frozenset()).isdisjoint(tokens) for token in tokens):
            kept.append(option)
    cells[options : options + 1 + len(kept)] = [len(kept), *kept]


def _runs_clash(instance: Instance, one: object, two: object) -> bool:
    """Whether a vehicle cannot make both runs (whole, to be on the safe side)."""
    assert isinstance(one, int) and isinstance(two, int)
    first, second = instance.runs[one], instance.runs[two]
    if first.vehicle != second.vehicle or first.day != second.day:
        return False
    if not set(instance.weeks(first.weeks)) & set(instance.weeks(second.weeks)):
        return False
    if minute(first.stops[0].at) > minute(second.stops[0].at):
        first, second = second, first
    ends, begins = first.stops[-1], second.stops[0]
    between = least_minutes(instance, ends.place, begins.place, (Mode.DRIVE,))
    return between is None or minute(ends.at) + between > minute(begins.at)
