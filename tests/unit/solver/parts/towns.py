"""Instances of several towns: schools that have nothing to do with each other."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

from scheduler.domain.instance import Instance
from scheduler.files import instance_bytes, read_instance
from scheduler.files.shapes import instance_adapter
from scheduler.made import Size, make_sized
from tests.property.small_schools import seeded

CLASH = (
    Path(__file__).parents[4] / "instances" / "infeasible" / "shared-home-room" / "instance.json"
)
THREE_TOWNS = Size(
    name="towns",
    students=72,
    advisories=6,
    schools=3,
    school_sites=3,
    cities=3,
    internship_sites=36,
    mentors=50,
    vans=3,
    sections=18,
)


def three_towns() -> Instance:
    """Three towns of 24 students or so, each with a school, a van and some mentors."""
    return make_sized(THREE_TOWNS, 1).instance


def side_by_side(*schools: Instance) -> Instance:
    """One instance of several: ids get the number of their school in front."""
    first = schools[0]
    together: dict[str, Any] = json.loads(instance_bytes(first))
    together |= {key: [] for key, value in together.items() if isinstance(value, list)}
    rules = {key: json.loads(instance_bytes(first)).get(key) for key in KEPT}
    rows = []
    for number, school in enumerate(schools):
        ids = set(school.names)
        document = _renamed(json.loads(instance_bytes(school)), ids, number)
        rows += document.get("travel", {}).get("rows", [])
        for key, value in document.items():
            if isinstance(value, list) and key not in KEPT:
                together.setdefault(key, []).extend(value)
    together |= {key: value for key, value in rules.items() if value is not None}
    together["travel"] = {**together.get("travel", {}), "rows": rows}
    together.pop("pins", None)
    together.pop("release", None)
    return instance_adapter().validate_json(json.dumps(together), strict=True)


KEPT = ("soft_rules", "profiles", "attendance")
"""What holds for all of an instance: that of the first school."""


def _renamed(value: Any, ids: set[str], number: int) -> Any:
    if isinstance(value, dict):
        return {key: _renamed(inner, ids, number) for key, inner in value.items()}
    if isinstance(value, list):
        return [_renamed(inner, ids, number) for inner in value]
    return f"{number}.{value}" if isinstance(value, str) and value in ids else value


def random_towns(seed: int) -> Instance:
    """Two or three small schools of every shape, of one cycle of weeks."""
    found = [seeded(1_000 * seed)]
    number = 0
    while len(found) < Random(seed).choice((2, 3)):
        number += 1
        other = seeded(1_000 * seed + number)
        if other.term == found[0].term:
            found.append(other)
    return side_by_side(*found)


def clashing(*possible: bool) -> Instance:
    """Least schools side by side: for some no timetable is possible, their room being double."""
    clash = read_instance(CLASH)
    first, second = clash.advisories
    calm = replace(clash, advisories=(first, replace(second, meetings=())))
    return side_by_side(*(calm if one else clash for one in possible))
