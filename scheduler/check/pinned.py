"""What is pinned, past or already begun stays."""

from __future__ import annotations

from collections.abc import Iterator

from scheduler.check.facts import day_name
from scheduler.domain.instance import Instance
from scheduler.domain.rules import RuleId, Violation
from scheduler.domain.timetable import DayOut, Timetable

RULE = RuleId.PINNED


def matches(instance: Instance) -> bool:
    """Whether anything is pinned."""
    pins = instance.pins.timetable
    return pins is not None and bool(
        pins.days_out or pins.meetings or pins.sections or pins.enrolments
    )


def keeps(out: DayOut, pin: DayOut) -> bool:
    """Whether a day out is the pinned one; journeys are free where the pin gives none."""
    fixed = ("student", "internship", "mentor", "site", "day")
    return (
        all(getattr(out, name) == getattr(pin, name) for name in fixed)
        and pin.there in ((), out.there)
        and pin.back in ((), out.back)
    )


def check(instance: Instance, timetable: Timetable) -> Iterator[Violation]:
    """Yield one violation for each pinned entry that is not in the timetable."""
    pins = instance.pins.timetable
    if pins is None:
        return
    for out in pins.days_out:
        if not any(keeps(one, out) for one in timetable.days_out):
            what = f"{out.student} with {out.mentor} at {out.site} on {day_name(out.day)}"
            subjects = (out.student, str(out.internship), str(out.day))
            yield Violation(RULE, subjects, f"{what} is pinned, but not in the timetable so")
    for meeting in pins.meetings:
        if meeting not in timetable.meetings:
            text = f"{meeting.kind} of {meeting.advisory} is pinned to slot {meeting.slot}"
            yield Violation(RULE, (meeting.advisory, meeting.kind, str(meeting.slot)), text)
    for section in pins.sections:
        if section not in timetable.sections:
            slots = ", ".join(str(session.slot) for session in section.sessions)
            text = f"section {section.section} is pinned to {section.lead} and slots {slots}"
            yield Violation(RULE, (section.section,), text)
    for enrolment in pins.enrolments:
        if enrolment not in timetable.enrolments:
            text = f"{enrolment.student} is pinned to section {enrolment.section}"
            yield Violation(RULE, (enrolment.student, enrolment.section), text)
