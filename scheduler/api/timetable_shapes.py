"""A timetable as it is sent: as in a file, with clock times in whole minutes."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, WithJsonSchema

from scheduler.domain.timetable import Timetable
from scheduler.files import schema


def _whole_minutes(timetable: Timetable) -> Timetable:
    for out in timetable.days_out:
        for leg in (*out.there, *out.back):
            for at in (leg.departs, leg.arrives):
                if at.second or at.microsecond or at.tzinfo is not None:
                    raise ValueError("clock times are whole minutes without a zone")
    return timetable


def _shape() -> dict[str, object]:
    """Inline, since the names of its parts would stand beside those of the API's own shapes."""
    found = schema("timetable")
    parts = found.pop("$defs")
    found.pop("$schema")

    def inlined(part: object) -> object:
        if isinstance(part, dict):
            if "$ref" in part:
                return inlined(parts[part["$ref"].rpartition("/")[2]])
            return {key: inlined(value) for key, value in part.items() if key != "discriminator"}
        return [inlined(one) for one in part] if isinstance(part, list) else part

    return {key: inlined(value) for key, value in found.items()}


TimetableIn = Annotated[Timetable, AfterValidator(_whole_minutes), WithJsonSchema(_shape())]
"""A timetable as it is sent."""
