"""The words of FET's file: a value, a rule that must hold, hours; and when spans meet."""

from __future__ import annotations

import xml.etree.ElementTree as ET

from scheduler.domain.calendar import Span

Hour = tuple[int, int]
"""A day's number and an hour's number in FET's grid."""


def put(parent: ET.Element, name: str, value: object) -> None:
    ET.SubElement(parent, name).text = str(value)


def rule(parent: ET.Element, name: str) -> ET.Element:
    """A rule of FET's that must hold."""
    made = ET.SubElement(parent, name)
    put(made, "Weight_Percentage", 100)
    put(made, "Active", "true")
    return made


def hours(of: ET.Element, name: str, some: list[Hour]) -> None:
    put(of, f"Number_of_{name}s", len(some))
    for day, hour in some:
        found = ET.SubElement(of, name)
        put(found, "Day", f"d{day}")
        put(found, "Hour", f"h{hour}")


def meets(spans: tuple[Span, ...], day: int, begin: int, end: int) -> bool:
    return any(s.day == day and s.minutes[0] < end and begin < s.minutes[1] for s in spans)


def inside(spans: tuple[Span, ...], day: int, begin: int, end: int) -> bool:
    return any(s.day == day and s.minutes[0] <= begin and end <= s.minutes[1] for s in spans)
