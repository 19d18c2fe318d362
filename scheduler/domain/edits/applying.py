"""Make edits: the data that comes of them, and what undoes them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from scheduler.domain.edits.kinds import Edit
from scheduler.domain.edits.put_back import (
    PutBack,
    between,
    changed_by,
    with_same_lists,
)
from scheduler.domain.faults.sites import lineage_of
from scheduler.domain.faults.things import Thing
from scheduler.domain.instance import Instance, Pins
from scheduler.domain.timetable import DayOut, RunningSection
from scheduler.errors import Fault, InvalidInputError


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    """A school's data with edits made, and the way back."""

    instance: Instance
    """Its release and pins are what is left of them: put a release into the data first
    to learn what is left of it."""
    undo: tuple[Edit, ...]
    """Applied to ``instance`` these give the data before, to the byte."""
    named: frozenset[str]
    """People whom the edits themselves name: they do not count as touched."""
    changed: frozenset[str]
    """Ids of all people and things whose data differs, is new or is gone."""


def thing_of(edit: Edit, index: int) -> Thing:
    """How an edit is called to a person: by its number and kind."""
    return Thing(f"edit {index + 1} ({edit.edit})", f"edits[{index}]")


def made(instance: Instance, edit: Edit, index: int = 0) -> Instance | list[Fault]:
    """Make one edit, or say why it cannot be made."""
    thing = thing_of(edit, index)
    wrong = list(edit.wrong(instance, thing))
    if wrong:
        return wrong
    try:
        new = with_same_lists(instance, edit.made(instance))
        return _with_pins_that_hold(instance, new)
    except ValueError as error:
        return [thing.fault("", f"{error}.", "Mend the values of the edit.")]


def apply(instance: Instance, edits: Sequence[Edit]) -> Applied:
    """Make edits one after the other.

    What hangs on people and things that go is treated so that the data stays sound;
    what the edits come to is not looked at again: `faults` does.

    Raises
    ------
    InvalidInputError
        An edit names what is not there, or cannot be made; nothing was changed.
    """
    new = instance
    for index, edit in enumerate(edits):
        found = made(new, edit, index)
        if isinstance(found, list):
            raise InvalidInputError("The edits cannot be made.", found)
        new = found
    undo = between(new, instance)
    named = frozenset[str]().union(*(edit.named for edit in edits))
    return Applied(
        instance=new,
        undo=() if undo == PutBack() else (undo,),
        named=named,
        changed=changed_by(undo, new),
    )


def _with_pins_that_hold(before: Instance, now: Instance) -> Instance:
    """Let go of pins that an edit makes impossible: who is away cannot be held."""
    pinned = now.pins.timetable
    if pinned is None:
        return now
    kept = replace(
        pinned,
        days_out=tuple(
            one for one in pinned.days_out if _hosts(now, one) or not _hosts(before, one)
        ),
        sections=tuple(
            one for one in pinned.sections if _leads(now, one) or not _leads(before, one)
        ),
    )
    return now if kept == pinned else replace(now, pins=Pins(timetable=kept))


def _hosts(instance: Instance, out: DayOut) -> bool:
    """Whether a mentor hosts at a site on a weekday."""
    mentor = instance.mentor_of.get(out.mentor)
    if mentor is None or not any(span.day == out.day for span in mentor.hours):
        return False
    return all(
        not site.openings or any(one.day == out.day for one in site.openings)
        for site in lineage_of(instance, out.site)
    )


def _leads(instance: Instance, running: RunningSection) -> bool:
    """Whether a section may be led by whom it is pinned to, in rooms that can be used."""
    known = instance.section_of.get(running.section)
    lead = instance.staff_of.get(running.lead)
    if known is None or lead is None or running.lead not in known[0].leads:
        return False
    return lead.most_week != 0 and lead.most_day != 0
