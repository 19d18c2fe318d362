"""People of a board one by one, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

from scheduler.domain.instance import Instance
from scheduler.domain.standing import Presence
from scheduler.service.attend.shown import LineSeen
from scheduler.web.views.board import time_of
from scheduler.web.views.days import PRESENCES, place_words, standing_words

_UNHEARD = PRESENCES[Presence.UNVERIFIED]
MOST = 500
"""People on one page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonLine:
    """Somebody, where they are expected, and how it stands."""

    student: str
    name: str
    address: str
    advisory: str
    place: str
    times: str
    said: str


def lines_of(
    found: Sequence[LineSeen], instance: Instance, under: str
) -> tuple[list[PersonLine], int]:
    """Name people in order of names; gives also how many are left out."""
    names = instance.names
    ordered = sorted(found, key=lambda one: (names.get(one.expected.student, ""), one.expected.day))
    lines = []
    for one in ordered[:MOST]:
        line = one.expected
        lines.append(
            PersonLine(
                student=line.student,
                name=names.get(line.student, line.student),
                address=f"{under}/presence/{quote(line.student, safe='')}?from={line.day}",
                advisory=names.get(line.advisory, line.advisory),
                place=place_words(instance, line),
                times=f"{time_of(line.start)}–{time_of(line.end)}",
                said=standing_words(one.standing) if one.standing else _UNHEARD,
            )
        )
    return lines, len(ordered) - len(lines)
