"""Each day out has a way there and a way back in a mode the student may use, within the longest
acceptable minutes, in time for the start and after the end.
"""  # noqa: D205 (the rule's sentence is the summary)

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from scheduler.check.alike import Alike
from scheduler.check.diary import Diary, Out, diary_of
from scheduler.check.facts import day_name
from scheduler.check.vehicle_run import ride_of
from scheduler.check.ways import Travel, Trip, may_use, travel_of
from scheduler.domain.calendar import clock, minute
from scheduler.domain.ids import RunId, StudentId
from scheduler.domain.instance import Instance
from scheduler.domain.places import Mode
from scheduler.domain.rules import RuleId, Violation
from scheduler.domain.timetable import Leg, RunUse, Timetable, journey_minutes

RULE = RuleId.JOURNEY


def matches(instance: Instance) -> bool:
    """Whether anybody asks for an internship."""
    return any(student.internships for student in instance.students)


def check(instance: Instance, timetable: Timetable) -> Iterator[Violation]:
    """Yield one violation for each student, weekday and direction."""
    diary = diary_of(instance, timetable)
    travel = travel_of(instance)
    uses = {use.run: use for use in diary.timetable.runs}
    found: dict[tuple[StudentId, int, str], list[str]] = defaultdict(list)
    for out in diary.outs:
        for direction in ("there", "back"):
            problems = _ways(diary, travel, uses, out, direction)
            if problems:
                found[out.entry.student, out.entry.day, direction] += problems
    for (student, day, direction), problems in found.items():
        text = f"{student} on {day_name(day)}, {direction}: {'; '.join(problems)}"
        yield Violation(RULE, (student, str(day), direction), text)


_OF_OWN: Alike[list[str]] = Alike()
"""Problems of ways without a van, which hang on nobody else's day."""


def _ways(
    diary: Diary, travel: Travel, uses: dict[RunId, RunUse], out: Out, direction: str
) -> list[str]:
    def find() -> list[str]:
        return [*_times(out, direction), *_legs(diary, travel, uses, out, direction)]

    legs = out.entry.there if direction == "there" else out.entry.back
    if len(legs) != 1 or legs[0].mode is Mode.VAN:
        return find()
    ends = {legs[0].origin, legs[0].destination}
    if ends != {out.student.id, out.entry.site}:
        return find()
    # One leg between home and site: where these two are and the travel table say all.
    site = diary.instance.site_of[out.entry.site]
    things = (out.entry, out.student, site)
    return _OF_OWN.found(diary.instance.travel, things, (direction, out.hours), find)


def _times(out: Out, direction: str) -> Iterator[str]:
    """What is wrong with a way as a whole."""
    legs = out.entry.there if direction == "there" else out.entry.back
    if not legs:
        yield "no way is given"
        return
    home, site = out.student.id, out.entry.site
    origin, destination = (home, site) if direction == "there" else (site, home)
    if legs[0].origin != origin or legs[-1].destination != destination:
        yield f"goes from {legs[0].origin} to {legs[-1].destination}"
    minutes = journey_minutes(legs)
    if minutes > out.student.longest_journey:
        yield f"takes {minutes} minutes, at most {out.student.longest_journey}"
    # Without hours there is nothing to be in time for: `available` says so.
    if out.hours is None:
        return
    if direction == "there" and minute(legs[-1].arrives) > out.hours[0]:
        yield f"arrives {legs[-1].arrives:%H:%M}, start {clock(out.hours[0]):%H:%M}"
    if direction == "back" and minute(legs[0].departs) < out.hours[1]:
        yield f"leaves {legs[0].departs:%H:%M}, end {clock(out.hours[1]):%H:%M}"


def _legs(
    diary: Diary, travel: Travel, uses: dict[RunId, RunUse], out: Out, direction: str
) -> Iterator[str]:
    """What is wrong with each leg of a way, and with the changes between them."""
    legs = out.entry.there if direction == "there" else out.entry.back
    for one, two in pairwise(legs):
        if one.destination != two.origin:
            yield f"a leg to {one.destination} is followed by one from {two.origin}"
        if minute(one.arrives) > minute(two.departs):
            yield f"arrives {one.arrives:%H:%M} and leaves {two.departs:%H:%M}"
    for leg in legs:
        if not may_use(out.student, leg.mode):
            yield f"{leg.mode} is not for {out.student.id}"
        if leg.mode is Mode.VAN:
            yield from _van(diary, uses, out, leg)
        else:
            yield from _own(travel, out, leg)


def _own(travel: Travel, out: Out, leg: Leg) -> Iterator[str]:
    trip = Trip(minute(leg.departs), minute(leg.arrives))
    minutes = trip.arrives - trip.departs
    what = f"{leg.mode} from {leg.origin} to {leg.destination}"
    if leg.run is not None:
        yield f"{what} names run {leg.run}, but is not by van"
    if not travel.allows(leg.origin, leg.destination, leg.mode, trip):
        times = f"{leg.departs:%H:%M} to {leg.arrives:%H:%M}"
        yield f"{what} is not possible in {minutes} minutes, {times}"
    longest = out.student.accommodations.most_walk_minutes
    if leg.mode is Mode.WALK and longest is not None and minutes > longest:
        yield f"walks {minutes} minutes, at most {longest}"


def _van(diary: Diary, uses: dict[RunId, RunUse], out: Out, leg: Leg) -> Iterator[str]:
    run = diary.instance.run_of.get(leg.run) if leg.run is not None else None
    if run is None:
        yield f"there is no run {leg.run}"
        return
    if run.day != out.entry.day:
        yield f"{run.id} runs on {day_name(run.day)}"
    missing = set(out.weeks) - set(diary.instance.weeks(run.weeks))
    if missing:
        yield f"{run.id} does not run in week {min(missing)}"
    if ride_of(run, leg) is None:
        yield f"{run.id} does not go from {leg.origin} {leg.departs:%H:%M}" + (
            f" to {leg.destination} {leg.arrives:%H:%M}"
        )
    use = uses.get(run.id)
    if use is None:
        yield f"{run.id} is not driven"
    elif out.student.id not in use.riders:
        yield f"{out.student.id} is not among the riders of {run.id}"
