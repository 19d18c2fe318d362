"""Refusing a file: its faults in words a school office can act on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import fields, is_dataclass, replace
from difflib import get_close_matches
from functools import cache
from typing import TYPE_CHECKING, Any, NoReturn

from scheduler.domain import calendar, instance, offer, people, places, rules, timetable, vehicles
from scheduler.domain.faults.things import KINDS
from scheduler.errors import Fault, InvalidInputError
from scheduler.files.paths import Path, path_of, text_of

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

Locate = Callable[[Sequence[Path]], dict[Path, str]]
"""Where paths of the data stand in what was read, as said to a person."""

_WORDS: dict[str, tuple[str, str]] = {
    "missing": ("The field is missing.", "Add it."),
    "string_type": ("This must be text.", "Put it in quotation marks."),
    "int_type": ("This must be a whole number.", "Write it in digits, without quotation marks."),
    "int_from_float": ("This must be a whole number.", "Write it without a decimal point."),
    "float_type": ("This must be a number.", "Write it in digits, without quotation marks."),
    "bool_type": ("This must be true or false.", "Write true or false, without quotation marks."),
    "tuple_type": ("This must be a list.", "Put it in square brackets."),
    "dataclass_type": ("This must be an object.", "Put its fields in curly brackets."),
    "date_type": ("This must be a date.", 'Write it as "2026-09-01".'),
    "date_parsing": ("This is no date of the calendar.", 'Write it as "2026-09-01".'),
    "time_type": ("This must be a clock time.", 'Write it as "09:00".'),
    "union_tag_not_found": ("The kind is missing.", "Say which kind it is."),
    "union_tag_invalid": ("There is no such kind.", "Choose one of those that the schema names."),
    "time_parsing": ("This is no clock time.", 'Write it as "09:00".'),
}


def refuse(source: str, faults: Sequence[Fault]) -> NoReturn:
    """Refuse what was read, with everything that is wrong with it."""
    count = "1 fault" if len(faults) == 1 else f"{len(faults)} faults"
    raise InvalidInputError(f"{source} cannot be used: {count}.", faults)


def refuse_whole(source: str, message: str, next_step: str, position: str = "") -> NoReturn:
    """Refuse a file that cannot be read at all."""
    fault = Fault(
        thing=f"file {source}", field="", message=message, next_step=next_step, position=position
    )
    raise InvalidInputError(f"{source} cannot be used: {message}", [fault])


def placed(faults: Sequence[Fault], locate: Locate) -> list[Fault]:
    """Put the place in the file to faults whose position is a path of the data."""
    paths = [path_of(fault.position) for fault in faults]
    where = locate(paths)
    return [replace(fault, position=where[path]) for fault, path in zip(faults, paths, strict=True)]


def worded(errors: Sequence[ErrorDetails], data: Any, locate: Locate) -> list[Fault]:
    """Say each error of shape as a fault of a thing that a person can find."""
    where = locate([error["loc"] for error in errors])
    return [_fault(error, data, where[error["loc"]]) for error in errors]


def _fault(error: ErrorDetails, data: Any, position: str) -> Fault:
    thing, inside = thing_at(error["loc"], data)
    message, next_step = _words(error)
    return Fault(
        thing=thing, field=text_of(inside), message=message, next_step=next_step, position=position
    )


def _words(error: ErrorDetails) -> tuple[str, str]:
    kind = error["type"]
    if kind in _WORDS:
        return _WORDS[kind]
    if kind == "json_invalid":
        return f"It is not JSON: {error['ctx']['error']}.", "Mend the file at this place."
    if kind == "value_error":
        said = str(error["ctx"]["error"])
        return f"{said[:1].upper()}{said[1:]}.", "Mend the value."
    if kind == "enum":
        return f"This must be {error['ctx']['expected']}.", "Choose one of these."
    if kind in ("unexpected_keyword_argument", "extra_forbidden"):
        name = str(error["loc"][-1])
        others = [one for one in _field_names() if one != name]  # it may be one of another thing
        near = get_close_matches(name, others, n=1)
        guess = f'Did you mean "{near[0]}"? ' if near else ""
        return f'There is no field "{name}" here.', f"{guess}Mend the name or take it out."
    return f"{error['msg']}.", "Mend the value."


def thing_at(path: Path, data: Any) -> tuple[str, Path]:
    """Name the innermost thing that a path leads to, and the rest of the path."""
    thing, start = "instance" if isinstance(data, dict) else "file", 0
    if isinstance(data, dict) and isinstance(data.get("id"), str):
        thing = f"instance {data['id']}"
    for size in range(1, len(path) + 1):
        data = _inner(data, path[size - 1])
        key, last = path[size - 2] if size > 1 else None, path[size - 1]
        if isinstance(last, int) and key in KINDS:
            named = data.get("id") if isinstance(data, dict) else None
            number = named if isinstance(named, str) and named else last + 1
            thing, start = f"{KINDS[str(key)]} {number}", size
        elif last == "term" and size == 1:
            thing, start = "term", size
    return thing, path[start:]


def _inner(data: Any, part: str | int) -> Any:
    if isinstance(data, dict):
        return data.get(part)
    if isinstance(data, list) and isinstance(part, int) and part < len(data):
        return data[part]
    return None


@cache
def _field_names() -> tuple[str, ...]:
    """Every field that a file can have."""
    modules = (calendar, instance, offer, people, places, rules, timetable, vehicles)
    kinds = [one for module in modules for one in vars(module).values() if is_dataclass(one)]
    return tuple(sorted({field.name for kind in kinds for field in fields(kind)}))
