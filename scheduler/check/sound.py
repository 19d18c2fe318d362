"""Entries of a timetable that say something about this school, and those that do not.

A timetable made by hand may name what the instance does not have, or one thing twice.
Such an entry is a violation, whether or not the rule it is said under is softened, and
the other checks go on as if it were not there.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from typing import TypeVar

from scheduler.domain.instance import Instance
from scheduler.domain.rules import RuleId, UnplacedKind, Violation
from scheduler.domain.timetable import DayOut, Enrolment, Meeting, RunUse, Timetable, Unplaced

Entry = TypeVar("Entry")
RULE_OF = {
    UnplacedKind.DAY: RuleId.DAYS_OUT,
    UnplacedKind.MUST: RuleId.ENROLLED_ONCE,
    UnplacedKind.MINUTES: RuleId.ADVISORY_TIME,
}
"""The rule by which what is unplaced is counted."""


def sift(instance: Instance, timetable: Timetable) -> tuple[Timetable, tuple[Violation, ...]]:
    """Part a timetable into what can be checked and a violation for each other entry."""
    faults: list[Violation] = []
    if timetable.instance != instance.id:
        text = f"the timetable was made for {timetable.instance}, not for {instance.id}"
        faults.append(Violation(RuleId.PINNED, (timetable.instance, instance.id), text))

    def keep(
        entries: Iterable[Entry], fault: Callable[[Instance, Entry], Violation | None]
    ) -> tuple[Entry, ...]:
        kept = []
        for entry in entries:
            found = fault(instance, entry)
            if found is None:
                kept.append(entry)
            else:
                faults.append(found)
        return tuple(kept)

    sections = keep(
        timetable.sections,
        lambda known, one: _unknown(
            RuleId.SECTION_SESSIONS, "section", one.section, known.section_of
        ),
    )
    sound = Timetable(
        instance=timetable.instance,
        days_out=keep(timetable.days_out, _of_day_out),
        meetings=keep(timetable.meetings, _of_meeting),
        sections=tuple(_once(sections, lambda one: one.section, RuleId.SECTION_SESSIONS, faults)),
        enrolments=tuple(
            _once(
                keep(timetable.enrolments, _of_enrolment),
                lambda one: (one.student, one.section),
                RuleId.ENROLLED_ONCE,
                faults,
            )
        ),
        runs=tuple(
            _once(keep(timetable.runs, _of_run), lambda one: one.run, RuleId.VEHICLE_RUN, faults)
        ),
        unplaced=keep(timetable.unplaced, _of_unplaced),
    )
    return sound, tuple(faults)


def _once(
    entries: Iterable[Entry],
    key: Callable[[Entry], Hashable],
    rule: RuleId,
    faults: list[Violation],
) -> Iterator[Entry]:
    seen: set[Hashable] = set()
    for entry in entries:
        named = key(entry)
        if named in seen:
            subjects = named if isinstance(named, tuple) else (str(named),)
            text = f"{' in '.join(subjects)} is in the timetable more than once"
            faults.append(Violation(rule, subjects, text))
        else:
            seen.add(named)
            yield entry


def _unknown(rule: RuleId, kind: str, id: str, known: Iterable[str]) -> Violation | None:
    if id in known:
        return None
    return Violation(rule, (id,), f"the timetable names {kind} {id}, which the instance has not")


def _of_day_out(instance: Instance, out: DayOut) -> Violation | None:
    student = instance.student_of.get(out.student)
    if (
        student is not None
        and out.mentor in instance.mentor_of
        and out.site in instance.site_of
        and 0 <= out.internship < len(student.internships)
    ):
        return None
    return _fault_of_day_out(instance, out)


def _fault_of_day_out(instance: Instance, out: DayOut) -> Violation:
    fault = (
        _unknown(RuleId.DAYS_OUT, "student", out.student, instance.student_of)
        or _unknown(RuleId.SAME_MENTOR, "mentor", out.mentor, instance.mentor_of)
        or _unknown(RuleId.ELIGIBLE, "internship site", out.site, instance.site_of)
    )
    if fault is not None:
        return fault
    text = f"{out.student} has no internship {out.internship + 1}"
    return Violation(RuleId.DAYS_OUT, (out.student, str(out.internship)), text)


def _of_meeting(instance: Instance, meeting: Meeting) -> Violation | None:
    fault = _unknown(RuleId.ADVISORY_MEETS, "advisory", meeting.advisory, instance.advisory_of)
    if fault is not None:
        return fault
    if meeting.kind in {kind.name for kind in instance.advisory_of[meeting.advisory].meetings}:
        return None
    text = f"{meeting.advisory} has no meetings of the kind {meeting.kind}"
    return Violation(RuleId.ADVISORY_MEETS, (meeting.advisory, meeting.kind), text)


def _of_enrolment(instance: Instance, one: Enrolment) -> Violation | None:
    if one.student in instance.student_of and one.section in instance.section_of:
        return None
    return _unknown(RuleId.ENROLLED_ONCE, "student", one.student, instance.student_of) or _unknown(
        RuleId.ENROLLED_ONCE, "section", one.section, instance.section_of
    )


def _of_run(instance: Instance, use: RunUse) -> Violation | None:
    return _unknown(RuleId.VEHICLE_RUN, "run", use.run, instance.run_of)


def _of_unplaced(instance: Instance, item: Unplaced) -> Violation | None:
    rule = RULE_OF[item.kind]
    fault = _unknown(rule, "student", item.student, instance.student_of)
    if fault is not None:
        return fault
    known: Iterable[str] = ()
    match item.kind:
        case UnplacedKind.DAY:
            known = map(str, range(len(instance.student_of[item.student].internships)))
        case UnplacedKind.MUST:
            known = instance.workshop_of
        case UnplacedKind.MINUTES:
            known = map(str, instance.weeks())
    if item.subject in set(known):
        return None
    text = f"{item.student} is listed with an unplaced {item.kind} of {item.subject}, unknown"
    return Violation(rule, (item.student, item.subject), text)
