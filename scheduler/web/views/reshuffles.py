"""A change as a form asks for it and a page says it, and the menu of repairs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import time
from typing import Any

from scheduler.domain.calendar import DAY_NAMES, Span
from scheduler.domain.edits import (
    Edit,
    MentorAway,
    MentorLeft,
    RoomLost,
    SiteClosed,
    StaffAway,
    StudentLeft,
    VanOut,
)
from scheduler.domain.ids import MentorId, RoomId, SiteId, StaffId, StudentId, VehicleId
from scheduler.domain.rules import GoalId
from scheduler.web.words import GOALS

KINDS: tuple[tuple[str, str], ...] = (
    ("mentor-away", "A mentor is away on some weekdays"),
    ("mentor-left", "A mentor has left"),
    ("staff-away", "A member of staff is away"),
    ("student-left", "A student has left"),
    ("site-closed", "An internship site is closed"),
    ("room-lost", "A room cannot be used"),
    ("van-out", "A van does not drive"),
)
"""What a form can say; all kinds of edit can be sent to the API."""
DAYS_NEEDED = frozenset({"mentor-away"})
DAYS_LEFT_OUT = frozenset({"mentor-left", "student-left"})
_ABOUT = (
    *("mentor", "student", "staff", "site", "room", "vehicle"),
    *("workshop", "section", "rule", "goal", "advisory"),
)
MIDNIGHT, LATE = time(0, 0), time(23, 59)


def edit_of_form(kind: str, thing: str, days: Sequence[int]) -> Edit | None:
    """Make an edit of a kind, an id and weekdays; None for a kind that no form has."""
    times = tuple(Span(day=day, start=MIDNIGHT, end=LATE) for day in days)
    made: dict[str, Callable[[], Edit]] = {
        "mentor-away": lambda: MentorAway(mentor=MentorId(thing), days=tuple(days)),
        "mentor-left": lambda: MentorLeft(mentor=MentorId(thing)),
        "staff-away": lambda: StaffAway(staff=StaffId(thing), times=times),
        "student-left": lambda: StudentLeft(student=StudentId(thing)),
        "site-closed": lambda: SiteClosed(site=SiteId(thing), days=tuple(days)),
        "room-lost": lambda: RoomLost(room=RoomId(thing), times=times),
        "van-out": lambda: VanOut(vehicle=VehicleId(thing), days=tuple(days)),
    }
    return made[kind]() if kind in made else None


def edit_sentence(edit: dict[str, Any], name: Callable[[str], str]) -> str:
    """Say a change that is kept: ``Mentor away: Ana Reyes, on Tue and Thu``."""
    about = next((edit[one] for one in _ABOUT if isinstance(edit.get(one), str)), "")
    if not about:  # somebody or something new stands there whole
        whole: dict[str, Any] = next(
            (edit[one] for one in _ABOUT if isinstance(edit.get(one), dict)), {}
        )
        about = whole.get("id", "")
    days = edit.get("days") or [span["day"] for span in edit.get("times", ())]
    said = edit["edit"].replace("-", " ").capitalize()
    when = " and ".join(DAY_NAMES[day] for day in dict.fromkeys(days))
    return f"{said}{f': {name(about)}' if about else ''}{f', on {when}' if when else ''}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One repair of a menu, in words."""

    number: int
    aim: str
    touched: int
    who: str
    """Names of the first few touched."""
    journeys: int
    newly_unplaced: int
    penalty: int
    goals: tuple[tuple[str, int, int], ...]


AIMS = {
    "fewest touched": "Fewest people touched",
    "in between": "In between",
    "best plan": "Best plan",
}
MOST_NAMED = 8


def cards(answer: dict[str, Any], name: Callable[[str], str]) -> tuple[Card, ...]:
    """Say the repairs of a menu."""
    return tuple(_card(number, one, name) for number, one in enumerate(answer["menu"], 1))


def _card(number: int, summed: dict[str, Any], name: Callable[[str], str]) -> Card:
    touched = summed["touched"]
    who = ", ".join(name(one) for one in touched[:MOST_NAMED])
    more = len(touched) - MOST_NAMED
    return Card(
        number=number,
        aim=AIMS[summed["aim"]],
        touched=len(touched),
        who=f"{who} and {more} more" if more > 0 else who,
        journeys=summed["journeys"],
        newly_unplaced=summed["newly_unplaced"],
        penalty=summed["penalty"],
        goals=tuple(
            (GOALS[GoalId(goal)], was, now) for goal, (was, now) in summed["goals"].items()
        ),
    )
