"""Pinning what is in a draft, and letting go: the next moves and runs leave it as it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from scheduler.domain.accounts import Actor
from scheduler.domain.drafts import Draft, StepKind
from scheduler.domain.instance import Instance
from scheduler.domain.pins import Pin, is_empty, joined, named, ways_free, without
from scheduler.domain.timetable import Timetable
from scheduler.errors import Fault, InvalidInputError
from scheduler.service.draft_versions import opened_at, step
from scheduler.store.engine import Store


def pin(store: Store, actor: Actor, term: str, pins: Sequence[Pin], expected: int) -> Draft:
    """Pin entries of the draft: no move and no run changes them.

    Raises
    ------
    StaleDraftError
        The draft is not the version expected.
    InvalidInputError
        The draft has no such entry.
    """
    found = opened_at(store, actor, term, expected)
    held = found.draft.pins
    for number, one in enumerate(pins):
        entries = named(found.draft.timetable, one)
        if is_empty(entries):
            raise _unknown(number, "The draft has nothing like this to pin.")
        held = joined(held, ways_free(entries))
    count = "1 thing" if len(pins) == 1 else f"{len(pins)} things"
    after = replace(found.draft, pins=held)
    return step(store, actor, found, after, StepKind.PIN, [f"{count} pinned."])


def unpin(store: Store, actor: Actor, term: str, pins: Sequence[Pin], expected: int) -> Draft:
    """Let go of what is pinned.

    Raises
    ------
    StaleDraftError
        The draft is not the version expected.
    InvalidInputError
        It is not pinned.
    """
    found = opened_at(store, actor, term, expected)
    held = found.draft.pins
    for number, one in enumerate(pins):
        entries = named(held, one)
        if is_empty(entries):
            raise _unknown(number, "This is not pinned.")
        held = without(held, entries)
    count = "1 thing" if len(pins) == 1 else f"{len(pins)} things"
    after = replace(found.draft, pins=held)
    return step(store, actor, found, after, StepKind.UNPIN, [f"{count} unpinned."])


def pins_after(before: Draft | None, school: Instance, body: Timetable) -> Timetable:
    """What is pinned by the data, and what was pinned before and is the same now."""
    pins = school.pins.timetable or Timetable(instance=school.id)
    if before is None:
        return joined(Timetable(instance=school.id), pins)
    same = {(o.student, o.internship, o.mentor, o.site, o.day) for o in body.days_out}
    kept = replace(
        Timetable(instance=school.id),
        days_out=tuple(
            one
            for one in before.pins.days_out
            if (one.student, one.internship, one.mentor, one.site, one.day) in same
        ),
        meetings=tuple(one for one in before.pins.meetings if one in body.meetings),
        sections=tuple(one for one in before.pins.sections if one in body.sections),
        enrolments=tuple(one for one in before.pins.enrolments if one in body.enrolments),
    )
    return joined(ways_free(kept), pins)


def _unknown(number: int, message: str) -> InvalidInputError:
    fault = Fault(
        thing=f"pin {number + 1}",
        field="",
        message=message,
        next_step="Name it as it stands in the draft.",
        position=f"pins[{number}]",
    )
    return InvalidInputError(f"Nothing was changed: {message}", [fault])
