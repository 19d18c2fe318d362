"""``fieldweek check``: whether the data is sound and a timetable keeps the rules."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scheduler.cli.exits import Exit
from scheduler.cli.paths import AsJson, InstanceFile
from scheduler.cli.talk import put, say
from scheduler.domain.words import several

if TYPE_CHECKING:
    from scheduler.domain.instance import Instance
    from scheduler.domain.rules import Violation
    from scheduler.domain.timetable import Timetable
    from scheduler.service.weeks.names import Names


def run(
    instance_file: InstanceFile,
    timetable_file: Annotated[
        Path | None,
        typer.Argument(
            metavar="TIMETABLE", help="A timetable, a JSON file.", exists=True, dir_okay=False
        ),
    ] = None,
    as_json: AsJson = False,
) -> int:
    """Check the data, or a timetable against every rule; exit 1 when one is broken."""
    from scheduler.cli.reading import timetable_of
    from scheduler.files import read_instance

    instance = read_instance(instance_file)
    if timetable_file is None:
        return _data_is_sound(instance, as_json)
    return _timetable_keeps_rules(instance, timetable_of(instance, timetable_file), as_json)


def _data_is_sound(instance: Instance, as_json: bool) -> int:
    from scheduler.check import matches_nothing

    idle = [rule.value for rule in matches_nothing(instance)]
    if as_json:
        put({"status": "sound", "demands": instance.demands, "matches_nothing": idle})
    say(
        f"The data of {instance.name} is sound: {several(len(instance.students), 'student')},"
        f" {several(instance.demands, 'demand')}."
    )
    if idle:
        say(f"Rules that match nothing here: {', '.join(idle)}.")
    return Exit.DONE


def _timetable_keeps_rules(instance: Instance, timetable: Timetable, as_json: bool) -> int:
    from scheduler.check import matches_nothing, score, violations
    from scheduler.service.weeks.names import Names

    names = Names(instance)
    found = list(violations(instance, timetable))
    soft = [one for one in found if one.rule in instance.soft_points]
    broken = [one for one in found if one.rule not in instance.soft_points]
    scored = score(instance, timetable)
    if as_json:
        put(
            {
                "status": "broken" if broken else "kept",
                "violations": [_violation(one, names) for one in broken],
                "softened": [_violation(one, names) for one in soft],
                "unplaced": sum(scored.unplaced),
                "unplaced_by_priority": list(scored.unplaced),
                "penalty": scored.penalty,
                "goals": {goal.value: points for goal, points in scored.goals.items()},
                "softened_points": {r.value: points for r, points in scored.softened.items()},
                "matches_nothing": [rule.value for rule in matches_nothing(instance)],
            }
        )
    else:
        for one in broken:
            print(f"{one.rule}: {names.put(one.message, one.subjects)}")
        for one in soft:
            print(f"{one.rule} (softened): {names.put(one.message, one.subjects)}")
    say(
        f"{several(len(broken), 'violation')}; {sum(scored.unplaced)} of"
        f" {several(instance.demands, 'demand')} unplaced, penalty {scored.penalty:,}."
    )
    return Exit.FINDINGS if broken else Exit.DONE


def _violation(one: Violation, names: Names) -> dict[str, object]:
    return {
        "rule": one.rule.value,
        "subjects": list(one.subjects),
        "message": one.message,
        "text": names.put(one.message, one.subjects),
    }
