"""What is different for a person, in sentences: from where to where."""

from __future__ import annotations

from collections.abc import Callable

from scheduler.domain.calendar import DAY_NAMES, clock
from scheduler.domain.instance import Instance
from scheduler.domain.timetable import Journey
from scheduler.service.appointments import Appointment, AppointmentKind
from scheduler.service.differences import Difference, PersonChanges

Name = Callable[[str], str]
"""What an id is called."""


def sentences(instance: Instance, changes: PersonChanges, name: Name) -> tuple[str, ...]:
    """Say everything that is different for a person, a sentence each."""
    return tuple(sentence(instance, one, name) for one in changes.differences)


def sentence(instance: Instance, difference: Difference, name: Name) -> str:
    """Say one difference: ``Laboratory 2: from Mon 09:00-10:00 to Tue 10:00-11:00.``."""
    was, now = difference.was, difference.now
    if was is None and now is not None:
        return f"New: {line(instance, now, name)}."
    if now is None and was is not None:
        return f"No longer: {line(instance, was, name)}."
    assert was is not None and now is not None
    old, new = _parts(instance, was, name), _parts(instance, now, name)
    said = [key for key in new if old[key] != new[key]]
    before, after = (", ".join(one[key] for key in said if one[key]) for one in (old, new))
    heading = new["what"] if "what" not in said else name(now.about[0])
    if "time" not in said:  # people find what is meant by its time
        heading = f"{heading}, {new['time']}"
    return f"{heading}: from {before} to {after}."


def line(instance: Instance, one: Appointment, name: Name) -> str:
    """Say what, when, where and with whom: ``Laboratory 2, Mon 09:00-10:00, Lab, with Bo``."""
    return ", ".join(filter(None, _parts(instance, one, name).values()))


def title(one: Appointment, name: Name) -> str:
    """Say what it is: ``Laboratory 2``, ``Herons: circle``, ``day out``."""
    match one.kind:
        case AppointmentKind.DAY_OUT:
            return "day out"
        case AppointmentKind.INTERN:
            return f"{name(one.people[0])} comes to you"
        case AppointmentKind.MEETING:
            return f"{name(one.what[0])}: {one.what[1]}"
        case AppointmentKind.SESSION | AppointmentKind.LEADS:
            return name(one.what[0])


def _parts(instance: Instance, one: Appointment, name: Name) -> dict[str, str]:
    with_whom = () if one.kind is AppointmentKind.INTERN else one.people
    return {
        "what": title(one, name),
        "time": _time(instance, one),
        "place": name(one.place),
        "people": f"with {' and '.join(map(name, with_whom))}" if with_whom else "",
        "there": _way("there", one.there, name),
        "back": _way("back", one.back, name),
    }


def _time(instance: Instance, one: Appointment) -> str:
    text = f"{DAY_NAMES[one.day]} {clock(one.start):%H:%M}-{clock(one.end):%H:%M}"
    if one.dates:
        return f"{text} ({one.dates[0]} to {one.dates[-1]})"
    cycle = instance.term.cycle
    if len(one.weeks) < cycle:
        weeks = " and ".join(str(week + 1) for week in one.weeks)
        return f"{text} (week {weeks} of {cycle})"
    return text


def _way(label: str, journey: Journey, name: Name) -> str:
    if not journey:
        return ""
    hops = " + ".join(
        f"{leg.departs:%H:%M} {leg.mode.value}" + (f" {name(leg.run)}" if leg.run else "")
        for leg in journey
    )
    return f"{label} {hops} → {journey[-1].arrives:%H:%M}"
