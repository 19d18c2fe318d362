"""Who has something else than before, from where to where."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from scheduler.domain.changes import internships_now
from scheduler.domain.instance import Instance
from scheduler.domain.timetable import Timetable
from scheduler.service.appointments import Appointment, AppointmentKind, appointments


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One thing of a person: from where to where; new, or no longer."""

    was: Appointment | None = None
    now: Appointment | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonChanges:
    """Everything that is different for one person."""

    person: str
    differences: tuple[Difference, ...]


Plan = tuple[Instance, Timetable]
"""A timetable with the version of the data it was made for."""


def differences(old: Plan | None, new: Plan) -> tuple[PersonChanges, ...]:
    """Compare two plans, perhaps of different versions of the data, person by person.

    Against nothing, everything is new. A change of room counts: who does not hear of it
    stands before the wrong door.
    """
    was = {} if old is None else _as_numbered(appointments(*old), old[0], new[0])
    now = appointments(*new)
    found = []
    for person in sorted(was.keys() | now.keys()):
        changed = _between(was.get(person, ()), now.get(person, ()))
        if changed:
            found.append(PersonChanges(person=person, differences=changed))
    return tuple(found)


def _as_numbered(
    was: dict[str, tuple[Appointment, ...]], before: Instance, now: Instance
) -> dict[str, tuple[Appointment, ...]]:
    """Call internships by the numbers they have by now, so that none is taken for another."""
    found = dict(was)
    for student in before.students:
        other = now.student_of.get(student.id)
        if other is None or len(other.internships) >= len(student.internships):
            continue
        numbers = internships_now(student, other)
        found[student.id] = tuple(
            replace(one, about=(str(numbers[int(one.about[0])]),))
            if one.kind is AppointmentKind.DAY_OUT
            else one
            for one in was.get(student.id, ())
        )
    return found


def _between(was: Sequence[Appointment], now: Sequence[Appointment]) -> tuple[Difference, ...]:
    before: dict[object, list[Appointment]] = defaultdict(list)
    after: dict[object, list[Appointment]] = defaultdict(list)
    for one in was:
        before[one.kind, one.about].append(one)
    for one in now:
        after[one.kind, one.about].append(one)
    found: list[Difference] = []
    for key in dict.fromkeys((*before, *after)):
        old = [one for one in before[key] if one not in after[key]]
        new = [one for one in after[key] if one not in before[key]]
        # First what stays on its weekday, then the rest in order of time.
        for one in list(old):
            same = next((other for other in new if other.day == one.day), None)
            if same is not None:
                found.append(Difference(was=one, now=same))
                old.remove(one)
                new.remove(same)
        paired = min(len(old), len(new))
        found += [Difference(was=a, now=b) for a, b in zip(old, new, strict=False)]
        found += [Difference(was=one) for one in old[paired:]]
        found += [Difference(now=one) for one in new[paired:]]
    return tuple(sorted(found, key=_order))


def _order(one: Difference) -> tuple[int, int, str]:
    at = one.now or one.was
    assert at is not None
    return at.day, at.start, at.kind
