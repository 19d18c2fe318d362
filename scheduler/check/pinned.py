"""What is pinned, past or already begun stays."""

from __future__ import annotations

from collections.abc import Iterator

from scheduler.check.facts import day_name
from scheduler.domain.instance import Instance
from scheduler.domain.rules import RuleId, Violation
from scheduler.domain.timetable import DayOut, RunningSection, Timetable

RULE = RuleId.PINNED


def matches(instance: Instance) -> bool:
    """Whether anything is pinned."""
    pins = instance.pins.timetable
    return pins is not None and bool(
        pins.days_out or pins.meetings or pins.sections or pins.enrolments
    )


def _fixed(out: DayOut) -> tuple[object, ...]:
    return (out.student, out.internship, out.mentor, out.site, out.day)


def _ways_kept(out: DayOut, pin: DayOut) -> bool:
    """Whether the journeys are the pinned ones; free where the pin gives none."""
    return pin.there in ((), out.there) and pin.back in ((), out.back)


def _running(section: RunningSection) -> tuple[object, ...]:
    """What is pinned of a section: in which order its sessions are listed says nothing."""
    return (section.section, section.lead, frozenset(section.sessions))


def check(instance: Instance, timetable: Timetable) -> Iterator[Violation]:
    """Yield one violation for each pinned entry that is not in the timetable."""
    pins = instance.pins.timetable
    if pins is None:
        return
    outs = {_fixed(out): out for out in timetable.days_out}
    for out in pins.days_out:
        found = outs.get(_fixed(out))
        if found is None or not _ways_kept(found, out):
            what = f"{out.student} with {out.mentor} at {out.site} on {day_name(out.day)}"
            subjects = (out.student, str(out.internship), str(out.day))
            yield Violation(RULE, subjects, f"{what} is pinned, but not in the timetable so")
    meetings = set(timetable.meetings)
    for meeting in pins.meetings:
        if meeting not in meetings:
            text = f"{meeting.kind} of {meeting.advisory} is pinned to slot {meeting.slot}"
            yield Violation(RULE, (meeting.advisory, meeting.kind, str(meeting.slot)), text)
    sections = {_running(section) for section in timetable.sections}
    for section in pins.sections:
        if _running(section) not in sections:
            slots = ", ".join(str(session.slot) for session in section.sessions)
            text = f"section {section.section} is pinned to {section.lead} and slots {slots}"
            yield Violation(RULE, (section.section,), text)
    enrolments = set(timetable.enrolments)
    for enrolment in pins.enrolments:
        if enrolment not in enrolments:
            text = f"{enrolment.student} is pinned to section {enrolment.section}"
            yield Violation(RULE, (enrolment.student, enrolment.section), text)
