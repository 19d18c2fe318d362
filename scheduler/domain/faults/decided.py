"""Faults of timetables that come with the data: pins, the release, or a file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence

from scheduler.domain.faults.references import PLACES, Known
from scheduler.domain.faults.things import Thing
from scheduler.domain.faults.when import unused_day
from scheduler.domain.instance import Instance
from scheduler.domain.places import SchoolSite
from scheduler.domain.rules import RuleId, UnplacedKind
from scheduler.domain.timetable import Leg, Timetable, Unplaced
from scheduler.errors import Fault

MOST_DIGITS = 9
"""Of an index; Python refuses to read numbers that are very long."""


def faults(instance: Instance) -> Iterator[Fault]:
    """Yield what pins and release name that the instance does not have."""
    if instance.pins.timetable is not None:
        yield from of_timetable(instance, instance.pins.timetable, "pins", "pins.timetable")
        yield from _pinned_too_often(instance, instance.pins.timetable)
    if instance.release is not None:
        yield from of_timetable(instance, instance.release, "release", "release")


def of_timetable(instance: Instance, timetable: Timetable, name: str, path: str) -> Iterator[Fault]:
    """Yield what a timetable names that the instance does not have."""
    thing, known = Thing(name, path), Known(instance)
    if timetable.instance != instance.id:
        yield thing.fault(
            "instance",
            f'It was made for the instance "{timetable.instance}", not "{instance.id}".',
            "Use a timetable of this instance.",
        )
    yield from _of_days_out(instance, timetable, thing, known)
    yield from _of_meetings(instance, timetable, thing, known)
    yield from _of_sections(instance, timetable, thing, known)
    yield from _of_runs(instance, timetable, thing, known)
    for index, item in enumerate(timetable.unplaced):
        field = f"unplaced[{index}]"
        yield from known.missing(thing, f"{field}.student", item.student, "student")
        yield from _of_item(instance, thing, f"{field}.subject", item)


def _pinned_too_often(instance: Instance, pins: Timetable) -> Iterator[Fault]:
    """Yield what is pinned twice, and meetings pinned beyond what the advisory has."""
    thing = Thing("pins", "pins.timetable")
    lists: list[tuple[str, list[tuple[Hashable, str]]]] = [
        ("days_out", [(o, f"A day out of {o.student} with {o.mentor}") for o in pins.days_out]),
        ("meetings", [(m, f"{m.kind} of {m.advisory} in slot {m.slot}") for m in pins.meetings]),
        ("sections", [(one.section, f"{one.section}") for one in pins.sections]),
        ("enrolments", [(e, f"{e.student} in {e.section}") for e in pins.enrolments]),
    ]
    for place, one in enumerate(pins.sections):
        sessions = [(s.slot, f"{one.section} in slot {s.slot}") for s in one.sessions]
        lists.append((f"sections[{place}].sessions", [*sessions]))
    for path, entries in lists:
        seen: set[Hashable] = set()
        for index, (key, what) in enumerate(entries):
            if key in seen:
                yield thing.fault(
                    f"{path}[{index}]", f"{what} is pinned twice.", "Take one of the two out."
                )
            seen.add(key)
    if RuleId.ADVISORY_MEETS not in instance.soft_points:
        yield from _too_many_meetings(instance, pins, thing)


def _too_many_meetings(instance: Instance, pins: Timetable, thing: Thing) -> Iterator[Fault]:
    """Tell the first meeting of each kind that is pinned beyond what the advisory has."""
    count = {
        (advisory.id, kind.name): kind.count
        for advisory in instance.advisories
        for kind in advisory.meetings
    }
    held: dict[tuple[str, str], set[int]] = defaultdict(set)
    for index, meeting in enumerate(pins.meetings):
        key = (meeting.advisory, meeting.kind)
        if key not in count or meeting.slot in held[key]:
            continue
        held[key].add(meeting.slot)
        if len(held[key]) == count[key] + 1:
            often = "once" if count[key] == 1 else f"{count[key]} times"
            yield thing.fault(
                f"meetings[{index}]",
                f"{meeting.advisory} has {meeting.kind} {often} a week, and more are pinned.",
                "Take one of them out, or raise the count of the meeting.",
            )


def _of_days_out(
    instance: Instance, timetable: Timetable, thing: Thing, known: Known
) -> Iterator[Fault]:
    for index, out in enumerate(timetable.days_out):
        field = f"days_out[{index}]"
        yield from known.missing(thing, f"{field}.student", out.student, "student")
        yield from known.missing(thing, f"{field}.mentor", out.mentor, "mentor")
        yield from known.missing(thing, f"{field}.site", out.site, "internship site")
        yield from unused_day(instance, thing, f"{field}.day", out.day)
        student = instance.student_of.get(out.student)
        if student is not None and not 0 <= out.internship < len(student.internships):
            yield _no_internship(thing, f"{field}.internship", out.student, out.internship)
        for name, journey in (("there", out.there), ("back", out.back)):
            for place, leg in enumerate(journey):
                yield from _of_leg(thing, f"{field}.{name}[{place}]", leg, known)


def _of_leg(thing: Thing, field: str, leg: Leg, known: Known) -> Iterator[Fault]:
    yield from known.missing(thing, f"{field}.origin", leg.origin, *PLACES)
    yield from known.missing(thing, f"{field}.destination", leg.destination, *PLACES)
    if leg.run is not None:
        yield from known.missing(thing, f"{field}.run", leg.run, "vehicle run")


def _of_meetings(
    instance: Instance, timetable: Timetable, thing: Thing, known: Known
) -> Iterator[Fault]:
    for index, meeting in enumerate(timetable.meetings):
        field = f"meetings[{index}]"
        yield from known.missing(thing, f"{field}.advisory", meeting.advisory, "advisory")
        advisory = instance.advisory_of.get(meeting.advisory)
        if advisory is None:
            continue
        kind = next((one for one in advisory.meetings if one.name == meeting.kind), None)
        if kind is None:
            yield thing.fault(
                f"{field}.kind",
                f'{advisory.id} has no meeting of kind "{meeting.kind}".',
                "Mend the kind, or take the meeting out.",
            )
        elif advisory.room in instance.room_of:
            site = instance.room_of[advisory.room][1]
            yield from _of_slot(thing, f"{field}.slot", site, meeting.slot, kind.length)


def _of_slot(thing: Thing, field: str, site: SchoolSite, slot: int, length: int) -> Iterator[Fault]:
    if site.span_of(slot, length) is None:
        many = "slot" if length == 1 else "slots of one day"
        yield thing.fault(
            field,
            f"The grid of {site.id} has no {length} {many} from slot {slot} on.",
            f"Choose a slot from 0 to {len(site.grid) - 1} with enough slots after it.",
        )


def _of_sections(
    instance: Instance, timetable: Timetable, thing: Thing, known: Known
) -> Iterator[Fault]:
    for index, running in enumerate(timetable.sections):
        field = f"sections[{index}]"
        yield from known.missing(thing, f"{field}.section", running.section, "section")
        yield from known.missing(thing, f"{field}.lead", running.lead, "staff")
        for place, session in enumerate(running.sessions):
            inside = f"{field}.sessions[{place}]"
            yield from known.missing(thing, f"{inside}.room", session.room, "room")
            if running.section in instance.section_of:
                section, workshop = instance.section_of[running.section]
                site = instance.school_site_of.get(section.site)
                if site is not None:
                    slot = session.slot
                    yield from _of_slot(thing, f"{inside}.slot", site, slot, workshop.length)
    for index, enrolment in enumerate(timetable.enrolments):
        field = f"enrolments[{index}]"
        yield from known.missing(thing, f"{field}.student", enrolment.student, "student")
        yield from known.missing(thing, f"{field}.section", enrolment.section, "section")


def _of_runs(
    instance: Instance, timetable: Timetable, thing: Thing, known: Known
) -> Iterator[Fault]:
    for index, use in enumerate(timetable.runs):
        field = f"runs[{index}]"
        yield from known.missing(thing, f"{field}.run", use.run, "vehicle run")
        yield from known.missing_of(thing, f"{field}.riders", use.riders, "student")
        stops: Sequence[object] = (
            instance.run_of[use.run].stops if use.run in instance.run_of else ()
        )
        for place, stop in enumerate(use.stops):
            if stops and not 0 <= stop < len(stops):
                yield thing.fault(
                    f"{field}.stops[{place}]",
                    f"{use.run} has the stops 0 to {len(stops) - 1}, not {stop}.",
                    "Choose a stop of the run.",
                )


def _of_item(instance: Instance, thing: Thing, field: str, item: Unplaced) -> Iterator[Fault]:
    student = instance.student_of.get(item.student)
    if item.kind is UnplacedKind.MUST:
        if item.subject not in instance.workshop_of:
            yield thing.fault(field, f'No workshop has the id "{item.subject}".', "Mend the id.")
    elif not item.subject.isdecimal():
        yield thing.fault(field, f'"{item.subject}" is not a number.', "Write an index from 0 on.")
    elif len(item.subject) > MOST_DIGITS:
        text = f"A number of {len(item.subject):,} digits is no index."
        yield thing.fault(field, text, "Write an index from 0 on.")
    elif item.kind is UnplacedKind.DAY:
        if student is not None and int(item.subject) >= len(student.internships):
            yield _no_internship(thing, field, item.student, int(item.subject))
    elif int(item.subject) >= instance.term.cycle:
        yield thing.fault(
            field,
            f"The cycle has the weeks 0 to {instance.term.cycle - 1}, not {item.subject}.",
            "Choose a week of the cycle.",
        )


def _no_internship(thing: Thing, field: str, student: str, internship: int) -> Fault:
    return thing.fault(
        field,
        f"{student} has no internship {internship}; they are counted from 0.",
        "Choose an internship of the student.",
    )
