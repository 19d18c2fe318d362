"""Timetables, moves and pins as they are sent: as in a file, with clock times in whole minutes."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import AfterValidator, Discriminator, Field, TypeAdapter, WithJsonSchema

from scheduler.domain.moves import Move, MoveDay, PlaceDay
from scheduler.domain.pins import Pin
from scheduler.domain.timetable import Journey, Timetable
from scheduler.files import schema
from scheduler.files.shapes import clocked

MOST_MOVES = 50
MOST_PINS = 1000


def _whole_minutes(timetable: Timetable) -> Timetable:
    for out in timetable.days_out:
        _check_legs((*out.there, *out.back))
    return timetable


def _check_legs(legs: Journey) -> None:
    for leg in legs:
        for at in (leg.departs, leg.arrives):
            if at.second or at.microsecond or at.tzinfo is not None:
                raise ValueError("clock times are whole minutes without a zone")


def inlined(found: dict[str, Any]) -> dict[str, Any]:
    """Inline, since the names of its parts would stand beside those of the API's own shapes."""
    parts = found.pop("$defs", {})
    found.pop("$schema", None)

    def inline(part: Any) -> Any:
        if isinstance(part, dict):
            if "$ref" in part:
                return inline(parts[part["$ref"].rpartition("/")[2]])
            return {key: inline(value) for key, value in part.items() if key != "discriminator"}
        return [inline(one) for one in part] if isinstance(part, list) else part

    return {key: inline(value) for key, value in found.items()}


TimetableIn = Annotated[
    Timetable, AfterValidator(_whole_minutes), WithJsonSchema(inlined(schema("timetable")))
]
"""A timetable as it is sent."""


def _moves_in_whole_minutes(moves: list[Move]) -> list[Move]:
    for one in moves:
        if isinstance(one, PlaceDay | MoveDay):
            _check_legs((*one.there, *one.back))
    return moves


def _tagged(found: dict[str, Any], tag: str) -> dict[str, Any]:
    """Inline, and say that the kind of each is asked for."""
    whole = inlined(found)
    for one in whole["items"]["oneOf"]:
        one["required"] = [tag, *one.get("required", [])]
    return whole


_Moves = Annotated[
    list[Annotated[Move, Discriminator("move")]], Field(min_length=1, max_length=MOST_MOVES)
]
Moves = Annotated[
    _Moves,
    AfterValidator(_moves_in_whole_minutes),
    WithJsonSchema(_tagged(clocked(TypeAdapter(_Moves).json_schema()), "move")),
]
"""Moves as they are sent."""
_Pins = Annotated[
    list[Annotated[Pin, Discriminator("pin")]], Field(min_length=1, max_length=MOST_PINS)
]
Pins = Annotated[_Pins, WithJsonSchema(_tagged(TypeAdapter(_Pins).json_schema(), "pin"))]
"""What is to be pinned or let go, as it is sent."""
