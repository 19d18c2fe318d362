"""Timetables, moves and pins as they are sent: as in a file, with clock times in whole minutes."""

from __future__ import annotations

import json
from typing import Annotated, Any

from pydantic import AfterValidator, Discriminator, Field, TypeAdapter, WithJsonSchema

from scheduler.api.shapes import strictly
from scheduler.domain.moves import Move, MoveDay, PlaceDay
from scheduler.domain.pins import Pin
from scheduler.domain.timetable import Journey, Timetable
from scheduler.files import schema
from scheduler.files.shapes import clocked, timetable_adapter

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


STANDS_FOR = "x-stands-for"
PARTS: dict[str, Any] = {}
"""What timetables, moves, pins and their parts look like, for the API's description."""


def described(name: str, found: dict[str, Any]) -> WithJsonSchema:
    """Put a shape and its parts into the API's description, and stand for it elsewhere.

    `describing` makes it a reference; pydantic follows none to what it has not made.
    """
    found.pop("$schema", None)
    text = json.dumps(found).replace("#/$defs/", "#/components/schemas/")
    whole: dict[str, Any] = json.loads(text)
    PARTS.update(whole.pop("$defs", {}))
    PARTS[name] = whole
    return WithJsonSchema({STANDS_FOR: name})


TimetableIn = Annotated[
    Timetable,
    strictly(timetable_adapter()),
    AfterValidator(_whole_minutes),
    described("Timetable", schema("timetable")),
]
"""A timetable as it is sent."""


def _moves_in_whole_minutes(moves: list[Move]) -> list[Move]:
    for one in moves:
        if isinstance(one, PlaceDay | MoveDay):
            _check_legs((*one.there, *one.back))
    return moves


def _tagged(found: dict[str, Any], tag: str) -> dict[str, Any]:
    """Say that the kind of each is asked for."""
    for one in found["items"]["oneOf"]:
        part = found["$defs"][one["$ref"].rpartition("/")[2]]
        part["required"] = [tag, *part.get("required", [])]
    return found


_Moves = Annotated[
    list[Annotated[Move, Discriminator("move")]], Field(min_length=1, max_length=MOST_MOVES)
]
Moves = Annotated[
    _Moves,
    strictly(TypeAdapter(_Moves)),
    AfterValidator(_moves_in_whole_minutes),
    described("Moves", _tagged(clocked(TypeAdapter(_Moves).json_schema()), "move")),
]
"""Moves as they are sent."""
_Pins = Annotated[
    list[Annotated[Pin, Discriminator("pin")]], Field(min_length=1, max_length=MOST_PINS)
]
Pins = Annotated[
    _Pins,
    strictly(TypeAdapter(_Pins)),
    described("Pins", _tagged(TypeAdapter(_Pins).json_schema(), "pin")),
]
"""What is to be pinned or let go, as it is sent."""
