"""What makes edits impossible or meaningless: all faults at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import product

from scheduler.domain.edits.applying import made, thing_of
from scheduler.domain.edits.campus import RoomLost, StaffAway
from scheduler.domain.edits.dated import Dated
from scheduler.domain.edits.kinds import Edit
from scheduler.domain.faults import faults as faults_of_data
from scheduler.domain.faults.things import Thing
from scheduler.domain.instance import Instance
from scheduler.errors import Fault

GONE = "gone"
SAFE = frozenset(
    {
        "goal-weighed",
        "internship-ended",
        "mentor-away",
        "mentor-capacity",
        "mentor-left",
        "room-lost",
        "rule-strength",
        "site-closed",
        "site-seats",
        "staff-away",
        "student-left",
        "van-out",
        "workshop-dropped",
    }
)
"""Kinds that only take something away, or change a number."""


def faults(
    instance: Instance, edits: Dated | Sequence[Edit], today: date | None = None
) -> list[Fault]:
    """Find everything that has to be mended in edits before they can be made.

    They name what is not there, contradict each other, hold from a date before the term
    or in the past, or the data that would come of them cannot be planned. Each
    ``position`` is the path in the file of the edits; a fault of the data that comes of
    them has none.
    """
    found: list[Fault] = []
    if isinstance(edits, Dated):
        found += _of_dates(instance, edits, today)
        edits = edits.edits
    if not edits:
        found.append(Thing("edits", "").fault("edits", "There is none.", "Name one or more."))
    found += _of_contradictions(edits)
    new, sound = instance, True
    for index, edit in enumerate(edits):
        one = made(new, edit, index)
        if isinstance(one, list):
            known = {fault.position for fault in found}
            found += [fault for fault in one if fault.position not in known]
            sound = False
        else:
            new = one
    if sound and not found and not all(is_safe(edit) for edit in edits):
        found += _of_result(instance, new)
    return found


def is_safe(edit: Edit) -> bool:
    """Whether sound data is sound after an edit that could be made, whatever the data is.

    Looking through all data of a large school takes a tenth of a second.
    """
    travel: object = getattr(edit, "travel", ())
    if edit.edit not in SAFE or travel:
        return False
    if isinstance(edit, StaffAway) and edit.stand_in is not None:
        return False
    if isinstance(edit, RoomLost) and edit.instead is not None:
        return False
    if isinstance(edit, StaffAway | RoomLost):
        return not any(span.weeks for span in edit.times)
    return True


def _of_dates(instance: Instance, dated: Dated, today: date | None) -> Iterator[Fault]:
    term, thing = instance.term, Thing("edits", "")
    if dated.since < term.first:
        yield thing.fault(
            "since",
            f"{dated.since} is before the term, which begins on {term.first}.",
            "Name a date of the term.",
        )
    elif dated.since > term.last:
        yield thing.fault(
            "since",
            f"{dated.since} is after the term, which ends on {term.last}.",
            "Name a date of the term.",
        )
    if today is not None and dated.since < today:
        yield thing.fault(
            "since",
            f"{dated.since} is past; what has been cannot be changed.",
            "Name today or a later date.",
        )
    if dated.until is not None and dated.until < dated.since:
        yield thing.fault(
            "until", f"It is before {dated.since}, the first date.", "Mend one of the dates."
        )


def _of_contradictions(edits: Sequence[Edit]) -> Iterator[Fault]:
    """Tell two edits that say the same of a thing, or say something of one that goes."""
    for index, edit in enumerate(edits):
        for earlier, other in enumerate(edits[:index]):
            said = _clash(edit, other)
            if said is not None:
                yield thing_of(edit, index).fault(
                    "edit",
                    f"It says the same as edit {earlier + 1}."
                    if edit == other
                    else f"It contradicts edit {earlier + 1}: {said}.",
                    "Take one of the two out.",
                )
                break


def _clash(edit: Edit, other: Edit) -> str | None:
    """What two edits both speak of, if they cannot both be meant."""
    for one, two in product(edit.says, other.says):
        if one == two:
            subject, about = one
            return f"both are about {subject}, {about}"
        if one[0] == two[0] and GONE in (one[1], two[1]):
            return f"{one[0]} goes, and something else is said about it"
    return None


def _of_result(before: Instance, after: Instance) -> Iterator[Fault]:
    """Tell the faults of the data that comes of edits, which it did not have before."""
    found = faults_of_data(after)
    if not found:
        return
    old = {(one.thing, one.field, one.message) for one in faults_of_data(before)}
    for one in found:
        if (one.thing, one.field, one.message) not in old:
            yield Fault(
                thing=one.thing,
                field=one.field,
                message=f"After the edits: {one.message}",
                next_step="Mend the edit that does this, or add one that makes up for it.",
            )
