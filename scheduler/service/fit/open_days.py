"""Who fits a day out: mentors for a student without a place, students for a mentor's seat."""

from __future__ import annotations

from collections.abc import Iterator

from scheduler.domain.ids import MentorId
from scheduler.domain.people import Student
from scheduler.service.fit.answers import Blocker, Fit, Fits
from scheduler.service.fit.arranging import (
    Arrangement,
    days_had,
    missing,
    possible_days,
    with_day,
)
from scheduler.service.fit.ground import Ground
from scheduler.service.fit.making_way import ways_around
from scheduler.service.fit.weighing import Scales, ranked

ENOUGH = 3
"""Candidates that work before others are asked to make way."""


def for_day(ground: Ground, student: Student, internship: int) -> Fits:
    """Say with whom, where and on which weekday a student could be out."""
    scales = Scales(ground, {student.id})
    wish = student.internships[internship]
    had = days_had(ground, student, internship)
    clear: list[tuple[tuple[int, int], Arrangement]] = []
    tight: list[tuple[tuple[int, int, int], Arrangement, list[Blocker]]] = []
    blocked: list[Fit] = []
    for rank, mentor in enumerate(wish.mentors):
        for day in possible_days(ground, student, internship):
            if day in had:
                continue
            for one in with_day(ground, student, internship, mentor, day):
                firm = next(one.firm(ground), None)
                if firm is not None:
                    blocked.append(Fit(who=mentor, text=one.text, blocker=firm.text))
                    continue
                seats = list(one.seats(ground))
                if seats:
                    tight.append(((len(seats), rank, one.minutes(ground)), one, seats))
                else:
                    clear.append(((rank, one.minutes(ground)), one))
    fits = [
        scales.weighed(Fit(who=one.mentor, text=one.text), one.moves(ground))
        for _, one in sorted(clear, key=lambda each: each[0])
    ]
    for _, one, seats in sorted(tight, key=lambda each: each[0]):
        fits.append(with_others(scales, student, one, seats, sum(fit.works for fit in fits)))
    item = f"day out of {student.id}"
    return Fits(about=(student.id,), item=item, candidates=ranked([*fits, *blocked]))


def with_others(
    scales: Scales, student: Student, one: Arrangement, seats: list[Blocker], found: int
) -> Fit:
    """Look for others to make way for an arrangement, unless enough works already."""
    fit = Fit(who=one.mentor, text=one.text, blocker=seats[0].text)
    if found >= ENOUGH:
        return fit
    for moves, _ in ways_around(scales.ground, student, seats):
        if scales.left < 1:
            break
        weighed = scales.weighed(fit, one.moves(scales.ground), moves)
        if weighed.works:
            return weighed
    return fit


def for_mentor(ground: Ground, mentor: MentorId) -> Fits:
    """Say which students could take a free place with a mentor."""
    scales = Scales(ground, {mentor})
    clear: list[tuple[tuple[int, int, int], Student, Arrangement]] = []
    blocked: list[Fit] = []
    for student, internship, rank in _wanting(ground, mentor):
        options = list(_options(ground, student, internship, mentor))
        open_to = []
        first: str | None = None
        for one in options:
            found = next(one.firm(ground), None) or next(one.seats(ground), None)
            if found is None:
                open_to.append(one)
            else:
                first = first or found.text
        if open_to:
            best = min(open_to, key=lambda one: (one.minutes(ground), one.text))
            short = missing(ground, student, internship) > 0
            clear.append(((not short, rank, best.minutes(ground)), student, best))
        else:
            text = f"{student.id} with {mentor}"
            blocked.append(Fit(who=student.id, text=text, blocker=first or "no day is left"))
    fits = [
        scales.weighed(Fit(who=student.id, text=f"{student.id}: {one.text}"), one.moves(ground))
        for _, student, one in sorted(clear, key=lambda each: each[0])
    ]
    item = f"place with {mentor}"
    return Fits(about=(mentor,), item=item, candidates=ranked([*fits, *blocked]))


def _wanting(ground: Ground, mentor: MentorId) -> Iterator[tuple[Student, int, int]]:
    """Who may be with a mentor and is not, or not as often as wanted: internship and rank.

    Who is with somebody they wish for more is left out.
    """
    for student in ground.instance.students:
        for internship, wish in enumerate(student.internships):
            if mentor not in wish.mentors:
                continue
            rank = wish.mentors.index(mentor)
            now = {
                out.mentor for out in ground.days_out(student.id) if out.internship == internship
            }
            short = missing(ground, student, internship) > 0
            worse = all(rank < wish.mentors.index(one) for one in now if one in wish.mentors)
            if short or (mentor not in now and worse):
                yield student, internship, rank


def _options(
    ground: Ground, student: Student, internship: int, mentor: MentorId
) -> Iterator[Arrangement]:
    had = days_had(ground, student, internship)
    if missing(ground, student, internship) > 0:
        for day in possible_days(ground, student, internship):
            if day not in had:
                yield from with_day(ground, student, internship, mentor, day)
        return
    for site in ground.instance.mentor_of[mentor].sites:
        yield Arrangement(student, internship, mentor, site, had)
