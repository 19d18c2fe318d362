"""The shape of the files: how JSON becomes instances and timetables, and its schema.

Pydantic takes a moment to load, so it is loaded when the first file is touched.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Literal

from scheduler.domain.instance import FORMAT, Instance
from scheduler.domain.timetable import Timetable

if TYPE_CHECKING:
    from pydantic import TypeAdapter

Kind = Literal["instance", "timetable", "edits"]
CLOCK_PATTERN = "([01][0-9]|2[0-3]):[0-5][0-9](:00)?"


@cache
def instance_adapter() -> TypeAdapter[Instance]:
    """Reads and writes instances."""
    from pydantic import TypeAdapter

    return TypeAdapter(Instance)


@cache
def timetable_adapter() -> TypeAdapter[Timetable]:
    """Reads and writes timetables."""
    from pydantic import TypeAdapter

    return TypeAdapter(Timetable)


def schema(kind: Kind = "instance") -> dict[str, Any]:
    """The JSON Schema of a school's instance file, of a timetable file, or of a file of edits.

    Raises
    ------
    ValueError
        For a kind that is none of these.

    """
    if kind == "instance":
        found = instance_adapter().json_schema()
        found["properties"]["format"]["const"] = FORMAT
    elif kind == "timetable":
        found = timetable_adapter().json_schema()
    elif kind == "edits":
        from scheduler.files.edits import edits_schema

        found = edits_schema()
    else:
        raise ValueError(f"there is a schema of an instance, a timetable or edits, not of {kind!r}")
    clocked(found)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **found}


def clocked(found: dict[str, Any]) -> dict[str, Any]:
    """Say in a schema that clock times are local and whole minutes."""
    _say_clock_times(found)
    return found


def _say_clock_times(part: Any) -> None:
    """Clock times are local and whole minutes, which `format: time` is not."""
    if isinstance(part, dict):
        if part.get("format") == "time":
            del part["format"]
            part["pattern"] = f"^{CLOCK_PATTERN}$"
        for inner in part.values():
            _say_clock_times(inner)
    elif isinstance(part, list):
        for inner in part:
            _say_clock_times(inner)
