"""A day with somebody away, said to each person it is different for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable

from scheduler.domain.calendar import clock
from scheduler.domain.instance import Instance
from scheduler.domain.timetable import Journey
from scheduler.service.mornings.day import Day, Led, Sent

Name = Callable[[str], str]


def told(instance: Instance, day: Day, name: Name) -> dict[str, tuple[str, ...]]:
    """Say for everybody touched what is different today, a sentence each, by id."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for one in day.sent:
        found[one.was.student].append(_student(one, name))
        if one.to is not None:
            text = f"{name(one.was.student)} comes to you, {_time(*one.to_hours)}"
            found[one.to.mentor].append(f"{text}, {name(one.to.site)}.")
    for led in day.led:
        what = name(led.what) + (f": {led.kind}" if led.kind else "")
        when = f"{what}, {_time(led.activity.start, led.activity.end)}"
        where = name(led.activity.room)
        if led.lead is not None:
            found[led.lead].append(f"You lead {when}, {where}, in the place of {name(led.was)}.")
        for student in led.students:
            found[student].append(_session(led, when, name))
    return {one: tuple(said) for one, said in sorted(found.items())}


def _student(one: Sent, name: Name) -> str:
    start = f"{name(one.was.mentor)} is away today."
    if one.to is not None:
        text = f"{start} You are with {name(one.to.mentor)}, {_time(*one.to_hours)}"
        text = f"{text}, {name(one.to.site)}"
        if (one.to.there, one.to.back) == (one.was.there, one.was.back):
            return f"{text}; your ways stay the same."
        return f"{text}; there {_way(one.to.there)}, back {_way(one.to.back)}."
    text = f"{start} You are at {name(one.site)} in supervised study"
    if not one.meets:
        return f"{text}."
    meets = " and ".join(
        f"{activity.what.partition(' of ')[0]} {_time(activity.start, activity.end)}"
        for activity in one.meets
    )
    return f"{text}, and with your advisory at {meets}."


def _session(led: Led, when: str, name: Name) -> str:
    if led.lead is None:
        return f"{when} is not held: supervised study."
    return f"{when} is led by {name(led.lead)}."


def _time(start: int, end: int) -> str:
    return f"{clock(start):%H:%M}-{clock(end):%H:%M}"


def _way(journey: Journey) -> str:
    hops = " + ".join(f"{leg.departs:%H:%M} {leg.mode.value}" for leg in journey)
    return f"{hops} → {journey[-1].arrives:%H:%M}"
