"""A school's data in: every file is either good or refused with all its faults."""

from __future__ import annotations

import os
from dataclasses import fields
from typing import TYPE_CHECKING, Any, TypeVar

from scheduler.domain.faults import faults, timetable_faults
from scheduler.domain.instance import FORMAT, Instance
from scheduler.domain.timetable import Timetable
from scheduler.errors import Fault
from scheduler.files.json_text import by_line, bytes_of, decoded, json_of, short
from scheduler.files.refusing import Locate, placed, refuse, refuse_whole, worded
from scheduler.files.shapes import instance_adapter, timetable_adapter

if TYPE_CHECKING:
    from pydantic import TypeAdapter

T = TypeVar("T")
OTHER_FILE = "Give the other file here; the two may have been mixed up."


def read_instance(path: str | os.PathLike[str]) -> Instance:
    """Read a school's instance from its JSON file.

    Raises
    ------
    InvalidInputError
        With every fault found, when the file or the data in it cannot be used.

    """
    return parse_instance(bytes_of(path), os.fspath(path))


def read_timetable(path: str | os.PathLike[str], instance: Instance | None = None) -> Timetable:
    """Read a timetable from its JSON file.

    With the instance it was made for, a timetable that names what the instance does
    not have is refused, too. Whether it breaks a rule is for the checker to say.

    Raises
    ------
    InvalidInputError
        With every fault found, when the file or the data in it cannot be used.

    """
    return parse_timetable(bytes_of(path), os.fspath(path), instance)


def parse_instance(data: bytes, source: str) -> Instance:
    """Read a school's instance from the bytes of a JSON file; `source` names it.

    Raises
    ------
    InvalidInputError
        With every fault found.

    """
    text = decoded(data, source)
    raw = json_of(text, source)
    if isinstance(raw, dict) and raw.get("format", FORMAT) != FORMAT:
        refuse_whole(
            source,
            f"It has format {short(raw['format'])}, and this Fieldweek reads format {FORMAT}.",
            "Write it anew with this version of Fieldweek.",
            by_line(text)([("format",)])[("format",)],
        )
    found = shaped(instance_adapter(), text, raw, by_line(text))
    if isinstance(found, list):
        if _is_rather(raw, Timetable, Instance):
            refuse_whole(source, "This is a timetable, not a school's data.", OTHER_FILE)
        refuse(source, found)
    return checked(found, source, by_line(text))


def parse_timetable(data: bytes, source: str, instance: Instance | None = None) -> Timetable:
    """Read a timetable from the bytes of a JSON file; `source` names it.

    With an instance as in `read_timetable`.

    Raises
    ------
    InvalidInputError
        With every fault found.

    """
    text = decoded(data, source)
    raw = json_of(text, source)
    found = shaped(timetable_adapter(), text, raw, by_line(text))
    if isinstance(found, list):
        if _is_rather(raw, Instance, Timetable):
            refuse_whole(source, "This is a school's data, not a timetable.", OTHER_FILE)
        refuse(source, found)
    wrong = timetable_faults(instance, found) if instance else []
    if wrong:
        refuse(source, placed(wrong, by_line(text)))
    return found


def _is_rather(raw: Any, one: type, other: type) -> bool:
    """Whether what was read has fields of one kind of file alone, and none of the other's."""
    if not isinstance(raw, dict):
        return False
    of_one, of_other = ({field.name for field in fields(kind)} for kind in (one, other))
    return len(raw.keys() & (of_one - of_other)) > 1 and not raw.keys() & (of_other - of_one)


def shaped(adapter: TypeAdapter[T], text: str, raw: Any, locate: Locate) -> T | list[Fault]:
    """Turn JSON text into what it stands for, or say what is wrong; `raw` is it parsed."""
    from pydantic import ValidationError

    try:
        return adapter.validate_json(text, strict=True)
    except ValidationError as error:
        details = error.errors(include_url=False, include_input=False)
        return worded(details, raw, locate)


def checked(instance: Instance, source: str, locate: Locate) -> Instance:
    """Hand an instance on unless its data is impossible or meaningless."""
    found = faults(instance)
    if found:
        refuse(source, placed(found, locate))
    return instance
