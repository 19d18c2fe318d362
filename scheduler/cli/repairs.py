"""A menu of repairs said to a person, and as one JSON document."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from scheduler.cli.reasons import reason_lines
from scheduler.cli.report import reasons_document
from scheduler.domain.words import several
from scheduler.service.mending import Mending
from scheduler.service.saying import sentences
from scheduler.service.weeks.names import Names

if TYPE_CHECKING:
    from scheduler.domain.instance import Instance
    from scheduler.domain.repairs import Repair, Repairs
    from scheduler.service.differences import Plan


def repair_file(number: int) -> str:
    """Name the file of a repair, from 1 on: fewest touched first."""
    return f"repair-{number}.json"


def say_repairs(before: Plan, after: Instance, repairs: Repairs) -> None:
    """Print who is stranded and each repair with what it changes for whom."""
    names = _Both(before[0], after)
    print(f"Stranded: {_listed(repairs.stranded, names)}")
    print(_proven(repairs))
    for number, one in enumerate(repairs.menu, 1):
        print()
        for line in _repair_lines(before, after, number, one, names):
            print(line)


def _proven(repairs: Repairs) -> str:
    fewest = repairs.fewest
    least = (
        "proven to leave the least possible unplaced"
        if repairs.unplaced_proven
        else f"at least {sum(repairs.proof.unplaced)} stay unplaced in any repair"
    )
    touched = (
        f"proven that no repair touches fewer than {len(fewest.touched)}"
        if repairs.touched_proven
        else f"no repair touches people of less weight than {repairs.proof.touched}"
        f" (this one: {fewest.weight})"
    )
    return f"First repair after {repairs.first_seconds:.1f} s; {least}; {touched}."


def _repair_lines(
    before: Plan, after: Instance, number: int, repair: Repair, names: _Both
) -> Iterator[str]:
    meant = Mending(before, (after, repair.timetable))
    yield (
        f"Repair {number} ({repair.aim.value}): {several(len(repair.touched), 'person', 'people')}"
        f" touched, {several(len(repair.newly_unplaced), 'item')} newly unplaced,"
        f" {several(meant.journeys, 'journey')} changed, penalty {repair.score.penalty:,}"
    )
    if repair.touched:
        yield f"  Touched: {_listed(repair.touched, names)}"
    for one in meant.changes:
        yield f"  {names.both(one.person)}"
        for text in sentences(after, one, meant.name()):
            yield f"    {text}"
    for goal, (was, now) in meant.goals.items():
        yield f"  {goal.value}: {was:,} -> {now:,} points"
    for text in reason_lines(after, repair.reasons, repair.newly_unplaced):
        yield f"  {text}"


def document(before: Plan, after: Instance, repairs: Repairs) -> dict[str, Any]:
    """Say a menu of repairs for machines."""
    names = Names(after)
    return {
        "stranded": list(repairs.stranded),
        "unplaced_proven": repairs.unplaced_proven,
        "touched_proven": repairs.touched_proven,
        "unplaced_bound": list(repairs.proof.unplaced),
        "touched_bound": repairs.proof.touched,
        "first_seconds": repairs.first_seconds,
        "proven_seconds": repairs.proven_seconds,
        "seconds": repairs.seconds,
        "repairs": [
            _repair_document(Mending(before, (after, one.timetable)), number, one, names)
            for number, one in enumerate(repairs.menu, 1)
        ],
    }


def _repair_document(meant: Mending, number: int, repair: Repair, names: Names) -> dict[str, Any]:
    return {
        "file": repair_file(number),
        "aim": repair.aim.value,
        "touched": list(repair.touched),
        "weight": repair.weight,
        "journeys": meant.journeys,
        "unplaced": list(repair.score.unplaced),
        "penalty": repair.score.penalty,
        "goals": {
            goal.value: {"before": was, "after": now} for goal, (was, now) in meant.goals.items()
        },
        "told": {
            one.person: list(sentences(meant.after[0], one, meant.name())) for one in meant.changes
        },
        "newly_unplaced": reasons_document(repair.reasons, names),
    }


class _Both:
    """Names with ids, of those too who are not in the changed data any more."""

    def __init__(self, before: Instance, after: Instance) -> None:
        self._names = before.names | after.names

    def both(self, one: str) -> str:
        name = self._names.get(one, one)
        return one if name == one else f"{name} ({one})"


def _listed(ids: tuple[str, ...], names: _Both) -> str:
    return ", ".join(names.both(one) for one in ids) or "nobody"
