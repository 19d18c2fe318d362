"""Ways out of a contradiction: the fewest rules that have to give way, and how far."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from ortools.sat.python import cp_model

from scheduler.check import broken as broken_rules
from scheduler.domain.rules import RuleId, Violation
from scheduler.domain.runs import WayOut
from scheduler.domain.timetable import Timetable
from scheduler.solver import params
from scheduler.solver.build import Build, Stated, value_of
from scheduler.solver.conflict import Contradiction
from scheduler.solver.extract import extract
from scheduler.solver.literals import weighted
from scheduler.solver.names import Names
from scheduler.solver.rules import RULES
from scheduler.solver.statements import Statements

STAYS = frozenset({RuleId.ONE_PLACE, RuleId.ELIGIBLE})
"""Rules that nobody can give way on."""
MOST_WAYS = 3


def ways_out(contradiction: Contradiction, core: list[Stated]) -> tuple[WayOut, ...]:
    """Find up to three ways out of a conflict, those that lift fewest rules.

    Each is confirmed by a timetable from a fresh solve, in which the checker finds broken
    what gives way, and nothing else.
    """
    found: list[WayOut] = []
    tried: list[list[Stated]] = []
    # What is no conflict without one of its statements may be no contradiction either.
    for key in _various([key for key in core if key[0] not in STAYS]):
        if len(found) < MOST_WAYS and not contradiction.is_late:
            kept = [other for other in contradiction.stated if other != key]
            if contradiction.holds(kept):
                tried.append([key])
                found += _worded(contradiction, [key])
    fewest = None
    while not tried or (fewest and len(found) < MOST_WAYS):
        lifted = None if contradiction.is_late else _least_lifted(contradiction, tried)
        if lifted is None or (fewest is not None and len(lifted) > fewest + 1):
            break
        tried.append(lifted)
        fewest = fewest or len(lifted)
        found += _worded(contradiction, lifted)
    return tuple(found)


def _various(core: list[Stated]) -> list[Stated]:
    """The same, one of each rule first."""
    seen: Counter[RuleId] = Counter()
    ranked: list[tuple[int, int, Stated]] = []
    for key in core:
        ranked.append((seen[key[0]], len(ranked), key))
        seen[key[0]] += 1
    return [key for _, _, key in sorted(ranked)]


def _least_lifted(
    contradiction: Contradiction, tried: Iterable[list[Stated]]
) -> list[Stated] | None:
    """The smallest set of rules to lift that holds none of those tried."""
    build = contradiction.build
    model = build.model.clone()
    guards = {
        key: model.get_bool_var_from_proto_index(build.guards[key].index)
        for key in contradiction.stated
    }
    for key, guard in guards.items():
        if key[0] in STAYS:
            model.add_bool_or([guard])
    for lifted in tried:
        model.add_bool_or([guards[key] for key in lifted])
    model.minimize(weighted([~guard for guard in guards.values()], [1] * len(guards)))
    solver = params.solver(seconds=contradiction.seconds_left)
    if solver.solve(model) != cp_model.OPTIMAL:
        return None
    return [key for key, guard in guards.items() if not solver.boolean_value(guard)]


def _worded(contradiction: Contradiction, lifted: list[Stated]) -> list[WayOut]:
    """The way out in words, by the timetable that gives way least; none if not confirmed."""
    found = _least_exceeding(contradiction, lifted)
    if found is None:
        return []
    timetable, excess = found
    broken = broken_rules(contradiction.instance, timetable)
    if not {one.rule for one in broken} <= {rule for rule, _ in lifted}:
        return []
    statements = Statements(contradiction.instance)
    names = Names(contradiction.instance)
    texts = []
    for key in lifted:
        said = _said(names, key, broken)
        texts.append(f"{statements.way_out(key, timetable, excess[key])}{said}")
    gives_way = tuple(statements.of(key) for key in lifted)
    return [WayOut(gives_way=gives_way, text="; ".join(dict.fromkeys(texts)))]


def _least_exceeding(
    contradiction: Contradiction, lifted: list[Stated]
) -> tuple[Timetable, dict[Stated, int]] | None:
    """A timetable in which the rules lifted are exceeded as little as possible, and by how much."""
    build = Build(contradiction.problem, explaining=True, giving=frozenset(lifted))
    for module in RULES.values():
        module.add(build)
    for key in contradiction.stated:
        if key in build.guards:
            build.model.add_bool_or([build.guards[key]])
    excess = [number for numbers in build.excess.values() for number in numbers]
    build.model.minimize(weighted(excess, [1] * len(excess)))
    solver = params.solver(seconds=contradiction.seconds_left, seed=17)
    if solver.solve(build.model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None
    by_how_much = {
        key: sum(solver.value(number) for number in numbers)
        for key, numbers in build.excess.items()
    }
    return extract(build, value_of(solver.boolean_value)), by_how_much


def _said(names: Names, key: Stated, broken: list[Violation]) -> str:
    """What the checker says about the timetable found where the rule gives way."""
    rule, subject = key
    about = {str(part) for part in subject}
    same = [one for one in broken if one.rule is rule and about & set(one.subjects)]
    if not same:
        return ""
    nearest = max(same, key=lambda one: len(about & set(one.subjects)))
    return f" ({names.said(nearest.message)})"
