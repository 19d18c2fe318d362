"""Kinds of cell: how a value of an instance file stands in a cell, and back."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from json import dumps, loads
from typing import Any

from scheduler.domain.calendar import DAY_NAMES

_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?(e[+-]?[0-9]+)?")
_RISKY = "=+-@'"


@dataclass(frozen=True, slots=True)
class Cell:
    """A kind of cell. ``read`` raises ValueError for what it cannot read."""

    what: str
    """What it holds, such as ``a weekday``."""
    example: str
    read: Callable[[str], Any]
    write: Callable[[Any], str]


def shown(text: str) -> str:
    """Write text so that a spreadsheet shows it and does not run it."""
    return f"'{text}" if _needs_shield(text) else text


def meant(cell: str) -> str | None:
    """Undo `shown`; spaces around are not meant, and an empty cell is None."""
    text = cell.strip()
    if not text:
        return None
    inside = cell.lstrip().removeprefix("'")
    return inside if text.startswith("'") and _needs_shield(inside) else text


def _needs_shield(text: str) -> bool:
    if text != text.strip() or not text:
        return True
    return text[0] in _RISKY and not _NUMBER.fullmatch(text)


def _whole_number(text: str) -> int:
    if not re.fullmatch(r"[+-]?[0-9]{1,9}", text):
        raise ValueError(text)
    return int(text)


def _number(text: str) -> float:
    if not _NUMBER.fullmatch(text.lower()):
        raise ValueError(text)
    return float(text)


def _truth(text: str) -> bool:
    return {"yes": True, "no": False, "true": True, "false": False}[text.lower()]


def _date(text: str) -> str:
    return date.fromisoformat(text).isoformat()


def _clock(text: str) -> str:
    found = re.fullmatch(r"([0-9]{1,2}):([0-9]{2})(:00)?", text)
    if not found or int(found[1]) > 23 or int(found[2]) > 59:
        raise ValueError(text)
    return f"{int(found[1]):02}:{found[2]}"


def _weekday(text: str) -> int:
    return DAY_NAMES.index(text[:3].capitalize())


def _weekday_name(day: int) -> str:
    return DAY_NAMES[day] if 0 <= day < len(DAY_NAMES) else str(day)


def _week(text: str) -> int:
    if len(text) == 1 and text.upper() in "ABCDEF":
        return "ABCDEF".index(text.upper())
    return _whole_number(text)


def _week_name(week: int) -> str:
    return "ABCDEF"[week] if 0 <= week < 6 else str(week)


def _item_text(text: str) -> str:
    """One thing of a list; in quotation marks where it would be read otherwise."""
    plain = text == text.strip() and text and not re.search(r'[;"\n\r]|\suntil\s', text)
    return text if plain else dumps(text, ensure_ascii=False)


def _item(text: str) -> str:
    if not text.startswith('"'):
        return text
    found = loads(text)
    if not isinstance(found, str):
        raise ValueError(text)
    found.encode()  # half a character is no text
    return found


_LIST = re.compile(r'(?:"(?:[^"\\]|\\.)*"|[^"])*')
_PART = re.compile(r'(?:"(?:[^"\\]|\\.)*"|[^";])+')


def _items(text: str) -> list[str]:
    """The things of a list, each as it stands between the semicolons."""
    if not _LIST.fullmatch(text):
        raise ValueError(text)
    parts = [part.strip() for part in _PART.findall(text)]
    return [part for part in parts if part]


def _list_of(one: Cell) -> Cell:
    return Cell(
        what=f"a list, each {one.what}",
        example=f"{one.example}; {one.example}",
        read=lambda text: [one.read(part) for part in _items(text)],
        write=lambda values: "; ".join(one.write(value) for value in values),
    )


_SPAN = re.compile(r"([A-Za-z]+) +([0-9:]+) *(?:-|–) *([0-9:]+)(?: *\(([^)]*)\))?")


def _span(text: str) -> dict[str, Any]:
    found = _SPAN.fullmatch(text)
    if not found:
        raise ValueError(text)
    span: dict[str, Any] = {"day": _weekday(found[1])}
    span |= {"start": _clock(found[2]), "end": _clock(found[3])}
    if found[4]:
        span["weeks"] = [_week(week.strip()) for week in found[4].split(",")]
    return span


def _span_text(span: dict[str, Any]) -> str:
    text = f"{_weekday_name(span['day'])} {span['start']}-{span['end']}"
    weeks = ", ".join(_week_name(week) for week in span.get("weeks", ()))
    return f"{text} ({weeks})" if weeks else text


_CLEARANCE = re.compile(r'("(?:[^"\\]|\\.)*"|[^"]*?)(?:\s+until\s+(\S+))?')


def _clearance(text: str) -> dict[str, Any]:
    found = _CLEARANCE.fullmatch(text)
    if not found:
        raise ValueError(text)
    clearance = {"name": _item(found[1])}
    return clearance | {"until": _date(found[2])} if found[2] else clearance


def _clearance_text(clearance: dict[str, Any]) -> str:
    until = f" until {clearance['until']}" if "until" in clearance else ""
    return f"{_item_text(clearance['name'])}{until}"


def _factor(text: str) -> dict[str, Any]:
    goal, factor = text.split()
    return {"goal": goal, "factor": _whole_number(factor)}


TEXT = Cell("text", "Harbor Lab", str, str)
WHOLE = Cell("a whole number", "12", _whole_number, str)
NUMBER = Cell("a number", "41.82", _number, str)
TRUTH = Cell("yes or no", "yes", _truth, lambda value: "yes" if value else "no")
DATE = Cell("a date", "2026-09-01", _date, str)
CLOCK = Cell("a clock time", "09:00", _clock, str)
WEEKDAY = Cell("a weekday", "Tue", _weekday, _weekday_name)
TEXTS = _list_of(Cell("text", "welding", _item, _item_text))
WEEKDAYS = _list_of(WEEKDAY)
WEEKS = _list_of(Cell("a week of the cycle", "A", _week, _week_name))
SPANS = _list_of(Cell("a weekday with times", "Tue 09:00-15:00", _span, _span_text))
CLEARANCES = _list_of(Cell("a paper", "first aid until 2027-06-30", _clearance, _clearance_text))
FACTORS = _list_of(
    Cell("a goal with a whole number", "travel 2", _factor, lambda w: f"{w['goal']} {w['factor']}")
)
