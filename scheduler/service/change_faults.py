"""What is wrong with a change that is asked about, beside its edits: its date and its pins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from scheduler.domain.drafts import Release
from scheduler.domain.instance import Instance
from scheduler.domain.pins import Pin, is_empty, joined, named, ways_free
from scheduler.domain.repairs import earliest
from scheduler.domain.timetable import Timetable
from scheduler.errors import Fault


def of_notice(school: Instance, first: date, today: date, notice: int) -> list[Fault]:
    """Refuse what would move in the days of notice; the past is refused with the edits."""
    begins = earliest(school.term, today, notice)
    if begins is not None and first >= begins:
        return []
    if first < max(today, school.term.first):
        return []  # said with the edits: it is past, or before the term
    message = f"Today and {notice} school days of notice do not move."
    step = "The term is over by then." if begins is None else f"Choose {begins} or later."
    return [Fault(thing="edits", field="since", message=message, next_step=step, position="since")]


def of_release(last: Release, first: date, today: date) -> list[Fault]:
    """Refuse to change what does not hold yet on the first date: what holds would be lost."""
    if first >= last.holds_from or first < today:
        return []  # what is past is refused with the edits
    return [
        Fault(
            thing="edits",
            field="since",
            message=f"Release {last.number}, which is repaired, holds from {last.holds_from} only.",
            next_step=f"Choose {last.holds_from} or later.",
            position="since",
        )
    ]


def held_by(timetable: Timetable, pins: Sequence[Pin]) -> tuple[Timetable, list[Fault]]:
    """Give the entries that pins name, and the faults of those that name nothing."""
    held, unknown = Timetable(instance=timetable.instance), []
    for number, one in enumerate(pins):
        entries = named(timetable, one)
        if is_empty(entries):
            unknown.append(_of_pin(number, "The release has nothing like this."))
        held = joined(held, ways_free(entries))
    return held, unknown


def of_lost(pins: Sequence[Pin], held: Timetable, after: Instance) -> list[Fault]:
    """Refuse to hold what the edits take away."""
    kept = after.pins.timetable or Timetable(instance=after.id)
    return [
        _of_pin(number, "The edits take this away, so it cannot stay.")
        for number, one in enumerate(pins)
        if named(held, one) != named(replace(kept, instance=held.instance), one)
    ]


def _of_pin(number: int, message: str) -> Fault:
    return Fault(
        thing=f"pin {number + 1}",
        field="",
        message=message,
        next_step="Take the pin out, or name what is in the release.",
        position=f"pins[{number}]",
    )
