"""A grid as a JSON file: scenarios with their edits, seeds, and how long each may take."""

from __future__ import annotations

import os
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any

from scheduler.domain.edits import Edit, Scenario, faults
from scheduler.domain.instance import Instance
from scheduler.errors import Fault
from scheduler.files.edits import edit_document, edit_of, shaped_with_edits, tagged
from scheduler.files.json_text import bytes_of, decoded, json_of
from scheduler.files.refusing import refuse, refuse_whole
from scheduler.files.shapes import clocked
from scheduler.what_if.grid import Aim, Grid

if TYPE_CHECKING:
    from pydantic import TypeAdapter


@cache
def grid_adapter() -> TypeAdapter[Any]:
    """Reads grids, as dictionaries of what is given."""
    from typing import NotRequired

    from pydantic import ConfigDict, Discriminator, TypeAdapter, with_config
    from typing_extensions import TypedDict

    @with_config(ConfigDict(extra="forbid", title="Scenario"))
    class OneScenario(TypedDict):
        name: str
        edits: tuple[Annotated[Edit, Discriminator("edit")], ...]

    @with_config(ConfigDict(extra="forbid", title="Grid"))
    class WholeGrid(TypedDict):
        scenarios: tuple[OneScenario, ...]
        seeds: NotRequired[tuple[int, ...]]
        seconds: NotRequired[float]
        aim: NotRequired[Aim]

    return TypeAdapter(WholeGrid)


def grid_schema() -> dict[str, Any]:
    """The JSON Schema of a grid."""
    found = clocked(tagged(grid_adapter().json_schema(), "edit"))
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **found}


def read_grid(path: str | os.PathLike[str], instance: Instance) -> Grid:
    """Read a grid, and refuse scenarios that cannot be tried.

    Raises
    ------
    InvalidInputError
        With every fault found.
    """
    source = os.fspath(path)
    text = decoded(bytes_of(path), source)
    raw = json_of(text, source)
    if not isinstance(raw, dict) or "scenarios" not in raw:
        refuse_whole(source, "It has no list of scenarios.", 'Write {"scenarios": [...]}.')
    given = shaped_with_edits(grid_adapter(), text, raw, source)
    scenarios = tuple(Scenario(**one) for one in given.pop("scenarios"))
    try:
        grid = Grid(scenarios=scenarios, **given)
    except ValueError as error:
        said = str(error)
        refuse_whole(source, f"{said[:1].upper()}{said[1:]}.", "Mend the grid.")
    wrong = faults_of(grid, instance)
    if wrong:
        refuse(source, wrong)
    return grid


def grid_document(grid: Grid) -> dict[str, Any]:
    """A grid as JSON, as `grid_of` reads it."""
    return {
        "scenarios": [
            {"name": one.name, "edits": [edit_document(edit) for edit in one.edits]}
            for one in grid.scenarios
        ],
        "seeds": list(grid.seeds),
        "seconds": grid.seconds,
        "aim": grid.aim.value,
    }


def grid_of(document: dict[str, Any]) -> Grid:
    """Read what `grid_document` wrote."""
    return Grid(
        scenarios=tuple(
            Scenario(name=one["name"], edits=tuple(edit_of(edit) for edit in one["edits"]))
            for one in document["scenarios"]
        ),
        seeds=tuple(document["seeds"]),
        seconds=document["seconds"],
        aim=Aim(document["aim"]),
    )


def faults_of(grid: Grid, instance: Instance) -> list[Fault]:
    """What stands in the way of trying the scenarios of a grid."""
    return [
        _of_scenario(fault, scenario.name)
        for scenario in grid.scenarios
        for fault in faults(instance, scenario.edits)
    ]


def _of_scenario(fault: Fault, name: str) -> Fault:
    return Fault(
        thing=f'scenario "{name}", {fault.thing}',
        field=fault.field,
        message=fault.message,
        next_step=fault.next_step,
        position=fault.position,
    )
