"""Whom a student could be with when the mentor is gone: near mentors of like interests."""

from __future__ import annotations

from collections.abc import Collection

from scheduler.domain.ids import MentorId
from scheduler.domain.instance import Instance
from scheduler.domain.people import Mentor, Student
from scheduler.domain.places import (
    InternshipSite,
    Mode,
    Position,
    estimated_minutes,
    metres_between,
)

MOST = 10
"""Candidates named for a student."""
LEAST = 3
"""Named even when nobody can be reached: each then says why it is not possible."""


def candidates_for(
    instance: Instance,
    student: Student,
    allowed_days: tuple[int, ...] = (),
    without: Collection[MentorId] = (),
) -> tuple[MentorId, ...]:
    """Rank the mentors a student could be with: most shared interests first, then nearest.

    Only those whom age, hazards, papers, weekdays and ways of travelling allow, and who
    are not named for the student already; where nobody is left, the first few of all,
    so that the day out stays asked for and the reasons why it has no place can be told.
    """
    others = {one for wish in student.internships for one in wish.mentors}
    ranked = sorted(
        (
            mentor.id in others,
            -len(set(student.interests) & set(mentor.interests)),
            _metres(instance, student.home, mentor),
            mentor.id,
        )
        for mentor in instance.mentors
        if mentor.id not in without
    )
    for others_too in (False, True):
        found: list[MentorId] = []
        for is_other, _, _, name in ranked:
            if len(found) == MOST:
                break
            if is_other and not others_too:
                continue
            if may_be_with(instance, student, instance.mentor_of[name], allowed_days):
                found.append(name)
        if found:
            return tuple(found)
    return tuple(name for *_, name in ranked[:LEAST])


def may_be_with(
    instance: Instance, student: Student, mentor: Mentor, allowed_days: tuple[int, ...] = ()
) -> bool:
    """Whether a student may be with a mentor on some weekday, and can get there."""
    if student.id in mentor.never_with or mentor.in_all == 0 or mentor.at_once == 0:
        return False
    if mentor.clearance_until is not None and mentor.clearance_until < instance.term.last:
        return False
    days = {span.day for span in mentor.hours} & set(allowed_days or instance.term.weekdays)
    return any(
        _may_be_at(instance, student, site, days) and reaches(instance, student, site)
        for site in (instance.site_of[name] for name in mentor.sites)
    )


def reaches(instance: Instance, student: Student, site: InternshipSite) -> bool:
    """Whether some way of travelling gets a student to a site in the time they accept."""
    return any(_reaches_by(instance, student, site, mode) for mode in student.modes)


def _reaches_by(instance: Instance, student: Student, site: InternshipSite, mode: Mode) -> bool:
    if mode is Mode.VAN:
        return any(stop.place == site.id for run in instance.runs for stop in run.stops)
    rows = instance.travel.by_pair.get((student.id, site.id, mode))
    longest = student.longest_journey
    if mode is Mode.WALK and student.accommodations.most_walk_minutes is not None:
        longest = min(longest, student.accommodations.most_walk_minutes)
    if rows is not None:
        return any(row.minutes <= longest for row in rows)
    minutes = (
        estimated_minutes(student.home, site.position, mode) if instance.travel.estimate else None
    )
    return minutes is not None and minutes <= longest


def _may_be_at(instance: Instance, student: Student, site: InternshipSite, days: set[int]) -> bool:
    last = instance.term.last
    held = {one.name for one in student.clearances if one.until is None or one.until >= last}
    for place in instance.lineage(site.id):
        if student.age < place.minimum_age or set(place.hazards) & set(student.avoid_hazards):
            return False
        if not set(place.requires) <= held:
            return False
        if any(one.until is not None and one.until < last for one in place.clearances):
            return False
        if place.openings:
            days = days & {one.day for one in place.openings if one.seats != 0}
    return bool(days)


def _metres(instance: Instance, home: Position, mentor: Mentor) -> int:
    return min(
        round(metres_between(home, instance.site_of[name].position)) for name in mentor.sites
    )
